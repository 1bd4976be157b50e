"""Bytes to rows: bodies at rest, the formats, and the limited child that reads packed ones.

What belongs here: everything that knows how a file is laid out, and refusing one that cannot be
read. What does not: whether a row is right.
"""

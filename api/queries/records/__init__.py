"""Stored rows as they are read by agencies: which returns, which of their rows, in what order.

What belongs here: SELECTs that return rows and the conditions that a row must meet to leave. What
does not: what is shown of a row.
"""

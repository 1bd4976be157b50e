"""Measurements side by side in one run: what the service costs beside what it could cost at least.

What belongs here: timing the service as it is and a peer on the same machine in the same minute.
What does not: deciding whether a figure is good enough; nothing here fails on time.
"""

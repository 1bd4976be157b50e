"""Figures as files for other programs: CSV with its caveats, and SDMX-CSV with its structure.

What belongs here: pure rules from what a service answers to columns and lines. What does not:
working a figure out, and deciding who may see it.
"""

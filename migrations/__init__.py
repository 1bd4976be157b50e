"""Numbered steps that build the database, and the way to run them.

CURRENT names the head. Each step is small and, once released, never changes.
"""

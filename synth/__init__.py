"""Pretend: an invented borough whose agencies send consistent, labelled, reproducible returns.

Knows `schemas` alone, so that it runs without Flask or a database. No real person is in it.
"""

"""Statements about single persons and about what has outlived its time."""

"""Stored shapes: every table, as SQLAlchemy Core tables on one metadata.

The record tables are derived from the datasets; the rest are written out, one module per noun.
Queries belong in `api.queries`, changes of shape in `migrations`.
"""

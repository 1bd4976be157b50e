"""Shapes: what things are called and what they look like, defined once.

Datasets, code lists, periods, fields, rules, stored tables and wire messages. No Flask, no
session, no policy; only `schemas.tables` knows SQLAlchemy.
"""

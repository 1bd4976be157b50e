"""The datasets of the common schema, one module each.

A dataset states its fields, grain, keys, rules, measures and breakdowns; how it is stored, checked or
published is derived from it elsewhere.
"""

"""SELECTs that return values, one module per noun.

Nothing is written here and no decision is taken. The module of raw counts is for the releases
service alone, because a count before disclosure control must not reach any door.
"""

"""The bulk path's validation: a dataset's declarations compiled to predicates that are sound.

`columns` judges CSV cells by columns, `lines` judges NDJSON by lines, `loader` is the row by row
check generated for one plan. Whatever the first two accept, `schemas.checking` would accept with
the same values and without a finding; they may pass a good row over, never a bad one. Messages are
not made here: a row that is not accepted takes the exact road.
"""

"""Conditions on rows as targets state them, over columns of text as any file gives them.

A condition on a column is a text that it equals, several of which it equals one, or a mapping:
`min` and `max` (whole numbers, both included), `missing` (a reason in place of a value, or nothing;
false asks for a value), `has` (a list that holds one of several).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from schemas.codes import MISSING_REASONS

Where = Mapping[str, Any]
"""Conditions by dotted column, all of which hold."""


def holds(where: Where) -> pl.Expr:
    """Whether all conditions hold for a record; a blank cell meets none but `missing`."""
    found = pl.col("record_id").is_not_null()
    for column, wanted in where.items():
        found = found & _one(column, wanted)
    return found


def _one(column: str, wanted: Any) -> pl.Expr:
    cell = pl.col(column)
    if isinstance(wanted, str):
        return (cell == wanted).fill_null(value=False)
    if isinstance(wanted, list):
        return cell.is_in(wanted).fill_null(value=False)
    if "missing" in wanted:
        missing = cell.is_null() | cell.is_in(sorted(MISSING_REASONS))
        return missing.fill_null(value=True) == bool(wanted["missing"])
    if "has" in wanted:
        held = cell.str.split(";").list.eval(pl.element().is_in(wanted["has"])).list.any()
        return held.fill_null(value=False)
    number = cell.cast(pl.Int64, strict=False)
    return number.is_between(wanted["min"], wanted["max"]).fill_null(value=False)


def columns(where: Where) -> frozenset[str]:
    """The columns that conditions are about."""
    return frozenset(where)

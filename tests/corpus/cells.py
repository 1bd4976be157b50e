"""Cells and values that look like something else."""

from collections.abc import Iterator
from typing import Any

from tests.corpus.nasty import CSV, NDJSON, Nasty, of, rows
from tests.deliveries import Row, ndjson, table

_ID, _MONTH, _SETTING = "record_id", "contact_month", "setting"
_AGE, _SEX = "subject.age_years", "subject.sex"

TEXTS = {
    "white space": (_SETTING, " ed", "code"),
    "white space alone": (_SETTING, "  ", "code"),
    "null as a word": (_SETTING, "null", "code"),
    "a zero-width space": (_SETTING, "e\u200bd", "code"),
    "a mark of direction": (_ID, "hc-\u202e2", "format"),
    "a mark of direction in a code": (_SEX, "\u200fF", "code"),
    "a no-break space": (_ID, "hc\u00a02", "format"),
    "unicode digits": (_AGE, "\u0663\u0664", "type"),
    "full-width digits": (_AGE, "\uff13\uff14", "type"),
    "digits with an underscore": (_AGE, "3_4", "type"),
    "a number with a point": (_AGE, "34.0", "type"),
    "a number with a sign": (_AGE, "+34", "type"),
    "a number below zero": (_AGE, "-1", "range"),
    "a huge integer": (_AGE, "9" * 30, "type"),
    "a number of eleven digits": (_AGE, "9" * 11, "range"),
    "a number out of range": (_AGE, "1e400", "type"),
    "not a number": (_AGE, "NaN", "type"),
    "a formula": (_ID, "=1+1", "format"),
    "a formula that runs a program": (_ID, "=cmd|' /C calc'!A0", "format"),
    "a formula with a sign": (_SETTING, "+HYPERLINK(1)", "code"),
    "a formula with an at": (_SETTING, "@SUM(1)", "code"),
    "an impossible month": (_MONTH, "2026-13", "format"),
    "a day for a month": (_MONTH, "2023-02-30", "format"),
    "a NUL": (_ID, "hc\x002", "format"),
    "a bell": (_ID, "hc\x072", "format"),
    "a tab": (_ID, "hc\t2", "format"),
    "a letter of another script": (_SEX, "\u0405", "code"),
    "a letter and its accent": (_ID, "hc-e\u0301", "format"),
    "an emoji": (_ID, "hc-\U0001f600", "format"),
}
"""What stands in the second row of a CSV file: field, cell, and the code of what is said."""

VALUES = {
    "a string for a number": (_AGE, "34", "type"),
    "a fraction for a number": (_AGE, 34.0, "type"),
    "minus nought": (_AGE, -0.0, "type"),
    "a truth for a number": (_AGE, True, "type"),
    "a huge number": (_AGE, 10**40, "range"),
    "a number for a code": (_SETTING, 1, "type"),
    "a list for a code": (_SETTING, ["ed"], "type"),
    "an object for a code": (_SEX, {"code": "F"}, "type"),
    "an empty string": (_SETTING, "", "code"),
    "a NUL in JSON": (_ID, "hc\x002", "format"),
    "a lone surrogate": (_ID, "hc\ud800", "format"),
    "a line of a megabyte": (_ID, "x" * 500_000, "format"),
}
"""The same of a line of JSON."""


def changed(column: str, value: Any) -> list[Row]:
    """Three rows, the second of them with another value."""
    change: dict[str, Any] = {column.replace(".", "__"): value}
    return rows(**change)


def _csv() -> Iterator[Nasty]:
    for name, (column, cell, code) in TEXTS.items():
        content = table(changed(column, cell))
        yield of(f"csv {name}", content, CSV, (code, 2, column))


def _ndjson() -> Iterator[Nasty]:
    for name, (column, value, code) in VALUES.items():
        content = ndjson(changed(column, value))
        yield of(f"ndjson {name}", content, NDJSON, (code, 2, column))


FILES = (*_csv(), *_ndjson())

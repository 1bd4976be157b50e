"""Findings as lines for a person: what to mend, the commonest first, and where to look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any


def to_mend(summary: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Errors and queries by kind: what is wrong, what would be right, and the first rows."""
    for each in summary:
        if each["severity"] != "note":
            yield from _kind(each)


def to_know(summary: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Notes, a line each."""
    for each in summary:
        if each["severity"] == "note":
            yield f"note {each['code']}: {each['message']}"


def _kind(each: Mapping[str, Any]) -> Iterator[str]:
    field = f" {each['field']}" if each["field"] else ""
    often = "once" if each["count"] == 1 else f"{each['count']:,} times"
    yield f"{each['severity']} {each['code']}{field}, {often}: {each['message']}"
    yield f"    expected: {each['expected']}"
    if each["rows"]:
        more = each["count"] - len(each["rows"])
        rest = f" and {more:,} more" if more else ""
        yield f"    rows: {', '.join(map(str, each['rows']))}{rest}"

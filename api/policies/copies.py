"""A person's copy of what is held of them, in words, with everybody else left out.

What belongs here: which parts of a stored row are the person's own, and how they read. What does
not: finding the rows, and whether the copy may be given. A row is about several people. Where it
counts the person, it is theirs less every other block and link; where they are somebody else in it,
their own block alone is. A link that names them in another person's row is that person's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from schemas.codes import MISSING_REASONS
from schemas.codes.lists import CodeList
from schemas.dataset import Column, Dataset, columns
from schemas.fields import Code, Many, PersonRef, PersonRefs

Said = dict[str, Any]
"""One value as it is told: field, title, value, and what a code means."""

_OURS = frozenset({"sharing", "sharing_basis"})
"""Said by the agency about the row and not about the person; told with the recipients instead."""


def own(dataset: type[Dataset], row: Mapping[str, Any], *, part: str) -> list[Said]:
    """What a row says of the person.

    Args:
        dataset: the row's dataset.
        row: stored values by column.
        part: the person block in which the person stands.
    """
    counted = part == dataset.counted_person
    return [
        said
        for column in columns(dataset)
        if column.block == part or (counted and not column.block)
        if not isinstance(column.field, PersonRef | PersonRefs) and column.key not in _OURS
        for said in _said(column, row)
    ]


def _said(column: Column, row: Mapping[str, Any]) -> Iterator[Said]:
    held = [row[name] for name, _ in column.stored]
    value = next((each for each in held if each is not None), None)
    if value is not None:
        text = _text(value)
        yield {
            "field": column.name,
            "title": column.field.title,
            "value": text,
            "meaning": _meaning(column, text),
        }


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _meaning(column: Column, text: str) -> str | None:
    """What the codes of a value stand for, None where it has none."""
    inner = column.field.of if isinstance(column.field, Many) else column.field
    if not isinstance(inner, Code):
        return None
    labels = [_label(inner.code_list, code) for code in text.split(";")]
    return "; ".join(label for label in labels if label) or None


def _label(codes: CodeList, code: str) -> str:
    if code in MISSING_REASONS:
        return f"no value: {code.replace('_', ' ')}"
    return next((entry.label for entry in codes if entry.code == code), "")

"""Whether a column's value is among many, asked in one question with one bound value."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, any_, bindparam, column, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

AT_ONCE: Final = 50_000  # values in one question: megabytes of one bound value at most (design)


def blocks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Values in blocks that one question can hold."""
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]


def among(
    session: Session, target: ColumnElement[Any], values: Sequence[str] | Sequence[bytes]
) -> ColumnElement[bool]:
    """The target is one of the values: an array on PostgreSQL, a JSON list on SQLite.

    Args:
        session: says which engine is asked.
        target: a column of text or of digests.
        values: all text or all digests, in any number.
    """
    if session.get_bind().dialect.name == "postgresql":
        listed = bindparam(None, list(values), type_=ARRAY(target.type))
        return target == any_(listed)
    digests = any(isinstance(value, bytes) for value in values)
    words = [v.hex().upper() if isinstance(v, bytes) else v for v in values]
    each = func.json_each(json.dumps(words)).table_valued(column("value"))
    compared: ColumnElement[Any] = func.hex(target) if digests else target
    return compared.in_(select(each.c.value))

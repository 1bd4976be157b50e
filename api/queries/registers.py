"""Counts of a register's entries, before disclosure control; read by the sealing of releases alone.

A register is small, names nobody and comes whole each month, so it is read entry by entry and
judged in plain Python, with the last day of the month it stands for. Rows about people are read
in `coded`.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.disclosure.protect import CountedCell
from api.queries.categories import stored_in
from api.queries.counts import Scope
from schemas.breakdowns import Breakdown
from schemas.period import Period

LAST_DAY: Final = "envelope.last_day"
"""The name under which breakdowns of a register read the last day of the return's month."""

_KEY_BYTES: Final = 4  # as the record keys of people


def cells(
    session: Session, scope: Scope, *, breakdowns: Sequence[Breakdown]
) -> Iterator[CountedCell]:
    """Count the non-empty cells of one table; each entry is a unit of its own, and no person."""
    held: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for key, values in _entries(session, scope, breakdowns=breakdowns):
        category = (b.category(*(values[name] for name in b.fields)) for b in breakdowns)
        held[tuple(category)].append(key)
    for cell, keys in held.items():
        count, total = len(keys), sum(keys)
        yield CountedCell(cell, count, 0, count, total, total, 0, 1, min(count, 2))


def _entries(
    session: Session, scope: Scope, *, breakdowns: Sequence[Breakdown]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each entry's key, and the values of the fields that the breakdowns read."""
    table = scope.table
    names = sorted({name for each in breakdowns for name in each.fields} - {LAST_DAY})
    columns = [table.c[stored_in(name, scope.dataset)] for name in names]
    own = (table.c.agency_id, table.c.record_id, table.c.month)
    for agency, record, month, *values in session.execute(
        select(*own, *columns).where(scope.rows())
    ):
        read = dict(zip(names, values, strict=True))
        yield _key(agency, record), read | {LAST_DAY: Period.parse_month(month).end}


def _key(agency: str, record: str) -> int:
    """The entry's record key: the same in every month, and no secret, as the epoch's is."""
    digest = hashlib.sha256(f"{agency}\n{record}".encode()).digest()
    return int.from_bytes(digest[-_KEY_BYTES:], "big")

"""What is told of a person's rows: events in order, each with no more than the white list allows.

What belongs here: turning rows into events, purely. What does not: whose rows they are and which
may be read; those come in here as they may be told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from schemas.codes import code_list
from schemas.timeline import MONTH, Happening, Where, values

MOST: Final = 1000
"""Events in one answer (design): many times what one person has in the years that are kept."""


@dataclass(frozen=True, slots=True)
class Told:
    """One event. `on` is None where no more than the month is told, `agency` where its name would
    say where the person stays or is treated.
    """

    month: str
    on: date | None
    event: str
    agency: str | None
    sector: str | None
    risk_level: str | None = None
    order: str | None = None


@dataclass(frozen=True)
class Row:
    """One row that is the person's, and whose it is."""

    agency_id: str
    dataset: str
    values: Mapping[str, Any]


def wanted(happenings: Iterable[Happening]) -> frozenset[str]:
    """The fields that must be read to tell these kinds of event; each is a stored column."""
    named = ({*each.fields, *each.shown.values()} - {MONTH} for each in happenings)
    return frozenset[str]().union(*named)


def told(
    row: Row, *, happening: Happening, sectors: Mapping[str, str], withheld: Collection[str]
) -> Told | None:
    """The event of this kind that a row tells, if it tells one."""
    when = row.values[happening.day]
    meant = _meets(row.values, happening.where) and not any(
        _meets(row.values, where) for where in happening.unless
    )
    if when is None or not meant:
        return None
    sector = sectors.get(row.agency_id)
    month = when if isinstance(when, str) else f"{when:%Y-%m}"
    if happening.how != "plain":
        group = _group(sector) if happening.how == "month_and_group" else None
        return Told(month, None, happening.event, None, group)
    shown = values(row.values, happening=happening, withheld=frozenset(withheld))
    return Told(month, when, happening.event, row.agency_id, sector, **shown)


def _meets(row: Mapping[str, Any], where: Where) -> bool:
    return all(row[name] in codes for name, codes in where)


def _group(sector: str | None) -> str | None:
    found = code_list("sector").get(sector or "")
    return found.group if found else None


def in_order(events: Iterable[Told]) -> list[Told]:
    """Events from the oldest on; what is told in wider words is told once a month.

    The order rests on what is told alone, so that it says nothing more.
    """
    return sorted(_once(events), key=_place)


def _once(events: Iterable[Told]) -> Iterator[Told]:
    seen: set[Told] = set()
    for each in events:
        if each.on is not None or each not in seen:
            seen.add(each)
            yield each


def _place(each: Told) -> tuple[str, ...]:
    day = each.on.isoformat() if each.on else ""
    rest = (each.event, each.agency or "", each.sector or "", each.risk_level or "")
    return (each.month, day, *rest, each.order or "")

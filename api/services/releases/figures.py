"""Declared figures of a release: what agencies counted themselves, each for its own span.

A figure is decided on in the release of the month in which it was delivered, once; a quarter or a
year takes over what its months show, so that no figure is drawn a second time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy.orm import Session

from api.disclosure.cellkey import Table
from api.disclosure.declared import DeclaredCell, Figure, RecordSpan, declare
from api.queries import frozen, participation
from api.queries import releases as stored
from api.queries.frozen import DeclaredRow
from api.queries.releases import Input
from api.services.releases import freezing
from api.services.releases.counting import Sealer
from api.services.releases.planning import Target
from schemas.codes.declared import DECLARED
from schemas.datasets.aggregate_return import AggregateReturn
from schemas.period import Period

PARTS: Final = ("value", "numerator", "denominator")


def shown_figures(sealer: Sealer, target: Target) -> list[dict[str, Any]]:
    """The declared figures that a release shows, as rows of the store."""
    if target.period.kind == "month":
        return list(_declared(sealer, target))
    return [
        row
        for month in target.period.months()
        for row in _taken_over(sealer.session, sealer.partnership_id, month)
    ]


def _taken_over(session: Session, partnership_id: str, month: Period) -> Iterator[dict[str, Any]]:
    release = stored.latest(session, partnership_id=partnership_id, period=str(month))
    if release is not None:
        yield from stored.figures(
            session, partnership_id=partnership_id, release_id=release.release_id
        )


def _declared(sealer: Sealer, target: Target) -> Iterator[dict[str, Any]]:
    rows = frozen.declared(
        sealer.session,
        partnership_id=sealer.partnership_id,
        submission_ids=freezing.submissions(each for each in target.inputs if _brings(each)),
    )
    spans = _spans(sealer, target)
    table = Table(
        sealer.secret, sealer.partnership_id, AggregateReturn.name, (), str(target.period)
    )
    for row in rows:
        shown = _shown(row, spans=spans, table=table)
        if shown is not None:
            yield _stored(row) | shown


def _brings(each: Input) -> bool:
    """Whether a return may bring declared figures that are in the release."""
    holds = each.level == freezing.AGGREGATE or each.dataset == AggregateReturn.name
    return each.counted and holds


def _spans(sealer: Sealer, target: Target) -> list[RecordSpan]:
    """The days for which agencies sent records: those in force, and those of this release."""
    held = set(participation.records_held(sealer.session, partnership_id=sealer.partnership_id))
    held |= {
        (each.agency_id, each.dataset, each.month)
        for each in filter(freezing.holds_records, target.inputs)
    }
    months = {month: Period.parse_month(month) for _, _, month in held}
    return [
        RecordSpan(agency, dataset, months[month].start, months[month].end)
        for agency, dataset, month in sorted(held)
    ]


def _shown(row: DeclaredRow, *, spans: Sequence[RecordSpan], table: Table) -> dict[str, Any] | None:
    """The figure's shown numbers, None where any of them is hidden."""
    entry = DECLARED[row.measure]
    found: dict[str, DeclaredCell] = {
        part: declare(_figure(row, part=part), entry=entry, records=spans, table=table)
        for part in PARTS
        if getattr(row, part) is not None
    }
    if not found or any(cell.value is None for cell in found.values()):
        return None
    exact = all("protected" not in cell.showing.reasons for cell in found.values())
    return {**{part: _kept(part, cell) for part, cell in found.items()}, "exact": exact}


def _kept(part: str, cell: DeclaredCell) -> Decimal | int | None:
    """A value may have places; the parts of a rate are whole."""
    return cell.value if part == "value" or cell.value is None else int(cell.value)


def _figure(row: DeclaredRow, *, part: str) -> Figure:
    first, last = _span(row)
    published = row.published_source if row.already_published else None
    return Figure(
        agency=row.agency_id,
        measure=row.measure,
        cell=tuple(sorted((row.breakdown or {}).items())),
        first_day=first,
        last_day=last,
        value=Decimal(getattr(row, part)),
        part=part,
        published_source=published,
    )


def _span(row: DeclaredRow) -> tuple[date, date]:
    """The days a figure covers: its own span, or, where it names none, its month of delivery."""
    month = Period.parse_month(row.month)
    first = row.as_at or row.covers_from or month.start
    return first, row.as_at or row.covers_to or month.end


def _stored(row: DeclaredRow) -> dict[str, Any]:
    return {
        "agency_id": row.agency_id,
        "measure": row.measure,
        "month": row.month,
        "breakdown": row.breakdown or {},
        "unit": row.unit,
        "value": None,
        "numerator": None,
        "denominator": None,
        "as_at": row.as_at,
        "covers_from": row.covers_from,
        "covers_to": row.covers_to,
        "counting_rule": row.counting_rule,
        "provisional": row.status == "provisional",
        "source": row.published_source if row.already_published else row.benchmark_source,
    }

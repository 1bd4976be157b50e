"""What frozen submissions say in numbers before disclosure control: figures and completeness.

Read by the sealing of releases and nobody else, like every count that is not protected yet.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from schemas.datasets.aggregate_return import AggregateReturn
from schemas.tables.records import RECORDS
from schemas.tables.returns import submissions

PROSE = "text"
"""The unit of statements, which are held and not released."""

rows = RECORDS[AggregateReturn.name]


@dataclass(frozen=True, slots=True)
class DeclaredRow:
    """One figure of an aggregate return, as stored."""

    agency_id: str
    month: str
    measure: str
    breakdown: dict[str, str] | None
    value: Decimal | None
    unit: str
    numerator: int | None
    denominator: int | None
    as_at: date | None
    covers_from: date | None
    covers_to: date | None
    counting_rule: str
    status: str
    already_published: bool | None
    published_source: str | None


@dataclass(frozen=True, slots=True)
class Held:
    """What one submission holds.

    `fields` gives for each dotted field how many rows know it (`known`), and how many give each
    reason for not knowing.
    """

    agency_id: str
    dataset: str
    rows: int
    linked: int
    fields: Mapping[str, Mapping[str, int]]


_COLUMNS = tuple(rows.c[name] for name in DeclaredRow.__slots__)


def declared(
    session: Session, *, partnership_id: str, submission_ids: Collection[str]
) -> list[DeclaredRow]:
    """The figures of these submissions, statements apart, in a stable order."""
    query = select(*_COLUMNS).where(
        rows.c.partnership_id == partnership_id,
        rows.c.submission_id.in_(submission_ids),
        rows.c.unit != PROSE,
    )
    ordered = query.order_by(rows.c.agency_id, rows.c.month, rows.c.submission_id, rows.c.row_no)
    return [DeclaredRow(*row) for row in session.execute(ordered)]


def held(session: Session, *, partnership_id: str, submission_ids: Collection[str]) -> list[Held]:
    """How complete these submissions are, in numbers; only records can be more or less so."""
    query = select(
        submissions.c.agency_id,
        submissions.c.dataset,
        submissions.c.rows_stored,
        submissions.c.rows_linked,
        submissions.c.completeness,
    ).where(
        submissions.c.partnership_id == partnership_id,
        submissions.c.submission_id.in_(submission_ids),
        submissions.c.level == "record",
    )
    return [
        Held(agency, dataset, stored, linked, said.get("fields", {}))
        for agency, dataset, stored, linked, said in session.execute(query)
    ]

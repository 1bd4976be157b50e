"""Words of frozen returns, before it is decided what may be known: the register, statements.

Read by the sealing of releases and nobody else, like every count that is not protected yet.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from schemas.codes.declared.model import PROSE
from schemas.datasets.aggregate_return import AggregateReturn
from schemas.datasets.review_action import ReviewAction
from schemas.tables.records import RECORDS
from schemas.tables.returns import submissions

FIELDS: Final = (
    "review_type", "review_ref", "stage", "publication", "recommendation_no", "action_no",
    "owner_partner", "due_on", "completed_on", "rag", "lifecycle", "reason", "wording",
    "update_status", "update_text", "bears_on",
)  # fmt: skip
"""What is read of an entry; days and numbers as they are stored."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A statement as it was sent: whose, of what and when; `question` is what it answers."""

    agency_id: str
    dataset: str
    measure: str
    month: str
    text: str
    question: str | None


_register = RECORDS[ReviewAction.name]
_declared = RECORDS[AggregateReturn.name]


def register(
    session: Session, *, partnership_id: str, submission_ids: Collection[str]
) -> list[dict[str, Any]]:
    """The rows of these returns, with whose and of which month each is, in a stable order."""
    columns = [_register.c[name] for name in ("agency_id", "month", *FIELDS)]
    query = select(*columns).where(
        _register.c.partnership_id == partnership_id, _register.c.submission_id.in_(submission_ids)
    )
    order = ("agency_id", "review_type", "review_ref", "recommendation_no", "action_no", "row_no")
    ordered = query.order_by(*(_register.c[name].nulls_first() for name in order))
    return [dict(row) for row in session.execute(ordered).mappings()]


def statements(
    session: Session, *, partnership_id: str, submission_ids: Collection[str]
) -> list[Wording]:
    """Every statement of these returns, in order."""
    query = (
        select(
            _declared.c.agency_id,
            submissions.c.dataset,
            _declared.c.measure,
            _declared.c.month,
            _declared.c.statement_text,
            _declared.c.breakdown,
        )
        .join(
            submissions,
            (submissions.c.partnership_id == _declared.c.partnership_id)
            & (submissions.c.submission_id == _declared.c.submission_id),
        )
        .where(
            _declared.c.partnership_id == partnership_id,
            _declared.c.submission_id.in_(submission_ids),
            _declared.c.unit == PROSE,
            _declared.c.statement_text.is_not(None),
        )
    )
    order = (_declared.c.agency_id, _declared.c.month, submissions.c.dataset, _declared.c.row_no)
    found = session.execute(query.order_by(*order))
    return [Wording(*row[:-1], (row.breakdown or {}).get("question")) for row in found]

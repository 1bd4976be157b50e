"""What each agency owes: set by the DA lead, or by the operator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from api.policies.envelopes import COUNTS_OR_PROSE
from api.queries import expectations
from auth import audit
from auth.audit import Event
from auth.caller import Caller
from auth.refusals import NotFound, Unprocessable
from schemas.codes import code_list
from schemas.datasets import DATASETS
from schemas.period import Period, due_date

CADENCES: Final = ("monthly", "quarterly")
LAST_DUE_DAY: Final = 31


@dataclass(frozen=True, slots=True)
class Expectation:
    """What an agency owes of a dataset.

    Attributes:
        agency_id: who owes it.
        dataset: of which dataset.
        level: `record`, `aggregate` or `statement`; counts or a statement settle records too.
        cadence: `monthly` or `quarterly`: when it falls due, the month being the atom either way.
        due_day: day of the month after the month or quarter, 1 to 31.
        from_month: first month owed.
        to_month: last month owed, None without an end.
    """

    agency_id: str
    dataset: str
    level: str
    cadence: str
    due_day: int
    from_month: Period
    to_month: Period | None = None

    def covers(self, month: Period) -> bool:
        """Whether the month is owed."""
        ended = self.to_month is not None and self.to_month < month
        return self.from_month <= month and not ended

    def due_on(self, month: Period) -> date:
        """The last day on which the month's return is in time."""
        span = month.quarter() if self.cadence == "quarterly" else month
        return due_date(span, day=self.due_day)


def put(session: Session, actor: Caller, *, expectation: Expectation, now: datetime) -> None:
    """Set what an agency owes; months that are open already keep what was owed then.

    Raises:
        NotFound: no such agency or dataset.
        Unprocessable: a member is not one of the known ones.
    """
    check(expectation)
    known = expectations.agency_exists(
        session, partnership_id=actor.partnership_id, agency_id=expectation.agency_id
    )
    if not known:
        raise NotFound("no_agency", detail="There is no such agency or dataset.")
    expectations.put(session, values=_values(actor, expectation, now=now))
    event = Event.by(
        actor, tag="expectations:set", dataset=expectation.dataset, subject=expectation.agency_id
    )
    audit.record(session, event, now=now)


def check(expectation: Expectation) -> None:
    """Refuse an expectation that names something unknown.

    Raises:
        NotFound: no such dataset.
        Unprocessable: another member.
    """
    if expectation.dataset not in DATASETS:
        raise NotFound("no_dataset", detail="There is no such agency or dataset.")
    wrong = {
        "level": expectation.level not in code_list("level")
        or (expectation.dataset == COUNTS_OR_PROSE and expectation.level == "record"),
        "cadence": expectation.cadence not in CADENCES,
        "due_day": not 1 <= expectation.due_day <= LAST_DUE_DAY,
        "from": expectation.from_month.kind != "month",
        "to": expectation.to_month is not None
        and (expectation.to_month.kind != "month" or expectation.to_month < expectation.from_month),
    }
    for name, is_wrong in wrong.items():
        if is_wrong:
            raise Unprocessable("expectation", detail=f"{name} is not one that can be owed.")


def _values(actor: Caller, expectation: Expectation, *, now: datetime) -> dict[str, Any]:
    return {
        "partnership_id": actor.partnership_id,
        "agency_id": expectation.agency_id,
        "dataset": expectation.dataset,
        "level": expectation.level,
        "cadence": expectation.cadence,
        "due_day": expectation.due_day,
        "from_month": str(expectation.from_month),
        "to_month": None if expectation.to_month is None else str(expectation.to_month),
        "changed_at": now,
    }


def listed(session: Session, *, partnership_id: str) -> list[Expectation]:
    """Everything owed in a partnership, by agency and dataset."""
    return [
        Expectation(
            agency_id=row["agency_id"],
            dataset=row["dataset"],
            level=row["level"],
            cadence=row["cadence"],
            due_day=row["due_day"],
            from_month=Period.parse_month(row["from_month"]),
            to_month=Period.parse_month(row["to_month"]) if row["to_month"] else None,
        )
        for row in expectations.listed(session, partnership_id=partnership_id)
    ]

"""Disclosures: who used an agency's data, under which agreement and for which purpose.

What belongs here: an agency's own rows, gathered by day and told in bands. What does not: what was
asked, about whom and in which case; an owner is told of none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from api.policies.bands import band
from api.queries import releases
from api.queries.transparency import disclosures as stored
from api.queries.transparency.disclosures import Days, Use
from auth.caller import OPERATOR, Caller
from auth.refusals import Unprocessable

__all__ = ["Days", "Disclosure", "check_days", "disclosures"]

PAGE: Final = 200  # lines of one page (design)

FIGURES: Final = frozenset({"aggregate", "report"})
"""Uses that show no rows, but figures that rest on many."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Uses of one dataset in one day, by one agency under one agreement.

    `uses` and `rows` are bands; `rows` is None for figures. `agreement` and `purpose` are None for
    work of the partnership's office, which names neither.
    """

    day: date
    agency: str
    agency_name: str
    agreement: str | None
    purpose: str | None
    dataset: str
    kind: str
    uses: str
    rows: str | None


def disclosures(
    session: Session,
    caller: Caller,
    *,
    days: Days,
    after: list[str] | None,
) -> tuple[list[Disclosure], list[str] | None]:
    """A page of the uses of the caller's own data, the newest first, and where the next begins.

    Raises:
        Unprocessable: the days end before they begin.
    """
    check_days(days)
    found = stored.of_owner(
        session,
        partnership_id=caller.partnership_id,
        agency_id=caller.agency_id,
        days=days,
        after=_place(after) if after else None,
        limit=PAGE + 1,
    )
    names = releases.agency_names(session, partnership_id=caller.partnership_id)
    page = [_told(use, names) for use in found[:PAGE]]
    return page, list(map(str, found[PAGE - 1].place)) if len(found) > PAGE else None


def check_days(days: Days) -> None:
    """Make sure that days do not end before they begin.

    Raises:
        Unprocessable: they do.
    """
    if days.first is not None and days.last is not None and days.last < days.first:
        raise Unprocessable("days_reversed", detail="`to` lies before `from`.")


def _place(words: list[str]) -> tuple[date, str, str, str, str, str]:
    day, recipient, agreement, purpose, dataset, kind = words
    return date.fromisoformat(day), recipient, agreement, purpose, dataset, kind


def _told(use: Use, names: dict[str, str]) -> Disclosure:
    return Disclosure(
        use.day,
        use.recipient or OPERATOR,
        names.get(use.recipient, "Whoever runs the service"),
        use.agreement_id or None,
        use.purpose or None,
        use.dataset,
        use.kind,
        band(use.uses),
        None if use.kind in FIGURES else band(use.rows),
    )

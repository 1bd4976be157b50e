"""The register of uses of a month, gathered from what owners are told.

What belongs here: grouping by agency, agreement and purpose, and bands. What does not: its words
(`api.reports.register`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import groupby

from sqlalchemy.orm import Session

from api.db import bind
from api.policies.bands import band
from api.queries import releases
from api.queries.transparency import disclosures as stored
from api.queries.transparency.disclosures import Days, MonthOfUses
from api.reports.register import Entry, Read, Register
from auth.caller import OPERATOR, Caller
from auth.refusals import Unprocessable
from schemas.datasets import DATASETS
from schemas.period import Period, PeriodError
from schemas.purposes import PURPOSES


def register(session: Session, caller: Caller, *, month: str, today: date) -> Register:
    """Every use of others' data in a month of the caller's partnership.

    Raises:
        Unprocessable: the text is no month, or one that has not begun.
    """
    try:
        when = Period.parse_month(month)
    except PeriodError:
        raise Unprocessable("month_unknown", detail="A month is written 2026-03.") from None
    if when.start > today:
        raise Unprocessable("month_ahead", detail="The month has not begun.")
    partnership = caller.partnership_id
    bind(session, partnership, caller.agency_id, reach="partnership")
    found = stored.of_month(session, partnership_id=partnership, days=Days(when.start, when.end))
    names = releases.agency_names(session, partnership_id=partnership)
    grouped = groupby(found, key=lambda use: (use.recipient, use.agreement_id, use.purpose))
    return Register(
        releases.partnership(session, partnership_id=partnership)[0],
        when,
        when.end < today,
        [_entry(*under, uses=list(uses), names=names) for under, uses in grouped],
    )


def _entry(
    recipient: str,
    agreement: str,
    purpose: str,
    *,
    uses: list[MonthOfUses],
    names: Mapping[str, str],
) -> Entry:
    return Entry(
        recipient or OPERATOR,
        names.get(recipient, "Whoever runs the service"),
        agreement or None,
        purpose or None,
        PURPOSES[purpose].title if purpose in PURPOSES else None,
        [Read(use.dataset, DATASETS[use.dataset].title, use.kind, band(use.uses)) for use in uses],
    )

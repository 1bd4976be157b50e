"""A person's copy of what one agency sent about them, made when it is fetched and kept nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from api.policies.copies import own
from api.policies.retention import UNSAID_MONTHS, leaves_on
from api.queries.rights import places
from api.queries.rights.places import Place
from api.services.rights.person_requests import exportable, stand
from auth import retention
from auth.caller import Caller
from auth.terms import RECIPIENT, Terms
from schemas.datasets import DATASETS
from schemas.period import Period
from schemas.purposes import PURPOSES

Said = dict[str, Any]

LEFT_OUT: Final = (
    "Other people are left out, and so is whatever the law lets an agency withhold. Other agencies"
    " answer for what they hold themselves."
)
RIGHTS: Final = (
    "You may ask for a correction, for a restriction of use, or for erasure.",
    "You may object to the use of your data.",
    "You may complain to the Information Commissioner's Office (ico.org.uk).",
)
"""What a copy says of further rights (UK GDPR Art. 15(1)(e) and (f))."""


def copy(session: Session, caller: Caller, *, request_id: str, today: date) -> Said:
    """The copy of a request for access that its agency has cleared.

    Args:
        session: reads the caller's own rows.
        caller: the agency that owns the records, with the person who fetches it.
        request_id: the request.
        today: the day it is made.

    Raises:
        Forbidden: nobody is named who fetches it.
        NotFound: there is no such request for this agency.
        Conflict: it has no copy, or no risk check has cleared it.
    """
    part = exportable(session, caller, request_id=request_id)
    agreed = retention.agreed(session, partnership_id=part["partnership_id"])
    records = list(_records(session, part, agreed=agreed))
    under = sorted({record["agreement"] for record in records} & agreed.keys())
    return {
        "request": request_id,
        "agency": part["agency_id"],
        "made_on": today,
        "records": records,
        "agreements": [_agreement(agreed[number]) for number in under],
        "left_out": LEFT_OUT,
        "rights": list(RIGHTS),
    }


def _records(session: Session, part: RowMapping, *, agreed: Mapping[str, Terms]) -> Iterator[Said]:
    """The person's part of each row, of earlier revisions too while they are kept."""
    mine = {"partnership_id": part["partnership_id"], "agency_id": part["agency_id"]}
    current = places.in_force(session, **mine)
    for place in stand(session, part):
        if place.linked or place.dataset in part["left_out"]:
            continue
        row = places.row(session, place, partnership_id=part["partnership_id"])
        if row is not None:
            yield _record(place, row, agreed=agreed, in_force=place.submission_id in current)


def _record(place: Place, row: RowMapping, *, agreed: Mapping[str, Terms], in_force: bool) -> Said:
    definition, under = DATASETS[place.dataset], agreed.get(row["agreement_id"])
    counted = place.part == definition.counted_person
    kept = under.retention_months if under else UNSAID_MONTHS
    return {
        "dataset": place.dataset,
        "title": definition.title,
        "month": place.month,
        "revision": row["revision"],
        "in_force": in_force,
        "record": place.record_id if counted else None,
        "part": place.part,
        "agreement": row["agreement_id"],
        "leaves_on": leaves_on(Period.parse_month(place.month), months=kept),
        "values": own(definition, dict(row), part=place.part),
    }


def _agreement(terms: Terms) -> Said:
    recipients = [agency for agency, roles in terms.parties.items() if RECIPIENT in roles]
    return {
        "agreement": terms.agreement_id,
        "title": terms.title,
        "purposes": [PURPOSES[name].title for name in sorted(terms.purposes)],
        "recipients": sorted(recipients),
        "lawful_basis": list(terms.lawful_basis),
        "retention_months": terms.retention_months,
    }

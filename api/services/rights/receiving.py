"""Receiving what a person asks: the reference becomes a digest at the door, and is kept nowhere.

What belongs here: entering a request, about one agency's records or about every agency's that holds
some. What does not: what becomes of it (`api.services.rights.person_requests`).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy.orm import Session

from api.policies import person_requests as rules
from api.queries import people
from api.queries.rights import person_requests as stored
from api.queries.rights import places
from api.services.rights.person_requests import record, shown
from auth.caller import Caller
from auth.refusals import NotFound, Unprocessable
from schemas.reference import check_reference


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asked for.

    Attributes:
        kind: one of `rules.KINDS`.
        reference: the keyed reference by which their agency knows them.
        environment: decides the form of references.
    """

    kind: rules.Kind
    reference: str
    environment: Literal["sandbox", "live"]


def receive(
    session: Session, caller: Caller, *, asked: Asked, secret: bytes, now: datetime, today: date
) -> dict[str, Any]:
    """Enter a request about the caller's own records of a person, whether or not it has any.

    Args:
        session: a writing transaction.
        caller: the agency that the person asked.
        asked: what for.
        secret: the service's own key for digests of persons.
        now: when it is entered.
        today: the business day, from which an answer is owed.

    Raises:
        Unprocessable: the reference is not one of this environment.
    """
    person_id = _person(session, caller, asked=asked, secret=secret)
    request_id = _enter(
        session, caller, [caller.agency_id], asked=asked, person_id=person_id, now=now, today=today
    )
    return shown(session, caller, request_id=request_id)


def receive_for_all(
    session: Session, caller: Caller, *, asked: Asked, secret: bytes, now: datetime, today: date
) -> str:
    """Enter a request for every agency that holds records of a person, as whoever runs the service.

    Returns:
        The request's id.

    Raises:
        Unprocessable: the reference is not one of this environment.
        NotFound: no agency holds any.
    """
    person_id = _person(session, caller, asked=asked, secret=secret)
    persons = places.aliases(session, person_id, partnership_id=caller.partnership_id)
    held = places.agencies(session, persons, partnership_id=caller.partnership_id)
    if not held:
        raise NotFound("no_records", detail="No agency holds records of this person.")
    return _enter(session, caller, held, asked=asked, person_id=person_id, now=now, today=today)


def _person(session: Session, caller: Caller, *, asked: Asked, secret: bytes) -> bytes:
    if check_reference(asked.reference, environment=asked.environment):
        raise Unprocessable(
            "person_ref", detail="The person is named by a reference of this environment."
        )
    digester = people.digester(session, caller.partnership_id, secret=secret)
    return digester.person_id(asked.reference)


def _enter(
    session: Session,
    caller: Caller,
    agencies: Iterable[str],
    *,
    asked: Asked,
    person_id: bytes,
    now: datetime,
    today: date,
) -> str:
    request_id = str(uuid.uuid4())
    parts = [
        {
            "partnership_id": caller.partnership_id,
            "request_id": request_id,
            "agency_id": agency,
            "kind": asked.kind,
            "status": "received",
            "person_id": person_id,
            "opened_by": caller.client_id,
            "received_at": now,
            "due_on": rules.due_on(today),
            "left_out": [],
        }
        for agency in agencies
    ]
    stored.add(session, parts)
    record(session, caller, "receive", request_id, now=now, kind=asked.kind)
    return request_id

"""The person a case is about: named by the agency's own record, or by a reference.

The reference becomes a digest here, and is not kept. Nothing that is answered depends on the rows
of anybody else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from sqlalchemy.orm import Session

from api.policies import cases as policy
from api.queries import people
from api.queries.cases import events
from auth.caller import Caller
from auth.refusals import ErrorItem, Unprocessable
from schemas.reference import check_reference
from schemas.timeline import persons

Environment = Literal["sandbox", "live"]


def person_of(
    session: Session,
    caller: Caller,
    *,
    said: Mapping[str, Any],
    secret: bytes,
    environment: Environment,
) -> bytes:
    """The digest of the person that a message names.

    Args:
        session: reads on the caller's behalf.
        caller: the agency.
        said: `record` (dataset and record_id of its own) or `person_ref`.
        secret: the service's own key for digests.
        environment: decides the form of references.

    Raises:
        Unprocessable: it names nobody, or twice, or by no reference of this environment.
        Forbidden: no such record of the agency's own, or one that keeps no person.
    """
    record, reference = said.get("record"), said.get("person_ref")
    if (record is None) == (reference is None):
        raise Unprocessable("person_named_once", detail="Name the person by record or person_ref.")
    if reference is not None:
        return _by_reference(
            session, caller, reference=reference, secret=secret, environment=environment
        )
    return _by_record(session, caller, record=record or {})


def _by_reference(
    session: Session, caller: Caller, *, reference: str, secret: bytes, environment: Environment
) -> bytes:
    if check_reference(reference, environment=environment) is not None:
        item = ErrorItem("person_ref", "is no reference of this environment.", field="person_ref")
        raise Unprocessable(
            "person_ref", detail="The person's reference is not one of here.", errors=(item,)
        )
    return people.digester(session, caller.partnership_id, secret=secret).person_id(reference)


def _by_record(session: Session, caller: Caller, *, record: Mapping[str, str]) -> bytes:
    block = persons().get(record["dataset"])
    if block is None:
        raise Unprocessable("record_dataset", detail="No timeline is made from that dataset.")
    caller.check_dataset(record["dataset"])
    found = events.person_of(
        session,
        partnership_id=caller.partnership_id,
        agency_id=caller.agency_id,
        dataset=record["dataset"],
        block=block,
        record_id=record["record_id"],
    )
    if found is None:
        raise policy.closed()
    return found


def check_owner(session: Session, caller: Caller, *, person_id: bytes) -> None:
    """Make sure that the agency itself has rows in force about the person.

    Raises:
        Forbidden: it has none; the answer is that of a case that is not open.
    """
    held = events.holds(
        session,
        partnership_id=caller.partnership_id,
        agency_id=caller.agency_id,
        person_id=person_id,
    )
    if not held:
        raise policy.closed()

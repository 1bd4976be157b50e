"""Filing: additions to what is on file about agreements, checked, whoever makes them.

What belongs here: the checks and writes that agencies and operators share. What does not: who may
ask for them, and their audit events.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from auth import (
    agreement_store,
    agreements,
    drafting,
    grants,
    register_store,
    signatures,
    states,
)
from auth.agreements import Filed
from auth.refusals import Conflict, NotFound, Unprocessable
from auth.standing import check_change, check_open, standing
from auth.states import Step
from auth.terms import Terms


def found(
    session: Session,
    *,
    partnership_id: str,
    agreement_id: str,
    agency_id: str,
    version: int | None = None,
) -> tuple[Filed, Terms]:
    """What is on file about an agreement, for a party, and one version of its terms or the newest.

    Raises:
        NotFound: no such agreement, or no such version with that party.
    """
    filed = agreement_store.filed_of(
        session, partnership_id=partnership_id, agency_id=agency_id, agreement_id=agreement_id
    )
    for terms in agreements.versions_of(filed[0]) if filed else ():
        if version is None or (terms.version == version and agency_id in terms.parties):
            return filed[0], terms
    raise NotFound("agreement_unknown", detail="There is no such agreement for you.")


def version(session: Session, terms: Terms, *, drafted_by: str, now: datetime, today: date) -> None:
    """File a version that nobody has signed; the first of its number opens the file.

    Raises:
        Unprocessable: the terms name something that does not exist here, or that their purposes
            do not reach.
        Conflict: number and version are in use.
    """
    place = register_store.place(session, partnership_id=terms.partnership_id)
    errors = tuple(drafting.faults(terms, place=place, today=today))
    if errors:
        raise Unprocessable(
            "terms_invalid", detail="The terms of the agreement cannot stand.", errors=errors
        )
    if terms.version == 1:
        agreement_store.add_agreement(session, terms=terms, now=now)
    agreement_store.add_version(session, terms=terms, drafted_by=drafted_by, now=now)


def check_redraft(filed: Filed, terms: Terms, *, today: date) -> None:
    """Make sure that changed terms can follow what is on file.

    Raises:
        Conflict: the agreement is closed, or the terms name an agency that has withdrawn.
    """
    states.check(filed, step=Step.REDRAFT, today=today)
    if standing(filed.changes).withdrawn & terms.parties.keys():
        raise Conflict("agency_withdrawn", detail="An agency that withdrew needs a new agreement.")


def signature(
    session: Session,
    filed: Filed,
    *,
    terms: Terms,
    agency_id: str,
    jws: str,
    now: datetime,
    today: date,
) -> None:
    """File an agency's signature, once it is verified by a confirmed key of that agency.

    Raises:
        Unprocessable: it does not hold.
        Conflict: the agency has signed this version already, or the agreement is closed to it.
    """
    check_open(standing(filed.changes), agency_id=agency_id)
    states.check(filed, step=Step.SIGN, today=today)
    keys = register_store.confirmed_keys(
        session, partnership_id=terms.partnership_id, agency_id=agency_id
    )
    if not keys:
        raise Unprocessable("signing_key_missing", detail="Your agency has no confirmed key.")
    signatures.verify_signature(jws, terms=terms, agency_id=agency_id, keys=keys.values())
    kid = next(
        name
        for name, key in keys.items()
        if signatures.is_signed(jws, terms=terms, agency_id=agency_id, keys=(key,))
    )
    agreement_store.add_signature(
        session, terms=terms, agency_id=agency_id, kid=kid, jws=jws, now=now
    )
    _grant(session, filed, agency_id=agency_id)


def change(
    session: Session,
    filed: Filed,
    *,
    what: str,
    agency_id: str,
    client_id: str,
    now: datetime,
    today: date,
) -> None:
    """File a change of standing; suspending and ending also cut off the tokens in use.

    Raises:
        Conflict: the agency cannot change it so.
    """
    check_change(standing(filed.changes), change=what, agency_id=agency_id)
    states.check(filed, step=Step(what), today=today)
    agreement_store.add_change(
        session, on=filed, change=what, agency_id=agency_id, client_id=client_id, now=now
    )
    if what in {"suspend", "end"}:
        agreement_store.cut_off(session, on=filed, now=now)
    _grant(session, filed, agency_id=agency_id)


def _grant(session: Session, filed: Filed, *, agency_id: str) -> None:
    """Have the database's own rules follow what was added to the file, in the same transaction."""
    grants.derive_of(
        session,
        partnership_id=filed.partnership_id,
        agency_id=agency_id,
        agreement_id=filed.agreement_id,
    )

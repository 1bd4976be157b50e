"""What an operator does about agreements, at the word of their parties.

What belongs here: filing terms, handed-over signatures and changes of standing from a command, each
with its audit event in the same transaction. What does not: what agencies do by themselves. Nothing
here signs for an agency.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from auth import audit, filing
from auth.agreements import Filed
from auth.audit import Event
from auth.register import OPERATOR
from auth.terms import Terms


def create_agreement(
    session: Session, *, document: Mapping[str, Any], now: datetime, today: date
) -> Terms:
    """File a version of terms as it stands, with its own number; nobody has signed it.

    Raises:
        Unprocessable: the terms cannot stand.
        Conflict: number and version are in use.
    """
    terms = Terms.parse(document)
    filing.version(session, terms, drafted_by=OPERATOR, now=now, today=today)
    _record(session, "draft", terms.partnership_id, agreement_id=terms.agreement_id, now=now)
    return terms


def redraft_agreement(
    session: Session, filed: Filed, *, document: Mapping[str, Any], now: datetime, today: date
) -> Terms:
    """File changed terms as the next version of an agreement; nobody has signed it.

    `document` is the whole of the terms, with number and version.

    Raises:
        Conflict: the agreement is closed, or the terms name an agency that has withdrawn.
        Unprocessable: the terms cannot stand.
    """
    terms = Terms.parse(document)
    filing.check_redraft(filed, terms, today=today)
    return create_agreement(session, document=document, now=now, today=today)


def add_signature(
    session: Session,
    *,
    partnership_id: str,
    agreement_id: str,
    version: int,
    agency_id: str,
    jws: str,
    now: datetime,
    today: date,
) -> None:
    """File a signature that an agency made and handed over.

    Raises:
        NotFound: there is no such version of an agreement with that party.
        Unprocessable: the signature does not hold.
        Conflict: the agency has signed already, or the agreement is closed to it.
    """
    filed, terms = filing.found(
        session,
        partnership_id=partnership_id,
        agreement_id=agreement_id,
        agency_id=agency_id,
        version=version,
    )
    filing.signature(
        session, filed, terms=terms, agency_id=agency_id, jws=jws, now=now, today=today
    )
    _record(session, "sign", partnership_id, agreement_id=agreement_id, now=now)


def change_agreement(
    session: Session,
    *,
    partnership_id: str,
    agreement_id: str,
    agency_id: str,
    what: str,
    now: datetime,
    today: date,
) -> None:
    """Suspend, resume, end or withdraw (`what`), at the word of a party.

    Raises:
        NotFound: there is no such agreement with that party.
        Conflict: it cannot be changed so.
    """
    filed, _ = filing.found(
        session, partnership_id=partnership_id, agreement_id=agreement_id, agency_id=agency_id
    )
    filing.change(
        session,
        filed,
        what=what,
        agency_id=agency_id,
        client_id=OPERATOR,
        now=now,
        today=today,
    )
    _record(session, what, partnership_id, agreement_id=agreement_id, now=now)


def _record(
    session: Session, verb: str, partnership_id: str, *, agreement_id: str, now: datetime
) -> None:
    event = Event(
        f"agreements:{verb}",
        partnership_id=partnership_id,
        client_id=OPERATOR,
        subject=agreement_id,
    )
    audit.record(session, event, now=now)

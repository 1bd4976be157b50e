"""What agencies do about agreements: list, read, draft, redraft, sign, and change their standing.

What belongs here: one function for each, for a caller, in the session it is given and with its
audit event in the same transaction; a door commits. What does not: HTTP, and what an operator does.
Unknown and foreign agreements answer alike, as not found.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from auth import agreement_store, audit, filing, register_store, showing
from auth.agreements import Filed
from auth.audit import Event
from auth.caller import Caller
from auth.refusals import ErrorItem, Unprocessable
from auth.standing import check_open, standing
from auth.terms import Terms, read_draft

PREFIX: Final = "DSA"
"""Numbers read `DSA-<year>-<four digits>`."""


def listed(session: Session, *, caller: Caller, now: datetime, today: date) -> list[dict[str, Any]]:
    """The agreements that the caller's agency is or was a party to, by number, as summaries."""
    filed = agreement_store.filed_of(
        session, partnership_id=caller.partnership_id, agency_id=caller.agency_id
    )
    lines = [showing.summary(each, today=today) for each in filed]
    audit.record(session, Event.by(caller, tag="agreements:list"), now=now)
    return [line for line in lines if line is not None]


def shown(
    session: Session,
    agreement_id: str,
    *,
    caller: Caller,
    now: datetime,
    today: date,
    version: int | None = None,
) -> dict[str, Any]:
    """One agreement in full, with the terms of a version or the newest.

    Raises:
        NotFound: none of that number, or no such version, for this agency.
    """
    filed, terms = _own(session, agreement_id, caller=caller, version=version)
    _record(session, "read", terms=terms, caller=caller, now=now)
    return _seen(session, filed, terms=terms, caller=caller, today=today)


def draft(
    session: Session, document: Mapping[str, Any], *, caller: Caller, now: datetime, today: date
) -> dict[str, Any]:
    """File new terms under the partnership's next number; nobody has signed them.

    `document` is as DraftSchema has it.

    Raises:
        Unprocessable: the terms cannot stand, or do not name the caller's agency.
    """
    chosen = read_draft(document)
    number = next_number(session, partnership_id=caller.partnership_id, year=today.year)
    terms = _terms(chosen, caller=caller, agreement_id=number, version=1)
    return _file(session, terms, caller=caller, now=now, today=today)


def redraft(
    session: Session,
    agreement_id: str,
    *,
    document: Mapping[str, Any],
    caller: Caller,
    now: datetime,
    today: date,
) -> dict[str, Any]:
    """File changed terms as a new unsigned version; the signed one holds until all have signed.

    Raises:
        NotFound: none of that number for this agency.
        Conflict: the agreement has ended, or the terms name an agency that has withdrawn.
        Unprocessable: the terms cannot stand.
    """
    filed, newest = _own(session, agreement_id, caller=caller)
    chosen = read_draft(document)
    terms = _terms(chosen, caller=caller, agreement_id=agreement_id, version=newest.version + 1)
    check_open(standing(filed.changes), agency_id=caller.agency_id)
    filing.check_redraft(filed, terms, today=today)
    return _file(session, terms, caller=caller, now=now, today=today)


def sign(
    session: Session,
    agreement_id: str,
    *,
    version: int,
    jws: str,
    caller: Caller,
    now: datetime,
    today: date,
) -> dict[str, Any]:
    """File the caller's agency's signature of a version.

    Raises:
        NotFound: no such agreement or version for this agency.
        Conflict: it has signed this version already, or the agreement is closed to it.
        Unprocessable: the signature does not hold, or is not by a confirmed key of the agency.
    """
    filed, terms = _own(session, agreement_id, caller=caller, version=version)
    filing.signature(
        session, filed, terms=terms, agency_id=caller.agency_id, jws=jws, now=now, today=today
    )
    _record(session, "sign", terms=terms, caller=caller, now=now)
    return _again(session, terms, caller=caller, today=today)


def change(
    session: Session, agreement_id: str, *, what: str, caller: Caller, now: datetime, today: date
) -> dict[str, Any]:
    """Suspend, resume, end or withdraw from an agreement; it takes effect at once.

    Raises:
        NotFound: none of that number for this agency.
        Conflict: it has ended, the agency has withdrawn, or the change would change nothing.
    """
    filed, terms = _own(session, agreement_id, caller=caller)
    filing.change(
        session,
        filed,
        what=what,
        agency_id=caller.agency_id,
        client_id=caller.client_id,
        now=now,
        today=today,
    )
    _record(session, what, terms=terms, caller=caller, now=now)
    return _again(session, terms, caller=caller, today=today)


def _own(
    session: Session, agreement_id: str, *, caller: Caller, version: int | None = None
) -> tuple[Filed, Terms]:
    return filing.found(
        session,
        partnership_id=caller.partnership_id,
        agreement_id=agreement_id,
        agency_id=caller.agency_id,
        version=version,
    )


def _terms(chosen: Mapping[str, Any], *, caller: Caller, agreement_id: str, version: int) -> Terms:
    terms = Terms.parse(
        {
            **chosen,
            "partnership": caller.partnership_id,
            "agreement": agreement_id,
            "version": version,
        }
    )
    if caller.agency_id not in terms.parties:
        item = ErrorItem("party_missing", "does not name your agency", pointer="/parties")
        raise Unprocessable(
            "terms_invalid", detail="The terms of the agreement cannot stand.", errors=(item,)
        )
    return terms


def next_number(session: Session, *, partnership_id: str, year: int) -> str:
    """The first number of the year above all in use; two drafts at once conflict when filed."""
    prefix = f"{PREFIX}-{year}-"
    used = agreement_store.numbers_in_use(session, partnership_id=partnership_id, prefix=prefix)
    counts = [int(tail) for tail in (each.removeprefix(prefix) for each in used) if tail.isdigit()]
    return f"{prefix}{max(counts, default=0) + 1:04d}"


def _file(
    session: Session, terms: Terms, *, caller: Caller, now: datetime, today: date
) -> dict[str, Any]:
    filing.version(session, terms, drafted_by=caller.agency_id, now=now, today=today)
    _record(session, "draft", terms=terms, caller=caller, now=now)
    return _again(session, terms, caller=caller, today=today)


def _again(session: Session, terms: Terms, *, caller: Caller, today: date) -> dict[str, Any]:
    """The agreement as it is now on file, with these terms shown."""
    filed, _ = _own(session, terms.agreement_id, caller=caller)
    return _seen(session, filed, terms=terms, caller=caller, today=today)


def _seen(
    session: Session, filed: Filed, *, terms: Terms, caller: Caller, today: date
) -> dict[str, Any]:
    """An agreement as its party sees it."""
    names = register_store.agency_names(session, partnership_id=caller.partnership_id)
    return showing.whole(filed, terms=terms, today=today, names=names, agency_id=caller.agency_id)


def _record(session: Session, verb: str, *, terms: Terms, caller: Caller, now: datetime) -> None:
    event = Event.by(
        caller,
        tag=f"agreements:{verb}",
        subject=terms.agreement_id,
        question={"version": str(terms.version)},
    )
    audit.record(session, event, now=now)

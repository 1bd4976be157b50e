"""Agreements, as the operator handles them: filed at the word of the parties, shown, ended.

In live nobody signs for an agency: signatures are made by the agencies and handed over, here or by
the interface. In a sandbox, where no agency is real, keys can be handed in to sign with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from api.queries import register as stored
from api.reports import agreements as paper
from api.services import agencies
from api.services.agencies import Environment
from auth import agreement_register, agreement_store, filing, register_store, showing, states
from auth.agreement_desk import next_number
from auth.agreements import AgreementInForce, Filed
from auth.jose import PrivateKey
from auth.refusals import Forbidden, NotFound
from auth.signatures import SIGNATURE_TYPE, signature_claims
from auth.terms import Terms, read_draft
from schemas.wire.agreements import AgreementSchema


def add(
    session: Session,
    *,
    partnership_id: str,
    document: Mapping[str, Any],
    now: datetime,
    today: date,
) -> str:
    """File a version of terms as it stands, with its own number; nobody has signed it.

    Returns:
        The agreement's number.

    Raises:
        Unprocessable: the terms cannot stand, or are another partnership's.
        Conflict: number and version are in use.
    """
    given = {**document, "partnership": document.get("partnership", partnership_id)}
    if given["partnership"] != partnership_id:
        raise NotFound("agreement_foreign", detail="The terms are of another partnership.")
    filed = agreement_register.create_agreement(session, document=given, now=now, today=today)
    return filed.agreement_id


def draft(
    session: Session,
    *,
    partnership_id: str,
    document: Mapping[str, Any],
    now: datetime,
    today: date,
) -> str:
    """File terms under the partnership's next number; nobody has signed them.

    `document` is as DraftSchema has it. Returns the number.

    Raises:
        Unprocessable: the terms cannot stand.
    """
    number = next_number(session, partnership_id=partnership_id, year=today.year)
    whole = {**read_draft(document), "agreement": number, "version": 1}
    return add(session, partnership_id=partnership_id, document=whole, now=now, today=today)


def redraft(
    session: Session,
    *,
    partnership_id: str,
    agreement_id: str,
    document: Mapping[str, Any],
    now: datetime,
    today: date,
) -> int:
    """File changed terms as a new version; the signed one holds until all have signed it.

    `document` is as DraftSchema has it. Returns the version.

    Raises:
        NotFound: there is no such agreement.
        Conflict: it is closed, or the terms name an agency that has withdrawn.
        Unprocessable: the terms cannot stand.
    """
    filed, newest = _one(session, partnership_id=partnership_id, agreement_id=agreement_id)
    whole = {
        **read_draft(document),
        "partnership": partnership_id,
        "agreement": agreement_id,
        "version": newest.version + 1,
    }
    made = agreement_register.redraft_agreement(
        session, filed, document=whole, now=now, today=today
    )
    return made.version


def hand_in(
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
        Conflict: the agency has signed already, or the agreement is closed to it.
        Unprocessable: the signature does not hold.
    """
    agreement_register.add_signature(
        session,
        partnership_id=partnership_id,
        agreement_id=agreement_id,
        version=version,
        agency_id=agency_id,
        jws=jws,
        now=now,
        today=today,
    )


def sign(
    session: Session,
    *,
    partnership_id: str,
    agreement_id: str,
    agency_id: str,
    key: PrivateKey,
    environment: Environment,
    now: datetime,
    today: date,
) -> None:
    """Sign an agreement's newest terms for an invented agency, with a key that is made to count.

    Raises:
        Forbidden: in live.
        NotFound: there is no such agreement with that party.
        Conflict: the agency has signed already, or the agreement is closed to it.
    """
    if environment != "sandbox":
        raise Forbidden(
            "sandbox_only",
            detail="An agency signs by its own hand; this command signs in a sandbox alone.",
        )
    _, terms = filing.found(
        session, partnership_id=partnership_id, agreement_id=agreement_id, agency_id=agency_id
    )
    kid = _trusted(session, partnership_id, agency_id, key=key, now=now)
    agreement_register.add_signature(
        session,
        partnership_id=partnership_id,
        agreement_id=agreement_id,
        version=terms.version,
        agency_id=agency_id,
        jws=key.sign(signature_claims(terms, agency_id=agency_id), typ=SIGNATURE_TYPE, kid=kid),
        now=now,
        today=today,
    )


def _trusted(
    session: Session, partnership_id: str, agency_id: str, *, key: PrivateKey, now: datetime
) -> str:
    """The name of the key among those the agency signs with; it is written down if need be."""
    known = stored.signing_keys(session, partnership_id=partnership_id, agency_id=agency_id)
    if any(row["kid"] == key.public.thumbprint for row in known):
        return key.public.thumbprint
    return agencies.trust_key(
        session,
        partnership_id=partnership_id,
        agency_id=agency_id,
        jwk=key.public.jwk,
        environment="sandbox",
        now=now,
    )


def change(
    session: Session,
    *,
    partnership_id: str,
    agreement_id: str,
    agency_id: str,
    what: str,
    now: datetime,
    today: date,
) -> None:
    """Suspend, resume, end or withdraw from an agreement, at the word of a party.

    Raises:
        NotFound: there is no such agreement with that party.
        Conflict: it cannot be changed so.
    """
    agreement_register.change_agreement(
        session,
        partnership_id=partnership_id,
        agreement_id=agreement_id,
        agency_id=agency_id,
        what=what,
        now=now,
        today=today,
    )


def listed(session: Session, *, partnership_id: str, today: date) -> list[dict[str, Any]]:
    """Every agreement of a partnership by number, as summaries."""
    lines = (
        showing.summary(filed, today=today)
        for filed in _filed(session, partnership_id=partnership_id)
    )
    return [line for line in lines if line is not None]


def shown(
    session: Session, *, partnership_id: str, agreement_id: str, today: date
) -> dict[str, Any]:
    """One agreement in full, with its newest terms.

    Raises:
        NotFound: there is none of that number.
    """
    filed, terms = _one(session, partnership_id=partnership_id, agreement_id=agreement_id)
    names = register_store.agency_names(session, partnership_id=partnership_id)
    whole = showing.whole(filed, terms=terms, today=today, names=names)
    return {**whole, "terms": terms.document}


def page(session: Session, *, partnership_id: str, agreement_id: str, today: date) -> str:
    """One agreement as a page for people, with its newest terms.

    Raises:
        NotFound: there is none of that number.
    """
    filed, terms = _one(session, partnership_id=partnership_id, agreement_id=agreement_id)
    names = register_store.agency_names(session, partnership_id=partnership_id)
    whole = showing.whole(filed, terms=terms, today=today, names=names)
    return paper.page(AgreementSchema().dump(whole))


def _one(session: Session, *, partnership_id: str, agreement_id: str) -> tuple[Filed, Terms]:
    """All that is on file about one agreement, and its newest terms."""
    for filed in _filed(session, partnership_id=partnership_id):
        terms = showing.newest(filed)
        if filed.agreement_id == agreement_id and terms is not None:
            return filed, terms
    raise NotFound("agreement_unknown", detail="There is no agreement of that number.")


def grants(
    session: Session, *, partnership_id: str, agency_id: str, today: date
) -> list[dict[str, Any]]:
    """What an agency may name in a token today, as a credentials file lists it."""
    found = []
    for filed in _filed(session, partnership_id=partnership_id):
        _, held = states.now(filed, today=today)
        for purpose in sorted(held.terms.purposes) if held else ():
            actions = held.actions_for(agency_id, purpose=purpose) if held else frozenset()
            if held and actions:
                found.append(_grant(held, purpose=purpose, actions=actions))
    return found


def _grant(held: AgreementInForce, *, purpose: str, actions: frozenset[str]) -> dict[str, Any]:
    return {
        "agreement": held.agreement_id,
        "purpose": purpose,
        "datatypes": sorted(held.terms.datasets),
        "actions": sorted(actions),
    }


def _filed(session: Session, *, partnership_id: str) -> Iterator[Filed]:
    """All that is on file, each agreement once, though it is found through each of its parties."""
    found: dict[str, Filed] = {}
    for agency in stored.all_agencies(session, partnership_id=partnership_id):
        for filed in agreement_store.filed_of(
            session, partnership_id=partnership_id, agency_id=agency["agency_id"]
        ):
            found.setdefault(filed.agreement_id, filed)
    yield from (found[number] for number in sorted(found))

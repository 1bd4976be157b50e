"""Filing: additions to what is on file about agreements, checked, whoever makes them.

What belongs here: the checks and writes that agencies and operators share. What does not: who may
ask for them, and their audit events.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from auth import agreement_store, agreements
from auth.agreements import Filed
from auth.refusals import ErrorItem, NotFound, Unprocessable
from auth.standing import check_change, check_open, standing
from auth.terms import Terms
from schemas.datasets import DATASETS


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


def version(session: Session, terms: Terms, *, drafted_by: str, now: datetime) -> None:
    """File a version that nobody has signed; the first of its number opens the file.

    Raises:
        Unprocessable: the terms name an agency or dataset that does not exist.
        Conflict: number and version are in use.
    """
    errors = tuple(_unknown(session, terms))
    if errors:
        raise Unprocessable(
            "terms_invalid", detail="The terms of the agreement cannot stand.", errors=errors
        )
    if terms.version == 1:
        agreement_store.add_agreement(session, terms=terms, now=now)
    agreement_store.add_version(session, terms=terms, drafted_by=drafted_by, now=now)


def _unknown(session: Session, terms: Terms) -> Iterator[ErrorItem]:
    known = agreement_store.known_agencies(session, partnership_id=terms.partnership_id)
    if not known.issuperset(terms.parties):
        yield ErrorItem("agency_unknown", "names an agency that is not here", pointer="/parties")
    if not terms.datasets <= DATASETS.keys():
        yield ErrorItem("dataset_unknown", "names a dataset that is not here", pointer="/datasets")


def signature(
    session: Session, filed: Filed, *, terms: Terms, agency_id: str, jws: str, now: datetime
) -> None:
    """File an agency's signature, once it is verified by a confirmed key of that agency.

    Raises:
        Unprocessable: it does not hold.
        Conflict: the agency has signed this version already, or the agreement is closed to it.
    """
    check_open(standing(filed.changes), agency_id=agency_id)
    keys = agreement_store.confirmed_keys(
        session, partnership_id=terms.partnership_id, agency_id=agency_id
    )
    if not keys:
        raise Unprocessable("signing_key_missing", detail="Your agency has no confirmed key.")
    agreements.verify_signature(jws, terms=terms, agency_id=agency_id, keys=keys.values())
    kid = next(
        name
        for name, key in keys.items()
        if agreements.is_signed(jws, terms=terms, agency_id=agency_id, keys=(key,))
    )
    agreement_store.add_signature(
        session, terms=terms, agency_id=agency_id, kid=kid, jws=jws, now=now
    )


def change(
    session: Session, filed: Filed, *, what: str, agency_id: str, client_id: str, now: datetime
) -> None:
    """File a change of standing; suspending and ending also cut off the tokens in use.

    Raises:
        Conflict: the agency cannot change it so.
    """
    check_change(standing(filed.changes), change=what, agency_id=agency_id)
    agreement_store.add_change(
        session, on=filed, change=what, agency_id=agency_id, client_id=client_id, now=now
    )
    if what in {"suspend", "end"}:
        agreement_store.cut_off(session, on=filed, now=now)

"""For how long the parties of each agreement keep what was sent under it.

What belongs here: reading it from the terms on file. What does not: whether the agreement is in
force, since data outlive the agreement they came under, and removing anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from auth.terms import Terms
from auth.terms import stored as stored_terms
from schemas.tables.agreements import (
    agreement_changes,
    agreement_parties,
    agreement_signatures,
    agreement_versions,
)

_WITHDRAW = "withdraw"


def agreed(session: Session, *, partnership_id: str) -> Mapping[str, Terms]:
    """The terms that all parties of each agreement have signed, by its number.

    They are those of the latest version that every party has signed, whether or not it is in force
    or the keys still count: a draft that nobody agreed to must not remove anything, and an
    agreement that has ended still says when its data leave. One that was never signed by all is
    left out.

    Args:
        session: of a context that sees the partnership's agreements.
        partnership_id: the partnership.
    """
    parties = _by_version(session, partnership_id=partnership_id, signed=False)
    signers = _by_version(session, partnership_id=partnership_id, signed=True)
    left = _withdrawn(session, partnership_id=partnership_id)
    latest = {
        number: version
        for number, version in sorted(parties)
        if not parties[number, version] - signers[number, version] - left[number]
    }
    return {
        number: _terms(session, partnership_id, number=number, version=version)
        for number, version in latest.items()
    }


def months(session: Session, *, partnership_id: str) -> Mapping[str, int]:
    """The months for which each agreement keeps what came under it, by its number."""
    found = agreed(session, partnership_id=partnership_id)
    return {number: terms.retention_months for number, terms in found.items()}


def _by_version(
    session: Session, *, partnership_id: str, signed: bool
) -> defaultdict[tuple[str, int], set[str]]:
    table = agreement_signatures if signed else agreement_parties
    query = select(table.c.agreement_id, table.c.version, table.c.agency_id).where(
        table.c.partnership_id == partnership_id
    )
    found: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for number, version, agency in session.execute(query):
        found[number, version].add(agency)
    return found


def _withdrawn(session: Session, *, partnership_id: str) -> defaultdict[str, set[str]]:
    query = select(agreement_changes.c.agreement_id, agreement_changes.c.agency_id).where(
        agreement_changes.c.partnership_id == partnership_id,
        agreement_changes.c.change == _WITHDRAW,
    )
    found: defaultdict[str, set[str]] = defaultdict(set)
    for number, agency in session.execute(query):
        found[number].add(agency)
    return found


def _terms(session: Session, partnership_id: str, *, number: str, version: int) -> Terms:
    query = select(agreement_versions.c.terms).where(
        agreement_versions.c.partnership_id == partnership_id,
        agreement_versions.c.agreement_id == number,
        agreement_versions.c.version == version,
    )
    return stored_terms(session.execute(query).scalar_one())

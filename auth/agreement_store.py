"""Agreements in the store: all that is on file about one, and additions to it.

What belongs here: statements over the agreements' tables. What does not: any rule about what may be
added, and whether an agreement is in force.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    FromClause,
    Integer,
    Row,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    case,
    cast,
    insert,
    literal_column,
    not_,
    null,
    or_,
    select,
    type_coerce,
    union_all,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from auth.agreements import Draft, Filed, Signature
from auth.clients import stored_key
from auth.refusals import Conflict
from auth.standing import Change
from auth.terms import Terms
from schemas.tables.agreements import (
    agreement_changes,
    agreement_parties,
    agreement_signatures,
    agreement_versions,
    agreements,
)
from schemas.tables.base import UtcDateTime
from schemas.tables.signing import agency_keys

_COUNTING_KEYS: Final = ("confirmed", "retired")
"""States of a signing key in which its signatures stand."""

_EMPTY: Final = cast(null(), Text)
_NEVER: Final = cast(null(), UtcDateTime)

_SIGNED_BY: Final = agreement_signatures.outerjoin(
    agency_keys,
    and_(
        agency_keys.c.partnership_id == agreement_signatures.c.partnership_id,
        agency_keys.c.agency_id == agreement_signatures.c.agency_id,
        agency_keys.c.kid == agreement_signatures.c.kid,
    ),
)


def _part(
    table: Table,
    *columns: ColumnElement[Any],
    kind: str,
    wanted: Select[Any],
    source: FromClause | None = None,
) -> Select[Any]:
    named = literal_column(f"'{kind}'", Text).label("kind")
    return (
        select(named, table.c.agreement_id, *columns)
        .select_from(table if source is None else source)
        .where(
            table.c.partnership_id == bindparam("partnership_id"),
            table.c.agreement_id.in_(wanted),
        )
    )


def _heads(wanted: Select[Any]) -> Select[Any]:
    """The columns of all kinds: version, agency, text, name of a key, key, two instants."""
    columns = (
        literal_column("0", Integer).label("version"),
        _EMPTY.label("agency_id"),
        _EMPTY.label("text"),
        _EMPTY.label("kid"),
        _EMPTY.label("jwk"),
        agreements.c.tokens_valid_after.label("at"),
        _NEVER.label("until"),
    )
    return _part(agreements, *columns, kind="head", wanted=wanted)


def _versions(wanted: Select[Any]) -> Select[Any]:
    held = agreement_versions.c
    columns = (held.version, held.drafted_by, held.terms, _EMPTY, _EMPTY, held.drafted_at, _NEVER)
    return _part(agreement_versions, *columns, kind="version", wanted=wanted)


def _signatures(wanted: Select[Any]) -> Select[Any]:
    held = agreement_signatures.c
    # Said one by one: a list in a statement is written out anew at each use.
    counts = or_(*(agency_keys.c.state == state for state in _COUNTING_KEYS))
    key = case((counts, type_coerce(agency_keys.c.jwk, Text)))
    fell = case((not_(counts), agency_keys.c.closed_at))
    columns = (held.version, held.agency_id, held.jws, held.kid, key, held.received_at, fell)
    return _part(agreement_signatures, *columns, kind="signature", wanted=wanted, source=_SIGNED_BY)


def _changes(wanted: Select[Any]) -> Select[Any]:
    held = agreement_changes.c
    nought = literal_column("0", Integer)
    columns = (nought, held.agency_id, held.change, _EMPTY, _EMPTY, held.at, _NEVER)
    return _part(agreement_changes, *columns, kind="change", wanted=wanted)


def _file(*, one: bool) -> CompoundSelect[Any]:
    """All that is on file about an agency's agreements, or about one of them, in one round trip."""
    wanted = select(agreement_parties.c.agreement_id).where(
        agreement_parties.c.partnership_id == bindparam("partnership_id"),
        agreement_parties.c.agency_id == bindparam("agency_id"),
    )
    if one:
        wanted = wanted.where(agreement_parties.c.agreement_id == bindparam("agreement_id"))
    parts = (_heads, _versions, _signatures, _changes)
    return union_all(*(part(wanted) for part in parts))


_OF_AGENCY: Final = _file(one=False)
_ONE: Final = _file(one=True)


def filed_of(
    session: Session, *, partnership_id: str, agency_id: str, agreement_id: str | None = None
) -> list[Filed]:
    """Every agreement that names the agency as a party in any version, by number; or only one."""
    asked = {"partnership_id": partnership_id, "agency_id": agency_id}
    statement = _OF_AGENCY
    if agreement_id is not None:
        statement, asked = _ONE, {**asked, "agreement_id": agreement_id}
    by_number: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in session.execute(statement, asked):
        by_number[row.agreement_id].append(row)
    return [_filed(by_number[name], partnership_id=partnership_id) for name in sorted(by_number)]


def _filed(rows: Iterable[Row[Any]], *, partnership_id: str) -> Filed:
    by_kind: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in sorted(rows, key=_place):
        by_kind[row.kind].append(row)
    (head,) = by_kind["head"]
    return Filed(
        partnership_id=partnership_id,
        agreement_id=head.agreement_id,
        versions={row.version: row.text for row in by_kind["version"]},
        signatures=tuple(_signature(row) for row in by_kind["signature"]),
        changes=tuple(Change(row.text, row.agency_id, row.at) for row in by_kind["change"]),
        tokens_valid_after=head.at,
        drafts=tuple(Draft(row.version, row.agency_id, row.at) for row in by_kind["version"]),
    )


def _place(row: Row[Any]) -> tuple[Any, ...]:
    # A database gives rows in the order of whatever plan it chose.
    return (
        row.kind,
        row.version,
        row.kind != "head" and row.at,
        row.agency_id or "",
        row.text or "",
    )


def _signature(row: Row[Any]) -> Signature:
    key = None if row.jwk is None else stored_key(row.jwk)
    return Signature(row.version, row.agency_id, row.kid, row.text, row.at, key, row.until)


def add_agreement(session: Session, *, terms: Terms, now: datetime) -> None:
    """File a number without any version.

    Raises:
        Conflict: the number is in use.
    """
    named = {"partnership_id": terms.partnership_id, "agreement_id": terms.agreement_id}
    _insert(session, agreements, {**named, "created_at": now})


def add_version(session: Session, *, terms: Terms, drafted_by: str, now: datetime) -> None:
    """File a version of terms and its parties; nobody has signed it.

    Raises:
        Conflict: the version is in use.
    """
    named = _named(terms)
    version = {
        "terms": terms.canonical.decode(),
        "terms_sha256": terms.sha256,
        "drafted_by": drafted_by,
        "drafted_at": now,
    }
    _insert(session, agreement_versions, {**named, **version})
    for party in terms.parties:
        _insert(session, agreement_parties, {**named, "agency_id": party})


def add_signature(
    session: Session, *, terms: Terms, agency_id: str, kid: str, jws: str, now: datetime
) -> None:
    """File an agency's signature of a version.

    Raises:
        Conflict: the agency has signed it already.
    """
    given = {"agency_id": agency_id, "kid": kid, "jws": jws, "received_at": now}
    _insert(session, agreement_signatures, {**_named(terms), **given})


def add_change(
    session: Session, *, on: Filed, change: str, agency_id: str, client_id: str, now: datetime
) -> None:
    """File what an agency did about an agreement."""
    named = {"partnership_id": on.partnership_id, "agreement_id": on.agreement_id}
    done = {"change": change, "agency_id": agency_id, "client_id": client_id, "at": now}
    _insert(session, agreement_changes, {**named, "change_id": str(uuid.uuid4()), **done})


def _named(terms: Terms) -> dict[str, Any]:
    return {
        "partnership_id": terms.partnership_id,
        "agreement_id": terms.agreement_id,
        "version": terms.version,
    }


def _insert(session: Session, table: Table, row: dict[str, Any]) -> None:
    """Insert a row; whether it can stand beside the others is for the database to say."""
    try:
        session.execute(insert(table), row)
    except IntegrityError as problem:
        raise Conflict(
            "already_filed", detail="This is on file already, or what it belongs to is not."
        ) from problem


def cut_off(session: Session, *, on: Filed, now: datetime) -> None:
    """Let no token issued before now count for the agreement."""
    session.execute(
        update(agreements)
        .where(
            agreements.c.partnership_id == on.partnership_id,
            agreements.c.agreement_id == on.agreement_id,
        )
        .values(tokens_valid_after=now)
    )


def numbers_in_use(session: Session, *, partnership_id: str, prefix: str) -> list[str]:
    """The numbers of the partnership's agreements that begin so."""
    used = select(agreements.c.agreement_id).where(
        agreements.c.partnership_id == partnership_id,
        agreements.c.agreement_id.startswith(prefix, autoescape=True),
    )
    return list(session.execute(used).scalars())

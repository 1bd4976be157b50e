"""The register: what an operator writes down about agencies and their clients.

What belongs here: one function for each act of administration, in the session it is given and with
its audit event in the same transaction; a command commits. What does not: signing keys, agreements,
what agencies do by themselves, and settings.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Table, and_, insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from auth import audit, clients, scopes
from auth.audit import Event
from auth.refusals import Conflict, NotFound, Unprocessable
from schemas.codes import code_list
from schemas.tables.agencies import agencies
from schemas.tables.clients import clients as clients_table

OPERATOR: Final = "operator"
"""The client that events of administration name."""

_SLUG: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def create_agency(
    session: Session,
    *,
    partnership_id: str,
    agency_id: str,
    name: str,
    sector: str,
    now: datetime,
) -> None:
    """Write down an agency of a partnership.

    Raises:
        Unprocessable: its name is no slug, or there is no such sector.
        Conflict: there is one of that name.
    """
    if not _SLUG.fullmatch(agency_id) or not 0 < len(name) <= 200:
        raise Unprocessable("agency_form", detail="An agency has a slug and a name.")
    if sector not in code_list("sector"):
        raise Unprocessable("sector_unknown", detail="There is no such sector.")
    row = {"agency_id": agency_id, "name": name, "sector": sector, "status": "active"}
    add_row(session, agencies, {"partnership_id": partnership_id, **row, "created_at": now})
    _record(session, "agency:create", partnership_id, subject=agency_id, now=now)


def create_client(
    session: Session,
    *,
    partnership_id: str,
    agency_id: str,
    client_id: str,
    jwks: Mapping[str, Any],
    held: Collection[str],
    now: datetime,
    dpop_required: bool = True,
) -> None:
    """Write down a client of an agency, with its public keys and the scopes it holds.

    Raises:
        Unprocessable: keys, name or scopes are not fit (see `clients`).
        Conflict: there is a client of that name.
    """
    clients.check_registration(client_id=client_id, held=held, dpop_required=dpop_required)
    row = {
        "partnership_id": partnership_id,
        "client_id": client_id,
        "agency_id": agency_id,
        "jwks": clients.read_jwks(jwks),
        "scopes": scopes.text(held),
        "dpop_required": dpop_required,
        "status": "active",
        "created_at": now,
    }
    add_row(session, clients_table, row)
    _record(session, "client:create", partnership_id, subject=client_id, now=now)


def replace_client_keys(
    session: Session,
    *,
    partnership_id: str,
    client_id: str,
    jwks: Mapping[str, Any],
    now: datetime,
) -> None:
    """Give a client another key set; with both keys in it, one can follow the other.

    Raises:
        Unprocessable: the keys are not fit.
        NotFound: there is no such client.
    """
    _change_client(
        session,
        partnership_id=partnership_id,
        client_id=client_id,
        values={"jwks": clients.read_jwks(jwks)},
    )
    _record(session, "client:keys", partnership_id, subject=client_id, now=now)


def revoke_client(session: Session, *, partnership_id: str, client_id: str, now: datetime) -> None:
    """Shut a client out, with every token it has.

    Raises:
        NotFound: there is no such client.
    """
    _change_client(
        session,
        partnership_id=partnership_id,
        client_id=client_id,
        values={"status": "revoked", "tokens_valid_after": now},
    )
    _record(session, "client:revoke", partnership_id, subject=client_id, now=now)


def cut_off_client(session: Session, *, partnership_id: str, client_id: str, now: datetime) -> None:
    """Let none of a client's tokens issued before now count; it may get new ones.

    Raises:
        NotFound: there is no such client.
    """
    _change_client(
        session,
        partnership_id=partnership_id,
        client_id=client_id,
        values={"tokens_valid_after": now},
    )
    _record(session, "client:cut-off", partnership_id, subject=client_id, now=now)


def _change_client(
    session: Session, *, partnership_id: str, client_id: str, values: Mapping[str, Any]
) -> None:
    same = and_(
        clients_table.c.partnership_id == partnership_id, clients_table.c.client_id == client_id
    )
    change_row(session, clients_table, where=same, values=values)


def change_row(
    session: Session, table: Table, *, where: ColumnElement[bool], values: Mapping[str, Any]
) -> None:
    """Change one row of the register.

    Raises:
        NotFound: there is no such row.
    """
    result: Any = session.execute(update(table).where(where).values(**values))
    if result.rowcount != 1:
        raise NotFound("register_unknown", detail="There is no such entry in the register.")


def add_row(session: Session, table: Table, row: Mapping[str, Any]) -> None:
    """Add a row to the register; whether it was there first is for the database to say.

    Raises:
        Conflict: it was, or what it belongs to is not there.
    """
    try:
        session.execute(insert(table), dict(row))
    except IntegrityError as problem:
        raise Conflict(
            "register_taken", detail="The register holds this already, or lacks its agency."
        ) from problem


def _record(
    session: Session, tag: str, partnership_id: str, *, subject: str, now: datetime
) -> None:
    event = Event(tag, partnership_id=partnership_id, client_id=OPERATOR, subject=subject)
    audit.record(session, event, now=now)

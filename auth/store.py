"""Clients and tokens in the store.

What belongs here: statements over their tables, each giving values. What does not: any rule about
what was found, agreements, and what may be used once.
"""

from __future__ import annotations

import json
from datetime import datetime
from types import SimpleNamespace
from typing import Any, Final

from sqlalchemy import Row, String, Text, and_, bindparam, delete, insert, select, type_coerce
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from auth import jose, scopes
from auth.clients import Client, stored_keys
from auth.replay import APART
from auth.tokens import AccessToken
from schemas.tables.agencies import agencies
from schemas.tables.clients import clients
from schemas.tables.tokens import issued_tokens, revoked_tokens

_ISSUE: Final = insert(issued_tokens)

_REVOKE: Final = {
    "sqlite": sqlite.insert(revoked_tokens).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(revoked_tokens).on_conflict_do_nothing(),
}

_COLUMNS: Final = (
    clients.c.partnership_id,
    clients.c.agency_id,
    clients.c.client_id,
    type_coerce(clients.c.jwks, Text).label("jwks"),
    clients.c.scopes,
    clients.c.dpop_required,
    clients.c.status,
    clients.c.tokens_valid_after,
    agencies.c.name,
    agencies.c.sector,
    agencies.c.status.label("agency_status"),
)
_ITS_AGENCY: Final = and_(
    agencies.c.partnership_id == clients.c.partnership_id,
    agencies.c.agency_id == clients.c.agency_id,
)
_CLIENT: Final = select(*_COLUMNS).join_from(clients, agencies, _ITS_AGENCY)

_WANTED: Final = select(bindparam("client_id", type_=String).label("client_id")).subquery("wanted")

_CLIENT_BY_ID: Final = select(*_COLUMNS).select_from(
    _WANTED.outerjoin(clients, clients.c.client_id == _WANTED.c.client_id).outerjoin(
        agencies, _ITS_AGENCY
    )
)
"""One row for each name, of nothing where there is no such client: that is to take no less time."""

_NOBODY: Final = SimpleNamespace(
    partnership_id="nobody",
    agency_id="nobody",
    name="",
    sector="",
    client_id="nobody",
    jwks=json.dumps({"keys": [dict(jose.generate_key().public.jwk)]}),
    scopes="returns:read returns:write",
    dpop_required=True,
    status="revoked",
    agency_status="active",
    tokens_valid_after=None,
)
"""What is read in the place of a client that is not there."""

_CLIENT_AND_TOKEN: Final = (
    _CLIENT.add_columns(revoked_tokens.c.jti.label("revoked"))
    .outerjoin(
        revoked_tokens,
        and_(
            revoked_tokens.c.partnership_id == clients.c.partnership_id,
            revoked_tokens.c.jti == bindparam("jti"),
        ),
    )
    .where(
        clients.c.partnership_id == bindparam("partnership_id"),
        clients.c.client_id == bindparam("client_id"),
    )
)


def client(session: Session, *, client_id: str) -> Client | None:
    """The client of that name, or None, found out in the same time."""
    row = session.execute(_CLIENT_BY_ID, {"client_id": client_id}).one()
    known = row.client_id is not None
    found = _client(row if known else _NOBODY)
    return found if known else None


def client_and_token(session: Session, *, token: AccessToken) -> tuple[Client | None, bool]:
    """The client a token was issued to, and whether the token was revoked."""
    wanted = {
        "partnership_id": token.partnership_id,
        "client_id": token.client_id,
        "jti": token.jti,
    }
    row = session.execute(_CLIENT_AND_TOKEN, wanted).first()
    return (None, False) if row is None else (_client(row), row.revoked is not None)


def _client(row: Row[Any] | SimpleNamespace) -> Client:
    return Client(
        partnership_id=row.partnership_id,
        agency_id=row.agency_id,
        agency_name=row.name,
        sector=row.sector,
        client_id=row.client_id,
        keys=stored_keys(row.jwks),
        scopes=frozenset(row.scopes.split(" ")),
        dpop_required=row.dpop_required,
        active=row.status == "active" and row.agency_status == "active",
        tokens_valid_after=row.tokens_valid_after,
    )


def issue(session: Session, *, token: AccessToken) -> None:
    """Write down that a token was issued; the token itself is not kept."""
    granted = token.granted
    session.execute(
        _ISSUE,
        {
            "partnership_id": token.partnership_id,
            "jti": token.jti,
            "client_id": token.client_id,
            "agency_id": token.agency_id,
            "scopes": scopes.text(token.scopes),
            "agreement_id": granted.agreement_id if granted else "",
            "purpose": granted.purpose if granted else "",
            "jkt": token.jkt or "",
            "issued_at": token.issued_at,
            "expires_at": token.expires_at,
        },
    )


def revoke(session: Session, *, token: AccessToken) -> None:
    """Let a token count no more; doing so twice is doing it once."""
    session.execute(
        _REVOKE[session.get_bind().dialect.name],
        {
            "partnership_id": token.partnership_id,
            "jti": token.jti,
            "expires_at": token.expires_at,
        },
    )


def forget_expired(session: Session, *, now: datetime) -> None:
    """Clear tokens that have expired, revoked or not. For a job, not for requests."""
    for table in (issued_tokens, revoked_tokens):
        session.execute(delete(table).where(table.c.expires_at < now - APART))

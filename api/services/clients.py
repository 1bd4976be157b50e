"""Clients: the programs of agencies, written down by the operator with their public keys."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from api.queries import register as stored
from auth import clients, register
from auth.refusals import NotFound


def add(
    session: Session,
    *,
    partnership_id: str,
    agency_id: str,
    client_id: str,
    jwk: Mapping[str, Any],
    scopes: Collection[str],
    now: datetime,
    dpop_required: bool = True,
) -> None:
    """Write down a client of an agency, with its public key and the scopes it holds.

    Raises:
        Unprocessable: key, name or scopes are not fit.
        Conflict: there is a client of that name, or no such agency.
    """
    register.create_client(
        session,
        partnership_id=partnership_id,
        agency_id=agency_id,
        client_id=client_id,
        jwks={"keys": [dict(jwk)]},
        held=scopes,
        now=now,
        dpop_required=dpop_required,
    )


def add_key(
    session: Session,
    *,
    partnership_id: str,
    client_id: str,
    jwk: Mapping[str, Any],
    now: datetime,
) -> None:
    """Give a client a second key, so that it can follow the first; the older of two makes room.

    Raises:
        NotFound: there is no such client.
        Unprocessable: the key is not fit, or is there already.
    """
    held = _row(session, partnership_id=partnership_id, client_id=client_id)["jwks"]["keys"]
    kept = held[-(clients.MOST_KEYS - 1) :]
    register.replace_client_keys(
        session,
        partnership_id=partnership_id,
        client_id=client_id,
        jwks={"keys": [*kept, dict(jwk)]},
        now=now,
    )


def revoke(session: Session, *, partnership_id: str, client_id: str, now: datetime) -> None:
    """Shut a client out, with every token it has.

    Raises:
        NotFound: there is no such client.
    """
    register.revoke_client(session, partnership_id=partnership_id, client_id=client_id, now=now)


def listed(session: Session, *, partnership_id: str) -> list[dict[str, Any]]:
    """The clients of a partnership's agencies, by name."""
    return [_shown(row) for row in stored.all_clients(session, partnership_id=partnership_id)]


def shown(session: Session, *, partnership_id: str, client_id: str) -> dict[str, Any]:
    """One client.

    Raises:
        NotFound: there is none of that name.
    """
    return _shown(_row(session, partnership_id=partnership_id, client_id=client_id))


def _row(session: Session, *, partnership_id: str, client_id: str) -> Any:
    for row in stored.all_clients(session, partnership_id=partnership_id):
        if row["client_id"] == client_id:
            return row
    raise NotFound("client_unknown", detail="There is no client of that name.")


def _shown(row: Any) -> dict[str, Any]:
    keys = clients.stored_keys(json.dumps(row["jwks"]))
    return {
        "client": row["client_id"],
        "agency": row["agency_id"],
        "scopes": row["scopes"].split(" "),
        "keys": [key.thumbprint for key in keys],
        "dpop_required": row["dpop_required"],
        "status": row["status"],
    }

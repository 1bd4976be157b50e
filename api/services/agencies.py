"""Agencies: written down by the operator, with the keys they sign agreements with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final, Literal

from sqlalchemy.orm import Session

from api.queries import register as stored
from auth import register, signing_keys
from auth.fingerprints import spoken
from auth.refusals import Forbidden, NotFound

Environment = Literal["sandbox", "live"]

INVENTED_OPERATORS: Final = ("sandbox-first", "sandbox-second")
"""Who enters and who confirms what a sandbox invents."""


def add(
    session: Session, *, partnership_id: str, agency_id: str, name: str, sector: str, now: datetime
) -> None:
    """Write down an agency of a partnership.

    Raises:
        NotFound: there is no such partnership.
        Unprocessable: its name is no slug, or there is no such sector.
        Conflict: there is one of that name.
    """
    if not stored.partnership_exists(session, partnership_id=partnership_id):
        raise NotFound("partnership_unknown", detail="There is no partnership of that name.")
    register.create_agency(
        session,
        partnership_id=partnership_id,
        agency_id=agency_id,
        name=name,
        sector=sector,
        now=now,
    )


def listed(session: Session, *, partnership_id: str) -> list[dict[str, Any]]:
    """The agencies of a partnership, by name."""
    return [
        {
            "agency": row["agency_id"],
            "name": row["name"],
            "sector": row["sector"],
            "status": row["status"],
        }
        for row in stored.all_agencies(session, partnership_id=partnership_id)
    ]


def shown(session: Session, *, partnership_id: str, agency_id: str) -> dict[str, Any]:
    """One agency, with its signing keys.

    Raises:
        NotFound: there is none of that name.
    """
    for row in listed(session, partnership_id=partnership_id):
        if row["agency"] == agency_id:
            return {**row, "signing_keys": _keys(session, partnership_id, agency_id)}
    raise NotFound("agency_unknown", detail="There is no agency of that name.")


def _keys(session: Session, partnership_id: str, agency_id: str) -> list[dict[str, Any]]:
    found = stored.signing_keys(session, partnership_id=partnership_id, agency_id=agency_id)
    return [
        {
            "kid": row["kid"],
            "fingerprint": spoken(row["kid"]),
            "state": row["state"],
            "entered_by": row["entered_by"],
            "confirmed_by": row["confirmed_by"],
            "closed_by": row["closed_by"],
        }
        for row in found
    ]


def trust_key(
    session: Session,
    *,
    partnership_id: str,
    agency_id: str,
    jwk: Mapping[str, Any],
    environment: Environment,
    now: datetime,
) -> str:
    """Write down a key that an invented agency signs with, and let it count, in one go.

    Two invented persons do it. Returns the key's name.

    Raises:
        Forbidden: in live, where a second person confirms what the first has entered.
        Unprocessable: the key is not fit.
        Conflict: the agency has it already, or there is no such agency.
    """
    if environment != "sandbox":
        raise Forbidden(
            "sandbox_only",
            detail="One person enters a key and another confirms it; this does both in a sandbox.",
        )
    first, second = INVENTED_OPERATORS
    named = {"partnership_id": partnership_id, "agency_id": agency_id}
    kid = signing_keys.enter(session, **named, jwk=jwk, by=first, now=now)
    return signing_keys.confirm(session, **named, fingerprint=spoken(kid), by=second, now=now)


def enter_key(
    session: Session,
    *,
    partnership_id: str,
    agency_id: str,
    jwk: Mapping[str, Any],
    by: str,
    now: datetime,
) -> tuple[str, str]:
    """Write down a key that an agency would sign with; its name and its fingerprint.

    Raises:
        Unprocessable: the key is not fit, or nobody says who enters it.
        Conflict: the agency has it already, or there is no such agency.
    """
    kid = signing_keys.enter(
        session, partnership_id=partnership_id, agency_id=agency_id, jwk=jwk, by=by, now=now
    )
    return kid, spoken(kid)


def confirm_key(
    session: Session,
    *,
    partnership_id: str,
    agency_id: str,
    fingerprint: str,
    by: str,
    now: datetime,
) -> str:
    """Let an agency sign with the key whose fingerprint it has read aloud; the key's name.

    Raises:
        Forbidden: whoever entered the key would confirm it.
        NotFound: no key of the agency is waiting with this fingerprint.
    """
    return signing_keys.confirm(
        session,
        partnership_id=partnership_id,
        agency_id=agency_id,
        fingerprint=fingerprint,
        by=by,
        now=now,
    )


def retire_key(
    session: Session, *, partnership_id: str, agency_id: str, kid: str, by: str, now: datetime
) -> None:
    """Let an agency sign with a key no more; what it signed stands.

    Raises:
        NotFound: the agency has no such key in use.
    """
    signing_keys.retire(
        session, partnership_id=partnership_id, agency_id=agency_id, kid=kid, by=by, now=now
    )


def revoke_key(
    session: Session,
    *,
    partnership_id: str,
    agency_id: str,
    kid: str,
    by: str,
    now: datetime,
    today: date,
) -> list[str]:
    """Let a key that others may know count no more; the agreements that are in force no longer.

    Raises:
        NotFound: the agency has no such key.
    """
    return signing_keys.revoke(
        session,
        partnership_id=partnership_id,
        agency_id=agency_id,
        kid=kid,
        by=by,
        now=now,
        today=today,
    )

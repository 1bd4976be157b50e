"""Partnerships: written down by the operator, once, before anything else can be."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Final

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from api.queries import register
from auth import audit
from auth.audit import Event
from auth.caller import OPERATOR
from auth.refusals import Conflict, NotFound, Unprocessable

_SLUG: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_AREA: Final = re.compile(r"[EWSN][0-9]{8}")
_LONGEST_NAME: Final = 200


def add(
    session: Session,
    *,
    partnership_id: str,
    name: str,
    area: str,
    lead: str | None,
    now: datetime,
) -> None:
    """Write down a partnership.

    Args:
        session: a writing transaction in the partnership's own context.
        partnership_id: its slug in keys and paths.
        name: its name for people.
        area: the local authority it serves, a GSS code (ONS coding and naming policy).
        lead: the agency that opens and seals its periods; it is written down afterwards.
        now: when.

    Raises:
        Unprocessable: a name or the area is not of its form.
        Conflict: there is one of that name.
    """
    slugs = (partnership_id, *([lead] if lead else []))
    if not all(map(_SLUG.fullmatch, slugs)) or not 0 < len(name) <= _LONGEST_NAME:
        raise Unprocessable("partnership_form", detail="A partnership has a slug and a name.")
    if not _AREA.fullmatch(area):
        raise Unprocessable("area_form", detail="An area is a GSS code, as E09000006.")
    try:
        register.add_partnership(
            session, partnership_id=partnership_id, name=name, area=area, lead=lead, now=now
        )
    except IntegrityError as taken:
        raise Conflict("register_taken", detail="There is a partnership of that name.") from taken
    event = Event(
        "partnership:create",
        partnership_id=partnership_id,
        client_id=OPERATOR,
        subject=partnership_id,
    )
    audit.record(session, event, now=now)


def listed(session: Session) -> list[dict[str, Any]]:
    """Every partnership of this installation, by name."""
    return [_shown(row) for row in register.all_partnerships(session)]


def shown(session: Session, *, partnership_id: str) -> dict[str, Any]:
    """One partnership.

    Raises:
        NotFound: there is none of that name.
    """
    for row in register.all_partnerships(session):
        if row["partnership_id"] == partnership_id:
            return _shown(row)
    raise NotFound("partnership_unknown", detail="There is no partnership of that name.")


def _shown(row: Any) -> dict[str, Any]:
    return {
        "partnership": row["partnership_id"],
        "name": row["name"],
        "area": row["lad_code"],
        "lead": row["lead_agency_id"],
    }

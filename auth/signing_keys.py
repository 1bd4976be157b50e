"""The keys that agencies sign agreements with: entered, confirmed by a second person, closed.

What belongs here: the life of a key: `pending`, `confirmed`, `retired` (its signatures stand) or
`revoked` (they fall). What does not: the service's own keys, and what a signature is over. Each
deed has its audit event in the same transaction, with the operator who did it; a command commits.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import RowMapping, and_, select
from sqlalchemy.orm import Session

from auth import agreement_store, audit, clients, grants, states
from auth.agreements import Filed
from auth.audit import Event
from auth.fingerprints import heard, spoken
from auth.refusals import Forbidden, NotFound, Unprocessable
from auth.register import OPERATOR, add_row, change_row
from schemas.tables.signing import agency_keys

_PERSON: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}")
"""An operator is named as a reader is: by an opaque reference."""


def check_operator(by: str) -> str:
    """The reference of whoever acts as an operator.

    Raises:
        Unprocessable: it is no opaque reference.
    """
    if not _PERSON.fullmatch(by):
        raise Unprocessable("operator_form", detail="An operator is named by an opaque reference.")
    return by


def enter(
    session: Session,
    *,
    partnership_id: str,
    agency_id: str,
    jwk: Mapping[str, Any],
    by: str,
    now: datetime,
) -> str:
    """Write down a key that an agency would sign agreements with; return its thumbprint.

    It counts once a second person has confirmed it.

    Raises:
        Unprocessable: the key is not fit.
        Conflict: the agency has it already, or there is no such agency.
    """
    unnamed = {name: value for name, value in jwk.items() if name != "kid"}
    (key,) = clients.read_jwks({"keys": [unnamed]})["keys"]
    row = {
        "partnership_id": partnership_id,
        "agency_id": agency_id,
        "kid": key["kid"],
        "jwk": key,
        "state": "pending",
        "created_at": now,
        "entered_by": check_operator(by),
    }
    add_row(session, agency_keys, row)
    _record(session, "add", row, by=by, now=now)
    return key["kid"]


def confirm(
    session: Session,
    *,
    partnership_id: str,
    agency_id: str,
    fingerprint: str,
    by: str,
    now: datetime,
) -> str:
    """Let an agency sign with the key whose fingerprint the agency has read aloud; return its name.

    Raises:
        Forbidden: whoever entered it would confirm it.
        NotFound: no key of the agency that is waiting has this fingerprint.
    """
    said = heard(fingerprint)
    waiting = _keys(session, partnership_id, agency_id=agency_id, states=("pending",))
    row = next((each for each in waiting if spoken(each["kid"]) == said), None)
    if row is None:
        raise NotFound(
            "fingerprint_unknown", detail="No key of the agency is waiting with this fingerprint."
        )
    if check_operator(by).casefold() == (row["entered_by"] or "").casefold():
        raise Forbidden("second_person", detail="Somebody else must confirm what you entered.")
    values = {"state": "confirmed", "confirmed_at": now, "confirmed_by": by}
    _change(session, row, values=values)
    _record(session, "confirm", row, by=by, now=now)
    kid: str = row["kid"]
    return kid


def retire(
    session: Session, *, partnership_id: str, agency_id: str, kid: str, by: str, now: datetime
) -> None:
    """Let an agency sign with a key no more; what it signed stands.

    Raises:
        NotFound: the agency has no such key in use.
    """
    row = _one(session, partnership_id, agency_id=agency_id, kid=kid, states=_IN_USE)
    values = {"state": "retired", "closed_at": now, "closed_by": check_operator(by)}
    _change(session, row, values=values)
    _record(session, "close", row, by=by, now=now)


def revoke(
    session: Session,
    *,
    partnership_id: str,
    agency_id: str,
    kid: str,
    by: str,
    now: datetime,
    today: date,
) -> list[str]:
    """Let a key that others may know count no more, nor anything it signed, at once.

    One person is enough: nothing comes into force by it. Returns the numbers of the agreements that
    are no longer in force; their tokens are cut off as well.

    Raises:
        NotFound: the agency has no such key, or it is revoked already.
    """
    row = _one(session, partnership_id, agency_id=agency_id, kid=kid, states=(*_IN_USE, "retired"))
    before = _signed_by(session, row)
    values = {"state": "revoked", "closed_at": now, "closed_by": check_operator(by)}
    _change(session, row, values=values)
    _record(session, "revoke", row, by=by, now=now)
    fell = []
    for filed, after in zip(before, _signed_by(session, row), strict=True):
        agreement_store.cut_off(session, on=filed, now=now)
        grants.derive(session, after)
        if _holds(filed, today) and not _holds(after, today):
            fell.append(filed.agreement_id)
    return fell


_IN_USE: Final = ("pending", "confirmed")


def _holds(filed: Filed, today: date) -> bool:
    return states.now(filed, today=today)[1] is not None


def _signed_by(session: Session, row: RowMapping) -> list[Filed]:
    """The agreements on file that carry a signature by the key."""
    filed = agreement_store.filed_of(
        session, partnership_id=row["partnership_id"], agency_id=row["agency_id"]
    )
    mark = (row["agency_id"], row["kid"])
    return [each for each in filed if mark in {(s.agency_id, s.kid) for s in each.signatures}]


def _keys(
    session: Session, partnership_id: str, *, agency_id: str, states: Collection[str]
) -> list[RowMapping]:
    held = select(agency_keys).where(
        agency_keys.c.partnership_id == partnership_id,
        agency_keys.c.agency_id == agency_id,
        agency_keys.c.state.in_(states),
    )
    return list(session.execute(held).mappings())


def _one(
    session: Session, partnership_id: str, *, agency_id: str, kid: str, states: Collection[str]
) -> RowMapping:
    for row in _keys(session, partnership_id, agency_id=agency_id, states=states):
        if row["kid"] == kid:
            return row
    raise NotFound("register_unknown", detail="The agency has no such key in use.")


def _change(session: Session, row: RowMapping, *, values: Mapping[str, Any]) -> None:
    """Change the row as it was read; of two changes at once the second finds nothing."""
    same = [agency_keys.c[name] == row[name] for name in ("partnership_id", "agency_id", "kid")]
    change_row(
        session, agency_keys, where=and_(*same, agency_keys.c.state == row["state"]), values=values
    )


def _record(
    session: Session, verb: str, row: Mapping[str, Any] | RowMapping, *, by: str, now: datetime
) -> None:
    event = Event(
        f"signing-key:{verb}",
        partnership_id=row["partnership_id"],
        client_id=OPERATOR,
        acting_person=by,
        subject=row["agency_id"],
        question={"key": row["kid"]},
    )
    audit.record(session, event, now=now)

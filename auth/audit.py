"""The audit event and its writer.

What belongs here: what an event says, its canonical bytes, and the one way it is stored. What does
not: reading or sealing the log. An event names things by internal tokens: it never holds a
reference to a person, a submitted value, a token or a secret.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from typing import Any, Final, Literal, Self

from sqlalchemy import insert
from sqlalchemy.orm import Session

from auth.caller import OPERATOR, Caller
from schemas.tables.audit import audit_events

Outcome = Literal["allowed", "refused"]

SALT_BYTES: Final = 32
"""As long as the digest, so that a body cannot be guessed from its leaf."""

_LEAF: Final = b"\x00"
"""Sets leaves apart from nodes in the tree (RFC 6962 section 2.1)."""

_INSERT: Final = insert(audit_events)

_TAG: Final = re.compile(r"[a-z][a-z_-]*:[a-z][a-z_-]*")


@dataclass(frozen=True)
class Event:
    """What one call did or was refused.

    `tag` reads `subject:action`. `reason` is the code of a refusal. `question` holds what was asked
    in registered words (a measure, a breakdown, a period), `counts` numbers of rows or cells.
    Empty members are left out of the stored body.

    Raises:
        ValueError: a tag of another form.
    """

    tag: str
    outcome: Outcome = "allowed"
    partnership_id: str = field(default="", kw_only=True)
    agency_id: str = field(default="", kw_only=True)
    client_id: str = field(default="", kw_only=True)
    acting_person: str = field(default="", kw_only=True)
    access_reason: str = field(default="", kw_only=True)
    agreement_id: str = field(default="", kw_only=True)
    agreement_version: int = field(default=0, kw_only=True)
    purpose: str = field(default="", kw_only=True)
    jti: str = field(default="", kw_only=True)
    jkt: str = field(default="", kw_only=True)
    request_id: str = field(default="", kw_only=True)
    reason: str = field(default="", kw_only=True)
    dataset: str = field(default="", kw_only=True)
    period: str = field(default="", kw_only=True)
    subject: str = field(default="", kw_only=True)
    case_id: str = field(default="", kw_only=True)
    release: str = field(default="", kw_only=True)
    question: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    counts: Mapping[str, int] = field(default_factory=dict, kw_only=True)

    def __post_init__(self) -> None:
        if not _TAG.fullmatch(self.tag):
            raise ValueError("an event's tag reads subject:action")

    @classmethod
    def by(cls, caller: Caller, *, tag: str, outcome: Outcome = "allowed", **rest: Any) -> Self:
        """An event of this caller; `rest` are further members of the event."""
        agreement = caller.agreement
        return cls(
            tag,
            outcome,
            partnership_id=caller.partnership_id,
            agency_id=caller.agency_id,
            client_id=caller.client_id,
            acting_person=caller.acting_person or "",
            access_reason=caller.access_reason or "",
            agreement_id=agreement.agreement_id if agreement else "",
            agreement_version=agreement.version if agreement else 0,
            purpose=caller.purpose or "",
            jti=caller.jti,
            jkt=caller.jkt or "",
            **rest,
        )

    def refused(self, reason: str) -> Self:
        """The same event as a refusal for this reason."""
        return replace(self, outcome="refused", reason=reason)


def body(event: Event, *, event_id: str, at: datetime) -> bytes:
    """The event's canonical bytes: sorted members, no spaces, UTF-8, an instant in UTC.

    The bytes name their own form (`v`), so that a later form can stand beside them in one log.
    """
    members = {each.name: getattr(event, each.name) for each in fields(event)}
    kept = {name: value for name, value in members.items() if value}
    moment = at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    document = {**kept, "v": 1, "event_id": event_id, "at": moment}
    return json.dumps(
        document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=dict
    ).encode()


def leaf_hash(content: bytes, *, salt: bytes) -> bytes:
    """SHA-256 of a zero byte, the salt and the body: a leaf as RFC 6962 section 2.1 hashes one.

    The salt lets a body be erased later while its leaf, and every proof, stays.
    """
    return hashlib.sha256(_LEAF + salt + content).digest()


def record(session: Session, event: Event, *, now: datetime) -> str:
    """Store one event in the session's transaction and return its id.

    The caller commits; an event is written with what it tells of, or, for a refusal, on its own.
    A session that an operator opened knows who that is, so that no deed of theirs is nobody's.
    """
    if event.client_id == OPERATOR and not event.acting_person:
        event = replace(event, acting_person=session.info.get(OPERATOR, ""))
    event_id = str(uuid.uuid4())
    content = body(event, event_id=event_id, at=now)
    salt = secrets.token_bytes(SALT_BYTES)
    session.execute(
        _INSERT,
        {
            "partnership_id": event.partnership_id,
            "event_id": event_id,
            "at": now,
            "tag": event.tag,
            "outcome": event.outcome,
            "agency_id": event.agency_id,
            "client_id": event.client_id,
            "agreement_id": event.agreement_id,
            "dataset": event.dataset,
            "body": content,
            "salt": salt,
            "leaf": leaf_hash(content, salt=salt),
        },
    )
    return event_id

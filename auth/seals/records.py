"""A log as it is gone through: its seals and events, and what is found of them.

What belongs here: values. What does not: where they come from, and what is checked of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal: its number, the places it fills, its checkpoint and the leaves at those places."""

    number: int
    first: int
    checkpoint: str
    leaves: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """An event as it is found; `body` is empty where it was erased.

    `position` is where it says that it stands, None where no seal holds it yet. `stored` are
    members that the database keeps beside the body, and `leaf` the one it keeps for the event.
    """

    position: int | None
    event_id: str
    body: bytes
    salt: bytes
    stored: dict[str, Any] = field(default_factory=dict)
    leaf: bytes | None = None


Record = Seal | Entry
"""A log is a sequence of seals, each followed by its events."""

Kind = Literal["altered", "missing", "reordered", "added", "erased", "seal", "cut", "forked"]


@dataclass(frozen=True)
class Fault:
    """The first thing that is not as it was, in one sentence."""

    kind: Kind
    position: int | None
    event_id: str
    sentence: str


@dataclass
class Verdict:
    """What was found. The log is whole where there is no fault."""

    origin: str = ""
    size: int = 0
    seals: int = 0
    erased: int = 0
    waiting: int = 0
    late: int = 0
    sealed_at: datetime | None = None
    checkpoint: str = ""
    fault: Fault | None = None

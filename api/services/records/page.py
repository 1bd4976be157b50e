"""One page of a reading, and what every reading works with.

What belongs here: the values that go in and come out. What does not: how a page is read, and how it
is written to an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from api.db import Database
from api.policies.records import Record
from api.services.records.places import Place
from api.services.records.reach import Reach
from auth.context import AuthContext

State = Literal["current", "replaced"]


@dataclass(frozen=True)
class Desk:
    """What every reading works with.

    Attributes:
        database: the store.
        auth: the wiring that says whether an agreement holds.
        secret: keys the references that a recipient is given.
        now: the real clock, which dates events.
        business_now: the clock that dates returns.
    """

    database: Database
    auth: AuthContext
    secret: bytes = field(repr=False)
    now: Callable[[], datetime]
    business_now: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Item:
    """One record as its reader sees it, or word that a return comes anew.

    Attributes:
        state: `current`, or `replaced`: what the reader has of the return is void.
        return_ref: the reader's reference of the return that the record came with.
        month: the month of the return.
        agency: whose it is; None where that is not told.
        own: whether it is the reader's own.
        record_id: the owner's identifier for its owner, a pairwise reference for another.
        record: what is shown of the row.
    """

    state: State
    return_ref: str
    month: str
    agency: str | None
    own: bool
    record_id: str | None = None
    record: Record | None = None


@dataclass(frozen=True)
class Page:
    """Some records, and where the next page begins, if one follows."""

    items: Sequence[Item]
    next: Place | None
    as_of: datetime
    reach: Reach

"""Reminders: what an agency's system is told to do next, worked out from how things stand.

What belongs here: which reminder a standing gives, since when, and the call that answers it. What
does not: keeping reminders; none is stored, so that one is gone as soon as it is answered. Nothing
here names a person or counts a row.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final, Literal

from api.policies.participation import SOON_DAYS, nearness
from auth.showing import REMINDER
from schemas.period import Period

Kind = Literal[
    "late", "due", "refused", "to_be_explained", "due_soon", "agreement_ending", "review_due"
]

KINDS: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        "late": "The return was due and has not come.",
        "due": "The return is due today.",
        "refused": "The last delivery was refused and nothing of it is stored.",
        "to_be_explained": "The last delivery was refused until something in it is explained.",
        "due_soon": "The return is due soon.",
        "agreement_ending": "The agreement ends soon; nothing can be sent under it afterwards.",
        "review_due": "The agreement is due for its review.",
    }
)
"""What each kind says, the most pressing first."""

_ORDER: Final = tuple(KINDS)

EXPLAIN: Final = "explanation_needed"
"""The finding of a query that the envelope does not explain."""

REFUSED_FOR: Final = "refused_for"
"""Under this word the event of a refused delivery says what alone stood against it."""

DRY_RUN: Final = "dry_run"
"""This word in the event says that nothing was to be stored."""

_SEND: Final = "Send the month; with return_status nil where there is nothing to report."
_MEND: Final = "Correct the file and send it again; dry_run=true checks it and stores nothing."
_EXPLAIN: Final = "Send it again with a sentence for each query in envelope.explanations."
_RENEW: Final = "Read it; its parties can file terms with later dates (safershare agreement renew)."


@dataclass(frozen=True, slots=True)
class Call:
    """A call of the interface, and what to do with it."""

    method: str
    path: str
    says: str


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing that an agency should do.

    Attributes:
        kind: see `KINDS`.
        since: the first day on which it held.
        due_on: the day by which, or the last day of the agreement; None where there is none.
        dataset, period: the return, where it is about one.
        agreement: the agreement, where it is about one.
        answer: the call that answers it.
    """

    kind: Kind
    since: date
    due_on: date | None
    answer: Call
    dataset: str | None = None
    period: str | None = None
    agreement: str | None = None

    @property
    def id(self) -> str:
        """The same for as long as it is the same reminder, so that a system can tell new ones."""
        parts = (self.kind, self.dataset, self.period, self.agreement, str(self.since))
        return hashlib.sha256("|".join(part or "" for part in parts).encode()).hexdigest()[:16]

    @property
    def sentence(self) -> str:
        """What it says, in words."""
        return KINDS[self.kind]


def of_return(
    dataset: str, month: str, *, status: str, expected: bool, due_on: date | None, today: date
) -> Iterator[Reminder]:
    """The reminder of an owed return that has not come, if it is near its day or past it."""
    near = nearness(status, expected=expected, due_on=due_on, today=today)
    if near is None or due_on is None:
        return
    kind: Kind
    if near == "late":
        kind, since = "late", due_on + timedelta(days=1)
    elif near == "due":
        kind, since = "due", due_on
    else:
        kind, since = "due_soon", due_on - timedelta(days=SOON_DAYS)
    yield Reminder(kind, since, due_on, _put(dataset, month, _SEND), dataset, month)


def of_refusal(dataset: str, period: str, *, on: date, explain: bool) -> Reminder:
    """The reminder of a delivery that was refused and has not been followed by a good one."""
    if explain:
        return Reminder(
            "to_be_explained", on, None, _put(dataset, period, _EXPLAIN), dataset, period
        )
    return Reminder("refused", on, None, _put(dataset, period, _MEND), dataset, period)


def of_agreement(
    agreement: str, *, ends_on: date, review_on: date, today: date
) -> Iterator[Reminder]:
    """The reminders of an agreement in force whose last day or review is less than 92 days away."""
    call = Call("GET", f"/v1/agreements/{agreement}", _RENEW)
    days: tuple[tuple[Kind, date], ...] = (
        ("agreement_ending", ends_on),
        ("review_due", review_on),
    )
    for kind, day in days:
        if today >= day - REMINDER:
            yield Reminder(kind, day - REMINDER, day, call, agreement=agreement)


def ordered(found: Iterable[Reminder]) -> list[Reminder]:
    """Reminders by how pressing they are, then by how long they have held."""
    return sorted(
        found,
        key=lambda each: (
            _ORDER.index(each.kind), each.since, each.dataset or "", each.period or "",
        ),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Attempt:
    """One delivery as the log tells of it: of what, on which day, and how it ended."""

    dataset: str
    period: str
    on: date
    refused: bool
    explain: bool = False


def unanswered(attempts: Iterable[Attempt]) -> list[Attempt]:
    """The refused deliveries that no later one of the same months has settled, in any order.

    `attempts` come the oldest first. A later delivery of a quarter settles one of its months, and
    one of every month settles the quarter.
    """
    last: dict[tuple[str, str], Attempt] = {}
    for each in attempts:
        for month in Period.parse(each.period).months():
            last[each.dataset, str(month)] = each
    return list(dict.fromkeys(each for each in last.values() if each.refused))


def _put(dataset: str, period: str, says: str) -> Call:
    return Call("PUT", f"/v1/returns/{dataset}/{period}", says)

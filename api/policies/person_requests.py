"""What a person may ask of an agency that holds records of theirs, and the life of such a request.

What belongs here: kinds, states as data, reasons for a refusal, the time an answer may take. What
does not: finding, showing or changing records. An answer can endanger: who asks may be the one who
abuses, in their own name or in another's. So nothing but a restriction is done before the agency
that owns the records has recorded that it knows who asks and has weighed the risk.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

from auth.refusals import Conflict, Unprocessable

Kind = Literal["access", "restriction", "lifting", "erasure"]
Status = Literal["received", "held", "cleared", "done", "refused"]
Outcome = Literal["clear", "danger"]
Decision = Literal["carry_out", "refuse"]

KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "access": "a copy of what is held of the person (UK GDPR Art. 15)",
        "restriction": "records stay and are shown to nobody else (UK GDPR Art. 18)",
        "lifting": "a restriction ends (UK GDPR Art. 18(3))",
        "erasure": "records are removed (UK GDPR Art. 17)",
    }
)

_CHECKED: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "received": frozenset({"held", "cleared", "refused"}),
        "held": frozenset({"held", "cleared", "refused"}),
        "cleared": frozenset({"held", "cleared", "done", "refused"}),
        "done": frozenset(),
        "refused": frozenset(),
    }
)
NEXT: Final[Mapping[str, Mapping[str, frozenset[str]]]] = MappingProxyType(
    {
        "access": _CHECKED,
        "erasure": _CHECKED,
        "lifting": _CHECKED,
        # Keeping a person's rows from others endangers nobody: it need not wait.
        "restriction": {**_CHECKED, "received": _CHECKED["received"] | {"done"}},
    }
)
"""Which status may follow which, by kind."""

CLOSED: Final = frozenset({"done", "refused"})

REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "identity_not_established": "It could not be established that the person themself asks"
        " (UK GDPR Art. 12(6)).",
        "serious_harm": "The answer would be likely to cause serious harm to somebody (Data"
        " Protection Act 2018 Sch. 3, to be confirmed).",
        "rights_of_others": "The answer would give away another person (Data Protection Act 2018"
        " Sch. 2 para. 16, to be confirmed).",
        "crime_and_taxation": "The answer would prejudice the prevention or detection of crime"
        " (Data Protection Act 2018 Sch. 2 para. 2, to be confirmed).",
        "legal_obligation": "The records must be kept by law or for a public task (UK GDPR Art."
        " 17(3)(b)).",
        "legal_claims": "The records are needed for legal claims (UK GDPR Art. 17(3)(e)).",
        "excessive": "The request is manifestly unfounded or excessive (UK GDPR Art. 12(5)).",
        "withdrawn": "The person has taken the request back.",
    }
)
"""Why an agency may refuse, by code; each is for its own data-protection lead to confirm."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What an agency recorded of its risk check.

    Attributes:
        outcome: `clear`, or `danger`, which holds the request.
        identity_established: whether the agency knows that the person themself asks.
        left_out: datasets whose records it keeps out of the answer.
    """

    outcome: Outcome
    identity_established: bool
    left_out: tuple[str, ...] = ()


def due_on(received: date) -> date:
    """The day by which an answer is owed: a month after it was asked (UK GDPR Art. 12(3)).

    In a shorter month that is its last day.
    """
    year, month = divmod(received.year * 12 + received.month, 12)
    return date(year, month + 1, min(received.day, calendar.monthrange(year, month + 1)[1]))


def after_check(kind: str, status: str, *, checked: Checked) -> Status:
    """The status after a risk check.

    Raises:
        Conflict: the request is closed.
        Unprocessable: it is said to be clear though nobody knows who asks.
    """
    if checked.outcome == "clear" and not checked.identity_established:
        raise Unprocessable(
            "identity_not_established",
            detail="Establish that the person themself asks before the request is cleared.",
        )
    follows: Status = "cleared" if checked.outcome == "clear" else "held"
    check_may_follow(kind, status, follows=follows)
    return follows


def check_may_follow(kind: str, status: str, *, follows: str) -> None:
    """Refuse a step that the life of such a request does not know.

    Raises:
        Conflict: `follows` may not follow the present status.
    """
    if follows in NEXT[kind][status]:
        return
    if follows == "done" and status not in CLOSED:
        raise Conflict(
            "risk_check_needed",
            detail="Nothing is done before the agency has recorded a risk check that clears it.",
        )
    raise Conflict("request_state", detail=f"A request that is {status} cannot become {follows}.")


def check_reason(reason: str | None) -> str:
    """The reason of a refusal.

    Raises:
        Unprocessable: there is none, or it is not of the list.
    """
    if reason is None or reason not in REASONS:
        raise Unprocessable("reason_needed", detail="A refusal names one reason of the list.")
    return reason


def check_exportable(kind: str, status: str) -> None:
    """Refuse a copy that was not asked for, or is not cleared.

    Raises:
        Conflict: the request is of another kind, or is held, closed or not checked yet.
    """
    if kind != "access":
        raise Conflict("request_state", detail="Only a request for access has a copy to give.")
    if status != "cleared":
        raise Conflict(
            "risk_check_needed",
            detail="The copy is held until the agency has recorded a risk check that clears it.",
        )

"""The states of an agreement: one graph as data, and where an agreement stands in it today.

What belongs here: which step leads from which state to which, who may take it, and the state worked
out from what is on file. The state is nowhere stored. What does not: the checks of a signature, and
what each party may still do by itself (`auth.standing`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from auth import agreements
from auth.agreements import AgreementInForce, Filed
from auth.refusals import Conflict, Forbidden
from auth.standing import standing
from auth.terms import Terms


class State(StrEnum):
    """How an agreement stands today."""

    DRAFT = "draft"
    SIGNED = "signed"
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


class Step(StrEnum):
    """What can happen to an agreement once its first version is filed."""

    REDRAFT = "redraft"
    SIGN = "sign"
    SUSPEND = "suspend"
    RESUME = "resume"
    WITHDRAW = "withdraw"
    END = "end"
    DAY = "day"
    REVOKE_KEY = "revoke_key"


MEANS: Final[Mapping[State, str]] = MappingProxyType(
    {
        State.DRAFT: "No version has the valid signatures of all its parties. Nothing is shared.",
        State.SIGNED: "All parties have signed, and the first day has not come. Nothing is shared.",
        State.IN_FORCE: "All parties have signed and today lies within the dates.",
        State.SUSPENDED: "At least one party has halted it. Nothing is shared until each has"
        " resumed.",
        State.EXPIRED: "Its last day is over. Nothing is shared; a renewed version can follow.",
        State.WITHDRAWN: "Fewer than two parties are left. Nothing is shared.",
        State.ENDED: "A party has ended it for good. Nothing is shared, and nothing can follow.",
    }
)

WHO: Final[Mapping[Step, str]] = MappingProxyType(
    {
        Step.REDRAFT: "any party: it files changed terms as a new version that nobody has signed",
        Step.SIGN: "each party for itself, with its confirmed signing key",
        Step.SUSPEND: "any party, at once and for any reason",
        Step.RESUME: "each party that suspended it, for itself",
        Step.WITHDRAW: "any party for itself, for good; the others stay bound",
        Step.END: "any party, for all of them and for good",
        Step.DAY: "the calendar, at midnight in London",
        Step.REVOKE_KEY: "an operator who is told that others may know a signing key",
    }
)

_OVER: Final = (Step.DAY, Step.REVOKE_KEY)
_D, _S, _F, _H, _X, _W, _E = (
    State.DRAFT,
    State.SIGNED,
    State.IN_FORCE,
    State.SUSPENDED,
    State.EXPIRED,
    State.WITHDRAWN,
    State.ENDED,
)

GRAPH: Final[Mapping[State, Mapping[Step, frozenset[State]]]] = MappingProxyType(
    {
        _D: {
            Step.REDRAFT: frozenset({_D}),
            Step.SIGN: frozenset({_D, _S, _F, _X}),
            # Who has not signed and leaves is waited for no longer.
            Step.WITHDRAW: frozenset({_D, _S, _F, _X, _W}),
            Step.END: frozenset({_E}),
            **dict.fromkeys(_OVER, frozenset({_D})),
        },
        _S: {
            Step.REDRAFT: frozenset({_S}),
            Step.SIGN: frozenset({_S, _F, _X}),
            Step.SUSPEND: frozenset({_H}),
            Step.WITHDRAW: frozenset({_S, _F, _X, _W}),
            Step.END: frozenset({_E}),
            Step.DAY: frozenset({_S, _F, _X}),
            Step.REVOKE_KEY: frozenset({_S, _D}),
        },
        _F: {
            Step.REDRAFT: frozenset({_F}),
            Step.SIGN: frozenset({_F, _X}),
            Step.SUSPEND: frozenset({_H}),
            Step.WITHDRAW: frozenset({_F, _X, _W}),
            Step.END: frozenset({_E}),
            Step.DAY: frozenset({_F, _X}),
            Step.REVOKE_KEY: frozenset({_F, _D}),
        },
        _H: {
            Step.REDRAFT: frozenset({_H}),
            Step.SIGN: frozenset({_H}),
            Step.SUSPEND: frozenset({_H}),
            Step.RESUME: frozenset({_H, _D, _S, _F, _X, _W}),
            Step.WITHDRAW: frozenset({_H, _D, _S, _F, _X, _W}),
            Step.END: frozenset({_E}),
            **dict.fromkeys(_OVER, frozenset({_H})),
        },
        _X: {
            Step.REDRAFT: frozenset({_X}),
            Step.SIGN: frozenset({_X, _F}),
            Step.WITHDRAW: frozenset({_X, _F, _W}),
            Step.END: frozenset({_E}),
            Step.DAY: frozenset({_X, _F}),
            Step.REVOKE_KEY: frozenset({_X, _D}),
        },
        _W: {
            Step.WITHDRAW: frozenset({_W}),
            Step.END: frozenset({_E}),
            **dict.fromkeys(_OVER, frozenset({_W})),
        },
        _E: dict.fromkeys(_OVER, frozenset({_E})),
    }
)
"""Where each step leads from each state; a step that is not there is refused. Where several states
are named, signatures and dates decide. Filing the first version leads to `draft`."""

_BY_REFUSAL: Final[Mapping[str, State]] = MappingProxyType(
    {
        "agreement_ended": State.ENDED,
        "agreement_suspended": State.SUSPENDED,
        "agreement_withdrawn": State.WITHDRAWN,
        "agreement_unsigned": State.DRAFT,
        "agreement_not_started": State.SIGNED,
        "agreement_expired": State.EXPIRED,
    }
)
"""Why nothing is in force says which state it is."""


def now(filed: Filed, *, today: date) -> tuple[State, AgreementInForce | None]:
    """The state of an agreement, and the version in force if there is one."""
    try:
        return State.IN_FORCE, agreements.current(filed, today=today)
    except Forbidden as refusal:
        return _BY_REFUSAL[refusal.code], None


def check(filed: Filed, *, step: Step, today: date) -> None:
    """Make sure that the graph knows the step from the agreement's present state.

    Raises:
        Conflict: it does not.
    """
    state, _ = now(filed, today=today)
    if step not in GRAPH[state]:
        raise Conflict(f"agreement_{state}", detail=f"That is not possible now. {MEANS[state]}")


def possible(filed: Filed, *, agency_id: str, today: date) -> list[Step]:
    """What a party may do now, in the order of the steps."""
    state, _ = now(filed, today=today)
    stands = standing(filed.changes)
    if agency_id in stands.withdrawn:
        return []
    halted = agency_id in stands.suspended_by
    unsigned = any(agency_id in agreements.awaiting(filed, terms=each) for each in _newest(filed))
    fits = {
        Step.SIGN: unsigned,
        Step.SUSPEND: not halted,
        Step.RESUME: halted,
        Step.DAY: False,
        Step.REVOKE_KEY: False,
    }
    return [step for step in Step if step in GRAPH[state] and fits.get(step, True)]


def _newest(filed: Filed) -> list[Terms]:
    return list(agreements.versions_of(filed))[:1]

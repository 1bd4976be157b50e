"""How an agreement stands: what its parties did about it since it was signed.

What belongs here: the changes a party can make, what they add up to, and which is possible when.
What does not: signatures and dates.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from auth.refusals import Conflict


class Status(StrEnum):
    """How an agreement stands, apart from signatures and dates."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    ENDED = "ended"


@dataclass(frozen=True)
class Change:
    """`suspend`, `resume`, `end` or `withdraw`, by an agency at an instant."""

    change: str
    agency_id: str
    at: datetime


@dataclass(frozen=True)
class Standing:
    """What the changes add up to."""

    ended: bool
    suspended_by: frozenset[str]
    withdrawn: frozenset[str]

    @property
    def status(self) -> Status:
        """The standing in one word."""
        if self.ended:
            return Status.ENDED
        return Status.SUSPENDED if self.suspended_by else Status.ACTIVE


def standing(changes: Iterable[Change]) -> Standing:
    """How an agreement stands after its changes.

    Any party may suspend; it stays suspended until each one that did has resumed or withdrawn. An
    end is final, and so is a withdrawal: who would come back needs a new agreement.
    """
    # Of two at one instant the suspension counts last, so that doubt keeps data where it is.
    ordered = sorted(changes, key=lambda each: (each.at, each.change == "suspend"))
    suspended: set[str] = set()
    for each in ordered:
        if each.change == "suspend":
            suspended.add(each.agency_id)
        elif each.change == "resume":
            suspended.discard(each.agency_id)
    withdrawn = frozenset(each.agency_id for each in ordered if each.change == "withdraw")
    ended = any(each.change == "end" for each in ordered)
    return Standing(ended, frozenset(suspended) - withdrawn, withdrawn)


def check_open(now: Standing, *, agency_id: str) -> None:
    """Make sure that the agency can still do something about the agreement.

    Raises:
        Conflict: it has ended, or the agency has withdrawn.
    """
    if now.ended:
        raise Conflict("agreement_ended", detail="The agreement has ended.")
    if agency_id in now.withdrawn:
        raise Conflict("agreement_withdrawn", detail="You have withdrawn from the agreement.")


def check_change(now: Standing, *, change: str, agency_id: str) -> None:
    """Make sure that the agency can change the standing so.

    Raises:
        Conflict: it cannot any more, or the change would change nothing.
    """
    check_open(now, agency_id=agency_id)
    suspended = agency_id in now.suspended_by
    if change == "suspend" and suspended:
        raise Conflict("agreement_suspended", detail="You have suspended it already.")
    if change == "resume" and not suspended:
        raise Conflict("agreement_not_suspended", detail="You have not suspended it.")

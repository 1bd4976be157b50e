"""How far a question about records reaches: whose rows, which fields, under which version.

What belongs here: deciding it from the caller and the agreement as it holds at that moment. What
does not: which rows there are, and what a row must meet to leave.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from auth.agreements import AgreementInForce
from auth.caller import Caller
from auth.refusals import Forbidden, NotFound, Unprocessable
from schemas.leaving import ROWLESS, SHELTERS
from schemas.period import Period

BOTH_ENDS: Final = frozenset({"referral_coordination"})
"""Purposes for which a referral is read by whoever made it and whoever it was made to (P05)."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked.

    Attributes:
        dataset: the dataset; the caller's token covers it.
        period: months asked for; None for all there are.
        agency: the one agency whose rows are asked for.
        since: returns that changed since then alone.
    """

    dataset: str
    period: Period | None = None
    agency: str | None = None
    since: datetime | None = None

    @property
    def text(self) -> str:
        """The question in one line, which a cursor is bound to."""
        since = self.since.isoformat() if self.since else ""
        return f"records|{self.dataset}|{self.period or ''}|{self.agency or ''}|{since}"

    @property
    def months(self) -> frozenset[str] | None:
        """The months asked for by name."""
        return None if self.period is None else frozenset(map(str, self.period.months()))


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose rows answer a question, and what of them.

    Attributes:
        own: whether the caller's own do.
        others: the other agencies whose rows do.
        withheld: dotted names of the dataset's fields that the agreement keeps back.
        areas: what the agreement is about.
        both_ends: whether a referral is shown to the two agencies it joins alone.
        version: of the agreement's terms.
        retention_months: how long the agreement lets a recipient keep what it reads.
    """

    own: bool
    others: frozenset[str]
    withheld: frozenset[str]
    areas: frozenset[str]
    both_ends: bool
    version: int
    retention_months: int


def reach(caller: Caller, question: Question, *, held: AgreementInForce) -> Reach:
    """How far a question reaches under an agreement.

    Raises:
        Forbidden: others' rows are asked for and no reader or reason is named, or the purpose does
            not let them be read.
        NotFound: the agency named provides nothing under the agreement, if there is such a one.
        Unprocessable: one other agency is named in a dataset that does not tell whose a row is.
    """
    agency = question.agency
    others = _others(caller, question, held=held)
    if agency is not None:
        others = frozenset() if agency == caller.agency_id else _named(caller, question, others)
    if others:
        caller.check_reader()
    prefix = f"{question.dataset}."
    return Reach(
        own=agency is None or agency == caller.agency_id,
        others=others,
        withheld=frozenset(
            name.removeprefix(prefix)
            for name in held.terms.withheld_fields
            if name.startswith(prefix)
        ),
        areas=held.terms.areas,
        both_ends=caller.purpose in BOTH_ENDS,
        version=held.version,
        retention_months=held.terms.retention_months,
    )


def _others(caller: Caller, question: Question, *, held: AgreementInForce) -> frozenset[str]:
    """The providers whose rows the agreement and its purpose let the caller read."""
    reads = held.reads(caller.agency_id, dataset=question.dataset, purpose=caller.purpose or "")
    if not reads or question.dataset in ROWLESS:
        return frozenset()
    return held.providers - {caller.agency_id}


def _named(caller: Caller, question: Question, others: frozenset[str]) -> frozenset[str]:
    caller.check_reader()
    if not others:
        raise Forbidden(
            "rows_not_granted",
            detail="Neither purpose nor agreement lets rows of others be read one after another.",
        )
    if question.dataset in SHELTERS:
        raise Unprocessable(
            "agency_not_told", detail="This dataset does not tell from which agency a row comes."
        )
    if question.agency not in others:
        raise NotFound("no_agency", detail="No such agency provides records to you.")
    return frozenset({question.agency})

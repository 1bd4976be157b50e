"""The truth table of access: who may do what with what, under an agreement in which state.

What belongs here: the questions of the table, and their answers as the rules of agreements give
them. What does not: asking the service, or the database.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Final

from auth import agreements
from auth.agreements import AgreementInForce, Filed
from auth.refusals import Forbidden
from schemas.dataset import Column, columns
from schemas.datasets import DATASETS
from schemas.fields import Opaque, PersonRefs
from schemas.leaving import JUDGED_BY, NEVER_LEAVES, ROWLESS, may_leave
from schemas.purposes import PURPOSES
from tests.rows import flat

TODAY: Final = date(2026, 4, 20)
PARTNERSHIP, ELSEWHERE = "bromley", "elsewhere"

PROVIDER, BOTH, RECIPIENT, WITHDRAWN, STRANGER, FOREIGN = (
    "met-bromley", "bcwa", "bromley-housing", "kings-pruh", "probation-bromley", "bromley-da-lead",
)  # fmt: skip
CALLERS: Final = (PROVIDER, BOTH, RECIPIENT, WITHDRAWN, STRANGER, FOREIGN)
"""By role in every agreement; the stranger is no party, and the foreign agency's partnership is
another one."""

STATES: Final = ("draft", "signed", "in_force", "suspended", "expired", "ended", "withdrawn")
NUMBERS: Final = {state: f"DSA-2026-05{n:02d}" for n, state in enumerate(STATES)}

AGREED: Final = (
    "strategic_needs_assessment", "performance_scrutiny", "high_risk_safeguarding",
    "referral_coordination", "perpetrator_management", "system_testing_and_training",
    "data_quality_assurance",
)  # fmt: skip
"""The purposes of every agreement of the table; three are left out."""

LEFT_OUT: Final = frozenset({"child_contact", "protective_order"})
"""Datasets that no agreement of the table covers."""

ASPECTS: Final = (
    "submit", "aggregate", "seal", "retrieve open", "retrieve withheld", "retrieve never",
    "retrieve restricted",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """Six or seven rows of the table: everything about one caller, agreement, purpose, dataset."""

    caller: str
    state: str
    purpose: str
    dataset: str

    @property
    def partnership(self) -> str:
        return ELSEWHERE if self.caller == FOREIGN else PARTNERSHIP


Answers = Mapping[str, bool]
"""By aspect: whether it is allowed."""


@dataclass(frozen=True, slots=True)
class Fields:
    """A dataset's fields that stand for their kind: an open one, one that agreements withhold, one
    that never leaves; None where it has none."""

    open: Column | None
    withheld: Column | None
    never: Column | None


def _fields(dataset: str) -> Fields:
    kind, good = DATASETS[dataset], flat(dataset)
    told = [
        column
        for column in columns(kind)
        if not column.block
        and good.get(column.name) is not None
        and column.name not in JUDGED_BY[dataset]
        and not isinstance(column.field, Opaque | PersonRefs)
    ]
    leaving = [column for column in told if column in may_leave(kind)]
    never = [
        column
        for column in columns(kind)
        if column.name in NEVER_LEAVES[dataset] - JUDGED_BY[dataset]
        and good.get(column.name) is not None
    ]
    first, second = [*leaving[:2], None, None][:2]
    return Fields(first, second, never[0] if never else None)


FIELDS: Final = {name: _fields(name) for name in DATASETS}
WITHHELD: Final = sorted(
    f"{name}.{fields.withheld.name}"
    for name, fields in FIELDS.items()
    if fields.withheld is not None and name not in LEFT_OUT
)


def aspects(dataset: str) -> Iterator[str]:
    """Those that there are of a dataset."""
    fields, kind = FIELDS[dataset], DATASETS[dataset]
    missing = {
        "retrieve withheld": fields.withheld is None,
        "retrieve never": fields.never is None,
        "retrieve restricted": not kind.persons,
    }
    return (each for each in ASPECTS if not missing.get(each, False))


def questions() -> Sequence[Question]:
    """Every one, in a fixed order."""
    return [Question(*each) for each in product(CALLERS, STATES, sorted(PURPOSES), DATASETS)]


def by_agreements(question: Question, *, filed: Filed) -> Answers:
    """What the rules of agreements answer about what is on file."""
    held = _held(question, filed=filed)
    found = {aspect: held is not None and _permits(held, question, aspect) for aspect in ASPECTS}
    return {aspect: found[aspect] for aspect in aspects(question.dataset)}


def _held(question: Question, *, filed: Filed) -> AgreementInForce | None:
    if question.partnership != filed.partnership_id:
        return None
    try:
        return agreements.for_party(filed, agency_id=question.caller, today=TODAY)
    except Forbidden:
        return None


def _permits(held: AgreementInForce, question: Question, aspect: str) -> bool:
    action, _, field = aspect.partition(" ")
    who, purpose, dataset = question.caller, question.purpose, question.dataset
    if not field:
        return held.permits(who, action=action, purpose=purpose, dataset=dataset)
    rows = held.reads(who, dataset=dataset, purpose=purpose) and dataset not in ROWLESS
    return rows and who != PROVIDER and field == "open"

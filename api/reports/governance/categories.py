"""Kinds of personal data and of persons, as the law divides them, told of the datasets' own fields.

What belongs here: which fields the law protects more (UK GDPR Art. 9 and 10), and which persons a
dataset is about. What does not: how a field is defined.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from schemas.dataset import Dataset, columns
from schemas.leaving import NEVER_LEAVES, ROWLESS
from schemas.senders import senders

SPECIAL: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ethnicity_self": "racial or ethnic origin",
        "ethnicity_observed": "racial or ethnic origin",
        "religion": "religious belief",
        "sexual_orientation": "sexual orientation",
        "gender_identity": "gender identity (handled as special category data)",
        "disability": "health",
        "impairments": "health",
        "mental_health_need": "health",
        "substance_need": "health",
        "pregnant_or_recent_birth": "health",
    }
)
"""Fields of a person block that are special category data (UK GDPR Art. 9(1))."""

HEALTH: Final = frozenset({"health_contact"})
"""Datasets whose every row is about health."""

OFFENCES: Final = frozenset(
    {
        "incident",
        "justice_outcome",
        "marac_case",
        "perpetrator_intervention",
        "protective_order",
        "review_action",
    }
)
"""Datasets with data on criminal offences, alleged ones included (UK GDPR Art. 10)."""

ROLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "victim": "people who are abused",
        "suspect": "people who are said to abuse",
        "respondent": "people against whom an order is sought",
        "child": "children",
        "lead": "the lead person of a household",
        "subject": "people whom a service, a court or a programme works with",
    }
)
"""Whom the person blocks of the datasets are about."""


@dataclass(frozen=True, slots=True)
class Held:
    """A dataset in the words of a record of processing.

    Attributes:
        title, grain: what it is, and what one record is.
        senders: kinds of agency that usually send it.
        about: whom it is about.
        person, event: titles of the fields about a person, and of those about what happened.
        special: kinds of data that the law protects more.
        minimum: the columns that are enough to begin with.
        leaves: how many fields an agreement can let another agency see in rows, of how many.
    """

    name: str
    title: str
    grain: str
    senders: tuple[str, ...]
    about: tuple[str, ...]
    person: tuple[str, ...]
    event: tuple[str, ...]
    special: tuple[str, ...]
    minimum: tuple[str, ...]
    leaves: int
    fields: int


def held(dataset: type[Dataset]) -> Held:
    """What a dataset holds, and of whom."""
    usual = senders(dataset.name)
    named = columns(dataset)
    leaving = 0 if dataset.name in ROWLESS else len(named) - len(NEVER_LEAVES[dataset.name])
    return Held(
        dataset.name,
        dataset.title,
        dataset.grain,
        tuple(dict.fromkeys((*usual.records, *usual.counts))),
        tuple(dict.fromkeys(ROLES[block] for block in dataset.persons)),
        tuple(dict.fromkeys(column.field.title for column in named if column.block)),
        tuple(column.field.title for column in named if not column.block),
        _special(dataset),
        tuple(dataset.minimum),
        leaving,
        len(named),
    )


def _special(dataset: type[Dataset]) -> tuple[str, ...]:
    kinds = [SPECIAL[column.key] for column in columns(dataset) if column.key in SPECIAL]
    if dataset.name in HEALTH:
        kinds.append("health")
    if dataset.name in OFFENCES:
        kinds.append("criminal offences (Art. 10)")
    return tuple(dict.fromkeys(kinds))

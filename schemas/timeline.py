"""What a timeline may show: of each dataset, which day is an event, whose it is, and what is told
of it.

What belongs here: the white list, as data. A dataset that is not named gives no events, and a field
that is not named is never shown. What does not: whose timeline may be read, and by whom.

An event shows its day, its kind, who recorded it and of which sector; besides that the level of
risk or the kind of order, and nothing else (design). Three kinds are told in wider words, since the
very name of who recorded them would say where a person stays, is treated or is helped: they show a
month and no agency.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, Literal

from schemas.leaving import SHELTERS

How = Literal["plain", "month", "month_and_group"]
"""How much of an event is told: its day and agency; its month alone; its month and the group of
the agency's sector."""

Where = tuple[tuple[str, frozenset[str]], ...]
"""(field, codes), each of which must hold."""


@dataclass(frozen=True, slots=True)
class Person:
    """The event is that of the person in this block of the row."""

    block: str


@dataclass(frozen=True, slots=True)
class Linked:
    """The event is that of each person whom this list of references names.

    `block` is the person whose row it is, who must be free to be shared as well.
    """

    field: str
    block: str


@dataclass(frozen=True, slots=True)
class Through:
    """The event is that of a person in another dataset's row, which this reference names.

    `block` is the person whose row it is; `whose` the other dataset's block.
    """

    field: str
    block: str
    dataset: str
    whose: str


Whose = Person | Linked | Through


@dataclass(frozen=True)
class Happening:
    """One kind of event that a row of a dataset may tell.

    Attributes:
        event: its kind, as it is told.
        title: the same for people.
        dataset: the dataset whose rows tell it.
        day: the field with its day or month; a row without it tells no such event.
        whose: how the row is found to be the listed person's.
        where: the event is told of rows with these codes alone.
        unless: alternatives: it is not told of rows with the codes of one of them.
        shown: what is told besides: member of the answer -> field.
        how: how much is told of when and by whom.
    """

    event: str
    title: str
    dataset: str
    day: str
    whose: Whose
    where: Where = ()
    unless: tuple[Where, ...] = ()
    shown: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    how: How = "plain"

    @property
    def fields(self) -> frozenset[str]:
        """The dotted names of the fields without which the event cannot be told."""
        found = {name for part in (self.where, *self.unless) for name, _ in part}
        found |= {self.day} - {MONTH}
        if not isinstance(self.whose, Person):
            found.add(self.whose.field)
        return frozenset(found)


SHOWN: Final = ("risk_level", "order")
"""What an event may show besides when, what and by whom (design)."""

NOT_FOR_LIVE_DECISIONS: Final = (
    "Not for live safety decisions. An event that is not here may still have happened: agencies"
    " send after the month, not every agency sends, and much is never shared."
)
"""What every timeline opens with (design)."""

_RISK: Final = MappingProxyType({"risk_level": "risk_level"})
_ORDER: Final = MappingProxyType({"order": "order_type"})
_OF_A_VICTIM: Final = (("subject_role", frozenset({"victim"})),)
_OF_THE_VICTIM: Final = Through("incident_ref", "subject", "incident", "victim")
_A_CHARGE: Final = (("outcome_code", frozenset({"SD1", "SD2", "1", "1A"})),)
"""Charges and summonses, as the measure of that name counts them."""

_SHELTERS: Final[Mapping[str, tuple[Where, ...]]] = SHELTERS
MONTH: Final = "month"
"""The month of the return that a row came with, which every row has."""


def _sheltered(dataset: str, block: str) -> tuple[Happening, ...]:
    """What is told of rows about safe accommodation: the fact and the month."""
    return tuple(
        Happening(
            "in_safe_accommodation", "In safe accommodation", dataset, MONTH, Person(block),
            where=where, how="month",
        )
        for where in _SHELTERS[dataset]
    )  # fmt: skip


def _support(event: str, title: str, day: str) -> Happening:
    whose = Person("subject")
    return Happening(
        event, title, "service_episode", day, whose, unless=_SHELTERS["service_episode"],
        how="month_and_group",
    )  # fmt: skip


def _order(event: str, title: str, day: str) -> Happening:
    return Happening(event, title, "protective_order", day, Person("victim"), shown=_ORDER)


def _justice(event: str, title: str, day: str, **which: Any) -> Happening:
    return Happening(event, title, "justice_outcome", day, _OF_THE_VICTIM, **which)


TIMELINE: Final = (
    Happening("reported", "Reported to the police", "incident", "reported_on", Person("victim")),
    Happening(
        "risk_assessed", "Risk assessed", "risk_assessment", "assessed_on", Person("subject"),
        where=_OF_A_VICTIM, shown=_RISK,
    ),
    Happening(
        "conference_referral", "Referred to a conference on high risk", "risk_assessment",
        "marac_referred_on", Person("subject"), where=_OF_A_VICTIM,
    ),
    Happening(
        "conference", "Heard at a conference on high risk", "marac_case", "meeting_on",
        Person("victim"),
    ),
    Happening(
        "referred", "Referred to a service", "referral", "referred_on", Person("subject"),
        shown=_RISK,
    ),
    _support("support_began", "Support began", "start_on"),
    _support("support_ended", "Support ended", "end_on"),
    _order("order_applied_for", "Order applied for", "applied_on"),
    _order("order_decided", "Order decided", "decided_on"),
    _order("order_from", "Order in force from", "in_force_from"),
    _order("order_to", "Order in force to", "in_force_to"),
    _justice("charged", "Charged", "outcome_on", where=_A_CHARGE),
    _justice("outcome", "Outcome of justice", "outcome_on", unless=(_A_CHARGE,)),
    _justice("hearing", "Hearing", "hearing_on"),
    _justice("result", "Result recorded", "result_recorded_on"),
    Happening(
        "release_expected", "Release expected", "perpetrator_intervention", "release_expected_on",
        Linked("linked_victim_refs", "subject"),
    ),
    Happening(
        "released", "Released", "perpetrator_intervention", "release_on",
        Linked("linked_victim_refs", "subject"),
    ),
    Happening(
        "child_contact", "Contact with children's services", "child_contact", "contact_on",
        Person("child"),
    ),
    Happening(
        "health_contact", "Contact with a health service", "health_contact", "contact_month",
        Person("subject"), how="month_and_group",
    ),
    *_sheltered("housing_support", "lead"),
    *_sheltered("service_episode", "subject"),
)  # fmt: skip
"""Every kind of event a timeline may show. A charge is told as such, any other outcome by its day
alone. Support given in a refuge is told as safe accommodation and never as support."""

EVENTS: Final[Mapping[str, str]] = MappingProxyType({each.event: each.title for each in TIMELINE})
"""The kinds of event with their titles."""

DATASETS: Final = tuple(dict.fromkeys(each.dataset for each in TIMELINE))
"""The datasets a timeline is made from."""


def persons() -> Mapping[str, str]:
    """By dataset, the block of the person whose timeline its rows belong to."""
    return {each.dataset: each.whose.block for each in TIMELINE if isinstance(each.whose, Person)}


def told(*, datasets: frozenset[str], withheld: frozenset[str]) -> tuple[Happening, ...]:
    """The kinds of event that remain of these datasets, less those told by a withheld field.

    Args:
        datasets: those an agreement and a token cover.
        withheld: `dataset.field` of what the agreement keeps back.
    """
    return tuple(
        each
        for each in TIMELINE
        if _made_from(each) <= datasets and not _kept_back(each, withheld=withheld)
    )


def _made_from(each: Happening) -> frozenset[str]:
    through = {each.whose.dataset} if isinstance(each.whose, Through) else set()
    return frozenset({each.dataset} | through)


def _kept_back(each: Happening, *, withheld: frozenset[str]) -> bool:
    whose = each.whose
    names = {f"{each.dataset}.{name}" for name in each.fields}
    names.add(f"{each.dataset}.{whose.block}.person_ref")
    if isinstance(whose, Through):
        names |= {f"{whose.dataset}.record_id", f"{whose.dataset}.{whose.whose}.person_ref"}
    return bool(names & withheld)


def values(
    row: Mapping[str, Any], *, happening: Happening, withheld: frozenset[str]
) -> dict[str, str]:
    """What is told of a row besides when, what and by whom; what is withheld is left out."""
    return {
        member: str(row[name])
        for member, name in happening.shown.items()
        if row.get(name) is not None and f"{happening.dataset}.{name}" not in withheld
    }

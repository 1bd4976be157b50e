"""The four papers as Markdown, each from a template and what the definitions say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.policies.person_requests import KINDS, REASONS
from api.policies.retention import (
    CASE_MONTHS,
    REQUEST_MONTHS,
    RULES,
    TOLD_MONTHS,
    Rule,
    Stay,
    leaves_on,
)
from api.reports.governance import categories
from api.reports.governance.risks import RISKS
from api.reports.words import day, listed, sentence
from schemas.codes import code_list
from schemas.datasets import DATASETS
from schemas.period import Period
from schemas.purposes import PURPOSES

_FOLDER: Final = Path(__file__).parent / "templates"

NAMES: Final = (
    "README.md",
    "record-of-processing.md",
    "impact-assessment.md",
    "sharing-agreement.md",
    "privacy-notice.md",
)
"""The files, in the order in which they are read."""

ACTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "submit": "sends returns",
        "retrieve": "reads rows and timelines of others, as far as section 4 allows",
        "aggregate": "reads released figures, indicators and reports",
        "seal": "seals releases",
    }
)
"""What an action lets a party do, in words."""

EXAMPLE: Final = Period.parse_month("2026-03")
"""The month by which retention is explained."""


@dataclass(frozen=True, slots=True)
class Parties:
    """A partnership, its agencies and what they agreed.

    Attributes:
        name: the partnership's name for people.
        agencies: name and sector of each agency, by its id.
        agreements: the terms of each agreement, as they were signed.
    """

    name: str
    agencies: Mapping[str, tuple[str, str]]
    agreements: tuple[Mapping[str, Any], ...]

    def name_of(self, agency: str) -> str:
        """An agency's name for people."""
        return self.agencies.get(agency, (agency, ""))[0]


def papers(parties: Parties) -> dict[str, str]:
    """Every paper by the name of its file."""
    said = _said(parties)
    return {name: _environment().get_template(f"{name}.jinja").render(said) for name in NAMES}


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=False,  # noqa: S701 - Markdown, from definitions and signed terms alone
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(listed=lambda items: listed(list(items)), sentence=sentence, day=_day)
    return made


def _day(text: str) -> str:
    return day(date.fromisoformat(text))


def _said(parties: Parties) -> dict[str, Any]:
    """Everything that a template may name."""
    purposes = {name for terms in parties.agreements for name in terms["purposes"]}
    datasets = {name for terms in parties.agreements for name in terms["datasets"]}
    return {
        "parties": parties,
        "agencies": _agencies(parties),
        "agreements": parties.agreements,
        "purposes": [each for each in PURPOSES.values() if each.name in purposes],
        "every_purpose": PURPOSES,
        "datasets": [categories.held(each) for each in DATASETS.values() if each.name in datasets],
        "titles": {each.name: each.title for each in DATASETS.values()},
        "actions": ACTIONS,
        "kept": _kept(),
        "months": {"cases": CASE_MONTHS, "requests": REQUEST_MONTHS, "told": TOLD_MONTHS},
        "leaving": _leaving,
        "sees": _sees,
        "requests": KINDS,
        "reasons": REASONS,
        "risks": RISKS,
    }


def _sees(terms: Mapping[str, Any]) -> str:
    """What the recipients of an agreement see, in words for the people whose data these are."""
    purposes = [PURPOSES[name] for name in terms["purposes"]]
    rows = {each.rows for each in purposes}
    if "retrieve" not in terms["actions"] or rows == {"none"}:
        return "They see figures, never single records."
    if rows <= {"own", "none"}:
        return "Each sees its own records alone."
    noted = "who reads, and why, is written down each time."
    if any(each.reads(dataset) for each in purposes for dataset in terms["datasets"]):
        return f"They can read single records; {noted}"
    return (
        "Members of a listed case can read when something happened to the one person it is about,"
        f" what kind of event it was, and who recorded it; {noted}"
    )


def _agencies(parties: Parties) -> list[tuple[str, str]]:
    labels = {each.code: each.label for each in code_list("sector")}
    return [(name, labels.get(sector, sector)) for name, sector in parties.agencies.values()]


def _leaving(months: int) -> str:
    """When rows about the example's month leave."""
    return day(leaves_on(EXAMPLE, months=months))


def _kept() -> list[tuple[Rule, str]]:
    """Each rule of retention once, and how long that is in words."""
    once = dict.fromkeys(RULES.values())
    return [(rule, _how_long(rule)) for rule in once]


def _how_long(rule: Rule) -> str:
    words = {
        Stay.AGREEMENT: "the months of the agreement after the month they are about",
        Stay.DELIVERY: "as long as their delivery",
        Stay.MONTHS: f"{rule.months} months after they were closed or written",
        Stay.EXPIRY: "until they expire",
        Stay.USE: "as long as they are needed",
        Stay.KEPT: "kept",
    }
    return words[rule.stay]

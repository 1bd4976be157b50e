"""One page of figures for an agency that sends counts: at most ten numbers for its sector a month.

Which figures a sector is asked for is a choice, made here; what they are stands in the registry of
declared figures. The page is a template whose rows are there already, all but the numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from schemas.codes.declared import DECLARED, Declared
from schemas.codes.sectors import SECTOR
from schemas.datasets import DATASETS
from schemas.period import Period
from schemas.templates.guide import guides
from schemas.templates.sheet import Cells, Sheet

MOST_NUMBERS: Final = 10  # of a sector in a month (design)
DATASET: Final = "aggregate_return"
_RATE: Final = "rate_num_den"
_STAFF: Final = ("posts", "posts_filled", "posts_vacant", "staff_in_scope", "staff_trained")
_TRAINED: Final = ("staff_in_scope", "staff_trained")
_HEALTH: Final = ("health_contact", "referral", *_STAFF)
_HOMES: Final = ("housing_support", "refuge_capacity", "refuge_occupied", *_TRAINED)
_CHILDREN: Final = ("child_contact", "referral", "risk_assessment", *_STAFF)
_CHARITY: Final = ("service_episode", "referral", "helpline_contacts", "awareness_items", *_STAFF)
_OFFENDERS: Final = ("perpetrator_intervention", "risk_assessment", *_STAFF)
_COURTS: Final = ("justice_outcome", "protective_order", *_STAFF)

PAGES: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys((code.code for code in SECTOR), _STAFF),
    "police": (
        "incident", "crimes", "crimes_with_arrest", "risk_assessment", "protective_order",
        "justice_outcome", *_TRAINED, "records_checked",
    ),
    **dict.fromkeys(("probation", "prison", "youth_justice"), _OFFENDERS),
    **dict.fromkeys(("cps", "courts"), _COURTS),
    "council_community_safety": (
        "marac_case", "awareness_items", "pupils_reached", "schools_reached", "spending", *_STAFF,
    ),
    **dict.fromkeys(("children_social_care", "early_help"), _CHILDREN),
    "adult_social_care": ("referral", "risk_assessment", *_STAFF),
    **dict.fromkeys(("housing_options", "housing_association"), _HOMES),
    **dict.fromkeys(SECTOR.in_group("health"), _HEALTH),
    "nhs_gp": ("iris_practices", *_HEALTH),
    "pharmacy": ("pharmacies_in_scheme", *_HEALTH),
    "education": ("pupils_reached", "schools_reached", "referral", *_TRAINED),
    **dict.fromkeys(SECTOR.in_group("voluntary"), _CHARITY),
    "vcs_da_specialist": (
        "service_episode", "helpline_contacts", "housing_support", "refuge_capacity",
        "refuge_occupied", "pupils_reached", "awareness_items", "posts", "posts_filled",
        "posts_vacant",
    ),
}  # fmt: skip
"""The figures of each sector's page, in order (design, after what agencies' own returns hold)."""

_COLUMNS: Final = (
    "record_id", "family", "measure", "unit", "as_at", "covers_from", "covers_to", "value",
    "numerator", "denominator",
)  # fmt: skip


def numbers(sector: str) -> int:
    """How many numbers a sector's page asks for; a rate has two."""
    return sum(2 if DECLARED[name].unit == _RATE else 1 for name in PAGES[sector])


def page(sector: str, *, month: Period | None = None) -> Sheet:
    """The page of a sector.

    Args:
        sector: its code.
        month: dates the rows; without it the dates are left to be filled in.
    """
    dataset = DATASETS[DATASET]
    figures = [DECLARED[name] for name in PAGES[sector]]
    shown = [guide for guide in guides(dataset) if guide.name in _COLUMNS]
    rate = any(figure.unit == _RATE for figure in figures)
    kept = tuple(g for g in shown if rate or g.name not in ("numerator", "denominator"))
    rows = tuple(_row(figure, sector, month) for figure in figures)
    return Sheet(dataset, kept, rows, {**rows[0], **_numbers(figures[0])}, tuple(_words(figures)))


def _numbers(figure: Declared) -> Cells:
    return {"numerator": "9", "denominator": "40"} if figure.unit == _RATE else {"value": "40"}


def _row(figure: Declared, sector: str, month: Period | None) -> Cells:
    """A figure's row without its number."""
    name = f"{sector}-{figure.name}".replace("_", "-")
    return {
        "record_id": f"{name}-{month}" if month else name,
        "family": figure.family,
        "measure": figure.name,
        "unit": figure.unit,
        **({} if month is None else _dates(figure, month)),
    }


def _dates(figure: Declared, month: Period) -> Cells:
    first, last = month.start.isoformat(), month.end.isoformat()
    return {"as_at": last} if figure.stock else {"covers_from": first, "covers_to": last}


def _words(figures: list[Declared]) -> Iterator[str]:
    yield "Write the numbers in the column value, of a rate in numerator and denominator."
    yield "Delete the rows of figures that are not held."
    for figure in figures:
        when = "on the day as_at" if figure.stock else "from covers_from to covers_to"
        yield f"{figure.name}: {figure.title}, {when}"

"""Indicators: what each is, as the questions to a release that answer it, and what may not part.

Here belong the declarations, with their exact numerators and denominators, and the arithmetic on
released counts. What does not: where the counts come from; whoever works a value out hands in a way
to read released cells. No indicator is a score, and none stands for the quality of a service alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from api.disclosure.derived import percentage
from api.disclosure.showing import Status
from schemas.breakdowns import MISSING, PERIOD_KINDS, PeriodKind

Filters = tuple[tuple[str, str], ...]
Form = Literal["count", "percent", "bands", "returns"]

LEAST_KNOWN: Final = 80
"""Per cent of records that must know a value for a share of it to be shown (design)."""


@dataclass(frozen=True)
class Count:
    """A question to a release: a measure in records, with filters of one category each."""

    measure: str
    filters: Filters = ()


@dataclass(frozen=True)
class Line:
    """One figure of an indicator.

    Attributes:
        name: its letter where an indicator has several (`a`), else empty.
        title: what it says, in words that fit into a sentence.
        numerator, denominator: what is counted; a plain count has no denominator.
        known: breakdowns whose `missing` category must be small enough, or there is no value.
        periods: the kinds of period for which the questions exist.
    """

    name: str
    title: str
    numerator: Count
    denominator: Count | None = None
    known: tuple[str, ...] = ()
    periods: tuple[PeriodKind, ...] = PERIOD_KINDS


@dataclass(frozen=True)
class Indicator:
    """An indicator in one version.

    Attributes:
        id: `IND-04`; `name` is its name in code, `title` for people.
        version: of the definition; another numerator or denominator makes another version.
        form: whether it counts, divides, bands completeness or looks at returns.
        datasets: what it is worked out from; empty where it looks at returns alone.
        lines: its figures.
        paired: indicators without which it may not appear.
        breakdowns: by what it may be split.
        direction: what more of it means.
        caution: one sentence on how not to read it.
    """

    id: str
    name: str
    title: str
    form: Form
    datasets: tuple[str, ...]
    lines: tuple[Line, ...]
    direction: Literal["more_may_be_better", "more_is_better", "less_is_better", "neither"]
    caution: str
    version: str = "1"
    paired: tuple[str, ...] = ()
    breakdowns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cell:
    """A released count, or why there is none."""

    value: int | None
    status: Status
    reason: str = ""


@dataclass(frozen=True)
class Value:
    """A line's figure: a count, or a whole percentage with its two counts.

    `value` is None unless the status shows one; `margin` is in percentage points.
    """

    value: int | None
    status: Status
    reason: str = ""
    numerator: int | None = None
    denominator: int | None = None
    margin: int | None = None


Read = Callable[[Count], Cell]
"""Reads one released cell."""

_ALL: Final = Count("incident")
_ARRESTS: Final = Count("incident.arrests")
_POWER: Final = (("power_of_arrest", "yes"),)
_UNUSED: Final = (("arrest_made", "none"), ("power_of_arrest", "yes"))
_LONGER: Final[tuple[PeriodKind, ...]] = ("quarter", "year")
_PEOPLE: Final = ("age_band", "age_band_2", "age_band_4", "sex")

_LISTED: Final = (
    Indicator(
        "IND-01", "incidents_flagged", "Incidents of domestic abuse reported to the police",
        "count", ("incident",),
        (Line("", "incidents of domestic abuse reported to the police", _ALL),),
        "more_may_be_better",
        "More reports can mean that more people come forward; this is not a measure of how much "
        "abuse there is.",
        breakdowns=("ward", "ethnicity_group", "is_crime", *_PEOPLE),
    ),
    Indicator(
        "IND-02", "crime_share_of_incidents", "Share of incidents recorded as crimes", "percent",
        ("incident",),
        (Line("", "incidents recorded as crimes", Count("incident.crimes"), _ALL),),
        "neither",
        "Recording rules move this share; it does not say how serious the incidents were.",
        breakdowns=("ward", *_PEOPLE),
    ),
    Indicator(
        "IND-04", "arrest_rate", "Arrest rate", "percent",
        ("incident",),
        (
            Line("a", "incidents with an arrest, of all incidents", _ARRESTS, _ALL),
            Line("b", "incidents with an arrest, of those where a power of arrest existed",
                 Count("incident.arrests", _POWER), Count("incident", _POWER),
                 known=("power_of_arrest",)),
            Line("c", "crimes with an arrest, of all crimes",
                 Count("incident.arrests", (("is_crime", "true"),)), Count("incident.crimes")),
        ),
        "neither",
        "The three rates have different bases and are never joined; they are read with dual "
        "arrests and the reasons for making none.",
        paired=("IND-06", "IND-07"),
        breakdowns=("sex",),
    ),
    Indicator(
        "IND-06", "dual_arrest_rate", "Share of arrests in which both parties were arrested",
        "percent",
        ("incident",),
        (Line("", "incidents in which both parties were arrested, of those with an arrest",
              Count("incident.dual_arrests"), _ARRESTS),),
        "less_is_better",
        "Numbers are small; an arrest of both parties can hide who used abuse against whom.",
    ),
    Indicator(
        "IND-07", "no_arrest_reason_recorded", "Reasons for making no arrest recorded", "percent",
        ("incident",),
        (Line("", "incidents with a reason recorded, of those where a power of arrest was not used",
              Count("incident", (*_UNUSED, ("no_arrest_reason_recorded", "yes"))),
              Count("incident", _UNUSED), periods=_LONGER),),
        "more_is_better",
        "A recorded reason is not yet a good one.",
    ),
    Indicator(
        "IND-32", "perpetrator_intervention_outcomes", "Outcomes of work with perpetrators",
        "percent",
        ("perpetrator_intervention",),
        (
            Line("a", "people who started, of those referred",
                 Count("perpetrator_intervention.started"), Count("perpetrator_intervention")),
            Line("b", "people whose risk level fell, of those assessed at both ends",
                 Count("perpetrator_intervention.risk_reduced"),
                 Count("perpetrator_intervention.risk_compared"), periods=_LONGER),
        ),
        "more_is_better",
        "Risk is highest when people are referred and tends to fall by itself; without a "
        "comparison group this does not show that the work caused it.",
        breakdowns=("programme",),
    ),
    Indicator(
        "IND-38", "equality_completeness", "Completeness of equality information", "bands",
        ("incident", "perpetrator_intervention", "housing_support", "health_contact"),
        (),
        "more_is_better",
        "Declining to answer is an answer; the commonest reason is therefore named.",
    ),
    Indicator(
        "IND-39", "partner_participation_and_timeliness", "Participation and timeliness", "returns",
        (),
        (),
        "more_is_better",
        "A nil return is a return; what was not requested does not count against an agency.",
    ),
)  # fmt: skip

INDICATORS: Final[Mapping[str, Indicator]] = MappingProxyType({each.id: each for each in _LISTED})
"""The indicators in force, by id, in the order of the catalogue."""


def figure(line: Line, *, read: Read) -> Value:
    """Work out a line's figure from released cells."""
    numerator = read(line.numerator)
    if line.denominator is None:
        return Value(numerator.value, numerator.status, numerator.reason)
    base = read(line.denominator)
    for cell in (base, numerator):
        if cell.value is None and cell.status != "suppressed":
            return Value(None, cell.status, cell.reason)
    if unknown := _unknown(line, read=read, of=line.denominator):
        return unknown
    share = percentage(numerator.value, base=base.value)
    status = base.status if share.status == "ok" else share.status
    return Value(share.value, status, share.reason, share.numerator, share.base, share.margin)


def blocked(held: Collection[str]) -> dict[str, list[str]]:
    """The indicators that cannot be worked out, each with the datasets nobody has sent.

    An indicator over several datasets is blocked when it has none of them.
    """
    found = {}
    for indicator in INDICATORS.values():
        lacking = [name for name in indicator.datasets if name not in held]
        if lacking and len(lacking) == len(indicator.datasets):
            found[indicator.id] = lacking
    return found


def _unknown(line: Line, *, read: Read, of: Count) -> Value | None:
    """Say that too many records do not know what the line turns on.

    Read from released cells like everything else; where they are hidden nothing is said.
    """
    dataset = of.measure.partition(".")[0]
    whole = read(Count(dataset)).value
    for breakdown in line.known:
        missing = read(Count(dataset, ((breakdown, MISSING),))).value
        if whole and missing and 100 * missing > (100 - LEAST_KNOWN) * whole:
            return Value(None, "low_completeness", "field_incomplete")
    return None

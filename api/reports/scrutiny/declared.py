"""Figures that agencies counted themselves, in sentences: each with its subject, span and source.

One figure is a sentence; several of one measure stand in one sentence after the other, the whole
before its parts. No figure is added to another, and where the way of counting changed it is said.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from api.reports.facts import Declared
from api.reports.grouping import grouped
from api.reports.indicators import Declaration
from api.reports.scrutiny import months
from api.reports.scrutiny.facts import Facts
from api.reports.words import listed, number, plain, sentence, span
from schemas.codes.counting import COUNTING_RULES

Key = tuple[Any, ...]

IN_ONE_BREATH: Final = 6
"""Parts of a figure that one sentence names at most (design)."""

_ORDINARY: Final = frozenset({"", "as-declared", "safershare-2026"})
"""Counting rules that say nothing of a figure that its title does not."""

EQUALITY: Final = frozenset(
    {"sex", "age_band", "child_age", "ethnicity_self", "ethnicity_observed"}
)
"""Dimensions that tell of equality."""

_DIMENSIONS: Final[Mapping[str, str]] = {
    "age_band": "age",
    "child_age": "age of the child",
    "ethnicity_self": "ethnicity as people say it themselves",
    "ethnicity_observed": "ethnicity as an officer saw it",
    "indicator": "group of people",
}
"""What dimensions are called where their names do not say it."""


def told(facts: Facts, held: Iterable[Declared]) -> Iterator[str]:
    """Paragraphs for declared figures, one for each agency's figures of one measure."""
    for group in grouped(held, by=lambda each: (each.agency, each.measure)):
        yield " ".join(_paragraph(facts, group))


def key(each: Declared) -> Key:
    """What makes a declared figure one and the same: whose, of what, which part, days and rule."""
    cell = tuple(sorted(zip(each.by, each.cell, strict=True)))
    return (each.agency, each.measure, cell, each.first_day, each.last_day, each.rule)


def _paragraph(facts: Facts, group: Sequence[Declared]) -> Iterator[str]:
    whole = [each for each in group if not each.cell]
    parts = [each for each in group if each.cell]
    for alike in grouped(whole, by=_origin):
        first = alike[0]
        same = grouped(alike, by=amount)
        amounts = listed([f"{amount(held[0])} {_every(held)}" for held in same])
        origin = origin_of(facts, first)
        yield f"{sentence(_subject(facts, first))}: {amounts}{origin}.{_rule(first)}"
    splits = grouped(parts, by=lambda each: (*_origin(each), span_of(each), each.by))
    for of_one in grouped(splits, by=lambda split: (*_origin(split[0]), split[0].by)):
        yield from _splits(facts, grouped(of_one, by=_told_alike))
    yield from _apart(group)


def _splits(facts: Facts, alike: Sequence[Sequence[Sequence[Declared]]]) -> Iterator[str]:
    """One figure split one way, day by day; what it is, and where it is from, is said once."""
    first = alike[0][0][0]
    by = f"by {listed([_dimension(name) for name in first.by])}"
    days = [_every([split[0] for split in same]) for same in alike]
    head, *later = [
        f"{sentence(_subject(facts, first))}, {by}, {days[0]}",
        *map(sentence, days[1:]),
    ]
    origin = origin_of(facts, first)
    end = f"{origin}, like those that follow" if origin and later else origin
    yield from _parts(alike[0][0], head, further=f"Further, {by}", end=end)
    for opening, same in zip(later, alike[1:], strict=True):
        yield from _parts(same[0], opening, further=f"Further, {by}", end="")
    if rule := _rule(first):
        yield rule.strip()


def _parts(split: Sequence[Declared], opening: str, *, further: str, end: str) -> Iterator[str]:
    """The parts of one figure, so many to a sentence."""
    for at in range(0, len(split), IN_ONE_BREATH):
        named = "; ".join(_named(each) for each in split[at : at + IN_ONE_BREATH])
        yield f"{further if at else opening}: {named}{end}."


def _told_alike(split: Sequence[Declared]) -> tuple[Hashable, ...]:
    """What is told of a split but for its days: as often as that is the same, it is said once."""
    return (*_origin(split[0]), split[0].by, tuple(_named(each) for each in split))


def _every(held: Sequence[Declared]) -> str:
    """The days of some figures."""
    return months.said([span_of(each) for each in held])


def _named(each: Declared) -> str:
    return f"{plain(', '.join(each.labels))}, {amount(each)}"


def _subject(facts: Facts, each: Declared) -> str:
    return f"{plain(each.title)}, by the count of {facts.called(each.agency)}"


def origin_of(facts: Facts, each: Declared | Declaration) -> str:
    """Where a figure was published, and whether it is protected here."""
    return facts.cited(each.source) + ("" if each.exact else ", protected here as counts are")


def amount(each: Declared) -> str:
    """The number of a figure: a part of its whole, pounds, days, or a number of things."""
    words = " (provisional)" if each.provisional else ""
    if each.denominator is not None:
        return f"{number(each.numerator or 0)} of {number(each.denominator)}{words}"
    value = number(each.value or 0)
    said = {"gbp": f"£{value}", "days": f"{value} days"}.get(each.unit, value)
    return f"{said}{words}"


def _dimension(name: str) -> str:
    return _DIMENSIONS.get(name, name.replace("_", " "))


def _rule(each: Declared) -> str:
    return f" {counted_by(each.rule)}" if counted_by(each.rule) else ""


def counted_by(rule: str) -> str:
    """The counting rule in words; empty where it says nothing that the figure's title does not."""
    held = COUNTING_RULES.get(rule)
    return "" if rule in _ORDINARY or held is None else held.words


def _apart(group: Sequence[Declared]) -> Iterator[str]:
    """Why figures of one measure are not held against each other."""
    if len({each.rule for each in group}) > 1:
        yield "They are counted in different ways, so they are no one series and are not compared."
    elif len({span_of(each) for each in group if each.first_day != each.last_day}) > 1:
        yield "Each covers its own days, and none is added to another."


def _origin(each: Declared) -> tuple[Hashable, ...]:
    return (each.exact, each.source, each.rule)


def span_of(each: Declared | Declaration) -> months.Days:
    """The first and the last day that a figure covers."""
    return (each.first_day, each.last_day)


def days_of(each: Declared | Declaration) -> str:
    """The days that a figure covers."""
    return span(each.first_day, each.last_day)


def data(facts: Facts, each: Declared) -> Mapping[str, Any]:
    """A declared figure as data."""
    return {
        "measure": each.measure,
        "title": each.title,
        "agency": each.agency,
        "agency_name": facts.names.get(each.agency, each.agency),
        "cell": list(each.cell),
        "split_by": list(each.by),
        "labels": list(each.labels),
        "value": each.value,
        "numerator": each.numerator,
        "denominator": each.denominator,
        "unit": each.unit,
        "covers_from": each.first_day.isoformat(),
        "covers_to": each.last_day.isoformat(),
        "rule": each.rule,
        "counted_by": counted_by(each.rule),
        "exact": each.exact,
        "source": each.source,
        "source_no": facts.place(each.source),
        "status": "provisional" if each.provisional else "declared",
    }

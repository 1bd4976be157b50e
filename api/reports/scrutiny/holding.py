"""Figures held against others in words: their parts, an earlier figure, a target, another area.

Nothing is said to have risen or fallen unless the two figures may be set side by side, and a
percentage never stands without its two counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from api.reports.indicators import PER, Mark, Value
from api.reports.scrutiny.facts import Facts, Told
from api.reports.section import QUOTIENTS, figures_of
from api.reports.words import NOT_SHOWN, REASONS, number, plain, points, span

_VERDICTS: Final[Mapping[str, str]] = {
    "higher": "a rise beyond chance",
    "lower": "a fall beyond chance",
    "no_clear_change": "no clear change",
}
_MEANINGS: Final[Mapping[str, str]] = {
    "better": ", which is for the better",
    "worse": ", which is for the worse",
    "may_be_better": ", which may be for the better",
    "may_be_worse": ", which may be for the worse",
}
_REACHED: Final[Mapping[str | None, str]] = {
    "met": "it is met",
    "not_met": "it is not met",
    "too_close_to_tell": "the figure is too close to it to tell",
    None: "there is no figure to hold against it",
}


def valued(value: Value) -> str:
    """A figure with its parts: `42 per cent (42 of 100, give or take 9 percentage points)`."""
    if value.value is None:
        return (value.band or NOT_SHOWN).replace("_", " ")
    unit = QUOTIENTS.get(value.unit, "")
    if value.numerator is None or value.denominator is None:
        return f"{number(value.value)}{unit}"
    margin = f", give or take {points(value.margin)}" if value.margin is not None else ""
    joined = " and " if value.unit == "ratio" else " of "
    parts = f"{number(value.numerator)}{joined}{number(value.denominator)}"
    return f"{number(value.value)}{unit} ({parts}{margin})"


def verdict(told: Told) -> str:
    """Whether a figure moved, and whether that is good; only asked of what may be compared."""
    moved = told.movement
    word = (moved.verdict if moved else None) or "no_clear_change"
    meaning = (moved.meaning if moved else None) or ""
    return _VERDICTS[word] + _MEANINGS.get(meaning, "")


def targets(facts: Facts, told: Told) -> Iterator[str]:
    """The targets of a figure's days, and whether it reaches them."""
    for target, reached in told.targets:
        least = "at least" if target.bound == "at_least" else "at most"
        days = span(target.first_day, target.last_day)
        yield (
            f"The target of {target.area} {days} was {least} {number(target.value)} per cent"
            f"{facts.cited(target.source)}: {_REACHED[reached]}."
        )


def mark(facts: Facts, each: Mark) -> str:
    """A figure of another area beside one, or why it is not set there."""
    where = f"{plain(each.area)} {span(each.first_day, each.last_day)}"
    if each.value.value is None:
        why = REASONS.get(each.value.reason, "it is not shown")
        return f"The figure of {where} is not set beside it, because {why}."
    note = f"; {each.note}" if each.note else ""
    words = " (provisional)" if each.value.status == "provisional" else ""
    figure = f"{valued(each.value)}{words}{facts.cited(each.source)}"
    return f"Beside it stands {where}: {figure}{note}."


def data(facts: Facts, value: Value) -> Mapping[str, Any]:
    """A value as data, with its parts and, where an agency counted it, its span and source."""
    told = figures_of(value)
    for held in (value.declared, value.base):
        if held is not None:
            told["covers_from"] = held.first_day.isoformat()
            told["covers_to"] = held.last_day.isoformat()
            told["source"] = held.source
            told["source_no"] = facts.place(held.source)
            told["rule"] = held.rule
    if value.unit == "rate":
        told["per"] = PER
    return told


def held_against(facts: Facts, told: Told) -> Mapping[str, Any]:
    """What a figure is held against, as data."""
    moved = told.movement
    return {
        "before": data(facts, told.before) if told.before is not None else None,
        "movement": moved.status if moved else "",
        "verdict": (moved.verdict if moved else None) or "",
        "why_not": moved.reason if moved else "",
        "targets": [
            {
                "area": target.area,
                "value": target.value,
                "bound": target.bound,
                "start": target.first_day.isoformat(),
                "end": target.last_day.isoformat(),
                "source": target.source,
                "source_no": facts.place(target.source),
                "reached": reached,
            }
            for target, reached in told.targets
        ],
    }


def mark_data(facts: Facts, each: Mark) -> Mapping[str, Any]:
    """A figure of another area as data."""
    return {
        **data(facts, each.value),
        "line": each.line,
        "area": each.area,
        "covers_from": each.first_day.isoformat(),
        "covers_to": each.last_day.isoformat(),
        "source": each.source,
        "source_no": facts.place(each.source),
        "note": each.note,
    }

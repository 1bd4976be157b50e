"""A section of a report, and how one figure becomes a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.reports.facts import Figure, Figures, Split
from api.reports.indicators import Cell, Value
from api.reports.words import because, number, sentence

PROVISIONAL = " This is provisional, because returns are missing."


@dataclass(frozen=True)
class Section:
    """A part of a report: paragraphs of prose, and every figure that they name.

    `shows` says whether a figure is shown in it; a section without one says why.
    """

    id: str
    title: str
    paragraphs: tuple[str, ...]
    figures: tuple[Mapping[str, Any], ...] = ()
    shows: bool = False


def counted(title: str, cell: Cell | Value) -> str:
    """A count as a sentence: `There were 762 incidents.`"""
    if cell.value is None:
        return hidden(title, cell)
    words = f"There were {number(cell.value)} {title}."
    return words + (PROVISIONAL if cell.status == "provisional" else "")


def divided(title: str, value: Value) -> str:
    """A percentage as a sentence that carries its two counts and its margin."""
    if value.value is None or value.numerator is None or value.denominator is None:
        return hidden(title, value)
    words = (
        f"{sentence(title)}: {value.value} per cent, {number(value.numerator)} of "
        f"{number(value.denominator)}, give or take {value.margin} percentage points."
    )
    return words + (PROVISIONAL if value.status == "provisional" else "")


def hidden(title: str, cell: Cell | Value) -> str:
    """That there is no figure, and why."""
    return f"{sentence(title)}: no figure is shown{because(cell.reason)}."


def told(held: Figures) -> tuple[str, ...]:
    """An indicator's figures as sentences, and how it is not to be read."""
    say = counted if held.indicator.form == "count" else divided
    lines = [say(figure.title, figure.value) for figure in held.figures]
    return (" ".join(lines), held.indicator.caution)


def listed(held: Figures) -> tuple[Mapping[str, Any], ...]:
    """An indicator's figures as data."""
    return tuple(_figure(held, figure) for figure in held.figures)


def divided_data(split: Split) -> Mapping[str, Any]:
    """A split as data: every category, shown or not."""
    return {
        "measure": split.measure,
        "by": split.breakdown,
        "period": str(split.period),
        "start": split.period.start.isoformat(),
        "end": split.period.end.isoformat(),
        "categories": len(split.parts),
        "not_shown": len(split.parts) - len(split.shown),
        "observations": [
            {
                "category": part.code,
                "label": part.label,
                "value": part.cell.value,
                "status": part.cell.status,
            }
            for part in split.parts
        ],
    }


def _figure(held: Figures, figure: Figure) -> Mapping[str, Any]:
    value = figure.value
    return {
        "id": held.indicator.id,
        "version": held.indicator.version,
        "line": figure.line,
        "title": figure.title,
        "value": value.value,
        "unit": held.indicator.form,
        "status": value.status,
        "reason": value.reason,
        "numerator": value.numerator,
        "denominator": value.denominator,
        "margin": value.margin,
        "direction": held.indicator.direction,
    }

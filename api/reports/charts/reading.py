"""What charts read of a figure's data: its values as words, and the marks that its points carry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any, Final

from api.reports.words import NOT_SHOWN, number, plain

MARKS: Final[Mapping[str, str]] = {
    "series_break": "break",
    "coverage_changed": "coverage",
    "not_available": "coverage",
}
"""How a point is set off from the one before it, by its `follows`; `ok` is joined to it."""


@dataclass(frozen=True)
class Marked:
    """A mark in a trend: the letter drawn, how it is drawn, and the sentence that belongs to it.

    It stands between the point at `place` and the one before it.
    """

    letter: str
    kind: str
    place: int
    said: str


def marked(points: Sequence[Mapping[str, Any]]) -> tuple[Marked, ...]:
    """The marks of a trend in order, each with a letter of its own."""
    held = [
        (place, MARKS[point["follows"]], point["note"])
        for place, point in enumerate(points)
        if point["follows"] in MARKS
    ]
    return tuple(
        Marked(letter, kind, place, said)
        for letter, (place, kind, said) in zip(ascii_uppercase, held, strict=False)
    )


def valued(value: float | None) -> str:
    """A count as it is written beside its bar or in its tile."""
    return NOT_SHOWN if value is None else number(value)


def worded(observation: Mapping[str, Any]) -> str:
    """What is written of an observation: its own words, else its value."""
    words: str = observation.get("words", "")
    return words or valued(observation["value"])


def shared(figure: Mapping[str, Any], *, label: str) -> Mapping[str, Any]:
    """A share of an indicator as an observation, whose words never lack its counts."""
    if figure["value"] is None:
        return {"label": label, "value": None}
    words = pointed(figure, unit="percent").replace("\n", ", ")
    return {"label": label, "value": figure["value"], "words": words}


def pointed(point: Mapping[str, Any], *, unit: str) -> str:
    """A point's value as it is written beside it; a percentage has its counts in a second line."""
    if point["value"] is None or unit != "percent":
        return valued(point["value"])
    counts = f"{number(point['numerator'])} of {number(point['denominator'])}"
    return f"{number(point['value'])}%\n{counts}"


def told(observations: Sequence[Mapping[str, Any]]) -> str:
    """Every category and its value, as a picture of them is described."""
    words = (f"{plain(each['label'])}, {worded(each)}" for each in observations)
    return f"{'; '.join(words)}."

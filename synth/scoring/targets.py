"""The targets of a profile held against what was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any, Final

from synth.figures.profiles import document, span
from synth.scoring.declared import Cell, told
from synth.scoring.measures import Measure, measure
from synth.scoring.questions import Answers, Persons, Question

_DECLARED: Final = frozenset({"declared", "declared_share"})
NEAR: Final = 1e-9  # what the last bit of a number may add


@dataclass(frozen=True)
class Target:
    """A figure that what is written should show.

    Attributes:
        name, source: what it is, and who published it.
        spec: what it measures, as the profile says.
        expected, tolerance: the figure, and how far off it may be.
        reason: why it is set aside, where it cannot hold beside another; "" where it is kept.
    """

    name: str
    source: str
    spec: Mapping[str, Any]
    expected: float
    tolerance: float
    reason: str = ""

    @property
    def measure(self) -> Measure | None:
        """How it is measured in rows; None for a figure that an agency declared."""
        return None if self.spec.get("measure") in _DECLARED else measure(self.spec)

    def asks(self) -> tuple[Question | Persons, ...]:
        """What it asks of the files."""
        found = self.measure
        return found.asks if found else ()

    def found(self, answers: Answers, held: Mapping[Cell, float]) -> float | None:
        """The figure in the files; None where there is none to be had."""
        found = self.measure
        return found.made(answers) if found else told(self.spec, held)

    def sized(self, size: float) -> Target:
        """The same of a borough so many times as large: counts grow, and chance by its root."""
        if size == 1 or self.measure is None:
            return self
        grown = size if self.measure.counts else 1.0
        chance = sqrt(size) if self.measure.counts else max(1.0, 1 / sqrt(size))
        return Target(self.name, self.source, self.spec, self.expected * grown,
                      self.tolerance * chance, self.reason)  # fmt: skip


def targets(profile: str, kind: str = "targets") -> list[Target]:
    """The targets of a profile, or the figures that it sets aside (`gaps`), in their order."""
    held = document(profile)
    return [_target(each, held["year"]) for each in held.get(kind, [])]


def _target(each: Mapping[str, Any], year: str) -> Target:
    spec = {**each, "months": months(each, year)}
    return Target(
        each["name"], each["source"], spec, each["expected"], each["tolerance"],
        each.get("reason", ""),
    )  # fmt: skip


def months(each: Mapping[str, Any], year: str) -> frozenset[str]:
    """The months that an entry of a profile is about: its own, or the profile's year."""
    return frozenset(map(str, span(each.get("months", year))))


def held_against(
    wanted: Sequence[Target],
    *,
    written: frozenset[str],
    size: float,
    answers: Answers,
    declared: Mapping[Cell, float],
) -> Iterator[dict[str, Any]]:
    """Each target with what was found.

    A target is about whole months: where one of them is not written, nothing is found, and it is
    neither within nor out.
    """
    for each in wanted:
        target = each.sized(size)
        whole = target.measure is None or target.spec["months"] <= written
        found = target.found(answers, declared) if whole else None
        within = None
        if whole:
            near = target.tolerance + NEAR
            within = found is not None and abs(found - target.expected) <= near
        yield {
            "target": target.name,
            "source": target.source,
            "expected": _short(target.expected),
            "found": None if found is None else _short(found),
            "tolerance": _short(target.tolerance),
            "within": within,
        } | ({"reason": target.reason} if target.reason else {})


def _short(value: float) -> float:
    return round(value, 2)

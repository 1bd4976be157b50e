"""Whether a measure may be shown for a period at all, and whether two periods may be compared.

Decided from who contributed and how completely, never from a cell: a cell-level flag would itself
disclose. What a decision hides, it hides for every cell and every caller.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from schemas.breakdowns import Measure

Status = Literal[
    "ok",
    "declared",
    "provisional",
    "suppressed",
    "not_applicable",
    "not_available",
    "series_break",
    "coverage_changed",
    "low_completeness",
]

SHOWN_STATUSES: frozenset[Status] = frozenset({"ok", "declared", "provisional"})
"""The statuses that stand beside a value."""

LEAST_CONTRIBUTORS = 3
"""Agencies below which each of them must have agreed (design: two could subtract their own)."""

LEAST_PERSON_COVERAGE = 80
"""Per cent of rows that must name a person before persons are counted (design)."""

LEAST_BANDED_BASE = 50
"""Rows below which completeness is not even banded (design)."""

COMPLETE = "95-plus"
"""The highest band of completeness."""

_BANDS = ((95, COMPLETE), (80, "80-95"), (60, "60-80"), (0, "under-60"))


@dataclass(frozen=True)
class Coverage:
    """What is known of a measure's contributors in one period of one release.

    Attributes:
        contributors: agencies whose returns are in.
        before: the same at the period's previous epoch, `None` for its first.
        rows: rows counted; `linked` of them name a person.
        missing: agencies whose expected returns are not in.
        rules: counting rules in force at any time in the period; more than one is a series break.
    """

    contributors: frozenset[str]
    before: frozenset[str] | None = None
    rows: int = 0
    linked: int = 0
    missing: frozenset[str] = frozenset()
    rules: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Showing:
    """The decision: a status for every cell of the measure, why, and the agencies it turns on."""

    status: Status
    reasons: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()

    @property
    def shows(self) -> bool:
        """Whether cells that pass their own protection carry a value."""
        return self.status in SHOWN_STATUSES


def decide(
    measure: Measure,
    *,
    unit: str,
    coverage: Coverage,
    show_alone: Mapping[str, Collection[str]],
) -> Showing:
    """Decide for one measure, unit and period.

    `show_alone` maps an agency to the measures or datasets its agreement lets be shown where it
    stands almost alone. The first rule that hides wins, in this order: nobody contributed, too few
    contributors, one joined or left since the last epoch, a series break, too few rows linked.
    """
    hidden = (
        _too_few(measure, coverage, show_alone)
        or _joined_or_left(measure, coverage, show_alone)
        or _incomplete(unit, coverage)
    )
    if hidden:
        return hidden
    if coverage.missing:
        return Showing("provisional", ("returns_missing",), tuple(sorted(coverage.missing)))
    return Showing("ok")


def compare(earlier: Coverage, *, later: Coverage) -> Showing:
    """Decide whether two periods of a measure may be set side by side.

    `series_break` where the counting rules differ, `coverage_changed` where the contributors do,
    naming who joined or left; otherwise `ok`.
    """
    if earlier.rules != later.rules:
        return Showing("series_break", ("counting_rule_changed",))
    joined, left = (
        later.contributors - earlier.contributors,
        earlier.contributors - later.contributors,
    )
    if joined or left:
        reasons = [reason for who, reason in ((joined, "joined"), (left, "left")) if who]
        return Showing("coverage_changed", tuple(reasons), tuple(sorted(joined | left)))
    return Showing("ok")


def completeness_band(part: int, *, whole: int) -> str | None:
    """Say in which band a completeness lies, `None` on a base too small to say."""
    if whole < LEAST_BANDED_BASE:
        return None
    return next(name for floor, name in _BANDS if 100 * part >= floor * whole)


def _unagreed(
    measure: Measure, agencies: Collection[str], show_alone: Mapping[str, Collection[str]]
) -> tuple[str, ...]:
    """Those of the agencies whose agreement names neither the measure nor its dataset."""
    names = {measure.name, measure.dataset}
    return tuple(sorted(a for a in agencies if not names.intersection(show_alone.get(a, ()))))


def _too_few(
    measure: Measure, coverage: Coverage, show_alone: Mapping[str, Collection[str]]
) -> Showing | None:
    if not coverage.contributors:
        return Showing("not_available", ("no_contributors",))
    if len(coverage.contributors) >= LEAST_CONTRIBUTORS:
        return None
    silent = _unagreed(measure, coverage.contributors, show_alone)
    return Showing("not_available", ("too_few_contributors",), silent) if silent else None


def _joined_or_left(
    measure: Measure, coverage: Coverage, show_alone: Mapping[str, Collection[str]]
) -> Showing | None:
    """Hide where the difference between two epochs would be one agency's own figures."""
    if coverage.before is None:
        return None
    sides = (coverage.contributors - coverage.before, coverage.before - coverage.contributors)
    alone = {agency for side in sides if len(side) == 1 for agency in side}
    silent = _unagreed(measure, alone, show_alone)
    return Showing("not_available", ("contributor_joined_or_left",), silent) if silent else None


def _incomplete(unit: str, coverage: Coverage) -> Showing | None:
    if len(coverage.rules) > 1:
        return Showing("series_break", ("counting_rule_changed",))
    if unit == "persons" and 100 * coverage.linked < LEAST_PERSON_COVERAGE * coverage.rows:
        return Showing("low_completeness", ("persons_not_linked",))
    return None

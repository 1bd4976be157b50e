"""Indicators: every declaration is a question that exists; the arithmetic is on released counts."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from api.disclosure.lattice import question
from api.reports import indicators
from api.reports.indicators import INDICATORS, Cell, Count, Indicator, Line
from schemas.datasets import DATASETS
from schemas.period import Period

PERIODS = {
    "month": Period.parse("2026-03"),
    "quarter": Period.parse("2025-26-Q4"),
    "year": Period.parse("2025-26"),
}
LINES = [
    pytest.param(line, kind, id=f"{indicator.id}{line.name}-{kind}")
    for indicator in INDICATORS.values()
    for line in indicator.lines
    for kind in line.periods
]


def _asked(count: Count, *, kind: str, by: tuple[str, ...] = ()) -> object:
    dataset = DATASETS[count.measure.partition(".")[0]]
    return question(
        dataset,
        measure=count.measure,
        period=PERIODS[kind],
        by=by,
        filters=dict(count.filters),
        unit="records",
    )


@pytest.mark.parametrize(("line", "kind"), LINES)
def test_every_count_is_a_released_question(line: Line, kind: str) -> None:
    assert _asked(line.numerator, kind=kind)
    if line.denominator is not None:
        assert _asked(line.denominator, kind=kind)
    for breakdown in line.known:
        dataset = line.numerator.measure.partition(".")[0]
        assert _asked(Count(dataset, ((breakdown, "missing"),)), kind=kind)


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=lambda i: i.id)
def test_every_breakdown_splits_some_line_of_a_year(indicator: Indicator) -> None:
    for breakdown in indicator.breakdowns:
        assert any(
            _asked(line.numerator, kind="year", by=(breakdown,)) for line in indicator.lines[:1]
        )


def test_pairs_and_datasets_exist() -> None:
    for indicator in INDICATORS.values():
        assert set(indicator.paired) <= set(INDICATORS)
        assert set(indicator.datasets) <= set(DATASETS)
        assert indicator.caution.endswith(".")


def test_the_arrest_rate_has_its_pairs() -> None:
    assert INDICATORS["IND-04"].paired == ("IND-06", "IND-07")


SHARE = Line("", "crimes", Count("incident.crimes"), Count("incident"), known=("power_of_arrest",))
UNKNOWN = Count("incident", (("power_of_arrest", "missing"),))


def _figure(line: Line, cells: Mapping[Count, Cell]) -> indicators.Value:
    return indicators.figure(line, read=lambda count: cells.get(count, Cell(None, "suppressed")))


def test_a_share_is_a_whole_percentage_of_two_released_counts() -> None:
    cells = {SHARE.numerator: Cell(60, "ok"), Count("incident"): Cell(100, "ok")}
    value = _figure(SHARE, cells)
    assert (value.value, value.numerator, value.denominator, value.status) == (60, 60, 100, "ok")


def test_a_provisional_base_makes_a_provisional_share() -> None:
    cells = {SHARE.numerator: Cell(60, "provisional"), Count("incident"): Cell(100, "provisional")}
    assert _figure(SHARE, cells).status == "provisional"


@pytest.mark.parametrize(
    ("part", "whole", "reason"),
    [(None, 100, "part_hidden"), (10, None, "part_hidden"), (10, 29, "base_too_small")],
)
def test_a_share_is_hidden_with_its_part_or_on_a_small_base(
    part: int | None, whole: int | None, reason: str
) -> None:
    cells = {
        SHARE.numerator: Cell(part, "ok" if part else "suppressed"),
        Count("incident"): Cell(whole, "ok" if whole else "suppressed"),
    }
    value = _figure(SHARE, cells)
    assert (value.value, value.status, value.reason) == (None, "suppressed", reason)


def test_a_measure_that_is_not_shown_takes_its_reason_along() -> None:
    hidden = Cell(None, "not_available", "too_few_contributors")
    value = _figure(SHARE, {SHARE.numerator: hidden, Count("incident"): hidden})
    assert (value.status, value.reason, value.numerator) == (
        "not_available",
        "too_few_contributors",
        None,
    )


@pytest.mark.parametrize(("unknown", "status"), [(20, "ok"), (21, "low_completeness")])
def test_too_many_unknown_values_leave_no_share(unknown: int, status: str) -> None:
    cells = {
        SHARE.numerator: Cell(60, "ok"),
        Count("incident"): Cell(100, "ok"),
        UNKNOWN: Cell(unknown, "ok"),
    }
    assert _figure(SHARE, cells).status == status


def test_an_indicator_is_blocked_when_it_has_none_of_its_datasets() -> None:
    assert indicators.blocked(DATASETS) == {}
    held = {"health_contact"}
    assert indicators.blocked(held)["IND-01"] == ["incident"]
    assert "IND-38" not in indicators.blocked(held)
    assert "IND-38" in indicators.blocked(())

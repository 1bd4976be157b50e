"""The arithmetic of indicators: on released counts, with what is hidden kept hidden."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from api.reports import indicators
from api.reports.indicators import Cell, Count, Line, Source
from schemas.datasets import DATASETS

SHARE = Line("", "crimes", Count("incident.crimes"), Count("incident"), known=("power_of_arrest",))
UNKNOWN = Count("incident", (("power_of_arrest", "missing"),))


def _figure(line: Line, cells: Mapping[Source, Cell]) -> indicators.Value:
    return indicators.figure(line, read=lambda asked: cells.get(asked, Cell(None, "suppressed")))


def test_a_share_is_a_whole_percentage_of_two_released_counts() -> None:
    cells: dict[Source, Cell] = {
        SHARE.numerator: Cell(60, "ok"),
        Count("incident"): Cell(100, "ok"),
    }
    value = _figure(SHARE, cells)
    assert (value.value, value.numerator, value.denominator, value.status) == (60, 60, 100, "ok")


def test_a_provisional_base_makes_a_provisional_share() -> None:
    cells: dict[Source, Cell] = {
        SHARE.numerator: Cell(60, "provisional"),
        Count("incident"): Cell(100, "provisional"),
    }
    assert _figure(SHARE, cells).status == "provisional"


@pytest.mark.parametrize(
    ("part", "whole", "reason"),
    [(None, 100, "part_hidden"), (10, None, "part_hidden"), (10, 29, "base_too_small")],
)
def test_a_share_is_hidden_with_its_part_or_on_a_small_base(
    part: int | None, whole: int | None, reason: str
) -> None:
    cells: dict[Source, Cell] = {
        SHARE.numerator: Cell(part, "ok" if part else "suppressed"),
        Count("incident"): Cell(whole, "ok" if whole else "suppressed"),
    }
    value = _figure(SHARE, cells)
    assert (value.value, value.status, value.reason) == (None, "suppressed", reason)


def test_a_measure_that_is_not_shown_takes_its_reason_along() -> None:
    hidden = Cell(None, "not_available", "too_few_contributors")
    cells: dict[Source, Cell] = {SHARE.numerator: hidden, Count("incident"): hidden}
    value = _figure(SHARE, cells)
    assert (value.status, value.reason, value.numerator) == (
        "not_available",
        "too_few_contributors",
        None,
    )


@pytest.mark.parametrize(("unknown", "status"), [(20, "ok"), (21, "low_completeness")])
def test_too_many_unknown_values_leave_no_share(unknown: int, status: str) -> None:
    cells: dict[Source, Cell] = {
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

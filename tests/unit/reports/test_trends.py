"""Trends in a report: what their sentences say, and between which periods nothing is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from api.reports import board
from api.reports.facts import Point, Trend
from api.reports.indicators import Value
from api.reports.trends import BAND
from tests.unit.reports.drawn import count
from tests.unit.reports.test_board import Q4, facts

MONTHS = (Q4.previous().months()[-1], *Q4.months())


def _trend(*points: Point) -> Trend:
    return Trend("health_contact", "", "health contacts", points)


def _told(trend: Trend) -> tuple[str, Mapping[str, Any]]:
    """The trend's paragraph, and its data."""
    written = board.write(facts(trends={"services": (trend,)}))
    [section] = [each for each in written.sections if each.id == "services"]
    [said] = [text for text in section.paragraphs if text.startswith("Health contacts, by")]
    [data] = [each for each in section.figures if "points" in each]
    return said, data


def _points(*values: int | None) -> list[Point]:
    return [Point(when, count(value)) for when, value in zip(MONTHS, values, strict=True)]


def test_a_stretch_is_told_by_its_lowest_and_its_highest() -> None:
    said, _ = _told(_trend(*_points(40, 61, None, 52)))
    assert said == (
        "Health contacts, by month. Between December 2025 and March 2026 the lowest was 40, in "
        "December 2025, and the highest 61, in January 2026. No figure is shown for February 2026."
    )


def test_what_stays_the_same_is_told_once() -> None:
    said, _ = _told(_trend(*_points(40, 40, 40, 40)))
    assert said.endswith("Between December 2025 and March 2026 it was 40 throughout.")


def test_a_month_alone_between_two_breaks_is_told_by_itself() -> None:
    points = _points(40, 61, 52, 48)
    points[1:3] = [replace(each, follows="series_break") for each in points[1:3]]
    said, data = _told(_trend(*points))
    assert "In January 2026 it was 61." in said
    assert "the highest 61" not in said
    assert [bool(each["note"]) for each in data["points"]] == [False, True, True, False]


def test_a_break_after_months_that_were_not_sealed_names_the_last_that_was() -> None:
    points = _points(40, None, None, 48)
    for place in (1, 2):
        points[place] = Point(MONTHS[place], Value(None, "not_available", "not_sealed"))
    points[3] = replace(points[3], follows="coverage_changed", agencies=("bcwa",))
    said, data = _told(_trend(*points))
    note = (
        "Those who contribute in March 2026 are not those of December 2025 (Charity), so the line "
        "is broken."
    )
    assert note in said
    assert data["points"][3]["note"] == note


def test_a_break_that_is_declared_is_told_in_its_own_words() -> None:
    points = _points(40, 61, 52, 48)
    points[2] = replace(points[2], follows="series_break", why="Calls were counted since then.")
    said, _ = _told(_trend(*points))
    assert (
        "Calls were counted since then. The line is broken between January 2026 and February 2026."
        in said
    )


def test_how_far_a_figure_may_lie_from_the_one_shown_is_in_the_data() -> None:
    _, data = _told(_trend(*_points(40, 61, None, 52)))
    assert [(each["low"], each["high"]) for each in data["points"]] == [
        (10, 73), (31, 94), (None, None), (22, 85),
    ]  # fmt: skip


def test_a_section_without_trends_says_nothing_of_them() -> None:
    held = {"services": (_trend(*_points(40, 61, 52, 48)),)}
    assert BAND in board.write(facts(trends=held)).markdown()
    assert BAND not in board.write(facts()).markdown()

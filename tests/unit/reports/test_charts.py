"""Charts: what is drawn of points, bars and tiles, and what is never drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import pytest

from api.reports import charts
from api.reports.charts import TILES
from schemas.codes import code_list
from tests.pages import Element, read
from tests.unit.reports.drawn import BREAK, COVERAGE, HIDDEN, report

Figure = Mapping[str, Any]


@pytest.fixture(scope="module")
def figures() -> Mapping[str, Figure]:
    """The figures of the report's charts, by table; of several of one table the first."""
    held = [each for section in report().sections for each in section.figures if "table" in each]
    return {each["table"]: each for each in reversed(held)}


@pytest.fixture(scope="module")
def by_month(figures: Mapping[str, Figure]) -> Figure:
    return figures["Incidents of domestic abuse, by month"]


def _trend(figure: Figure) -> Element:
    return read(charts.trend(figure, title="A trend", name="a"))


def _kind(root: Element, name: str) -> list[Element]:
    return [each for each in root.all if name in each.classes]


def _places(path: Element) -> list[float]:
    """The places across of a line's corners."""
    numbers = re.findall(r"-?[\d.]+", path.attributes["d"])
    return [float(each) for each in numbers[::2]]


def _runs(figure: Figure) -> Iterator[int]:
    """How many points each unbroken line of a trend has."""
    length = 0
    for point in figure["points"]:
        if point["value"] is None or point["follows"] != "ok":
            yield length
            length = 0
        length += point["value"] is not None
    yield length


def test_a_line_is_broken_where_periods_may_not_be_set_side_by_side(by_month: Figure) -> None:
    [lines] = _kind(_trend(by_month), "lines")
    lengths = [len(_places(path)) for path in lines.find("path")]
    assert lengths == [each for each in _runs(by_month) if each] == [3, 2, 1, 5]


def test_every_gap_between_lines_has_its_mark_and_its_sentence(by_month: Figure) -> None:
    root = _trend(by_month)
    marks = charts.marked(by_month["points"])
    assert [(mark.letter, mark.kind, mark.place) for mark in marks] == [
        ("A", "break", BREAK),
        ("B", "coverage", COVERAGE),
    ]
    assert [each.said for each in marks] == [
        "The way of counting changed between June 2025 and July 2025, so the line is broken.",
        (
            "Those who contribute in November 2025 are not those of October 2025 (Women's charity),"
            " so the line is broken."
        ),
    ]
    [gaps], [dots] = _kind(root, "gaps"), _kind(root, "dots")
    across = [float(each.attributes["cx"]) for each in dots.find("circle")]
    drawn = [float(each.attributes["x1"]) for each in gaps.find("line")]
    # Of the points before September one is not drawn, so the places of those after are one less.
    assert [sum(x < line for x in across) for line in drawn] == [BREAK, COVERAGE - 1]
    said = root.find("desc")[0].text
    assert all(f"Mark {mark.letter}: {mark.said}" in said for mark in marks)


def test_what_is_not_shown_is_an_outline_and_never_a_point_at_nought(by_month: Figure) -> None:
    root = _trend(by_month)
    points = by_month["points"]
    [absent], [dots] = _kind(root, "absent"), _kind(root, "dots")
    assert [each.text for each in absent.find("text")] == ["not shown"]
    assert len(dots.find("circle")) == len(points) - 1
    across = [float(each.attributes["cx"]) for each in dots.find("circle")]
    [outline] = absent.find("rect")
    left = float(outline.attributes["x"])
    inside = [x for x in across if left <= x <= left + float(outline.attributes["width"])]
    assert inside == []
    assert f"{points[HIDDEN]['title']}: not shown." in root.find("desc")[0].text


def test_higher_figures_stand_higher_and_every_point_carries_its_own(by_month: Figure) -> None:
    root = _trend(by_month)
    known = [each["value"] for each in by_month["points"] if each["value"] is not None]
    [dots], [values] = _kind(root, "dots"), _kind(root, "values")
    heights = [float(each.attributes["cy"]) for each in dots.find("circle")]
    assert sorted(range(len(known)), key=lambda n: known[n]) == sorted(
        range(len(known)), key=lambda n: -heights[n]
    )
    assert [each.text for each in values.find("text")] == [str(each) for each in known]


def test_the_band_reaches_from_the_lower_to_the_upper_end_of_each_figure(by_month: Figure) -> None:
    root = _trend(by_month)
    [band], [dots] = _kind(root, "band"), _kind(root, "dots")
    assert len(band.find("polygon")) == 4
    for polygon, place in zip(band.find("polygon"), (0, 3, 5, 6), strict=True):
        corners = [float(each.split(",")[1]) for each in polygon.attributes["points"].split()]
        middle = float(dots.find("circle")[place].attributes["cy"])
        assert min(corners) < middle < max(corners)


def test_a_percentage_is_never_drawn_without_its_counts(figures: Mapping[str, Figure]) -> None:
    root = _trend(figures["Incidents with an arrest, of all incidents, by quarter"])
    [values] = _kind(root, "values")
    assert [each.text for each in values.find("text")] == [
        "36% 112 of 310", "38% 121 of 318", "35% 105 of 300", "41% 140 of 341",
    ]  # fmt: skip
    shares = [
        charts.shared({"value": 33, "numerator": 66, "denominator": 202}, label="Not present"),
        charts.shared({"value": None}, label="Mistake"),
    ]
    drawn = read(charts.bars(shares, title="Reasons", name="r"))
    assert "33%, 66 of 202" in drawn.text
    assert "Mistake, not shown." in drawn.text


def test_where_values_have_no_room_the_outer_ones_are_written(by_month: Figure) -> None:
    many = [
        {**each, "value": each["value"] and each["value"] * 1000} for each in by_month["points"]
    ]
    wide = {**by_month, "points": [{**each, "low": None, "high": None} for each in many]}
    [values] = _kind(_trend(wide), "values")
    texts = [each.text for each in values.find("text")]
    assert texts == ["212,000", "342,000", "307,000"]


@pytest.mark.parametrize(
    "draw",
    [
        lambda none: charts.trend({"points": none, "unit": "count"}, title="T", name="t"),
        lambda none: charts.bars(none, title="B", name="b"),
        lambda none: charts.tiles({"observations": none}, title="T", most=0, name="t"),
    ],
)
def test_there_is_no_chart_of_nothing(draw: Any) -> None:
    hidden = {"value": None, "label": "A", "category": "a", "follows": "ok"}
    assert draw([hidden]) == ""


def test_bars_are_as_long_as_their_values(figures: Mapping[str, Figure]) -> None:
    figure = figures["Incidents by age band, January to March 2026"]
    root = read(charts.bars(figure["observations"], title="Ages", name="b"))
    [bars] = _kind(root, "bars")
    long = [float(each.attributes["width"]) for each in bars.find("rect")]
    known = [each["value"] for each in figure["observations"] if each["value"] is not None]
    assert len(long) == len(known) == 3
    assert long[0] / long[1] == pytest.approx(known[0] / known[1], rel=0.01)
    assert [each.text for each in bars.find("text") if "none" in each.classes] == ["not shown"]


def test_every_ward_has_a_tile_of_its_own_among_those_of_its_day() -> None:
    wards = code_list("ward")
    assert {each.code for each in wards} == set(TILES)
    for held in (
        [each for each in wards if each.valid_to is None],
        [each for each in wards if each.valid_to is not None],
    ):
        assert len({TILES[each.code][1:] for each in held}) == len(held) == 22
        assert len({TILES[each.code][0] for each in held}) == 22


def test_a_tile_says_its_letters_and_value_and_more_is_never_lighter(
    figures: Mapping[str, Figure],
) -> None:
    figure = figures["Incidents by ward"]
    values = {TILES[each["category"]][0]: each["value"] for each in figure["observations"][:-1]}
    root = read(
        charts.tiles(figure, title="Wards", most=max(filter(None, values.values())), name="w")
    )
    [tiles] = _kind(root, "tiles")
    drawn = [each for each in tiles.children if isinstance(each, Element)]
    assert len(drawn) == 22
    assert {tuple(each.text.split()) for each in drawn} == {
        (letters, "-" if value is None else str(value)) for letters, value in values.items()
    }
    shades = sorted(
        (int(each.text.split()[1]), each.attributes["class"])
        for each in drawn
        if "-" not in each.text
    )
    assert all(before[1] <= after[1] for before, after in pairwise(shades))
    assert {shade for _, shade in shades} == {"step1", "step2", "step3", "step4"}


def test_wards_without_a_tile_are_not_drawn_at_all(figures: Mapping[str, Figure]) -> None:
    figure = figures["Incidents by ward"]
    elsewhere = {"category": "E05099999", "label": "Elsewhere", "value": 9, "status": "ok"}
    unknown = {"observations": [*figure["observations"], elsewhere]}
    assert charts.tiles(unknown, title="Wards", most=50, name="w") == ""

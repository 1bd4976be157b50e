"""A trend: points over months or quarters, joined only where they may be set side by side.

A break of the series and a change of who contributes are gaps with a lettered mark in them; what is
not shown is an outlined place that says so, never a point at nought; how far a value may be off is
a band behind the line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final
from xml.etree.ElementTree import Element

from leather import Chart, Series
from leather.scales import Linear

from api.reports.charts.canvas import Slots, drawn, element, svg
from api.reports.charts.reading import marked, pointed
from api.reports.charts.shapes import Absent, Band, Gaps, Joined, Spots, Values
from api.reports.words import month

HEIGHT: Final = 230
_ROOM: Final = 316
"""Units that values may stand in side by side: the chart without its margins."""
_LETTER: Final = 6.2
"""Units that a digit takes at most in the type the page sets values in."""


def trend(figure: Mapping[str, Any], *, title: str, name: str) -> str:
    """The chart of a figure with `points`; empty where no point has a value.

    `title` is what it is called; `name` begins its ids.
    """
    points: Sequence[Mapping[str, Any]] = figure["points"]
    known = [each for each in points if each["value"] is not None]
    if not known:
        return ""
    chart = Chart()
    chart.set_x_scale(Slots(len(points)))
    chart.set_y_scale(Linear(0, max(1, *(max(each["value"], each["high"] or 0) for each in known))))
    chart.add_x_axis(ticks=range(len(points)), tick_formatter=_ticks(points))
    chart.add_y_axis(ticks=[0], tick_formatter=lambda *_: "")
    rows = Series(list(_rows(points)))
    values = Values(_labels(points, unit=figure["unit"]))
    for shape in (Absent(points), Band(points), Joined(), Spots(), values, Gaps(marked(points))):
        chart.add_series(rows, shape)
    group = drawn(chart, height=HEIGHT)
    _stack(group)
    return svg(group, name=name, title=title, said=described(figure), height=HEIGHT)


def described(figure: Mapping[str, Any]) -> str:
    """What the chart shows in words: every point with its value, and every mark in its place."""
    marks = {each.place: each for each in marked(figure["points"])}
    parts = []
    for place, point in enumerate(figure["points"]):
        if place in marks:
            parts.append(f"Mark {marks[place].letter}: {marks[place].said}")
        words = pointed(point, unit=figure["unit"]).replace("\n", ", ")
        parts.append(f"{point['title']}: {words}.")
    return " ".join(parts)


def _rows(points: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int | None, float | None]]:
    """The line's points; a row of nothing breaks it."""
    for place, point in enumerate(points):
        if place and point["follows"] != "ok":
            yield None, None
        yield place, point["value"]


def _labels(points: Sequence[Mapping[str, Any]], *, unit: str) -> list[tuple[int, float, str]]:
    """The values written beside their points: all, or where they are too many the outer ones."""
    known = [(place, each) for place, each in enumerate(points) if each["value"] is not None]
    made = [(place, each["value"], pointed(each, unit=unit)) for place, each in known]
    longest = max(len(line) for *_, words in made for line in words.split("\n"))
    if len(points) * longest * _LETTER <= _ROOM:
        return made
    ends = {made[0], made[-1], *(pick(made, key=lambda each: each[1]) for pick in (min, max))}
    return sorted(ends)


def _ticks(points: Sequence[Mapping[str, Any]]) -> Callable[[int, int, int], str]:
    """What stands below each place: its month or months, and the year where it is new."""

    def tick(value: int, _: int, __: int) -> str:
        start, end = (date.fromisoformat(points[value][name]) for name in ("start", "end"))
        short = [month(each)[:3] for each in (start, end)]
        words = short[0] if short[0] == short[1] else f"{short[0]} to {short[1]}"
        before = points[value - 1]["end"][:4] if value else ""
        return words if before == points[value]["end"][:4] else f"{words}\n{end.year}"

    return tick


def _stack(group: Element) -> None:
    """Set the second line of a label below its first; SVG text does not break by itself."""
    for each in group.iter("text"):
        first, _, second = (each.text or "").partition("\n")
        if second:
            each.text = first
            each.append(element("tspan", second, x=each.get("x", ""), dy="1.15em"))

"""The shapes of a trend that the library does not have: bands, values, gaps, and what is absent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from xml.etree.ElementTree import Element

from leather.scales import Scale
from leather.shapes import Shape

from api.reports.charts.canvas import element
from api.reports.charts.reading import NOT_SHOWN, Marked

_REACH: Final = 0.36
"""Of a place's width, how far an absent point's outline and a lone band reach from its middle."""
_ABOVE: Final = 7  # units between a point and the value above it
_BADGE: Final = 8  # radius of a letter's circle


class Drawn(Shape):  # type: ignore[misc] # published without types
    """A shape that is drawn from what it was made with, whatever the series holds."""

    def validate_series(self, series: object) -> None:
        """Any series will do."""

    def legend_to_svg(self, series: object, palette: object) -> list[tuple[Element, int]]:
        """There is no legend: the page says what is drawn."""
        return []


class Band(Drawn):
    """From where to where each value may lie, joined as the line is; alone, a box."""

    def __init__(self, points: Sequence[Mapping[str, Any]]) -> None:
        self.points = points

    def to_svg(
        self, width: int, height: int, x_scale: Scale, y_scale: Scale, *_: object
    ) -> Element:
        group = element("g", kind="band")
        for run in self._runs():
            ends = [place for place, *_ in run]
            reach = _REACH / 2 if len(run) == 1 else 0
            upper = [(place, high) for place, _, high in run]
            lower = [(place, low) for place, low, _ in reversed(run)]
            if reach:
                upper = [(ends[0] - reach, run[0][2]), (ends[0] + reach, run[0][2])]
                lower = [(ends[0] + reach, run[0][1]), (ends[0] - reach, run[0][1])]
            corners = [
                f"{x_scale.project(x, 0, width):.2f},{y_scale.project(y, height, 0):.2f}"
                for x, y in (*upper, *lower)
            ]
            group.append(element("polygon", points=" ".join(corners)))
        return group

    def _runs(self) -> Iterator[list[tuple[int, float, float]]]:
        run: list[tuple[int, float, float]] = []
        for place, point in enumerate(self.points):
            if run and (point["low"] is None or point["follows"] != "ok"):
                yield run
                run = []
            if point["low"] is not None:
                run.append((place, point["low"], point["high"]))
        if run:
            yield run


class Values(Drawn):
    """Values written above their points, each as its place, its height and its words."""

    def __init__(self, labels: Sequence[tuple[int, float, str]]) -> None:
        self.labels = labels

    def to_svg(
        self, width: int, height: int, x_scale: Scale, y_scale: Scale, *_: object
    ) -> Element:
        group = element("g", kind="values")
        for place, value, words in self.labels:
            x, y = x_scale.project(place, 0, width), y_scale.project(value, height, 0)
            group.append(element("text", words, x=f"{x:.2f}", y=f"{y - _ABOVE:.2f}"))
        return group


class Absent(Drawn):
    """Places without a value: an outline from top to bottom, with words that say so."""

    def __init__(self, points: Sequence[Mapping[str, Any]]) -> None:
        self.points = points

    def to_svg(
        self, width: int, height: int, x_scale: Scale, y_scale: Scale, *_: object
    ) -> Element:
        group = element("g", kind="absent")
        for place, point in enumerate(self.points):
            if point["value"] is None:
                left, right = (x_scale.project(place + side * _REACH, 0, width) for side in (-1, 1))
                middle = f"{(left + right) / 2 + 4:.2f}"
                box = {"x": f"{left:.2f}", "width": f"{right - left:.2f}", "height": height}
                group.append(element("rect", y=0, **box))
                turned = f"rotate(-90 {middle} {height / 2})"
                group.append(element("text", NOT_SHOWN, x=middle, y=height / 2, transform=turned))
        return group


class Gaps(Drawn):
    """Marks between places: a line from top to bottom and a letter at its head."""

    def __init__(self, marks: Sequence[Marked]) -> None:
        self.marks = marks

    def to_svg(
        self, width: int, height: int, x_scale: Scale, y_scale: Scale, *_: object
    ) -> Element:
        group = element("g", kind="gaps")
        for mark in self.marks:
            x = f"{x_scale.project(mark.place - 0.5, 0, width):.2f}"
            made = element("g", kind=mark.kind)
            made.append(element("line", x1=x, x2=x, y1=_BADGE - 8, y2=height))
            made.append(element("circle", cx=x, cy=-_BADGE, r=_BADGE))
            made.append(element("text", mark.letter, x=x, y=-_BADGE, dy="0.35em"))
            group.append(made)
        return group

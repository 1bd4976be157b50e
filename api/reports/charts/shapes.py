"""The shapes of a trend that the library does not have: bands, values, gaps, and what is absent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from xml.etree.ElementTree import Element

from leather.scales import Scale
from leather.shapes import Dots, Line, Shape

from api.reports.charts.canvas import element
from api.reports.charts.reading import Marked
from api.reports.words import NOT_SHOWN

_REACH: Final = 0.36
"""Of a place's width, how far an absent point's outline reaches to either side of its middle."""
_BOX: Final = 0.18
"""Of a place's width, how far the band of a point that stands alone does."""
_ABOVE: Final = 7  # units between a point and the value above it
_LINE: Final = 12  # units from one line of a value to the next
_BADGE: Final = 8  # radius of a letter's circle


class Drawn(Shape):  # type: ignore[misc] # published without types
    """A shape that is drawn from what it was made with, whatever the series holds."""

    def validate_series(self, series: object) -> None:
        """Any series will do."""

    def legend_to_svg(self, series: object, palette: object) -> list[tuple[Element, int]]:
        """There is no legend: the page says what is drawn."""
        return []


class Joined(Line):  # type: ignore[misc] # published without types
    """The library's line, which breaks at a row of nothing; without an entry in a legend."""

    legend_to_svg = Drawn.legend_to_svg


class Spots(Dots):  # type: ignore[misc] # published without types
    """The library's dots; without an entry in a legend."""

    legend_to_svg = Drawn.legend_to_svg


class Band(Drawn):
    """From where to where each value may lie, joined as the line is; alone, a box."""

    def __init__(self, points: Sequence[Mapping[str, Any]]) -> None:
        self.points = points

    def to_svg(
        self, width: int, height: int, x_scale: Scale, y_scale: Scale, *_: object
    ) -> Element:
        group = element("g", kind="band")
        for run in self._runs():
            upper = [(place, high) for place, _, high in run]
            lower = [(place, low) for place, low, _ in reversed(run)]
            corners = [
                f"{x_scale.project(x, 0, width):.2f},{y_scale.project(y, height, 0):.2f}"
                for x, y in (*upper, *lower)
            ]
            group.append(element("polygon", points=" ".join(corners)))
        return group

    def _runs(self) -> Iterator[list[tuple[float, float, float]]]:
        """Points that are joined, each with its place and ends; one alone is as wide as a box."""
        held: list[list[tuple[float, float, float]]] = [[]]
        for place, point in enumerate(self.points):
            if point["low"] is None or point["follows"] != "ok":
                held.append([])
            if point["low"] is not None:
                held[-1].append((place, point["low"], point["high"]))
        for run in filter(None, held):
            middle, low, high = run[0]
            alone = [(middle - _BOX, low, high), (middle + _BOX, low, high)]
            yield run if len(run) > 1 else alone


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
            lines = words.count("\n")
            text = element("text", words, x=f"{x:.2f}", y=f"{y - _ABOVE - lines * _LINE:.2f}")
            group.append(text)
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

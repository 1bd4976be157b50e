"""Bars: what is split by categories, each bar under its category with its value at its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from xml.etree.ElementTree import Element

from leather import Chart, Series
from leather.scales import Linear, Scale

from api.reports.charts.canvas import Slots, drawn, element, svg
from api.reports.charts.reading import told, worded
from api.reports.charts.shapes import Drawn
from api.reports.words import NOT_SHOWN, plain

_STEP: Final = 38  # units of height for a bar and its label
_TOP, _BOTTOM, _LEFT = 12, 40, 24  # units that the library leaves for a title and axes
_THICK: Final = 16
_SPARE: Final = 4  # units below the last bar
_LETTER: Final = 6.4  # units that a letter of a value takes at most
_BESIDE: Final = 8  # units between a bar and its value, with some to spare


def bars(observations: Sequence[Mapping[str, Any]], *, title: str, name: str) -> str:
    """The chart of observations, each with its `label` and `value`; empty where none has a value.

    What one has as `words` is written in place of its value. `title` is what the chart is called;
    `name` begins its ids.
    """
    known = [each["value"] for each in observations if each["value"] is not None]
    if not known:
        return ""
    height = _STEP * len(observations)
    chart = Chart()
    chart.set_x_scale(Linear(0, max(1, *known)))
    chart.set_y_scale(Slots(len(observations)))
    chart.add_x_axis(ticks=[0], tick_formatter=lambda *_: "")
    chart.add_y_axis(ticks=[0], tick_formatter=lambda *_: "")
    rows = [(each["value"] or 0, place) for place, each in enumerate(observations)]
    chart.add_series(Series(rows), _Labelled(observations))
    group = drawn(chart, height=_TOP + height + _BOTTOM)
    _without_axes(group)
    words = {"name": name, "title": title, "said": told(observations)}
    return svg(group, **words, height=height + _SPARE, top=_TOP, left=_LEFT)


def _without_axes(group: Element) -> None:
    """Take the axes out: every bar has its label above and its value behind."""
    for parent in list(group.iter()):
        for each in parent.findall("g"):
            if each.get("class", "").startswith("axis"):
                parent.remove(each)


class _Labelled(Drawn):
    """A bar for each category from the top down; where there is no value, words in its place."""

    def __init__(self, observations: Sequence[Mapping[str, Any]]) -> None:
        self.observations = observations

    def to_svg(
        self, width: int, height: int, x_scale: Scale, y_scale: Scale, *_: object
    ) -> Element:
        group = element("g", kind="bars")
        for place, each in enumerate(self.observations):
            middle = y_scale.project(place, 0, height)
            group.append(element("text", plain(each["label"]), x=0, y=f"{middle - 4:.2f}"))
            if each["value"] is None:
                words = element("text", NOT_SHOWN, kind="none", x=4, y=f"{middle + 12:.2f}")
                group.append(words)
                continue
            free = max(len(worded(one)) for one in self.observations) * _LETTER + _BESIDE
            long = float(x_scale.project(each["value"], 0, width - free))
            box = {"x": 0, "y": f"{middle:.2f}", "width": f"{long:.2f}", "height": _THICK}
            group.append(element("rect", **box))
            end = {"x": f"{long + 6:.2f}", "y": f"{middle + 12:.2f}"}
            group.append(element("text", worded(each), kind="value", **end))
        return group

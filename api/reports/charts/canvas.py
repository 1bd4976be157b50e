"""The SVG element that a chart is drawn into: its size, its title and its description.

What belongs here: how a drawing becomes text that is the same on every machine and takes its looks
from the page. What does not: what is drawn.
"""

from __future__ import annotations

import re
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from leather import Chart
from leather.scales import Scale

WIDTH: Final = 360
"""Units that a chart is wide: about the pixels of a small phone, where it is drawn one to one."""

_LOOKS: Final = ("fill", "stroke", "font-family", "font-size", "stroke-width")
_FRACTION: Final = re.compile(r"-?\d+\.\d+")


class Slots(Scale):  # type: ignore[misc] # published without types
    """A scale of `count` places side by side, each as wide as every other; a place is its index."""

    def __init__(self, count: int) -> None:
        self.count = count

    def contains(self, v: float) -> bool:
        return -1 < v < self.count

    def project(self, value: float, range_min: float, range_max: float) -> float:
        return range_min + (range_max - range_min) * (value + 0.5) / self.count

    def ticks(self) -> list[int]:
        return list(range(self.count))


def element(tag: str, text: str = "", /, **attributes: object) -> Element:
    """An element; `kind` is its class, and underscores in names are hyphens."""
    made = Element(tag)
    for name, value in attributes.items():
        made.set({"kind": "class"}.get(name, name.replace("_", "-")), str(value))
    if text:
        made.text = text
    return made


def drawn(chart: Chart, *, height: int) -> Element:
    """A chart of the library as a group without a background and without looks of its own."""
    group: Element = chart.to_svg_group(WIDTH, height)
    for each in group.findall("rect"):
        group.remove(each)
    for each in group.iter():
        for name in _LOOKS:
            each.attrib.pop(name, None)
    return group


def svg(
    group: Element, *, name: str, title: str, said: str, height: int, top: int = 0, left: int = 0
) -> str:
    """The text of an SVG element that a screen reader reads as one picture.

    Args:
        group: what is drawn, in units.
        name: begins its ids, which are used once in a page.
        title: what it is called.
        said: what it shows, in words.
        height: how high it is; it is as wide as `WIDTH` allows.
        top: where it begins from above.
        left: where it begins from the left.
    """
    box = f"{left} {top} {WIDTH - left} {height}"
    root = element("svg", kind="chart", viewBox=box, role="img")
    root.set("aria-labelledby", f"{name}-title")
    root.set("aria-describedby", f"{name}-said")
    SubElement(root, "title", {"id": f"{name}-title"}).text = title
    SubElement(root, "desc", {"id": f"{name}-said"}).text = said
    root.append(group)
    for each in group.iter():
        for key, value in each.attrib.items():
            each.set(key, _FRACTION.sub(_rounded, value))
    return tostring(root, encoding="unicode")


def _rounded(found: re.Match[str]) -> str:
    """A coordinate to a hundredth of a unit, which no eye can tell."""
    return f"{float(found[0]):.2f}".rstrip("0").rstrip(".")

"""The colours of a report's page: told apart by everyone, and read on paper and in the dark."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest

from schemas import pages

STYLES: Final = Path(pages.__file__).parent / "templates"
LIGHT: Final = ("style.css", "report.css")
TEXT: Final = 4.5
"""Least contrast of text (WCAG 2.2 success criterion 1.4.3)."""
SHAPE: Final = 3.0
"""Least contrast of what is needed to understand a picture (WCAG 2.2 success criterion 1.4.11)."""


def _variables(style: str) -> dict[str, str]:
    return dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6})", style))


def _read(name: str) -> str:
    return (STYLES / name).read_text(encoding="utf-8")


def _light() -> dict[str, str]:
    roots = [
        found
        for name in LIGHT
        for found in re.findall(r"^:root \{.*?\}", _read(name), re.MULTILINE)
    ]
    return _variables(" ".join(roots))


def _dark() -> dict[str, str]:
    [dark] = re.findall(r"prefers-color-scheme: dark\) \{(.*?)\n\}", _read("report.css"), re.DOTALL)
    return _light() | _variables(dark)


def _luminance(colour: str) -> float:
    """The relative luminance of a colour (WCAG 2.2)."""
    held = colour.removeprefix("#")
    pairs = [each * 2 for each in held] if len(held) == 3 else re.findall("..", held)
    parts = [int(each, 16) / 255 for each in pairs]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [_light(), _dark()], ids=["light", "dark"])
def test_words_and_shapes_stand_out_from_the_page(colours: dict[str, str]) -> None:
    for word in ("ink", "soft", "link"):
        for ground in ("paper", "wash", "warm"):
            assert _contrast(colours[word], colours[ground]) >= TEXT, (word, ground)
    for shape in ("data", "alert", "focus"):
        assert _contrast(colours[shape], colours["paper"]) >= SHAPE, shape


def test_the_words_in_tiles_and_signs_stand_out_from_their_own_ground() -> None:
    style = _read("report.css")
    ink = dict.fromkeys(("step1", "step2", "step3"), "#1b1f24") | {"step4": "#ffffff"}
    tiles = dict(re.findall(r"\.(step\d) rect \{ fill: (#[0-9a-f]+)", style))
    assert set(tiles) == set(ink)
    assert all(_contrast(ink[step], colour) >= TEXT for step, colour in tiles.items())
    grounds = dict(re.findall(r"\.standing\.(\w+) \{ background: (#[0-9a-f]+)", style))
    assert {"in", "late", "nil", "out", "part"} == set(grounds)
    assert all(_contrast("#1b1f24", colour) >= TEXT for colour in grounds.values())


def test_shades_of_tiles_are_told_apart_by_their_lightness_alone() -> None:
    found = re.findall(r"\.step\d rect \{ fill: (#[0-9a-f]+)", _read("report.css"))
    light = [_luminance(each) for each in found]
    assert light == sorted(light, reverse=True)
    assert all(before - after > 0.1 for before, after in pairwise(light))

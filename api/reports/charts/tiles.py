"""A tile map: wards as equal tiles that stand roughly where the wards lie, each with its value.

The places of the tiles are this project's own (design): every ward stands on a grid of six columns
so that it keeps the most of its neighbours and lies to the north, south, east or west of them as on
the map. They are no published layout and say nothing of area or boundaries.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from xml.etree.ElementTree import Element

from api.reports.charts.canvas import WIDTH, element, svg
from api.reports.charts.reading import told, valued
from api.reports.words import plain

_ROWS: Final = (
    (None, None, None, ("PL", "E05014004", "E05000125"), ("MO", "E05014000", "E05000121"), None),
    (
        ("CP", "E05013995", "E05000116"),
        ("PE", "E05014002", "E05000123"),
        ("BE", "E05013987", "E05000113"),
        ("BT", "E05013991", "E05000109"),
        ("CH", "E05013993", "E05000111"),
        ("SP", "E05014007", "E05000115"),
    ),
    (
        None,
        ("CL", "E05013994", "E05000112"),
        ("SH", "E05014005", "E05000126"),
        ("BI", "E05013988", "E05000106"),
        ("PW", "E05014003", "E05000124"),
        ("SM", "E05014006", "E05000114"),
    ),
    (
        None,
        ("KE", "E05013999", "E05000120"),
        ("HA", "E05013998", "E05000119"),
        ("BC", "E05013990", "E05000108"),
        ("FA", "E05013997", "E05000118"),
        ("OR", "E05014001", "E05000122"),
    ),
    (
        None,
        ("WW", "E05014008", "E05000127"),
        None,
        ("BH", "E05013989", "E05000107"),
        ("DA", "E05013996", "E05000117"),
        ("CF", "E05013992", "E05000110"),
    ),
)
"""The grid of Bromley from north to south and west to east: letters, and the codes of the ward from
May 2022 and of the one that lay there before (Local Government Boundary Commission for England,
New electoral arrangements for Bromley Council, final recommendations, November 2020)."""

TILES: Final[Mapping[str, tuple[str, int, int]]] = {
    code: (tile[0], column, row)
    for row, tiles_of_row in enumerate(_ROWS)
    for column, tile in enumerate(tiles_of_row)
    if tile is not None
    for code in tile[1:]
}
"""The letters, column and row of each ward's tile, by its code."""

_NONE: Final = "-"  # in the tile of a ward whose value is not shown
_SIDE: Final = WIDTH // 6
_GAP: Final = 3
_STEPS: Final = 4
"""Shades, from the fewest to the most; the numbers stand in the tiles, so no scale is given."""


def tiles(figure: Mapping[str, Any], *, title: str, most: int, name: str) -> str:
    """The tile map of a figure split by ward; empty where a ward has no tile.

    Args:
        figure: with `observations`, of which those without a ward are left to the list beside it.
        title: what the map is called.
        most: the largest value of all maps that stand side by side.
        name: begins the ids of the chart.
    """
    placed = [each for each in figure["observations"] if each["category"] in TILES]
    if len(placed) < len([each for each in figure["observations"] if _ward(each)]) or not placed:
        return ""
    group = element("g", kind="tiles")
    for each in placed:
        group.append(_tile(each, most=most))
    height = _SIDE * (1 + max(TILES[each["category"]][2] for each in placed))
    return svg(group, name=name, title=title, said=told(placed), height=height)


def lettered(observations: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The letters of each tile, by the label of its ward."""
    placed = (each for each in observations if each["category"] in TILES)
    return {plain(each["label"]): TILES[each["category"]][0] for each in placed}


def _ward(each: Mapping[str, Any]) -> bool:
    return str(each["category"]).startswith("E05")


def _tile(each: Mapping[str, Any], *, most: int) -> Element:
    letters, column, row = TILES[each["category"]]
    value = each["value"]
    shade = "none" if value is None else f"step{min(_STEPS, 1 + _STEPS * value // (most + 1))}"
    made = element("g", kind=shade)
    x, y, side = column * _SIDE, row * _SIDE, _SIDE - _GAP
    made.append(element("rect", x=x, y=y, width=side, height=side, rx=3))
    middle = x + side / 2
    words = _NONE if value is None else valued(value)
    made.append(element("text", letters, kind="letters", x=middle, y=y + 22))
    made.append(element("text", words, kind="value", x=middle, y=y + 43))
    return made

"""What a page makes of a section's tables: charts drawn from the figures that name them, or a grid.

What belongs here: which figures a table says again, and what is said of a picture's parts. What
does not: shapes (`api.reports.charts`) and looks (`schemas.pages`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from markupsafe import Markup

from api.reports import charts
from api.reports.charts import Marked
from api.reports.rendering.grids import Grid, grid
from api.reports.section import Section, Table

Figure = Mapping[str, Any]

_SHADES: Final = (
    "Every tile is a ward and stands roughly where the ward lies; the darker, the more. The places "
    "of the tiles are SaferShare's own, and their size says nothing of the ward's."
)
_ABSENT: Final = "An outline stands where no figure is shown; it is not nought."
_RANGE: Final = "The band shows between which figures each may lie."


@dataclass(frozen=True)
class Picture:
    """Charts of one table.

    Attributes:
        drawings: SVG elements with a caption for each where there are several.
        marks: letters in them, with their sentences.
        legend: what their parts mean.
        table: the same figures as a table, to be read beside them.
        letters: of a tile map, the letters of each row's tile, by the row's head.
    """

    title: str
    drawings: tuple[tuple[str, Markup], ...]
    table: Table
    marks: tuple[Marked, ...] = ()
    legend: tuple[str, ...] = ()
    letters: Mapping[str, str] = field(default_factory=dict)


def shown(section: Section) -> Iterator[Table | Picture | Grid]:
    """Each table of a section as a page shows it; one that cannot be drawn stays a table."""
    for place, table in enumerate(section.tables, start=1):
        named = [each for each in section.figures if each.get("table") == table.title]
        yield _drawn(table, named, name=f"{section.id}-chart-{place}") or table


def _drawn(table: Table, figures: Sequence[Figure], *, name: str) -> Picture | Grid | None:
    if table.drawn == "grid":
        return grid(table)
    if table.drawn == "trend" and figures:
        return _trend(table, figures[0], name=name)
    if table.drawn == "shares":
        return _shares(table, figures, name=name)
    if table.drawn in ("tiles", "bars"):
        return _tiles(table, figures, name=name) or _bars(table, figures, name=name)
    return None


def _trend(table: Table, figure: Figure, *, name: str) -> Picture | None:
    svg = charts.trend(figure, title=table.title, name=name)
    if not svg:
        return None
    absent = any(each["value"] is None for each in figure["points"])
    ranged = any(each["low"] is not None for each in figure["points"])
    legend = tuple(words for words, there in ((_RANGE, ranged), (_ABSENT, absent)) if there)
    return Picture(table.title, (("", _safe(svg)),), table, charts.marked(figure["points"]), legend)


def _tiles(table: Table, figures: Sequence[Figure], *, name: str) -> Picture | None:
    if table.drawn != "tiles":
        return None
    values = [each["value"] or 0 for figure in figures for each in figure["observations"]]
    drawings = []
    for place, figure in enumerate(figures, start=1):
        title = f"{table.title}: {figure['title']}" if len(figures) > 1 else table.title
        svg = charts.tiles(figure, title=title, most=max(values), name=f"{name}-{place}")
        if not svg:
            return None
        drawings.append((figure["title"], _safe(svg)))
    letters = charts.lettered(figures[0]["observations"])
    return Picture(table.title, tuple(drawings), table, (), (_SHADES,), letters)


def _bars(table: Table, figures: Sequence[Figure], *, name: str) -> Picture | None:
    """Bars of one period; several periods stay a table."""
    if len(figures) != 1:
        return None
    svg = charts.bars(figures[0]["observations"], title=table.title, name=name)
    return Picture(table.title, (("", _safe(svg)),), table) if svg else None


def _shares(table: Table, figures: Sequence[Figure], *, name: str) -> Picture | None:
    """Bars of the shares of an indicator, each under the category that its row names."""
    labels = [row[0] for row in table.rows]
    held = [charts.shared(each, label=to) for each, to in zip(figures, labels, strict=True)]
    svg = charts.bars(held, title=table.title, name=name)
    return Picture(table.title, (("", _safe(svg)),), table) if svg else None


def _safe(svg: str) -> Markup:
    """An SVG element made by a serialiser, which has escaped every text in it."""
    return Markup(svg)  # noqa: S704 - escaped

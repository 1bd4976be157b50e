"""A section of a report, and how one figure becomes a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from api.reports.facts import Figure, Figures, Split
from api.reports.grouping import grouped
from api.reports.indicators import PER, Cell, Line, Value
from api.reports.words import NOT_SHOWN, because, number, period, plain, points, sentence
from api.reports.words import listed as joined

QUOTIENTS: Final = {
    "percent": " per cent",
    "rate": f" for every {number(PER)} people",
    "ratio": " to one",
}
"""How a quotient reads, by its unit."""

Drawn = Literal["", "bars", "grid", "shares", "tiles", "trend"]
"""What a page makes of a table's figures: bars of counts, a grid of standings, bars of shares, a
tile map, a trend."""

PROVISIONAL = " This is provisional, because returns are missing."


@dataclass(frozen=True)
class Table:
    """Figures side by side, for renderings that are not prose alone.

    Attributes:
        title: what it shows, as its caption.
        columns: the head of each column; the first names the rows.
        rows: the cells as they are read, each a number or a word that stands in the section.
        drawn: how a page draws the figures that name the table; where it is empty, not at all.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    drawn: Drawn = ""


@dataclass(frozen=True)
class Section:
    """A part of a report: paragraphs of prose, and every figure that they name.

    `shows` says whether a figure is shown in it; a section without one says why. `tables` say
    again, side by side, what paragraphs and figures hold; `parts` stand below it, one level down.
    """

    id: str
    title: str
    paragraphs: tuple[str, ...]
    figures: tuple[Mapping[str, Any], ...] = ()
    shows: bool = False
    tables: tuple[Table, ...] = ()
    parts: tuple[Section, ...] = ()

    @property
    def whole(self) -> Iterator[Section]:
        """The section, then each of its parts with theirs, in the order they are read."""
        yield self
        for part in self.parts:
            yield from part.whole


def counted(title: str, cell: Cell | Value) -> str:
    """A count as a sentence: `There were 762 incidents.`"""
    if cell.value is None:
        return hidden(title, cell)
    words = f"There were {number(cell.value)} {title}."
    return words + (PROVISIONAL if cell.status == "provisional" else "")


def divided(title: str, value: Value) -> str:
    """A percentage as a sentence that carries its two counts and its margin."""
    if value.value is None or value.margin is None:
        return hidden(title, value)
    if value.numerator is None or value.denominator is None:
        return hidden(title, value)
    words = (
        f"{sentence(title)}: {value.value} per cent, {number(value.numerator)} of "
        f"{number(value.denominator)}, give or take {points(value.margin)}."
    )
    return words + (PROVISIONAL if value.status == "provisional" else "")


def hidden(title: str, cell: Cell | Value) -> str:
    """That there is no figure, and why."""
    return f"{sentence(title)}: no figure is shown{because(cell.reason)}."


def said(title: str, value: Value) -> str:
    """A figure as a sentence, as its unit reads."""
    if value.unit == "count":
        return counted(title, value)
    if value.unit == "percent" and value.margin is not None:
        return divided(title, value)
    if value.unit == "median" and value.band is not None:
        return f"{sentence(title)}: typically {_band(value)} (the median lies in that band)."
    if value.value is None or value.numerator is None or value.denominator is None:
        return hidden(title, value)
    parts = f"{number(value.numerator)} and {number(value.denominator)}"
    return f"{sentence(title)}: {number(value.value)}{QUOTIENTS[value.unit]}, from {parts}."


def mixed(line: Line, figures: Sequence[Figure]) -> str:
    """The shown categories of a mix in one sentence: each share and count, and the whole once."""
    values = [each.value for each in figures]
    whole = max(each.denominator or 0 for each in values)
    margin = max(each.margin or 0 for each in values)
    shares = "; ".join(
        f"{plain(_category(each, line))}, {number(each.value.value or 0)} per cent "
        f"({number(each.value.numerator or 0)})"
        for each in figures
    )
    words = f"{sentence(line.title)}, of {number(whole)}: {shares}; give or take {points(margin)}."
    return words + (PROVISIONAL if any(each.status == "provisional" for each in values) else "")


def told(held: Figures) -> tuple[str, ...]:
    """An indicator's figures as sentences, and how it is not to be read."""
    lines = grouped(held.figures, by=lambda each: each.line)
    said_so = (text for alike in lines for text in _line(held.indicator.line(alike[0].line), alike))
    return " ".join(said_so), held.indicator.caution


def _line(line: Line | None, figures: Sequence[Figure]) -> Iterator[str]:
    """The figures of one line; a mix in one sentence, and after it what of it is not shown."""
    shown = [each for each in figures if each.value.value is not None]
    if line is None or not shown or not all(each.category for each in figures):
        yield from (said(each.title, each.value) for each in figures)
        return
    yield mixed(line, shown)
    unseen = [each for each in figures if each.value.value is None]
    for alike in grouped(unseen, by=lambda each: each.value.reason):
        names = joined([plain(_category(each, line)) for each in alike])
        yield f"Not shown{because(alike[0].value.reason)}: {names}."


def _category(figure: Figure, line: Line) -> str:
    """What a figure of a mix is called beside its line's title."""
    return figure.title.removeprefix(line.title).lstrip(", ")


def _band(value: Value) -> str:
    return (value.band or "").replace("_", " ")


def listed(held: Figures) -> tuple[Mapping[str, Any], ...]:
    """An indicator's figures as data."""
    return tuple(_figure(held, figure) for figure in held.figures)


def shared(held: Figures) -> tuple[tuple[Mapping[str, Any], ...], tuple[Table, ...]]:
    """An indicator's figures as data, and a table of each line that is shared out to categories."""
    data, tables = list(listed(held)), []
    for line in held.indicator.lines:
        parts = [n for n, each in enumerate(held.figures) if _is_share(each, line.name)]
        if len(parts) > 1:
            title = sentence(line.title)
            rows = (_share(held.figures[n], line) for n in parts)
            head = ("Category", "Per cent", "Counts")
            tables.append(Table(title, head, tuple(rows), drawn="shares"))
            for n in parts:
                data[n] = {**data[n], "table": title}
    return tuple(data), tuple(tables)


def _is_share(figure: Figure, line: str) -> bool:
    return figure.line == line and bool(figure.category) and figure.value.unit == "percent"


def _share(figure: Figure, line: Line) -> tuple[str, ...]:
    """A category and its share with the counts behind it."""
    value = figure.value
    label = sentence(_category(figure, line))
    if value.value is None or value.numerator is None or value.denominator is None:
        return label, NOT_SHOWN, ""
    counts = f"{number(value.numerator)} of {number(value.denominator)}"
    return label, number(value.value), counts


def _divided(split: Split) -> Mapping[str, Any]:
    """A split as data: every category, shown or not."""
    return {
        "measure": split.measure,
        "by": split.breakdown,
        "period": str(split.period),
        "title": period(split.period),
        "start": split.period.start.isoformat(),
        "end": split.period.end.isoformat(),
        "categories": len(split.parts),
        "not_shown": len(split.parts) - len(split.shown),
        "observations": [
            {
                "category": part.code,
                "label": part.label,
                "value": part.cell.value,
                "status": part.cell.status,
            }
            for part in split.parts
        ],
    }


def beside(splits: Sequence[Split]) -> tuple[tuple[Mapping[str, Any], ...], Table]:
    """Splits of one measure by one breakdown in different periods, as data and as one table.

    A row for every category, a column for every period; categories that one of them has and
    another has not are not there in the other.
    """
    first, *more = splits
    when = f", {period(first.period)}" if not more else ""
    title = f"{first.title} by {first.by}{when}"
    labels = {part.code: plain(part.label) for split in splits for part in split.parts}
    cells = [{part.code: part.cell for part in split.parts} for split in splits]
    rows = tuple(
        (label, *(_cell(each.get(code)) for each in cells)) for code, label in labels.items()
    )
    heads = [sentence(period(each.period)) for each in splits] if more else ["Count"]
    drawn: Drawn = "tiles" if first.breakdown == "ward" else "bars"
    data = tuple({**_divided(each), "table": title} for each in splits)
    return data, Table(title, (sentence(first.by), *heads), rows, drawn)


def _cell(cell: Cell | None) -> str:
    return NOT_SHOWN if cell is None or cell.value is None else number(cell.value)


def figures_of(value: Value) -> dict[str, Any]:
    """A figure as data, with the counts it is made of."""
    return {
        "value": value.value,
        "unit": value.unit,
        "status": value.status,
        "reason": value.reason,
        "numerator": value.numerator,
        "denominator": value.denominator,
        "margin": value.margin,
        "band": value.band or "",
    }


def _figure(held: Figures, figure: Figure) -> Mapping[str, Any]:
    return {
        "id": held.indicator.id,
        "version": held.indicator.version,
        "line": figure.line,
        "title": figure.title,
        **figures_of(figure.value),
        "direction": held.indicator.direction,
    }

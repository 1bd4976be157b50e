"""Trends in a section: how a figure went, in sentences, side by side, and as data.

What belongs here: words for points and for the gaps between them. What does not: which periods may
be set side by side, and how a chart of them looks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from api.reports.facts import Facts, Point, Trend
from api.reports.indicators import INDICATORS
from api.reports.section import Section, Table
from api.reports.words import NOT_SHOWN, because, listed, number, period, plain, sentence

NOT_SEALED: Final = "not_sealed"
"""The reason of a point for whose period there is no release."""

BAND: Final = (
    "Each of these figures may be somewhat off: both the noise that protects people and the chance "
    "in small numbers move it, so that a small difference between two of them says little."
)


def with_trends(section: Section, facts: Facts) -> Section:
    """The section, followed by the trends that belong to it; without any, as it was."""
    trends = facts.trends.get(section.id, ())
    if not trends:
        return section
    return replace(
        section,
        paragraphs=(*section.paragraphs, *(_said(facts, each) for each in trends), BAND),
        figures=(*section.figures, *(_data(facts, each) for each in trends)),
        tables=(*section.tables, *(_table(facts, each) for each in trends)),
    )


def _title(trend: Trend) -> str:
    kind = trend.points[0].period.kind
    return f"{sentence(trend.title)}, by {kind}"


def _said(facts: Facts, trend: Trend) -> str:
    """The whole trend in one paragraph: each stretch, and what lies between it and the next."""
    parts = [f"{_title(trend)}."]
    for stretch in _stretches(trend.points):
        first = trend.points.index(stretch[0])
        if first:
            parts.append(_note(facts, trend.points, first))
        parts += _stretch(stretch)
    hidden = [each for each in trend.points if each.value.value is None]
    if hidden:
        parts.append(f"No figure is shown for {listed([period(each.period) for each in hidden])}.")
    return " ".join(parts)


def _stretches(points: Sequence[Point]) -> Iterator[list[Point]]:
    """Points that may be set side by side, together."""
    held: list[Point] = []
    for point in points:
        if held and point.follows != "ok":
            yield held
            held = []
        held.append(point)
    yield held


def _stretch(points: Sequence[Point]) -> Iterator[str]:
    """Between which figures a stretch lay; a figure alone is told as it is."""
    known = [each for each in points if each.value.value is not None]
    if not known:
        return
    low, high = (pick(known, key=lambda each: each.value.value or 0) for pick in (min, max))
    if len(known) == 1:
        yield f"In {period(known[0].period)} it was {_figure(known[0])}."
        return
    span = f"Between {period(known[0].period)} and {period(known[-1].period)}"
    if low.value.value == high.value.value and low.value.denominator is None:
        yield f"{span} it was {_figure(low)} throughout."
        return
    ends = [f"{_figure(each)}, in {period(each.period)}" for each in (low, high)]
    yield f"{span} the lowest was {ends[0]}, and the highest {ends[1]}."


def _figure(point: Point) -> str:
    """A figure inside a sentence; a percentage never without its counts."""
    value = point.value
    if value.unit != "percent":
        return number(value.value or 0)
    return f"{number(value.value or 0)} per cent ({_counts(point)})"


def _counts(point: Point) -> str:
    value = point.value
    return f"{number(value.numerator or 0)} of {number(value.denominator or 0)}"


def _note(facts: Facts, points: Sequence[Point], place: int) -> str:
    """Why a point is not set beside the one before it; empty where it is.

    The one before is the last that was sealed: nothing is known of the others.
    """
    point = points[place]
    sealed = [each for each in points[:place] if each.value.reason != NOT_SEALED]
    if point.follows == "ok" or not sealed:
        return ""
    now, before = period(point.period), period(sealed[-1].period)
    if point.why:
        return f"{plain(point.why)} The line is broken between {before} and {now}."
    if point.follows == "series_break":
        return f"The way of counting changed between {before} and {now}, so the line is broken."
    if point.agencies:
        who = listed([*map(facts.called, point.agencies)])
        return (
            f"Those who contribute in {now} are not those of {before} ({who}), so the line is "
            "broken."
        )
    return f"Nothing says whether {now} may be set beside {before}, so the line is broken."


def _data(facts: Facts, trend: Trend) -> Mapping[str, Any]:
    points = trend.points
    named = "id" if trend.name in INDICATORS else "measure"
    return {
        named: trend.name,
        "line": trend.line,
        "title": sentence(trend.title),
        "table": _title(trend),
        "by": points[0].period.kind,
        "unit": next((p.value.unit for p in points if p.value.value is not None), "count"),
        "points": [
            _point(point, note=_note(facts, points, place)) for place, point in enumerate(points)
        ],
    }


def _point(point: Point, *, note: str) -> Mapping[str, Any]:
    value = point.value
    low, high = _ends(point)
    return {
        "period": str(point.period),
        "title": period(point.period),
        "start": point.period.start.isoformat(),
        "end": point.period.end.isoformat(),
        "value": value.value,
        "status": value.status,
        "reason": value.reason,
        "numerator": value.numerator,
        "denominator": value.denominator,
        "low": low,
        "high": high,
        "follows": point.follows,
        "agencies": list(point.agencies),
        "note": note,
    }


def _ends(point: Point) -> tuple[float | None, float | None]:
    """From where to where a figure may lie, by noise and by chance; None where it is not shown."""
    value = point.value
    if value.value is None:
        return None, None
    if value.margin is not None:
        return max(0, value.value - value.margin), min(100, value.value + value.margin)
    held = [each for each in (value.noise, value.chance) if each is not None]
    if not held:
        return None, None
    return min(each.low for each in held), max(each.high for each in held)


def _table(facts: Facts, trend: Trend) -> Table:
    """The trend side by side: period, figure, its counts, how far it may be off, and why not."""
    points = trend.points
    shares = any(each.value.unit == "percent" and each.value.value is not None for each in points)
    rows = tuple(
        _row(each, shares=shares, note=_note(facts, points, place))
        for place, each in enumerate(points)
    )
    head = sentence(points[0].period.kind)
    noted = any(row[-1] for row in rows)
    columns = (head, *(("Per cent", "Counts") if shares else ("Count",)), "It may lie between")
    if noted:
        columns = (*columns, "Note")
    kept = tuple(row[: len(columns)] for row in rows)
    return Table(_title(trend), columns, kept, drawn="trend")


def _row(point: Point, *, shares: bool, note: str) -> tuple[str, ...]:
    low, high = _ends(point)
    shown = point.value.value is not None
    figure = number(point.value.value or 0) if shown else sentence(NOT_SHOWN)
    counts = (_counts(point) if shown else "",) if shares else ()
    ends = "" if low is None or high is None else f"{number(low)} and {number(high)}"
    why = "" if shown else f"No figure is shown{because(point.value.reason)}."
    name = sentence(period(point.period))
    return (name, figure, *counts, ends, " ".join(filter(None, (note, why))))

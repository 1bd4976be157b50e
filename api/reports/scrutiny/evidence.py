"""An indicator's figures in sentences: released ones line by line, then those agencies counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from api.reports.grouping import grouped
from api.reports.indicators import Declaration, Unavailable
from api.reports.naming import PASSED_OVER
from api.reports.scrutiny import counted, holding
from api.reports.scrutiny.declared import Key, counted_by
from api.reports.scrutiny.facts import Evidence, Facts, Told
from api.reports.scrutiny.questions import Use
from api.reports.section import mixed, said
from api.reports.words import REASONS, listed, period, plain, span

_WHY_NOT: Final[Mapping[str, str]] = {
    "series_break": "the way of counting changed between the two",
    "coverage_changed": "the agencies that contribute are not the same in both",
}


@dataclass(frozen=True)
class Spoken:
    """What is said of an indicator, and on which figures.

    Attributes:
        used: the declared figures that need no sentence of their own any more.
        reasons: why figures are not shown, by code.
        caution: how it is not to be read.
    """

    paragraphs: tuple[str, ...] = ()
    figures: tuple[Mapping[str, Any], ...] = ()
    used: frozenset[Key] = frozenset()
    reasons: tuple[str, ...] = ()
    caution: str = ""


def spoken(facts: Facts, held: Evidence, *, use: Use) -> Spoken:
    """Say an indicator's figures, as far as they are used; nothing where none is shown."""
    every = [each for each in held.told if use.uses(each.figure.line)]
    shown = [each for each in every if each.shows]
    reasons = tuple(_reasons(held, [each for each in every if not each.shows]))
    if not shown:
        return Spoken(reasons=reasons)
    own, withheld = counted.own(held.indicator, shown), _withheld(held, every)
    marks = held.beside(shown)
    paragraphs = (
        " ".join(_released(facts, held, [e for e in shown if e.value.declared is None])),
        *counted.paragraphs(facts, held.indicator, own),
        " ".join(holding.mark(facts, each) for each in marks),
        " ".join(_hidden(held, withheld)),
    )
    return Spoken(
        tuple(filter(None, paragraphs)),
        (
            *_rows(facts, held, [*shown, *withheld]),
            *(holding.mark_data(facts, each) for each in marks),
        ),
        frozenset(key for each in own for key in counted.keys(held.indicator, *each)),
        reasons,
        held.indicator.caution if use.cautioned else "",
    )


def _reasons(held: Evidence, hidden: Sequence[Told]) -> Iterator[str]:
    """Why figures are not shown, by code; of lines that are never shown only where all are so."""
    telling = [each for each in hidden if not _never(held, each)]
    for each in telling or hidden:
        yield each.value.reason


def _released(facts: Facts, held: Evidence, shown: Sequence[Told]) -> Iterator[str]:
    """Released figures line by line, each with how it stands to the period before."""
    for alike in grouped(shown, by=lambda each: each.figure.line):
        line = held.indicator.line(alike[0].figure.line)
        if line is not None and line.mix:
            yield mixed(line, [each.figure for each in alike])
            continue
        for each in alike:
            yield said(counted.titled(held.indicator, each), each.value)
            yield from _people(facts, each.value.base)
            yield from _moved(held, each)
            yield from holding.targets(facts, each)
    if shown and held.before is not None and held.showing is not None and not held.showing.shows:
        who = listed([*map(facts.called, held.showing.agencies)])
        why = _WHY_NOT.get(held.showing.status, "the two may not be compared")
        named = f" ({who})" if who else ""
        yield f"{period(held.before)} is not set beside it, because {why}{named}."


def _people(facts: Facts, base: Declaration | None) -> Iterator[str]:
    """Whose estimate of the population a rate rests on."""
    if base is not None:
        days = span(base.first_day, base.last_day)
        yield f"The number of people is an estimate {days}{facts.cited(base.source)}."


def _moved(held: Evidence, told: Told) -> Iterator[str]:
    """How a released figure stands to the period before, where that may be said."""
    if held.before is None or told.movement is None or told.before is None:
        return
    when = period(held.before)
    if told.movement.status == "series_break":
        why = REASONS.get(told.movement.reason, _WHY_NOT["series_break"])
        yield f"{when} is not set beside it, because {why}."
    elif told.movement.status == "ok" and told.before.value is not None:
        moved = holding.verdict(told)
        yield f"In {when} it was {holding.valued(told.before)}, so there is {moved}."


def _hidden(held: Evidence, hidden: Sequence[Told]) -> Iterator[str]:
    """Released figures that are not shown beside those that are, together by their reason."""
    for alike in grouped(hidden, by=lambda each: each.value.reason):
        lines = grouped(alike, by=lambda each: each.figure.line)
        titles = listed([_without_parts(held, line) for line in lines])
        why = REASONS.get(alike[0].value.reason, "it is too small to show")
        yield f"Not shown, because {why}: {titles}."


def _without_parts(held: Evidence, line: Sequence[Told]) -> str:
    """The title of a line, with the categories of it that are not shown."""
    which = listed([plain(each.figure.title) for each in line if each.figure.category])
    return f"{counted.titled(held.indicator, line[0])}{f' ({which})' if which else ''}"


def _withheld(held: Evidence, every: Sequence[Told]) -> list[Told]:
    """Released figures that could be shown for such a period and are not."""
    return [
        each
        for each in every
        if not (each.shows or each.value.declared or each.value.reason in PASSED_OVER)
        and not _never(held, each)
    ]


def _never(held: Evidence, told: Told) -> bool:
    """Whether a figure's line is never shown, whatever is sent."""
    line = held.indicator.line(told.figure.line)
    return line is not None and isinstance(line.numerator, Unavailable)


def _rows(facts: Facts, held: Evidence, shown: Sequence[Told]) -> Iterator[Mapping[str, Any]]:
    """The figures as data, but for parts of a count, which stand by themselves."""
    for each in shown:
        by = each.value.declared
        if not (by and by.cell and each.value.denominator is None):
            yield _data(facts, held, each)


def _data(facts: Facts, held: Evidence, told: Told) -> Mapping[str, Any]:
    """One figure as data, with what it is held against."""
    by = told.value.declared
    figure = {
        "id": held.indicator.id,
        "version": held.indicator.version,
        "line": told.figure.line,
        "title": counted.titled(held.indicator, told),
        "category": told.figure.title if told.figure.category else "",
        "direction": held.indicator.direction,
        "caution": held.indicator.caution,
        **holding.data(facts, told.value),
        **holding.held_against(facts, told),
        "period_before": str(held.before) if held.before else "",
        "start": held.before.start.isoformat() if held.before else "",
        "end": held.before.end.isoformat() if held.before else "",
    }
    if by is None:
        return figure
    return figure | {
        "agency": by.agency,
        "agency_name": facts.names.get(by.agency, by.agency),
        "cell": [code for _, code in by.cell],
        "split_by": [name for name, _ in by.cell],
        "exact": by.exact,
        "rule": by.rule,
        "counted_by": counted_by(by.rule),
    }

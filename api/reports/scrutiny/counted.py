"""Quotients of what agencies counted themselves, in sentences; each for its own span and source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from api.reports import naming
from api.reports.facts import Basis
from api.reports.indicators import Declaration, Indicator, Stated
from api.reports.scrutiny import holding
from api.reports.scrutiny.declared import Key, counted_by, grouped
from api.reports.scrutiny.facts import Told
from api.reports.words import REASONS, cited, listed, plain, sentence, span

Own = tuple[Told, Declaration]


def paragraphs(facts: Basis, indicator: Indicator, own: Sequence[Own]) -> Iterator[str]:
    """A paragraph for each line and agency: the quotients, their rule, and how they moved."""
    for alike in grouped(own, by=lambda each: (each[0].figure.line, each[1].agency)):
        yield " ".join(_agency(facts, indicator, alike))


def _agency(facts: Basis, indicator: Indicator, alike: Sequence[Own]) -> Iterator[str]:
    told, declared = alike[0]
    line = indicator.line(told.figure.line)
    title = line.title if line is not None else told.figure.title
    who = plain(facts.names.get(declared.agency, declared.agency))
    subject = f"{sentence(title)}, by the count of {who}"
    quotients = [each for each in alike if each[0].value.denominator is not None]
    for same in grouped(quotients, by=lambda each: (each[1].source, each[1].exact, each[1].rule)):
        yield f"{subject}{_origin(same[0][1])}: {listed([_item(*each) for each in same])}."
        if rule := counted_by(same[0][1].rule):
            yield rule
        for each, _ in same:
            yield from holding.targets(each)
    for pair in alike:
        yield from _moved(subject, *pair)


def _item(told: Told, declared: Declaration) -> str:
    cell = ", ".join(plain(naming.category(*pair)) for pair in declared.cell)
    part = f"{cell}, " if cell else ""
    days = span(declared.first_day, declared.last_day)
    words = f"{part}{holding.valued(told.value)} {days}"
    return words + (" (provisional)" if told.value.status == "provisional" else "")


def _moved(subject: str, told: Told, declared: Declaration) -> Iterator[str]:
    """How a declared figure stands to the one before it of the same agency and cell."""
    moved, before = told.movement, told.before
    if moved is None or before is None or before.declared is None:
        return
    then = span(before.declared.first_day, before.declared.last_day)
    now = span(declared.first_day, declared.last_day)
    cell = ", ".join(plain(naming.category(*pair)) for pair in declared.cell)
    part = f" ({cell})" if cell else ""
    if moved.status == "ok":
        yield f"{subject}{part}, {then} and then {now}: {holding.verdict(told)}."
    else:
        why = REASONS.get(moved.reason, "one of them is not shown")
        yield f"{subject}{part}: those {then} and {now} are not compared, because {why}."


def _origin(declared: Declaration) -> str:
    if declared.source:
        return f", as published in {cited(declared.source)}"
    return "" if declared.exact else ", protected here as every small count is"


def keys(indicator: Indicator, told: Told, declared: Declaration) -> Iterator[Key]:
    """The declared figures that a quotient is made of, which need no sentence of their own."""
    line = indicator.line(told.figure.line)
    if line is None or line.declared is None or told.value.denominator is None:
        return
    days = (declared.first_day, declared.last_day)
    for part in line.declared:
        if isinstance(part, Stated):
            cell = tuple(sorted({**dict(part.cell), **dict(declared.cell)}.items()))
            yield (declared.agency, part.measure, cell, *days, declared.rule)

"""An indicator's figures as agencies counted them, in sentences; each for its span and source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from api.reports import naming
from api.reports.grouping import grouped
from api.reports.indicators import Declaration, Indicator, Stated
from api.reports.scrutiny import holding, months
from api.reports.scrutiny.declared import Key, counted_by, days_of, origin_of, span_of
from api.reports.scrutiny.facts import Facts, Told
from api.reports.words import REASONS, listed, plain, sentence

Own = tuple[Told, Declaration]

_RULES: Final = "they are counted in different ways"
_ONE: Final = "one of them is not shown"
_TWO: Final = 2  # figures, which need no names to be told apart
_MANY: Final = 3  # comparisons that come to the same, which are told as one (design)


def own(indicator: Indicator, shown: Sequence[Told]) -> list[Own]:
    """What agencies counted: quotients, and counts that are in none; not the parts of a count."""
    held = [(each, by) for each in shown if (by := each.value.declared) is not None]
    quotients = [each for each in held if each[0].value.denominator is not None]
    within = {key for each in quotients for key in keys(indicator, *each)}
    alone = [
        (each, by)
        for each, by in held
        if each.value.denominator is None
        and not by.cell
        and not within & {*keys(indicator, each, by)}
    ]
    return quotients + alone


def paragraphs(facts: Facts, indicator: Indicator, held: Sequence[Own]) -> Iterator[str]:
    """A paragraph for each line and agency: the figures, their rule, and how they moved."""
    for alike in grouped(held, by=lambda each: (each[0].figure.line, each[1].agency)):
        yield " ".join(_agency(facts, indicator, alike))


def _agency(facts: Facts, indicator: Indicator, alike: Sequence[Own]) -> Iterator[str]:
    told, declared = alike[0]
    who = facts.called(declared.agency)
    subject = f"{sentence(titled(indicator, told))}, by the count of {who}"
    for same in grouped(alike, by=lambda each: (each[1].source, each[1].exact, each[1].rule)):
        origin = origin_of(facts, same[0][1])
        parts = grouped(same, by=lambda each: _part(each[1]))
        yield f"{subject}: {listed([text for part in parts for text in _items(part)])}{origin}."
        if rule := counted_by(same[0][1].rule):
            yield rule
        for each, _ in same:
            yield from holding.targets(facts, each)
    for part in grouped(alike, by=lambda each: _part(each[1])):
        yield from _moves(part, two=len(alike) == _TWO)


def titled(indicator: Indicator, told: Told) -> str:
    """What a figure's line is called; of rival versions with the letter by which they go."""
    line = indicator.line(told.figure.line)
    if line is None:
        return told.figure.title
    lettered = indicator.versions and len(line.name) == 1
    return f"{line.title} (version {line.name})" if lettered else line.title


def _items(part: Sequence[Own]) -> Iterator[str]:
    """The figures of one part; those of months that follow each other together."""
    for run in months.runs(part, days=lambda each: span_of(each[1])):
        days = months.said([span_of(by) for _, by in run])
        amounts = [_amount(told) for told, _ in run]
        name = f"{part_of}, " if (part_of := _part(run[0][1])) else ""
        if len(set(amounts)) == 1:
            yield f"{name}{amounts[0]} {days}"
        else:
            yield f"{name}{listed(amounts)}, one after the other {days}"


def _amount(told: Told) -> str:
    words = " (provisional)" if told.value.status == "provisional" else ""
    return holding.valued(told.value) + words


def _moves(part: Sequence[Own], *, two: bool) -> Iterator[str]:
    """How the figures of one part moved; where many did not, that is said of them once."""
    still = [each for each in part if _is_still(each[0])]
    apart = part
    if len(still) >= _MANY:
        apart = [each for each in part if not _is_still(each[0])]
        name = _part(part[0][1])
        which = f"figures ({name})" if name else "figures"
        moved = any(each.movement is not None and each.before is not None for each, _ in apart)
        rest = ", but for what follows" if moved else ""
        yield f"From each of these {which} to the next there is no clear change{rest}."
    for each, by in apart:
        yield from _moved(each, by, two=two)


def _is_still(told: Told) -> bool:
    """Whether a figure may be held against the one before it, and did not clearly move."""
    moved, before = told.movement, told.before
    if moved is None or before is None or before.declared is None:
        return False
    return moved.status == "ok" and (moved.verdict or "no_clear_change") == "no_clear_change"


def _moved(told: Told, declared: Declaration, *, two: bool) -> Iterator[str]:
    """How a declared figure stands to the one before it of the same agency and cell."""
    moved, before = told.movement, told.before
    if moved is None or before is None or before.declared is None:
        return
    part = _part(declared)
    named = (
        f"those{f' ({part})' if part else ''} {days_of(before.declared)} and {days_of(declared)}"
    )
    which = "the two" if two else named
    if moved.status == "ok":
        yield f"Between {which} there is {holding.verdict(told)}."
    else:
        why = _RULES if moved.reason == "counting_rule_changed" else REASONS.get(moved.reason, _ONE)
        yield f"{sentence(which)} are not compared, because {why}."


def _part(declared: Declaration) -> str:
    return ", ".join(plain(naming.category(*pair)) for pair in declared.cell)


def keys(indicator: Indicator, told: Told, declared: Declaration) -> Iterator[Key]:
    """The declared figures that a figure is made of, which need no sentence of their own."""
    line = indicator.line(told.figure.line)
    if line is None or line.declared is None:
        return
    days = (declared.first_day, declared.last_day)
    for part in line.declared:
        if isinstance(part, Stated):
            cell = tuple(sorted({**dict(part.cell), **dict(declared.cell)}.items()))
            yield (declared.agency, part.measure, cell, *days, declared.rule)

"""What a figure of an indicator is called in a report: by line, category, or who counted it.

What belongs here: titles that say by themselves what is counted, and which figures a report passes
over. What does not: sentences, and where a label comes from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final

from api.reports.facts import Figure
from api.reports.indicators import Declaration
from api.reports.words import listed, plain, span
from schemas.codes import code_list
from schemas.codes.declared import DIMENSIONS

PASSED_OVER: Final = frozenset({"not_released_for_this_period", "nothing_declared"})
"""Reasons that say nothing of the period: the line is for another one, or nobody owes it."""

_WORDS: Final[Mapping[tuple[str, str], str]] = {
    ("flag", "hba"): "so-called honour-based abuse",
    ("flag", "hba_or_forced_marriage"): "so-called honour-based abuse or forced marriage",
    ("indicator", "people_16_plus"): "people aged 16 and over",
    ("indicator", "women_16_plus"): "women aged 16 and over",
}
"""Names that agencies give to categories and that need words of ours (GOV.UK, on so-called
honour-based abuse)."""

_LISTS: Final[Mapping[str, str]] = {"area": "local_authority"}
"""Dimensions whose categories an agency names, and the list that its name may be a code of."""


def named(
    figures: Iterable[Figure], *, names: Mapping[str, str], label: Callable[[Figure], str]
) -> tuple[Figure, ...]:
    """The figures that a report tells, each under a title of its own.

    Lines that are not for such a period or that nobody declares, and parts of what agencies counted
    themselves, are passed over where another line has something to tell.

    Args:
        figures: as they were worked out.
        names: agencies' names, by agency.
        label: what a figure's category is called; only asked for figures that have one.
    """
    every = tuple(figures)
    telling = [each for each in every if _tells(each)]
    return tuple(_named(each, names=names, label=label) for each in telling or every)


def _tells(figure: Figure) -> bool:
    held = figure.value.declared
    return figure.value.reason not in PASSED_OVER and not (held and held.cell)


def _named(figure: Figure, *, names: Mapping[str, str], label: Callable[[Figure], str]) -> Figure:
    held = figure.value.declared
    if held is not None:
        return replace(figure, title=f"{figure.title}{_counted_by(held, names=names)}")
    if figure.category:
        return replace(figure, title=f"{figure.title}, {plain(label(figure))}")
    return figure


def _counted_by(held: Declaration, *, names: Mapping[str, str]) -> str:
    part = f" ({plain(listed([code for _, code in held.cell]))})" if held.cell else ""
    who = plain(names.get(held.agency, held.agency))
    return f"{part}, as {who} counted them {span(held.first_day, held.last_day)}"


def category(dimension: str, code: str) -> str:
    """What a category of a declared figure is called; one that its agency named is as it named it.

    `dimension` is one of those by which declared figures may be split.
    """
    if (dimension, code) in _WORDS:
        return _WORDS[dimension, code]
    name = DIMENSIONS[dimension] or _LISTS.get(dimension)
    entry = code_list(name).get(code) if name else None
    return entry.label if entry is not None else code.replace("_", " ")

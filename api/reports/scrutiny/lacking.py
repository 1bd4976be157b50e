"""Why a question has no answer: nobody was asked, nothing came, or what came cannot be shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from api.reports.facts import Standing
from api.reports.scrutiny.facts import Facts
from api.reports.scrutiny.questions import Question
from api.reports.words import REASONS, listed, lowered
from schemas.datasets.aggregate_return import AggregateReturn

_OWED: Final = ("expected", "not_provided", "withdrawn")
_WHOLE_YEAR: Final = "not_released_for_this_period"
_NOTHING: Final = frozenset({"no_contributors", "not_in_release", "nothing_declared", ""})
"""Reasons that say no more than that there are no figures."""

_UNDECLARED: Final = "no agency has sent figures for it"
_BY_YEAR: Final = "the brief of the whole year could answer"


def why(facts: Facts, question: Question, *, reasons: Sequence[str]) -> tuple[str, str]:
    """Why a question has no answer and who could give one, each as a clause.

    `reasons` are those of its first indicator's hidden figures, by code. A definition that does
    not hold comes first, then what was suppressed, then what was asked for and did not come.
    """
    if not question.figures:
        return question.lacks, question.could
    if "not_in_force" in reasons:
        return REASONS["not_in_force"], f"{question.who} could answer in a statement"
    wanted = [each for each in facts.participation.standings if each.dataset in _records(question)]
    if any(each.days is not None for each in wanted):
        telling = [code for code in reasons if code not in _NOTHING and code != _WHOLE_YEAR]
        if not telling and _WHOLE_YEAR in reasons:
            return REASONS[_WHOLE_YEAR], _BY_YEAR
        if telling:
            return REASONS.get(telling[0], "what there is is too small to show"), question.could
    return _missing(facts, wanted), question.could


def _missing(facts: Facts, wanted: Sequence[Standing]) -> str:
    """Which returns did not come, or that none were asked for."""
    owed = [each for each in wanted if each.status in _OWED]
    if owed:
        return f"{_agencies(facts, owed)} did not send {_data(facts, owed)}"
    if wanted and all(each.status == "not_requested" for each in wanted):
        return f"{_data(facts, wanted)} were not requested"
    return _UNDECLARED


def _records(question: Question) -> set[str]:
    """The datasets of records that its first indicator is about; a return of counts may hold
    anything.
    """
    named = {name for use in question.uses[:1] for name in use.used.datasets}
    return named - {AggregateReturn.name}


def _agencies(facts: Facts, standings: Iterable[Standing]) -> str:
    names = dict.fromkeys(facts.called(each.agency) for each in standings)
    return listed(list(names))


def _data(facts: Facts, standings: Iterable[Standing]) -> str:
    titles = dict.fromkeys(facts.datasets.get(each.dataset, each.dataset) for each in standings)
    return listed([*map(lowered, titles)])

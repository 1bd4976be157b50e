"""Why a question has no answer: nobody was asked, nothing came, or what came cannot be shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from api.reports.facts import Standing
from api.reports.scrutiny.facts import Facts
from api.reports.scrutiny.questions import Question
from api.reports.words import REASONS, listed, plain

_OWED: Final = ("expected", "not_provided", "withdrawn")
_NOTHING: Final = frozenset(
    {"no_contributors", "not_in_release", "nothing_declared", "not_released_for_this_period", ""}
)
"""Reasons that say no more than that there are no figures."""

_UNDECLARED: Final = "no agency has sent figures for it"


def why(facts: Facts, question: Question, *, reasons: Sequence[str]) -> str:
    """Why a question has no answer, as a clause; `reasons` are those of its hidden figures.

    What was suppressed comes first, then what was asked for and did not come.
    """
    if not (question.uses or question.declared):
        return question.lacks
    telling = [code for code in reasons if code not in _NOTHING]
    held = {each.dataset for each in facts.participation.standings if each.days is not None}
    if telling and held & set(question.datasets):
        return REASONS.get(telling[0], "what there is is too small to show")
    standings = [e for e in facts.participation.standings if e.dataset in question.datasets]
    owed = [each for each in standings if each.status in _OWED]
    if owed:
        return f"{_agencies(facts, owed)} did not send {_data(facts, owed)}"
    if standings and all(each.status == "not_requested" for each in standings):
        return f"{_data(facts, standings)} were not requested"
    if held & set(question.datasets) and "not_released_for_this_period" in reasons:
        return REASONS["not_released_for_this_period"]
    return _UNDECLARED


def _agencies(facts: Facts, standings: Iterable[Standing]) -> str:
    names = dict.fromkeys(plain(facts.names.get(e.agency, e.agency)) for e in standings)
    return listed(list(names))


def _data(facts: Facts, standings: Iterable[Standing]) -> str:
    titles = dict.fromkeys(facts.datasets.get(each.dataset, each.dataset) for each in standings)
    return listed([title[:1].lower() + title[1:] for title in titles])

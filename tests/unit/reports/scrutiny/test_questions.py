"""The questions of the brief: each has its place, and every figure a question it answers."""

from __future__ import annotations

from collections import Counter

from api.reports.facts import Declared
from api.reports.indicators import INDICATORS
from api.reports.scrutiny.placing import BENCHMARK, place, placed
from api.reports.scrutiny.questions import EQUALITY, GROUPS, QUESTIONS
from api.reports.words import RETIRED
from schemas.codes.declared import DECLARED
from schemas.codes.declared.model import PROSE
from schemas.codes.scrutiny import SCRUTINY_QUESTION
from tests.unit.reports.scrutiny.briefs import FIRST, LAST

EVERY = [question for group in GROUPS for question in group.questions]


def _figure(measure: str, **cell: str) -> Declared:
    return Declared(
        "met", measure, "", 1, None, None, FIRST, LAST, True, None, tuple(cell.values()),
        tuple(cell),
    )  # fmt: skip


ASKED = {
    "figures": 11, "practice": 7, "resources": 12, "plans": 5, "partners": 4, "training": 5,
    "staff": 4, "umbra": 2, "modernisation": 1,
}  # fmt: skip
"""How many questions the commissioning brief asks under each heading. The first asks for the
figures by identity as well, which has a section of its own; the fourth asks for the budget and for
the part of it that is for domestic abuse, which is one figure."""


def test_every_question_of_the_commissioning_brief_is_asked() -> None:
    assert {group.id: len(group.questions) for group in GROUPS} == ASKED


def test_a_statement_may_answer_every_question_in_their_order_and_no_other() -> None:
    codes = [each.code for each in SCRUTINY_QUESTION]
    first, *others = GROUPS
    asked = [*first.questions, EQUALITY, *(each for group in others for each in group.questions)]
    assert codes == [each.id for each in asked]


def test_no_two_questions_or_groups_go_by_one_name() -> None:
    names = [group.id for group in GROUPS] + [question.id for question in (*EVERY, EQUALITY)]
    assert [name for name, times in Counter(names).items() if times > 1] == []
    assert len(QUESTIONS) == len(EVERY)


def test_every_line_of_every_indicator_answers_one_question_and_no_more() -> None:
    asked = Counter(
        (use.indicator, line.name)
        for question in EVERY
        for use in question.uses
        for line in use.used.lines
        if use.uses(line.name)
    )
    lines = {(name, line.name) for name, each in INDICATORS.items() for line in each.lines}
    assert set(asked) == lines
    assert set(asked.values()) == {1}


def test_lines_that_questions_name_are_lines_of_their_indicators() -> None:
    for question in EVERY:
        for use in question.uses:
            assert all(use.used.line(name) is not None for name in use.lines), question.id


def test_every_declared_measure_answers_a_question() -> None:
    measures = {name for name, entry in DECLARED.items() if entry.unit != PROSE} - {BENCHMARK}
    assert {place(_figure(name)) for name in measures} <= set(QUESTIONS)
    assert placed([_figure(BENCHMARK)]) == {}


def test_a_figure_whose_cell_a_question_names_goes_there() -> None:
    assert place(_figure("incidents_flagged", flag="mental_health")) == "mental-health"
    assert place(_figure("incidents_flagged", flag="hba")) == "honour"


def test_indicators_stand_in_one_group_with_those_they_may_not_appear_without() -> None:
    for group in GROUPS:
        named = {use.indicator for question in group.questions for use in question.uses}
        paired = {name for indicator in named for name in INDICATORS[indicator].paired}
        assert paired <= named, group.id


def test_every_question_says_who_could_answer_it_and_why_nothing_does() -> None:
    for question in (*EVERY, EQUALITY):
        assert question.who
        assert question.lacks
        assert question.title[0].isupper()


def test_no_question_uses_a_retired_term() -> None:
    words = " ".join([*(each.title for each in EVERY), *(group.title for group in GROUPS)]).lower()
    assert [term for term in RETIRED if term in words] == []

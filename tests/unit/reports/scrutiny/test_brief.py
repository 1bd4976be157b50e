"""The scrutiny brief in prose: published figures, hidden ones, and questions without an answer."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date

import docx
import pytest

from api.disclosure.showing import Showing
from api.reports.facts import Band, Part, Split, Statement
from api.reports.indicators import Cell, Mark, Value
from api.reports.indicators.comparing import Movement
from api.reports.rendering import document, page
from api.reports.scrutiny import Facts, Told, write
from api.reports.scrutiny.questions import GROUPS
from api.reports.words import RETIRED
from schemas.period import Period
from tests.unit.reports.scrutiny.briefs import (
    FIRST,
    LAST,
    SOURCE,
    YEAR,
    came,
    evidence,
    facts,
    own,
    share,
    told,
    unsaid,
)

SPAN = "from 1 April 2007 to 31 March 2008"
LATER = {"first_day": date(2008, 4, 1), "last_day": date(2008, 9, 30)}
BEFORE = {"first_day": date(2006, 4, 1), "last_day": date(2007, 3, 31)}
PUBLISHED = (own("incident", 3098), own("crimes", 1780), own("crimes_with_arrest", 1056))


def _prose(held: Facts) -> str:
    written = write(held)
    assert list(unsaid(written)) == []
    return written.markdown()


def _part(prose: str, title: str) -> str:
    """What stands under a heading."""
    return re.split(r"\n#+ ", prose.partition(f"# {title}\n\n")[2])[0].rstrip()


def test_groups_are_read_in_order_between_participation_and_sources() -> None:
    headings = re.findall(r"^## (.+)$", _prose(facts(*PUBLISHED)), re.MULTILINE)
    first, *others = [group.title for group in GROUPS]
    assert headings == [
        "What this brief answers", "Participation", first, "Equality", *others, "Statements",
        "How the figures were made", "Sources",
    ]  # fmt: skip


def test_it_opens_with_how_many_questions_are_answered_section_by_section() -> None:
    opening = _part(_prose(facts(*PUBLISHED)), "What this brief answers")
    assert opening.startswith(
        "3 of 52 questions are answered. By section: Reports, arrests and what came of them (2 of "
        "11); Equality (0 of 1); Policy, recording and quality (0 of 7);"
    )


def test_a_published_figure_stands_exactly_with_its_span_and_source() -> None:
    prose = _prose(facts(*PUBLISHED))
    assert (
        "Incidents of domestic abuse reported to the police, by the count of Police, Bromley: "
        f"3,098 {SPAN} (source 1)." in prose
    )
    assert f"Source 1: ‘{SOURCE}’." in prose  # noqa: RUF001 - quotation marks


def test_a_percentage_has_its_two_counts_and_its_version() -> None:
    assert (
        "Crimes with an arrest, of all crimes (version c), by the count of Police, Bromley: 59.3 "
        f"per cent (1,056 of 1,780) {SPAN} (source 1)." in _prose(facts(*PUBLISHED))
    )


def test_a_percentage_whose_base_nobody_sent_is_not_made() -> None:
    arrests = _part(_prose(facts(PUBLISHED[2])), "Arrests, and arrests where the power existed")
    assert "per cent" not in arrests
    assert f": 1,056 {SPAN} (source 1)." in arrests


def test_a_zero_that_was_published_is_a_number() -> None:
    flags = own("incidents_flagged", 0, cell={"flag": "hba_or_forced_marriage"})
    assert (
        "Incidents flagged as so-called honour-based abuse or forced marriage, by the count of "
        f"Police, Bromley: 0 {SPAN} (source 1)." in _prose(facts(flags))
    )


def test_spans_of_other_lengths_stand_apart_and_are_not_compared() -> None:
    cell = {"support_type": "sanctuary"}
    year = own("housing_support", 73, cell=cell)
    prose = _prose(facts(year, own("housing_support", 55, cell=cell, **LATER)))
    assert f": 73 {SPAN} and 55 from 1 April 2008 to 30 September 2008 (source 1)." in prose
    assert "The two are not compared, because the two figures do not cover spans" in prose
    assert "128" not in prose


def test_a_change_in_the_way_of_counting_is_said_and_nothing_is_compared() -> None:
    before = own("one_stop_shop_contacts", 358, rule="session_attendance", **BEFORE)
    after = own("one_stop_shop_contacts", 500, rule="any_support_line_call")
    prose = _part(_prose(facts(before, after)), "Help in a crisis, and help in one place")
    assert "358 from 1 April 2006 to 31 March 2007" in prose
    assert f"500 {SPAN}" in prose
    assert "The two are not compared, because they are counted in different ways." in prose
    assert "rise" not in prose


def test_figures_of_one_length_and_rule_are_held_against_each_other() -> None:
    held = (own("incident", 2273, **BEFORE), own("incident", 2259))
    assert "(source 1). Between the two there is no clear change." in _prose(facts(*held))


def test_of_many_figures_that_stay_where_they_are_it_is_said_once() -> None:
    spans = [
        {"first_day": date(2008, month, 1), "last_day": date(2008, month, 31)}
        for month in (1, 3, 5, 7, 8)
    ]
    still = [own("incident", 200, **each) for each in spans]
    told = "From each of these figures to the next there is no clear change"
    prose = _prose(facts(*still))
    assert prose.count("no clear change") == prose.count(f"{told}.") == 1
    risen = _prose(facts(*still[:-1], own("incident", 900, **spans[-1])))
    assert f"{told}, but for what follows. Between those in July 2008" in risen
    assert "there is a rise beyond chance" in risen


def test_parts_of_a_figure_are_named_few_at_a_time_and_none_is_left_out() -> None:
    ranks = {f"rank_{chr(97 + n)}": 10 + n for n in range(14)}
    held = [own("staff_trained", n, cell={"role": rank}) for rank, n in ranks.items()]
    said = _part(_prose(facts(*held)), "Staff and officers who are trained")
    assert re.findall(r"rank \w, (\d+)", said) == [str(n) for n in ranks.values()]
    assert [sentence.count(";") for sentence in said.split(". ")] == [5, 5, 1]
    assert said.startswith("Staff who have been trained, by the count of Police, Bromley, by role,")


def test_a_figure_that_was_not_published_is_said_to_be_protected() -> None:
    held = own("helpline_contacts", 61, exact=False, source=None)
    assert (
        f"Contacts by helpline, by the count of Police, Bromley: 61 {SPAN}, protected here as "
        "counts are." in _prose(facts(held))
    )


def test_a_figure_whose_source_is_named_and_that_was_not_published_says_both() -> None:
    prose = _prose(facts(own("helpline_contacts", 61, exact=False)))
    assert f": 61 {SPAN} (source 1), protected here as counts are." in prose


def test_money_is_in_pounds_and_names_its_project() -> None:
    cell = {"project": "sanctuary_scheme", "financial_year": "2007-08"}
    prose = _prose(facts(own("spending", 30000, cell=cell)))
    assert "sanctuary scheme" in prose.replace("_", " ")
    assert "£30,000" in prose


def test_a_target_is_said_with_whether_it_is_met() -> None:
    won = own("prosecutions_won", numerator=63, denominator=100)
    prose = _prose(facts(won))
    assert "was at least 35 per cent (source" in prose
    assert ": it is met." in prose


def test_what_may_not_appear_alone_says_that_its_pair_has_no_figure() -> None:
    arrests = _part(_prose(facts(*PUBLISHED)), "Arrests, and arrests where the power existed")
    pair = "Share of arrests in which both parties were arrested: no figure can be given, because"
    assert f"{pair} no agency has sent figures for it." in arrests


RATE = told("IND-02", "", share(58, 100))


@pytest.mark.parametrize(
    ("movement", "said"),
    [
        (Movement("ok", "", "higher", "neither"), "so there is a rise beyond chance."),
        (Movement("ok", "", "no_clear_change"), "so there is no clear change."),
        (Movement("series_break", "definition_changed"), "is not set beside it, because the defi"),
    ],
)
def test_an_earlier_period_is_told_only_where_the_two_may_be_compared(
    movement: Movement, said: str
) -> None:
    held = replace(RATE, before=share(50, 100), movement=movement)
    prose = _prose(facts(evidence=evidence("IND-02", held, before=YEAR.previous())))
    assert said in prose
    assert ("50 per cent (50 of 100" in prose) == (movement.status == "ok")


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("coverage_changed", "because the agencies that contribute are not the same in both"),
        ("series_break", "because the way of counting changed between the two"),
    ],
)
def test_other_contributors_or_another_rule_stop_a_comparison(status: str, said: str) -> None:
    showing = Showing(status, (), ("bcwa",))  # type: ignore[arg-type]
    held = evidence("IND-02", RATE, before=YEAR.previous(), showing=showing)
    assert f"April 2006 to March 2007 is not set beside it, {said} (Charity)." in _prose(
        facts(evidence=held)
    )


def test_another_area_stands_beside_with_its_own_parts_or_says_why_not() -> None:
    value = Value(55.6, "provisional", "", 556, 1000, unit="percent")
    mark = Mark("", "London", FIRST, LAST, SOURCE, value)
    withheld = replace(mark, area="Kent", value=Value(None, "not_available", "spans_differ"))
    prose = _prose(facts(evidence=evidence("IND-02", RATE, marks=(mark, withheld))))
    assert (
        f"Beside it stands London {SPAN}: 55.6 per cent (556 of 1,000) (provisional) (source"
        in prose
    )
    assert f"The figure of Kent {SPAN} is not set beside it, because the two figures" in prose


def _of_mix(name: str, value: Value) -> Told:
    usual = told("IND-21", "referrers", value)
    return replace(usual, figure=replace(usual.figure, title=name, category=name))


def test_a_rate_of_another_area_says_for_how_many_people_it_is() -> None:
    mark = Mark(
        "rate", "England", FIRST, LAST, SOURCE, Value(40, "declared", unit="rate"), "a plan"
    )
    rate = told("IND-21", "rate", Value(31.5, "ok", "", 410, 130_000, unit="rate"))
    prose = _prose(facts(evidence=evidence("IND-21", rate, marks=(mark,))))
    assert "31.5 for every 10,000 people, from 410 and 130,000." in prose
    assert f"England {SPAN}: 40 for every 10,000 people (source 1); a plan." in prose


def test_a_mix_is_one_sentence_with_its_whole_and_what_is_hidden() -> None:
    shares = [_of_mix("Police", share(60, 90)), _of_mix("Housing", share(20, 90))]
    hidden = _of_mix("Prison", Value(None, "suppressed", "part_hidden"))
    prose = _prose(facts(evidence=evidence("IND-21", *shares, hidden)))
    assert (
        "Cases by the sector that referred them, of 90: Police, 67 per cent (60); Housing, 22 per "
        "cent (20); give or take 3 percentage points." in prose
    )
    assert (
        "Not shown, because a count in it is too small to show: cases by the sector that referred "
        "them (Prison)." in prose
    )


@pytest.mark.parametrize(
    ("standing", "reason", "said"),
    [
        ({"status": "not_provided", "days": None}, "no_contributors",
         "Police, Bromley did not send assessments of risk"),
        ({"status": "not_requested", "days": None}, "no_contributors",
         "assessments of risk were not requested"),
        ({}, "part_hidden", "a count in it is too small to show"),
        ({}, "not_released_for_this_period",
         "it is not released for a period of this length; the brief of the whole year could"),
        ({}, "not_in_force", "its definition was not in force in this period"),
    ],
)  # fmt: skip
def test_a_question_without_an_answer_says_why_in_one_sentence(
    standing: dict[str, object], reason: str, said: str
) -> None:
    known = facts().participation
    returns = (came("risk_assessment", **standing),)
    none = told("IND-20", "referred", Value(None, "suppressed", reason))
    prose = _prose(
        facts(participation=replace(known, standings=returns), evidence=evidence("IND-20", none))
    )
    assert f"What is done about risk, and with perpetrators: not answered, because {said}" in prose


def test_a_question_no_return_asks_names_who_could_answer() -> None:
    assert (
        "What the training covers: not answered, because no return asks for it; each agency could "
        "answer in a statement." in _prose(facts())
    )


def test_equality_is_never_left_out() -> None:
    empty = "Survivors and perpetrators by age, sex and ethnicity: nothing can be said, because"
    assert empty in _part(_prose(facts()), "Equality")
    men = own("one_stop_shop_people", 20, cell={"sex": "M"})
    assert "stand with them in their sections: people who used a one stop shop." in _prose(
        facts(men)
    )
    band = Band("incident", None, "victim.ethnicity_self", "under-60", "not_asked")
    assert "ethnicity is known in under 60 per cent of records." in _prose(facts(bands=(band,)))
    parts = (Part("F", "Female", Cell(30, "ok")), Part("M", "Male", Cell(None, "suppressed")))
    split = Split("incident", "Incidents", "sex", "sex", YEAR, parts)
    assert "Incidents by sex: Female, 30. Too few to show: Male." in _prose(
        facts(equality=(split,))
    )


def test_released_statements_and_themes_are_printed_and_others_counted() -> None:
    statement = Statement("a" * 40, "bcwa", "2008-03", "statement", "Courts | were slow.")
    held = facts(statements=(statement,), held_back=2, feedback=("Being told of hearings.",))
    prose = _prose(held)
    assert "1 is printed below; 2 are not yet released by both sides." in prose
    assert "Courts were slow." in prose
    assert "Being told of hearings." in _part(prose, "What survivors say of the help they had")


def test_a_statement_stands_under_the_question_that_it_answers_and_nowhere_else() -> None:
    said = Statement("a" * 40, "met", "2008-03", "statement", "There are 3 cars.", "evidence")
    loose = Statement("b" * 40, "bcwa", "2008-03", "statement", "Courts were slow.")
    document = write(facts(statements=(said, loose), held_back=1)).document()
    prose = _prose(facts(statements=(said, loose), held_back=1))
    assert (
        _part(prose, "Equipment and training to gather evidence at the scene")
        == "Police, Bromley, March 2008, in its own words: There are 3 cars."
    )
    assert prose.count("There are 3 cars.") == prose.count("Courts were slow.") == 1
    assert "1 is printed above, under the question concerned. 1 is printed below; 1 is not" in prose
    assert " of 52 questions are answered, 1 of them in statements alone." in prose
    part = next(p for s in document["sections"] for p in s["parts"] if p["id"].endswith("evidence"))
    assert part["figures"][0]["answered"]
    assert part["figures"][1]["statement_id"] == "a" * 40


def test_a_question_for_figures_that_is_answered_in_words_says_why_there_is_no_figure() -> None:
    said = Statement("a" * 40, "met", "2008-03", "statement", "Nobody counted.", "posts")
    assert _part(_prose(facts(statements=(said,))), "Posts in the specialist unit") == (
        "No figure can be given, because no agency has sent figures for it.\n\n"
        "Police, Bromley, March 2008, in its own words: Nobody counted."
    )


def test_a_statement_on_equality_stands_in_its_section() -> None:
    said = Statement("a" * 40, "met", "2008-03", "statement", "Age is asked.", "equality")
    assert "in its own words: Age is asked." in _part(_prose(facts(statements=(said,))), "Equality")


def test_no_retired_term_stands_outside_the_title_of_a_publication() -> None:
    prose = re.sub("‘[^’]*’", "", _prose(facts(*PUBLISHED))).lower()  # noqa: RUF001
    assert [term for term in RETIRED if re.search(rf"\b{term}\b", prose)] == []


def test_no_form_of_the_brief_has_a_table_a_pipe_or_an_image() -> None:
    split = Split("incident", "Incidents", "sex", "sex", YEAR, (Part("F", "F", Cell(30, "ok")),))
    written = write(facts(*PUBLISHED, equality=(split,)), on=date(2026, 5, 1))
    assert not re.search(r"[|`]|!\[|^\s*[-*+] |<", written.markdown(), re.MULTILINE)
    made = docx.Document(io.BytesIO(document(written)))
    assert not made.tables
    assert not made.inline_shapes
    shown = page(written)
    assert not re.search(r"<(table|img|svg|picture|canvas)\b", shown)
    for paragraph in ("3,098", "59.3 per cent"):
        assert paragraph in shown
        assert paragraph in " ".join(each.text for each in made.paragraphs)


def test_a_later_day_changes_the_date_line_and_nothing_else() -> None:
    first, again = (
        write(facts(*PUBLISHED), on=day) for day in (date(2026, 5, 1), date(2031, 1, 2))
    )
    moved = first.markdown().replace("Written on 1 May 2026.", "Written on 2 January 2031.")
    assert moved == again.markdown()


def test_the_brief_of_a_quarter_is_titled_by_its_months() -> None:
    held = facts(period=Period.parse("2025-26-Q4"))
    assert write(held).title == "Bromley: scrutiny brief, January to March 2026"

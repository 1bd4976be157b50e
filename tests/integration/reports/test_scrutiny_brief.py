"""The scrutiny brief of a sealed year: its prose, its numbers, and whose data it shows."""

from __future__ import annotations

import json
import re

import pytest

from api.reports.report import Report
from api.reports.words import RETIRED
from api.services import reports
from auth.caller import Caller
from auth.refusals import NotFound
from schemas.period import Period
from schemas.wire.reports import ScrutinyBrief
from tests.integration.callers import agreement, lead
from tests.integration.reports.sealed import MARCH, Q4, YEAR
from tests.integration.sealing import AFTER, Place
from tests.unit.reports.scrutiny.briefs import unsaid


def _write(place: Place, period: Period = Q4, *, caller: Caller | None = None) -> Report:
    with place.reading() as session:
        asker = caller or lead()
        return reports.scrutiny_report(session, asker, period=str(period), today=AFTER)[0]


@pytest.fixture(scope="module", params=[str(MARCH), str(Q4), str(YEAR)])
def written(place: Place, request: pytest.FixtureRequest) -> Report:
    return _write(place, Period.parse(request.param))


def test_every_number_of_a_section_is_among_its_own_data(written: Report) -> None:
    assert list(unsaid(written)) == []


def test_the_brief_is_prose_alone_in_terms_of_today(written: Report) -> None:
    prose = written.markdown()
    assert not re.search(r"[|`<>]|!\[|^\s*[-*+] ", prose, re.MULTILINE)
    assert not [part for section in written.sections for part in section.whole if part.tables]
    spoken = re.sub("‘[^’]*’", "", prose).lower()  # noqa: RUF001 - quotation marks
    assert [term for term in RETIRED if re.search(rf"\b{term}\b", spoken)] == []
    assert prose.count("may differ by one or two from an agency's own") == 1


def test_every_figure_of_the_data_is_known_to_the_contract(written: Report) -> None:
    document = written.document()
    told = json.loads(json.dumps(ScrutinyBrief().dump(document)))
    for section, dumped in zip(document["sections"], told["sections"], strict=True):
        parts = zip([section, *section["parts"]], [dumped, *dumped["parts"]], strict=True)
        for part, shown in parts:
            names = [set(each) for each in part["figures"]]
            assert names == [set(each) for each in shown["figures"]], part["id"]


def test_every_released_number_is_one_that_is_shown(written: Report) -> None:
    rows = [row for s in written.sections for part in s.whole for row in part.figures]
    counts = [
        each[name]
        for each in rows
        for name in ("numerator", "denominator")
        if each.get(name) is not None and each.get("status") == "ok"
    ]
    assert counts
    assert min(counts) >= 5


def test_the_period_before_is_set_beside_this_one_where_that_is_fair(place: Place) -> None:
    prose = _write(place).markdown()
    assert re.search(r"In October to December 2025 it was \d+ per cent \(\d+ of \d+", prose)
    assert re.search(r"so there is (no clear change|a (rise|fall) beyond chance)\.", prose)


def test_a_question_for_which_a_quarter_is_too_short_points_to_the_year(place: Place) -> None:
    asked = "People who report abuse again: not answered"
    assert re.search(rf"{asked}.*; the brief of the whole year could answer\.", (
        _write(place).markdown()))  # fmt: skip
    assert asked not in _write(place, YEAR).markdown()


def test_what_an_agency_counted_itself_stands_with_its_span(place: Place) -> None:
    assert re.search(
        r"by the count of Kings Pruh: \d+ in March 2026, protected here as counts are\.",
        _write(place).markdown(),
    )


def test_what_the_token_does_not_cover_is_not_told(place: Place) -> None:
    prose = _write(place, caller=lead(datatypes={"housing_support"})).markdown()
    assert "incidents of domestic abuse reported to the police." not in prose
    assert "Incidents of domestic abuse reported: not answered, because" in prose
    assert "requests to have a home made safe" in prose


def test_without_any_permission_nothing_is_shown_and_equality_still_speaks(place: Place) -> None:
    caller = lead(held=agreement(show_alone={}), datatypes={"aggregate_return"})
    equality = next(s for s in _write(place, caller=caller).sections if s.id == "equality")
    assert equality.paragraphs
    assert not equality.shows


def test_whose_data_is_shown_is_known_for_the_event(place: Place) -> None:
    with place.reading() as session:
        _, used = reports.scrutiny_report(session, lead(), period=str(Q4), today=AFTER)
    assert used["met-bromley"] == {"incident": 1}
    assert "housing_support" in used["clarion"]


def test_a_period_that_is_not_sealed_has_no_brief(place: Place) -> None:
    with pytest.raises(NotFound):
        _write(place, Period.parse("2024-25"))

"""The board report as prose: what is said when figures are hidden, missing or not there at all."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.reports import board
from api.reports.facts import (
    Band,
    Change,
    Declared,
    Facts,
    Figure,
    Figures,
    Part,
    Participation,
    Split,
    Standing,
    Total,
)
from api.reports.indicators import INDICATORS, Cell, Value
from auth.refusals import Conflict
from schemas.dataset import declared
from schemas.datasets import DATASETS
from schemas.period import Period
from schemas.wire.reports import BoardReport

Q4 = Period.parse("2025-26-Q4")
HIDDEN = Value(None, "not_available", "too_few_contributors")


def _indicator(name: str, value: Value) -> Figures:
    indicator = INDICATORS[name]
    return Figures(
        indicator, tuple(Figure(line.name, line.title, value) for line in indicator.lines)
    )


def _share(value: int = 42) -> Value:
    return Value(value, "ok", "", 42, 100, 9, unit="percent")


def _split(*values: int | None) -> Split:
    parts = tuple(
        Part(str(n), f"Category {chr(65 + n)}", Cell(v, "suppressed" if v is None else "ok"))
        for n, v in enumerate(values)
    )
    return Split("incident", "Incidents", "sex", "sex", Q4, parts)


def facts(**changes: Any) -> Facts:
    """Facts of an ordinary quarter, with changes."""
    standings = (
        Standing("met", "incident", "2026-03", "received", False, 12),
        Standing("bcwa", "incident", "2026-03", "expected", True, None),
    )
    usual = Facts(
        partnership="Bromley",
        period=Q4,
        release_id="r1",
        epoch=1,
        sealed_at=datetime(2026, 5, 1, tzinfo=UTC),
        policy_version="2026.1",
        purpose="strategic_needs_assessment",
        agreement="DSA-2026-0001",
        names={"met": "Police", "bcwa": "Charity"},
        datasets={"incident": "Incidents reported to the police"},
        participation=Participation(2, 1, 1, 0, Value(None, "not_available"), 12, standings),
        indicators={
            "IND-01": _indicator("IND-01", Value(1234, "ok")),
            **{
                n: _indicator(n, _share())
                for n in ("IND-02", "IND-04", "IND-06", "IND-07", "IND-32")
            },
        },
        change=None,
        totals=(Total("health_contact", "Health contacts", Cell(44, "ok")),),
        declared=(),
        areas=(),
        equality=(_split(30, None, 12),),
        bands=(),
        blocked={},
    )
    return replace(usual, **changes)


def _prose(**changes: Any) -> str:
    return board.write(facts(**changes)).markdown()


def _numbers(text: str) -> set[int]:
    return {int(found) for found in re.findall(r"\d+", re.sub(r"(?<=\d),(?=\d{3})", "", text))}


def test_an_ordinary_quarter_is_told_in_sentences() -> None:
    prose = _prose()
    assert prose.startswith("# Bromley: board report, January to March 2026\n\nFigures for")
    assert "2 returns were expected. 1 return came, 1 by the day they were due." in prose
    assert "There were 1,234 incidents of domestic abuse reported to the police." in prose
    assert "42 per cent, 42 of 100, give or take 9 percentage points." in prose
    assert "Incidents by sex: Category A, 30; Category C, 12. Too few to show: Category B." in prose


def test_an_empty_equality_section_stops_the_report() -> None:
    with pytest.raises(Conflict) as refusal:
        board.write(facts(equality=(_split(None, None),)))
    assert refusal.value.code == "equality_section_empty"


@pytest.mark.parametrize(
    ("dataset", "block"), [(each.name, who) for each in DATASETS.values() for who in each.persons]
)
def test_prose_has_words_for_everybody_a_record_describes(dataset: str, block: str) -> None:
    prose = _prose(bands=(Band(dataset, None, f"{block}.sex", "95-plus", None),))
    [whose] = re.findall(r", of (the [a-z, ]+): sex is known in 95 per cent or more of", prose)
    assert whose == declared(DATASETS[dataset])[block].metadata["description"]


def test_completeness_alone_makes_an_equality_section() -> None:
    band = Band("incident", None, "victim.ethnicity_self", "under-60", "not_asked")
    prose = _prose(equality=(), bands=(band,))
    assert "of the person abused: ethnicity is known in under 60 per cent of records." in prose
    assert "The commonest reason where few know it: not asked." in prose


def test_a_hidden_figure_says_why_and_shows_no_number() -> None:
    prose = _prose(indicators={**facts().indicators, "IND-01": _indicator("IND-01", HIDDEN)})
    assert (
        "Incidents of domestic abuse reported to the police: no figure is shown, because too few "
        "agencies contributed to it and they have not agreed to be shown alone." in prose
    )


def test_the_parts_of_a_mix_are_one_sentence_and_what_is_hidden_another() -> None:
    indicator, hidden = INDICATORS["IND-07"], Value(None, "suppressed", "part_hidden")
    line = indicator.lines[1]
    figures = tuple(
        Figure(line.name, f"{line.title}, {label}", value, category=label)
        for label, value in (("Absent", _share()), ("Medical", hidden), ("Warrant", _share(7)))
    )
    prose = _prose(indicators={**facts().indicators, "IND-07": Figures(indicator, figures)})
    assert (
        "Reasons for not using a power of arrest, of 100: Absent, 42 per cent (42); Warrant, 7 per "
        "cent (42); give or take 9 percentage points. Not shown, because a count in it is too "
        "small to show: Medical." in prose
    )


def test_a_provisional_figure_says_so() -> None:
    held = {**facts().indicators, "IND-01": _indicator("IND-01", Value(900, "provisional"))}
    assert "There were 900 incidents" in _prose(indicators=held)
    assert "This is provisional, because returns are missing." in _prose(indicators=held)


BEFORE = "October to December 2025"


@pytest.mark.parametrize(
    ("value", "status", "said"),
    [
        (1000, "ok", f"That is more than in {BEFORE}, when there were 1,000."),
        (1300, "ok", f"That is fewer than in {BEFORE}, when there were 1,300."),
        (1234, "ok", f"That is as many as in {BEFORE}."),
        (None, "series_break", "was counted in another way, so the two are not compared."),
        (None, "coverage_changed", f"are not those of {BEFORE} (Police)"),
        (None, "suppressed", f"There is no figure for {BEFORE} to compare with."),
    ],
)
def test_an_earlier_period_is_compared_only_where_it_may_be(
    value: int | None, status: str, said: str
) -> None:
    assert said in _prose(change=Change(Q4.previous(), value, status, ("met",)))


def test_areas_are_named_by_the_most_and_the_rest_is_counted() -> None:
    split = replace(_split(9, 30, None, 12, 30), by="ward")
    assert (
        "The finest figures of which enough can be shown are those by ward and quarter. In January "
        "to March 2026 there were most in Category B (30), Category E (30) and Category D (12); "
        "1 of 5 is not shown." in _prose(areas=(split,))
    )
    hidden = replace(_split(None, None), by="ward")
    assert "In January to March 2026 none can be shown." in _prose(areas=(hidden,))
    assert "No figures by area are given" in _prose()


def test_a_blocked_indicator_names_what_it_lacks() -> None:
    prose = _prose(blocked={"IND-01": ("incident",)})
    assert (
        "No figure for incidents of domestic abuse reported to the police: nobody has sent "
        "incidents reported to the police." in prose
    )
    assert (
        "The return of Charity on incidents reported to the police for March 2026 has not come."
        in prose
    )


def test_late_and_other_returns_are_grouped_by_agency() -> None:
    held = facts().participation
    late = tuple(Standing("met", "incident", f"2026-0{m}", "nil", True, 40) for m in (1, 2))
    prose = _prose(participation=replace(held, standings=late))
    months = "for January 2026 and February 2026"
    assert f"The return of Police on incidents reported to the police {months} came late." in prose
    assert f"{months} said that there was nothing to report." in prose


def test_nobody_sent_anything() -> None:
    held = replace(
        facts().participation, expected=3, received=0, on_time=0, standings=(), median_days=None
    )
    assert "3 returns were expected and none came." in _prose(participation=held)


def test_a_declared_figure_names_its_agency_span_and_protection() -> None:
    days = {"first_day": date(2026, 1, 1), "last_day": date(2026, 3, 31)}
    kept = {"numerator": None, "denominator": None, "exact": False, "source": None}
    figure = Declared("met", "incident", "reports", 61, **days, **kept)  # type: ignore[arg-type]
    rate = replace(
        figure, value=None, numerator=3, denominator=4, last_day=date(2026, 1, 1), exact=True
    )
    prose = _prose(declared=(figure, rate))
    assert (
        "Police declared reports, counted by itself and protected here: 61 from 1 January 2026 to "
        "31 March 2026." in prose
    )
    assert "Police declared reports, as it counted them: 3 of 4 on 1 January 2026." in prose


def test_declared_figures_counted_by_two_rules_are_not_compared() -> None:
    kept = {"numerator": None, "denominator": None, "exact": True, "source": None}
    days = {"first_day": date(2026, 1, 1), "last_day": date(2026, 1, 31)}
    old = Declared("met", "contacts", "contacts", 358, **days, **kept, rule="a")  # type: ignore[arg-type]
    new = replace(old, value=500, first_day=date(2026, 2, 1), last_day=date(2026, 2, 28), rule="b")
    apart = "They are counted in more than one way, and are not compared."
    assert apart in _prose(declared=(old, new))
    assert apart not in _prose(declared=(old, replace(new, rule="a")))


def test_parts_of_declared_figures_are_said_only_where_there_is_no_whole() -> None:
    days = {"first_day": date(2026, 1, 1), "last_day": date(2026, 1, 1)}
    kept = {"numerator": None, "denominator": None, "exact": True, "source": None}
    whole = Declared("met", "posts", "posts", 9, **days, **kept)  # type: ignore[arg-type]
    part = replace(whole, value=4, cell=("officer",))
    assert "Police declared posts, as it counted them: 9 on 1 January 2026." in _prose(
        declared=(whole, part)
    )
    assert "4 (officer) on 1 January 2026." in _prose(declared=(part,))


def test_a_share_that_only_rounding_makes_whole_is_left_to_its_counts() -> None:
    usual = replace(facts().participation, expected=228, on_time=227, received=227)
    short = replace(usual, share=Value(100, "ok"))
    assert "per cent of returns came in time" not in _prose(participation=short)
    assert "100 per cent of returns" in _prose(participation=replace(short, expected=227))


def test_statements_are_counted_and_themes_are_told() -> None:
    held = replace(facts().participation, statements=2)
    prose = _prose(
        participation=held, feedback=("Being kept informed | of domestic violence cases",)
    )
    assert "2 statements came with the returns. 1 is printed as what survivors said." in prose
    assert "Being kept informed of domestic abuse cases" in prose


@given(
    count=st.integers(0, 10**6),
    cells=st.lists(st.none() | st.integers(5, 99_999), min_size=1, max_size=6),
    expected=st.integers(0, 500),
    days=st.none() | st.integers(0, 90),
)
def test_whatever_the_figures_prose_and_data_hold_the_same_numbers(
    count: int, cells: list[int | None], expected: int, days: int | None
) -> None:
    held = replace(facts().participation, expected=expected, median_days=days)
    written = board.write(
        facts(
            participation=held,
            areas=(replace(_split(*cells), by="ward"),),
            equality=(_split(*cells), _split(7)),
            indicators={**facts().indicators, "IND-01": _indicator("IND-01", Value(count, "ok"))},
        )
    )
    document = BoardReport().dump(written.document())
    head = {"period": document["period"], "release": document["release"]}
    for section in document["sections"]:
        said = _numbers(" ".join(section["paragraphs"]))
        assert said <= _numbers(json.dumps([section["figures"], head]))
    assert not set("|!`") & set(written.markdown())

"""Figures that agencies counted themselves: of their own span and rule, and added to nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from api.reports import indicators
from api.reports.indicators import INDICATORS, Line, Own, Value
from api.reports.indicators.stating import months

YEAR = (date(2007, 4, 1), date(2008, 3, 31))
BEFORE = (date(2006, 4, 1), date(2007, 3, 31))


def own(measure: str, value: float | None = None, **rest: Any) -> Own:
    days = rest.pop("days", YEAR)
    told: dict[str, Any] = {
        "agency": "met", "cell": (), "numerator": None, "denominator": None,
        "rule": "as-declared", "exact": True, "source": "the report of November 2008",
    }  # fmt: skip
    return Own(measure=measure, first_day=days[0], last_day=days[1], value=value, **told | rest)


def line(indicator: str, name: str = "") -> Line:
    found = INDICATORS[indicator].line(name)
    assert found is not None
    return found


def only(found: Line, *held: Own) -> Value:
    [(_, value)] = indicators.stated(found, own=held)
    return value


def test_a_published_share_comes_back_with_its_parts_and_one_decimal() -> None:
    value = only(line("IND-04", "c"), own("crimes_with_arrest", 1056), own("crimes", 1780))
    assert (value.value, value.numerator, value.denominator) == (59.3, 1056, 1780)
    assert (value.status, value.noise) == ("declared", None)
    assert value.chance is not None
    assert value.declared is not None
    assert value.declared.source == "the report of November 2008"


@pytest.mark.parametrize(
    ("indicator", "name", "measure", "parts", "percent"),
    [
        ("IND-10", "stated", "sanction_detection_rate", (527, 1258), 41.9),
        ("IND-04", "d", "arrest_rate_mixed", (830, 1474), 56.3),
        ("IND-19", "checked", "assessments_checked", (53, 356), 14.9),
        ("IND-22", "no_repeat", "conference_no_repeats", (26, 33), 78.8),
        ("IND-40", "officers", "officers_trained", (271, 298), 90.9),
    ],
)
def test_a_share_declared_as_one_figure_is_shown_with_its_base(
    indicator: str, name: str, measure: str, parts: tuple[int, int], percent: float
) -> None:
    held = own(measure, numerator=parts[0], denominator=parts[1], days=BEFORE)
    value = only(line(indicator, name), held)
    assert (value.value, value.numerator, value.denominator) == (percent, *parts)


def test_the_mixed_rate_is_not_in_force_after_march_2007() -> None:
    value = only(line("IND-04", "d"), own("arrest_rate_mixed", numerator=559, denominator=791))
    assert (value.value, value.reason) == (None, "not_in_force")


@pytest.mark.parametrize(
    "other",
    [
        own("crimes", 1780, agency="another"),
        own("crimes", 1780, days=BEFORE),
        own("crimes", 1780, rule="calls-merged"),
        own("crimes", 1780, cell=(("sex", "F"),)),
        own("incident", 3098),
    ],
)
def test_a_share_without_a_base_of_its_own_kind_is_not_made(other: Own) -> None:
    assert (
        list(indicators.stated(line("IND-04", "c"), own=[own("crimes_with_arrest", 9), other]))
        == []
    )


def test_two_agencies_are_two_figures_and_never_a_sum() -> None:
    held = [own("incident", 3098), own("incident", 200, agency="transport")]
    found = list(indicators.stated(line("IND-01"), own=held))
    assert [(value.value, value.declared and value.declared.agency) for _, value in found] == [
        (3098, "met"),
        (200, "transport"),
    ]


def test_a_part_of_a_figure_keeps_its_category() -> None:
    held = [own("one_stop_shop_people", 191), own("one_stop_shop_people", 20, cell=(("sex", "M"),))]
    found = {category: value.value for category, value in
             indicators.stated(line("IND-27", "people"), own=held)}  # fmt: skip
    assert found == {None: 191, "M": 20}


def test_versions_of_repeats_are_told_apart_by_the_length_of_their_span() -> None:
    three = (date(2004, 4, 1), date(2007, 3, 31))
    held = [own("repeat_victims", 749, days=three), own("victims", 2671, days=three)]
    assert only(line("IND-08", "c"), *held).value == 28.0
    assert list(indicators.stated(line("IND-08", "d"), own=held)) == []


def test_a_ratio_has_both_of_its_counts() -> None:
    three = (date(2004, 4, 1), date(2007, 3, 31))
    held = [
        own("incidents_of_repeat_victims", 1872, days=three),
        own("repeat_victims", 749, days=three),
    ]
    value = only(line("IND-09"), *held)
    assert (value.value, value.numerator, value.denominator) == (2.5, 1872, 749)


def test_a_protected_figure_says_how_far_the_noise_moved_it() -> None:
    value = only(line("IND-01"), own("incident", 812, exact=False, source=None))
    assert value.noise is not None
    assert (value.noise.low, value.noise.high) == (809, 815)


@pytest.mark.parametrize(("kind", "least"), [("exact", 20), ("protected", 30)])
def test_no_share_rests_on_a_small_base(kind: str, least: int) -> None:
    for base in (least - 1, least):
        exact = kind == "exact"
        held = [own("crimes_with_arrest", 9, exact=exact), own("crimes", base, exact=exact)]
        value = only(line("IND-04", "c"), *held)
        assert (value.value is not None) == (base == least)
        assert value.reason == ("" if base == least else "base_too_small")


def test_a_provisional_figure_says_so() -> None:
    assert only(line("IND-01"), own("incident", 9, provisional=True)).status == "provisional"


def test_whole_months_are_counted() -> None:
    assert months(*YEAR) == 12
    assert months(date(2004, 4, 1), date(2007, 3, 31)) == 36
    assert months(date(2008, 3, 1), date(2008, 11, 4)) is None

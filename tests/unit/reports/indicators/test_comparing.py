"""Figures side by side: only where that is fair, and moved only where chance is no reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from api.reports import indicators
from api.reports.indicators import INDICATORS, Cell, Declaration, Direction, Value
from api.reports.indicators.comparing import broken, follows, moved, reached, set_for
from api.reports.indicators.working import counted

ARRESTS = INDICATORS["IND-04"]
SHOP = INDICATORS["IND-27"]


def percent(part: int, base: int) -> Value:
    return indicators.quotient("percent", Cell(part, "ok"), base=Cell(base, "ok"))


def said(value: float, first: date, last: date, *, rule: str = "as-declared") -> Value:
    declared = Declaration("bcwa", (), first, last, rule, exact=True)
    return Value(value, "declared", declared=declared)


@pytest.mark.parametrize(
    ("now", "before", "verdict"),
    [(500, 300, "higher"), (300, 500, "lower"), (300, 310, "no_clear_change")],
)
def test_a_count_has_moved_where_noise_and_chance_do_not_explain_it(
    now: int, before: int, verdict: str
) -> None:
    found = moved(counted(Cell(now, "ok")), before=counted(Cell(before, "ok")), direction="neither")
    assert (found.status, found.verdict) == ("ok", verdict)


def test_a_share_of_few_has_not_clearly_moved_by_ten_points() -> None:
    assert moved(percent(20, 40), before=percent(16, 40), direction="neither").verdict == (
        "no_clear_change"
    )
    far = moved(percent(2000, 4000), before=percent(1600, 4000), direction="neither")
    assert far.verdict == "higher"


@pytest.mark.parametrize(
    ("direction", "meaning"),
    [
        ("more_is_better", "better"),
        ("less_is_better", "worse"),
        ("more_may_be_better", "may_be_better"),
        ("neither", "neither"),
    ],
)
def test_what_more_means_follows_the_direction_of_good(direction: Direction, meaning: str) -> None:
    held = (counted(Cell(500, "ok")), counted(Cell(300, "ok")))
    assert moved(held[0], before=held[1], direction=direction).meaning == meaning


def test_what_is_hidden_has_not_moved() -> None:
    found = moved(percent(20, 40), before=percent(5, 20), direction="neither")
    assert (found.status, found.reason, found.verdict) == ("suppressed", "base_too_small", None)


def test_the_arrest_rate_is_never_one_line_across_april_2007() -> None:
    first, last = date(2006, 4, 1), date(2008, 3, 31)
    for line in ARRESTS.lines:
        cut = broken(ARRESTS, line, first=first, last=last)
        assert cut is not None
        assert cut.day == date(2007, 4, 1)
        assert broken(ARRESTS, line, first=date(2007, 4, 1), last=last) is None


def test_wards_are_compared_with_wards_of_the_same_set() -> None:
    line = ARRESTS.lines[0]
    days = {"first": date(2021, 4, 1), "last": date(2023, 3, 31)}
    assert broken(ARRESTS, line, by="ward", area="E09000006", **days) is not None
    assert broken(ARRESTS, line, by="sex", area="E09000006", **days) is None
    assert broken(ARRESTS, line, by="ward", area="E09000016", **days) is None


OLD = said(358, date(2020, 4, 1), date(2021, 3, 31), rule="session_attendance")
NEW = said(500, date(2021, 4, 1), date(2022, 3, 31), rule="any_support_line_call")


def test_contacts_counted_by_two_rules_are_two_series() -> None:
    found = follows(SHOP, SHOP.lines[0], NEW, among=[OLD, NEW])
    assert found is not None
    assert (found[0], found[1].status, found[1].verdict) == (OLD, "series_break", None)
    assert found[1].reason == "counting_rule_changed"
    assert follows(SHOP, SHOP.lines[0], OLD, among=[OLD, NEW]) is None


def test_a_break_stands_even_where_both_name_the_same_rule() -> None:
    same = [said(358, date(2020, 4, 1), date(2021, 3, 31)),
            said(500, date(2021, 4, 1), date(2022, 3, 31))]  # fmt: skip
    found = follows(SHOP, SHOP.lines[0], same[1], among=same)
    assert found is not None
    assert (found[1].status, found[1].reason) == ("series_break", "definition_changed")


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [
        (date(2004, 2, 1), date(2005, 3, 31), "spans_overlap"),
        (date(2004, 9, 1), date(2005, 2, 28), "spans_differ"),
    ],
)
def test_spans_that_overlap_or_differ_in_length_are_not_set_side_by_side(
    first: date, last: date, reason: str
) -> None:
    held = [said(2273, first, last), said(2259, date(2005, 3, 1), date(2006, 2, 28))]
    indicator = INDICATORS["IND-01"]
    found = follows(indicator, indicator.lines[0], held[1], among=held)
    assert found is not None
    assert (found[1].status, found[1].reason) == ("not_available", reason)


def test_two_years_of_one_rule_are_set_side_by_side() -> None:
    held = [said(2273, date(2004, 3, 1), date(2005, 2, 28)),
            said(2259, date(2005, 3, 1), date(2006, 2, 28))]  # fmt: skip
    indicator = INDICATORS["IND-01"]
    found = follows(indicator, indicator.lines[0], held[1], among=held)
    assert found is not None
    assert (found[1].status, found[1].verdict) == ("ok", "no_clear_change")


def test_figures_of_two_agencies_do_not_follow_each_other() -> None:
    assert NEW.declared is not None
    other = replace(NEW, declared=replace(NEW.declared, agency="another"))
    assert follows(SHOP, SHOP.lines[0], other, among=[OLD, other]) is None


def test_a_target_is_met_missed_or_too_close_to_tell() -> None:
    [target] = ARRESTS.targets
    share = percent(700, 1000)
    assert reached(target, share) == "met"
    assert reached(target, percent(500, 1000)) == "not_met"
    assert reached(target, percent(598, 1000)) == "too_close_to_tell"
    assert reached(target, Value(None, "suppressed")) is None
    assert reached(replace(target, bound="at_most"), share) == "not_met"


def test_a_target_holds_for_its_days_alone() -> None:
    line = ARRESTS.line("c")
    assert line is not None
    assert set_for(ARRESTS, line, first=date(2007, 4, 1), last=date(2008, 3, 31))
    assert not set_for(ARRESTS, line, first=date(2008, 4, 1), last=date(2009, 3, 31))
    assert not set_for(ARRESTS, ARRESTS.lines[0], first=date(2007, 4, 1), last=date(2008, 3, 31))

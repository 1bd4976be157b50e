"""Days that follow each other are named once, and no others."""

from __future__ import annotations

from api.reports.scrutiny.months import Days, said
from schemas.period import Period

MONTHS = Period.parse("2025-26").months()
QUARTERS = Period.parse("2025-26").quarters()


def _whole(*periods: Period) -> list[Days]:
    return [(each.start, each.end) for each in periods]


def _last(*periods: Period) -> list[Days]:
    return [(each.end, each.end) for each in periods]


def test_periods_that_follow_each_other_are_told_as_one_run() -> None:
    assert said(_whole(*MONTHS)) == "in each month from April 2025 to March 2026"
    assert said(_last(*MONTHS[:3])) == "on the last day of each month from April 2025 to June 2025"
    assert said(_whole(*QUARTERS)) == "in each quarter from April 2025 to March 2026"


def test_a_gap_ends_a_run_and_two_are_none() -> None:
    gap = [*MONTHS[:3], *MONTHS[4:6]]
    assert said(_whole(*gap)) == (
        "in each month from April 2025 to June 2025, in August 2025 and in September 2025"
    )


def test_days_of_another_kind_are_in_no_run() -> None:
    mixed = [*_whole(*MONTHS[:2]), *_last(MONTHS[2]), *_whole(MONTHS[3])]
    assert "each" not in said(mixed)
    middle = [(each.start, each.start) for each in MONTHS]
    assert said(middle).count(" on 1 ") + 1 == len(MONTHS) == said(middle).count("on 1 ")

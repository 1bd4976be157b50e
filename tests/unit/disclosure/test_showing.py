from __future__ import annotations

import pytest

from api.disclosure.showing import Coverage, Showing, compare, completeness_band, decide
from schemas.breakdowns import Measure

CRIMES = Measure("incident.crimes", "incident", "Crimes", (("is_crime", "true"),))
THREE = frozenset({"met", "trust", "housing"})
NOBODY: dict[str, list[str]] = {}


def _decided(
    coverage: Coverage, *, unit: str = "records", agreed: dict[str, list[str]] = NOBODY
) -> Showing:
    return decide(CRIMES, unit=unit, coverage=coverage, show_alone=agreed)


def test_three_contributors_may_be_shown() -> None:
    assert _decided(Coverage(THREE)) == Showing("ok")
    assert _decided(Coverage(THREE)).shows


def test_nobody_contributed() -> None:
    assert _decided(Coverage(frozenset())) == Showing("not_available", ("no_contributors",))


@pytest.mark.parametrize(
    ("agreed", "silent"),
    [
        ({}, ("met", "trust")),
        ({"met": ["incident"]}, ("trust",)),
        ({"met": ["incident"], "trust": ["health_contact"]}, ("trust",)),
        ({"met": ["incident"], "trust": ["incident.crimes"]}, None),
    ],
)
def test_fewer_than_three_need_each_agreement_by_name(
    agreed: dict[str, list[str]], silent: tuple[str, ...] | None
) -> None:
    found = _decided(Coverage(frozenset({"met", "trust"})), agreed=agreed)
    if silent is None:
        assert found == Showing("ok")
    else:
        assert found == Showing("not_available", ("too_few_contributors",), silent)
        assert not found.shows


@pytest.mark.parametrize(
    ("before", "silent"),
    [
        (None, None),
        (THREE, None),
        (THREE - {"met"}, ("met",)),
        (THREE | {"probation"}, ("probation",)),
        ((THREE - {"met"}) | {"probation"}, ("met", "probation")),
        (THREE - {"met", "trust"}, None),
    ],
)
def test_one_agency_that_joins_or_leaves_between_epochs_must_agree(
    before: frozenset[str] | None, silent: tuple[str, ...] | None
) -> None:
    found = _decided(Coverage(THREE, before=before))
    if silent is None:
        assert found == Showing("ok")
    else:
        assert found == Showing("not_available", ("contributor_joined_or_left",), silent)
        agreed = {agency: ["incident"] for agency in silent}
        assert _decided(Coverage(THREE, before=before), agreed=agreed) == Showing("ok")


@pytest.mark.parametrize(
    ("unit", "linked", "status"),
    [
        ("persons", 79, "low_completeness"),
        ("persons", 80, "ok"),
        ("records", 0, "ok"),
    ],
)
def test_persons_are_counted_where_most_rows_name_one(unit: str, linked: int, status: str) -> None:
    found = _decided(Coverage(THREE, rows=100, linked=linked), unit=unit)
    assert found.status == status


def test_no_rows_at_all_are_complete() -> None:
    assert _decided(Coverage(THREE), unit="persons") == Showing("ok")


def test_two_counting_rules_in_a_period_are_a_series_break() -> None:
    found = _decided(Coverage(THREE, rules=frozenset({"v1", "v2"})))
    assert found == Showing("series_break", ("counting_rule_changed",))
    assert _decided(Coverage(THREE, rules=frozenset({"v1"}))) == Showing("ok")


def test_missing_returns_make_a_figure_provisional_and_still_shown() -> None:
    found = _decided(Coverage(THREE, missing=frozenset({"probation", "bcwa"})))
    assert found == Showing("provisional", ("returns_missing",), ("bcwa", "probation"))
    assert found.shows


def test_alike_periods_may_be_compared() -> None:
    assert compare(Coverage(THREE), later=Coverage(THREE)) == Showing("ok")


def test_a_comparison_across_counting_rules_is_a_series_break() -> None:
    earlier = Coverage(THREE, rules=frozenset({"v1"}))
    later = Coverage(THREE - {"met"}, rules=frozenset({"v2"}))
    assert compare(earlier, later=later).status == "series_break"


@pytest.mark.parametrize(
    ("later", "reasons", "agencies"),
    [
        (THREE | {"bcwa"}, ("joined",), ("bcwa",)),
        (THREE - {"met"}, ("left",), ("met",)),
        ((THREE - {"met"}) | {"bcwa"}, ("joined", "left"), ("bcwa", "met")),
    ],
)
def test_a_comparison_names_who_joined_and_left(
    later: frozenset[str], reasons: tuple[str, ...], agencies: tuple[str, ...]
) -> None:
    found = compare(Coverage(THREE), later=Coverage(later))
    assert found == Showing("coverage_changed", reasons, agencies)
    assert not found.shows


@pytest.mark.parametrize(
    ("part", "whole", "band"),
    [
        (49, 49, None),
        (50, 50, "95-plus"),
        (95, 100, "95-plus"),
        (94, 100, "80-95"),
        (80, 100, "80-95"),
        (79, 100, "60-80"),
        (59, 100, "under-60"),
        (0, 100, "under-60"),
    ],
)
def test_completeness_is_told_in_bands(part: int, whole: int, band: str | None) -> None:
    assert completeness_band(part, whole=whole) == band

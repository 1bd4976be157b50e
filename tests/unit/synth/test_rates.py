"""The borough against the figures it was calibrated to, within about three standard errors."""

from collections import Counter
from datetime import date, timedelta
from statistics import correlation, mean

import pytest

from schemas.codes import MISSING_REASONS
from schemas.period import Period
from synth.borough import Borough
from synth.figures.places import WARDS
from synth.figures.profiles import BROMLEY
from synth.households import HORIZON_DAYS, Household
from synth.providers.base import Row
from synth.returns import InventedReturn


@pytest.fixture(scope="module")
def reports(year: list[InventedReturn]) -> list[Row]:
    rows = [row for e in year if (e.dataset, e.level) == ("incident", "record") for row in e.rows]
    return [row for row in rows if row["da_flag"]]


@pytest.fixture(scope="module")
def known(reports: list[Row]) -> list[Row]:
    """Victims whose age is known."""
    return [r["victim"] for r in reports if isinstance(r["victim"]["age_years"], int)]


def _day(moment: str) -> date:
    return date.fromisoformat(moment[:10])


def _share(rows: list[Row], name: str, *values: object) -> float:
    return sum(row[name] in values for row in rows) / len(rows)


def test_reports_come_at_bromleys_rate(reports: list[Row]) -> None:
    assert len(reports) == pytest.approx(3098, rel=0.06)


def test_crimes_and_arrests_have_their_published_shares(reports: list[Row]) -> None:
    crimes = [row for row in reports if row["is_crime"]]
    others = [row for row in reports if not row["is_crime"]]
    assert len(crimes) / len(reports) == pytest.approx(0.575, abs=0.03)
    assert 1 - _share(crimes, "arrest_made", "none") == pytest.approx(0.593, abs=0.035)
    assert 1 - _share(others, "arrest_made", "none") == pytest.approx(0.103, abs=0.03)


def test_victims_have_their_published_sex_and_ages(known: list[Row]) -> None:
    ages = [victim["age_years"] for victim in known]
    published = {(16, 19): 8, (20, 29): 28, (30, 39): 29, (40, 49): 23, (50, 59): 8}
    assert _share(known, "sex", "F") == pytest.approx(0.80, abs=0.03)
    for (low, high), percent in published.items():
        share = sum(low <= age <= high for age in ages) / len(ages)
        assert share == pytest.approx(percent / 100, abs=0.035)
    assert sum(age < 16 for age in ages) / len(ages) < 0.01


def test_suspects_are_men_as_often_as_published(reports: list[Row]) -> None:
    suspects = [row["suspect"] for row in reports if "suspect" in row]
    assert _share(suspects, "sex", "M") == pytest.approx(0.87, abs=0.03)
    assert _share(suspects, "ethnicity_self", *MISSING_REASONS) == pytest.approx(0.24, abs=0.03)


def test_ethnicity_is_recorded_and_missing_as_published(known: list[Row]) -> None:
    codes = Counter(victim["ethnicity_self"] for victim in known)
    missing = {code: count for code, count in codes.items() if code in MISSING_REASONS}
    assert sum(missing.values()) / len(known) == pytest.approx(0.30, abs=0.03)
    assert len(missing) > 1
    assert codes["W1"] / len(known) == pytest.approx(0.55, abs=0.035)


def test_officers_see_a_white_person_in_about_five_of_six(known: list[Row]) -> None:
    assert _share(known, "ethnicity_observed", "IC1", "IC2") == pytest.approx(0.84, abs=0.05)


def test_most_of_those_arrested_are_arrested_within_a_day(reports: list[Row]) -> None:
    arrested = [row for row in reports if "first_arrest_at" in row]
    days = [(_day(r["first_arrest_at"]) - _day(r["reported_on"])).days for r in arrested]
    assert sum(delay <= 1 for delay in days) / len(days) == pytest.approx(0.83, abs=0.04)


@pytest.mark.parametrize(
    ("agency", "dataset", "monthly"),
    [
        ("kings-pruh", "health_contact", 125),
        ("bromley-housing", "housing_support", 80),
        ("bcwa", "housing_support", 46),
        ("probation-bromley", "perpetrator_intervention", 42),
    ],
)
def test_the_other_services_have_their_usual_numbers(
    year: list[InventedReturn], agency: str, dataset: str, monthly: int
) -> None:
    rows = [len(e.rows) for e in year if (e.agency_id, e.dataset) == (agency, dataset)]
    assert mean(rows) == pytest.approx(monthly, rel=0.12)


def test_three_in_ten_victims_come_again_and_a_few_very_often() -> None:
    households = [h for h in _households(Borough(5)) if not h.hidden]
    counts = [_reports(household) for household in households]
    again = [count for count in counts if count > 1]
    assert len(again) / len(counts) == pytest.approx(0.28, abs=0.025)
    assert mean(again) == pytest.approx(2.5, abs=0.15)
    assert max(counts) >= 6


def test_one_report_in_ten_repeats_one_of_the_same_financial_year() -> None:
    borough, seen, repeats, whole = Borough(5), set[str](), 0, 0
    for month in Period.parse("2025-26").months():
        for contact in borough.contacts("police", month):
            repeats += contact.household.key in seen
            seen.add(contact.household.key)
            whole += 1
    assert repeats / whole == pytest.approx(0.10, abs=0.02)


def test_partners_are_of_an_age_and_parents_are_not() -> None:
    pairs = [household.pair for household in _households(Borough(6))]
    partners = [p for p in pairs if not p.connection.startswith("relatives")]
    births = [[float(p.victim.born.toordinal()) for p in partners]]
    births.append([float(p.suspect.born.toordinal()) for p in partners])
    assert 0.55 < correlation(*births) < 0.8
    parents = [p for p in pairs if p.connection == "relatives_parent"]
    assert all((p.victim.born - p.suspect.born).days > 18 * 365 for p in parents)


def test_every_ward_has_reports_and_crowded_ones_more(reports: list[Row]) -> None:
    wards = Counter(row["ward_code"] for row in reports)
    assert set(WARDS.things) <= wards.keys()
    assert wards["E05014002"] > 2 * wards["E05013996"]  # Penge & Cator, Darwin


def test_a_scaled_borough_has_so_many_times_the_reports() -> None:
    month = Period.parse_month("2026-03")
    small, large = (
        len(Borough(2, profile=BROMLEY.scaled(scale)).contacts("police", month))
        for scale in (1.0, 2.0)
    )
    assert large == pytest.approx(2 * small, rel=0.2)


def test_nobody_reports_twice_on_one_day() -> None:
    for household in _households(Borough(5)):
        days = [episode.day for episode in household.episodes]
        assert len(set(days)) == len(days)


def _households(borough: Borough) -> list[Household]:
    months = Period.parse("2023-24").months()
    return [household for month in months for household in borough.households(month)]


def _reports(household: Household) -> int:
    until = household.episodes[0].day + timedelta(days=HORIZON_DAYS)
    return sum(e.reported and e.day <= until for e in household.episodes)

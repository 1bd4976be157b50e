"""The borough against the figures it was calibrated to, within about three standard errors."""

from collections import Counter
from datetime import date
from statistics import correlation, mean

import numpy as np
import pytest

from schemas.codes import MISSING_REASONS
from schemas.period import Period
from synth import days
from synth.figures import connections
from synth.figures.places import WARDS
from synth.figures.profiles import BROMLEY
from synth.formats import Row
from synth.lives.households import HORIZON, Borough, Households
from synth.lives.world import World
from synth.returns import InventedReturn

LATE = 40_000  # a day after everything
SOME = 20_000  # households of one month, more than a borough has, so that shares are near


@pytest.fixture(scope="module")
def reports(year: list[InventedReturn]) -> list[Row]:
    rows = [row for e in year if (e.dataset, e.level) == ("incident", "record") for row in e.rows]
    return [row for row in rows if row["da_flag"]]


@pytest.fixture(scope="module")
def known(reports: list[Row]) -> list[Row]:
    """Victims whose age is known."""
    return [r["victim"] for r in reports if isinstance(r["victim"]["age_years"], int)]


@pytest.fixture(scope="module")
def world() -> World:
    """Households that the police know, and as many that they do not."""
    numbers = np.arange(SOME)
    march = np.full(SOME, days.month_number(Period.parse_month("2024-03")))
    homes = Households(Borough(5, BROMLEY), march, numbers, numbers >= SOME // 2)
    return World(homes, 0, LATE)


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
    after = [(_day(r["first_arrest_at"]) - _day(r["reported_on"])).days for r in arrested]
    assert sum(delay <= 1 for delay in after) / len(after) == pytest.approx(0.83, abs=0.04)


@pytest.mark.parametrize(
    ("agency", "dataset", "monthly"),
    [
        ("kings-pruh", "health_contact", 120),
        ("bromley-gp", "health_contact", 45),
        ("bromley-housing", "housing_support", 78),
        ("bcwa", "housing_support", 44),
        ("bcwa", "referral", 98),
        ("probation-bromley", "perpetrator_intervention", 42),
        ("met-bromley", "marac_case", 27),
    ],
)
def test_the_other_services_have_their_usual_numbers(
    year: list[InventedReturn], agency: str, dataset: str, monthly: int
) -> None:
    rows = [len(e.rows) for e in year if (e.agency_id, e.dataset) == (agency, dataset)]
    assert mean(rows) == pytest.approx(monthly, rel=0.15)


def test_three_in_ten_victims_come_again_and_a_few_very_often(world: World) -> None:
    police = world.policing
    within = police.day <= world.homes.first[police.home] + HORIZON
    counts = np.bincount(police.home[within], minlength=SOME)[: SOME // 2]
    again = counts[counts > 1]
    assert len(again) / len(counts) == pytest.approx(0.28, abs=0.015)
    assert again.mean() == pytest.approx(2.5, abs=0.05)
    assert counts.max() >= 8
    assert counts.min() == 1


def test_about_a_third_of_episodes_reach_the_police() -> None:
    months = np.full(SOME, days.month_number(Period.parse_month("2024-03")))
    known, hidden = Borough(5, BROMLEY).cohort(int(months[0]))
    share = hidden / (known + hidden)
    numbers = np.arange(SOME)
    homes = Households(Borough(5, BROMLEY), months, numbers, numbers >= SOME * (1 - share))
    assert World(homes, 0, LATE).episodes.reported.mean() == pytest.approx(1 / 3, abs=0.03)


def test_one_report_in_ten_repeats_one_of_the_same_financial_year(
    year: list[InventedReturn],
) -> None:
    police = [e for e in year if (e.dataset, e.level) == ("incident", "record")]
    homes = [written.household for each in police for written in each.written]
    assert 1 - len(set(homes)) / len(homes) == pytest.approx(0.10, abs=0.02)


def test_abuse_worsens_around_a_separation_and_again(world: World) -> None:
    episodes = world.episodes
    parted = world.ties.parted[episodes.home]
    around = np.abs(episodes.day - parted) <= 90
    assert episodes.crime[around].mean() > episodes.crime[~around].mean() + 0.02
    assert episodes.crime[episodes.number > 0].mean() > episodes.crime[episodes.number == 0].mean()


def test_partners_who_part_are_former_partners_from_then_on(world: World) -> None:
    episodes, ties = world.episodes, world.ties
    names = np.array(connections.CONNECTIONS.things)
    said = names[ties.connection_on(episodes.day, home=episodes.home)]
    after = episodes.day >= ties.parted[episodes.home]
    assert not {"married_current", "intimate_relationship_current"} & set(said[after])
    assert {"married_current", "intimate_relationship_current"} <= set(said[~after])


def test_partners_are_of_an_age_and_parents_are_not(world: World) -> None:
    ties, names = world.ties, connections.CONNECTIONS.things
    partner = np.array([not name.startswith("relatives") for name in names])[ties.connection]
    births = [ties.victim.born[partner].tolist(), ties.suspect.born[partner].tolist()]
    assert 0.55 < correlation(*births) < 0.8
    parents = ties.connection == names.index("relatives_parent")
    apart = ties.victim.born[parents] - ties.suspect.born[parents]
    assert apart.min() > 18 * 365


def test_every_ward_has_reports_and_crowded_ones_more(reports: list[Row]) -> None:
    wards = Counter(row["ward_code"] for row in reports)
    assert set(WARDS.things) <= wards.keys()
    assert wards["E05014002"] > 2 * wards["E05013996"]  # Penge & Cator, Darwin


def test_a_scaled_borough_has_so_many_times_the_households() -> None:
    month = days.month_number(Period.parse_month("2026-03"))
    small, large = (sum(Borough(2, BROMLEY.scaled(n)).cohort(month)) for n in (10.0, 20.0))
    assert large == pytest.approx(2 * small, rel=0.05)


def test_nobody_has_two_episodes_on_one_day(world: World) -> None:
    episodes = world.episodes
    same = (np.diff(episodes.home) == 0) & (np.diff(episodes.day) <= 0)
    assert not same.any()

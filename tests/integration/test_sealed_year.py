"""A year of the borough, sealed quarter by quarter: what can be asked and what follows from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache

import pytest
from sqlalchemy import select

from api.disclosure.protect import THRESHOLD
from api.services import indicators
from api.services.opening import opened
from schemas.datasets import DATASETS
from schemas.period import Period
from schemas.tables.releases import cells, releases
from tests.attacks.certainty import narrowed, read_exact, read_noisy, recovered
from tests.attacks.links import links, structural_zeros
from tests.attacks.sealed import Sealed, bare, laid
from tests.databases import Databases
from tests.integration.borough import MONTHS, expect
from tests.integration.callers import agreement, lead
from tests.integration.sealing import AFTER, Cells, Place, borough_in, everything, truth

YEAR = Period.parse("2025-26")
ADULTS = {
    "record_id": "p1", "measure": "population", "value": Decimal(262_000), "unit": "count",
    "counting_rule": "as-declared", "status": "final", "as_at": date(2024, 6, 30),
    "breakdown": {"area": "E09000006", "indicator": "people_16_plus"},
    "benchmark_source": "Office for National Statistics, mid-year estimates",
}  # fmt: skip
CUBE = (*YEAR.months(), *YEAR.quarters(), YEAR)
Both = Callable[[str], tuple[Cells, Cells]]


@pytest.fixture(scope="module")
def year(databases: Databases) -> Iterator[Place]:
    with borough_in(databases, months=MONTHS) as place:
        with place.writing() as session:
            expect(session, "bcwa", "aggregate_return", MONTHS[-1], level="aggregate")
            place.borough.send(
                session, "bcwa", "aggregate_return", MONTHS[-1], rows=[ADULTS], level="aggregate"
            )
        for quarter in YEAR.quarters():
            place.seal(str(quarter))
        yield place


@pytest.fixture(scope="module")
def both(year: Place) -> Both:
    """What the place shows of a dataset and what it holds, each read once."""

    @cache
    def read(dataset: str) -> tuple[Cells, Cells]:
        with year.reading() as session:
            return (
                everything(session, periods=CUBE, dataset=dataset),
                truth(session, periods=CUBE, dataset=dataset),
            )

    return read


@pytest.fixture(scope="module")
def shown(both: Both) -> Cells:
    return both("incident")[0]


@pytest.fixture(scope="module")
def true(both: Both) -> Cells:
    return both("incident")[1]


def test_sealing_four_quarters_seals_twelve_months_and_the_year(year: Place) -> None:
    with year.reading() as session:
        sealed = set(session.scalars(select(releases.c.period)))
    assert sealed == {str(period) for period in CUBE}


def test_a_rate_of_a_year_names_the_public_estimate_it_rests_on(year: Place) -> None:
    with year.reading() as session:
        answer = indicators.values(
            session, lead(), indicator_id="IND-01", period=str(YEAR), today=AFTER
        )
    count, rate = (figure.value for figure in answer.figures)
    assert rate.value == round(10_000 * (count.value or 0) / 262_000, 1)
    assert (rate.numerator, rate.denominator) == (count.value, 262_000)
    assert rate.base is not None
    assert rate.base.last_day == date(2024, 6, 30)
    assert rate.base.source == ADULTS["benchmark_source"]
    assert rate.noise is not None
    assert rate.noise.low <= (rate.value or 0) <= rate.noise.high


def test_what_a_year_alone_can_say_is_said_of_it(year: Place) -> None:
    with year.reading() as session:
        held = {
            name: indicators.values(
                session, lead(), indicator_id=name, period=str(YEAR), today=AFTER
            ).figures
            for name in ("IND-15", "IND-30")
        }
    flags = {figure.line: figure.value for figure in held["IND-15"]}
    assert (flags["hba"].status, flags["hba"].reason) == ("low_completeness", "flag_not_recorded")
    homes = {figure.line: figure.value for figure in held["IND-30"]}
    assert homes["nrpf"].reason == "purpose_not_sufficient"
    assert homes["declined"].value is not None


def test_no_value_from_zero_to_four_is_stored(year: Place) -> None:
    with year.reading() as session:
        values = set(session.scalars(select(cells.c.value).distinct()))
    assert min(values) >= THRESHOLD


def test_nine_in_ten_records_by_ward_and_month_stand_in_shown_cells(
    shown: Cells, true: Cells
) -> None:
    held = seen = 0
    for month in YEAR.months():
        question = (("ward",), str(month), "records")
        for key, count in true[question].items():
            held += count or 0
            seen += (count or 0) if shown[question][key] is not None else 0
    assert held > 2500
    assert seen >= 0.9 * held


def test_shown_counts_are_moved_by_at_most_five(shown: Cells, true: Cells) -> None:
    moves = [
        value - (true[question][key] or 0)
        for question, found in shown.items()
        if "ward" not in question[0]
        for key, value in found.items()
        if value is not None
    ]
    assert len(moves) > 1000
    assert max(map(abs, moves)) <= 5
    # A movement by five comes once in a thousand; by four, six times.
    assert set(range(-3, 4)) <= set(moves)


@pytest.mark.parametrize(
    "dataset", ["incident", "health_contact", "housing_support", "perpetrator_intervention"]
)
def test_no_cell_is_certain_and_a_threshold_gives_most_ones_away(both: Both, dataset: str) -> None:
    made = _laid(both, dataset)
    tied, zeros = links(made), structural_zeros(made)
    found = narrowed(read_noisy(made), tied=tied, zeros=zeros)
    assert (made.shown["records"] > 0).any()
    assert recovered(made, found, unit="records", zeros=zeros).cells == 0
    assert recovered(made, found, unit="persons", zeros=zeros).cells == 0
    double = bare(made)
    taken = recovered(
        double, narrowed(read_exact(double, zeros_shown=True), tied=tied), unit="records"
    )
    assert taken.wrong == 0
    assert taken.ones >= 0.5 * taken.of_ones > 0


def _laid(both: Both, dataset: str) -> Sealed:
    """Both sides of a dataset; the restricted are in no small area."""
    shown, true = both(dataset)
    return laid(DATASETS[dataset], shown=shown, true=true)


def test_the_same_question_has_the_same_answer_for_everyone(year: Place) -> None:
    answers = []
    callers = (lead(), lead(agency="kings-pruh"), lead(held=agreement(number="DSA-2026-0002")))
    for caller in callers:
        for _ in range(2):
            with year.reading() as session:
                book = opened(session, caller, period="2025-26-Q4", today=AFTER)
                asked = book.ask("incident", by=("is_crime", "ward"), unit="persons")
                answers.append(book.observations(asked))
    assert all(answer == answers[0] for answer in answers)
    assert any(each["value"] for each in answers[0])


def test_a_question_in_another_order_is_the_same_question(year: Place) -> None:
    with year.reading() as session:
        book = opened(session, lead(), period="2025-26-Q4", today=AFTER)
        one = book.observations(book.ask("incident", by=("is_crime", "ward")))
        other = book.observations(book.ask("incident", by=("ward", "is_crime")))
    assert one == other


def test_a_part_and_a_filter_that_mean_the_same_cell_give_the_same_value(year: Place) -> None:
    with year.reading() as session:
        book = opened(session, lead(), period="2025-26", today=AFTER)
        part = book.observations(book.ask("incident.crimes", by=("ward",)))
        filtered = book.observations(
            book.ask("incident", by=("ward",), filters={"is_crime": "true"})
        )
    assert part == filtered

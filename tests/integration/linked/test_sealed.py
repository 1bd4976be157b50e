"""Three years of people whom several agencies know, sealed: what linked measures then say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from typing import Any

import pytest

from api.db import Database
from api.disclosure.lattice import shapes
from api.reports.indicators import Value
from api.services import aggregates, indicators, releases
from api.services.aggregates import Answer
from api.services.opening import opened
from auth.refusals import Forbidden, NotFound, Unprocessable
from schemas.linked import LINKED, MEASURES
from schemas.period import Period
from tests.databases import Databases
from tests.integration.borough import Borough
from tests.integration.linked.naive import Naive
from tests.integration.linked.people import (
    MET,
    RAIL,
    Record,
    found,
    invented,
    nothing,
    reader,
    send,
)
from tests.integration.linked.windows import YEARS
from tests.integration.sealing import Place

FIRST, _, LAST = YEARS
TODAY = date(2026, 7, 1)
HOUSING = ("bromley-housing",)
LINES = (("IND-08", "a"), ("IND-08", "b"), ("IND-08", "c"), ("IND-08", "d"), ("IND-09", ""),
         ("IND-20", "heard"), ("IND-25", ""), ("IND-37", ""))  # fmt: skip


class Years(Place):
    """A place with what was sent, and every year sealed some days after it ended."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, Borough())
        sent = [year.months()[0] for year in YEARS]
        self.records = list(invented(20260331, people=220, each=11, months=sent))
        with self.writing() as session:
            found(session)
            send(session, self.records)
            for month in {month for year in YEARS for month in year.months()}.difference(sent):
                nothing(session, month)
        for year in YEARS:
            for quarter in year.quarters():
                self.seal(str(quarter), on=sealed_on(year), caller=reader(), accept_missing=True)

    def ask(self, measure: str, *, year: Period = LAST, **how: Any) -> Answer:
        """The answer to a question, as the lead has it."""
        how = {"caller": reader(), "unit": _unit(measure), **how}
        with self.reading() as session:
            return aggregates.aggregate(
                session, how.pop("caller"), measure=measure, period=str(year), today=TODAY, **how
            )

    def values(self, indicator: str, *, year: Period = LAST, **how: Any) -> dict[Any, Value]:
        """An indicator's values by line and category."""
        with self.reading() as session:
            answer = indicators.values(
                session, reader(), indicator_id=indicator, period=str(year), today=TODAY, **how
            )
        return {(each.line, each.category): each.value for each in answer.figures}


def sealed_on(year: Period) -> date:
    """The day on which a year is sealed."""
    return year.end + timedelta(days=40)


def _unit(measure: str) -> str:
    held = MEASURES[measure].measures if measure in MEASURES else ()
    return next((each.units[0] for each in held if each.name == measure), "persons")


@pytest.fixture(scope="module")
def years(databases: Databases) -> Iterator[Years]:
    with closing(Database(databases.app_url, operating=True)) as database:
        yield Years(database)


@pytest.mark.parametrize("name", LINKED)
def test_shown_cells_lie_within_five_of_what_plain_python_counts(years: Years, name: str) -> None:
    family, naive = LINKED[name], Naive(years.records, aliases={})
    whole, part = (
        [
            each
            for each in years.records
            for side in sides
            if each.dataset in side.datasets and _within(each, months=side.months)
        ]
        for sides in (family.whole, family.part)
    )
    compared = 0
    for shape in shapes(family, period_kind="year"):
        true = naive.cells(family, shape=shape, whole=whole, part=part)
        for measure in family.measures[:: len(family.measures)]:
            unit = measure.units[0]
            answer = years.ask(measure.name, by=shape.names, unit=unit)
            assert answer.status == "ok"
            for each in answer.observations:
                held = true.get(tuple(str(each[name]) for name in shape.names))
                count = getattr(held, unit) if held else 0
                assert each["value"] is None or abs(int(each["value"]) - count) <= 5
                compared += each["value"] is not None
    assert compared >= len(list(shapes(family, period_kind="year")))


def _within(each: Record, *, months: int) -> bool:
    return any(year.covers(each.month) for year in YEARS[-months // 12 :])


def test_every_line_that_joins_records_gives_a_figure(years: Years) -> None:
    held = {name: years.values(name) for name, _ in LINES}
    for name, line in LINES:
        value = held[name][line, None]
        assert value.value is not None, (name, line, value)
        assert value.numerator is not None
        assert value.denominator is not None


def test_a_window_of_three_years_needs_them_sealed(years: Years) -> None:
    early = years.values("IND-08", year=FIRST)
    assert (early["c", None].status, early["c", None].reason) == ("not_available", "years_missing")
    assert early["d", None].value is not None
    known = years.ask("linked.known_elsewhere_12m", year=FIRST)
    assert known.status == "ok"
    apart = years.ask("linked.not_known_to_police_12m", year=FIRST)
    assert (apart.status, apart.reasons) == ("not_available", ("years_missing",))
    assert apart.observations == [{"value": None, "status": "not_available"}]


@pytest.mark.parametrize("by", [(), ("sex",), ("age_band_4",)])
def test_people_of_a_year_are_the_same_cells_as_in_their_dataset(
    years: Years, by: tuple[str, ...]
) -> None:
    linked, own = (years.ask(name, by=by) for name in ("linked.victims_12m", "incident"))
    assert linked.observations == own.observations
    high, assessed = (
        years.ask(name, by=by if by != ("age_band_4",) else ())
        for name in ("linked.high_risk_12m", "risk_assessment.high")
    )
    assert high.observations == assessed.observations


def test_linked_measures_are_of_a_year_the_whole_area_and_one_variable(years: Years) -> None:
    quarter = LAST.quarters()[0]
    for how in (
        {"year": quarter},
        {"by": ("ward",)},
        {"by": ("sex", "age_band_4")},
        {"unit": "records"},
        {"filters": {"sex": ["F", "M"]}},
    ):
        with pytest.raises(Unprocessable):
            years.ask("linked.repeat_victims_12m", **how)


def test_an_answer_needs_every_dataset_that_it_rests_on(years: Years) -> None:
    some = reader(datatypes=["incident", "risk_assessment"])
    assert years.ask("linked.eligible_incidents", caller=some).status == "ok"
    for how in (
        {"measure": "linked.eligible_incidents_referred_2d"},
        {"measure": "linked.eligible_incidents", "by": ("referred_2d",)},
        {"measure": "linked.known_elsewhere_12m"},
    ):
        with pytest.raises(Forbidden):
            years.ask(**how, caller=some)


def test_a_side_with_few_contributors_needs_their_permission(years: Years) -> None:
    heard = years.ask("linked.conferenced_high_risk", caller=reader(alone=["incident"]))
    assert (heard.status, heard.reasons) == ("not_available", ("too_few_contributors",))
    assert heard.agencies == ("coordinator",)
    whole = years.ask("linked.high_risk_12m", caller=reader(alone=["incident"]))
    assert whole.status == "ok"


def test_coverage_and_uses_name_everybody_whose_records_are_joined(years: Years) -> None:
    answer = years.ask("linked.eligible_incidents_referred_2d")
    assert answer.used == {
        MET: {"incident": 1, "risk_assessment": 1, "referral": 1},
        RAIL: {"incident": 1},
        "bcwa": {"risk_assessment": 1, "referral": 1},
        "bromley-housing": {"risk_assessment": 1},
        "clarion": {"referral": 1},
    }
    assert {*answer.coverage["included"]} == {*answer.used}
    assert years.ask("linked.eligible_incidents").used.keys() == {MET, RAIL, "bcwa", *HOUSING}


def test_repeats_are_told_apart_by_agency(years: Years) -> None:
    within, across, both = (
        years.ask(f"linked.{name}_12m").observations[0]["value"]
        for name in (
            "repeat_victims_in_one_agency", "repeat_victims_across_agencies", "repeat_victims"
        )
    )  # fmt: skip
    assert isinstance(within, int)
    assert isinstance(across, int)
    assert isinstance(both, int)
    assert abs(within + across - both) <= 15


def test_figures_are_read_as_on_a_day(years: Years) -> None:
    day = sealed_on(LAST)
    now = years.ask("linked.victims_12m")
    then = years.ask("linked.victims_12m", as_of=day)
    assert then.release == now.release
    with pytest.raises(NotFound, match="no_release"):
        years.ask("linked.victims_12m", as_of=day - timedelta(days=1))
    assert years.values("IND-08", as_of=day) == years.values("IND-08")
    with pytest.raises(NotFound):
        years.values("IND-08", as_of=day - timedelta(days=1))


def test_a_split_says_how_many_do_not_know_it(years: Years) -> None:
    found = years.values("IND-08", by="sex")
    assert {category for _, category in found} == {"F", "M", "missing", "X"} - {"X"}


def test_a_release_says_of_each_linked_measure_whether_it_is_shown(years: Years) -> None:
    with years.reading() as session:
        book = opened(session, reader(), period=str(LAST), today=TODAY)
        view = releases.release(session, reader(), release_id=book.release.release_id)
    shown = {each.measure: each.status for each in view.measures if each.measure in MEASURES}
    assert shown == dict.fromkeys(MEASURES, "ok")

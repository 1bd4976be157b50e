"""Participation and quality: what others may know of returns, and what is overdue."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from api.reports.formats.overdue import COLUMNS, overdue_table
from api.reports.indicators import INDICATORS, Count
from api.services.opening import opened
from api.services.participation import (
    OverdueRegister,
    OwnView,
    View,
    overdue,
    own_view,
    participation,
)
from api.services.participation.overdue import held_up
from auth.audit import Event
from auth.caller import Caller
from auth.refusals import Unprocessable
from auth.uses import record
from tests.integration.callers import lead
from tests.integration.participation.conftest import MARCH
from tests.integration.sealing import AFTER, Place


def _view(place: Place, today: date = AFTER) -> View:
    with place.reading() as session:
        return participation(session, lead(), period=str(MARCH), today=today)


def _overdue(place: Place, period: str | None = None, today: date = AFTER) -> OverdueRegister:
    with place.reading() as session:
        return overdue(session, lead(), period=period, today=today)


def test_days_to_receipt_are_told_for_each_return_and_their_median_as_a_band(place: Place) -> None:
    view = _view(place)
    days = {(each.agency, each.dataset): each.days for each in view.returns}
    assert days["oxleas", "health_contact"] == 28
    assert days["kings-pruh", "health_contact"] == 15
    assert days["oxleas", "housing_support"] is None
    whole, *parts = view.timeliness
    assert (whole.dataset, whole.owed, whole.came, whole.median_days) == (None, 10, 8, "15-28")
    assert {part.dataset for part in parts} == {each.dataset for each in view.returns} - {
        "aggregate_return"
    }
    marac = next(part for part in parts if part.dataset == "marac_case")
    assert (marac.owed, marac.came, marac.median_days) == (1, 0, None)


def test_equality_fields_come_from_the_sealed_release_in_bands(place: Place) -> None:
    view = _view(place)
    assert view.release is not None
    assert view.release.period == str(MARCH)
    bands = {(each.dataset, each.agency, each.field): each for each in view.equality}
    mine = bands["health_contact", "oxleas", "subject.ethnicity_self"]
    assert (mine.band, mine.main_reason) == ("under-60", "not_held")
    assert bands["incident", None, "victim.sex"].band in ("80-95", "95-plus")
    assert not any(each.field == "person_ref" for each in view.equality)
    assert ("housing_support", "bcwa", "lead.sex") not in bands


def test_what_systems_cannot_hold_is_told_by_field_and_by_how_it_is_known(place: Place) -> None:
    known = {(gap.agency, gap.field): gap for gap in _view(place).gaps}
    assert known["oxleas", "subject.sexual_orientation"].said == ("declared",)
    assert known["oxleas", "subject.religion"].said == ("absent_column",)
    assert known["oxleas", "subject.religion"].months == (str(MARCH),)
    assert known["oxleas", "subject.ethnicity_self"].said == ("recorded_as_not_held",)


def test_the_view_says_of_what_agencies_are_reminded(place: Place) -> None:
    late = {(each.agency, each.kind): each.returns for each in _view(place).reminders}
    assert late == {("clarion", "late"): 1, ("oxleas", "late"): 2}
    soon = {each.kind for each in _view(place, today=date(2026, 4, 14)).reminders}
    assert soon == {"due_soon"}


def test_whose_records_the_bands_tell_of_is_noted(place: Place) -> None:
    used = _view(place).used
    assert used["kings-pruh"] == {"health_contact": 1}, "a part of the band of all"
    assert used["oxleas"] == {"health_contact": 1}
    assert "bcwa" not in used, "too few rows for any band"


def test_the_register_says_since_when_whom_to_ask_and_what_waits(place: Place) -> None:
    found = {(each.agency, each.dataset): each for each in _overdue(place).overdue}
    assert found.keys() == {
        ("clarion", "housing_support"), ("oxleas", "housing_support"), ("oxleas", "marac_case"),
    }  # fmt: skip
    case = found["oxleas", "marac_case"]
    assert (case.due_on, case.overdue_since) == (date(2026, 4, 20), date(2026, 4, 21))
    assert case.days_overdue == 11
    assert case.first_requested_on == date(2026, 3, 31)
    assert {"IND-21", "IND-22", "IND-23"} <= set(case.blocks)
    assert "IND-20" in case.blocks
    assert not set(case.blocks) & set(case.weakens)
    housing = found["clarion", "housing_support"]
    assert housing.status == "withdrawn"
    assert housing.blocks == ()
    assert "IND-31" in housing.weakens


def test_an_indicator_waits_for_its_pairs_as_well() -> None:
    blocks = held_up(["IND-11"], blocked_now=frozenset({"IND-11"}))
    assert blocks == ("IND-10", "IND-11")
    assert INDICATORS["IND-10"].paired == ("IND-11",)


def test_nothing_is_overdue_on_its_day_and_a_period_bounds_the_register(place: Place) -> None:
    assert _overdue(place, today=date(2026, 4, 20)).overdue == ()
    assert _overdue(place, "2025-26-Q4").overdue == _overdue(place).overdue
    assert _overdue(place, "2025-26-Q3").overdue == ()
    with pytest.raises(Unprocessable):
        _overdue(place, "soon")


def test_the_register_is_a_table_that_reads_back(place: Place) -> None:
    found = _overdue(place)
    entries = [replace(found.overdue[0], agency_name="=1+1"), *found.overdue[1:]]
    text = overdue_table(entries, period=None, as_of=found.as_of).csv()
    rows = list(csv.reader(io.StringIO(text)))
    said = [row for row in rows if row[0].startswith("#")]
    columns, *lines = rows[len(said) :]
    assert ["#as_of", "2026-05-01"] in said
    assert tuple(columns) == COLUMNS
    assert len(lines) == len(entries)
    assert lines[0][1] == "'=1+1"
    blocks = lines[-1][columns.index("blocks")]
    assert tuple(filter(None, blocks.split(";"))) == entries[-1].blocks


def _own(place: Place, agency: str, caller: Caller | None = None) -> OwnView:
    asking = caller or lead(agency=agency)
    with place.reading() as session:
        return own_view(session, asking, period=str(MARCH), today=AFTER)


def test_a_contributor_sees_its_own_records_beside_the_released_figure(place: Place) -> None:
    view = _own(place, "oxleas")
    [trend] = view.figures
    assert trend.dataset == "health_contact"
    assert [pair.period for pair in trend.periods] == ["2025-12", "2026-01", "2026-02", "2026-03"]
    pair = trend.periods[-1]
    assert pair.records == 80
    with place.reading() as session:
        book = opened(session, lead(), period=str(MARCH), today=AFTER)
        released = book.read(Count("health_contact"))
    assert (pair.released, pair.status) == (released.value, released.status)
    assert not pair.changed_since
    assert [each.reason for each in trend.periods[:-1]] == ["not_sealed"] * 3
    assert "one or two" in view.why


def test_nothing_of_the_own_view_is_split_or_worked_out_from_both(place: Place) -> None:
    pair = _own(place, "oxleas").figures[0].periods[-1]
    numbers = {value for value in vars(pair).values() if type(value) is int}
    assert numbers == {pair.records, pair.released}


def test_who_contributes_nothing_gets_no_figure_beside_it(place: Place) -> None:
    assert _own(place, "clarion").figures == ()
    kept = _own(place, "oxleas", lead(agency="oxleas", datatypes={"housing_support"}))
    assert kept.figures == ()
    assert kept.completeness == ()


def test_a_delivery_that_the_release_does_not_hold_is_said_and_not_counted_in(
    place: Place,
) -> None:
    before = _own(place, "bromley-gp").figures[0].periods[-1]
    with place.writing() as session:
        rows = [place.borough.row("health_contact", MARCH) for _ in range(9)]
        place.borough.send(session, "bromley-gp", "health_contact", MARCH, rows=rows, revision=2)
    after = _own(place, "bromley-gp").figures[0].periods[-1]
    assert (after.records, after.changed_since) == (9, True)
    assert (before.changed_since, after.released) == (False, before.released)


def test_completeness_and_timeliness_stand_beside_the_partnerships_bands(place: Place) -> None:
    view = _own(place, "oxleas")
    bands = {each.field: each for each in view.completeness}
    ethnicity = bands["subject.ethnicity_self"]
    assert (ethnicity.own, ethnicity.own_main_reason) == ("under-60", "not_held")
    assert ethnicity.partnership in ("under-60", "60-80")
    soon = {each.dataset: each for each in view.timeliness}
    assert (soon["health_contact"].owed, soon["health_contact"].in_time) == (1, 0)
    assert soon["health_contact"].median_days == "15-28"
    assert soon["marac_case"].partnership_median_days is None
    assert {each.agency for each in view.returns} == {"oxleas"}


def test_the_own_view_is_a_use_of_the_others_data(place: Place) -> None:
    assert _own(place, "oxleas").used["kings-pruh"] == {"health_contact": 1}
    assert "met-bromley" not in _own(place, "oxleas").used


def test_how_the_data_were_used_since_the_last_return_is_told_in_bands(place: Place) -> None:
    asking = lead(agency="kings-pruh")
    event = Event.by(lead(), tag="aggregates:read", dataset="health_contact")
    with place.writing() as session:
        for day in (1, 20, 21, 22):
            at = datetime(2026, 4, day, 9, tzinfo=UTC)
            record(
                session, event, owners={"kings-pruh": {"health_contact": 1}}, kind="report", now=at
            )
    [use] = _own(place, "kings-pruh", asking).uses
    assert (use.agency, use.kind, use.uses) == ("bromley-da-lead", "report", "1-4")
    assert use.purpose == "strategic_needs_assessment"

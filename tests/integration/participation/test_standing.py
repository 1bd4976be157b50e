"""Participation and quality: what others may know of returns, and what is overdue."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date

import pytest

from api.reports.formats.overdue import COLUMNS, overdue_table
from api.reports.indicators import INDICATORS
from api.services.participation import OverdueRegister, View, overdue, participation
from api.services.participation.overdue import held_up
from auth.refusals import Unprocessable
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

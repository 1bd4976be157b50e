"""Rows become events, with no more than may be told of them."""

from dataclasses import replace
from datetime import date
from typing import Any

from api.policies.timelines import Row, Told, in_order, told, wanted
from schemas.timeline import TIMELINE, Happening

SECTORS = {"met": "police", "trust": "nhs_mental_health", "refuge": "vcs_da_specialist"}
DAY = date(2026, 3, 14)


def kind(event: str, dataset: str) -> Happening:
    return next(e for e in TIMELINE if (e.event, e.dataset) == (event, dataset))


def event(happening: Happening, agency: str, **values: Any) -> Told | None:
    blank: dict[str, Any] = dict.fromkeys(wanted([happening]))
    row = Row(agency, happening.dataset, {**blank, "month": "2026-03", **values})
    return told(row, happening=happening, sectors=SECTORS, withheld=())


def test_a_row_tells_its_day_agency_sector_and_level_of_risk() -> None:
    assessed = kind("risk_assessed", "risk_assessment")
    made = event(assessed, "met", assessed_on=DAY, subject_role="victim", risk_level="high")
    assert made == Told("2026-03", DAY, "risk_assessed", "met", "police", risk_level="high")


def test_a_row_without_the_day_tells_nothing() -> None:
    assert event(kind("hearing", "justice_outcome"), "met", hearing_on=None) is None


def test_an_assessment_of_somebody_else_than_the_person_abused_tells_nothing() -> None:
    assessed = kind("risk_assessed", "risk_assessment")
    assert event(assessed, "met", assessed_on=DAY, subject_role="perpetrator") is None


def test_a_stay_tells_the_month_alone() -> None:
    stay = kind("in_safe_accommodation", "housing_support")
    made = event(stay, "refuge", support_type="refuge", decision="provided")
    assert made == Told("2026-03", None, "in_safe_accommodation", None, None)
    assert event(stay, "refuge", support_type="refuge", decision="declined") is None
    assert event(stay, "refuge", support_type="sanctuary", decision="provided") is None


def test_support_in_a_refuge_is_no_support() -> None:
    began = kind("support_began", "service_episode")
    assert event(began, "refuge", start_on=DAY, service_type="refuge") is None
    assert event(began, "refuge", start_on=DAY, service_type="idva", setting="refuge") is None
    assert event(began, "refuge", start_on=DAY, service_type="idva", setting=None) is not None


def test_a_health_contact_tells_the_month_and_the_group_of_the_sector() -> None:
    contact = kind("health_contact", "health_contact")
    made = event(contact, "trust", contact_month="2026-02")
    assert made == Told("2026-02", None, "health_contact", None, "health")


def test_support_tells_the_month_and_not_who_gave_it() -> None:
    began = kind("support_began", "service_episode")
    made = event(began, "refuge", start_on=DAY, service_type="idva", setting=None)
    assert made == Told(f"{DAY:%Y-%m}", None, "support_began", None, "voluntary")


def test_a_charge_is_told_as_such_and_no_other_outcome() -> None:
    charged, outcome = (kind(name, "justice_outcome") for name in ("charged", "outcome"))
    assert event(charged, "met", outcome_on=DAY, outcome_code="1") is not None
    assert event(outcome, "met", outcome_on=DAY, outcome_code="1") is None
    assert event(charged, "met", outcome_on=DAY, outcome_code="dismissed") is None
    assert event(outcome, "met", outcome_on=DAY, outcome_code="dismissed") is not None


def test_what_is_withheld_is_left_out_of_an_event() -> None:
    assessed = kind("risk_assessed", "risk_assessment")
    row = Row(
        "met",
        "risk_assessment",
        {"assessed_on": DAY, "subject_role": "victim", "risk_level": "high", "month": "2026-03"},
    )
    made = told(row, happening=assessed, sectors=SECTORS, withheld={"risk_assessment.risk_level"})
    assert made is not None
    assert made.risk_level is None


def test_events_stand_in_an_order_that_what_is_told_decides_alone() -> None:
    later = Told("2026-04", date(2026, 4, 1), "reported", "met", "police")
    day = replace(later, month="2026-03", on=DAY)
    month = Told("2026-03", None, "health_contact", None, "health")
    assert in_order([later, day, month]) == in_order([month, later, day]) == [month, day, later]


def test_what_is_told_by_the_month_is_told_once_and_what_has_a_day_each_time() -> None:
    month = Told("2026-03", None, "in_safe_accommodation", None, None)
    day = Told("2026-03", DAY, "reported", "met", "police")
    assert in_order([month, day, month, day]) == [month, day, day]

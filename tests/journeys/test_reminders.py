"""Reminders over HTTP: an agency's system asks what to do, does it, and is told no more of it."""

from __future__ import annotations

from typing import Any

from schemas.wire.reminders import ReminderList
from tests.deliveries import contact, contacts, document, report
from tests.journeys.conftest import Events
from tests.journeys.systems import System, Systems

HOSPITAL, POLICE, LEAD = "kings-pruh", "met-bromley", "bromley-da-lead"
MONTH, QUARTER = "2026-03", "2025-26-Q4"
ODD: dict[str, Any] = {"arrest_made": "both_parties", "cross_allegation": False}


def _read(system: System, dataset: str) -> list[dict[str, Any]]:
    answer = system.get("/v1/reminders", dataset=dataset)
    assert answer.status == 200, answer.body
    assert ReminderList().validate(answer.json) == {}
    return [each for each in answer.json["reminders"] if each["dataset"] == dataset]


def _kinds(system: System, dataset: str) -> set[tuple[str, str]]:
    return {(each["kind"], each["period"]) for each in _read(system, dataset)}


def test_a_system_reads_what_is_due_sends_it_and_is_reminded_no_more(
    systems: Systems, events: Events
) -> None:
    hospital, dataset = systems(HOSPITAL), "health_contact"
    soon = {("due_soon", month) for month in ("2026-01", "2026-02", MONTH)}
    assert _kinds(hospital, dataset) >= soon
    assert events()["reminders:list", "allowed"] == 1
    call = next(each for each in _read(hospital, dataset) if each["period"] == MONTH)["answer"]
    assert call["path"] == f"/v1/returns/{dataset}/{MONTH}"

    bad = document([contact(1, setting="a_and_e")])
    assert hospital.put(dataset, MONTH, bad, query="?dry_run=true").status == 422
    assert ("refused", MONTH) not in _kinds(hospital, dataset), "a trial is no delivery"
    assert hospital.put(dataset, MONTH, bad).status == 422
    assert ("refused", MONTH) in _kinds(hospital, dataset)
    assert hospital.put(dataset, MONTH, document(contacts(3)), query="?dry_run=true").status == 200
    assert ("refused", MONTH) in _kinds(hospital, dataset), "a trial settles nothing"
    assert hospital.put(dataset, MONTH, document(contacts(3))).status == 201
    assert {kind for kind, month in _kinds(hospital, dataset) if month == MONTH} == set()


def test_a_query_without_an_explanation_waits_for_one(systems: Systems) -> None:
    police, rows = systems(POLICE), [report(1, **ODD)]
    assert police.put("incident", MONTH, document(rows)).status == 422
    assert ("to_be_explained", MONTH) in _kinds(police, "incident")
    why = {"EVT-V07": "The officers could not tell who began it, and say so in the report."}
    assert police.put("incident", MONTH, document(rows, explanations=why)).status == 201
    assert not [kind for kind, month in _kinds(police, "incident") if month == MONTH]


def test_nobody_is_told_what_another_is_reminded_of(systems: Systems) -> None:
    mine = systems(HOSPITAL).get("/v1/reminders", dataset="health_contact").json["reminders"]
    assert {each["dataset"] for each in mine} <= {"health_contact", "incident", None}
    lead = systems(LEAD)
    view = lead.call("GET", f"/v1/participation?period={QUARTER}", scope="participation:read")
    told = {each["kind"] for each in view.json["reminders"]}
    assert told <= {"due_soon", "due", "late"}, "what was refused is between sender and service"

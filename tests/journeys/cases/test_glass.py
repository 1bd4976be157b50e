"""Breaking the glass: one person, two who stand for it, three hours, and every owner told."""

from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import create_engine, update

from api import service
from schemas.tables.cases import break_glass
from tests.casework import (
    ADVICE,
    CHARITY,
    CHILDREN,
    HOSPITAL,
    HOUSING,
    OUTSIDER,
    POLICE,
    PROBATION,
    SAFEGUARDING,
    Casework,
)
from tests.deliveries import reference
from tests.journeys.conftest import LogUrl
from tests.partnership import Partnership
from tests.rows import ADA


def test_a_timeline_is_opened_to_the_person_who_asked(sent: Casework) -> None:
    answer = sent.break_glass(ADVICE, person_ref=ADA)
    assert answer.status == 201, answer.body
    lasts = datetime.fromisoformat(answer.json["expires_at"]) - datetime.now(UTC)
    assert timedelta(hours=2, minutes=59) < lasts <= timedelta(hours=3)
    case = answer.json["case"]
    assert "reported" in sent.kinds(ADVICE, case)
    assert sent.by("somebody-else").timeline(ADVICE, case).status == 403
    assert sent.timeline(CHILDREN, case).status == 403


def test_every_owner_of_rows_is_told_at_once_and_nobody_else(sent: Casework) -> None:
    before = {agency: len(sent.notices(agency)) for agency in EVERYBODY}
    sent.break_glass(CHILDREN, person_ref=ADA, reason="child_at_risk")
    told = {agency for agency in EVERYBODY if len(sent.notices(agency)) > before[agency]}
    assert told == {POLICE, CHARITY, HOUSING, HOSPITAL, PROBATION}
    newest = sent.notices(POLICE)[0]
    assert {n: v for n, v in newest.items() if n not in ("notice", "at", "expires_at")} == {
        "agency": CHILDREN,
        "agreement": SAFEGUARDING,
        "purpose": "high_risk_safeguarding",
        "reason": "child_at_risk",
        "acting_person": "worker-1",
        "approver": "manager-9",
    }
    assert ADA not in str(newest)


EVERYBODY = (POLICE, CHARITY, HOUSING, HOSPITAL, PROBATION, CHILDREN, ADVICE, OUTSIDER)


def test_a_person_nobody_knows_is_answered_alike_and_nobody_is_told(sent: Casework) -> None:
    before = len(sent.notices(POLICE))
    known, nobody = (sent.break_glass(HOSPITAL, person_ref=each) for each in (ADA, reference("no")))
    assert known.status == nobody.status == 201
    assert set(known.json) == set(nobody.json)
    assert sent.events(HOSPITAL, nobody.json["case"]) == []
    assert len(sent.notices(POLICE)) == before + 1


def test_somebody_other_than_who_asks_approves(sent: Casework) -> None:
    answer = sent.break_glass(CHILDREN, person_ref=ADA, approver="worker-1")
    assert (answer.status, answer.json["code"]) == (422, "approver_is_asker")


def test_a_reason_is_one_of_a_few(sent: Casework) -> None:
    assert sent.break_glass(CHILDREN, person_ref=ADA, reason="curiosity").status == 422


def test_it_needs_a_reader_and_a_reason(sent: Casework) -> None:
    answer = sent.by("").break_glass(CHILDREN, person_ref=ADA)
    assert (answer.status, answer.json["code"]) == (403, "acting_person_missing")


def test_an_agency_breaks_it_a_few_times_a_day(sent: Casework) -> None:
    answers = [sent.break_glass(HOUSING, person_ref=ADA) for _ in range(6)]
    assert [each.status for each in answers] == [201] * 5 + [429]
    assert [each.json["left_today"] for each in answers[:5]] == [4, 3, 2, 1, 0]
    assert int(answers[5].headers["Retry-After"]) <= 24 * 3600
    assert sent.break_glass(PROBATION, person_ref=ADA).status == 201


def test_it_is_closed_after_three_hours(
    sent: Casework, application: Flask, partnership: Partnership, log_url: LogUrl
) -> None:
    case = sent.break_glass(POLICE, person_ref=ADA).json["case"]
    assert sent.timeline(POLICE, case).status == 200
    engine = create_engine(log_url(partnership.databases))
    with engine.begin() as connection:
        connection.execute(
            update(break_glass)
            .where(break_glass.c.case_id == case)
            .values(expires_at=service_now(application))
        )
    engine.dispose()
    assert sent.timeline(POLICE, case).status == 403


def service_now(application: Flask) -> datetime:
    running: service.Service = application.extensions[service.EXTENSION]
    return running.now()

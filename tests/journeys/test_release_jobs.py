"""Sealings that are done later: asked for, done by one worker, followed, and never done by half."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from api import service
from api.db import Context, Database
from api.services.releases import jobs, taking
from api.services.releases.taking import Worker
from api.services.tidying import clear
from auth import agreement_register
from schemas.period import Period
from schemas.tables.releases import cells, releases
from schemas.wire.release_jobs import ReleaseJob
from synth.partnership import Client
from tests.databases import Databases
from tests.integration.borough import Borough
from tests.journeys.conftest import Events
from tests.journeys.recorder import Recorder
from tests.journeys.served import Served
from tests.journeys.systems import JSON, System, Systems
from tests.oauth_client import Response
from tests.partnership import NOW, TESTED, Partnership, raised

LEAD = "bromley-da-lead"
SECOND = f"{LEAD}-second"
POLICE = "met-bromley"
MONTHS = [str(month) for month in Period.parse("2025-26-Q4").months()]
LATER = {"Prefer": "wait=1, Respond-Async"}
PATIENCE = 60

KILLED = """
import os
from sqlalchemy import Engine, event
from api import service
from api.services.releases import taking
from api.settings import Settings

def cut(connection, cursor, statement, *rest):
    if statement.startswith("INSERT INTO release_measures"):
        os._exit(9)

event.listen(Engine, "before_cursor_execute", cut)
running = service.made(Settings.from_environment(os.environ))
taking.work(taking.Worker(
    running.database, running.auth, running.now, running.business_now, running.today
))
"""
"""A worker of the service that dies when its cells are stored and the rest is not."""


def fill(partnership: Partnership) -> None:
    """A month of incidents for each month of the quarter."""
    borough = Borough()
    with (
        closing(Database(partnership.databases.app_url, operating=True)) as database,
        database.writing(Context(partnership.plan.partnership_id, reach="operator")) as session,
    ):
        for month in Period.parse("2025-26-Q4").months():
            rows = [borough.row("incident", month) for _ in range(120)]
            borough.send(session, POLICE, "incident", month, rows=rows)


@pytest.fixture(scope="module")
def partnership(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Partnership:
    """The partnership, with a second client of the lead that may seal as well."""
    second = Client(SECOND, LEAD, frozenset({"releases:write"}))
    plan = replace(TESTED, clients=(*TESTED.clients, second))
    return raised(databases, folder=tmp_path_factory.mktemp("service"), plan=plan)


@pytest.fixture(scope="module")
def filled(partnership: Partnership) -> Partnership:
    fill(partnership)
    return partnership


@pytest.fixture
def lead(filled: Partnership, systems: Systems) -> System:
    return systems(LEAD)


@pytest.fixture
def worker(application: Flask) -> Worker:
    return of(application.extensions[service.EXTENSION])


def of(running: service.Service) -> Worker:
    return Worker(running.database, running.auth, running.now, running.business_now, running.today)


def ask(system: System, period: str, *, accept_missing: bool = True, **headers: str) -> Response:
    return system.call(
        "POST",
        "/v1/releases",
        scope="releases:write",
        asked=system.details(),
        media_type=JSON,
        headers=headers or LATER,
        body=json.dumps({"period": period, "accept_missing": accept_missing}).encode(),
    )


def follow(system: System, answer: Response) -> Any:
    found = system.call(
        "GET", answer.headers["Location"], scope="releases:write", asked=system.details()
    )
    assert found.status == 200, found.json
    assert ReleaseJob().validate(found.json) == {}
    return found.json


def sealed(partnership: Partnership) -> list[str]:
    """The periods that are sealed, and whether anything else of a release is there."""
    with (
        closing(Database(partnership.databases.app_url, operating=True)) as database,
        database.reading(Context(partnership.plan.partnership_id, reach="operator")) as session,
    ):
        found = list(session.scalars(select(releases.c.period).order_by(releases.c.period)))
        assert found or not session.scalar(select(func.count()).select_from(cells))
        return found


def test_a_sealing_asked_for_is_answered_at_once_and_followed(
    lead: System, worker: Worker, events: Events
) -> None:
    asked = ask(lead, MONTHS[0])
    assert (asked.status, asked.json["status"]) == (202, "waiting")
    assert asked.headers["Preference-Applied"] == "respond-async"
    assert ReleaseJob().validate(asked.json) == {}
    assert follow(lead, asked)["release"] is None
    assert ask(lead, MONTHS[0]).json["job_id"] == asked.json["job_id"]
    assert events()["releases:ask", "allowed"] == 2
    assert taking.work(worker) == 1
    done = follow(lead, asked)
    assert (done["status"], done["attempts"], done["problem"]) == ("done", 1, None)
    assert {each["counted"] == each["tables"] > 0 for each in done["progress"]} == {True}
    assert done["release"]["period"] == MONTHS[0]
    assert done["release"]["blocked"]
    assert events()["releases:seal", "allowed"] == 1


def test_a_short_sealing_that_nobody_asked_to_wait_for_is_done_at_once(lead: System) -> None:
    answer = ask(lead, MONTHS[1], Prefer="handling=lenient")
    assert (answer.status, answer.json["period"]) == (201, MONTHS[1])


def test_what_would_be_refused_is_refused_before_a_job_is_made(lead: System) -> None:
    missing = ask(lead, MONTHS[2], accept_missing=False)
    assert (missing.status, missing.json["code"]) == (409, "returns_missing")
    future = ask(lead, "2026-05")
    assert (future.status, future.json["code"]) == (409, "period_not_ended")


def test_a_job_is_known_to_whoever_asked_and_to_nobody_else(
    lead: System, systems: Systems, worker: Worker
) -> None:
    asked = ask(lead, MONTHS[2])
    stranger = systems(LEAD, client_id=SECOND).call(
        "GET", asked.headers["Location"], scope="releases:write", asked=lead.details()
    )
    nothing = lead.call(
        "GET", "/v1/releases/jobs/none", scope="releases:write", asked=lead.details()
    )
    again = ask(systems(LEAD, client_id=SECOND), MONTHS[2])
    assert nothing.status == 404
    assert (stranger.status, stranger.json["code"]) == (404, nothing.json["code"])
    assert (again.status, again.json["code"]) == (409, "sealing_under_way")
    assert taking.work(worker) == 1


def test_two_workers_that_look_at_once_do_a_job_once(
    fresh_partnership: Partnership, fresh_systems: Systems
) -> None:
    fill(fresh_partnership)
    asked = ask(fresh_systems(LEAD), MONTHS[0])
    running = [service.made(fresh_partnership.settings) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        taken = list(pool.map(lambda each: taking.work(of(each)), running))
    for each in running:
        each.database.close()
    assert sorted(taken) == [0, 1]
    assert follow(fresh_systems(LEAD), asked)["attempts"] == 1
    assert sealed(fresh_partnership) == [MONTHS[0]]


def test_a_worker_killed_in_mid_seal_leaves_nothing_and_another_begins_anew(
    fresh_partnership: Partnership, fresh_systems: Systems
) -> None:
    fill(fresh_partnership)
    lead = fresh_systems(LEAD)
    asked = ask(lead, MONTHS[0])
    died = subprocess.run(
        [sys.executable, "-c", KILLED],
        env={**os.environ, **fresh_partnership.environment},
        check=False,
    )
    assert died.returncode == 9
    assert sealed(fresh_partnership) == []
    assert follow(lead, asked)["status"] == "running"
    running = service.made(fresh_partnership.settings)
    early = of(running)
    assert taking.work(early) == 0
    late = replace(early, now=lambda: running.now() + taking.LOST + timedelta(seconds=9))
    assert taking.work(late) == 1
    running.database.close()
    done = follow(lead, asked)
    assert (done["status"], done["attempts"]) == ("done", 2)
    assert sealed(fresh_partnership) == [MONTHS[0]]


def test_an_agreement_that_was_halted_meanwhile_seals_nothing_and_the_job_says_why(
    fresh_partnership: Partnership, fresh_systems: Systems
) -> None:
    fill(fresh_partnership)
    lead, running = fresh_systems(LEAD), service.made(fresh_partnership.settings)
    asked = ask(lead, MONTHS[0])
    change(fresh_partnership, "suspend", agreement=lead.details()[0]["agreement"])
    assert taking.work(of(running)) == 1
    change(fresh_partnership, "resume", agreement=lead.details()[0]["agreement"])
    assert taking.work(of(running)) == 0
    running.database.close()
    lead.held.clear()
    failed = follow(lead, asked)
    assert (failed["status"], failed["release"]) == ("failed", None)
    assert failed["problem"]["code"] == "agreement_suspended"
    assert sealed(fresh_partnership) == []


def change(partnership: Partnership, what: str, *, agreement: str) -> None:
    """Have the lead do something about an agreement.

    It is dated a little earlier, so that a token of the same second counts from then on.
    """
    plan = partnership.plan
    with (
        closing(Database(partnership.databases.app_url, operating=True)) as database,
        database.writing(Context(plan.partnership_id, reach="operator")) as session,
    ):
        agreement_register.change_agreement(
            session,
            partnership_id=plan.partnership_id,
            agreement_id=agreement,
            agency_id=LEAD,
            what=what,
            now=datetime.now(UTC) - timedelta(seconds=5),
            today=NOW.date(),
        )


def test_jobs_that_ended_long_ago_are_cleared_away(
    filled: Partnership, application: Flask, lead: System, worker: Worker
) -> None:
    running: service.Service = application.extensions[service.EXTENSION]
    asked = ask(lead, str(Period.parse("2025-26-Q4")))
    assert taking.work(worker) == 1
    clear(running.database, now=running.now() + jobs.KEPT - timedelta(minutes=1))
    assert follow(lead, asked)["status"] == "done"
    clear(running.database, now=running.now() + jobs.KEPT)
    gone = lead.call("GET", asked.headers["Location"], scope="releases:write", asked=lead.details())
    assert gone.status == 404


def test_a_server_of_two_workers_does_what_is_asked_of_it(
    fresh_served: Served, recorder: Recorder
) -> None:
    fill(fresh_served.partnership)
    fresh_served.start()
    lead = fresh_served.systems(recorder)(LEAD)
    asked = ask(lead, MONTHS[0])
    until = time.monotonic() + PATIENCE
    while follow(lead, asked)["ended_at"] is None and time.monotonic() < until:
        time.sleep(0.2)
    done = follow(lead, asked)
    assert (done["status"], done["attempts"]) == ("done", 1)
    assert sealed(fresh_served.partnership) == [MONTHS[0]]

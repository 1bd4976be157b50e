"""PostgreSQL shows nobody what is not theirs, whatever the service's queries forget to ask.

A partnership works for a month: it sends, lists, reads, seals and reports, as seven of its systems.
Behind every query the same session reads the same tables without one condition.
"""

import inspect
import json
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import closing
from importlib import import_module
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import exc, insert

import api.queries
from api import service
from api.app import create_app
from api.db import Context, Database
from synth.partnership import LEAD
from tests.casework import CHARITY, HOSPITAL, POLICE, PROBATION, Casework, about, plan
from tests.databases import PostgresTemplates
from tests.forgetting import Seen, forgetful
from tests.integration.stored_rows import PARTNERSHIP_TABLES, stored_row
from tests.journeys.recorder import Recorder
from tests.journeys.systems import JSON, System, systems_of
from tests.oauth_client import Response, details, flask_sender
from tests.partnership import Partnership, raised
from tests.rows import ADA

pytestmark = pytest.mark.postgresql

QUARTER = "2025-26-Q4"
AT_LEAST = 100
"""Of the queries that are there, how many a working month asks; the others write, or are for
operators."""

READ = (
    ("DSA-2026-0004", "referral_coordination", "referral"),
    ("DSA-2026-0007", "data_quality_assurance", "incident"),
)
"""Under which agreement, for which purpose and of which dataset rows are read."""


@pytest.fixture(scope="module")
def partnership(
    postgres_templates: PostgresTemplates, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Partnership]:
    with postgres_templates.database() as made:
        raised_ = raised(made, folder=tmp_path_factory.mktemp("service"), plan=plan())
        _fill_another(made.app_url)
        yield raised_


def _fill_another(url: str) -> None:
    """A row in every table for another partnership, with agencies of the same names."""
    with (
        closing(Database(url, operating=True)) as database,
        database.writing(Context("havering", reach="operator")) as session,
    ):
        for table in PARTNERSHIP_TABLES:
            row = stored_row(table, partnership_id="havering", agency_id=POLICE)
            try:
                with session.begin_nested():
                    session.execute(insert(table), row)
            except exc.IntegrityError:
                continue


@pytest.fixture(scope="module")
def application(partnership: Partnership) -> Iterator[Flask]:
    made = create_app(partnership.settings)
    yield made
    made.extensions[service.EXTENSION].database.close()


@pytest.fixture(scope="module")
def casework(partnership: Partnership, application: Flask) -> Casework:
    send = flask_sender(application.test_client(use_cookies=False))
    return Casework(systems_of(partnership, send=send, recorder=Recorder()))


@pytest.fixture(scope="module")
def seen(partnership: Partnership, casework: Casework) -> Seen:
    """What could be seen behind the queries of the month."""
    providers = {
        terms["agreement"]: {
            party["agency"] for party in terms["parties"] if "provider" in party["roles"]
        }
        for terms in partnership.plan.agreements
    }
    with forgetful(providers) as seen:
        _send(casework)
        _work(casework)
        _count(casework.systems(LEAD))
        _look_back(casework)
        _answer(casework.systems(POLICE, client_id=f"{POLICE}-casework"))
    return seen


def _send(casework: Casework) -> None:
    casework.send(POLICE, "incident", about("incident", "victim", ADA))
    casework.send(POLICE, "incident", about("incident", "victim", ADA, occurred_from=None))
    casework.send(CHARITY, "referral", about("referral", "subject", ADA))
    casework.send(POLICE, "referral", about("referral", "subject", ADA, record_id="re-2"))
    casework.send(HOSPITAL, "health_contact", about("health_contact", "subject", ADA))
    casework.send(PROBATION, "perpetrator_intervention",
                  about("perpetrator_intervention", "subject"))  # fmt: skip
    hospital = casework.systems(HOSPITAL)
    for path in ("", "/revisions", "/findings"):
        _ok(hospital.get(f"/v1/returns/health_contact/2026-03{path}"))
    _ok(hospital.get("/v1/contribution?period=2026-03", dataset="health_contact"))
    for path in ("returns", "reminders", "envelopes/health_contact", "term-maps/health_contact"):
        asked = hospital.details("health_contact")
        _asked(hospital.call("GET", f"/v1/{path}", scope="returns:write returns:read", asked=asked))


def _work(casework: Casework) -> None:
    case = casework.listed(person_ref=ADA, members=[CHARITY, POLICE])
    casework.kinds(CHARITY, case)
    casework.kinds(POLICE, _ok(casework.break_glass(POLICE, person_ref=ADA)).json["case"])
    for agency in (CHARITY, POLICE):
        _ok(casework.read(agency, ""))
        casework.notices(agency)
        for agreement, purpose, dataset in READ:
            _ok(_records(casework, agency, agreement, purpose, dataset))


def _records(
    casework: Casework, agency: str, agreement: str, purpose: str, dataset: str
) -> Response:
    return casework.systems(agency, client_id=f"{agency}-casework").call(
        "GET",
        f"/v1/records/{dataset}?updated_since=2026-01-01T00:00:00Z",
        scope="records:read",
        asked=details(agreement, purpose),
        headers={
            "Acting-Person": "worker-1",
            "Access-Reason": "reason-1",
            "Accept": "application/x-ndjson",
        },
    )


def _answer(system: System) -> None:
    """A person asks what is held, and then that it be forgotten."""

    def asked(method: str, path: str, **body: Any) -> Response:
        sent = json.dumps(body).encode() if body else b""
        return system.call(
            method,
            f"/v1/person-requests{path}",
            scope="rights:write",
            media_type=JSON if sent else None,
            headers={"Acting-Person": "officer-1"},
            body=sent,
        )

    for kind in ("access", "restriction", "erasure"):
        number = _ok(asked("POST", "", kind=kind, person_ref=ADA)).json["request"]
        _ok(asked("PUT", f"/{number}/risk-check", outcome="clear", identity_established=True))
        _asked(asked("GET", f"/{number}/copy"))
        _asked(asked("PUT", f"/{number}/decision", decision="carry_out"))
    _ok(asked("GET", ""))


def _count(lead: System) -> None:
    body = json.dumps({"period": QUARTER, "accept_missing": True}).encode()
    _follow(lead, body=body)
    _ok(lead.call("POST", "/v1/releases", scope="releases:write", asked=lead.details(),
                  media_type=JSON, body=body))  # fmt: skip
    for path in (
        "releases",
        f"aggregates/incident?period={QUARTER}",
        f"indicators/IND-04/values?period={QUARTER}",
        f"reports/board?period={QUARTER}",
        f"reports/scrutiny?period={QUARTER}",
    ):
        _asked(lead.call("GET", f"/v1/{path}", scope="aggregates:read", asked=lead.details()))


def _follow(lead: System, *, body: bytes) -> None:
    """Ask for a sealing that is done later and look at it; no worker is here to take it up."""
    how: Any = {"scope": "releases:write", "asked": lead.details()}
    later = {"Prefer": "respond-async"}
    given = lead.call("POST", "/v1/releases", headers=later, media_type=JSON, body=body, **how)
    assert given.status == 202, given.body
    _ok(lead.call("GET", given.headers["Location"], **how))


def _look_back(casework: Casework) -> None:
    lead = casework.systems(LEAD)
    for path, scope in (
        (f"participation?period={QUARTER}", "participation:read"),
        ("capabilities", "participation:read"),
        (f"overdue?period={QUARTER}", "participation:read"),
        ("periods", "periods:read"),
        ("expectations", "periods:read"),
        ("agreements", "agreements:read"),
    ):
        _asked(lead.call("GET", f"/v1/{path}", scope=scope))
    for agency in (POLICE, HOSPITAL):
        for path, scope in (("disclosures", "disclosures:read"), ("audit-events", "audit:read")):
            _ok(casework.systems(agency).call("GET", f"/v1/{path}", scope=scope))
    casework.send(
        HOSPITAL, "health_contact", about("health_contact", "subject", ADA), month="2026-03"
    )


def _ok(answer: Response) -> Response:
    assert answer.status in (200, 201), answer.body
    return answer


def _asked(answer: Response) -> None:
    """Whatever it is answered, it was looked up."""
    assert answer.status < 500, answer.body


def queries() -> set[str]:
    """The functions of `api.queries` that are handed a session."""
    found = set()
    for module in pkgutil.walk_packages(api.queries.__path__, "api.queries."):
        for name, function in inspect.getmembers(import_module(module.name), inspect.isfunction):
            if function.__module__ == module.name and "session" in _arguments(function):
                found.add(f"{module.name.removeprefix('api.queries.')}.{name}")
    return found


def _arguments(function: Callable[..., Any]) -> set[str]:
    return set(inspect.signature(function).parameters)


def test_no_query_that_forgets_its_conditions_sees_what_it_should_not(seen: Seen) -> None:
    assert seen.wrong == set()


OF_OPERATORS = {
    "register", "partnerships", "upsert", "loading", "membership", "transparency.seals",
    "rights.retention",
}  # fmt: skip
"""Modules of queries that commands and jobs alone use, and writing that is part of others."""


OF_WHAT_IS_NOT_HERE = {"registers", "linked.counting"}
"""Read where a register of reviews or a whole year is sealed; the quarter here holds neither."""


def test_the_queries_of_every_family_were_looked_behind(seen: Seen) -> None:
    """Or the test would prove nothing."""
    tried = queries()
    families = {name.rpartition(".")[0] for name in tried} - OF_OPERATORS - OF_WHAT_IS_NOT_HERE
    assert families - {name.rpartition(".")[0] for name in seen.queries} == set()
    assert len(seen.queries & tried) >= AT_LEAST

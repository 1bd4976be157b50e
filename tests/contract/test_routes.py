"""Every route states who may call it, and reading changes nothing but the log."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, event
from werkzeug.routing import Rule

from api import service
from api.app import create_app
from auth.scopes import DATA_SCOPES, SCOPES
from tests.casework import plan
from tests.databases import SqliteTemplates
from tests.journeys.recorder import Recorder
from tests.journeys.systems import System, Systems, systems_of
from tests.oauth_client import details, flask_sender
from tests.partnership import Partnership, raised

PUBLIC = {
    "GET /v1/datasets",
    "GET /v1/datasets/<string:dataset>",
    "GET /v1/datasets/<string:dataset>/template",
    "GET /v1/datasets/<string:dataset>/schema",
    "GET /v1/datasets/<string:dataset>/dictionary",
    "GET /v1/code-lists",
    "GET /v1/code-lists/<string:name>",
    "GET /v1/purposes",
    "GET /v1/indicators",
    "GET /v1/structures",
    "GET /v1/structures/<string:structure>",
}
"""Routes under /v1 that anybody may call: the catalogue."""


@pytest.fixture(scope="module")
def partnership(
    sqlite_templates: SqliteTemplates, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Partnership]:
    with sqlite_templates.database() as databases:
        yield raised(databases, folder=tmp_path_factory.mktemp("service"), plan=plan())


@pytest.fixture(scope="module")
def application(partnership: Partnership) -> Iterator[Flask]:
    made = create_app(partnership.settings)
    yield made
    made.extensions[service.EXTENSION].database.close()


def routes(application: Flask) -> Iterator[tuple[str, Rule, Any]]:
    """Every route under /v1, with what answers it."""
    for rule in application.url_map.iter_rules():
        if rule.rule.startswith("/v1"):
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                yield f"{method} {rule.rule}", rule, application.view_functions[rule.endpoint]


def test_every_route_is_public_by_name_or_states_its_scope(application: Flask) -> None:
    open_to_all = {
        name for name, _, view in routes(application) if not hasattr(view, "required_scope")
    }
    assert open_to_all == PUBLIC & {name for name, _, _ in routes(application)}
    stated = {getattr(view, "required_scope", None) for _, _, view in routes(application)}
    assert stated - {None} <= SCOPES


def test_a_scope_of_changing_guards_every_change(application: Flask) -> None:
    changing = {"returns:write", "releases:write", "periods:write"}
    changing |= {"agreements:write", "agreements:sign", "cases:write", "rights:write"}
    wrong = {
        name
        for name, _, view in routes(application)
        if name.partition(" ")[0] != "GET" and view.required_scope not in changing
    }
    assert wrong == set()


ARGUMENTS = {
    "dataset": "incident",
    "period": "2026-03",
    "agency": "met-bromley",
    "agreement": "DSA-2026-0001",
    "measure": "incident",
    "release_id": "no-such-release",
    "job_id": "no-such-job",
    "indicator": "IND-01",
    "report": "board",
    "structure": "incident",
    "name": "sex",
    "request": "0a4d6f64-6e9a-4a5d-8c0e-6f6a3f7f2b11",
    "statement": "no-such-statement",
    "case": "6f9d1f5e-3f0b-4c1e-9a55-2d8b7c1e0a42",
}
READER = {"Acting-Person": "worker-1", "Access-Reason": "a-reason"}
PLAN = plan()
QUERIES = {"aggregates": "?period=2026-03", "participation": "?period=2026-03"}
QUERIES |= {"reports": "?period=2025-26-Q4", "indicators": "?period=2026-03"}
QUERIES |= {"statements": "?period=2026-03", "contribution": "?period=2026-03"}
QUERIES |= {"register": "?month=2026-03"}


@pytest.fixture
def systems(partnership: Partnership, application: Flask) -> Systems:
    send = flask_sender(application.test_client(use_cookies=False))
    return systems_of(partnership, send=send, recorder=Recorder())


@pytest.fixture
def written(application: Flask) -> Iterator[list[str]]:
    """Tables that the service has written to, as it happens."""
    tables: list[str] = []

    def note(_c: Any, _u: Any, statement: str, *_: Any) -> None:
        words = statement.split()
        if words[0].upper() not in ("SELECT", "WITH", "BEGIN", "PRAGMA"):
            tables.append(words[2] if words[0].upper() in ("INSERT", "DELETE") else words[1])

    engines: tuple[Engine, ...] = application.extensions[service.EXTENSION].database._engines
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield tables
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


def asker(systems: Systems, scope: str) -> tuple[System, object]:
    """A client that holds the scope, and the details that a token for it needs."""
    client = next(each for each in PLAN.clients if scope in each.scopes)
    system = systems(client.agency_id, client_id=client.client_id)
    if scope not in DATA_SCOPES:
        return system, None
    agreements = PLAN.agreements_of(client.agency_id)
    terms = next(each for each in agreements if DATA_SCOPES[scope] in each["actions"])
    return system, details(terms["agreement"], terms["purposes"][0])


def test_reading_writes_its_event_and_nothing_else(
    application: Flask, systems: Systems, written: list[str]
) -> None:
    reads = [
        (rule, view)
        for name, rule, view in routes(application)
        if name.startswith("GET ") and hasattr(view, "required_scope")
    ]
    assert len(reads) > 8
    for rule, view in reads:
        scope, path = view.required_scope, _path(rule)
        system, asked = asker(systems, scope)
        system.token(scope, asked)
        written.clear()
        answer = system.call("GET", path, scope=scope, asked=asked, headers=READER)
        assert answer.status < 500, path
        # The proof's key is remembered apart, and not as part of what is read.
        told = [table for table in written if table not in ("replay_keys", "disclosures")]
        assert told == ["audit_events"], path


def test_a_public_route_writes_nothing(
    application: Flask, systems: Systems, written: list[str]
) -> None:
    send = systems("kings-pruh").client.send
    for name, rule, _ in routes(application):
        if name in PUBLIC:
            assert send("GET", _path(rule), {}, b"").status == 200, name
    assert written == []


def _path(rule: Rule) -> str:
    """An address of the rule, with a query where its question needs one."""
    path = rule.rule
    for argument in rule.arguments:
        kind = next(part for part in path.split("/") if part.endswith(f"{argument}>"))
        path = path.replace(kind, ARGUMENTS[argument])
    return path + QUERIES.get(path.split("/")[2], "")

"""Limits of rates at the whole application, and at two processes behind one address."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import create_engine, delete, select

from api import service
from api.app import create_app
from api.cli.main import main
from api.limits import UNCOUNTED
from schemas.tables.audit import audit_events
from schemas.tables.limits import rate_counts
from tests.databases import SqliteTemplates
from tests.journeys.recorder import Recorder
from tests.journeys.served import Served, served
from tests.journeys.systems import systems_of
from tests.oauth_client import flask_sender, http_sender
from tests.partnership import Partnership, raised

CATALOGUE, RETURNS = "/v1/datasets", "/v1/returns"
FORWARDED = "X-Forwarded-For"


@pytest.fixture(scope="module")
def raised_once(
    sqlite_templates: SqliteTemplates, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Partnership]:
    """A partnership on SQLite alone: the counts themselves are tried on both engines elsewhere."""
    with sqlite_templates.database() as made:
        yield raised(made, folder=tmp_path_factory.mktemp("service"))


@contextmanager
def application(partnership: Partnership, **settings: Any) -> Iterator[Flask]:
    """The application with further settings and no counts yet."""
    made = create_app(replace(partnership.settings, **settings))
    running = made.extensions[service.EXTENSION]
    with running.database.counting() as session:
        session.execute(delete(rate_counts))
    yield made
    running.database.close()


def asked(app: Flask, path: str = CATALOGUE, *, address: str = "", forwarded: str = "") -> Any:
    client = app.test_client(use_cookies=False)
    client.environ_base["REMOTE_ADDR"] = address or "192.0.2.7"
    return client.get(path, headers={FORWARDED: forwarded} if forwarded else {})


def test_a_refusal_is_a_problem_that_says_how_long_to_wait(raised_once: Partnership) -> None:
    with application(raised_once, limit_requests="2/minute") as app:
        answers = [asked(app) for _ in range(3)]
        assert [each.status_code for each in answers] == [200, 200, 429]
        refused = answers[-1]
        assert refused.content_type == "application/problem+json"
        assert 0 < int(refused.headers["Retry-After"]) <= 60
        assert refused.json | {"detail": ""} == {
            "type": "urn:safershare:problem:limit_requests_address",
            "title": "Too many requests",
            "status": 429,
            "code": "limit_requests_address",
            "detail": "",
        }
        assert "X-Request-ID" in refused.headers
        assert asked(app, address="192.0.2.8").status_code == 200


def test_a_public_address_is_refused_in_the_log_once(raised_once: Partnership) -> None:
    engine = create_engine(raised_once.databases.app_url)
    with application(raised_once, limit_requests="1/minute") as app:
        for _ in range(6):
            asked(app)
    with engine.connect() as connection:
        wanted = select(audit_events.c.body).where(audit_events.c.tag == "requests:meet")
        bodies = [json.loads(body) for body in connection.scalars(wanted)]
    engine.dispose()
    # The test before this one left another.
    assert [body["reason"] for body in bodies] == ["limit_requests_address"] * len(bodies)
    assert len(bodies) <= 2


def test_every_public_address_is_counted_but_those_that_watch_the_service(
    raised_once: Partnership,
) -> None:
    with application(raised_once, limit_requests="1/minute") as app:
        assert set(app.view_functions) >= UNCOUNTED
        assert [asked(app, path).status_code for path in ("/nowhere", CATALOGUE)] == [404, 429]
        for path in ("/oauth/jwks", "/.well-known/oauth-authorization-server", "/openapi.json"):
            assert asked(app, path).status_code == 429, path
        assert [asked(app, path).status_code for path in ("/healthz", "/readyz") * 2] == [200] * 4


@pytest.mark.parametrize(
    ("proxies", "sent"),
    [
        (0, [f"198.51.100.{n}" for n in range(4)]),
        (1, [f"198.51.100.{n}, 203.0.113.5" for n in range(4)]),
        (2, [f"198.51.100.{n}, 203.0.113.5, 10.0.0.1" for n in range(4)]),
        # fewer entries than proxies: somebody reached the service around them
        (2, ["198.51.100.1"] * 4),
    ],
    ids=["none", "one", "two", "around"],
)
def test_a_sender_cannot_say_where_it_is(
    raised_once: Partnership, proxies: int, sent: list[str]
) -> None:
    with application(raised_once, limit_requests="2/minute", trusted_proxies=proxies) as app:
        told = [asked(app, forwarded=each).status_code for each in sent]
    assert told == [200, 200, 429, 429]


def test_behind_a_trusted_proxy_each_sender_has_a_count(raised_once: Partnership) -> None:
    with application(raised_once, limit_requests="1/minute", trusted_proxies=1) as app:
        senders = ("203.0.113.5", "203.0.113.6", "203.0.113.5")
        assert [asked(app, forwarded=s).status_code for s in senders] == [200, 200, 429]


def test_a_client_that_proves_itself_is_not_held_back_by_its_neighbours(
    raised_once: Partnership,
) -> None:
    with application(raised_once, limit_requests="2/minute") as app:
        send = flask_sender(app.test_client(use_cookies=False))
        police = systems_of(raised_once, send=send, recorder=Recorder())("met-bromley")
        strangers = [send("GET", RETURNS, {}, b"").status for _ in range(4)]
        assert strangers == [401, 401, 429, 429]
        read = [police.get(RETURNS).status for _ in range(4)]
        assert read == [200, 200, 429, 429]


@pytest.mark.skipif(find_spec("redis") is not None, reason="the library for Redis is there")
def test_a_store_that_cannot_be_spoken_to_stops_the_start(raised_once: Partnership) -> None:
    elsewhere = {"SAFERSHARE_LIMIT_STORE": "redis://127.0.0.1:6379/0"}
    told = CliRunner().invoke(main, ["serve"], env={**raised_once.environment, **elsewhere})
    assert told.exit_code == 1
    assert told.output.startswith("SAFERSHARE_LIMIT_STORE: the library for it is missing")


@pytest.fixture
def limited(fresh_partnership: Partnership, tmp_path: Path) -> Iterator[Served]:
    """The real server, two processes, with rates and one trusted proxy that is not there."""
    given = {
        "SAFERSHARE_LIMIT_TOKEN": "6/hour",
        "SAFERSHARE_LIMIT_REQUESTS": "4/hour",
    }
    environment = {**fresh_partnership.environment, **given}
    made = served(replace(fresh_partnership, environment=environment), folder=tmp_path)
    made.start()
    yield made
    made.stop()


def test_two_processes_share_one_count(limited: Served) -> None:
    assert len(limited.children()) == 2
    told = []
    for number in range(12):
        # A connection of its own each time, so that both processes are asked.
        with httpx.Client(trust_env=False) as http:
            sent = {FORWARDED: f"198.51.100.{number}"}
            told.append(http.get(limited.url + CATALOGUE, headers=sent).status_code)
    assert told == [200] * 4 + [429] * 8
    tokens = []
    for _ in range(8):
        with httpx.Client(trust_env=False) as http:
            send = http_sender(http, limited.url)
            police = systems_of(limited.partnership, send=send, recorder=Recorder())("met-bromley")
            tokens.append(police.client.ask("returns:read", police.details()))
    assert [each.status for each in tokens] == [200] * 6 + [429] * 2
    assert 3500 < int(tokens[-1].headers["Retry-After"]) <= 3600
    assert tokens[-1].headers["Content-Type"] == "application/json"

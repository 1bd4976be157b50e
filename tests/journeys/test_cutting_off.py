"""What a party's word stops, at every route that touches data.

The routes are found in the application, so that one of tomorrow is tried as well.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from api import service
from api.app import create_app
from api.db import Context, Database
from auth import agreement_register
from auth.scopes import DATA_SCOPES
from schemas.purposes import PURPOSES
from tests.journeys.recorder import Recorder
from tests.journeys.systems import JSON, System, Systems, systems_of
from tests.oauth_client import Response, details, flask_sender
from tests.partnership import NOW, Partnership

ARGUMENTS = {
    "dataset": "incident",
    "period": "2026-03",
    "agency": "met-bromley",
    "measure": "incident",
    "indicator": "IND-01",
}
READER = {"Acting-Person": "worker-1", "Access-Reason": "a-reason"}
ALLOWANCES = ("agreement_", "purpose_not_", "token_", "action_", "scope_", "details_")
"""How codes begin that say that the token, or the agreement behind it, does not suffice."""

Route = tuple[str, str, str, str]


def data_routes(application: Flask) -> Iterator[Route]:
    """Method, path, scope and action of every route that needs an agreement."""
    for rule in application.url_map.iter_rules():
        view: Any = application.view_functions[rule.endpoint]
        scope: str = getattr(view, "required_scope", "")
        if scope in DATA_SCOPES:
            path = re.sub(r"<(?:\w+:)?(\w+)>", lambda name: ARGUMENTS.get(name[1], "x"), rule.rule)
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield method, path, scope, view.required_action or DATA_SCOPES[scope]


def possible(partnership: Partnership, route: Route) -> tuple[str, str, list[dict[str, Any]]]:
    """A client's agency, the client, and details with which it can call the route."""
    _, path, scope, action = route
    needed = {action, DATA_SCOPES[scope]}
    for client in partnership.plan.clients:
        if scope in client.scopes and client.dpop_required:
            for terms, purpose in _granted(partnership, client.agency_id):
                reached = PURPOSES[purpose].actions & set(terms["actions"])
                if needed <= reached and ("/cases" not in path or PURPOSES[purpose].cases):
                    asked = details(terms["agreement"], purpose)
                    return client.agency_id, client.client_id, asked
    raise AssertionError(f"nobody may call {path}")


def _granted(partnership: Partnership, agency: str) -> Iterator[tuple[Mapping[str, Any], str]]:
    for terms in partnership.plan.agreements_of(agency):
        for purpose in terms["purposes"]:
            yield terms, purpose


class Callers:
    """One token in hand for every route that needs one."""

    def __init__(self, partnership: Partnership, systems: Systems, routes: list[Route]) -> None:
        self.calls: list[tuple[Route, System, str]] = []
        for route in routes:
            agency, client_id, asked = possible(partnership, route)
            system = systems(agency, client_id=client_id)
            self.calls.append((route, system, system.token(route[2], asked)))

    def answers(self) -> dict[str, tuple[int, str]]:
        """What each route answers to its token, by method and path."""
        found = {}
        for (method, path, _, _), system, token in self.calls:
            headers = {**READER, "Content-Type": JSON}
            answer = system.client.call(method, path, token=token, headers=headers)
            found[f"{method} {path}"] = (answer.status, code(answer))
        return found


def code(answer: Response) -> str:
    try:
        return str(answer.json.get("code", ""))
    except ValueError:
        return ""


@pytest.fixture
def callers(fresh_partnership: Partnership) -> Iterator[Callers]:
    made = create_app(fresh_partnership.settings)
    send = flask_sender(made.test_client(use_cookies=False))
    systems = systems_of(fresh_partnership, send=send, recorder=Recorder())
    yield Callers(fresh_partnership, systems, list(data_routes(made)))
    made.extensions[service.EXTENSION].database.close()


def change(partnership: Partnership, what: str) -> None:
    """Have one party do something about every agreement, as an operator's command does."""
    plan = partnership.plan
    database = Database(partnership.databases.app_url, operating=True)
    try:
        for terms in plan.agreements:
            with database.writing(Context(plan.partnership_id, "", "operator")) as session:
                agreement_register.change_agreement(
                    session,
                    partnership_id=plan.partnership_id,
                    agreement_id=terms["agreement"],
                    agency_id=terms["parties"][0]["agency"],
                    what=what,
                    now=datetime.now(UTC),
                    today=NOW.date(),
                )
    finally:
        database.close()


def test_what_a_party_does_counts_at_the_next_request_of_every_data_route(
    fresh_partnership: Partnership, callers: Callers
) -> None:
    assert len(callers.calls) >= 15
    before = callers.answers()
    assert {
        route: said
        for route, said in before.items()
        if said[0] == 401 or said[1].startswith(ALLOWANCES)
    } == {}
    for what, status, refusal in (
        ("suspend", 403, "agreement_suspended"),
        ("resume", 401, "token_revoked"),
        ("end", 403, "agreement_ended"),
    ):
        change(fresh_partnership, what)
        assert callers.answers() == dict.fromkeys(before, (status, refusal)), what

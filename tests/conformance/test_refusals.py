"""Every refusal of a caller is a 401 or a 403 with its challenge and one event, on every route; and
every reason that the service has to refuse one is met by a check.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from api import service
from api.app import create_app
from schemas.tables.audit import audit_events
from tests.conformance.check import made
from tests.conformance.founding import OFFICE, SCOPES, founded
from tests.conformance.fuzz import Route, protected
from tests.conformance.party import Party
from tests.conformance.place import Place, serving
from tests.conformance.tables import checks
from tests.databases import SqliteTemplates
from tests.oauth_client import Response

AUTH = Path(__file__).resolve().parents[2] / "auth"
MODULES = (
    "jose",
    "jwk_form",
    "dpop",
    "client_auth",
    "tokens",
    "protect",
    "live",
    "issuing",
    "details",
)
KINDS = (
    "BadToken|BadProof|BadAssertion|NonceNeeded|OtherMethod|UnfitError|NotAuthenticated|Forbidden|"
    "BadScope|BadTarget|BadDetails"
)
ELSEWHERE = {"agreement_suspended"}
"""What can only happen in the middle of a download; its own test stops one."""


@pytest.fixture(scope="module")
def place(
    sqlite_templates: SqliteTemplates, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("refusals")
    with sqlite_templates.database() as databases:
        partnership, clients = founded(databases, folder=folder)
        log = databases.app_url
        with serving(partnership, clients, folder=folder, nonce=True, log_url=log) as standing:
            yield standing


@pytest.fixture(scope="module")
def application(place: Place) -> Iterator[Flask]:
    made_app = create_app(place.server.partnership.settings)
    yield made_app
    made_app.extensions[service.EXTENSION].database.close()


def reasons(place: Place) -> set[str]:
    """Why the log says that requests were refused."""
    query = select(audit_events.c.body).where(audit_events.c.outcome == "refused")
    return {json.loads(row.body)["reason"] for row in place.log.execute(query)}


def known_reasons() -> set[str]:
    """What the source says a caller may be refused for."""
    text = "".join((AUTH / f"{name}.py").read_text() for name in MODULES)
    return set(re.findall(rf'(?:{KINDS})\(\s*"([a-z_0-9]+)"', text))


def test_every_reason_to_refuse_a_caller_is_met_by_a_check(place: Place) -> None:
    for check in checks(nonce=True):
        made(check, place, alg="Ed25519")
    assert known_reasons() - reasons(place) == ELSEWHERE


@dataclass
class Caller:
    """Calls routes of the application in this process, well or badly."""

    app: Flask
    party: Party

    def call(self, route: Route, *fields: tuple[str, str]) -> Response:
        """One request; it must leave one event."""
        before = self.party.place.events()
        client = self.app.test_client(use_cookies=False)
        got = client.open(route.path, method=route.method, headers=list(fields))
        assert self.party.place.events() == before + 1
        return Response(got.status_code, dict(got.headers), got.data)

    def bound(self, route: Route, token: str, **changes: Any) -> Response:
        """With a token and its proof."""
        url = self.party.issuer + route.path
        proof = self.party.client.proof(route.method, url, token=token, **changes)
        return self.call(route, ("Authorization", f"DPoP {token}"), ("DPoP", proof))


def test_every_route_refuses_with_a_challenge_and_one_event(
    place: Place, application: Flask
) -> None:
    party, office = Party(place), Party(place, name=OFFICE)
    caller, routes = Caller(application, party), protected(application)
    assert len(routes) > 30
    for route in routes:
        own = office.token if route.scope in SCOPES else party.token
        party.barred(caller.call(route), None)
        party.barred(caller.call(route, ("Authorization", "DPoP x.y.z")), "invalid_token")
        bearer = caller.call(route, ("Authorization", f"Bearer {own}"))
        party.barred(bearer, "invalid_token")
        party.barred(caller.bound(route, own, htm="PATCH2"), "invalid_dpop_proof")
        party.barred(caller.bound(route, own, nonce=None), "use_dpop_nonce")
        lacking = caller.bound(route, own)
        party.barred(lacking, "insufficient_scope", status=403)
        assert f'scope="{route.scope}"' in lacking.headers["WWW-Authenticate"]

"""Any request that the contract can describe, or nearly so, is answered as the contract says.

Schemathesis draws requests from openapi.yaml, as described and with mistakes; clients of every kind
send them with valid tokens, and one sends none. Path segments are often those of things that exist,
so that requests come past the first look-up.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from copy import deepcopy
from functools import cache
from typing import Any, Final
from urllib.parse import quote

import pytest
import requests
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.core.transport import Response as Answer
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api import service
from api.app import create_app
from api.problems import STATUS
from auth.scopes import DATA_SCOPES
from tests.casework import CHARITY, HOSPITAL, POLICE, SAFEGUARDING, Casework, about, plan
from tests.conforming import METHODS, contract
from tests.counts import PROVE, whole_or_sample
from tests.journeys.recorder import Recorder
from tests.journeys.systems import System, Systems, systems_of
from tests.oauth_client import Response, details, flask_sender
from tests.partnership import ORIGIN, Partnership, raised
from tests.rows import ADA

EACH: Final = whole_or_sample(300, sample=5)
"""Requests drawn for each operation and mode."""

ALIKE: Final = 8
"""Parameters of a path that are described alike, in the sample."""

ENGINES: Final = ("sqlite", "postgres") if PROVE else ("sqlite",)

REFUSED: Final = frozenset({*STATUS.values(), 405})
"""What `default` stands for in the contract: the refusals, and the framework's for a method."""

ROLES: Final = (
    "kings-pruh-returns",
    "bromley-da-lead-returns",
    "met-bromley-casework",
    "met-bromley-cases",
    "bromley-da-lead-listing",
    "bcwa-signing",
    None,
)
"""A sender, the lead, two who read, the coordinator, one who signs, and one without a token."""

REAL: Final[Mapping[str, tuple[str, ...]]] = {
    "dataset": ("incident", "health_contact", "aggregate_return"),
    "period": ("2026-03", "2026-02", "2025-26-Q4"),
    "agency": (POLICE, HOSPITAL, CHARITY),
    # Not the agreement that tokens are for: some requests end it.
    "agreement": ("DSA-2026-0003", "DSA-2026-0002"),
    "measure": ("incident", "incident.crimes", "health_contact"),
    "indicator": ("IND-01", "IND-04", "IND-10"),
    "name": ("sex", "ward"),
}
CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


def _drawn_from() -> dict[str, Any]:
    """The contract; in the sample with a few of the filters that a path describes alike.

    To find all that is wrong in a hundred of them takes gigabytes.
    """
    document = deepcopy(contract())
    for path in document["paths"].values():
        for method in METHODS & path.keys():
            path[method]["parameters"] = list(_few(path[method].get("parameters", ())))
    return document


def _few(parameters: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    alike: Counter[str] = Counter()
    for each in parameters:
        kind = json.dumps(each.get("schema"), sort_keys=True)
        alike[kind] += 1
        if PROVE or each.get("required") or alike[kind] <= ALIKE:
            yield each


schema = schemathesis.openapi.from_dict(_drawn_from())
FOUND: Final = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
OPERATIONS: Final = {operation.label: operation for operation in FOUND}
PLAN: Final = plan()
SENT: Counter[int] = Counter()


@pytest.fixture(scope="module", params=ENGINES)
def partnership(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Partnership]:
    with request.getfixturevalue(f"{request.param}_templates").database() as databases:
        yield raised(databases, folder=tmp_path_factory.mktemp("service"), plan=PLAN)


@pytest.fixture(scope="module")
def application(partnership: Partnership) -> Iterator[Flask]:
    made = create_app(partnership.settings)
    yield made
    made.extensions[service.EXTENSION].database.close()


@pytest.fixture(scope="module")
def systems(partnership: Partnership, application: Flask) -> Systems:
    send = flask_sender(application.test_client(use_cookies=False))
    made = systems_of(partnership, send=send, recorder=Recorder())
    casework = Casework(made)
    casework.send(POLICE, "incident", about("incident", "victim", ADA))
    casework.send(HOSPITAL, "health_contact", about("health_contact", "subject", ADA))
    casework.send(CHARITY, "referral", about("referral", "subject", ADA))
    return made


@pytest.fixture(scope="module")
def real(systems: Systems) -> dict[str, tuple[str, ...]]:
    """What path segments may name, with a case and a request that exist."""
    case = Casework(systems).listed(members=[CHARITY, POLICE], person_ref=ADA)
    desk = systems(POLICE, client_id="met-bromley-casework")
    asked = desk.call(
        "POST",
        "/v1/person-requests",
        scope="rights:write",
        media_type="application/json",
        body=json.dumps({"kind": "access", "person_ref": ADA}).encode(),
    )
    assert asked.status == 201, asked.body
    return {**REAL, "case": (case,), "request": (asked.json["request"],)}


@cache
def scope_of(label: str) -> str:
    security = OPERATIONS[label].definition.raw.get("security", [])
    return next((scopes[0] for each in security for scopes in each.values() if scopes), "")


def token_for(system: System, role: str, scope: str) -> tuple[str, object]:
    """A scope that the client holds, the wanted one if it does, and details for data."""
    held = next(client.scopes for client in PLAN.clients if client.client_id == role)
    asked = scope if scope in held else min(held)
    if asked not in DATA_SCOPES:
        return asked, None
    terms = next(
        terms
        for terms in sorted(system.agreements, key=lambda t: t["agreement"] != SAFEGUARDING)
        if DATA_SCOPES[asked] in terms["actions"]
    )
    return asked, details(terms["agreement"], terms["purposes"][0])


def prepared(case: Any, segments: Mapping[str, str]) -> requests.PreparedRequest | None:
    """The request on its way; None where no client could send it."""
    for name, value in segments.items():
        if name in case.path_parameters:
            case.path_parameters[name] = quote(value, safe="")
    try:
        return requests.Request(**case.as_transport_kwargs(base_url=ORIGIN)).prepare()
    except (ValueError, UnicodeError, requests.RequestException):
        return None


def sent(systems: Systems, role: str | None, label: str, request: Any) -> Response:
    """The answer to a request of a client, or of one without a token."""
    body = request.body or b""
    body = body if isinstance(body, bytes) else body.encode()
    fields = {name: _text(value) for name, value in request.headers.items()}
    fields.pop("Content-Length", None)
    if role is None or not scope_of(label):
        send = systems(HOSPITAL).client.send
        return send(request.method, request.path_url, fields, body)
    fields |= {"Acting-Person": "worker-1", "Access-Reason": "a-reason"}
    fields.pop("Authorization", None)
    client = next(each for each in PLAN.clients if each.client_id == role)
    system = systems(client.agency_id, client_id=role)
    scope, asked = token_for(system, role, scope_of(label))
    answer = system.call(
        request.method, request.path_url, scope=scope, asked=asked, headers=fields, body=body
    )
    if answer.status == 401:
        system.held.clear()
        answer = system.call(
            request.method, request.path_url, scope=scope, asked=asked, headers=fields, body=body
        )
    return answer


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


def told(answer: Response, request: requests.PreparedRequest) -> Answer:
    """The answer as Schemathesis reads one."""
    fields = {name.lower(): [value] for name, value in answer.headers.items()}
    return Answer(answer.status, fields, answer.body, request, elapsed=0.0, verify=False)


@pytest.mark.prove
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("label", sorted(OPERATIONS))
def test_any_request_is_answered_as_the_contract_says(
    systems: Systems, real: Mapping[str, tuple[str, ...]], label: str, mode: GenerationMode
) -> None:
    operation = OPERATIONS[label]
    names = {name: st.sampled_from(values) for name, values in real.items()}
    segments: st.SearchStrategy[dict[str, str]] = st.one_of(
        st.fixed_dictionaries(names), st.just({})
    )

    @settings(
        max_examples=EACH,
        derandomize=not PROVE,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(mode), segments, st.sampled_from(ROLES))
    def answered(case: Any, known: Mapping[str, str], role: str | None) -> None:
        request = prepared(case, known)
        if request is None:
            return
        answer = sent(systems, role, label, request)
        SENT[answer.status] += 1
        if str(answer.status) not in operation.definition.raw["responses"]:
            assert answer.status in REFUSED, (label, answer.status)
        case.validate_response(told(answer, request), checks=CHECKS)

    # A mistake cannot be made where the contract lets anything through, or nothing.
    with suppress(Unsatisfiable):
        answered()


@pytest.mark.prove
def test_enough_requests_were_sent_and_every_kind_of_answer_was_seen() -> None:
    """Runs last in this module: how many requests there were, by status."""
    print(f"{SENT.total()} requests: {dict(sorted(SENT.items()))}")  # noqa: T201 - for the record
    assert SENT.total() >= len(OPERATIONS) * EACH
    assert {200, 400, 401, 403, 404, 409, 422} <= set(SENT)

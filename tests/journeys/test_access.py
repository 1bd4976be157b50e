"""Who may do what, at the whole application: each refusal, each answer, and one event of either."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.deliveries import contacts, document, envelope
from tests.journeys.conftest import Events
from tests.journeys.systems import JSON, System, Systems
from tests.oauth_client import Key, Response, details

NEEDS = "strategic_needs_assessment"
RETURN = "/v1/returns/health_contact/2026-03"
AGREEMENT = "DSA-2026-0001"


def said(answer: Response) -> tuple[int, str]:
    """Status and code of a refusal, by the API or by the authorization server."""
    body = answer.json
    return answer.status, body["code"] if "code" in body else body["error"]


@pytest.fixture
def delivered(hospital: System, events: Events) -> System:
    """The hospital with March in force and a token in hand, and all that is so far counted."""
    assert hospital.put("health_contact", "2026-03", document(contacts(3))).status in (200, 201)
    hospital.receipt("health_contact", "2026-03")
    events()
    return hospital


def event(events: Events) -> tuple[str, str]:
    """The one event since the last time."""
    ((kind, count),) = events().items()
    assert count == 1
    return kind


TOKENS: dict[str, tuple[dict[str, Any], str]] = {
    "a purpose that is not granted": (
        {"details": details(AGREEMENT, "research_and_publication")},
        "invalid_authorization_details",
    ),
    "a purpose that does not exist": (
        {"details": details(AGREEMENT, "curiosity")},
        "invalid_authorization_details",
    ),
    "an agreement of others": (
        {"details": details("DSA-2026-0002", "performance_scrutiny")},
        "invalid_authorization_details",
    ),
    "an agreement that does not exist": (
        {"details": details("DSA-2026-0404", NEEDS)},
        "invalid_authorization_details",
    ),
    "an action that is not granted": (
        {"details": details(AGREEMENT, NEEDS, actions=["retrieve"])},
        "invalid_authorization_details",
    ),
    "a dataset that does not exist": (
        {"details": details(AGREEMENT, NEEDS, datatypes=["weather"])},
        "invalid_authorization_details",
    ),
    "a scope that is not held": (
        {"scope": "releases:write", "details": details(AGREEMENT, NEEDS)},
        "invalid_scope",
    ),
    "data without details of several agreements": (
        {"scope": "returns:write", "details": None},
        "invalid_authorization_details",
    ),
}


@pytest.mark.parametrize("name", TOKENS)
def test_no_token_is_given_for(systems: Systems, events: Events, name: str) -> None:
    asked, error = TOKENS[name]
    police = systems("bcwa" if "several" in name else "kings-pruh")
    answer = police.client.ask(**{"scope": "returns:write", **asked})
    assert (answer.status, answer.json["error"]) == (400, error)
    assert event(events) == ("token:issue", "refused")


def test_unknown_and_foreign_agreements_are_refused_alike(systems: Systems) -> None:
    hospital = systems("kings-pruh").client
    foreign = hospital.ask("returns:write", details("DSA-2026-0002", "performance_scrutiny"))
    unknown = hospital.ask("returns:write", details("DSA-2026-0404", "performance_scrutiny"))
    assert (foreign.status, foreign.json) == (unknown.status, unknown.json)


def test_a_token_for_one_dataset_is_none_for_another(delivered: System, events: Events) -> None:
    narrow = details(AGREEMENT, NEEDS, datatypes=["incident"])
    token = delivered.token("returns:read", narrow)
    assert event(events) == ("token:issue", "allowed")
    answer = delivered.client.call("GET", RETURN, token=token)
    assert said(answer) == (403, "dataset_not_granted")
    assert event(events) == ("returns:read", "refused")
    path = RETURN.replace("health_contact", "incident")
    assert said(delivered.client.call("GET", path, token=token)) == (404, "no_return")
    assert event(events) == ("returns:read", "refused")


def test_another_agencys_return_is_as_little_there_as_one_that_never_was(
    delivered: System, systems: Systems, events: Events
) -> None:
    charity = systems("bcwa")
    charity.token("returns:read", charity.details("health_contact"))
    events()
    foreign = charity.receipt("health_contact", "2026-03")
    never = charity.receipt("health_contact", "2025-10")
    assert said(foreign) == said(never) == (404, "no_return")
    assert foreign.json == never.json
    assert events() == {("returns:read", "refused"): 2}


Attempt = Callable[[System], Response]


def bare(system: System) -> Response:
    return system.client.send("GET", RETURN, {}, b"")


def bearing(system: System) -> Response:
    token = system.token("returns:read", system.details("health_contact"))
    return system.client.call("GET", RETURN, token=token, scheme="Bearer")


def with_another_key(system: System) -> Response:
    token = system.token("returns:read", system.details("health_contact"))
    mine, system.client.proof_key = system.client.proof_key, Key.make()
    answer = system.client.call("GET", RETURN, token=token)
    system.client.proof_key = mine
    return answer


def with_a_proof_for(**claims: Any) -> Attempt:
    def attempt(system: System) -> Response:
        token = system.token("returns:read", system.details("health_contact"))
        proof = system.client.proof("GET", system.client.issuer + RETURN, token=token, **claims)
        return system.client.call("GET", RETURN, token=token, proof=proof)

    return attempt


def of_another_scope(system: System) -> Response:
    token = system.token("returns:read", system.details("health_contact"))
    return system.client.call("PUT", RETURN, token=token, body=document(contacts(3)))


ATTEMPTS: dict[str, tuple[Attempt, int]] = {
    "no token": (bare, 401),
    "a bound token as bearer": (bearing, 401),
    "a proof by another key": (with_another_key, 401),
    "a proof of another method": (with_a_proof_for(htm="PUT"), 401),
    "a proof of another address": (with_a_proof_for(htu="http://127.0.0.1:8000/v1/other"), 401),
    "a proof of another token": (with_a_proof_for(ath="x" * 43), 401),
    "a proof of long ago": (with_a_proof_for(iat=1_600_000_000), 401),
    "a token of another scope": (of_another_scope, 403),
}


@pytest.mark.parametrize("name", ATTEMPTS)
def test_a_request_is_refused_with(delivered: System, events: Events, name: str) -> None:
    attempt, status = ATTEMPTS[name]
    answer = attempt(delivered)
    assert answer.status == status
    assert answer.headers["WWW-Authenticate"]
    tag, outcome = event(events)
    assert (tag.partition(":")[0], outcome) == ("returns", "refused")


def test_a_proof_counts_once(delivered: System, events: Events) -> None:
    token = delivered.token("returns:read", delivered.details("health_contact"))
    proof = delivered.client.proof("GET", delivered.client.issuer + RETURN, token=token)
    assert delivered.client.call("GET", RETURN, token=token, proof=proof).status == 200
    assert event(events) == ("returns:read", "allowed")
    answer = delivered.client.call("GET", RETURN, token=token, proof=proof)
    assert said(answer) == (401, "proof_replayed")
    assert event(events) == ("returns:read", "refused")


@pytest.fixture
def supplier(systems: Systems) -> System:
    """A supplier's engine, whose tokens are bound to no key."""
    return systems("met-bromley", client_id="met-bromley-unbound", bound=False)


def test_an_unbound_client_sends_and_reads_its_own_returns(
    supplier: System, events: Events
) -> None:
    done = supplier.put("incident", "2026-03", document([], return_status="nil"))
    assert done.status == 201
    assert supplier.receipt("incident", "2026-03").json == done.json
    assert events() == {
        ("token:issue", "allowed"): 2,
        ("returns:submit", "allowed"): 1,
        ("returns:read", "allowed"): 1,
    }


def test_an_unbound_client_gets_no_other_token(supplier: System, events: Events) -> None:
    for scope in ("aggregates:read", "returns:read aggregates:read", "periods:read"):
        asked = None if scope == "periods:read" else supplier.details()
        assert supplier.client.ask(scope, asked).json["error"] == "invalid_scope"
        assert event(events) == ("token:issue", "refused")


def test_an_unbound_token_opens_no_other_door(supplier: System, events: Events) -> None:
    token = supplier.token("returns:read", supplier.details())
    events()
    for path in ("/v1/aggregates/incident?period=2026-03", "/v1/participation?period=2026-03"):
        answer = supplier.client.call("GET", path, token=token)
        assert said(answer) == (403, "scope_missing")
        assert event(events)[1] == "refused"


def test_an_ended_agreement_cuts_at_the_next_request(fresh_systems: Systems) -> None:
    hospital, lead = fresh_systems("kings-pruh"), fresh_systems("bromley-da-lead")
    assert hospital.put("health_contact", "2026-03", document(contacts(3))).status == 201
    assert hospital.receipt("health_contact", "2026-03").status == 200
    ended = lead.call(
        "PATCH",
        f"/v1/agreements/{AGREEMENT}",
        scope="agreements:write",
        media_type=JSON,
        body=json.dumps({"change": "end"}).encode(),
    )
    assert ended.status == 200, ended.body
    again = hospital.put("health_contact", "2026-03", document(contacts(4)))
    assert said(again) == (403, "agreement_ended")
    assert said(hospital.receipt("health_contact", "2026-03")) == (403, "agreement_ended")
    assert hospital.client.ask("returns:write", hospital.details()).status == 400


def terms(system: System, body: bytes) -> Response:
    """Set the hospital's term map."""
    return system.call(
        "PUT",
        "/v1/term-maps/health_contact",
        scope="returns:write",
        asked=system.details("health_contact"),
        media_type=JSON,
        body=body,
    )


ALLOWED: dict[str, tuple[Attempt, str]] = {
    "a first delivery": (
        lambda s: s.put("health_contact", "2025-11", document(contacts(2, month="2025-11"))),
        "returns:submit",
    ),
    "an equal delivery": (
        lambda s: s.put("health_contact", "2026-03", document(contacts(3))),
        "returns:submit",
    ),
    "a dry run": (
        lambda s: s.put("health_contact", "2026-03", document(contacts(5)), query="?dry_run=true"),
        "returns:submit",
    ),
    "a receipt": (lambda s: s.receipt("health_contact", "2026-03"), "returns:read"),
    "the list": (lambda s: s.get("/v1/returns"), "returns:list"),
    "revisions": (
        lambda s: s.get(f"{RETURN}/revisions", dataset="health_contact"),
        "returns:revisions",
    ),
    "findings": (
        lambda s: s.get(f"{RETURN}/findings", dataset="health_contact"),
        "returns:findings",
    ),
    "a standing envelope": (lambda s: s.stand("health_contact", envelope()), "envelopes:set"),
    "a term map": (lambda s: terms(s, b"{}"), "term-maps:set"),
}
REFUSED: dict[str, tuple[Attempt, str]] = {
    "a row that is wrong": (
        lambda s: s.put("health_contact", "2026-03", document(contacts(2, setting="x"))),
        "returns:submit",
    ),
    "a dry run that is wrong": (
        lambda s: s.put(
            "health_contact", "2026-03", document(contacts(2, setting="x")), query="?dry_run=true"
        ),
        "returns:submit",
    ),
    "a stale copy": (
        lambda s: s.put(
            "health_contact", "2026-03", document(contacts(4)), headers={"If-Match": '"x"'}
        ),
        "returns:submit",
    ),
    "a body that cannot be read": (
        lambda s: s.put("health_contact", "2026-03", b"{"),
        "returns:submit",
    ),
    "a body of no kind": (
        lambda s: s.put("health_contact", "2026-03", b"{", media_type="text/xml"),
        "returns:submit",
    ),
    "a month that is not open": (
        lambda s: s.put("health_contact", "2025-04", document(contacts(2, month="2025-04"))),
        "returns:submit",
    ),
    "a parameter that is none": (
        lambda s: s.put("health_contact", "2026-03", b"{}", query="?quick=true"),
        "returns:submit",
    ),
    "a dataset that is none": (lambda s: s.get("/v1/returns/weather/2026-03"), "returns:read"),
    "a period that is none": (
        lambda s: s.get("/v1/returns/health_contact/2026-13"),
        "returns:read",
    ),
    "a return that never was": (
        lambda s: s.receipt("health_contact", "2025-12"),
        "returns:read",
    ),
    "an envelope that is none": (
        lambda s: s.stand("health_contact", {"explanation": 1}),
        "envelopes:set",
    ),
    "a term map that is none": (lambda s: terms(s, b'{"words": {}}'), "term-maps:set"),
}


@pytest.fixture
def counting(delivered: System, events: Events) -> System:
    """Every token the calls need is there, so that only the calls themselves leave events."""
    for dataset in (None, "health_contact"):
        for scope in ("returns:read", "returns:write"):
            delivered.token(scope, delivered.details(dataset))
    events()
    return delivered


@pytest.mark.parametrize("name", ALLOWED)
def test_an_allowed_call_leaves_one_event(counting: System, events: Events, name: str) -> None:
    attempt, tag = ALLOWED[name]
    assert attempt(counting).status in (200, 201)
    assert event(events) == (tag, "allowed")


@pytest.mark.parametrize("name", REFUSED)
def test_a_refused_call_leaves_one_event(counting: System, events: Events, name: str) -> None:
    attempt, tag = REFUSED[name]
    assert 400 <= attempt(counting).status < 500
    assert event(events) == (tag, "refused")


def test_the_office_leaves_one_event_a_call(systems: Systems, events: Events) -> None:
    lead = systems("bromley-da-lead")
    calls = {
        ("GET", "/v1/periods", "periods:read"): "periods:list",
        ("GET", "/v1/expectations", "periods:read"): "expectations:list",
        ("GET", "/v1/agreements", "agreements:read"): "agreements:list",
        ("GET", f"/v1/agreements/{AGREEMENT}", "agreements:read"): "agreements:read",
        ("GET", "/v1/participation?period=2026-03", "participation:read"): "participation:read",
    }
    for (method, path, scope), tag in calls.items():
        lead.token(scope)
        events()
        assert lead.call(method, path, scope=scope).status == 200
        assert event(events) == (tag, "allowed")


def test_what_is_public_leaves_none(systems: Systems, events: Events) -> None:
    send = systems("kings-pruh").client.send
    for path in ("/healthz", "/readyz", "/v1/datasets", "/v1/code-lists/sex", "/openapi.json"):
        assert send("GET", path, {}, b"").status == 200
    assert events() == {}

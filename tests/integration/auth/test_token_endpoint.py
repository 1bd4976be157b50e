import json
from typing import Any

import pytest
from sqlalchemy import func, select

from api import db
from schemas.tables.tokens import issued_tokens
from tests.auth_world import ISSUER, PARTNERSHIP, World, error
from tests.oauth_client import Key, OAuthClient, details
from tests.papers import AGREEMENT, PURPOSE

pytestmark = pytest.mark.filterwarnings("error")


def issued(world: World) -> int:
    with world.database.reading(db.Context(PARTNERSHIP, "", "partnership")) as session:
        return session.execute(select(func.count()).select_from(issued_tokens)).scalar_one()


def test_a_newcomer_gets_a_bound_token_with_its_only_agreement(shared: World) -> None:
    answer = shared.client().ask()
    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "no-store"
    said = answer.json
    assert said.pop("access_token").count(".") == 2
    assert said == {
        "token_type": "DPoP",
        "expires_in": 300,
        "scope": "returns:read returns:write",
        "authorization_details": [
            {
                "type": "urn:safershare:agreement-access:v1",
                "agreement": AGREEMENT,
                "purpose": PURPOSE,
                "datatypes": ["health_contact", "incident"],
                "actions": ["submit"],
                "locations": [f"{ISSUER}/v1"],
            }
        ],
    }


def test_a_client_that_only_sends_returns_gets_a_bearer_token(shared: World) -> None:
    answer = shared.client("met-bromley-plain").ask()
    assert (answer.status, answer.json["token_type"]) == (200, "Bearer")


def test_it_may_bind_its_token_all_the_same(shared: World) -> None:
    answer = shared.client("met-bromley-plain", proof_key=Key.make()).ask()
    assert (answer.status, answer.json["token_type"]) == (200, "DPoP")


def test_an_office_token_carries_no_details(shared: World) -> None:
    answer = shared.client("met-bromley-office").ask("agreements:read")
    assert "authorization_details" not in answer.json
    assert answer.json["scope"] == "agreements:read"


def test_an_issue_is_written_down_with_its_event(shared: World) -> None:
    before = issued(shared)
    client = shared.client()
    client.token()
    assert issued(shared) == before + 1
    assert client.proof_key is not None
    (body,) = (
        body
        for body in (json.loads(row.body) for row in shared.events("token:issue"))
        if body.get("jkt") == client.proof_key.thumbprint
    )
    assert (body["outcome"], body["client_id"]) == ("allowed", client.client_id)
    assert (body["agreement_id"], body["purpose"]) == (AGREEMENT, PURPOSE)


@pytest.mark.parametrize(
    ("name", "scope", "asked", "code"),
    [
        ("met-bromley-returns", "records:read", None, "invalid_scope"),
        ("met-bromley-returns", "admin", None, "invalid_scope"),
        ("bromley-da-lead-returns", "aggregates:read participation:read", None, "invalid_scope"),
        ("bromley-da-lead-returns", None, None, "invalid_scope"),
        ("bcwa-returns", "returns:write", None, "invalid_authorization_details"),
        (
            "bcwa-returns",
            "returns:write",
            details(AGREEMENT, PURPOSE),
            "invalid_authorization_details",
        ),
        (
            "met-bromley-returns",
            None,
            details("DSA-2026-0404", PURPOSE),
            "invalid_authorization_details",
        ),
        (
            "met-bromley-returns",
            None,
            details(AGREEMENT, "performance_scrutiny"),
            "invalid_authorization_details",
        ),
        ("met-bromley-returns", None, "[[[[" * 1000, "invalid_authorization_details"),
        (
            "met-bromley-office",
            None,
            details(AGREEMENT, PURPOSE),
            "invalid_authorization_details",
        ),
    ],
)
def test_what_cannot_be_granted_is_refused(
    shared: World, name: str, scope: str | None, asked: object, code: str
) -> None:
    before = issued(shared)
    answer = shared.client(name).ask(scope, asked)
    assert (answer.status, error(answer)) == (400, code)
    assert issued(shared) == before


def test_unknown_and_foreign_agreements_answer_alike(shared: World) -> None:
    answers = [
        shared.client("bcwa-returns").ask("returns:write", details(number, PURPOSE)).body
        for number in (AGREEMENT, "DSA-2026-0404")
    ]
    assert answers[0] == answers[1]


ATTACKS: dict[str, dict[str, Any]] = {
    "an audience of several": {"aud": [ISSUER, "https://other.example"]},
    "the token address as audience": {"aud": f"{ISSUER}/oauth/token"},
    "ten years of life": {"exp": 4_000_000_000},
    "an endless number": {"exp": 10**400},
    "no end": {"exp": None},
    "no name": {"jti": None},
    "another subject": {"sub": "kings-pruh-returns"},
    "an unknown client": {"iss": "nobody", "sub": "nobody"},
    "a quote in the key's name": {"header": {"kid": 'a"b'}},
    "letters beyond ASCII in the key's name": {"header": {"kid": "é"}},
    "a quote in the algorithm": {"header": {"alg": 'ES"'}},
    "an access token's type": {"header": {"typ": "at+jwt"}},
    "no algorithm": {"header": {"alg": "none"}},
    "a shared secret": {"header": {"alg": "HS256"}},
}


def raw_attacks(client: OAuthClient) -> dict[str, str | None]:
    header = b'{"alg":"ES256","typ":"JWT"}'
    return {
        "a header that is a list": client.key.raw_jws(b"[]", b"{}"),
        "a payload that is a list": client.key.raw_jws(header, b"[]"),
        "deep nesting": client.key.raw_jws(header, b"[" * 6000),
        "NaN": client.key.raw_jws(header, b'{"exp":NaN}'),
        "no token at all": "x",
        "a very long one": "x" * 20_000,
        "another key": OAuthClient(ISSUER, client.client_id, Key.make()).assertion(),
        "none": None,
    }


def test_every_failure_of_client_authentication_has_the_same_answer(fresh: World) -> None:
    client = fresh.client()
    assertions: dict[str, str | None] = {
        name: client.assertion(**claims) for name, claims in ATTACKS.items()
    }
    assertions |= raw_attacks(client)
    used = client.assertion()
    assert client.post("/oauth/token", client_assertion=used).status == 200
    assertions["a used one"] = used
    answers = {
        name: client.post("/oauth/token", client_assertion=assertion)
        for name, assertion in assertions.items()
    }
    answers["a second name"] = client.post("/oauth/token", client_id="kings-pruh-returns")
    answers["a secret"] = client.post("/oauth/token", client_secret="guess")
    answers["no type"] = client.post("/oauth/token", client_assertion_type=None)
    assert {(each.status, each.body) for each in answers.values()} == {
        (400, next(iter(answers.values())).body)
    }
    assert error(answers["none"]) == "invalid_client"
    reasons = {json.loads(row.body).get("reason") for row in fresh.events("token:issue")}
    assert {"assertion_replayed", "client_unknown", "signature_wrong", "assertion_time"} <= reasons


def test_a_refusal_names_the_client_only_where_there_is_one(fresh: World) -> None:
    client = fresh.client()
    client.post("/oauth/token", client_assertion=client.assertion(aud="https://other.example"))
    client.post("/oauth/token", client_assertion=client.assertion(iss="nobody", sub="nobody"))
    rows = [row for row in fresh.events("token:issue") if row.outcome == "refused"]
    assert sorted((row.partnership_id, row.client_id) for row in rows) == [
        ("", ""),
        (PARTNERSHIP, client.client_id),
    ]
    assert not any(b"nobody" in row.body for row in rows)


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"htm": "GET"}, "invalid_dpop_proof"),
        ({"htu": f"{ISSUER}/oauth/revoke"}, "invalid_dpop_proof"),
        ({"htu": "http://localhost/oauth/token"}, "invalid_dpop_proof"),
        ({"iat": 1}, "invalid_dpop_proof"),
        ({"jti": None}, "invalid_dpop_proof"),
    ],
)
def test_a_proof_that_does_not_hold_is_refused(
    shared: World, claims: dict[str, Any], code: str
) -> None:
    client = shared.client()
    proof = client.proof("POST", f"{ISSUER}/oauth/token", **claims)
    assertion = client.assertion()
    answer = client.post("/oauth/token", proof=proof, client_assertion=assertion)
    assert (answer.status, error(answer)) == (400, code)
    # A bad proof costs no assertion.
    assert client.post("/oauth/token", client_assertion=assertion).status == 200


def test_a_proof_is_used_once(shared: World) -> None:
    client = shared.client()
    proof = client.proof("POST", f"{ISSUER}/oauth/token")
    assert client.post("/oauth/token", proof=proof).status == 200
    answer = client.post("/oauth/token", proof=proof)
    assert (answer.status, error(answer)) == (400, "invalid_dpop_proof")


def test_a_client_that_must_bind_its_tokens_is_refused_without_a_proof(shared: World) -> None:
    answer = shared.client(proof_key=None).ask()
    assert (answer.status, error(answer)) == (400, "invalid_dpop_proof")


@pytest.mark.parametrize(
    ("headers", "query", "body", "code"),
    [
        ({}, "", b"grant_type=client_credentials&grant_type=client_credentials", "invalid_request"),
        ({}, "", b"grant_type=client_credentials&scope=a&scope=", "invalid_request"),
        ({}, "?grant_type=client_credentials", b"", "invalid_request"),
        ({}, "?x=1", b"grant_type=client_credentials", "invalid_request"),
        (
            {"Authorization": "Basic /////w=="},
            "",
            b"grant_type=client_credentials&client_assertion=x",
            "invalid_request",
        ),
        ({"Content-Type": "application/json"}, "", b"{}", "invalid_request"),
        ({"Content-Type": "text/plain"}, "", b"grant_type=client_credentials", "invalid_request"),
        ({}, "", b"grant_type=%ff%fe", "invalid_request"),
        ({}, "", b"\xff\xfe", "invalid_request"),
        ({}, "", b"&".join(b"a%d=1" % n for n in range(40)), "invalid_request"),
        ({}, "", b"", "unsupported_grant_type"),
        ({}, "", b"grant_type=password", "unsupported_grant_type"),
        ({}, "", b"grant_type=%22%0d%0aX", "unsupported_grant_type"),
        ({}, "", b"grant_type=client_credentials", "invalid_client"),
    ],
)
def test_a_request_out_of_form_is_refused_in_json(
    shared: World, headers: dict[str, str], query: str, body: bytes, code: str
) -> None:
    fields = {"Content-Type": "application/x-www-form-urlencoded", **headers}
    answer = shared.client().send("POST", f"/oauth/token{query}", fields, body)
    assert (answer.status, error(answer)) == (400, code)
    assert answer.headers["Content-Type"] == "application/json"
    assert b"password" not in answer.body


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ("Basic bWU6eW91", "Basic"),
        ("Basic /////w==", "Basic"),
        ("bearer x", "Bearer"),
        ("DPoP x", "DPoP"),
        ("MARKER8472 x", "private_key_jwt"),
    ],
)
def test_a_client_that_authenticates_by_a_field_is_told_of_the_scheme_that_it_tried(
    shared: World, sent: str, told: str
) -> None:
    fields = {"Content-Type": "application/x-www-form-urlencoded", "Authorization": sent}
    body = b"grant_type=client_credentials"
    answer = shared.client().send("POST", "/oauth/token", fields, body)
    assert (answer.status, error(answer)) == (401, "invalid_client")
    assert answer.headers["WWW-Authenticate"] == f'{told} realm="SaferShare"'


def test_a_body_beyond_the_cap_is_refused(shared: World) -> None:
    fields = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = shared.client().send("POST", "/oauth/token", fields, b"a=" + b"x" * 70_000)
    assert (answer.status, error(answer)) == (413, "invalid_request")


def test_every_refusal_is_written_down_with_its_reason(fresh: World) -> None:
    before = len(fresh.events())
    client = fresh.client()
    client.ask("records:read")
    client.send("POST", "/oauth/token?x=1", {}, b"")
    client.post("/oauth/token", grant_type="password")
    events = fresh.events("token:issue")
    assert len(fresh.events()) == before + 3
    assert {json.loads(row.body)["reason"] for row in events} == {
        "scope_not_held",
        "parameters_in_address",
        "unsupported_grant_type",
    }


def test_no_answer_repeats_what_was_sent(shared: World) -> None:
    marker = "MARKER8472"
    client = shared.client()
    answers = [
        client.ask(marker),
        client.ask(None, details(marker, PURPOSE)),
        client.ask(None, details(AGREEMENT, marker)),
        client.post("/oauth/token", grant_type=marker),
        client.post("/oauth/token", resource=marker),
        client.post("/oauth/token", client_id=marker),
    ]
    assert all(answer.status == 400 for answer in answers)
    assert not any(marker.encode() in answer.body for answer in answers)
    assert not any(marker.encode() in row.body for row in shared.events())


def test_a_token_is_for_this_api(shared: World) -> None:
    assert shared.client().post("/oauth/token", resource=f"{ISSUER}/v1").status == 200
    answer = shared.client().post("/oauth/token", resource="https://other.example/v1")
    assert (answer.status, error(answer)) == (400, "invalid_target")

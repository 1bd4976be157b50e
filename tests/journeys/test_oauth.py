"""Tokens and agreements as agencies' systems meet them, at the whole application."""

import hashlib
import json
from typing import Any

import pytest

from synth.partnership import LEAD
from tests.journeys.systems import JSON, System, Systems
from tests.oauth_client import (
    SIGNATURE_TYPE,
    Response,
    canonical,
    details,
)
from tests.partnership import signing_key

AGENCY = "met-bromley"
RETURNS = "/v1/returns"


def problem(answer: Response) -> tuple[int, str]:
    assert answer.headers["Content-Type"] == "application/problem+json"
    return answer.status, answer.json["code"]


class TestChallenges:
    """What the framework between guard and wire must not take away."""

    def test_a_request_without_a_token_is_told_what_to_bring(self, systems: Systems) -> None:
        answer = systems(AGENCY).client.send("GET", RETURNS, {}, b"")
        assert problem(answer) == (401, "token_missing")
        assert answer.headers["WWW-Authenticate"].startswith("DPoP algs=")
        assert "oauth-protected-resource/v1" in answer.headers["WWW-Authenticate"]

    def test_a_scope_that_is_missing_is_named(self, systems: Systems) -> None:
        police = systems(AGENCY)
        token = police.token("returns:read", police.details())
        answer = police.client.call("GET", "/v1/agreements", token=token)
        assert problem(answer) == (403, "scope_missing")
        expected = 'error="insufficient_scope", scope="agreements:read"'
        assert expected in answer.headers["WWW-Authenticate"]

    def test_a_replayed_proof_is_refused(self, systems: Systems) -> None:
        police = systems(AGENCY)
        token = police.token("returns:read", police.details())
        proof = police.client.proof("GET", police.client.issuer + RETURNS, token=token)
        assert police.client.call("GET", RETURNS, token=token, proof=proof).status == 200
        answer = police.client.call("GET", RETURNS, token=token, proof=proof)
        assert problem(answer) == (401, "proof_replayed")
        assert 'error="invalid_dpop_proof"' in answer.headers["WWW-Authenticate"]

    def test_a_token_is_of_use_only_as_it_was_bound(self, systems: Systems) -> None:
        police = systems(AGENCY)
        plain = systems(AGENCY, client_id="met-bromley-unbound", bound=False)
        bound = police.token("returns:read", police.details())
        loose = plain.token("returns:read", plain.details())
        assert plain.client.call("GET", RETURNS, token=loose).status == 200
        down = police.client.call("GET", RETURNS, token=bound, scheme="Bearer")
        up = police.client.call("GET", RETURNS, token=loose, scheme="DPoP")
        assert problem(down) == problem(up) == (401, "token_scheme")

    @pytest.mark.parametrize("header", ["[]", "[[[[", '{"alg":"none"}', "\x00"])
    def test_no_token_however_odd_breaks_a_route(self, systems: Systems, header: str) -> None:
        client = systems(AGENCY).client
        odd = client.key.raw_jws(header.encode(), b"{}")
        for path in (RETURNS, "/v1/agreements", "/v1/aggregates/incident?period=2026-03"):
            answer = client.call("GET", path, token=odd)
            assert answer.status == 401
            assert answer.headers["WWW-Authenticate"]


class TestPurposes:
    def test_a_purpose_that_is_not_granted_gets_no_token(self, systems: Systems) -> None:
        answer = systems(AGENCY).client.ask(
            "returns:write", details("DSA-2026-0001", "research_and_publication")
        )
        assert (answer.status, answer.json["error"]) == (400, "invalid_authorization_details")

    def test_with_several_agreements_none_is_guessed(self, systems: Systems) -> None:
        answer = systems(AGENCY).client.ask("returns:write")
        assert answer.json["error"] == "invalid_authorization_details"


class Office:
    """The lead's and the signers' systems, about one agreement after another."""

    def __init__(self, systems: Systems) -> None:
        self.systems = systems
        self.lead = systems(LEAD)

    def ask(self, method: str, path: str, *, scope: str, body: object = None) -> Response:
        raw = b"" if body is None else json.dumps(body).encode()
        return self.lead.call(method, path, scope=scope, media_type=JSON, body=raw)

    def draft(self, purpose: str = "service_commissioning") -> Any:
        first = self.lead.agreements[0]
        given = {"agreement", "version", "partnership"}
        terms = {name: value for name, value in first.items() if name not in given}
        terms |= {
            "title": "A third use of the same returns",
            "purposes": [purpose],
            "parties": [
                {"agency": agency, "roles": ["provider", "recipient"]} for agency in (LEAD, AGENCY)
            ],
            "datasets": ["incident"],
            "actions": ["submit", "aggregate"],
            "permissions": {"show_alone": {}},
        }
        answer = self.ask("POST", "/v1/agreements", scope="agreements:write", body=terms)
        assert answer.status == 201, answer.body
        return answer.json

    def sign(self, agency: str, agreement: Any) -> Response:
        terms = agreement["terms"]
        digest = hashlib.sha256(canonical(terms)).hexdigest()
        assert digest == agreement["terms_sha256"]
        key = signing_key(agency)
        claims = {
            "partnership": terms["partnership"],
            "agreement": terms["agreement"],
            "version": terms["version"],
            "agency": agency,
            "terms_sha256": digest,
        }
        jws = key.sign(claims, typ=SIGNATURE_TYPE, kid=key.public.thumbprint)
        body = json.dumps({"version": terms["version"], "signature": jws}).encode()
        return self.systems(agency, client_id=f"{agency}-signing").call(
            "POST",
            f"/v1/agreements/{terms['agreement']}/signatures",
            scope="agreements:sign",
            media_type=JSON,
            body=body,
        )


@pytest.fixture
def office(fresh_systems: Systems) -> Office:
    return Office(fresh_systems)


def test_an_agreement_from_its_draft_to_its_end(office: Office) -> None:
    police: System = office.systems(AGENCY)
    drafted = office.draft()
    number = drafted["agreement"]
    asked = details(number, "service_commissioning")
    assert (drafted["state"], drafted["awaiting"]) == ("draft", [LEAD, AGENCY])
    assert police.client.ask("returns:write", asked).status == 400

    assert office.sign(LEAD, drafted).status == 201
    assert problem(office.sign(LEAD, drafted)) == (409, "already_filed")
    assert police.client.ask("returns:write", asked).status == 400
    assert office.sign(AGENCY, drafted).json["state"] == "in_force"

    token = police.client.token("returns:read", asked)
    assert police.client.call("GET", RETURNS, token=token).status == 200

    path = f"/v1/agreements/{number}"
    ended = office.ask("PATCH", path, scope="agreements:write", body={"change": "end"})
    assert (ended.status, ended.json["state"]) == (200, "ended")
    assert problem(police.client.call("GET", RETURNS, token=token)) == (403, "agreement_ended")
    assert police.client.ask("returns:write", asked).status == 400

    shown = office.ask("GET", path, scope="agreements:read").json
    done = [(each["event"], each["agency"]) for each in shown["history"]]
    assert done == [("draft", LEAD), ("sign", LEAD), ("sign", AGENCY), ("end", LEAD)]
    listed = office.ask("GET", "/v1/agreements", scope="agreements:read").json["agreements"]
    assert {each["agreement"]: each["state"] for each in listed}[number] == "ended"


def test_changed_terms_hold_once_they_are_signed(office: Office) -> None:
    drafted = office.draft()
    path = f"/v1/agreements/{drafted['agreement']}"
    for agency in (LEAD, AGENCY):
        office.sign(agency, drafted)
    given = {"agreement", "version", "partnership"}
    terms = {name: value for name, value in drafted["terms"].items() if name not in given}
    changed = office.ask(
        "PATCH",
        path,
        scope="agreements:write",
        body={"terms": {**terms, "datasets": ["perpetrator_intervention"]}},
    ).json
    assert (changed["version"], changed["in_force_version"]) == (2, 1)
    for agency in (LEAD, AGENCY):
        signed = office.sign(agency, changed)
    assert signed.json["in_force_version"] == 2


@pytest.mark.parametrize(
    ("path", "code"),
    [("/v1/agreements/DSA-2026-0404", (404, "agreement_unknown"))],
)
def test_an_unknown_agreement_is_not_found(
    office: Office, path: str, code: tuple[int, str]
) -> None:
    assert problem(office.ask("GET", path, scope="agreements:read")) == code
    assert (
        problem(office.ask("PATCH", path, scope="agreements:write", body={"change": "end"})) == code
    )


def test_terms_that_cannot_stand_are_refused_where_they_are_wrong(office: Office) -> None:
    terms = {"title": "x", "parties": [], "secret": "MARKER8472"}
    answer = office.ask("POST", "/v1/agreements", scope="agreements:write", body=terms)
    assert answer.status == 422
    assert b"MARKER8472" not in answer.body


def test_an_agreement_is_a_page_for_whoever_prefers_one(office: Office) -> None:
    drafted = office.draft()
    path = f"/v1/agreements/{drafted['agreement']}"
    token = office.lead.token("agreements:read")
    by_accept = office.lead.client.call("GET", path, token=token, headers={"Accept": "text/html"})
    by_word = office.lead.client.call("GET", f"{path}?format=html", token=token)
    for answer in (by_accept, by_word):
        assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert b"A third use of the same returns" in answer.body
    assert "Accept" in by_accept.headers["Vary"]
    assert office.ask("GET", path, scope="agreements:read").json["possible"] == [
        "redraft",
        "sign",
        "withdraw",
        "end",
    ]


def test_a_version_of_an_agreement_is_read_by_its_number(office: Office) -> None:
    drafted = office.draft()
    path = f"/v1/agreements/{drafted['agreement']}"
    given = {"agreement", "version", "partnership"}
    terms = {name: value for name, value in drafted["terms"].items() if name not in given}
    changed = {"terms": {**terms, "title": "A fourth"}}
    office.ask("PATCH", path, scope="agreements:write", body=changed)
    titles = [
        office.ask("GET", f"{path}{query}", scope="agreements:read").json["title"]
        for query in ("", "?version=1", "?version=2")
    ]
    assert titles == ["A fourth", "A third use of the same returns", "A fourth"]
    unknown = office.ask("GET", f"{path}?version=3", scope="agreements:read")
    assert problem(unknown) == (404, "agreement_unknown")
    odd = office.ask("GET", f"{path}?version=0", scope="agreements:read")
    assert problem(odd) == (422, "parameters")


def test_what_the_state_does_not_allow_is_a_conflict(office: Office) -> None:
    drafted = office.draft()
    path = f"/v1/agreements/{drafted['agreement']}"
    halted = office.ask("PATCH", path, scope="agreements:write", body={"change": "suspend"})
    assert problem(halted) == (409, "agreement_draft")

import json
from collections.abc import Callable
from typing import Any

import flask
import pytest

from auth import protect, register, signing_keys
from schemas.tables.agreements import agreement_signatures
from tests import papers
from tests.auth_world import ISSUER, PARTNERSHIP, World
from tests.oauth_client import Key, OAuthClient, Response, details
from tests.papers import AGREEMENT, PURPOSE

RETURNS = "/v1/returns"


def call(client: OAuthClient, method: str = "GET", path: str = RETURNS, **more: Any) -> Response:
    return client.call(method, path, token=client.token(), **more)


def code(answer: Response) -> tuple[int, str]:
    return answer.status, answer.json["code"]


def challenge(answer: Response) -> str:
    return answer.headers["WWW-Authenticate"]


def test_a_caller_is_known_with_agreement_and_purpose(shared: World) -> None:
    assert call(shared.client()).json == {
        "agency": "met-bromley",
        "client": "met-bromley-returns",
        "agreement": AGREEMENT,
        "purpose": PURPOSE,
        "datatypes": ["health_contact", "incident"],
        "actions": ["submit"],
        "acting_person": None,
        "access_reason": None,
    }


def test_an_office_caller_has_no_agreement(shared: World) -> None:
    said = call(shared.client("met-bromley-office"), path="/v1/agreements").json
    assert (said["agreement"], said["purpose"], said["datatypes"]) == (None, None, [])


def test_an_unbound_token_is_sent_as_bearer(shared: World) -> None:
    assert call(shared.client("met-bromley-plain")).status == 200


def test_a_bound_token_sent_as_bearer_is_refused(shared: World) -> None:
    client = shared.client()
    token = client.token()
    answer = client.call("GET", RETURNS, token=token, scheme="Bearer")
    assert code(answer) == (401, "token_scheme")
    assert 'DPoP error="invalid_token"' in challenge(answer)
    proof = client.proof("GET", ISSUER + RETURNS, token=token)
    answer = client.call("GET", RETURNS, token=token, scheme="Bearer", proof=proof)
    assert code(answer) == (401, "token_scheme")


def test_an_unbound_token_sent_as_dpop_is_refused(shared: World) -> None:
    client = shared.client("met-bromley-plain")
    token = client.token()
    client.proof_key = Key.make()
    answer = client.call("GET", RETURNS, token=token)
    assert code(answer) == (401, "token_scheme")
    assert 'Bearer error="invalid_token"' in challenge(answer)


@pytest.mark.parametrize(
    ("authorization", "reason"),
    [
        (None, "token_missing"),
        ("", "token_missing"),
        ("DPoP", "token_scheme"),
        ("Basic bWU6eW91", "token_scheme"),
        ("Basic /////w==", "token_scheme"),
        ("Bearer x", "token_form"),
        ("DPoP x.y.z", "base64_malformed"),
        ("DPoP a b", "token_form"),
        ("DPoP " + "x" * 20_000, "token_form"),
        ("DPoP é", "token_form"),
    ],
)
def test_what_is_no_token_is_refused_with_a_challenge(
    shared: World, authorization: str | None, reason: str
) -> None:
    fields = {} if authorization is None else {"Authorization": authorization}
    answer = shared.client().send("GET", RETURNS, fields, b"")
    assert code(answer) == (401, reason)
    assert challenge(answer).startswith("DPoP ")
    assert 'algs="ES256 PS256 Ed25519 EdDSA"' in challenge(answer)
    metadata = f'resource_metadata="{ISSUER}/.well-known/oauth-protected-resource/v1"'
    assert metadata in challenge(answer)
    assert ("error=" in challenge(answer)) == (reason != "token_missing")


def forged(client: OAuthClient) -> dict[str, str]:
    """Tokens by somebody who holds a key of their own, or only a real token."""
    key = Key.make()
    token = client.token()
    header, _, tail = token.split(".")
    known = json.loads(b"{}")
    return {
        "a header that is a list": key.raw_jws(b"[]", b"{}"),
        "a payload that nests": key.raw_jws(
            b'{"alg":"ES256","typ":"at+jwt","kid":"k"}', b"[" * 900
        ),
        "an unknown key": key.jws({"typ": "at+jwt", "kid": key.thumbprint}, known),
        "no key name": key.jws({"typ": "at+jwt"}, known),
        "a quote in the key's name": key.jws({"typ": "at+jwt", "kid": 'k"'}, known),
        "no algorithm": key.jws({"typ": "at+jwt", "alg": "none", "kid": "k"}, known),
        "an assertion": client.assertion(),
        "a proof": client.proof("GET", ISSUER + RETURNS),
        "changed claims": f"{header}.{tail}.{tail}",
        "a shorter signature": token[:-4],
    }


def test_forged_tokens_are_refused_on_every_route(shared: World) -> None:
    client = shared.client()
    for name, token in forged(client).items():
        for method, path in (("GET", RETURNS), ("PUT", "/v1/returns/incident")):
            answer = client.call(method, path, token=token)
            assert answer.status == 401, name
            assert 'error="invalid_token"' in challenge(answer), name


Attack = Callable[[OAuthClient, str], str | None]

PROOFS: dict[str, Attack] = {
    "proof_other_request": lambda c, t: c.proof("PUT", ISSUER + RETURNS, token=t),
    "proof_other_token": lambda c, t: c.proof("GET", ISSUER + RETURNS, token=t + "x"),
    "proof_time": lambda c, t: c.proof("GET", ISSUER + RETURNS, token=t, iat=1),
    "proof_jti": lambda c, t: c.proof("GET", ISSUER + RETURNS, token=t, jti=""),
    "token_type": lambda c, t: c.proof("GET", ISSUER + RETURNS, token=t, header={"typ": "JWT"}),
    "token_form": lambda c, t: c.proof("GET", ISSUER + RETURNS, token=t) + ", second",
    "proof_other_key": lambda c, t: OAuthClient(c.issuer, "x", c.key, clock=c.clock).proof(
        "GET", ISSUER + RETURNS, token=t
    ),
}


@pytest.mark.parametrize("reason", PROOFS)
def test_a_proof_that_does_not_hold_is_refused(shared: World, reason: str) -> None:
    client = shared.client()
    token = client.token()
    answer = client.call("GET", RETURNS, token=token, proof=PROOFS[reason](client, token))
    assert code(answer) == (401, reason)
    assert 'error="invalid_dpop_proof"' in challenge(answer)


def test_a_bound_token_without_a_proof_is_refused(shared: World) -> None:
    client = shared.client()
    answer = client.send("GET", RETURNS, {"Authorization": f"DPoP {client.token()}"}, b"")
    assert code(answer) == (401, "token_form")


def test_the_public_address_counts_and_not_what_a_request_says_of_its_host(shared: World) -> None:
    client = shared.client()
    token = client.token()
    there = client.proof("GET", "https://evil.example" + RETURNS, token=token)
    answer = client.call("GET", RETURNS, token=token, proof=there, headers={"Host": "evil.example"})
    assert code(answer) == (401, "proof_other_request")
    answer = client.call("GET", RETURNS, token=token, headers={"Host": "evil.example"})
    assert answer.status == 200


def test_a_proof_is_used_once_and_a_token_often(shared: World) -> None:
    client = shared.client()
    token = client.token()
    proof = client.proof("GET", ISSUER + RETURNS, token=token)
    assert client.call("GET", RETURNS, token=token, proof=proof).status == 200
    again = client.call("GET", RETURNS, token=token, proof=proof)
    assert code(again) == (401, "proof_replayed")
    assert client.call("GET", RETURNS + "?period=2026-03", token=token).status == 200


def test_a_proof_of_a_refused_request_is_not_remembered(shared: World) -> None:
    client = shared.client()
    token = client.token()
    proof = client.proof("GET", ISSUER + "/v1/aggregates", token=token)
    for _ in range(2):
        answer = client.call("GET", "/v1/aggregates", token=token, proof=proof)
        assert code(answer) == (403, "scope_missing")


def test_a_scope_that_is_missing_is_named(shared: World) -> None:
    answer = call(shared.client(), path="/v1/aggregates")
    assert code(answer) == (403, "scope_missing")
    assert 'error="insufficient_scope", scope="aggregates:read"' in challenge(answer)


def test_an_action_that_the_token_leaves_out_is_refused(shared: World) -> None:
    client = shared.client("bromley-da-lead-returns")
    token = client.token("aggregates:read", details(AGREEMENT, PURPOSE, actions=["aggregate"]))
    assert client.call("GET", "/v1/aggregates", token=token).status == 200
    assert code(client.call("POST", "/v1/releases", token=token)) == (403, "scope_missing")


def test_a_dataset_outside_the_token_is_refused(shared: World) -> None:
    client = shared.client()
    token = client.token(None, details(AGREEMENT, PURPOSE, datatypes=["incident"]))
    assert client.call("PUT", "/v1/returns/incident", token=token).status == 200
    answer = client.call("PUT", "/v1/returns/health_contact", token=token)
    assert code(answer) == (403, "dataset_not_granted")
    expected = 'DPoP error="insufficient_scope", scope="returns:write", algs='
    assert challenge(answer).startswith(expected)


def test_a_token_expires(fresh: World) -> None:
    client = fresh.client()
    token = client.token()
    fresh.clock.pass_(299)
    assert client.call("GET", RETURNS, token=token).status == 200
    fresh.clock.pass_(1)
    assert code(client.call("GET", RETURNS, token=token)) == (401, "token_expired")


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("suspend", (403, "agreement_suspended")),
        ("end", (403, "agreement_ended")),
        ("withdraw", (403, "agreement_withdrawn")),
    ],
)
def test_a_change_of_an_agreement_cuts_access_at_once(
    fresh: World, what: str, reason: tuple[int, str]
) -> None:
    client = fresh.client()
    token = client.token()
    assert client.call("GET", RETURNS, token=token).status == 200
    fresh.change(what, agency="met-bromley")
    assert code(client.call("GET", RETURNS, token=token)) == reason
    assert client.ask().status == 400


def test_resuming_needs_a_new_token(fresh: World) -> None:
    client = fresh.client()
    token = client.token()
    fresh.clock.pass_(1)
    fresh.change("suspend", agency="met-bromley")
    fresh.clock.pass_(1)
    fresh.change("resume", agency="met-bromley")
    assert code(client.call("GET", RETURNS, token=token)) == (401, "token_revoked")
    fresh.clock.pass_(1)
    assert call(client).status == 200


def test_an_agreement_ends_with_its_last_day(fresh: World) -> None:
    client = fresh.client()
    token = client.token()
    fresh.clock.today = papers.TODAY.replace(year=2029)
    assert code(client.call("GET", RETURNS, token=token)) == (403, "agreement_expired")


def test_a_narrower_version_narrows_the_tokens_in_use(fresh: World) -> None:
    client = fresh.client()
    token = client.token()
    fresh.agree(papers.document(version=2, datasets=["health_contact"]))
    answer = client.call("PUT", "/v1/returns/incident", token=token)
    assert code(answer) == (403, "dataset_not_granted")
    assert client.call("PUT", "/v1/returns/health_contact", token=token).status == 200


def test_a_signature_changed_in_the_store_no_longer_counts(fresh: World) -> None:
    client = fresh.client()
    token = client.token()
    with fresh.as_administrator() as connection:
        connection.execute(agreement_signatures.update().values(jws="x.y.z"))
    assert code(client.call("GET", RETURNS, token=token)) == (403, "agreement_unsigned")


def test_a_compromised_signing_key_takes_its_agreements_down(fresh: World) -> None:
    client = fresh.client()
    token = client.token()
    key = papers.agency_key("kings-pruh").thumbprint
    for compromised, answer in ((False, (200, None)), (True, (403, "agreement_unsigned"))):
        with fresh.writing() as session:
            named: dict[str, Any] = {
                "partnership_id": PARTNERSHIP,
                "agency_id": "kings-pruh",
                "kid": key,
                "by": "op-1",
                "now": fresh.clock.now,
            }
            if compromised:
                signing_keys.revoke(session, **named, today=fresh.clock.today)
            else:
                signing_keys.retire(session, **named)
        got = client.call("GET", RETURNS, token=token)
        assert (got.status, got.json.get("code")) == answer


@pytest.mark.parametrize("act", [register.revoke_client, register.cut_off_client])
def test_cutting_off_a_client_ends_its_tokens(fresh: World, act: Callable[..., None]) -> None:
    client = fresh.client()
    token = client.token()
    fresh.clock.pass_(2)
    with fresh.writing() as session:
        act(
            session,
            partnership_id=PARTNERSHIP,
            client_id=client.client_id,
            now=fresh.clock.now,
        )
    assert code(client.call("GET", RETURNS, token=token)) == (401, "token_revoked")
    fresh.clock.pass_(2)
    assert client.ask().status == (400 if act is register.revoke_client else 200)


@pytest.mark.parametrize("header", ["Acting-Person", "Access-Reason"])
def test_reader_and_reason_are_taken_from_the_request(shared: World, header: str) -> None:
    name = header.lower().replace("-", "_")
    said = call(shared.client(), headers={header: "idva-7"}).json
    assert said[name] == "idva-7"
    answer = call(shared.client(), headers={header: "Agnes Example"})
    assert code(answer) == (400, f"{name}_form")
    assert "WWW-Authenticate" not in answer.headers


def test_every_refusal_leaves_one_event_and_no_admission_any(fresh: World) -> None:
    client = fresh.client()
    token = client.token()
    before = len(fresh.events())
    client.call("GET", RETURNS, token=token)
    assert len(fresh.events()) == before
    client.call("GET", "/v1/aggregates", token=token)
    client.send("GET", RETURNS, {}, b"")
    assert len(fresh.events()) == before + 2
    known, unknown = fresh.last("aggregates:read"), fresh.last("returns:read")
    assert (known["reason"], known["client_id"]) == ("scope_missing", client.client_id)
    assert (known["agreement_id"], known["purpose"]) == (AGREEMENT, PURPOSE)
    assert unknown["reason"] == "token_missing"
    assert "client_id" not in unknown


def test_a_request_is_named_in_its_event(fresh: World) -> None:
    @fresh.app.before_request
    def name() -> None:
        flask.g.request_id = "request-7"

    fresh.client().send("GET", RETURNS, {}, b"")
    assert fresh.last("returns:read")["request_id"] == "request-7"


def test_a_route_states_a_scope_that_exists(shared: World) -> None:
    view: Any = shared.app.view_functions["releases"]
    assert (view.required_scope, view.required_action) == ("releases:write", "seal")
    for scope, action in (("admin", None), ("returns:read", "delete")):
        with pytest.raises(ValueError, match="exist"):
            protect.require(scope, action=action)


def test_no_caller_is_known_behind_no_guard(shared: World) -> None:
    with shared.app.test_request_context(), pytest.raises(RuntimeError):
        protect.current_caller()

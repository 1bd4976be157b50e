"""The agency's own side: keys, credentials, and what is signed with them."""

import base64
import hashlib
import json
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from api.cli.client import credentials as files
from api.cli.client.credentials import Credentials, CredentialsFault, Grant
from api.cli.client.keys import ALGORITHMS, ClientKey, KeyFault
from api.cli.client.problems import Declined, checked
from api.cli.client.routes import Need, need
from api.cli.client.session import Agency, Uncalled
from api.cli.client.tokens import Wanted, form, proof, received
from api.policies.cases import PURPOSE as CASES

NOW = datetime(2026, 4, 20, 9, 0, tzinfo=UTC)
POLICE = Grant("DSA-2026-0001", "strategic_needs_assessment", ("incident",), ("submit",))
COUNTS = Grant("DSA-2026-0002", "performance_scrutiny", ("incident",), ("aggregate",))


@pytest.fixture(scope="module")
def keys() -> dict[str, ClientKey]:
    return {alg: ClientKey.generate(alg) for alg in ALGORITHMS}


@pytest.fixture
def held(keys: dict[str, ClientKey]) -> Credentials:
    return Credentials(
        "http://127.0.0.1:8000",
        "http://127.0.0.1:8000/v1",
        "met-bromley-returns",
        "met-bromley",
        keys["ES256"],
        (POLICE, COUNTS),
    )


READ = Need("returns:read", "submit", "incident")
COUNT = Need("aggregates:read", "aggregate", "incident")


def _part(token: str, number: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_bytes(token.split(".")[number]))
    return found


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _number(text: str) -> int:
    return int.from_bytes(_bytes(text))


def _verify(token: str, jwk: dict[str, str]) -> None:
    """Check the signature with the bare library of keys, as another implementation would."""
    message, _, encoded = token.rpartition(".")
    signature = _bytes(encoded)
    if jwk["kty"] == "OKP":
        Ed25519PublicKey.from_public_bytes(_bytes(jwk["x"])).verify(signature, message.encode())
    elif jwk["kty"] == "RSA":
        rsa.RSAPublicNumbers(_number(jwk["e"]), _number(jwk["n"])).public_key().verify(
            signature,
            message.encode(),
            padding.PSS(padding.MGF1(hashes.SHA256()), 32),
            hashes.SHA256(),
        )
    else:
        numbers = ec.EllipticCurvePublicNumbers(
            _number(jwk["x"]), _number(jwk["y"]), ec.SECP256R1()
        )
        pair = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
        numbers.public_key().verify(
            encode_dss_signature(*pair), message.encode(), ec.ECDSA(hashes.SHA256())
        )


@pytest.mark.parametrize("alg", ALGORITHMS)
def test_what_a_key_signs_another_implementation_verifies(
    alg: str, keys: dict[str, ClientKey]
) -> None:
    token = keys[alg].sign({"a": 1}, header={"kid": keys[alg].thumbprint})
    _verify(token, keys[alg].public_jwk)
    assert _part(token, 0) == {"alg": alg, "kid": keys[alg].thumbprint}
    with pytest.raises(InvalidSignature):
        _verify(f"x{token[1:]}", keys[alg].public_jwk)


@pytest.mark.parametrize("alg", ALGORITHMS)
def test_a_key_read_again_is_the_same_key(alg: str, keys: dict[str, ClientKey]) -> None:
    again = ClientKey.from_jwk(keys[alg].private_jwk())
    assert (again.alg, again.thumbprint) == (alg, keys[alg].thumbprint)


def test_the_public_half_shows_no_private_part(keys: dict[str, ClientKey]) -> None:
    private = {"d", "p", "q", "dp", "dq", "qi", "k"}
    assert [alg for alg in ALGORITHMS if private & keys[alg].public_jwk.keys()] == []


def test_a_public_key_is_not_taken_for_a_private_one(keys: dict[str, ClientKey]) -> None:
    with pytest.raises(KeyFault, match="public half"):
        ClientKey.from_jwk(keys["ES256"].public_jwk)


@pytest.mark.parametrize(
    "jwk", [{}, {"kty": "oct", "k": "c2VjcmV0"}, {"kty": "EC", "crv": "P-384"}], ids=str
)
def test_a_key_of_another_kind_is_refused(jwk: dict[str, str]) -> None:
    with pytest.raises(KeyFault, match="P-256, RSA or Ed25519"):
        ClientKey.from_jwk(jwk)


def test_a_damaged_key_is_refused_without_repeating_it() -> None:
    jwk = {"kty": "EC", "crv": "P-256", "x": "AAAA", "y": "BBBB", "d": "CCCC"}
    with pytest.raises(KeyFault) as caught:
        ClientKey.from_jwk(jwk)
    assert "CCCC" not in str(caught.value)


def test_a_credentials_file_is_read_as_it_was_written(held: Credentials, tmp_path: Path) -> None:
    path = tmp_path / "kept" / "met.json"
    files.write_private(path, held.document())
    again = files.read(path)
    assert again.document() == held.document()
    assert again.agreements == (POLICE, COUNTS)


def test_a_file_with_a_private_key_is_for_its_owner_alone(
    held: Credentials, tmp_path: Path
) -> None:
    path = tmp_path / "met.json"
    path.write_text("readable by all")
    path.chmod(0o644)
    files.write_private(path, held.document())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("member", "value", "said"),
    [
        ("issuer", None, "issuer is missing"),
        ("issuer", "http://service.example", "must start with https://"),
        ("api", "https://service.example/v2", "must end in /v1"),
        ("api", "service.example/v1", "must be an address"),
        ("jwk", None, "private key, is missing"),
        ("client_id", 7, "client_id is missing"),
        ("agreements", {}, "must be a list"),
        ("agreements", ["DSA"], "must be an object"),
        ("agreements", [{"agreement": "A", "purpose": "b", "actions": "submit"}], "are lists"),
    ],
)
def test_a_fault_in_a_credentials_file_is_named(
    member: str, value: Any, said: str, held: Credentials, tmp_path: Path
) -> None:
    path = tmp_path / "met.json"
    path.write_text(json.dumps({**held.document(), member: value}))
    with pytest.raises(CredentialsFault, match=said) as caught:
        files.read(path)
    assert held.key.private_jwk()["d"] not in str(caught.value)


@pytest.mark.parametrize(("content", "said"), [("{", "read as JSON"), ("[]", "JSON object")])
def test_a_file_that_holds_something_else_is_refused(
    content: str, said: str, tmp_path: Path
) -> None:
    (tmp_path / "met.json").write_text(content)
    with pytest.raises(CredentialsFault, match=said):
        files.read(tmp_path / "met.json")
    with pytest.raises(CredentialsFault, match="no credentials file"):
        files.read(tmp_path / "other.json")


def test_credentials_can_be_pointed_at_another_address(held: Credentials) -> None:
    moved = held.at("https://service.example")
    assert (moved.issuer, moved.api) == ("https://service.example", "https://service.example/v1")
    assert moved.origin == "https://service.example"
    assert moved.agreements == held.agreements


def test_an_assertion_is_addressed_to_the_issuer_lives_a_minute_and_is_used_once(
    held: Credentials,
) -> None:
    wanted = Wanted("returns:write", "DSA-2026-0001", "strategic_needs_assessment")
    asked = [form(held, wanted=wanted, now=NOW) for _ in range(2)]
    claims = [_part(each["client_assertion"], 1) for each in asked]
    assert claims[0]["aud"] == held.issuer
    assert claims[0]["iss"] == claims[0]["sub"] == held.client_id
    assert claims[0]["exp"] - claims[0]["iat"] == 60
    assert claims[0]["iat"] == NOW.timestamp()
    assert claims[0]["jti"] != claims[1]["jti"]
    _verify(asked[0]["client_assertion"], held.key.public_jwk)


def test_a_data_token_is_asked_for_under_one_agreement_and_one_purpose(held: Credentials) -> None:
    wanted = Wanted("returns:write", "DSA-2026-0001", "strategic_needs_assessment")
    asked = form(held, wanted=wanted, now=NOW)
    assert json.loads(asked["authorization_details"]) == [
        {
            "type": "urn:safershare:agreement-access:v1",
            "agreement": "DSA-2026-0001",
            "purpose": "strategic_needs_assessment",
        }
    ]
    assert "authorization_details" not in form(held, wanted=Wanted("audit:read"), now=NOW)


def test_a_proof_names_the_request_and_the_token(held: Credentials) -> None:
    made = proof(held, method="PUT", url="https://api/v1/returns", now=NOW, token="abc", nonce="n1")
    header, claims = _part(made, 0), _part(made, 1)
    assert header["typ"] == "dpop+jwt"
    assert header["jwk"].keys() == {"kty", "crv", "x", "y"}
    assert (claims["htm"], claims["htu"], claims["nonce"]) == (
        "PUT",
        "https://api/v1/returns",
        "n1",
    )
    assert _bytes(claims["ath"]) == hashlib.sha256(b"abc").digest()
    _verify(made, header["jwk"])


def test_a_proof_for_a_token_request_names_no_token_and_is_never_the_same(
    held: Credentials,
) -> None:
    made = [_part(proof(held, method="POST", url="u", now=NOW), 1) for _ in range(2)]
    assert not {"ath", "nonce"} & made[0].keys()
    assert made[0]["jti"] != made[1]["jti"]


def test_a_token_is_held_until_shortly_before_it_ends() -> None:
    token = received({"access_token": "secret", "token_type": "DPoP", "expires_in": 300}, now=NOW)
    assert token.holds(NOW + timedelta(seconds=280))
    assert not token.holds(NOW + timedelta(seconds=290))
    assert "secret" not in repr(token)


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/v1/returns", Need("returns:read", "submit")),
        ("GET", "/v1/returns/incident/2026-03", READ),
        ("GET", "/v1/returns/incident/2026-03/findings?x=1", READ),
        ("PUT", "/v1/returns/incident/2026-03", Need("returns:write", "submit", "incident")),
        ("PUT", "/v1/envelopes/incident", Need("returns:write", "submit", "incident")),
        ("GET", "/v1/aggregates/incident.crimes?by=sex", COUNT),
        ("GET", "/v1/indicators/IND-01/values", Need("aggregates:read", "aggregate")),
        ("GET", "/v1/indicators/IND-01", Need()),
        ("GET", "/v1/reports/board?period=2025-26-Q4", Need("aggregates:read", "aggregate")),
        ("GET", "/v1/reports/scrutiny?period=2025-26", Need("aggregates:read", "aggregate")),
        ("GET", "/v1/cases", Need("cases:read", "retrieve", None, CASES)),
        ("PUT", "/v1/cases/abc/members/bcwa", Need("cases:write", "retrieve", None, CASES)),
        ("POST", "/v1/cases/break-glass", Need("cases:write", "retrieve", None, CASES)),
        ("GET", "/v1/cases/notices", Need("disclosures:read")),
        ("POST", "/v1/releases", Need("releases:write", "seal")),
        ("GET", "/v1/releases/abc", Need("aggregates:read", "aggregate")),
        ("GET", "/v1/releases/jobs/abc", Need("releases:write", "seal")),
        ("POST", "/v1/agreements/DSA-1/signatures", Need("agreements:sign")),
        ("PATCH", "/v1/agreements/DSA-1", Need("agreements:write")),
        ("GET", "/v1/participation", Need("participation:read")),
        ("PUT", "/v1/expectations/met/incident", Need("periods:write")),
        ("HEAD", "/v1/datasets/incident/schema", Need()),
        ("GET", "/openapi.json", Need()),
        ("DELETE", "/v1/aggregates/incident", None),
        ("GET", "/v1/unknown", None),
    ],
)  # fmt: skip
def test_a_route_says_what_it_needs(method: str, path: str, expected: Need | None) -> None:
    assert need(method, path) == expected


@pytest.fixture
def agency(held: Credentials) -> Agency:
    return Agency(held, clock=lambda: NOW)


def test_the_first_agreement_that_permits_a_route_is_named(agency: Agency) -> None:
    write = agency.wanted("PUT", "/v1/returns/incident/2026-03")
    count = agency.wanted("GET", "/v1/aggregates/incident?period=2026-03")
    assert write == Wanted("returns:write", POLICE.agreement, POLICE.purpose)
    assert count == Wanted("aggregates:read", COUNTS.agreement, COUNTS.purpose)


def test_cases_are_asked_for_under_the_agreement_about_people_at_high_risk(
    held: Credentials, agency: Agency
) -> None:
    referrals = Grant("DSA-2026-0004", "referral_coordination", ("referral",), ("retrieve",))
    conferences = Grant("DSA-2026-0005", CASES, ("incident", "referral"), ("retrieve",))
    casework = Agency(replace(held, agreements=(referrals, conferences)), clock=lambda: NOW)
    listed = casework.wanted("GET", "/v1/cases/abc/timeline")
    assert listed == Wanted("cases:read", conferences.agreement, CASES)
    with pytest.raises(Uncalled, match=f"permits retrieve for {CASES}"):
        agency.wanted("GET", "/v1/cases")


def test_office_routes_name_no_agreement_and_public_ones_no_token(agency: Agency) -> None:
    assert agency.wanted("GET", "/v1/participation") == Wanted("participation:read")
    assert agency.wanted("GET", "/v1/datasets") is None


def test_what_is_named_is_asked_for(agency: Agency) -> None:
    path = "/v1/returns/incident/2026-03"
    by_purpose = agency.wanted("PUT", path, purpose="performance_scrutiny")
    assert by_purpose == Wanted("returns:write", COUNTS.agreement, COUNTS.purpose)
    foreign = agency.wanted("PUT", path, agreement="DSA-9", purpose="research_and_publication")
    assert foreign == Wanted("returns:write", "DSA-9", "research_and_publication")
    assert agency.wanted("GET", "/v1/new", scope="audit:read") == Wanted("audit:read")


def test_nothing_is_sent_when_no_agreement_permits_it(agency: Agency) -> None:
    with pytest.raises(Uncalled, match="permits submit of housing_support"):
        agency.call("PUT", "/v1/returns/housing_support/2026-03")
    with pytest.raises(Uncalled, match="permits retrieve"):
        agency.call("GET", "/v1/records/incident")
    with pytest.raises(Uncalled, match="no known route"):
        agency.call("GET", "/v1/unknown")


PROBLEM = {
    "title": "Not acceptable as sent",
    "code": "return_has_errors",
    "detail": "2 rows differ",
    "errors": [{"code": "code", "message": "is not of the list", "row": 3, "field": "victim.sex"}],
}


def test_a_problem_is_told_in_sentences_with_its_places() -> None:
    answer = httpx.Response(
        422, json=PROBLEM, headers={"Content-Type": "application/problem+json", "Retry-After": "5"}
    )
    with pytest.raises(Declined) as caught:
        checked(answer)
    assert caught.value.code == "return_has_errors"
    assert str(caught.value).splitlines() == [
        "The service declined (422, return_has_errors). Not acceptable as sent. 2 rows differ.",
        "Try again in 5 seconds.",
        "  row 3, victim.sex: is not of the list (code)",
    ]


def test_an_oauth_error_and_a_long_list_are_told_shortly() -> None:
    oauth = Declined(httpx.Response(400, json={"error": "invalid_client"}))
    assert str(oauth) == "The service declined (400, invalid_client)."
    items = [{"message": f"fault {number}"} for number in range(50)]
    lines = str(Declined(httpx.Response(422, json={"errors": items}))).splitlines()
    assert lines[1:3] == ["  fault 0", "  fault 1"]
    assert lines[-1] == "  and 30 more."


@pytest.mark.parametrize("body", [b"<html>", b"[1]", b"{"])
def test_an_answer_that_is_no_problem_is_told_by_its_status(body: bytes) -> None:
    answer = httpx.Response(502, content=body, headers={"Content-Type": "application/json"})
    assert str(Declined(answer)) == "The service declined (502)."


def test_an_answer_that_did_what_was_asked_passes() -> None:
    assert checked(httpx.Response(201, json={})).status_code == 201
    assert checked(httpx.Response(304)).status_code == 304


METADATA = {"issuer": "http://127.0.0.1:8000", "token_endpoint": "http://127.0.0.1:8000/t"}


def stranger(held: Credentials, *answers: httpx.Response) -> Agency:
    """A session with somebody who gives these answers, whatever is asked."""
    given = iter(answers)
    return Agency(held, clock=lambda: NOW, transport=httpx.MockTransport(lambda _: next(given)))


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([httpx.Response(200, text="<html>")], "is not the service"),
        ([httpx.Response(200, json=[])], "is not the service"),
        ([httpx.Response(200, json={**METADATA, "issuer": "https://x"})], "another issuer"),
        ([httpx.Response(200, json=METADATA), httpx.Response(200, json={})], "without a token"),
    ],
)
def test_a_stranger_at_the_address_is_not_taken_for_the_service(
    answers: list[httpx.Response], said: str, held: Credentials
) -> None:
    with stranger(held, *answers) as session, pytest.raises(Uncalled, match=said):
        session.call("GET", "/v1/returns")


def test_a_token_is_asked_for_once_and_replaced_when_it_no_longer_counts(
    held: Credentials,
) -> None:
    token = {"access_token": "t", "token_type": "DPoP", "expires_in": 300}
    stale = {"WWW-Authenticate": 'DPoP error="invalid_token"'}
    answers = [
        httpx.Response(200, json=METADATA),
        httpx.Response(200, json=token),
        httpx.Response(200, json={"first": True}),
        httpx.Response(401, headers=stale),
        httpx.Response(200, json=token),
        httpx.Response(200, json={"second": True}),
    ]
    with stranger(held, *answers) as session:
        assert session.call("GET", "/v1/returns").json() == {"first": True}
        assert session.call("GET", "/v1/returns").json() == {"second": True}


def test_a_refusal_that_no_new_token_can_mend_is_handed_back_at_once(held: Credentials) -> None:
    token = {"access_token": "t", "token_type": "DPoP", "expires_in": 300}
    answers = [
        httpx.Response(200, json=METADATA),
        httpx.Response(200, json=token),
        httpx.Response(401, headers={"WWW-Authenticate": 'DPoP error="invalid_dpop_proof"'}),
    ]
    with stranger(held, *answers) as session:
        assert session.call("GET", "/v1/returns").status_code == 401

"""Requests to the token endpoint as forms (RFC 6749), and what comes back."""

from typing import Any

from tests.conformance.check import Check
from tests.conformance.founding import BOTH
from tests.conformance.party import FORM, INTROSPECT, REVOKE, TOKEN, Party, opened

FORMS = (TOKEN, REVOKE, INTROSPECT)


def answer_of_a_token(party: Party) -> None:
    """A token answer holds these members and no others, and is kept by nobody."""
    answer = party.given(scope="returns:read", authorization_details=party.details)
    said = answer.json
    assert set(said) == {
        "access_token", "token_type", "expires_in", "scope", "authorization_details",
    }  # fmt: skip
    assert (said["token_type"], said["expires_in"], said["scope"]) == ("DPoP", 300, "returns:read")
    assert answer.headers["Pragma"] == "no-cache"
    assert answer.headers["Content-Type"] == "application/json"
    party.uncached(answer)


def claims_of_a_token(party: Party) -> None:
    """A token says these things and no others (RFC 9068 section 2.2)."""
    header, claims = opened(party.fresh_token())
    assert (header["typ"], header["alg"]) == ("at+jwt", "ES256")
    assert set(claims) == {
        "iss", "sub", "client_id", "aud", "iat", "exp", "jti", "scope", "agency", "cnf",
        "authorization_details",
    }  # fmt: skip
    assert (claims["iss"], claims["aud"]) == (party.issuer, party.api)
    assert claims["sub"] == claims["client_id"] == party.name
    assert party.client.proof_key is not None
    assert claims["cnf"] == {"jkt": party.client.proof_key.thumbprint}
    assert claims["exp"] - claims["iat"] == 300


def names_of_tokens(party: Party) -> None:
    """Every token has a name of its own, of 128 bits of chance and no pattern."""
    names = {opened(party.fresh_token())[1]["jti"] for _ in range(5)}
    assert len(names) == 5
    assert all(len(name) == 36 and name[14] == "4" for name in names)


def form_refused(party: Party, body: bytes, *fields: tuple[str, str], query: str = "") -> None:
    """Each endpoint that takes forms must refuse it."""
    for path in FORMS:
        answer = party.post(body, *(fields or (FORM,)), path=path + query)
        party.refused(answer, "invalid_request")


def repeated(party: Party) -> None:
    """A parameter that is sent twice is refused, the same value or not, empty or not."""
    for more in (b"&scope=returns:read", b"&scope=", b"&grant_type=client_credentials"):
        form_refused(party, party.form(scope="returns:read") + more)


def in_the_address(party: Party) -> None:
    """No parameter in the address counts, and none is overlooked."""
    form_refused(party, party.form(), query="?scope=returns:read")
    answer = party.post(b"", path=f"{TOKEN}?{party.form().decode()}")
    party.refused(answer, "invalid_request")


def too_large(party: Party) -> None:
    """A body of more than 64 KB is refused, whatever is in it."""
    for path in FORMS:
        answer = party.post(party.form() + b"&pad=" + b"x" * 66_000, path=path)
        party.refused(answer, "invalid_request", status=413)


def by_a_field(party: Party, *, beside: bool) -> None:
    """A client that would authenticate by a field is told so by 401, or that one way is enough."""
    body = party.form() if beside else b"grant_type=client_credentials"
    for path in FORMS:
        answer = party.post(body, FORM, ("Authorization", "Basic bWU6eW91"), path=path)
        if beside:
            party.refused(answer, "invalid_request")
        else:
            party.refused(answer, "invalid_client", status=401)
            assert answer.headers["WWW-Authenticate"].startswith("Basic ")


def by_get(party: Party) -> None:
    """Nothing is answered but to POST."""
    for path in FORMS:
        answer = party.place.send("GET", path)
        assert (answer.status, "POST" in answer.headers["Allow"]) == (405, True)


def grant(party: Party, name: str | None) -> None:
    party.refused(party.ask(grant_type=name), "unsupported_grant_type")


def unrepeated(party: Party) -> None:
    """No error document repeats what was sent."""
    marker = "MARKER8472"
    for changes in (
        {"scope": marker},
        {"grant_type": marker},
        {"resource": marker},
        {"client_id": marker},
        {"authorization_details": [{"type": marker}]},
    ):
        answer = party.ask(**changes)
        assert answer.status == 400
        assert marker.encode() not in answer.body
        assert marker not in repr(dict(answer.headers))  # fmt: skip


def refuses(party: Party, error: str, **parameters: Any) -> None:
    party.refused(party.ask(**parameters), error)


CHECKS = (
    Check("RFC 6749 5.1", "a token answer has its members and no others", answer_of_a_token),
    Check("RFC 9068 2.2", "a token has its claims and no others", claims_of_a_token),
    Check("FAPI 2.0 SP 5.4.1 (4)", "nobody guesses the name of a token", names_of_tokens),
    Check("RFC 6749 3.2", "a parameter without a value counts as left out",
          lambda p: p.given(scope="", resource="")),
    Check("RFC 6749 3.2", "a parameter that nobody knows is ignored",
          lambda p: p.given(note="anything")),
    Check("RFC 6749 3.2", "a repeated parameter is refused", repeated),
    Check("RFC 6749 3.2", "a parameter in the address is refused", in_the_address),
    Check("RFC 6749 3.2", "another method is refused", by_get),
    Check("RFC 6749 4.4.2", "JSON is no form",
          lambda p: form_refused(p, b"{}", ("Content-Type", "application/json"))),
    Check("RFC 6749 4.4.2", "a form must say that it is one",
          lambda p: form_refused(p, p.form(), ("Content-Type", "text/plain"))),
    Check("RFC 6749 B", "a form that is not UTF-8 is refused",
          lambda p: form_refused(p, b"grant_type=%ff%fe")),
    Check("RFC 6749 B", "a form beyond ASCII is refused",
          lambda p: form_refused(p, b"grant_type=\xff\xfe")),
    Check("RFC 6749 10", "a form of very many parameters is refused",
          lambda p: form_refused(p, b"&".join(b"a%d=1" % n for n in range(40)))),
    Check("RFC 6749 10", "a body of more than 64 KB is refused", too_large),
    Check("RFC 6749 5.2", "a client that authenticates by a field is told its scheme",
          lambda p: by_a_field(p, beside=False)),
    Check("RFC 6749 2.3", "two ways to authenticate are one too many",
          lambda p: by_a_field(p, beside=True)),
    Check("FAPI 2.0 SP 5.3.2.1 (2)", "no password is taken", lambda p: grant(p, "password")),
    Check("RFC 6749 5.2", "no code is taken", lambda p: grant(p, "authorization_code")),
    Check("FAPI 2.0 SP 5.3.2.1 (9)", "no token is refreshed",
          lambda p: grant(p, "refresh_token")),
    Check("RFC 6749 4.4.2", "a grant must be named", lambda p: grant(p, None)),
    Check("RFC 6749 5.2", "a scope that does not exist is refused",
          lambda p: refuses(p, "invalid_scope", scope="admin")),
    Check("RFC 6749 5.2", "a scope that the client does not hold is refused",
          lambda p: refuses(p, "invalid_scope", scope="agreements:read")),
    Check("FAPI 2.0 SP 5.3.2.1 (14)", "one token is for data or for office work",
          lambda p: refuses(p.other(BOTH), "invalid_scope", scope="agreements:read returns:read")),
    Check("RFC 6749 3.3", "scopes are divided by single spaces",
          lambda p: refuses(p, "invalid_scope", scope="returns:read  returns:write")),
    Check("RFC 6749 3.3", "a scope with NUL is refused",
          lambda p: refuses(p, "invalid_scope", scope="returns:read\x00")),
    Check("RFC 8707 2", "the API may be named",
          lambda p: p.given(resource=p.api, authorization_details=p.details)),
    Check("RFC 8707 2", "another API is refused",
          lambda p: refuses(p, "invalid_target", resource="https://other.example/v1")),
    Check("RFC 6749 5.2", "no error repeats what was sent", unrepeated),
)  # fmt: skip

"""Requests with mutated documents, to every address that reads one.

What belongs here: which addresses there are, and drawing requests to them. What does not: how they
are sent, and what is expected.
"""

import hashlib
import json
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, NamedTuple
from urllib.parse import urlencode

import flask

from tests.conformance.mutants import Mutants
from tests.oauth_client import ASSERTION_TYPE, Key, b64, details

FORM = ("Content-Type", "application/x-www-form-urlencoded")
ENDPOINTS = ("/oauth/token", "/oauth/token", "/oauth/revoke", "/oauth/introspect")


class Sent(NamedTuple):
    """One request; fields as they go over the wire, one character for each octet."""

    method: str
    path: str
    fields: Sequence[tuple[str, str]]
    body: bytes = b""


class Route(NamedTuple):
    """A protected route, with something in the place of what its path leaves open."""

    method: str
    path: str
    scope: str


FILLED = {"dataset": "incident", "period": "2026-03", "agency": "met-bromley", "case": "c1"}


def protected(app: flask.Flask) -> list[Route]:
    """Every route that the guard stands before."""
    found = []
    for rule in app.url_map.iter_rules():
        scope = getattr(app.view_functions[rule.endpoint], "required_scope", None)
        if scope is not None:
            filled: dict[str, Any] = {name: FILLED.get(name, "x1") for name in rule.arguments}
            with app.test_request_context():
                path = flask.url_for(rule.endpoint, **filled)
            methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
            found += [Route(method, path, scope) for method in sorted(methods)]
    return sorted(found)


@dataclass
class Fuzz:
    """Draws requests in the name of one client, whose keys and whose server's key it has."""

    issuer: str
    client_id: str
    key: Key
    server_key: Key
    server_kid: str
    routes: list[Route]
    random: Random

    def __post_init__(self) -> None:
        self._proof_key = Key.make()
        strangers = (Key.make(), Key.make("PS256"), Key.make("Ed25519"))
        self._mutants = Mutants(self.random, strangers=strangers)

    def requests(self, count: int) -> Iterator[Sent]:
        """So many requests."""
        for _ in range(count):
            yield self._form() if self.random.random() < 0.4 else self._call()

    def _form(self) -> Sent:
        draw, path = self.random, self.random.choice(ENDPOINTS)
        whole = draw.random() < 0.3
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": self._assertion(whole=whole and draw.random() < 0.7),
            "authorization_details": json.dumps(self._details(whole=not whole)),
        }
        if path != "/oauth/token":
            form["token"] = self._token(whole=False)
        text = urlencode(form, errors="surrogatepass")
        fields = [FORM]
        if draw.random() < 0.9:
            fields.append(("DPoP", self._proof("POST", path, whole=draw.random() < 0.5)))
        return Sent("POST", path, fields, text.encode("latin-1", "replace"))

    def _call(self) -> Sent:
        draw = self.random
        method, path, _ = draw.choice(self.routes)
        whole = draw.random() < 0.3
        token = self._token(whole=whole)
        scheme = draw.choice(("DPoP", "DPoP", "DPoP", "Bearer", "dpop", "Basic", "", "DPoP\t"))
        fields = [("Authorization", f"{scheme} {token}".strip())]
        if draw.random() < 0.95:
            proof = self._proof(method, path, token=token, whole=not whole and draw.random() < 0.7)
            fields.append(("DPoP", proof))
        more = [
            (name, _octets(self._mutants.value()))
            for name in ("Acting-Person", "Access-Reason", "X-Request-ID", "If-Match")
            if draw.random() < 0.05
        ]
        return Sent(method, path, [*fields, *more])

    def _assertion(self, *, whole: bool) -> str:
        now = int(time.time())
        claims = {"iss": self.client_id, "sub": self.client_id, "aud": self.issuer, "iat": now}
        claims |= {"exp": now + 60, "jti": str(uuid.uuid4())}
        return self._document({"typ": "JWT"}, claims, key=self.key, whole=whole)

    def _proof(self, method: str, path: str, *, whole: bool, token: str = "") -> str:
        claims: dict[str, Any] = {"htm": method, "htu": self.issuer + path}
        claims |= {"iat": int(time.time()), "jti": str(uuid.uuid4())}
        if token:
            octets = token.encode("latin-1", "replace")
            claims["ath"] = b64(hashlib.sha256(octets).digest())
        header = {"typ": "dpop+jwt", "jwk": self._proof_key.jwk}
        return self._document(header, claims, key=self._proof_key, whole=whole)

    def _token(self, *, whole: bool) -> str:
        now = int(time.time())
        claims = {"iss": self.issuer, "sub": self.client_id, "client_id": self.client_id}
        claims |= {"aud": f"{self.issuer}/v1", "jti": str(uuid.uuid4())}
        said: dict[str, Any] = claims | {"iat": now, "exp": now + 300}
        said |= {"scope": "returns:read returns:write", "cnf": {"jkt": self._proof_key.thumbprint}}
        said |= {"agency": "urn:safershare:agency:bromley:met-bromley"}
        said |= {"authorization_details": self._details(whole=self.random.random() < 0.7)}
        header = {"typ": "at+jwt", "kid": self.server_kid}
        return self._document(header, said, key=self.server_key, whole=whole)

    def _details(self, *, whole: bool) -> list[dict[str, Any]]:
        asked = details("DSA-2026-0001", "strategic_needs_assessment")
        asked[0] |= {"datatypes": ["incident"], "actions": ["submit"]}
        asked[0] |= {"locations": [f"{self.issuer}/v1"]}
        if not whole:
            asked[0][self.random.choice(list(asked[0]))] = self._mutants.value()
        return asked

    def _document(
        self, header: dict[str, Any], claims: dict[str, Any], *, key: Key, whole: bool
    ) -> str:
        if whole:
            return key.jws(header, claims)
        return _octets(self._mutants.of(header, claims, key=key))


def _octets(value: object) -> str:
    """As a field's value: one character for each octet, and none that ends a field."""
    text = value if isinstance(value, str) else json.dumps(value)
    octets = text.encode("utf-8", "replace").decode("latin-1")
    return "".join(c for c in octets if c not in "\r\n\x00").strip()

"""A small OAuth client for tests, on `cryptography` alone and independent of the service's code.

It makes keys, assertions, proofs and signed documents, honest or not: each claim and header can be
changed, so that attacks are written as what they change.
"""

import base64
import hashlib
import json
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
DETAILS_TYPE = "urn:safershare:agreement-access:v1"
SIGNATURE_TYPE = "agreement-signature+jwt"


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _number(value: int, size: int | None = None) -> str:
    return b64(value.to_bytes(size or (value.bit_length() + 7) // 8, "big"))


Private = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey


@dataclass(frozen=True)
class Key:
    """A private key and the algorithm it signs with."""

    alg: str
    private: Private

    @classmethod
    def make(cls, alg: str = "ES256", *, bits: int = 2048) -> "Key":
        if alg == "ES256":
            return cls(alg, ec.generate_private_key(ec.SECP256R1()))
        if alg == "PS256":
            return cls(alg, rsa.generate_private_key(public_exponent=65537, key_size=bits))
        return cls(alg, ed25519.Ed25519PrivateKey.generate())

    @property
    def jwk(self) -> dict[str, Any]:
        """The public key, with its required members alone."""
        public = self.private.public_key()
        if isinstance(public, ec.EllipticCurvePublicKey):
            point = public.public_numbers()
            return {
                "crv": "P-256",
                "kty": "EC",
                "x": _number(point.x, 32),
                "y": _number(point.y, 32),
            }
        if isinstance(public, rsa.RSAPublicKey):
            numbers = public.public_numbers()
            return {"e": _number(numbers.e), "kty": "RSA", "n": _number(numbers.n)}
        return {"crv": "Ed25519", "kty": "OKP", "x": b64(public.public_bytes_raw())}

    @property
    def thumbprint(self) -> str:
        """RFC 7638."""
        text = json.dumps(self.jwk, sort_keys=True, separators=(",", ":"))
        return b64(hashlib.sha256(text.encode()).digest())

    def sign(self, message: bytes) -> bytes:
        if isinstance(self.private, ec.EllipticCurvePrivateKey):
            r, s = decode_dss_signature(self.private.sign(message, ec.ECDSA(hashes.SHA256())))
            return r.to_bytes(32, "big") + s.to_bytes(32, "big")
        if isinstance(self.private, rsa.RSAPrivateKey):
            pss = padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=32)
            return self.private.sign(message, pss, hashes.SHA256())
        return self.private.sign(message)

    def jws(self, header: Mapping[str, Any], payload: object) -> str:
        """A compact JWS over a JSON payload; `alg` is the key's unless the header says so."""
        return self.raw_jws(
            json.dumps({"alg": self.alg, **header}).encode(), json.dumps(payload).encode()
        )

    def raw_jws(self, header: bytes, payload: bytes) -> str:
        """A compact JWS over any octets at all."""
        message = f"{b64(header)}.{b64(payload)}"
        return f"{message}.{b64(self.sign(message.encode()))}"


@dataclass(frozen=True)
class Response:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


Send = Callable[[str, str, Mapping[str, str], bytes], Response]
"""Sends method, path, fields and body."""


def unsent(*_: object) -> Response:
    """For a client that only makes documents."""
    raise AssertionError("this client sends nothing")


@dataclass
class OAuthClient:
    """One client of one agency.

    `send` carries requests; `key` authenticates, `proof_key` binds tokens (None: no DPoP). `clock`
    gives seconds since 1970.
    """

    issuer: str
    client_id: str
    key: Key
    send: Send = unsent
    proof_key: Key | None = field(default_factory=Key.make)
    clock: Callable[[], float] = time.time
    nonce: str | None = None

    def assertion(self, *, header: Mapping[str, Any] | None = None, **claims: Any) -> str:
        """A client assertion; `header` and `claims` replace the usual, None takes one away."""
        now = int(self.clock())
        usual = {
            "iss": self.client_id,
            "sub": self.client_id,
            "aud": self.issuer,
            "iat": now,
            "exp": now + 60,
            "jti": str(uuid.uuid4()),
        }
        return self.key.jws(changed({"typ": "JWT"}, header or {}), changed(usual, claims))

    def proof(
        self,
        method: str,
        url: str,
        *,
        token: str | None = None,
        header: Mapping[str, Any] | None = None,
        **claims: Any,
    ) -> str:
        """A proof of possession for one request."""
        key = self.proof_key or Key.make()
        usual: dict[str, Any] = {
            "htm": method,
            "htu": url,
            "iat": int(self.clock()),
            "jti": str(uuid.uuid4()),
        }
        if token is not None:
            usual["ath"] = b64(hashlib.sha256(token.encode()).digest())
        if self.nonce is not None:
            usual["nonce"] = self.nonce
        stated = changed({"typ": "dpop+jwt", "jwk": key.jwk}, header or {})
        return key.jws(stated, changed(usual, claims))

    def form(self, **parameters: Any) -> dict[str, str]:
        """An authenticated form; None takes a parameter away, other values than text are JSON."""
        usual = {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": self.assertion() if "client_assertion" not in parameters else "",
        }
        given = changed(usual, parameters)
        return {
            name: value if isinstance(value, str) else json.dumps(value)
            for name, value in given.items()
        }

    def post(
        self, path: str, *, proof: str | None = None, nonce: bool = True, **parameters: Any
    ) -> Response:
        """A form to the authorization server, with a proof if there is a key for one."""
        if proof is None and self.proof_key is not None and path == "/oauth/token":
            proof = self.proof("POST", self.issuer + path)
        answer = self.send(
            "POST",
            path,
            {"Content-Type": "application/x-www-form-urlencoded"}
            | ({"DPoP": proof} if proof else {}),
            urlencode(self.form(**parameters)).encode(),
        )
        fresh = answer.headers.get("DPoP-Nonce")
        if nonce and fresh is not None and fresh != self.nonce:
            self.nonce = fresh
            if answer.status == 400 and answer.json.get("error") == "use_dpop_nonce":
                return self.post(path, nonce=False, **parameters)
        return answer

    def ask(self, scope: str | None = None, details: object = None, **more: Any) -> Response:
        """A token request."""
        return self.post("/oauth/token", scope=scope, authorization_details=details, **more)

    def token(self, scope: str | None = None, details: object = None) -> str:
        """An access token, which must be given."""
        answer = self.ask(scope, details)
        assert answer.status == 200, answer.body
        return str(answer.json["access_token"])

    def call(
        self,
        method: str,
        path: str,
        *,
        token: str,
        scheme: str | None = None,
        proof: str | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
    ) -> Response:
        """A request to the API with a token, bound if there is a key for it."""
        scheme = scheme or ("DPoP" if self.proof_key else "Bearer")
        fields = {"Authorization": f"{scheme} {token}", **(headers or {})}
        if proof is None and scheme == "DPoP":
            bare = urlsplit(path)._replace(query="").geturl()
            proof = self.proof(method, self.issuer + bare, token=token)
        if proof:
            fields["DPoP"] = proof
        return self.send(method, path, fields, body)


def changed(usual: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The usual members with changes; None takes one away."""
    return {name: value for name, value in {**usual, **changes}.items() if value is not None}


def details(agreement: str, purpose: str, **more: Any) -> list[dict[str, Any]]:
    """Authorization details with one object."""
    return [{"type": DETAILS_TYPE, "agreement": agreement, "purpose": purpose, **more}]


def canonical(terms: Mapping[str, Any]) -> bytes:
    """A terms document as it is signed."""
    return json.dumps(terms, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def signature(
    terms: Mapping[str, Any],
    *,
    agency: str,
    key: Key,
    false: Mapping[str, Any] | None = None,
) -> str:
    """An agency's signature of terms; `false` claims replace the honest ones."""
    usual = {
        "partnership": terms["partnership"],
        "agreement": terms["agreement"],
        "version": terms["version"],
        "agency": agency,
        "terms_sha256": hashlib.sha256(canonical(terms)).hexdigest(),
    }
    header = {"typ": SIGNATURE_TYPE, "kid": key.thumbprint}
    return key.jws(header, changed(usual, false or {}))


def flask_sender(test_client: Any) -> Send:
    """Requests to an app in this process."""

    def send(method: str, path: str, headers: Mapping[str, str], body: bytes) -> Response:
        got = test_client.open(path, method=method, headers=dict(headers), data=body)
        return Response(got.status_code, dict(got.headers), got.data)

    return send


def http_sender(http: Any, origin: str) -> Send:
    """Requests over the network by an httpx client."""

    def send(method: str, path: str, headers: Mapping[str, str], body: bytes) -> Response:
        got = http.request(method, origin + path, headers=dict(headers), content=body)
        return Response(got.status_code, got.headers, got.content)

    return send

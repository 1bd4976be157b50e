"""A client at a place, honest but for what a check changes, and what it must be told.

What belongs here: requests with everything right but one thing, and the forms of answers that the
standards ask for. What does not: which things; the tables say.
"""

import base64
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from urllib.parse import urlencode

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from tests.conformance.founding import AGREEMENT, PURPOSE, SCOPES, client_of
from tests.conformance.place import Place
from tests.oauth_client import Key, OAuthClient, Response, changed, details

TOKEN, REVOKE, INTROSPECT = "/oauth/token", "/oauth/revoke", "/oauth/introspect"
RETURNS = "/v1/returns"
FORM: Final = ("Content-Type", "application/x-www-form-urlencoded")
KEPT_SECONDS: Final = 100  # a third of the life of a token and of a nonce
HONEST: Final = "honest"

UNIFORM: Final = {
    "error": "invalid_client",
    "error_description": "The client is not known or could not prove who it is.",
}


def opened(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims of a token, believed as they are."""
    header, claims, _ = (base64.urlsafe_b64decode(part + "==") for part in token.split("."))
    return json.loads(header), json.loads(claims)


@dataclass
class Party:
    """One client at a place; `name` is the one whose keys are of the kind, unless it says."""

    place: Place
    alg: str = "ES256"
    name: str = ""

    def __post_init__(self) -> None:
        self.name = self.name or client_of(self.alg)
        self.known = self.place.clients[self.name]

    @cached_property
    def client(self) -> OAuthClient:
        """Makes assertions and proofs, with the nonce that proofs need."""
        proof_key = self.place.proof_key(self.alg)
        made = OAuthClient(self.issuer, self.name, self.known.keys[0], proof_key=proof_key)
        made.nonce = self._kept("nonce", self._nonce) if self.place.nonce else None
        return made

    @property
    def issuer(self) -> str:
        return self.place.issuer

    @property
    def api(self) -> str:
        return f"{self.issuer}/v1"

    def other(self, name: str) -> "Party":
        """Another client at the same place."""
        return Party(self.place, self.alg, name)

    def _kept(self, name: str, make: Callable[[], str]) -> str:
        """What was made lately at this place, or a new one."""
        kept = self.place.held.get(name)
        if kept is None or time.monotonic() - kept[1] > KEPT_SECONDS:
            kept = self.place.held[name] = (make(), time.monotonic())
        return kept[0]

    def _nonce(self) -> str:
        bare = OAuthClient(self.issuer, self.name, self.known.keys[0])
        answer = self._posted(TOKEN, {}, proof=bare.proof("POST", self.issuer + TOKEN))
        return answer.headers["DPoP-Nonce"]

    # To the authorization server.

    def ask(self, *, path: str = TOKEN, worker: int = 0, **parameters: Any) -> Response:
        """An honest request but for the parameters; None takes one away.

        `proof` is one of them, as the DPoP field or several of it; a revocation needs none.
        """
        proof = parameters.pop("proof", HONEST if path == TOKEN and self.known.bound else None)
        if proof == HONEST:
            proof = self.proof()
        usual: dict[str, Any] = {"client_assertion": HONEST}
        if path == TOKEN and self.known.scopes == SCOPES:
            usual["authorization_details"] = self.details
        parameters = usual | parameters
        if parameters["client_assertion"] == HONEST:
            parameters["client_assertion"] = self.client.assertion()
        return self._posted(path, self.client.form(**parameters), proof=proof, worker=worker)

    def _posted(
        self,
        path: str,
        form: Mapping[str, str],
        *,
        proof: str | Sequence[str] | None = None,
        worker: int = 0,
    ) -> Response:
        proofs = [proof] if isinstance(proof, str) else (proof or [])
        fields = [FORM, *(("DPoP", each) for each in proofs)]
        return self.place.send("POST", path, fields, urlencode(form).encode(), worker=worker)

    def post(self, body: bytes, *fields: tuple[str, str], path: str = TOKEN) -> Response:
        """Octets to the authorization server, as a form unless the fields say."""
        return self.place.send("POST", path, fields or [FORM], body)

    def form(self, **parameters: Any) -> bytes:
        """An honest form but for the parameters, as octets."""
        assertion = self.client.assertion()
        return urlencode(self.client.form(client_assertion=assertion, **parameters)).encode()

    def proof(self, **changes: Any) -> str:
        """A proof for the token endpoint with other header members or claims."""
        return self.client.proof("POST", self.issuer + TOKEN, **changes)

    def authenticates(self, *, header: Mapping[str, Any] | None = None, **claims: Any) -> Response:
        """An assertion so changed must be accepted."""
        return self.given(client_assertion=self.client.assertion(header=header, **claims))

    def given(self, **parameters: Any) -> Response:
        """A request so changed must be given a token."""
        answer = self.ask(**parameters)
        assert answer.status == 200, answer.body
        return answer

    def fails(self, *, header: Mapping[str, Any] | None = None, **claims: Any) -> None:
        """An assertion so changed must be refused, as every other."""
        self.fails_with(self.client.assertion(header=header, **claims))

    def fails_with(self, assertion: str | None, **parameters: Any) -> None:
        """This assertion must be refused, as every other."""
        answer = self.ask(client_assertion=assertion, **parameters)
        assert self.refused(answer, "invalid_client").json == UNIFORM

    def disproves(self, *proofs: str) -> None:
        """These proofs must be refused."""
        self.refused(self.ask(proof=proofs), "invalid_dpop_proof")

    def refused(self, answer: Response, error: str, *, status: int = 400) -> Response:
        """The answer must be an error document (RFC 6749 section 5.2)."""
        assert (answer.status, answer.json.get("error")) == (status, error), answer.body
        assert set(answer.json) == {"error", "error_description"}
        assert all(
            0x20 <= ord(c) <= 0x7E and c not in '"\\' for c in answer.json["error_description"]
        )
        assert answer.headers["Content-Type"] == "application/json"
        self.uncached(answer)
        return answer

    def uncached(self, answer: Response) -> None:
        """The answer must not be kept (RFC 6749 section 5.1)."""
        assert answer.headers["Cache-Control"] == "no-store", dict(answer.headers)

    # To the API.

    @property
    def details(self) -> list[dict[str, Any]]:
        """Details that are granted."""
        return details(AGREEMENT, PURPOSE)

    @property
    def token(self) -> str:
        """A token for returns, got lately."""
        return self._kept(f"token {self.name} {self.alg}", self.fresh_token)

    def fresh_token(self, **parameters: Any) -> str:
        """A new token for returns."""
        usual = {} if self.known.scopes != SCOPES else {"scope": "returns:read"}
        return str(self.given(**(usual | parameters)).json["access_token"])

    def use_proof(self, token: str | None = None, **changes: Any) -> str:
        """A proof for reading returns with the token."""
        return self.client.proof("GET", self.issuer + RETURNS, token=token or self.token, **changes)

    def use(
        self,
        token: str | None = None,
        *,
        proof: str | Sequence[str] | None = HONEST,
        scheme: str = "DPoP",
        method: str = "GET",
        path: str = RETURNS,
        fields: Sequence[tuple[str, str]] = (),
        worker: int = 0,
    ) -> Response:
        """Call with a token, honestly but for what is given."""
        token = token or self.token
        if proof == HONEST:
            bare = path.partition("?")[0]
            proof = self.client.proof(method, self.issuer + bare, token=token)
        proofs = [proof] if isinstance(proof, str) else (proof or [])
        carried = [("Authorization", f"{scheme} {token}"), *(("DPoP", each) for each in proofs)]
        return self.place.send(method, path, [*carried, *fields], worker=worker)

    def admitted(self, *arguments: Any, **changes: Any) -> Response:
        """Reading so must succeed."""
        answer = self.use(*arguments, **changes)
        assert answer.status == 200, answer.body
        return answer

    def barred(self, answer: Response, error: str | None, *, status: int = 401) -> Response:
        """The answer must refuse with a challenge (RFC 6750 section 3, RFC 9449 section 7.1)."""
        assert answer.status == status, (answer.status, answer.body)
        challenge = answer.headers["WWW-Authenticate"]
        assert (f'error="{error}"' in challenge) if error else ("error=" not in challenge), (
            challenge
        )
        assert (
            f'resource_metadata="{self.issuer}/.well-known/oauth-protected-resource/v1"'
            in challenge
        )
        assert answer.headers["Content-Type"] == "application/problem+json"
        self.uncached(answer)
        return answer

    def proof_barred(self, *proofs: str, token: str | None = None) -> None:
        """Reading with these proofs must be refused."""
        answer = self.barred(self.use(token, proof=proofs), "invalid_dpop_proof")
        assert answer.headers["WWW-Authenticate"].startswith('DPoP error="')

    # With the server's own key.

    @cached_property
    def server_key(self) -> tuple[str, Key]:
        """The key that tokens are signed with, which nobody but the server has."""
        kid = opened(self.token)[0]["kid"]
        private = load_pem_private_key((self.place.key_folder / f"{kid}.pem").read_bytes(), None)
        assert isinstance(private, ec.EllipticCurvePrivateKey)
        return kid, Key("ES256", private)

    def forged(
        self, *, header: Mapping[str, Any] | None = None, key: Key | None = None, **claims: Any
    ) -> str:
        """The token with other header members or claims, signed anew; None takes one away."""
        kid, own = self.server_key
        said = changed(opened(self.token)[1], claims)
        stated = changed({"alg": "ES256", "typ": "at+jwt", "kid": kid}, header or {})
        # `jws` would put the algorithm back.
        return (key or own).raw_jws(json.dumps(stated).encode(), json.dumps(said).encode())

    def counts(self, **changes: Any) -> None:
        """A token so changed must still be good."""
        self.admitted(self.forged(**changes))

    def worthless(self, **changes: Any) -> None:
        """A token so changed must be refused."""
        self.bars(self.forged(**changes))

    def bars(self, token: str) -> None:
        """This token must be refused."""
        self.barred(self.use(token), "invalid_token")

"""Requests to the authorization server: a form in the body, each parameter once.

What belongs here: reading such a form and giving it the shape that Authlib works on. What does not:
what the parameters mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import parse_qsl

import flask
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload, OAuth2Request
from werkzeug.exceptions import RequestEntityTooLarge

from auth import oauth_errors
from auth.client_auth import METHOD, OtherMethod
from auth.clients import Client
from auth.dpop import Proof
from auth.issuing import Holdings
from auth.jose import PrivateKey
from auth.refusals import BadRequest, Refusal, TooLarge
from auth.replay import Once
from auth.tokens import AccessToken

LARGEST: Final = 64 * 1024
"""Octets of a request body (design); an assertion and full details take under 10,000."""

_DRAINED: Final = 1 << 20
"""Octets of a larger body that are read all the same (design)."""

MOST: Final = 30
"""Parameters of a request; the ones in use are seven."""

_FORM: Final = "application/x-www-form-urlencoded"

_SCHEMES: Final = {"basic": "Basic", "bearer": "Bearer", "dpop": "DPoP"}
"""Schemes that a client may have tried; its own word for another is not repeated."""


def read_form(request: flask.Request) -> dict[str, str]:
    """The parameters of a request; one without a value counts as left out (RFC 6749 section 3.2).

    Raises:
        BadRequest: not a form, parameters in the address or twice, or an Authorization field beside
            an assertion: two ways to authenticate (RFC 6749 section 2.3).
        OtherMethod: an Authorization field alone.
        TooLarge: more than `LARGEST`.
    """
    body = _body(request)
    if request.query_string:
        raise BadRequest("parameters_in_address", detail="Send parameters in the body alone.")
    if request.mimetype != _FORM:
        raise BadRequest("form_type", detail=f"Send parameters as {_FORM}.")
    pairs = _pairs(body)
    if len({name for name, _ in pairs}) != len(pairs):
        raise BadRequest("parameter_repeated", detail="Send every parameter once.")
    form = {name: value for name, value in pairs if value}
    scheme = request.headers.get("Authorization", "").partition(" ")[0].lower()
    if scheme:
        raise _by_field(scheme, form=form)
    return form


def _by_field(scheme: str, *, form: Mapping[str, str]) -> Refusal:
    """Why a request that authenticates by a field is refused (RFC 6749 sections 2.3 and 5.2)."""
    if "client_assertion" in form:
        return BadRequest(
            "authorization_field", detail="Authenticate with client_assertion in the body alone."
        )
    headers = oauth_errors.challenge(_SCHEMES.get(scheme, METHOD))
    return OtherMethod("authorization_field", headers=headers)


def _body(request: flask.Request) -> bytes:
    request.max_content_length = LARGEST
    try:
        return request.get_data(cache=False)
    except RequestEntityTooLarge as problem:
        # A client that is still writing would miss the answer.
        request.environ["wsgi.input"].read(_DRAINED)
        raise TooLarge("body_too_large") from problem


def _pairs(body: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST
        )
    except ValueError as problem:
        raise BadRequest("form_malformed", detail="The form cannot be read.") from problem


class FormRequest(OAuth2Request):  # type: ignore[misc]  # Authlib is published without types
    """One request to the authorization server, and what was found out about it on the way.

    `known` is the client it claims to be from, as soon as that one is found to exist. `unspent` is
    what proved it and is not used up yet; `written`: its refusal has an event already.
    """

    def __init__(self, request: flask.Request, *, form: dict[str, str], issuer: str) -> None:
        # Authlib refuses plain http here; that was decided once, when the issuer was configured.
        address = f"https://{issuer.partition('://')[2]}{request.path}"
        super().__init__(request.method, address, headers=request.headers)
        self.payload: Any = BasicOAuth2Payload(form)
        self.path = request.path
        self.known: Client | None = None
        self.proof: Proof | None = None
        self.held = Holdings()
        self.signer: tuple[str, PrivateKey] | None = None
        self.token: AccessToken | None = None
        self.unspent: tuple[Once, ...] = ()
        self.written = False
        self._form = form

    @property
    def form(self) -> dict[str, str]:
        """The parameters."""
        return self._form

"""Requests to the authorization server: a form in the body, each parameter once.

What belongs here: reading such a form and giving it the shape that Authlib works on. What does not:
what the parameters mean.
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import parse_qsl

import flask
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload, OAuth2Request
from werkzeug.exceptions import RequestEntityTooLarge

from auth.clients import Client
from auth.dpop import Proof
from auth.issuing import Holdings
from auth.jose import PrivateKey
from auth.refusals import BadRequest, TooLarge
from auth.tokens import AccessToken

LARGEST: Final = 64 * 1024
"""Octets of a request body (design); an assertion and full details take under 10,000."""

MOST: Final = 30
"""Parameters of a request; the ones in use are seven."""

_FORM: Final = "application/x-www-form-urlencoded"


def read_form(request: flask.Request) -> dict[str, str]:
    """The parameters of a request; one without a value counts as left out (RFC 6749 section 3.2).

    Raises:
        BadRequest: not a form, parameters in the address or twice, or an Authorization field,
            which would be a second way to authenticate (RFC 6749 section 2.3).
        TooLarge: more than `LARGEST`.
    """
    if request.query_string:
        raise BadRequest("parameters_in_address", detail="Send parameters in the body alone.")
    if request.mimetype != _FORM:
        raise BadRequest("form_type", detail=f"Send parameters as {_FORM}.")
    if "Authorization" in request.headers:
        raise BadRequest(
            "authorization_field", detail="Authenticate with client_assertion in the body alone."
        )
    pairs = _pairs(_body(request))
    if len({name for name, _ in pairs}) != len(pairs):
        raise BadRequest("parameter_repeated", detail="Send every parameter once.")
    return {name: value for name, value in pairs if value}


def _body(request: flask.Request) -> bytes:
    request.max_content_length = LARGEST
    try:
        return request.get_data(cache=False)
    except RequestEntityTooLarge as problem:
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

    `known` is the client it claims to be from, as soon as that one is found to exist.
    """

    def __init__(self, request: flask.Request, *, form: dict[str, str], issuer: str) -> None:
        # Authlib refuses plain http here; that was decided once, when the issuer was configured.
        address = f"https://{issuer.partition('://')[2]}{request.path}"
        super().__init__(request.method, address, headers=request.headers)
        self.payload: Any = BasicOAuth2Payload(form)
        self.path = request.path
        self.address = request.remote_addr or ""
        self.known: Client | None = None
        self.proof: Proof | None = None
        self.held = Holdings()
        self.signer: tuple[str, PrivateKey] | None = None
        self.token: AccessToken | None = None
        self._form = form

    @property
    def form(self) -> dict[str, str]:
        """The parameters."""
        return self._form

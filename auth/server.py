"""The authorization server: Authlib's, with this service's grant, clients and endpoints put in.

What belongs here: the classes Authlib calls, each handing on to the steps of an exchange. What does
not: the steps themselves, and addresses. Authlib's own client authentication by secret, its JWT
classes and its settings are not used.
"""

from __future__ import annotations

from typing import Any, Final

import flask
from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749.grants import ClientCredentialsGrant
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7662 import IntrospectionEndpoint

from auth import oauth_errors, tokens
from auth.audit import Event
from auth.client_auth import METHOD
from auth.context import AuthContext
from auth.exchange import INTROSPECT_PATH, TAGS, Exchange
from auth.jose import BadToken
from auth.limits import TooOften
from auth.oauth_errors import Answer
from auth.oauth_request import FormRequest
from auth.refusals import BadRequest
from auth.tokens import AccessToken

JSON_FIELDS: Final = {
    "Content-Type": "application/json",
    "Cache-Control": "no-store",
    "Pragma": "no-cache",
}
"""Fields of every answer (RFC 6749 section 5.1)."""


class Authenticated:
    """A client as Authlib asks it; there is one way to authenticate."""

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        """Whether it authenticates so, at every endpoint alike."""
        return method == METHOD


class Grant(ClientCredentialsGrant):  # type: ignore[misc]  # Authlib has no types
    """client_credentials with a proof of possession and an agreement."""

    TOKEN_ENDPOINT_AUTH_METHODS = (METHOD,)

    def validate_token_request(self) -> None:
        request, steps = self.request, self.server.steps
        request.proof = steps.check_proof(request)
        request.client = self.authenticate_token_endpoint_client()
        steps.decide(request)

    def generate_token(self, **_: Any) -> Any:
        return self.server.steps.answer(self.request)


class Revocation(RevocationEndpoint):  # type: ignore[misc]  # Authlib has no types
    """RFC 7009. A token of another client answers as an unknown one does: nothing happens."""

    CLIENT_AUTH_METHODS = (METHOD,)

    def authenticate_token(self, request: FormRequest, client: Authenticated) -> Any:
        found = own_token(self.server.steps, request=request)
        if found is None:
            self.server.steps.settle(request)
        return found

    def revoke_token(self, token: AccessToken, request: FormRequest) -> None:
        self.server.steps.record_revocation(request)


class Introspection(IntrospectionEndpoint):  # type: ignore[misc]  # Authlib has no types
    """RFC 7662, for a client's own tokens; any other is not active as far as it is told."""

    CLIENT_AUTH_METHODS = (METHOD,)

    def authenticate_token(self, request: FormRequest, client: Authenticated) -> Any:
        found = own_token(self.server.steps, request=request)
        self.server.steps.settle(request)
        return found

    def create_introspection_payload(self, token: AccessToken | None) -> dict[str, Any]:
        steps: Exchange = self.server.steps
        if token is None or not steps.worth_something(token):
            return {"active": False}
        context = steps.context
        said = tokens.claims(token, issuer=context.issuer, resource=context.resource)
        return {"active": True, "token_type": token.scheme, **said}


def own_token(steps: Exchange, *, request: FormRequest) -> AccessToken | None:
    """The access token a form names, if it was issued to the client that asks.

    A hint of its type says nothing, since there is one type (RFC 7009 section 2.2).

    Raises:
        BadRequest: none is named.
    """
    if "token" not in request.form:
        raise BadRequest("token_not_named", detail="Name the token in the parameter `token`.")
    found = steps.find(request.form["token"])
    known = request.known
    if found is None or known is None or found.client_id != known.client_id:
        return None
    request.token = found
    return found


class Server(AuthorizationServer):  # type: ignore[misc]  # Authlib has no types
    """Authlib's authorization server over this service's steps."""

    def __init__(self, context: AuthContext) -> None:
        super().__init__()
        self.steps = Exchange(context)
        self.register_client_auth_method(METHOD, self._authenticate)
        self.register_grant(Grant)
        self.register_endpoint(Revocation)
        self.register_endpoint(Introspection)

    def _authenticate(self, _: object, request: FormRequest) -> Authenticated:
        self.steps.authenticate(request)
        return Authenticated()

    def create_oauth2_request(self, request: FormRequest) -> FormRequest:
        return request

    def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
        """Tell nobody; what happened is in the audit events."""

    def save_token(self, token: dict[str, Any], request: FormRequest) -> None:
        self.steps.record_issue(request)

    def handle_response(
        self, status_code: int, payload: dict[str, Any], headers: Any
    ) -> flask.Response:
        fields = {**JSON_FIELDS, **dict(headers), **self.steps.nonce()}
        return flask.Response(flask.json.dumps(payload), status=status_code, headers=fields)

    def handle_error_response(self, request: FormRequest, error: OAuth2Error) -> flask.Response:
        return self.refuse(
            oauth_errors.answer_of_authlib(error), path=request.path, request=request
        )

    def limited(self, refusal: TooOften, *, path: str) -> flask.Response:
        """Answer that a rate is used up; only the first in its span of time has an event.

        Otherwise a stranger could fill the log as fast as requests can be sent.
        """
        answer = oauth_errors.answer(refusal)
        if not refusal.repeated:
            event = Event(TAGS[path], request_id=flask.g.get("request_id", ""))
            self.steps.record(event.refused(answer.reason))
        return self.handle_response(answer.status, answer.body(), answer.headers)

    def refuse(self, answer: Answer, *, path: str, request: FormRequest | None) -> flask.Response:
        """Answer no, once the reason stands in an event of its own transaction."""
        if request is None:
            self.steps.record(Event(TAGS[path]).refused(answer.reason))
        elif not request.written:
            answer = self._written(answer, request=request)
        if path == INTROSPECT_PATH and answer.error == "invalid_client":
            answer = oauth_errors.unauthorized(answer)
        return self.handle_response(answer.status, answer.body(), answer.headers)

    def _written(self, answer: Answer, *, request: FormRequest) -> Answer:
        """The answer once it is written down; a replayed request is told of that alone."""
        try:
            self.steps.settle(request, reason=answer.reason)
        except BadToken as replayed:
            return oauth_errors.answer(replayed)
        return answer

"""The addresses of the authorization server.

What belongs here: which address leads to which step, and that every answer is JSON, whatever goes
wrong. What does not: anything that decides.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

import flask

from auth import metadata, oauth_errors
from auth.context import AuthContext
from auth.exchange import INTROSPECT_PATH, REVOKE_PATH, TOKEN_PATH
from auth.keys import JWKS_CACHE
from auth.limits import TooOften
from auth.oauth_request import FormRequest, read_form
from auth.refusals import Refusal
from auth.server import JSON_FIELDS, Server

_log: Final = logging.getLogger(__name__)

View = Callable[[], flask.Response]


def blueprint(context: AuthContext) -> flask.Blueprint:
    """The authorization server over this wiring, ready to be registered at the origin's root."""
    # At DEBUG Authlib writes whole tokens into the log.
    logging.getLogger("authlib").setLevel(logging.INFO)
    routes = flask.Blueprint("oauth", __name__)
    server = Server(context)

    def post(path: str, answer: Callable[[FormRequest], flask.Response]) -> None:
        view = _answering(server, path=path, answer=answer)
        routes.add_url_rule(path, path.rpartition("/")[2], view, methods=["POST"])

    post(TOKEN_PATH, server.create_token_response)
    post(REVOKE_PATH, lambda form: server.create_endpoint_response("revocation", form))
    post(INTROSPECT_PATH, lambda form: server.create_endpoint_response("introspection", form))
    _publish(routes, context=context)
    return routes


def _publish(routes: flask.Blueprint, *, context: AuthContext) -> None:
    def jwks() -> flask.Response:
        with context.reads() as session:
            keys = context.keyring.keys(session, now=context.now())
        return _public(keys.jwks(now=context.now()))

    def server() -> flask.Response:
        return _public(metadata.server(context))

    def resource() -> flask.Response:
        return _public(metadata.resource(context))

    routes.add_url_rule(metadata.JWKS_PATH, "jwks", _safe(jwks))
    routes.add_url_rule(metadata.SERVER_PATH, "server_metadata", _safe(server))
    routes.add_url_rule(metadata.RESOURCE_PATH, "resource_metadata", _safe(resource))


def _public(document: dict[str, Any]) -> flask.Response:
    kept = {"Cache-Control": f"public, max-age={int(JWKS_CACHE.total_seconds())}"}
    body = flask.json.dumps(document)
    return flask.Response(body, content_type="application/json", headers=kept)


def _answering(
    server: Server, *, path: str, answer: Callable[[FormRequest], flask.Response]
) -> View:
    """A view that reads the form and turns a refusal into an answer, with its event."""
    context = server.steps.context

    def view() -> flask.Response:
        request: FormRequest | None = None
        try:
            context.limits.by_address("token", flask.request.remote_addr or "")
            form = read_form(flask.request)
            request = FormRequest(flask.request, form=form, issuer=context.issuer)
            server.steps.count(request)
            return answer(request)
        except TooOften as refusal:
            return server.limited(refusal, path=path)
        except Refusal as refusal:
            return server.refuse(oauth_errors.answer(refusal), path=path, request=request)

    return _safe(view)


def _safe(view: View) -> View:
    """The view with JSON in every answer, its own failures included."""

    @wraps(view)
    def safe() -> flask.Response:
        try:
            return view()
        except Refusal as refusal:
            answer = oauth_errors.answer(refusal)
        except Exception as error:  # noqa: BLE001  the last word of a public address is JSON
            answer = oauth_errors.failure()
            _report(error)
        return flask.Response(
            flask.json.dumps(answer.body()),
            status=answer.status,
            headers={**JSON_FIELDS, **dict(answer.headers)},
        )

    return safe


def _report(error: Exception) -> None:
    """Log where a failure came from; its text could hold what was sent."""
    places = "".join(traceback.format_tb(error.__traceback__))
    _log.error("the authorization server failed: %s\n%s", type(error).__name__, places)

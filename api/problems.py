"""Refusals as problem documents (RFC 9457): the one place where a reason becomes a status code.

Whatever goes wrong leaves here as `application/problem+json`, with a code, a sentence, and the
single things wrong. No submitted value, no trace and no name of an internal thing is ever in it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any, Final

import flask
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from auth import refusals
from auth.refusals import ErrorItem, Refusal

_log: Final = logging.getLogger(__name__)
MEDIA_TYPE: Final = "application/problem+json"

STATUS: Final[Mapping[type[Refusal], int]] = {
    refusals.BadRequest: 400,
    refusals.NotAuthenticated: 401,
    refusals.Forbidden: 403,
    refusals.NotFound: 404,
    refusals.Conflict: 409,
    refusals.PreconditionFailed: 412,
    refusals.TooLarge: 413,
    refusals.UnsupportedType: 415,
    refusals.Unprocessable: 422,
    refusals.PreconditionRequired: 428,
    refusals.TooMany: 429,
    refusals.Unavailable: 503,
}
"""The status of each kind of refusal (RFC 9110 section 15; 428 and 429: RFC 6585)."""

Refused = Callable[[str], None]
"""Takes note of what is about to be refused, by its code."""


def status(refusal: Refusal) -> int:
    """The status code of a refusal, by the nearest class in its tree."""
    return next(STATUS[kind] for kind in type(refusal).__mro__ if kind in STATUS)


def document(refusal: Refusal) -> dict[str, Any]:
    """The problem document of a refusal."""
    said: dict[str, Any] = {
        "type": f"urn:safershare:problem:{refusal.code}",
        "title": refusal.title,
        "status": status(refusal),
        "code": refusal.code,
        "detail": refusal.detail or refusal.title,
    }
    if refusal.errors:
        said["errors"] = [_item(item) for item in refusal.errors]
    return said | dict(refusal.extension)


def _item(item: ErrorItem) -> dict[str, Any]:
    known = {
        "pointer": item.pointer,
        "row": item.row,
        "field": item.field,
        "expected": item.expected,
        "count": item.count,
    }
    return {"code": item.code, "message": item.message} | {
        name: value for name, value in known.items() if value is not None
    }


def answer(said: Mapping[str, Any], headers: Mapping[str, str]) -> flask.Response:
    """A problem document as a response."""
    text = flask.json.dumps(said, separators=(",", ":"))
    response = flask.Response(text, status=said["status"], content_type=MEDIA_TYPE)
    response.headers.update(dict(headers))
    response.headers["Cache-Control"] = "no-store"
    flask.g.problem_code = said["code"]
    return response


def install(app: flask.Flask, *, refused: Refused) -> None:
    """Answer every refusal and every failure of the application with a problem document.

    Args:
        app: the application.
        refused: called with the code before it is answered; what it raises is answered instead.
    """

    def told(said: Mapping[str, Any], headers: Mapping[str, str]) -> flask.Response:
        try:
            refused(said["code"])
        except Refusal as worse:
            return answer(document(worse), worse.headers)
        return answer(said, headers)

    def on_refusal(refusal: Refusal) -> flask.Response:
        return told(document(refusal), refusal.headers)

    def on_http(error: HTTPException) -> flask.Response:
        return told(_of_http(error), _kept(error))

    def on_failure(error: Exception) -> flask.Response:
        # the formatter writes where it came from, never what was sent
        _log.error("a request failed", exc_info=error)
        try:
            refused(_FAILURE["code"])
        except Exception as worse:  # noqa: BLE001 - the store may be what failed
            _log.error("the failure has no event", exc_info=worse)
        return answer(_FAILURE, {})

    app.register_error_handler(Refusal, on_refusal)
    app.register_error_handler(HTTPException, on_http)
    app.register_error_handler(Exception, on_failure)


def _of_http(error: HTTPException) -> dict[str, Any]:
    """The problem document of what the framework refuses."""
    if isinstance(error, RequestEntityTooLarge):
        return document(refusals.TooLarge("body_too_large", detail=_WORDS[413]))
    code = error.code or 500
    name = error.name.lower().replace(" ", "_")
    return {
        "type": f"urn:safershare:problem:{name}",
        "title": error.name,
        "status": code,
        "code": name,
        "detail": _WORDS.get(code, error.name + "."),
    }


def _kept(error: HTTPException) -> dict[str, str]:
    """The fields of the framework's own answer that say more than its words."""
    return {
        key: value
        for key, value in error.get_headers(None)
        if key.lower() in ("allow", "retry-after", "location")
    }


_FAILURE: Final[Mapping[str, Any]] = {
    "type": "urn:safershare:problem:failure",
    "title": "The service failed",
    "status": 500,
    "code": "failure",
    "detail": "The service failed to answer. Nothing was stored. The failure has been recorded.",
}
_WORDS: Final[Mapping[int, str]] = {
    400: "The request cannot be read.",
    404: "There is nothing here. The interface is described at /openapi.json.",
    405: "This address does not take that method; see Allow.",
    413: "The request is larger than any allowed one.",
    415: "The body is of a kind that is not read here.",
}

"""Whatever goes wrong is answered with a problem document that repeats nothing that was sent."""

from __future__ import annotations

import json
import logging
from typing import Any

import flask
import pytest
from flask.testing import FlaskClient

from api import problems
from auth import refusals
from auth.refusals import ErrorItem, Refusal

KINDS = [kind for kind in Refusal.__subclasses__() if kind.__module__ == "auth.refusals"]


class Noted(list[str]):
    """The codes noted of refusals and failures; `worse` is what noting itself ends in."""

    worse: Exception | None = None

    def __call__(self, code: str) -> None:
        self.append(code)
        if self.worse is not None:
            raise self.worse


@pytest.fixture
def noted() -> Noted:
    return Noted()


@pytest.fixture
def client(noted: Noted) -> FlaskClient:
    app = flask.Flask(__name__)
    problems.install(app, refused=noted)
    raised: dict[str, Exception] = {
        "refusal": refusals.TooMany("too_many", headers={"Retry-After": "3"}),
        "failure": ValueError("secret-value"),
    }
    stopped = {"abort": 415, "large": 413}

    @app.get("/<name>")
    def view(name: str) -> str:
        if name in stopped:
            flask.abort(stopped[name], description="secret-value")
        raise raised[name]

    return app.test_client()


def test_every_kind_of_refusal_has_a_status_of_its_own() -> None:
    assert set(problems.STATUS) == set(KINDS)
    assert {kind.__name__: status for kind, status in problems.STATUS.items()} == {
        "BadRequest": 400,
        "NotAuthenticated": 401,
        "Forbidden": 403,
        "NotFound": 404,
        "Conflict": 409,
        "PreconditionFailed": 412,
        "TooLarge": 413,
        "UnsupportedType": 415,
        "Unprocessable": 422,
        "PreconditionRequired": 428,
        "TooMany": 429,
        "Unavailable": 503,
    }


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_refusal_is_a_document_with_its_code_and_words(kind: type[Refusal]) -> None:
    said = problems.document(kind("some_code", detail="Do this instead."))
    assert said == {
        "type": "urn:safershare:problem:some_code",
        "title": kind.default_title,
        "status": problems.STATUS[kind],
        "code": "some_code",
        "detail": "Do this instead.",
    }


class Refined(refusals.Conflict):
    """A kind of its own, as services have them."""


def test_a_refined_refusal_has_the_status_of_its_kind_and_says_more() -> None:
    found = [{"code": "type", "severity": "error", "count": 2}]
    said = problems.document(Refined("return_refused", extension={"findings": found}))
    assert (said["status"], said["detail"]) == (409, refusals.Conflict.default_title)
    assert said["findings"] == found


def test_single_things_wrong_are_listed_where_they_are_known() -> None:
    items = (
        ErrorItem("type", "Words.", row=0, field="sex", expected="A number.", count=7),
        ErrorItem("x", "More.", pointer="/a"),
    )
    said = problems.document(refusals.Unprocessable("return_refused", errors=items))
    assert said["errors"] == [
        {
            "code": "type",
            "message": "Words.",
            "row": 0,
            "field": "sex",
            "expected": "A number.",
            "count": 7,
        },
        {"code": "x", "message": "More.", "pointer": "/a"},
    ]


def test_a_refusal_is_noted_and_answered_with_its_headers(
    client: FlaskClient, noted: Noted
) -> None:
    answer = client.get("/refusal")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3")
    assert answer.content_type == problems.MEDIA_TYPE
    assert answer.headers["Cache-Control"] == "no-store"
    assert noted == ["too_many"]


def test_where_a_refusal_cannot_be_noted_that_is_the_answer(
    client: FlaskClient, noted: Noted
) -> None:
    noted.worse = refusals.Unavailable("busy", headers={"Retry-After": "1"})
    answer = client.get("/refusal")
    assert (answer.status_code, answer.json and answer.json["code"]) == (503, "busy")
    assert answer.headers["Retry-After"] == "1"


@pytest.mark.parametrize(
    ("request_line", "status", "code"),
    [
        ("GET /no/where", 404, "not_found"),
        ("POST /refusal", 405, "method_not_allowed"),
        ("GET /abort", 415, "unsupported_media_type"),
        ("GET /large", 413, "body_too_large"),
    ],
)
def test_what_the_framework_refuses_is_a_document_too(
    client: FlaskClient, noted: Noted, request_line: str, status: int, code: str
) -> None:
    method, path = request_line.split()
    answer = client.open(path, method=method)
    said: dict[str, Any] = json.loads(answer.data)
    assert (answer.status_code, said["status"], said["code"]) == (status, status, code)
    assert answer.content_type == problems.MEDIA_TYPE
    assert "secret-value" not in answer.text
    assert ("Allow" in answer.headers) == (status == 405)
    assert noted == [code]


def test_a_failure_is_recorded_and_answered_without_what_it_says(
    client: FlaskClient, noted: Noted, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = client.get("/failure")
    assert (answer.status_code, answer.json and answer.json["code"]) == (500, "failure")
    assert "secret-value" not in answer.text
    assert [record.getMessage() for record in caplog.records] == ["a request failed"]
    assert caplog.records[0].exc_info
    assert noted == ["failure"]


def test_a_failure_that_cannot_be_noted_is_answered_all_the_same(
    client: FlaskClient, noted: Noted, caplog: pytest.LogCaptureFixture
) -> None:
    noted.worse = RuntimeError("the store is gone")
    with caplog.at_level(logging.ERROR):
        answer = client.get("/failure")
    assert (answer.status_code, answer.json and answer.json["code"]) == (500, "failure")
    assert len(caplog.records) == 2

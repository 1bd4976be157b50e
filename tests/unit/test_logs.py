"""Log lines: what they hold, and what never gets into one."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from api import logs

PRIVATE = "Jane Doe, 1 High Street"


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    written = io.StringIO()
    logs.configure(written)
    yield written
    root.handlers[:], root.level = before


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_request_leaves_one_line_of_listed_fields(stream: io.StringIO) -> None:
    logs.request_done(
        request_id="8f1c",
        method="PUT",
        route="/v1/returns/<dataset>/<period>",
        status=201,
        milliseconds=12.345,
        client_id="met-bromley-returns",
    )
    (line,) = lines(stream)
    assert line.pop("at").endswith("+00:00")
    assert line == {
        "level": "info",
        "logger": "safershare.requests",
        "message": "request",
        "request_id": "8f1c",
        "method": "PUT",
        "route": "/v1/returns/<dataset>/<period>",
        "status": 201,
        "milliseconds": 12.3,
        "client_id": "met-bromley-returns",
    }


@pytest.mark.parametrize(
    "extra",
    [
        {"body": PRIVATE},
        {"authorization": f"DPoP {PRIVATE}"},
        {"client_id": PRIVATE},
        {"client_id": ["a"]},
        {"request_id": PRIVATE},
        {"route": f"/v1/returns?name={PRIVATE}"},
        {"code": PRIVATE},
        {"status": PRIVATE},
        {"status": True},
    ],
)
def test_what_is_not_listed_or_not_of_its_form_is_left_out(
    stream: io.StringIO, extra: dict[str, object]
) -> None:
    logging.getLogger("api.v1").info("done", extra=extra)
    (line,) = lines(stream)
    assert set(line) == {"at", "level", "logger", "message"}


def test_a_message_is_written_without_its_arguments(stream: io.StringIO) -> None:
    logging.getLogger("auth.store").warning("met %s", PRIVATE)
    assert lines(stream)[0]["message"] == "met %s"
    assert PRIVATE not in stream.getvalue()


def test_a_message_that_is_no_constant_is_not_written(stream: io.StringIO) -> None:
    logging.getLogger("api.db").error(ValueError(PRIVATE))
    assert PRIVATE not in stream.getvalue()
    assert lines(stream)[0]["level"] == "error"


def test_another_librarys_line_says_only_that_it_was_there(stream: io.StringIO) -> None:
    logging.getLogger("sqlalchemy.engine").warning(PRIVATE)
    logging.getLogger("sqlalchemy.engine").info(PRIVATE)
    (line,) = lines(stream)
    assert set(line) == {"at", "level", "logger"}


def test_an_exception_is_told_by_its_kinds_and_places_alone(stream: io.StringIO) -> None:
    def fail() -> None:
        try:
            int(PRIVATE)
        except ValueError as wrong:
            raise LookupError(PRIVATE) from wrong

    try:
        fail()
    except LookupError:
        logging.getLogger("api.app").exception("failed")
    (line,) = lines(stream)
    assert line["errors"] == ["LookupError", "ValueError"]
    assert [place.rsplit(" ", 1)[1] for place in line["trace"]] == [
        "test_an_exception_is_told_by_its_kinds_and_places_alone",
        "fail",
    ]
    assert PRIVATE not in stream.getvalue()


def test_a_line_without_an_exception_at_hand_has_none(stream: io.StringIO) -> None:
    logging.getLogger("api.app").error("failed", exc_info=(None, None, None))
    assert "errors" not in lines(stream)[0]


def test_lines_are_one_each_whatever_they_hold(stream: io.StringIO) -> None:
    logging.getLogger("api.app").info("two\nlines")
    assert len(stream.getvalue().splitlines()) == 1

"""Bad input: refused with its code, row and field, never repeated, and the return is as it was."""

import gzip
import io
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.deliveries import (
    Row,
    contact,
    contacts,
    document,
    envelope,
    form,
    json_body,
    ndjson,
    table,
)
from tests.journeys.recorder import Recorder
from tests.journeys.systems import CSV, JSON, NDJSON, System, Systems
from tests.oauth_client import Response

MONTH = "2026-03"
MARK = "Zq7Xw9Marker"
"""Stands in every bad value; no answer and no line of the log may hold it."""


@dataclass(frozen=True)
class Bad:
    """A body, and what must be said of it: status and code, then (code, row, field) of errors."""

    body: bytes | Callable[[], bytes]
    status: int
    code: str
    errors: frozenset[tuple[str, int | None, str | None]] = frozenset()
    media_type: str = JSON
    headers: tuple[tuple[str, str], ...] = ()


def hundred_megabytes() -> bytes:
    return b" " * 100_000_000


def bomb() -> bytes:
    """Blanks without end: each repetition of a piece is another megabyte."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    first, piece = (
        packer.compress(b" " * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2)
    )
    return first + piece * 2000


def errors(*found: tuple[str, int | None, str | None]) -> frozenset[Any]:
    return frozenset(found)


def second(**changes: Any) -> list[Row]:
    """Three rows, the second of them changed."""
    return [contact(1), contact(2, **changes), contact(3)]


def refused(rows: list[Row], *found: tuple[str, int | None, str | None]) -> Bad:
    return Bad(document(rows), 422, "return_refused", errors(*found))


def raw(member: str, *, text: str) -> bytes:
    """A document whose second row has a member spelt just so."""
    body = document(second(record_id="SPELT")).decode()
    return body.replace('"record_id": "SPELT"', f'"record_id": "hc-2", "{member}": {text}').encode()


NESTED = b'{"envelope": ' + b"[" * 10_000 + b"]" * 10_000 + b"}"
TRUNCATED = gzip.compress(document(contacts(3)))[:-12]
HEADER, *LINES = table(contacts(3)).split(b"\r\n")
WITHOUT_SEX = table([{**row, "subject": {"age_years": 30}} for row in contacts(3)])
LONE = MARK + "\ud800"
WHOLE_FORM = (
    ("envelope", "", JSON, json_body(envelope())),
    ("file", "a.csv", CSV, table(contacts(1))),
)

ROWS = {
    "a wrong type": refused(
        second(subject__age_years=MARK, referral_offered=MARK),
        ("type", 2, "subject.age_years"),
        ("type", 2, "referral_offered"),
        ("HLT-V01", 1, "referral_offered"),
        ("HLT-V01", 3, "referral_offered"),
    ),
    "an object for a number": refused(
        second(subject__age_years={MARK: MARK}), ("type", 2, "subject.age_years")
    ),
    "a row that is no object": refused(
        [contact(1), MARK, contact(3)],  # type: ignore[list-item]
        ("type", 2, None),
    ),
    "a person who is no object": refused(second(subject=[MARK]), ("type", 2, "subject")),
    "an unknown field": refused(
        second(**{MARK: MARK}), ("unknown_field", None, None), ("unknown_field", 2, None)
    ),
    "an unknown field of the person": refused(
        second(subject__surname=MARK), ("unknown_field", None, None), ("unknown_field", 2, None)
    ),
    "a missing field": refused(second(setting=None), ("missing", 2, "setting")),
    "a missing field of the person": refused(
        second(subject__sex=None), ("missing", 2, "subject.sex")
    ),
    "a null": refused(
        [contact(1), {**contact(2), "setting": None}, contact(3)], ("missing", 2, "setting")
    ),
    "a bad code": refused(second(setting=MARK), ("code", 2, "setting")),
    "a code in another case": refused(second(setting="ED"), ("code", 2, "setting")),
    "a month that is not the return's": refused(
        second(contact_month="2026-02"), ("HLT-V00", 2, "contact_month")
    ),
    "no month at all": refused(second(contact_month=MARK), ("format", 2, "contact_month")),
    "a repeated record id": refused(
        [*contacts(2), contact(1)], ("duplicate_record_id", 3, "record_id")
    ),
    "a reference of no environment": refused(
        second(subject__person_ref=MARK), ("person_ref", 2, "subject.person_ref")
    ),
    "a record id with a NUL": refused(
        second(record_id=f"{MARK}\0"), ("format", 2, "record_id")
    ),
    "a record id with a lone surrogate": refused(
        second(record_id=LONE), ("format", 2, "record_id")
    ),
    "a code with a lone surrogate": refused(second(setting=LONE), ("code", 2, "setting")),
    "a name with a lone surrogate": refused(
        second(**{LONE: 1}), ("unknown_field", None, None), ("unknown_field", 2, None)
    ),
    "a name with a NUL": refused(
        second(**{f"{MARK}\0": 1}), ("unknown_field", None, None), ("unknown_field", 2, None)
    ),
    "an e-mail address for an id": refused(
        second(record_id=f"{MARK}@example.org"), ("format", 2, "record_id")
    ),
    "a number as large as a page": refused(
        second(subject__age_years=10**4000), ("range", 2, "subject.age_years")
    ),
}  # fmt: skip
DOCUMENTS = {
    "NaN": Bad(raw("call_count", text="NaN"), 400, "not_json"),
    "Infinity": Bad(raw("call_count", text="-Infinity"), 400, "not_json"),
    "a number out of range": Bad(raw("call_count", text="1e999"), 400, "not_json"),
    "a number of 5,000 digits": Bad(raw("call_count", text="7" * 5000), 400, "not_json"),
    "an unfinished escape": Bad(raw("setting", text='"\\u12'), 400, "not_json"),
    "nesting 10,000 deep": Bad(NESTED, 400, "not_json"),
    "an empty body": Bad(b"", 400, "not_json"),
    "a blank body": Bad(b" \n", 400, "not_json"),
    "a string": Bad(json_body(MARK), 400, "not_a_return"),
    "an object of other members": Bad(json_body({MARK: 1}), 400, "not_a_return"),
    "records that are no list": Bad(
        json_body({"envelope": envelope(), "records": {MARK: 1}}), 400, "not_a_list"
    ),
    "no envelope": Bad(json_body({"records": contacts(1)}), 400, "envelope_missing"),
    "an envelope that is a list": Bad(
        json_body({"envelope": [MARK], "records": []}), 400, "envelope_missing"
    ),
    "an unknown member of the envelope": Bad(
        document(contacts(1), **{MARK: 1}), 422, "envelope_invalid",
        errors(("unknown_field", None, None)),
    ),
    "an envelope without its explanation": Bad(
        document(contacts(1), explanation=None), 422, "envelope_invalid",
        errors(("missing", None, "envelope.explanation")),
    ),
    "a NUL in the envelope": Bad(
        document(contacts(1), explanation=f"{MARK} \0 is no way to explain"), 422,
        "envelope_invalid", errors(("characters", None, "envelope.explanation")),
    ),
    "a lone surrogate in the envelope": Bad(
        document(contacts(1), source_system=LONE), 422, "envelope_invalid",
        errors(("characters", None, "envelope.source_system")),
    ),
    "another agency in the envelope": Bad(
        document(contacts(1), agency=MARK), 422, "return_refused",
        errors(("ENV-V05", None, "envelope.agency")),
    ),
    "no rows": Bad(
        document([]), 422, "return_refused", errors(("ENV-V02", None, "envelope.return_status"))
    ),
    "fewer rows than announced": Bad(
        document(contacts(2), row_count=3), 422, "return_refused",
        errors(("ENV-V07", None, "envelope.row_count")),
    ),
    "invalid UTF-8": Bad(
        document(contacts(1)).replace(b"hc-", b"\xff\xfe-"), 400, "not_utf8"
    ),
    "UTF-16": Bad(document(contacts(1)).decode().encode("utf-16"), 400, "not_utf8"),
}  # fmt: skip
FILES = {
    "an empty file of lines": Bad(
        b"", 422, "return_refused", errors(("ENV-V02", None, "envelope.return_status")), NDJSON
    ),
    "a line that is not JSON": Bad(
        ndjson(contacts(1)) + b"{" + MARK.encode() + b"\n", 422, "return_refused",
        errors(("not_json", 2, None)), NDJSON,
    ),
    "a line with NaN": Bad(
        ndjson(contacts(1)) + b'{"record_id": NaN}\n', 422, "return_refused",
        errors(("not_json", 2, None)), NDJSON,
    ),
    "a line that is not UTF-8": Bad(
        ndjson(contacts(1)) + b'{"record_id": "\xff"}\n', 422, "return_refused",
        errors(("not_utf8", 2, None)), NDJSON,
    ),
    "a line nested 10,000 deep": Bad(
        ndjson(contacts(1)) + b"[" * 10_000 + b"]" * 10_000 + b"\n", 422, "return_refused",
        errors(("not_json", 2, None)), NDJSON,
    ),
    "an empty table": Bad(b"", 400, "header_missing", media_type=CSV),
    "a table without a header": Bad(b"\r\n".join(LINES), 400, "header_missing", media_type=CSV),
    "a byte order mark and no header": Bad(
        b"\xef\xbb\xbf" + b"\r\n".join(LINES), 400, "header_missing", media_type=CSV
    ),
    "a table without a column it needs": Bad(
        WITHOUT_SEX, 422, "return_refused", errors(("missing_column", None, "subject.sex")),
        CSV,
    ),
    "a table with a column twice": Bad(
        b"record_id,record_id\r\n1,2\r\n", 400, "header_repeated", media_type=CSV
    ),
    "a table with an unknown column": Bad(
        b"\r\n".join([HEADER + b"," + MARK.encode(), *(line + b",1" for line in LINES[:-1])]),
        422, "return_refused", errors(("unknown_field", None, None)), CSV,
    ),
    "a row with too many cells": Bad(
        HEADER + b"\r\n" + LINES[0] + b"," + MARK.encode() + b"\r\n", 422, "return_refused",
        errors(("cells", 1, None)), CSV,
    ),
    "a blank cell where a value is needed": Bad(
        table(second(setting="")), 422, "return_refused", errors(("missing", 2, "setting")), CSV
    ),
    "a quotation mark that never ends": Bad(
        HEADER + b'\r\n"' + MARK.encode(), 400, "csv_broken", media_type=CSV
    ),
    "a table that is not UTF-8": Bad(
        table(second(record_id=MARK)).replace(b"Zq7", b"\xff"), 400, "not_utf8", media_type=CSV
    ),
    "a table with a NUL": Bad(
        table(second(record_id=f"{MARK}\0")), 422, "return_refused",
        errors(("format", 2, "record_id")), CSV,
    ),
    "a form without its file": Bad(
        form(("envelope", "", JSON, json_body(envelope())))[1], 400, "form_parts",
        media_type=form()[0],
    ),
    "a form with two files": Bad(
        form(*WHOLE_FORM, ("file", "b.csv", CSV, table(contacts(2))))[1], 400, "form_parts",
        media_type=form()[0],
    ),
    "a form with two envelopes": Bad(
        form(*WHOLE_FORM, ("envelope", "", JSON, json_body(envelope())))[1], 400, "form_parts",
        media_type=form()[0],
    ),
    "a form whose envelope is no object": Bad(
        form(("envelope", "", JSON, json_body(MARK)), ("file", "a.csv", CSV, b"record_id\r\n"))[1],
        400, "envelope_missing", media_type=form()[0],
    ),
    "a form whose envelope is not UTF-8": Bad(
        form(
            ("envelope", "", JSON, json_body(envelope(source_system="X")).replace(b"X", b"\xff")),
            ("file", "a.csv", CSV, table(contacts(1))),
        )[1],
        400, "not_utf8", media_type=form()[0],
    ),
    "a form that breaks off": Bad(
        form(("envelope", "", JSON, b"{}"))[1][:60], 400, "form_parts", media_type=form()[0]
    ),
    "a form with a file of no kind": Bad(
        form(("envelope", "", JSON, json_body(envelope())), ("file", "a", "", b"1"))[1],
        415, "media_type", media_type=form()[0],
    ),
    "a kind of file that is not read": Bad(b"<a/>", 415, "media_type", media_type="text/xml"),
    "no kind of file": Bad(b"{}", 415, "media_type", media_type=""),
}  # fmt: skip
PACKED = {
    "a gzip bomb": Bad(bomb, 413, "body_too_large", headers=(("Content-Encoding", "gzip"),)),
    "half a gzip stream": Bad(
        TRUNCATED, 400, "gzip_broken", headers=(("Content-Encoding", "gzip"),)
    ),
    "something else as gzip": Bad(
        document(contacts(1)), 400, "gzip_broken", headers=(("Content-Encoding", "gzip"),)
    ),
    "another encoding": Bad(
        zlib.compress(b"{}"), 415, "encoding", headers=(("Content-Encoding", "deflate"),)
    ),
    "a body of 100 MB": Bad(hundred_megabytes, 413, "body_too_large"),
    "a table of 100 MB": Bad(hundred_megabytes, 413, "body_too_large", media_type=CSV),
}
ALL = {**ROWS, **DOCUMENTS, **FILES, **PACKED}


@pytest.fixture(scope="module")
def standing() -> dict[str, Any]:
    """The ETag and receipt of what is in force, once it is."""
    return {}


@pytest.fixture
def sender(systems: Systems, standing: dict[str, Any]) -> System:
    """The hospital, whose March is in force."""
    hospital = systems("kings-pruh")
    assert hospital.stand("health_contact", envelope()).status == 200
    done = hospital.put("health_contact", MONTH, document(contacts(3)))
    assert done.status in (200, 201)
    return hospital


@pytest.fixture
def unmarked(recorder: Recorder, log: io.StringIO) -> Iterator[None]:
    """At the end, no answer and no line of the log holds the mark."""
    yield
    assert recorder.told
    assert log.getvalue().count('"message":"request"') >= len(recorder.told)
    assert [each.text for each in recorder.told if MARK.lower() in each.text.lower()] == []
    assert MARK.lower() not in log.getvalue().lower()


def put(sender: System, bad: Bad) -> Response:
    body = bad.body if isinstance(bad.body, bytes) else bad.body()
    return sender.put(
        "health_contact", MONTH, body, media_type=bad.media_type, headers=dict(bad.headers)
    )


@pytest.mark.usefixtures("unmarked")
@pytest.mark.parametrize("name", ALL)
def test_it_is_refused_by_its_name_and_nothing_changes(sender: System, name: str) -> None:
    bad, before = ALL[name], sender.receipt("health_contact", MONTH)
    answer = put(sender, bad)
    assert answer.headers["Content-Type"] == "application/problem+json", answer.body
    said = answer.json
    assert (answer.status, said["status"], said["code"]) == (bad.status, bad.status, bad.code)
    found = {(e["code"], e.get("row"), e.get("field")) for e in said.get("errors", ())}
    assert found == bad.errors
    after = sender.receipt("health_contact", MONTH)
    assert (after.headers["ETag"], after.json) == (before.headers["ETag"], before.json)


PATHS = {
    "a month that is none": ("health_contact/2026-13", "no_period"),
    "a month of letters": (f"health_contact/{MARK}", "no_period"),
    "a dataset that is none": (f"{MARK}/2026-03", "no_dataset"),
    "a NUL in the path": (f"health_contact/{MARK}%00", "no_period"),
    "no UTF-8 in the path": (f"health_contact/{MARK}%FF", "no_period"),
}


@pytest.mark.usefixtures("unmarked")
@pytest.mark.parametrize("name", PATHS)
def test_a_path_to_nothing_is_not_found(sender: System, name: str) -> None:
    path, code = PATHS[name]
    asked = sender.details("health_contact")
    for method, scope in (("PUT", "returns:write"), ("GET", "returns:read")):
        answer = sender.call(method, f"/v1/returns/{path}", scope=scope, asked=asked)
        assert (answer.status, answer.json["code"]) == (404, code)


QUERIES = (f"dry_run={MARK}", f"{MARK}=true", f"on_error={MARK}", "dry_run=%FF", "dry_run=%00")


@pytest.mark.usefixtures("unmarked")
@pytest.mark.parametrize("query", QUERIES)
def test_a_parameter_of_another_form_is_refused(sender: System, query: str) -> None:
    answer = sender.put("health_contact", MONTH, document(contacts(3)), query=f"?{query}")
    assert (answer.status, answer.json["code"]) == (422, "parameters")


@pytest.mark.usefixtures("unmarked")
@pytest.mark.parametrize("cursor", [MARK, "", "%00", "a.b.c", "%FF", "x" * 5000])
def test_a_cursor_that_was_not_given_is_refused(sender: System, cursor: str) -> None:
    answer = sender.get(
        f"/v1/returns/health_contact/{MONTH}/findings?cursor={cursor}", dataset="health_contact"
    )
    assert 400 <= answer.status < 500
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.usefixtures("unmarked")
@pytest.mark.parametrize(
    "body", [b"", b"\xff", b"NaN", b"[]", NESTED, json.dumps({"period": MARK}).encode(), b"null"]
)
def test_a_small_document_of_another_form_is_refused(systems: Systems, body: bytes) -> None:
    lead = systems("bromley-da-lead")
    answer = lead.call("POST", "/v1/periods", scope="periods:write", media_type=JSON, body=body)
    assert 400 <= answer.status < 500
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.usefixtures("unmarked")
@pytest.mark.parametrize("path", ["/v1/periods", "/v1/person-aliases", "/v1/envelopes/incident"])
def test_a_document_of_100_mb_is_not_read(systems: Systems, path: str) -> None:
    lead = systems("bromley-da-lead")
    data = not path.endswith("periods")
    answer = lead.call(
        "PUT" if "envelopes" in path else "POST",
        path,
        scope="returns:write" if data else "periods:write",
        asked=lead.details() if data else None,
        media_type=JSON,
        body=hundred_megabytes(),
    )
    assert answer.status == 413
    assert answer.headers["Content-Type"] == "application/problem+json"

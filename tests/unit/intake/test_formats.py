"""CSV, NDJSON and JSON give the same rows; what cannot be read is said without being repeated."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.intake.reading.formats import (
    WIDEST_LINE,
    Header,
    Lines,
    Records,
    Source,
    Table,
    Unreadable,
    parse,
    source,
)
from auth.refusals import BadRequest, Refusal, UnsupportedType
from schemas.datasets import DATASETS
from synth.formats import csv_bytes, ndjson_bytes
from tests.rows import GOOD, row
from tests.unit.schemas.strategies import JSON

INCIDENT, AGGREGATE = DATASETS["incident"], DATASETS["aggregate_return"]
BOM = b"\xef\xbb\xbf"


def table(content: bytes | str, dataset: str = "incident") -> Table:
    raw = content.encode() if isinstance(content, str) else content
    return Table(io.BytesIO(raw), DATASETS[dataset])


def lines(content: bytes) -> Lines:
    return Lines(io.BytesIO(content), INCIDENT)


def rows(found: Source) -> list[Any]:
    return [record for _, record in found.rows()]


def refusal(read: Any, *args: Any) -> str:
    with pytest.raises(Refusal) as refused:
        read(*args)
    assert isinstance(refused.value, BadRequest)
    return refused.value.code


def fault(record: Any) -> str:
    assert isinstance(record, Unreadable)
    return record.finding.code


@pytest.mark.parametrize("name", DATASETS)
def test_the_same_rows_come_out_of_every_format(name: str) -> None:
    figure = {"value": "40"} if name == "aggregate_return" else {}  # a decimal is text in a cell
    dataset, sent = DATASETS[name], [row(name, figure), row(name, {**figure, "record_id": "2"})]
    read = {
        media_type: source(io.BytesIO(content), media_type=media_type, dataset=dataset)
        for media_type, content in {
            "text/csv": csv_bytes(sent, dataset=dataset),
            "application/x-ndjson": ndjson_bytes(sent),
            "application/jsonl": ndjson_bytes(sent),
            "application/json": json.dumps(sent).encode(),
        }.items()
    }
    expected = Header(frozenset(GOOD[name]), ())
    for media_type, found in read.items():
        assert found.header() == expected, media_type
        assert list(found.rows()) == list(enumerate(sent, start=1)), media_type
        assert list(found.rows()) == list(enumerate(sent, start=1)), media_type


@pytest.mark.parametrize("media_type", ["text/plain", "application/xml", "", "TEXT/CSV "])
def test_a_format_that_nothing_reads_is_refused(media_type: str) -> None:
    with pytest.raises(UnsupportedType):
        source(io.BytesIO(b""), media_type=media_type, dataset=INCIDENT)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "{", "[1,]", "{'a': 1}", "NaN", "Infinity", "-Infinity", '{"a": NaN}', "1e400",
        "-1e400", "1" * 5000, "[" * 10_000, "[" * 10_000 + "]" * 10_000, '{"a":' * 10_000, "01",
        '{"a": 1, "a": 2}', '[{"b": {"a": 1, "a": 1}}]', '"a\nb"', '"\\x"', "1 2", "// no",
    ],
    ids=lambda text: text[:12] + str(len(text)),
)  # fmt: skip
def test_what_is_no_strict_json_is_refused(text: str) -> None:
    assert refusal(parse, text) == "not_json"
    assert refusal(parse, text.encode()) == "not_json"


def test_text_that_is_not_utf_8_is_refused_as_such() -> None:
    assert refusal(parse, b'{"a": "\xe9"}') == "not_utf8"
    assert refusal(parse, '{"a": 1}'.encode("utf-16")) == "not_utf8"
    assert refusal(parse, b'{"a": "\xed\xa0\x80"}') == "not_utf8"


def test_ordinary_json_is_read_with_or_without_a_byte_order_mark() -> None:
    text = b'{"a": [1, 1.5, true, null, "\\u00e9\\ud83d\\ude00"]}'
    assert parse(text) == parse(BOM + text) == {"a": [1, 1.5, True, None, "é😀"]}
    assert parse("9" * 400) == int("9" * 400)


@given(JSON)
def test_whatever_json_can_say_is_read_back(value: Any) -> None:
    try:
        text = json.dumps(value, allow_nan=False)
    except ValueError:
        assert refusal(parse, json.dumps(value)) == "not_json"
    else:
        assert parse(text) == value


@pytest.mark.parametrize("records", [{}, {"records": []}, "[]", 1, None, True], ids=repr)
def test_records_are_a_list(records: Any) -> None:
    assert refusal(Records, records, INCIDENT) == "not_a_list"


def test_a_document_with_no_records_has_no_columns_and_no_rows() -> None:
    found = Records([], INCIDENT)
    assert found.header() == Header(frozenset(), ())
    assert rows(found) == []


def test_the_columns_of_records_are_those_that_any_of_them_has() -> None:
    sent = [{"record_id": "1", "victim": {"sex": "F"}}, {"reported_on": None}, 7, {"victim": "x"}]
    found = Records(sent, INCIDENT)
    assert found.header().present == {"record_id", "victim.sex", "reported_on"}
    assert rows(found) == sent


def test_a_file_of_json_is_read_to_its_end() -> None:
    found = source(
        io.BytesIO(b'[{"record_id": "1"}]'), media_type="application/json", dataset=INCIDENT
    )
    assert rows(found) == [{"record_id": "1"}]
    with pytest.raises(BadRequest):
        source(io.BytesIO(b"[{]"), media_type="application/json", dataset=INCIDENT)


def test_blank_lines_are_passed_over_and_not_numbered() -> None:
    found = lines(b'\n{"record_id": "1"}\r\n  \n{"record_id": "2"}')
    assert list(found.rows()) == [(1, {"record_id": "1"}), (2, {"record_id": "2"})]


def test_a_byte_order_mark_before_the_first_line_is_passed_over() -> None:
    assert rows(lines(BOM + b'{"record_id": "1"}\n')) == [{"record_id": "1"}]


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (b'{"record_id": ', "not_json"),
        (b"record_id,sex", "not_json"),
        (b'{"a": NaN}', "not_json"),
        (b"[" * 10_000, "not_json"),
        (b'{"a": "\xff"}', "not_utf8"),
        (b'{"a": "' + b"x" * WIDEST_LINE + b'"}', "line_too_long"),
        (b" " * WIDEST_LINE + b'{"record_id": "9"}', "line_too_long"),
        (b"x" * (3 * WIDEST_LINE), "line_too_long"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_one_broken_line_is_one_row_and_hides_no_other(broken: bytes, code: str) -> None:
    found = lines(b'{"record_id": "1"}\n' + broken + b'\n{"record_id": "3"}\n')
    (_, one), (second, two), (third, three) = found.rows()
    assert (one, three, second, third) == ({"record_id": "1"}, {"record_id": "3"}, 2, 3)
    assert fault(two) == code
    assert found.header().present == {"record_id"}


def test_a_line_may_be_as_long_as_its_limit() -> None:
    inside = b'{"record_id": "1"}'
    line = inside + b" " * (WIDEST_LINE - len(inside) - 1) + b"\n"
    assert rows(lines(line + inside)) == [{"record_id": "1"}, {"record_id": "1"}]
    assert fault(rows(lines(b"x" * (WIDEST_LINE + 1)))[0]) == "line_too_long"


def test_an_empty_file_of_lines_has_nothing_in_it() -> None:
    assert (lines(b"").header(), rows(lines(b""))) == (Header(frozenset(), ()), [])


@given(st.binary(max_size=200))
def test_any_bytes_are_lines(content: bytes) -> None:
    found = lines(content)
    found.header()
    assert [number for number, _ in found.rows()] == list(range(1, len(rows(found)) + 1))


def test_unknown_members_of_a_person_are_unknown_columns() -> None:
    found = lines(b'{"record_id": "1", "victim": {"nickname": "x"}}').header()
    assert [each.code for each in found.findings] == ["unknown_field"]
    assert found.present == {"record_id"}


def test_unknown_members_of_many_records_are_said_once() -> None:
    found = Records([{f"strange_{letter}": 1} for letter in "abcdef"], INCIDENT).header()
    assert len(found.findings) == 1

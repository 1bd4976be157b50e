"""A JSON document is cut into its records with little memory, as strictly as if it were whole."""

from __future__ import annotations

import io
import json
import tracemalloc
from typing import IO, Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.intake.reading.body import BLOCK
from api.intake.reading.documents import ABSENT, cut
from api.intake.reading.rows import WIDEST_LINE
from auth import strict_json
from auth.refusals import BadRequest, TooLarge
from tests.unit.schemas.strategies import JSON

BOM = b"\xef\xbb\xbf"


def read(content: bytes) -> tuple[Any, list[Any]]:
    document = cut(io.BytesIO(content))
    with document.records as records:
        return document.envelope, [strict_json.decode(line.decode()) for line in records]


def refusal(content: bytes) -> str:
    with pytest.raises(BadRequest) as refused:
        read(content)
    return refused.value.code


ROWS = [{"a": 1, "b": {"c": "é,\n]}"}}, {}, 7, None, [1, [2]], "x", 1.5e-7, True]


@pytest.mark.parametrize("indent", [None, 2], ids=["tight", "wide"])
@pytest.mark.parametrize(
    ("document", "envelope"),
    [
        ({"envelope": {"level": "record"}, "records": ROWS}, {"level": "record"}),
        ({"records": ROWS, "envelope": {"level": "record"}}, {"level": "record"}),
        ({"records": ROWS}, ABSENT),
        (ROWS, ABSENT),
    ],
    ids=["envelope first", "envelope last", "no envelope", "bare"],
)
def test_records_and_envelope_come_out_as_they_were(
    document: Any, envelope: Any, indent: int | None
) -> None:
    content = json.dumps(document, indent=indent, ensure_ascii=False).encode()
    assert read(content) == read(BOM + content) == (envelope, ROWS)
    with (made := cut(io.BytesIO(content))).records:
        assert made.bare == isinstance(document, list)


def test_an_empty_document_has_no_records() -> None:
    assert read(b"[]") == read(b"{}") == read(b' { "records" : [ ] } ') == (ABSENT, [])


@given(st.lists(JSON, max_size=5), JSON)
def test_whatever_json_can_say_is_cut_where_it_ends(records: list[Any], envelope: Any) -> None:
    try:
        content = json.dumps({"records": records, "envelope": envelope}, allow_nan=False).encode()
    except ValueError:
        return
    assert read(content) == (envelope, records)


@pytest.mark.parametrize("offset", range(BLOCK - 24, BLOCK + 4))
@pytest.mark.parametrize(
    "value", ["123.456e-7", "-1.5E+300", "true", '"\\ud83d\\ude00"', '"é"', "[1,2]"]
)
def test_a_value_across_the_edge_of_a_block_is_one_value(offset: int, value: str) -> None:
    content = b"[" + b" " * offset + f"{value},{value}]".encode()
    assert read(content)[1] == [json.loads(value)] * 2


BROKEN = [
    "", " \n", "{", "[", "[1,]", "[,1]", "[1 2]", "[1", "[1}", '{"records":[1]', '{"records":[1],}',
    '{"records"[1]}', '{"records":}', '{records:[]}', "{1:[]}", "[] x", "[][]", "{}{}", "nul", '"a',
    "[NaN]", "[Infinity]", "[-Infinity]", "[1e400]", "[01]", '[{"a":1,"a":2}]', "['a']",
    '{"records":[],"records":[]}', '{"envelope":1,"envelope":1}', '["\\x"]', '["\\u12"]',
    "[" + "1" * 5000 + "]", "[" * 10_000, "[" * 10_000 + "]" * 10_000, '["a\nb"]', "[// no\n1]",
    "[1.]", "[1e]", "[-]", "[1.5.5]",
]  # fmt: skip


@pytest.mark.parametrize("text", BROKEN, ids=lambda text: text[:16] + str(len(text)))
def test_what_is_no_strict_json_is_refused(text: str) -> None:
    assert refusal(text.encode()) == "not_json"


@pytest.mark.parametrize("text", ["1", '"a"', "null", "true", '{"rows":[]}', '{"x":{"a":1}}'])
def test_another_document_is_no_return(text: str) -> None:
    assert refusal(text.encode()) == "not_a_return"


@pytest.mark.parametrize("text", ["{}", "null", "1", '"[]"', '{"a":[]}'])
def test_records_are_a_list(text: str) -> None:
    assert refusal(f'{{"records":{text}}}'.encode()) == "not_a_list"


def test_text_that_is_not_utf_8_is_refused_as_such() -> None:
    assert refusal('["é"]'.encode("latin-1")) == "not_utf8"
    assert refusal(json.dumps(ROWS).encode("utf-16")) == "not_utf8"
    assert refusal(b'["' + b"x" * BLOCK + b'\xff"]') == "not_utf8"
    assert refusal(b'["\xe2\x82') == "not_utf8"


def sized(size: int) -> bytes:
    """A document of one record of so many bytes."""
    return b'[{"a":"' + b"x" * (size - 8) + b'"}]'


def test_a_record_may_be_as_long_as_a_line_and_no_longer() -> None:
    ((record,),) = read(sized(WIDEST_LINE - 1))[1:]
    assert len(record["a"]) == WIDEST_LINE - 9
    assert refusal(sized(WIDEST_LINE)) == "record_too_long"
    assert refusal(sized(10_000_000)) == "record_too_long"
    assert refusal(('[{"a":"' + "é" * 600_000 + '"}]').encode()) == "record_too_long"


def test_a_fault_before_much_else_is_a_fault_and_not_a_long_record() -> None:
    assert refusal(b"[{]" + b" " * 3_000_000) == "not_json"
    assert refusal(b'[{"a":NaN}' + b",1" * 2_000_000 + b"]") == "not_json"


class Endless:
    """Records without an end; counts what is taken of them."""

    def __init__(self, count: int) -> None:
        self.left = count

    def seek(self, _: int) -> None:
        self.block = b'[{"a": 1},'

    def read(self, _: int) -> bytes:
        self.left -= 1
        if self.left < 0:
            return b"7]" if self.left == -1 else b""
        block, self.block = self.block, (b'{"a": "' + b"x" * 90 + b'"},') * 600
        return block


def test_memory_does_not_grow_with_the_document() -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        try:
            cut(cast("IO[bytes]", Endless(count))).records.close()
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(30)
    assert peak(300) < peak(60) + 300_000


def test_a_refused_document_leaves_no_file_open(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[IO[bytes]] = []
    real = io.BytesIO

    def opened(*_: object) -> IO[bytes]:
        made.append(real())
        return made[-1]

    monkeypatch.setattr("tempfile.SpooledTemporaryFile", opened)
    for content in (b"[1,", b"[NaN]", b'{"x":1}', b"[\xff]"):
        refusal(content)
    assert [file.closed for file in made] == [True] * 4


@pytest.mark.parametrize(
    "content", [b"[{},{},{}]", b'{"records":[{},{},{}]}'], ids=["list", "whole"]
)
def test_more_records_than_are_taken_at_once_are_refused(content: bytes) -> None:
    with cut(io.BytesIO(content), most=3).records as records:
        assert len(list(records)) == 3
    with pytest.raises(TooLarge) as refused:
        cut(io.BytesIO(content), most=2)
    assert refused.value.code == "too_many_rows"

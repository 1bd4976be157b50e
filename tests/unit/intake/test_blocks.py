"""Blocks of a file hold the rows that its reader gives one by one."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.intake.reading import lines, pieces, tables
from api.intake.reading.blocks import Cells, InBlocks
from api.intake.reading.blocks import Lines as LineBlock
from api.intake.reading.formats import Lines, Source, Table
from auth.refusals import BadRequest
from schemas.datasets import DATASETS
from schemas.terms import TermMap

HEAD = b"record_id,crime_type,victim.sex,abuse_types\r\n"
LONG = b"inc-1," + b"x" * 9000 + b",F,PHY\r\n"
"""Python's reader takes 8 KiB at once, and would meet what is broken with the header."""
INCIDENT = DATASETS["incident"]


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name, size in (
        (pieces, "PIECE", 64),
        (tables, "EXACTLY", 24),
        (lines, "PIECE", 64),
        (lines, "WIDEST_LINE", 200),
    ):
        monkeypatch.setattr(module, name, size)


def by_blocks(source: Source) -> list[tuple[int, Any]]:
    """The rows of a file, read in blocks."""
    assert isinstance(source, InBlocks)
    return [row for block in source.blocks() for row in _rows(block)]


def _rows(block: Any) -> Iterator[tuple[int, Any]]:
    if isinstance(block, Cells):
        assert block.common.height == block.sent.height
        made = [block.record(cells) for cells in block.sent.iter_rows()]
    elif isinstance(block, LineBlock):
        made = [block.record(line) for line in block.lines]
    else:
        made = list(block.records)
    assert len(made) == len(block)
    yield from enumerate(made, start=block.first)


def kinds(source: Source) -> set[str]:
    assert isinstance(source, InBlocks)
    return {type(block).__name__ for block in source.blocks()}


def read(source: Source, way: Callable[[Source], list[Any]]) -> Any:
    """The rows of a file and what is noted, or the code of the refusal."""
    try:
        return way(source), list(source.notes())
    except BadRequest as refusal:
        return refusal.code


def alike(source: Source) -> None:
    """Both ways give the same rows, remarks and refusals."""
    assert read(source, by_blocks) == read(source, lambda each: list(each.rows()))


def table(content: bytes, **said: Any) -> Table:
    return Table(io.BytesIO(content), INCIDENT, **said)


LINE = st.sampled_from(
    [
        b"inc-1,x,F,PHY;COE", b"inc-2,,,", b",,,", b"", b"# remark,,,", b'"inc-3",x,"F",PHY',
        b'inc-4,"a, b",M,"x\ny"', b"ragged", b"a,b,c,d,e", b"  , ,\t,", 'é,"ü",ö,'.encode(),
        b'inc"5,x,F,PHY',
    ]
)  # fmt: skip
BROKEN = st.sampled_from([b'"open,x,F,', b'"a"b,x,F,', b"\xff,x,F,", b"a\0,x,F,"])


@given(st.lists(LINE, max_size=30), st.sampled_from([b"\n", b"\r\n", b"\r"]))
def test_a_table_read_in_blocks_has_the_same_rows(made: list[bytes], end: bytes) -> None:
    alike(table(HEAD + end.join(made)))


@given(st.lists(st.one_of(LINE, BROKEN), max_size=12))
def test_a_broken_table_is_refused_alike(made: list[bytes]) -> None:
    alike(table(b"\xef\xbb\xbf" + HEAD + LONG + b"\n".join(made)))


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_alike(content: bytes) -> None:
    alike(table(HEAD + LONG + content))


def test_good_pieces_are_columns_and_odd_ones_are_not() -> None:
    good = b"".join(b"inc-%d,x,F,PHY\r\n" % number for number in range(40))
    assert kinds(table(HEAD + good)) == {"Cells"}
    assert kinds(table(HEAD + good + b"# remark,,,\r\n" + good)) == {"Cells", "Records"}


def test_columns_are_in_the_common_names_and_words() -> None:
    terms = TermMap(
        {"ref": "record_id", "gender": "victim.sex", "kind": "abuse_types"},
        {"victim.sex": {"female": "F"}, "abuse_types": {"hit": "PHY", "threat": "COE"}},
    )
    content = b"ref,gender,kind,extra\ni-1,female,hit;threat,x\ni-2,M,PHY,y\ni-3,,,\n"
    source = table(content, terms=terms)
    (block,) = source.blocks()
    assert isinstance(block, Cells)
    assert block.common.to_dict(as_series=False) == {
        "record_id": ["i-1", "i-2", "i-3"],
        "victim.sex": ["F", "M", None],
        "abuse_types": ["PHY;COE", "PHY", None],
    }
    alike(source)


RECORD = st.sampled_from(
    [
        b'{"record_id": "inc-1", "victim": {"sex": "F"}}', b'{"a": 1}', b"{}", b"[]", b"", b"  ",
        b'{"victim": null, "suspect": 3}', b"{", b'{"a": 1, "a": 2}', b"\xef\xbb\xbf{}", b"\xff",
        b'{"suspect": {"sex": "M", "strange": 1}}', b'{"record_id": "' + b"x" * 300 + b'"}',
        b" " * 250, b'{"is_crime": true, "victim": {"age_years": 3}} ', b"{} {}", b"NaN",
        b'{"zzz": {"b": 1}, "yyy": 2}', b"1" * 198, b"1" * 199, b"1" * 200, b"1" * 201,
    ]
)  # fmt: skip


@given(st.lists(RECORD, max_size=20), st.sampled_from([b"\n", b"\r\n"]))
def test_lines_read_in_blocks_have_the_same_rows_and_members(made: list[bytes], end: bytes) -> None:
    source = Lines(io.BytesIO(end.join(made)), INCIDENT)
    alike(source)
    records = [record for _, record in source.rows() if isinstance(record, dict)]
    assert source.header() == lines.members(records, INCIDENT)


def test_lines_in_an_agencys_own_words_are_put_into_the_common_ones() -> None:
    terms = TermMap({"ref": "record_id"}, {"victim.sex": {"female": "F"}})
    source = Lines(io.BytesIO(b'{"ref": "i-1", "victim.sex": "female"}\n'), INCIDENT, terms=terms)
    assert by_blocks(source) == [(1, {"record_id": "i-1", "victim": {"sex": "F"}})]
    assert source.header().present == {"record_id", "victim.sex"}

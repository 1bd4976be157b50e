"""Pieces of CSV hold what Python's own reader gives, or are left to it."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from api.intake.reading import pieces
from api.intake.reading.pieces import Piece, Reading, framed, piece

ODD = ["", " ", "a", '"', '""', ",", "\n", "\r", "\r\n", "#", "\0", "\ufeff", "é", "\x1c", "\x85"]
CELLS = st.one_of(st.sampled_from(ODD), st.text("ab,\"'#\r\n \0;é", max_size=6))
WIDTH = 3


def cells(text: bytes) -> list[list[str]]:
    """What Python's reader gives of a piece that stands in the middle of a file."""
    lines = io.TextIOWrapper(io.BytesIO(text), encoding="utf-8", newline="")
    return [line for line in csv.reader(lines, strict=True) if any(cell.strip() for cell in line)]


def same(text: bytes, *, last: bool = True) -> bool:
    """Whether the piece became a frame; if so it holds what Python's reader gives."""
    frame = framed(Piece(0, text, last=last), width=WIDTH)
    if frame is None:
        return False
    assert [[cell or "" for cell in row] for row in frame.iter_rows()] == cells(text)
    assert "" not in {cell for row in frame.iter_rows() for cell in row}
    return True


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=4), st.sampled_from(ODD))
@example([["a", "b"], ["a", "b", "c", "d"]], "\n")
@example([["\ufeffa", "b", "c"]], "\n")
@example([["a", "b", "c"], [], ["a", "b", "c"]], "\n")
@example([["", '"', '"', '""']], "\n")
def test_a_frame_never_differs_from_pythons_reader(lines: list[list[str]], end: str) -> None:
    same((end or "\n").join(",".join(line) for line in lines).encode())


@given(
    st.lists(st.lists(CELLS, min_size=WIDTH, max_size=WIDTH), min_size=1, max_size=5),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
)
@example([["", "\r\n", "a"]], "\n", csv.QUOTE_MINIMAL)
@example([["", "", '"']], "\n", csv.QUOTE_ALL)
def test_well_written_records_are_read_alike(
    lines: list[list[str]], end: str, quoting: Any
) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=end, quoting=quoting).writerows(lines)
    same(text.getvalue().encode())


@given(st.binary(max_size=60))
def test_any_bytes_are_read_alike_or_left(text: bytes) -> None:
    same(text)


@pytest.mark.parametrize(
    "text",
    [
        b"a,b,c\nd,,f\n",
        b"a,b,c\r\nd,,f\r\n",
        b"a,b,c\nd,e,f",
        '"a;b","c","é"\n"","","x"\n'.encode(),
        b'a,"b,c",d\ne,"f ""g""",\n',
        b'a,"b\nc",d\n',
        b"a,b,c\n,,\n , ,\nd,e,f\n",
    ],
    ids=["lf", "crlf", "no end", "all quoted", "some quoted", "line in a cell", "blanks"],
)
def test_ordinary_files_become_frames(text: bytes) -> None:
    assert same(text)


@pytest.mark.parametrize(
    "text",
    [
        b"a,b\n", b"a,b,c,d\n", b"a,b\nc,d,e,f\n", b"a,b,c\n\nd,e,f\n", b"a,b,c\rd,e,f\r",
        b'a"b,c,d\n', b'"a"b,c,d\n', b'"a,b,c\n', b"#a,b,c\n", b"a\0,b,c\n", b"a,b,\xff\n",
        b"a," + b"b" * 200_000 + b",c\n", b'a,"b",c\n', b"\xef\xbb\xbfa,b,c\n",
    ],
    ids=lambda text: repr(text[:16]),
)  # fmt: skip
def test_what_may_be_read_in_two_ways_is_left_to_pythons_reader(text: bytes) -> None:
    assert not same(text)


def test_a_piece_that_breaks_off_is_no_frame() -> None:
    assert same(b"a,b,c\nd,e,f", last=True)
    assert not same(b"a,b,c\nd,e,f", last=False)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "mark"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"], ids=["lf", "crlf", "cr"])
def test_a_reading_knows_how_far_it_has_come(mark: bytes, end: bytes) -> None:
    parts = [mark + b"x,y,z" + end, 'é,"a\nb",c'.encode() + end, b"1,2,3" + end]
    file = io.BytesIO(b"".join(parts))
    reading = Reading(file, at=0)
    records = reading.records()
    assert next(records) == ["x", "y", "z"]
    place = reading.at
    assert place == len(parts[0])
    assert next(records) == ["é", "a\nb", "c"]
    assert reading.at == place + len(parts[1])
    records.close()
    assert list(Reading(file, at=reading.at).records()) == [["1", "2", "3"]]


def test_pieces_make_the_file_and_end_between_records(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "PIECE", 40)
    lines = [f'{number},"a\nb,{number}",c\n'.encode() for number in range(50)]
    file, at, found = io.BytesIO(b"".join(lines)), 0, list[bytes]()
    while part := piece(file, at=at).sent:
        found.append(part)
        at += len(part)
    assert b"".join(found) == b"".join(lines)
    assert len(found) > 10
    assert all(part.endswith(b",c\n") for part in found)


def test_a_record_larger_than_a_piece_is_handed_over_broken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pieces, "PIECE", 8)
    found = piece(io.BytesIO(b'"' + b"a" * 50 + b'",b,c\n'), at=0)
    assert (found.sent, found.last) == (b'"aaaaaaa', False)

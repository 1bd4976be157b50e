"""Parquet files: nested, of other types, of a thousand million rows, or of none."""

import io
import struct
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import polars as pl

from api.intake.reading.rest import PARQUET
from tests.corpus.nasty import flat, of, rows

FLAT = flat(rows())
NINE = datetime.fromisoformat("2026-03-01T09:00:00")
"""A moment of no zone, as most tables hold it."""


def parquet(frame: pl.DataFrame) -> bytes:
    held = io.BytesIO()
    frame.write_parquet(held)
    return held.getvalue()


def good() -> bytes:
    return parquet(pl.DataFrame(FLAT))


def beside(name: str, values: list[Any] | pl.Series) -> bytes:
    """The good rows with one more column, or another in the place of theirs."""
    return parquet(pl.DataFrame(FLAT).with_columns(pl.Series(name, values)))


def zigzag(number: int) -> bytes:
    """A whole number as Thrift's compact protocol writes it."""
    left, made = number << 1, b""
    while left > 0x7F:
        made, left = made + bytes([left & 0x7F | 0x80]), left >> 7
    return made + bytes([left])


def claims(rows_said: int, *, size: int = 100) -> bytes:
    """A file whose footer says so many rows in one row group, all of them one run of one value."""
    schema = b"\x2c" + b"\x48\x01s" + b"\x15\x02\x00" + b"\x15\x0c\x25\x02\x18\x01a\x00"
    group = b"\x19\x0c" + b"\x16" + zigzag(size) + b"\x16" + zigzag(rows_said) + b"\x00"
    footer = b"\x15\x02" + b"\x19" + schema + b"\x16" + zigzag(rows_said)
    footer += b"\x19\x1c" + group + b"\x00"
    return b"PAR1" + footer + struct.pack("<I", len(footer)) + b"PAR1"


def run_of_rows(count: int) -> bytes:
    """So many real rows of one value, which run-length encoding keeps in a few bytes."""
    one = pl.Series("record_id", ["hc-1"], dtype=pl.Categorical)
    return parquet(one.new_from_index(0, count).to_frame())


def one_long_text() -> bytes:
    """Twenty gigabytes of CSV that a dictionary of one entry says in two thousand bytes."""
    one = pl.Series("record_id", ["x" * 100_000], dtype=pl.Categorical)
    return parquet(one.new_from_index(0, 200_000).to_frame())


def nested() -> bytes:
    return beside("subject", [{"sex": "F"}] * 3)


FILES = (
    of("parquet good", good, PARQUET),
    of("parquet packed", good, PARQUET, packed=True),
    of("parquet categories and dates", lambda: beside(
        "setting", pl.Series(["ed"] * 3, dtype=pl.Categorical)), PARQUET),
    of("parquet whole fractions", lambda: beside("subject.age_years", [21.0, 22.0, 23.0]), PARQUET),
    of("parquet fractions", lambda: beside("subject.age_years", [21.0, 22.5, 23.0]), PARQUET,
       ("type", 2, "subject.age_years")),
    of("parquet not a number", lambda: beside("subject.age_years", [21.0, float("nan"), 23.0]),
       PARQUET, ("type", 2, "subject.age_years")),
    of("parquet decimals", lambda: beside("subject.age_years", [Decimal("21.00")] * 3), PARQUET),
    of("parquet truths", lambda: beside("subject.restricted", [True, False, True]), PARQUET),
    of("parquet lists", lambda: beside("subject.impairments", [["MOB"], [], None]), PARQUET),
    of("parquet a wrong type", lambda: beside("contact_month", [date(2026, 3, 1)] * 3), PARQUET,
       *(("format", row, "contact_month") for row in (1, 2, 3))),
    of("parquet moments", lambda: beside("contact_month", [NINE] * 3), PARQUET,
       *(("format", row, "contact_month") for row in (1, 2, 3)), notes=["local_times"]),
    of("parquet moments with a zone", lambda: beside(
        "contact_month", [NINE.replace(tzinfo=UTC)] * 3), PARQUET,
       *(("format", row, "contact_month") for row in (1, 2, 3))),
    of("parquet nested", nested, PARQUET, ("parquet_nested", None, "subject"),
       refused="parquet_nested"),
    of("parquet lists of numbers", lambda: beside("subject.impairments", [[1]] * 3), PARQUET,
       ("parquet_nested", None, "subject.impairments"), refused="parquet_nested"),
    of("parquet bytes", lambda: beside("setting", [b"ed"] * 3), PARQUET,
       ("parquet_type", None, "setting"), refused="parquet_type"),
    of("parquet spans of time", lambda: beside("setting", [timedelta(1)] * 3), PARQUET,
       ("parquet_type", None, "setting"), refused="parquet_type"),
    of("parquet two columns that are none", lambda: parquet(pl.DataFrame(FLAT).with_columns(
        pl.Series("setting", [b"ed"] * 3), pl.Series("result", [{"a": 1}] * 3))), PARQUET,
       ("parquet_type", None, "setting"), ("parquet_nested", None, "result"),
       refused="parquet_type"),
    of("parquet a semicolon in a list", lambda: beside(
        "subject.impairments", [["MOB"], ["a;b"], None]), PARQUET,
       ("parquet_list", 2, "subject.impairments"), refused="parquet_list"),
    of("parquet a null in a list", lambda: beside(
        "subject.impairments", [["MOB"], [None, "VIS"], None]), PARQUET,
       ("parquet_list", 2, "subject.impairments"), refused="parquet_list"),
    of("parquet a cell of a megabyte", lambda: beside("setting", ["ed", "x" * 1_000_000, "ed"]),
       PARQUET, ("cell_too_long", 2, "setting"), refused="cell_too_long"),
    of("parquet empty", b"", PARQUET, refused="parquet_broken"),
    of("parquet something else", b"PAR1 no PAR1", PARQUET, refused="parquet_broken"),
    of("parquet breaks off", lambda: good()[:-20], PARQUET, refused="parquet_broken"),
    of("parquet without its middle", lambda: good()[:4] + good()[400:], PARQUET,
       refused="parquet_broken"),
    of("parquet no rows", lambda: parquet(pl.DataFrame(FLAT).clear()), PARQUET,
       ("ENV-V02", None, "envelope.return_status")),
    of("parquet no columns of ours", lambda: parquet(pl.DataFrame({"a": [1]})), PARQUET,
       refused="header_missing"),
    of("parquet a thousand million rows", lambda: claims(10**9), PARQUET,
       refused="too_many_rows"),
    of("parquet ten million run-length rows", lambda: run_of_rows(10_000_000), PARQUET,
       refused="too_many_rows"),
    of("parquet one long text for all rows", one_long_text, PARQUET, refused="too_large"),
    of("parquet a footer that says too much", lambda: claims(10, size=10**12), PARQUET,
       refused="too_large"),
    of("parquet a footer that says less than none", lambda: claims(0)[:-8] + b"\xff" * 4 + b"PAR1",
       PARQUET, refused="parquet_broken"),
)  # fmt: skip

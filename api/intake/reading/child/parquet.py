"""A Parquet file to CSV: flat columns of plain types, a slice at a time.

What a cell of CSV cannot say is refused by the column's name: nested columns, bytes, spans of time.
A list of texts becomes one cell joined by `;`, as lists are in CSV.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import IO, Any, Final

import polars as pl
from polars.datatypes import DataType

from api.intake.reading.child import footer
from api.intake.reading.child.output import LONGEST_CELL, REMARK, Bounds, Output
from api.intake.reading.child.report import Place, Refused, refused

SLICE: Final = 5_000  # rows held at a time (design)
BYTES: Final = 16 << 20  # of text written at a time: one value may stand for many (design)
JOINT: Final = ";"
_TEXTS: Final = (pl.String, pl.Categorical, pl.Enum)
_PLAIN: Final = (*_TEXTS, pl.Boolean, pl.Date, pl.Datetime, pl.Time, pl.Null)


def convert(file: IO[bytes], output: Output, *, bounds: Bounds) -> dict[str, int]:
    """Write a Parquet file as CSV.

    Returns:
        Counts of what is worth a note.

    Raises:
        Refused: the file cannot be taken as it is.
    """
    rows = _rows(file, bounds)
    file.seek(0)
    frame = pl.scan_parquet(file)
    schema = dict(frame.collect_schema())
    _check(schema)
    output.start(list(schema))
    for start in range(0, rows, SLICE):
        _write(frame.slice(start, SLICE).collect(), schema, output)
    return {"local_times": output.local_times}


def _rows(file: IO[bytes], bounds: Bounds) -> int:
    """How many rows there are, where that and their size are within bounds."""
    try:
        said = footer.read(file)
    except (ValueError, KeyError, TypeError) as error:
        raise refused("parquet_broken") from error
    if said.rows > bounds.rows:
        raise refused("too_many_rows")
    if said.unpacked > bounds.unpacked:
        raise refused("too_large")
    return said.rows


def _check(schema: Mapping[str, DataType]) -> None:
    places = [
        Place("parquet_nested" if kind.is_nested() else "parquet_type", None, number, name)
        for number, (name, kind) in enumerate(schema.items(), start=1)
        if not _flat(kind)
    ]
    if places:
        raise Refused(*places)


def _flat(kind: DataType) -> bool:
    if isinstance(kind, pl.List):
        return isinstance(kind.inner, _TEXTS)
    return kind.is_numeric() or isinstance(kind, _PLAIN)


def _write(frame: pl.DataFrame, schema: Mapping[str, DataType], output: Output) -> None:
    first = output.rows
    texts = pl.DataFrame(
        [
            _texts(frame[name], output, place=(number, name, first))
            for number, name in enumerate(schema, start=1)
        ]
    )
    _check_lengths(texts, first=first)
    size = sum(int(series.str.len_bytes().sum()) for series in texts)
    output.expect(size)
    parts = size // BYTES + 1
    for part in texts.iter_slices(max(texts.height // parts, 1)):
        _put(part, output)


def _put(texts: pl.DataFrame, output: Output) -> None:
    remarks = texts.filter(texts.to_series(0).str.starts_with(REMARK)).height
    # every cell in quotation marks: a bare carriage return would end the row for other readers
    written = texts.write_csv(include_header=False, quote_style="always", line_terminator="\r\n")
    output.block(written, rows=texts.height, cells=texts.height * texts.width, remarks=remarks)


def _check_lengths(texts: pl.DataFrame, *, first: int) -> None:
    for number, series in enumerate(texts, start=1):
        long = (series.str.len_chars() > LONGEST_CELL).arg_true()
        if len(long):
            raise Refused(Place("cell_too_long", first + 1 + long[0], number, series.name))


def _texts(series: pl.Series, output: Output, *, place: tuple[int, str, int]) -> pl.Series:
    """A column's slice as cells; `place` is its number, its name and the rows before it."""
    kind = series.dtype
    if isinstance(kind, _TEXTS) or kind.is_integer() or isinstance(kind, pl.Boolean):
        return series.cast(pl.String).fill_null("")
    if isinstance(kind, pl.List):
        cells = list(_joined(series, place=place))
    elif kind.is_decimal():
        cells = list(map(_plain, series.to_list()))
    else:
        cells = list(map(output.text, series.to_list()))
    return pl.Series(series.name, cells, dtype=pl.String)


def _plain(value: Any) -> str:
    """A decimal number without the zeros that only fill its places."""
    text = "" if value is None else format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _joined(series: pl.Series, *, place: tuple[int, str, int]) -> Iterator[str]:
    number, name, before = place
    for row, texts in enumerate(series.to_list(), start=before + 1):
        if any(text is None or JOINT in text for text in texts or ()):
            raise Refused(Place("parquet_list", row, number, name))
        yield JOINT.join(texts or ())

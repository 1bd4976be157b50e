"""Files put together from their parts, a part at a time, as the bytes that are to be written.

What the parts hold, how they are made and where the files go does not belong here.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

import polars as pl

from synth import formats
from synth.labels import LABEL, NOTICE

ROW_GROUP: Final = 1 << 16
"""Rows of a row group of Parquet, whatever the parts hold: so their size leaves no trace."""


def body(
    held: Iterator[bytes], encoding: formats.Written, *, first: bytes, said: Mapping[str, Any]
) -> Iterator[bytes]:
    """The bytes of a file from its parts.

    Args:
        held: the parts, in order.
        encoding: how the file is written, and its parts.
        first: the first line, where it is a table of text.
        said: the envelope, which a JSON document holds as well, and Parquet in its metadata.
    """
    if encoding == "parquet":
        yield from _columnar(held, said)
    elif encoding == "json":
        yield from _document(held, said)
    else:
        if encoding == "csv":
            yield first
        yield from held


def _document(held: Iterator[bytes], said: Mapping[str, Any]) -> Iterator[bytes]:
    yield b'{"envelope":' + formats.json_bytes(said) + b',"records":['
    comma = b""
    for part in held:
        for line in part.splitlines():
            yield comma + line
            comma = b","
    yield b"]}"


def _columnar(held: Iterator[bytes], said: Mapping[str, Any]) -> Iterator[bytes]:
    """One Parquet file of several; their sizes leave no trace in it."""
    whole = io.BytesIO()
    about = {LABEL: "true", "notice": NOTICE, "envelope": json.dumps(said)}
    pl.scan_ipc(list(held)).sink_parquet(
        whole, row_group_size=ROW_GROUP, maintain_order=True, metadata=about, compression_level=1
    )
    yield whole.getvalue()

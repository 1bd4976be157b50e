"""The files of a written borough as tables of texts, some rows at a time, whatever their format.

A run's folder holds `returns` and `truth`, and a manifest that names the profile and the months.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

import msgspec
import polars as pl

ROWS: Final = 20_000
"""Rows that are held at once (design)."""
_BLOCK: Final = 1 << 20
MANIFEST: Final = "synthetic-manifest.json"
BOROUGHS: Final = "synthetic-boroughs.json"


class ScoreError(ValueError):
    """There is nothing that can be scored; the text says why."""


@dataclass(frozen=True, slots=True)
class File:
    """A return of one agency for one month.

    Attributes:
        truth: the file beside it that says whom each row is about, where there is one.
    """

    path: Path
    agency: str
    dataset: str
    month: str
    level: str
    truth: Path | None


def manifest(folder: Path) -> dict[str, Any]:
    """What a run says of itself.

    Raises:
        ScoreError: the folder is no run's, or one that was stopped.
    """
    path = folder / MANIFEST
    try:
        found: dict[str, Any] = json.loads(path.read_bytes())
    except FileNotFoundError:
        several = (folder / BOROUGHS).exists()
        why = "score the folder of each borough" if several else f"there is no {MANIFEST}"
        text = f"{folder} holds no whole run of one borough: {why}"
        raise ScoreError(text) from None
    except ValueError as problem:
        raise ScoreError(f"{path} is not JSON: {problem}") from problem
    return found


def files(folder: Path, told: dict[str, Any]) -> list[File]:
    """The returns of a run, in the order of the manifest.

    Raises:
        ScoreError: one that the manifest names is not there.
    """
    truths = {each.stem: each for each in (folder / "truth").glob("*.csv")}
    found = []
    for each in told["files"]:
        path = folder / each["path"]
        if not each["path"].startswith("returns/") or each["path"].endswith(".envelope.json"):
            continue
        if not path.exists():
            raise ScoreError(f"{path} is in the manifest, and is not there")
        truth = truths.get(path.name.removesuffix(path.suffix))
        found.append(
            File(path, each["agency"], each["dataset"], each["month"], each["level"], truth)
        )
    return found


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a JSON or NDJSON file, one by one.

    Raises:
        ScoreError: it breaks off.
    """
    if path.suffix == ".ndjson":
        with path.open("rb") as lines:
            yield from (msgspec.json.decode(line) for line in lines)
    else:
        yield from _listed(path)


def _listed(path: Path) -> Iterator[dict[str, Any]]:
    """The members of `records`, which stand at the end of a document, without holding it whole."""
    decoder = json.JSONDecoder()
    with path.open(encoding="utf-8") as source:
        held = source.read(_BLOCK)
        start = held.index('"records":[') + len('"records":[')
        held = held[start:]
        while True:
            held = held.lstrip(",")
            if held.startswith("]"):
                return
            try:
                row, end = decoder.raw_decode(held)
            except json.JSONDecodeError:
                more = source.read(_BLOCK)
                if not more:
                    raise ScoreError(f"{path} breaks off") from None
                held += more
                continue
            yield row
            held = held[end:]


def frames(file: File, columns: Sequence[str]) -> Iterator[pl.DataFrame]:
    """Some columns of a file by dotted name, blank where it has none, so many rows at a time."""
    if file.path.suffix == ".csv":
        yield from _table(file.path, columns)
        return
    if file.path.suffix == ".parquet":
        yield from _sliced(pl.scan_parquet(file.path), columns)
        return
    taken = rows(file.path)
    while some := list(islice(taken, ROWS)):
        held = {name: [_cell(row, name) for row in some] for name in columns}
        yield pl.DataFrame(held, schema=dict.fromkeys(columns, pl.String))


def _table(path: Path, columns: Sequence[str]) -> Iterator[pl.DataFrame]:
    yield from _sliced(pl.scan_csv(path, infer_schema=False), columns)


def _sliced(table: pl.LazyFrame, columns: Sequence[str]) -> Iterator[pl.DataFrame]:
    held = set(table.collect_schema().names())
    picked = [
        pl.col(name).cast(pl.String) if name in held else pl.lit(None, pl.String).alias(name)
        for name in columns
    ]
    whole = table.select([pl.lit(value=True).alias("there"), *picked])
    for some in whole.collect_batches(chunk_size=ROWS, maintain_order=True):
        yield some.drop("there")


def _cell(row: dict[str, Any], name: str) -> str | None:
    block, _, key = name.rpartition(".")
    held = row.get(block) if block else row
    value = held.get(key) if held else None
    return text(value)


def text(value: Any) -> str | None:
    """A JSON value as a cell of a table."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return ";".join(map(str, value)) if isinstance(value, list) else str(value)


def people(file: File, block: str) -> pl.DataFrame:
    """Whom the rows of a file are about: `record_id` and `person`.

    Raises:
        ScoreError: the truth is not written beside it.
    """
    if file.truth is None:
        raise ScoreError(f"the truth of {file.path} is not there")
    table = pl.scan_csv(file.truth, infer_schema=False)
    return table.select("record_id", pl.col(block).hash().alias("person")).collect()


def flattened(held: Iterable[dict[str, Any]]) -> Iterator[dict[str, str]]:
    """Records with dotted names and texts, as a table would hold them."""
    for row in held:
        flat: dict[str, str] = {}
        for name, value in row.items():
            inside = value.items() if isinstance(value, dict) else [("", value)]
            for key, part in inside:
                cell = text(part)
                if cell is not None:
                    flat[f"{name}.{key}" if key else name] = cell
        yield flat

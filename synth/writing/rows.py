"""Files of one dataset's rows, for whoever needs rows and not a borough.

Each row stands by itself: persons and histories do not join up, as they do in the invented borough.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from schemas.datasets import DATASETS
from schemas.period import Period
from synth import formats
from synth.chance import child
from synth.formats import Format, Row
from synth.labels import LABEL
from synth.providers import SaferShareProvider
from synth.providers.base import generator
from synth.writing.putting import File, put

MOST: Final = 100_000  # rows of one file, which is made in memory (design)


def write_rows(
    out: Path,
    *,
    dataset: str,
    months: Sequence[Period],
    seed: int,
    rows: int,
    format: Format,  # noqa: A002 - named as the option is
) -> list[Path]:
    """Write a file of rows for each month, named as synthetic, and give back where they are.

    The same arguments give the same bytes; a month's do not depend on the others.

    Args:
        out: the folder; made where it is not there.
        dataset: the dataset's name.
        months: the months.
        seed: what everything is drawn from.
        rows: how many rows a month has.
        format: of the files; JSON is a bare list of records.

    Raises:
        ValueError: there is no such dataset, or there would be no row, or too many.
        OSError: the files cannot be written; those that have their names are whole.
    """
    if dataset not in DATASETS:
        raise ValueError(f"there is no such dataset; there is {', '.join(DATASETS)}")
    if not 1 <= rows <= MOST:
        raise ValueError(f"rows are from 1 to {MOST}")
    files = [
        File(
            f"{LABEL}-{month}-{dataset}.{format}",
            _body(dataset, month, seed=seed, rows=rows, encoding=format),
            {},
        )
        for month in sorted(set(months))
    ]
    return [out / file.path for file, _ in put(out, files)]


def _body(
    dataset: str, month: Period, *, seed: int, rows: int, encoding: Format
) -> Iterator[bytes]:
    yield _encoded(_drawn(dataset, month, seed=seed, rows=rows), dataset=dataset, encoding=encoding)


def _drawn(dataset: str, month: Period, *, seed: int, rows: int) -> list[Row]:
    """Rows with identifiers of their own: chance alone might draw one twice."""
    provider = SaferShareProvider(generator(child(seed, "rows", dataset, str(month))))
    draw = getattr(provider, dataset)
    return [draw(str(month)) | {"record_id": f"r-{month}-{n}"} for n in range(1, rows + 1)]


def _encoded(rows: list[Row], *, dataset: str, encoding: Format) -> bytes:
    if encoding == "csv":
        return formats.csv_bytes(rows, dataset=DATASETS[dataset])
    return formats.ndjson_bytes(rows) if encoding == "ndjson" else formats.json_bytes(rows)

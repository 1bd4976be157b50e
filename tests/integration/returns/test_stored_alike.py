"""Rows that were accepted together are stored as each would be by itself, to the last byte."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl
import pytest

from api.db import Context, Database
from api.intake import bulk
from api.intake.accepted import Accepted
from api.intake.examine import examine
from api.intake.reading import pieces, tables
from api.policies.people import Digester
from api.queries.loading import load
from api.queries.making import FrameMaker, RowMaker
from schemas.datasets import DATASETS
from schemas.tables.records import RECORDS
from tests.counts import SEED
from tests.unit.intake.examining import setting
from tests.unit.intake.test_roads import drawn, ndjson, table

CONTEXT = Context("bromley", "kings-pruh")
DRAWN = {"unit_key", "record_key"}
"""Random where nobody is linked."""


class BothWays:
    """Keeps the rows of a file as frames, and each of them by itself."""

    def __init__(self, name: str) -> None:
        digester = Digester(b"s" * 32, CONTEXT.partnership_id)
        self.single = RowMaker(DATASETS[name], digester)
        self._together = FrameMaker(DATASETS[name], digester)
        self.each: list[tuple[int, tuple[Any, ...]]] = []
        self.frames: list[pl.DataFrame] = []

    def row(self, month: str, number: int, values: Mapping[str, Any]) -> None:
        """Rows with a query, or that nobody accepts together, are not looked at here."""

    def rows(self, month: str, accepted: Accepted) -> None:
        self.frames.append(self._together.frame(accepted))
        self.each += ((n, self.single.row(values)) for n, values in accepted.rows())


def stored(database: Database, name: str, submission_id: str) -> Iterator[dict[str, Any]]:
    """The rows of a submission as the driver gives them, less what is random."""
    names = [c.name for c in RECORDS[name].columns if c.name != "submission_id"]
    mark = "%s" if database.engine_name == "postgresql" else "?"
    query = f"SELECT {', '.join(names)} FROM {name}_records WHERE submission_id = {mark}"
    with database.reading(CONTEXT) as session:
        cursor = session.connection().connection.cursor()
        cursor.execute(f"{query} ORDER BY row_no", (submission_id,))
        for values in cursor.fetchall():
            row = dict(zip(names, values, strict=True))
            linked = any(row[n] == row["unit_key"] for n in row if n.endswith("_person_id"))
            yield {n: v for n, v in row.items() if linked or n not in DRAWN}


@pytest.mark.prove
@pytest.mark.parametrize("encoding", ["csv", "ndjson"])
def test_rows_are_stored_alike_one_by_one_and_together(
    database: Database, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "ENOUGH_CELLS", 1)
    monkeypatch.setattr(bulk, "ENOUGH_LINES", 1)
    monkeypatch.setattr(pieces, "PIECE", 10_000)
    monkeypatch.setattr(tables, "EXACTLY", 1_000)
    for name in DATASETS:
        lines = drawn(name, seed=SEED)
        source = table(name, lines) if encoding == "csv" else ndjson(name, lines, seed=SEED)
        kept = BothWays(name)
        examine(source, setting=setting(name, period="2025-26-Q4"), keep=kept)
        found = []
        for rows, frames in ((iter(kept.each), iter(())), (iter(()), iter(kept.frames))):
            owner = {
                "partnership_id": CONTEXT.partnership_id,
                "agency_id": CONTEXT.agency_id,
                "submission_id": str(uuid.uuid4()),
            }
            with database.writing(CONTEXT) as session:
                count = load(
                    session,
                    rows,
                    frames,
                    dataset=name,
                    names=kept.single.names,
                    owner=owner,
                    month="2026-03",
                )
            found.append(list(stored(database, name, owner["submission_id"])))
            assert count == len(found[-1])
        assert found[0] == found[1], name
        assert len(found[0]) > len(lines) // 10, name

"""Whether every row is what the common schema says: both validators, over every row.

The exact check goes row by row; the fast one, which the service's bulk door uses, must let through
no row that the exact one does not. Whole returns, and what holds between rows, are for the service.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import msgspec
import polars as pl

from schemas.checking import Plan, check
from schemas.dataset import Dataset, columns
from schemas.datasets import DATASETS
from schemas.fast.columns import TextColumns
from schemas.fast.lines import JsonLines
from schemas.period import Period
from synth.formats import json_bytes
from synth.scoring.reading import File, ScoreError, frames, rows

EXACT: Final = 50_000
"""Rows at most that take the slow road where the fast one lets them through (design)."""


class Verdicts:
    """What both validators said, in counts.

    Attributes:
        rows, passed: how many there were, and how many of them have no finding.
        exactly: how many of those that passed the fast one were checked exactly as well.
        fast: how many the fast one let through.
        disagreed: rows that the fast one let through and the exact one did not.
        findings: how often each code came up.
    """

    def __init__(self) -> None:
        self.rows = self.passed = self.exactly = self.fast = self.disagreed = 0
        self.findings: dict[str, int] = {}

    def add(self, row: Any, *, fast: bool, plan: Plan) -> None:
        """Count one row."""
        self.rows += 1
        self.fast += fast
        if fast and self.exactly >= EXACT:
            self.passed += 1
            return
        self.exactly += fast
        found = check(row, plan=plan).findings
        self.passed += not found
        self.disagreed += fast and bool(found)
        for each in found:
            self.findings[each.code] = self.findings.get(each.code, 0) + 1

    def document(self) -> dict[str, Any]:
        """The counts, and the share that passed, in per cent."""
        share = 100 * (self.passed - self.disagreed) / self.rows if self.rows else None
        return {
            "rows": self.rows, "passed": self.passed, "share": share, "fast": self.fast,
            "checked_twice": self.exactly, "disagreed": self.disagreed, "findings": self.findings,
        }  # fmt: skip


def structure(files: Iterable[File], *, sectors: dict[str, str], area: str) -> Verdicts:
    """What both validators say of the rows of all returns.

    Args:
        files: the returns.
        sectors: of the agencies.
        area: of the partnership.
    """
    verdicts = Verdicts()
    for file in files:
        name = file.dataset if file.level == "record" else "aggregate_return"
        dataset = DATASETS[name]
        context = _context(file, sector=sectors[file.agency], area=area)
        if file.path.suffix in (".json", ".ndjson"):
            _lines(file.path, dataset, context, verdicts)
        else:
            _cells(file, dataset, context, verdicts)
    return verdicts


def _context(file: File, *, sector: str, area: str) -> dict[str, Any]:
    month = Period.parse_month(file.month)
    said = _envelope(file.path)
    return {
        "envelope.month": file.month,
        "envelope.last_day": month.end,
        "envelope.extracted_on": date.fromisoformat(said["extracted_on"]),
        "envelope.definition_version": said["definition_version"],
        "agency.sector": sector,
        "partnership.area": area,
        "return.dataset": file.dataset,
        "envelope.level": file.level,
    }


def _envelope(path: Path) -> dict[str, Any]:
    """What the agency says of the return: before the records in JSON, else in a file beside it."""
    found: dict[str, Any]
    if path.suffix != ".json":
        found = msgspec.json.decode(path.with_suffix(".envelope.json").read_bytes())
        return found
    with path.open("rb") as source:
        start = source.read(1 << 16)
    head, there, _ = start.partition(b',"records":[')
    if not there:
        raise ScoreError(f"{path} is no return")
    found = msgspec.json.decode(head.removeprefix(b'{"envelope":'))
    return found


def _lines(path: Path, dataset: type[Dataset], context: dict[str, Any], verdicts: Verdicts) -> None:
    plan = Plan(dataset, frozenset(column.name for column in columns(dataset)), context)
    fast = JsonLines(plan)
    for row in rows(path):
        verdicts.add(row, fast=fast.values(json_bytes(row)) is not None, plan=plan)


def _cells(file: File, dataset: type[Dataset], context: dict[str, Any], verdicts: Verdicts) -> None:
    header = _header(file.path)
    own = {column.name: column for column in columns(dataset)}
    present = frozenset(name if name in own else name.rpartition(".")[0] for name in header)
    plan = Plan(dataset, present, context)
    fast = TextColumns(plan)
    for some in frames(file, header):
        accepted = fast.accepted(some).to_list()
        for row, fine in zip(_rows(some, own), accepted, strict=True):
            verdicts.add(row, fast=fine, plan=plan)


def _header(path: Path) -> list[str]:
    if path.suffix == ".parquet":
        return pl.scan_parquet(path).collect_schema().names()
    with path.open(encoding="utf-8") as source:
        return source.readline().strip().split(",")


def _rows(some: pl.DataFrame, own: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The rows as records; a cell is read as its column's field reads it."""
    for held in some.iter_rows(named=True):
        row: dict[str, Any] = {}
        for name, cell in held.items():
            if cell is None:
                continue
            if name in own:
                column = own[name]
                holder = row.setdefault(column.block, {}) if column.block else row
                holder[column.key] = column.field.from_text(cell)
            else:
                block, _, part = name.rpartition(".")
                row.setdefault(block, {})[part] = cell
        yield row

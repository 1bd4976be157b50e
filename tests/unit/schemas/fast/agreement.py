"""The compiled validators held against `schemas.checking.check`, row by row.

What belongs here: files of invented rows with their plan, and what each validator says of them.
What does not: which values are nasty, which `tests.nasty` knows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import Any, Final

import polars as pl

from auth import strict_json
from schemas.checking import Checked, Plan, check
from schemas.dataset import Column, columns
from schemas.datasets import DATASETS
from schemas.fast.columns import TextColumns
from schemas.fast.lines import JsonLines
from schemas.fast.loader import checker
from schemas.fields import CellMap
from tests import nasty
from tests.counts import whole_or_sample
from tests.nasty import Drawn
from tests.rows import context, every_column

FILLS: Final = {"sharing": "counts_only", "lad_code": "E09000006"}
ROWS: Final = whole_or_sample(5_000, sample=100)  # of one file
_WHOLE: Final = 0.3  # of files have every column
_KEPT: Final = 0.75  # of columns of the others


@dataclass(frozen=True)
class File:
    """Rows of one file, and what they are read against."""

    plan: Plan
    rows: Sequence[Drawn]


@dataclass(frozen=True)
class Said:
    """What the two validators say of one row.

    Attributes:
        row: the row as it was sent.
        exact: what `check` says; None of a line that is not JSON.
        fast: what is kept of it by the compiled validator; None where it does not accept.
        plain: whether it is a row as agencies send them, without anything nasty.
    """

    row: object
    exact: Checked | None
    fast: Mapping[str, Any] | None
    plain: bool

    @property
    def good(self) -> bool:
        """Whether nothing is found in the row."""
        return self.exact is not None and not self.exact.findings


def files(dataset: str, *, seed: int, rows: int) -> Iterator[File]:
    """Files of a dataset with so many rows together, each with columns of its own choice."""
    drawn, chance = nasty.rows(dataset, seed=seed), Random(seed)
    for start in range(0, rows, ROWS):
        plan = _plan(dataset, chance)
        own = islice(drawn, min(ROWS, rows - start))
        yield File(plan, [_within(each, plan) for each in own])


def whole_plan(dataset: str) -> Plan:
    """The plan of a file with every column."""
    return Plan(DATASETS[dataset], every_column(dataset), context(dataset), FILLS)


def line(record: object) -> bytes:
    """A record as a line of JSON, whatever it holds."""
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass")


def by_columns(file: File) -> Iterator[Said]:
    """What is said of the rows as cells of a CSV file, cut into blocks."""
    found = [nasty.cells(each, dataset=file.plan.dataset) for each in file.rows]
    names = sorted(set().union(*found, _flat_columns(file.plan)) & _known(file.plan))
    frame = pl.DataFrame(
        {name: [cells.get(name) for cells in found] for name in names},
        schema=dict.fromkeys(names, pl.String),
    )
    judge = TextColumns(file.plan)
    accepted = pl.concat([judge.accepted(part) for part in frame.iter_slices(1_000)])
    kept = iter(judge.stored(frame.filter(accepted)).to_dicts())
    for each, cells, taken in zip(file.rows, found, accepted, strict=True):
        own = {name: cell for name, cell in cells.items() if name in names}
        exact = check(nasty.record(own, dataset=file.plan.dataset), plan=file.plan)
        yield Said(own, exact, next(kept) if taken else None, each.plain)


def by_lines(file: File, *, seed: int) -> Iterator[Said]:
    """What is said of the rows as lines of JSON."""
    judge, chance = JsonLines(file.plan), Random(seed)
    for each in file.rows:
        sent = nasty.line(each, chance=chance)
        exact = check(record, plan=file.plan) if (record := _decoded(sent)) is not None else None
        yield Said(sent, exact, judge.values(sent), each.plain and b"\\u" not in sent)


def by_loader(file: File, *, seed: int) -> Iterator[tuple[Any, Checked, Checked]]:
    """Each row as a record, what `check` says of it, and what the generated loader says."""
    load, chance = checker(file.plan), Random(seed)
    for each in file.rows:
        record = _decoded(nasty.line(each, chance=chance))
        yield record, check(record, plan=file.plan), load(record)


def stored(values: Mapping[str, Any], plan: Plan) -> dict[str, str | None]:
    """The text of the stored columns of loaded values."""
    found: dict[str, str | None] = {}
    for column in columns(plan.dataset):
        value = values.get(column.name)
        parts = (None,) * len(column.stored) if value is None else column.field.stored(value)
        for (name, kind), part in zip(column.stored, parts, strict=True):
            if kind != "refs":
                found[name] = _text(column, part)
    return found


def exactly(values: Mapping[str, Any]) -> list[str]:
    """Values with their types, in an order of their own: True is not 1 here."""
    return sorted(f"{name}: {value!r}" for name, value in values.items())


def _text(column: Column, part: Any) -> str | None:
    if isinstance(part, dict):
        return json.dumps(part, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return part if part is None or isinstance(part, str) else column.field.to_text(part)


def _plan(dataset: str, chance: Random) -> Plan:
    everything, smallest = every_column(dataset), set(DATASETS[dataset].minimum)
    present = frozenset(
        name for name in sorted(everything) if name in smallest or chance.random() < _KEPT
    )
    said = context(dataset)
    if chance.random() < 0.2:
        said["envelope.extracted_on"] = None
    if chance.random() < 0.2:
        said["agency.sector"] = "police"
    whole = chance.random() < _WHOLE
    fills = chance.choice([FILLS, FILLS, {**FILLS, "sharing": "linked_counts"}, {"sharing": "?"}])
    return Plan(DATASETS[dataset], everything if whole else present, said, fills)


def _within(drawn: Drawn, plan: Plan) -> Drawn:
    """The row as far as the file has columns for it."""
    kept = {name: value for name, value in drawn.row.items() if name in plan.present}
    return Drawn(kept, drawn.plain)


def _flat_columns(plan: Plan) -> set[str]:
    return {
        column.name
        for column in columns(plan.dataset)
        if column.name in plan.present and not isinstance(column.field, CellMap)
    }


def _known(plan: Plan) -> set[str]:
    """The names that columns of a CSV file may have: those of others never reach a frame."""
    maps = (c for c in columns(plan.dataset) if isinstance(c.field, CellMap))
    dimensions = {f"{c.name}.{part}" for c in maps for part in getattr(c.field, "dimensions", ())}
    return _flat_columns(plan) | dimensions


def _decoded(sent: bytes) -> Any:
    try:
        return strict_json.decode(sent.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None

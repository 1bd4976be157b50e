"""Validation alone: files of incidents through the compiled validators, beside the row by row check
by marshmallow of the same file, read as it is read where nothing is compiled.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Final

from faker import Faker

from api.intake.reading.blocks import Block, Cells, InBlocks, Lines
from api.intake.reading.formats import source
from api.intake.reading.rows import Source, Unreadable
from bench import clock
from bench.bodies import DATASET, MONTH
from bench.figures import Figure, faster, slower
from schemas.checking import Checked, Plan, check
from schemas.dataset import columns
from schemas.datasets import DATASETS
from schemas.fast.columns import TextColumns
from schemas.fast.lines import JsonLines
from schemas.fast.loader import checker
from schemas.period import Period
from synth.formats import Row, ndjson_bytes
from synth.providers import SaferShareProvider
from synth.providers.base import drawn_on

TIMES: Final = 5  # of which the middle one counts
PART: Final = 10  # the peer checks one row in so many: its time grows with the rows alone
DRAWN: Final = 2_000  # different reports, told again under other numbers
MEDIA: Final = {"CSV": "text/csv", "NDJSON": "application/x-ndjson"}
SHARES: Final[Mapping[str, int]] = {"all good": 0, "2 % bad": 50, "all bad": 1}
"""Of how many rows one is bad; none where it is 0."""
AIMS: Final[Mapping[tuple[str, str], str]] = {
    ("CSV", "all good"): "at least 35",
    ("CSV", "2 % bad"): "at least 20",
    ("NDJSON", "all good"): "at least 14",
    ("NDJSON", "2 % bad"): "at least 12",
    ("NDJSON", "all bad"): "at least 2",
}


def figures(*, rows: int) -> Iterator[Figure]:
    """Rows per second of each form and share of bad rows, and the time of a single record."""
    yield _one_record()
    for share, every in SHARES.items():
        sent = list(_rows(rows, every=every))
        for form, write in (("CSV", _csv), ("NDJSON", ndjson_bytes)):
            whole, part = File(write(sent), form), File(write(sent[: rows // PART]), form)
            yield _beside(f"{rows:,} incidents, {form}, {share}", whole, part, rows=rows)


@dataclass(frozen=True)
class File:
    """A body, its form, and what its rows are held against."""

    body: bytes
    form: str

    @property
    def read(self) -> Source:
        """A reader at the beginning of the body."""
        kind = MEDIA[self.form]
        return source(io.BytesIO(self.body), media_type=kind, dataset=DATASETS[DATASET])

    @cached_property
    def plan(self) -> Plan:
        """The plan of its columns; they are asked for beforehand, whichever way it is read."""
        return _plan(self.read.header().present)


def _beside(what: str, whole: File, part: File, *, rows: int) -> Figure:
    if whole.plan.present != part.plan.present:
        raise ValueError("the peer's rows have other columns")
    ours = rows / clock.median([lambda: _compiled(whole)] * TIMES)
    theirs = rows // PART / clock.median([lambda: _row_by_row(part)] * TIMES)
    aim = AIMS.get((whole.form, what.rpartition(", ")[2]), "")
    peer = "marshmallow row by row"
    return faster(f"validate {what}", ours, unit="rows/s", peer=peer, beside=theirs, aim=aim)


def _one_record() -> Figure:
    """A record of a small body: the generated check beside marshmallow and the rules."""
    plan, rows = _plan(frozenset(c.name for c in columns(DATASETS[DATASET]))), _drawn()
    made = checker(plan)
    ours = clock.median([lambda: [made(row) for row in rows]] * TIMES) / len(rows)
    theirs = clock.median([lambda: [check(row, plan=plan) for row in rows]] * TIMES) / len(rows)
    return slower("validate one record", ours, peer="marshmallow", beside=theirs, aim="at most 0.2")


def _compiled(file: File) -> int:
    """Read and judge a file in blocks; how many rows are good."""
    read = file.read
    if not isinstance(read, InBlocks):
        raise TypeError("the file is not read in blocks")
    judge, exactly = _judge(file.plan, file.form), checker(file.plan)
    return sum(judge(block, exactly) for block in read.blocks())


_Exactly = Callable[[Any], Checked]


def _judge(plan: Plan, form: str) -> Callable[[Block, _Exactly], int]:
    if form == "CSV":
        by_columns = TextColumns(plan)
        return lambda block, exactly: _cells(block, by_columns, exactly)
    by_lines = JsonLines(plan)
    return lambda block, exactly: _lines(block, by_lines, exactly)


def _cells(block: Block, judge: TextColumns, exactly: _Exactly) -> int:
    if not isinstance(block, Cells):
        raise TypeError("the block is not of columns")
    accepted = judge.accepted(block.common)
    judge.stored(block.common.filter(accepted))
    others = map(block.record, block.sent.filter(~accepted).iter_rows())
    return int(accepted.sum()) + sum(exactly(record).good for record in others)


def _lines(block: Block, judge: JsonLines, exactly: _Exactly) -> int:
    if not isinstance(block, Lines):
        raise TypeError("the block is not of lines")
    return sum(
        judge.values(line) is not None or exactly(block.record(line)).good for line in block.lines
    )


def _row_by_row(file: File) -> int:
    """Read and check a file row by row; how many rows are good."""
    records = (record for _, record in file.read.rows() if not isinstance(record, Unreadable))
    return sum(check(record, plan=file.plan).good for record in records)


def _plan(present: frozenset[str]) -> Plan:
    period = Period.parse_month(MONTH)
    context = {
        "envelope.month": MONTH,
        "envelope.last_day": period.end,
        "envelope.extracted_on": drawn_on(period),
        "envelope.definition_version": "daa_2021",
        "envelope.level": "record",
        "agency.sector": "police",
        "return.dataset": DATASET,
    }
    return Plan(DATASETS[DATASET], present, context, {"sharing": "linked_counts"})


@cache
def _drawn() -> tuple[Row, ...]:
    fake = Faker("en_GB")
    fake.add_provider(SaferShareProvider)
    fake.seed_instance(1)
    return tuple(fake.incident(month=MONTH) for _ in range(DRAWN))


def _rows(count: int, *, every: int) -> Iterator[Row]:
    """So many reports, of which each `every`th has a mistake, of one kind after the other."""
    for number in range(count):
        row = {**_drawn()[number % DRAWN], "record_id": f"inc-{number}"}
        yield _mistaken(row, number // every) if every and number % every == 0 else row


def _mistaken(row: Row, turn: int) -> Row:
    name, value = _MISTAKES[turn % len(_MISTAKES)]
    block, _, key = name.rpartition(".")
    if block:
        return {**row, block: {**row[block], key: value}}
    return {**row, key: value}


_MISTAKES: Final[tuple[tuple[str, Any], ...]] = (
    ("victim.sex", "female"),
    ("reported_on", "2026-02-30"),
    ("victim.age_years", 130),
    ("abuse_types", ["PHY", "X"]),
    ("is_crime", "yes"),
    ("reported_on", "2026-01-31"),
    ("connection", None),
    ("record_id", "a b"),
    ("victim.impairments", ["MOB", "MOB"]),
    ("arrest_made", ""),
)
"""A field and what is wrong in it: a code, a day, a range, a type, a rule, a missing value."""


def _csv(rows: list[Row]) -> bytes:
    """A CSV file with every column that any of the first rows has."""
    names = [c.name for c in columns(DATASETS[DATASET])]
    table = [[_cell(row, name) for name in names] for row in rows]
    used = [place for place in range(len(names)) if any(line[place] for line in table)]
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(names[place] for place in used)
    writer.writerows([line[place] for place in used] for line in table)
    return file.getvalue().encode()


def _cell(row: Row, name: str) -> str:
    block, _, key = name.rpartition(".")
    value = (row.get(block) or {}).get(key) if block else row.get(key)
    if isinstance(value, list):
        return ";".join(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)

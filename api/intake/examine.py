"""One pass over a file: every row is read, checked, screened and handed on or refused.

The pass depends on the body, the catalogue and what the caller's own watches know, and on nothing
else, so that the answer tells nothing about other agencies' people. A file that can be read in
blocks is judged by columns and by lines, and whatever is not accepted so row by row: what is said
of a file is the same on either road. This module holds counts and findings, never rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from api.intake.bulk import Bulk
from api.intake.exact import NOTHING, Keep, Reader
from api.intake.reading.blocks import InBlocks
from api.intake.reading.rows import Header, Source
from api.intake.setting import Setting
from api.intake.tally import Examination
from api.intake.watches import batch
from api.intake.watches.numbers import MonthOf
from api.intake.watches.watching import by_columns
from schemas.checking import Plan
from schemas.dataset import Dataset
from schemas.findings import Finding
from schemas.terms import TermMap

__all__ = ["ABSENT_COLUMN", "NOTHING", "Keep", "Setting", "examine"]

ABSENT_COLUMN: Final = "absent_column"
"""The note on a column that a file does not have and something stands in for."""


def examine(
    source: Source,
    *,
    setting: Setting,
    keep: Keep = NOTHING,
    watches: tuple[batch.Watch, ...] = (),
) -> Examination:
    """Read a file once and give every good row to `keep`, which else keeps nothing.

    A row that a watch refuses afterwards (a repeated record id) has been kept by then: its number
    stands in `refused_rows`, and whoever loads the rows passes it over.

    Raises:
        BadRequest: the file breaks off in the middle (not UTF-8, not CSV).
    """
    header = source.header()
    missing = tuple(_missing_columns(header, setting.dataset))
    watching = (
        *batch.watches(setting.dataset.rules, present=header.present, facts=setting.context),
        *watches,
    )
    if isinstance(source, InBlocks):
        watching = tuple(by_columns(watch, setting.dataset) for watch in watching)
    reader = Reader(setting, header, complete=not missing, keep=keep, watches=watching)
    result = reader.result
    for found in (*header.findings, *(missing if header.present else ())):
        result.add(found)
    _read(source, reader)
    for found in (found for watch in watching for found in watch.findings()):
        _late(found, result, reader.month_of)
    for found in source.notes():
        result.add(found)
    if result.rows:
        for found in (*_absent(reader.plan), *(() if header.present else missing)):
            result.add(found)
        for found in _held(header, setting.terms):
            result.add(found)
    result.words = reader.strangers.counts
    return result


def _read(source: Source, reader: Reader) -> None:
    """All rows of a file, in blocks where it has them."""
    if isinstance(source, InBlocks):
        bulk = Bulk(reader)
        for block in source.blocks():
            bulk.take(block)
    else:
        for number, record in source.rows():
            reader.take(number, record)


def _late(found: Finding, result: Examination, months: MonthOf) -> None:
    """Take a finding that a watch makes when all rows have been seen."""
    result.add(found)
    row = found.row
    if found.severity != "error" or row is None or row in result.refused_rows:
        return
    result.refused_rows.add(row)
    tally = result.months[months[row]]
    tally.refused, tally.kept = tally.refused + 1, tally.kept - 1


def _missing_columns(header: Header, dataset: type[Dataset]) -> Iterator[Finding]:
    """An error for each column of the minimum row that the file does not have."""
    for wanted in dataset.minimum:
        if not header.present & set(wanted.split("|")):
            name = wanted.partition("|")[0]
            yield Finding(
                "missing_column",
                "error",
                f"The file has no column {wanted.replace('|', ' or ')}: every file needs it.",
                field=name,
            )


def _absent(plan: Plan) -> Iterator[Finding]:
    """A note for each column that the file does not have and something stands in for."""
    for column, value in plan.filled:
        words = str(value).lower() if isinstance(value, bool) else value
        yield Finding(
            ABSENT_COLUMN,
            "note",
            f"The file has no column {column.name}; it is taken as {words}.",
            field=column.name,
        )


def _held(header: Header, terms: TermMap) -> Iterator[Finding]:
    """A note for each column that the file has and the agency has said it cannot hold."""
    for name in sorted(header.present & terms.not_held):
        yield Finding(
            "held_after_all",
            "note",
            f"The file has a column {name}, which your term map says your source cannot hold.",
            field=name,
        )

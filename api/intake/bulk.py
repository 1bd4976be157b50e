"""Blocks of rows: most are accepted by columns or by lines, the others take the exact road.

What is accepted so has no finding of any severity, and everything that a single row would go
through holds for it: its month, its area, the screen for identifiers, the references to persons,
the counts. Nothing is said here of a row; whatever is not accepted is judged by `api.intake.exact`,
in the order of the rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import msgspec
import polars as pl

from api.intake.accepted import Accepted, AcceptedCells, AcceptedValues, Values, laid_out
from api.intake.accepted import Cells as Laid
from api.intake.exact import Reader
from api.intake.identifying.screening import clean
from api.intake.reading.blocks import Block, Cells, Lines
from api.intake.tally import Tally
from api.intake.watches.watching import ColumnWatch, InOrder
from schemas.codes import MISSING_REASONS
from schemas.dataset import Column
from schemas.fast.columns import TextColumns
from schemas.fast.lines import JsonLines

ENOUGH_CELLS: Final = 300  # rows of a table before columns pay (measured)
ENOUGH_LINES: Final = 60  # lines before a function made for them pays (measured)
_SUFFICIENT: Final = 7  # characters of a day or a moment that say its month (RFC 3339)


class Bulk:
    """Takes the blocks of one file in turn, for a reader that takes single rows."""

    def __init__(self, reader: Reader) -> None:
        self._reader, self._setting = reader, reader.setting
        self._columns: dict[str, TextColumns] = {}
        self._lines: dict[str, JsonLines] = {}
        self._lay = laid_out(self._setting.dataset)
        months = list(reader.plans)
        self._alone = months[0] if len(months) == 1 else None
        self._peek = msgspec.json.Decoder(
            msgspec.defstruct("Peek", [(name, Any, None) for name in reader.telling])
        )

    def take(self, block: Block) -> None:
        """Judge the rows of a block, count them, and keep the good ones."""
        if isinstance(block, Cells) and len(block) >= ENOUGH_CELLS:
            self._take_cells(block)
        elif isinstance(block, Lines) and len(block) >= ENOUGH_LINES:
            self._take_lines(block)
        else:
            for number, record in enumerate(_records(block), start=block.first):
                self._reader.take(number, record)
        for watch in self._reader.watches:
            if isinstance(watch, InOrder):
                watch.settle()

    def _take_cells(self, block: Cells) -> None:
        numbers = pl.int_range(block.first, block.first + len(block), dtype=pl.UInt32, eager=True)
        months, left = self._months(block.common), self._elsewhere(block.common)
        for month in months.unique().to_list():
            here = months == month
            self._count_elsewhere(month, int((here & left).sum()))
            judged = here & ~left
            accepted = self._accepted_cells(
                month, numbers.filter(judged), block.common.filter(judged)
            )
            self._accept(month, accepted)
            left |= numbers.is_in(accepted.numbers.implode())
        self._exactly(block, numbers.filter(~left))

    def _accepted_cells(self, month: str, numbers: pl.Series, common: pl.DataFrame) -> Accepted:
        columns = self._columns.get(month)
        if columns is None:
            columns = self._columns[month] = TextColumns(self._reader.plans[month])
        good = columns.accepted(common)
        numbers, common = numbers.filter(good), common.filter(good)
        found = AcceptedCells(
            self._setting.dataset, numbers, common=common, stored=columns.stored(common)
        )
        return self._cleared(found)

    def _cleared(self, found: Accepted) -> Accepted:
        clear = clean(found, environment=self._setting.environment)
        return found if clear.all() else found.only(clear)

    def _exactly(self, block: Cells, numbers: pl.Series) -> None:
        """Rows of a table that were not accepted, one by one."""
        if len(numbers):
            cells = block.sent[(numbers - block.first).to_list()]
            for number, line in zip(numbers.to_list(), cells.iter_rows(), strict=True):
                self._reader.take(number, block.record(line))

    def _months(self, common: pl.DataFrame) -> pl.Series:
        """The month of each row, as the exact road tells it."""
        plans = list(self._reader.plans)
        found = pl.repeat(plans[-1], common.height, dtype=pl.String, eager=True)
        for name in reversed(self._reader.telling if len(plans) > 1 else ()):
            if name in common.columns:
                month = common[name].str.slice(0, _SUFFICIENT)
                found = found.zip_with(~month.is_in(_several(plans)).fill_null(value=False), month)
        return found

    def _elsewhere(self, common: pl.DataFrame) -> pl.Series:
        """Whether each row is of another local authority."""
        name, others = self._setting.dataset.lad_field, self._reader.other_areas
        if not others or name not in common.columns:
            return pl.repeat(False, common.height, dtype=pl.Boolean, eager=True)
        return common[name].is_in(_several(others)).fill_null(value=False)

    def _count_elsewhere(self, month: str, rows: int) -> None:
        tally = self._reader.result.months[month]
        tally.received, tally.out_of_area = tally.received + rows, tally.out_of_area + rows

    def _take_lines(self, block: Lines) -> None:
        found = defaultdict[str, list[tuple[int, Values, Laid]]](list)
        left = list[int]()
        for number, line in enumerate(block.lines, start=block.first):
            month = self._month(line)
            values = None if month is None else self._values(month, line)
            if month is None or values is None:
                left.append(number)
            else:
                found[month].append((number, values, self._lay(values)))
        for month, rows in found.items():
            accepted = self._accepted_lines(rows)
            if len(accepted) < len(rows):
                left += {number for number, _, _ in rows} - set(accepted.numbers.to_list())
            self._accept(month, accepted)
        for number in sorted(left):
            self._reader.take(number, block.record(block.lines[number - block.first]))

    def _accepted_lines(self, rows: Sequence[tuple[int, Values, Laid]]) -> Accepted:
        numbers, values, cells = zip(*rows, strict=True)
        found = AcceptedValues(
            self._setting.dataset,
            pl.Series(numbers, dtype=pl.UInt32),
            values=values,
            cells=cells,
        )
        return self._cleared(found)

    def _month(self, line: bytes) -> str | None:
        """The month of a line, as the exact road tells it; None where that must tell it."""
        if self._alone is not None:
            return self._alone
        try:
            seen = self._peek.decode(line)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            return None
        return self._reader.month({name: getattr(seen, name) for name in self._reader.telling})

    def _values(self, month: str, line: bytes) -> Values | None:
        """The values of a line that is accepted and of the partnership's own area."""
        lines = self._lines.get(month)
        if lines is None:
            lines = self._lines[month] = JsonLines(self._reader.plans[month])
        values = lines.values(line)
        if (
            values is None
            or values.get(self._setting.dataset.lad_field) in self._reader.other_areas
        ):
            return None
        return values

    def _accept(self, month: str, rows: Accepted) -> None:
        """Count rows of a month that were accepted, and keep them."""
        reader, tally = self._reader, self._reader.result.months[month]
        tally.received += len(rows)
        if not reader.complete:
            tally.refused += len(rows)
            reader.result.refused_rows |= set(rows.numbers)
            return
        if not len(rows):
            return
        reader.month_of.note(month, rows.numbers)
        _count(tally, rows, reasoned=reader.reasoned)
        for watch in reader.watches:
            if isinstance(watch, ColumnWatch):
                watch.see_block(rows)
        reader.keep.rows(month, rows)


def _records(block: Block) -> Iterator[Any]:
    """The records of a block, one by one."""
    if isinstance(block, Cells):
        return map(block.record, block.sent.iter_rows())
    return map(block.record, block.lines) if isinstance(block, Lines) else iter(block.records)


def _count(tally: Tally, rows: Accepted, *, reasoned: Sequence[Column]) -> None:
    """What the exact road counts of each row."""
    tally.kept += len(rows)
    block = rows.dataset.counted_person
    if block:
        linked = rows.text(f"{block}.person_ref").is_not_null()
        shared = rows.text(f"{block}.sharing").ne_missing("counts_only")
        tally.linked += int((linked & shared).sum())
    for column in reasoned:
        blank = None if column.optional_block else column.field.fill
        for text, times in rows.text(column.name).value_counts().iter_rows():
            value = blank if text is None else text
            if value is not None:
                known = not (isinstance(value, str) and value in MISSING_REASONS)
                tally.fields[column.name]["known" if known else value] += times


def _several(texts: Iterable[str]) -> pl.Series:
    """Texts to look others up in."""
    return pl.Series([list(texts)], dtype=pl.List(pl.String))

"""A template before it has a form: its columns, rows that are filled already, and an example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from schemas.checking import check
from schemas.dataset import Column, Dataset, columns, columns_by_name
from schemas.examples import candidates, example, nested, plan_for
from schemas.findings import Finding
from schemas.templates.guide import Guide, guides

Cells = Mapping[str, str]
"""Cells by the name of their column."""
_REPAIRS: Final = 12  # changes tried on the way to a whole example; a few are usual (measured)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A template.

    Attributes:
        dataset: what it is filled with.
        columns: in order.
        rows: those that are there already.
        example: a row as it should be.
        words: what is said of the whole, a sentence each.
    """

    dataset: type[Dataset]
    columns: tuple[Guide, ...]
    rows: tuple[Cells, ...]
    example: Cells
    words: tuple[str, ...]


def template(dataset: type[Dataset], *, smallest: bool = False) -> Sheet:
    """The template of a dataset, of all columns or of those that every file needs."""
    listed = tuple(guides(dataset, smallest=smallest))
    shown = example(dataset) if smallest else whole(dataset)
    return Sheet(
        dataset,
        listed,
        (),
        dict(_cells(dataset, shown)),
        (
            f"{dataset.title} ({dataset.name} {dataset.version}): {dataset.grain}.",
            "Leave out a column that is not held; leave a cell empty only where that is allowed.",
        ),
    )


def whole(dataset: type[Dataset]) -> Mapping[str, object]:
    """An example in a file of all columns: the smallest row, and what must be filled besides.

    Raises:
        LookupError: no such row was found.
    """
    row = dict(example(dataset))
    for column in columns(dataset):
        if column.field.mandatory and not column.optional_block and column.name not in row:
            row[column.name] = _first(column)
    plan = plan_for(dataset, columns(dataset))

    def faults(tried: Mapping[str, object]) -> list[Finding]:
        found = check(nested(tried), plan=plan).findings
        return [each for each in found if each.severity != "note"]

    for _ in range(_REPAIRS):
        wrong = faults(row)
        if not wrong:
            return row
        better = min(_repairs(row, dataset), key=lambda tried: len(faults(tried)))
        if len(faults(better)) == len(wrong):
            # one change does not help: the faulty column, and another beside it
            named = columns_by_name(dataset).get(wrong[0].field or "")
            pairs = (two for one in _changes(row, named) for two in _repairs(one, dataset))
            better = min(pairs, key=lambda tried: len(faults(tried)), default=better)
        row = better
    raise LookupError(f"no row of all columns of {dataset.name} keeps every rule")


def _first(column: Column) -> object:
    fill = column.field.fill
    return candidates(column)[0] if fill is None else fill


def _repairs(row: dict[str, object], dataset: type[Dataset]) -> Iterator[dict[str, object]]:
    """The row, and the rows that differ from it in one column."""
    yield row
    for column in columns(dataset):
        yield from _changes(row, column)


def _changes(row: dict[str, object], column: Column | None) -> Iterator[dict[str, object]]:
    """The row without a value in a column, and with each other likely one."""
    if column is not None:
        yield {name: value for name, value in row.items() if name != column.name}
        yield from ({**row, column.name: value} for value in candidates(column))


def _cells(dataset: type[Dataset], row: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    known = columns_by_name(dataset)
    for name, value in row.items():
        if isinstance(value, bool):
            yield name, "true" if value else "false"
        elif isinstance(value, list):
            yield name, known[name].field.to_text(value)
        elif value is not None:
            yield name, str(value)

"""What an example of a rule is: over one row, over a file, or over rows held against each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tests.rows import Changes


@dataclass(frozen=True)
class Example:
    """How one rule, pointing at one field, is kept and broken; `person.` stands for each block."""

    rule: str
    field: str
    keeps: Sequence[Changes]
    breaks: Sequence[Changes]
    short: Sequence[tuple[str, Changes]] = ()


@dataclass(frozen=True)
class File:
    """Files, as changes to a good row, that keep a rule and that break it at certain rows."""

    rule: str
    field: str
    keeps: Sequence[Sequence[Changes]]
    breaks: Sequence[tuple[Sequence[Changes], list[int | None]]]


class Rows(NamedTuple):
    """Rows of one file, and rows of the dataset that a rule looks for companions in."""

    own: Sequence[Changes]
    others: Sequence[Changes] = ()


@dataclass(frozen=True)
class Together:
    """Rows among which one rule, pointing at one field, holds, and rows that break it."""

    rule: str
    field: str
    keeps: Sequence[Rows]
    breaks: Sequence[Rows]


def at_block(name: str, block: str) -> str:
    """A name of the person block as that of one block of a dataset."""
    return name.replace("person.", f"{block}.", 1) if name.startswith("person.") else name


def moved(changes: Changes, block: str) -> Changes:
    """Changes to the person block as changes to one block of a dataset."""
    return {at_block(name, block): value for name, value in changes.items()}


def of_block(part: Example, block: str) -> Example:
    """An example of the person block's rule as one about a block of a dataset."""
    return Example(
        part.rule,
        at_block(part.field, block),
        keeps=[moved(changes, block) for changes in part.keeps],
        breaks=[moved(changes, block) for changes in part.breaks],
        short=[(at_block(column, block), moved(changes, block)) for column, changes in part.short],
    )


def file_of_block(part: File, block: str) -> File:
    """Files of the person block's rule as files about a block of a dataset."""
    return File(
        part.rule,
        at_block(part.field, block),
        keeps=[[moved(changes, block) for changes in rows] for rows in part.keeps],
        breaks=[([moved(changes, block) for changes in rows], at) for rows, at in part.breaks],
    )

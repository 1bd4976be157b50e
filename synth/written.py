"""One record as an agency wrote it, and whom it is truly about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from synth.columns import hexadecimal
from synth.formats import Row
from synth.references import spelt
from synth.tables import Table


@dataclass(frozen=True, slots=True)
class Written:
    """One record as an agency wrote it, and whom it is truly about.

    Attributes:
        row: the record as it is sent.
        people: the reference of the person in each block, sent or not.
        household: the household it comes from; "" for a figure about nobody.
    """

    row: Row
    people: Mapping[str, str] = field(default_factory=dict)
    household: str = ""


def written(table: Table) -> Iterator[Written]:
    """The records of a table; nobody stands in a block that a record has not."""
    blocks = {name: spelt(keys) for name, keys in table.people.items()}
    homes = hexadecimal(table.homes).to_list()
    for place, (row, home) in enumerate(zip(table.rows(), homes, strict=True)):
        people = {name: held[place] for name, held in blocks.items() if name in row}
        yield Written(row, people, home)

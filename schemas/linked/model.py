"""What a family of linked measures is: people counted across agencies and years, whole and in part.

Here belongs the shape of a declaration, with no family of its own; those stand in `families`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeVar

from schemas.breakdowns import Breakdown, Measure, Never, ReleaseTable
from schemas.datasets import DATASETS

YEAR: Final = 12  # months of the window that is the financial year itself

T = TypeVar("T")


@dataclass(frozen=True)
class Side:
    """Datasets of which records are joined, and the months of the window that they are from."""

    datasets: tuple[str, ...]
    months: int = YEAR


@dataclass(frozen=True)
class Linked:
    """A family of linked measures: the same people, as a whole and in part.

    Attributes:
        name: the measure of its whole, by which the family is known.
        title: what it counts, for people.
        whole: what the whole is told from; the records of the first are those that are counted.
        part: what else must be known to tell the people apart.
        standing: the groupings of what tells them apart, finest first.
        measures: the whole, then its parts.
        drawn_with: the dataset and base variables of the table of which the whole is a cell, so
            that the same people meet the same draw there and here; empty where there is none.
        source: where the definition comes from.
        apart: whether people are told apart or, of each person, records.
        splits: the breakdowns of the counted datasets that it is split by, one at a time.
        never: as of a dataset.
    """

    name: str
    title: str
    whole: tuple[Side, ...]
    standing: tuple[Breakdown, ...]
    measures: tuple[Measure, ...]
    source: str
    part: tuple[Side, ...] = ()
    drawn_with: tuple[str, tuple[str, ...]] = ("", ())
    apart: Literal["people", "records"] = "people"
    splits: tuple[str, ...] = ("sex", "age_band_4")
    never: Never = ()

    @property
    def counted(self) -> tuple[str, ...]:
        """The datasets whose records are counted."""
        return self.whole[0].datasets

    @property
    def months(self) -> int:
        """The months of the window of what is counted."""
        return self.whole[0].months

    @property
    def variable(self) -> str:
        """The base variable that tells its people apart."""
        return self.standing[0].base

    @property
    def breakdowns(self) -> tuple[Breakdown, ...]:
        """What it may be split by."""
        held = {each.name: each for each in DATASETS[self.counted[0]].breakdowns}
        return (*self.standing, *(held[name] for name in self.splits))

    @property
    def tables(self) -> tuple[ReleaseTable, ...]:
        """One table for each split, of a year."""
        return tuple(
            ReleaseTable(tuple(sorted((self.variable, each.base))), ("year",))
            for each in self.breakdowns
            if each.base != self.variable
        )

    def variables(self, measure: Measure) -> tuple[str, ...]:
        """The base variables of a measure's own part."""
        return (self.variable,) if measure.where else ()

    def needed(
        self, variables: Collection[str], *, whole: Sequence[T], part: Sequence[T]
    ) -> list[T]:
        """Of what there is of each side of its whole and of its part, what a table of these base
        variables is told from.
        """
        return [*whole, *(part if self.variable in variables else ())]

    def sources(self, variables: Collection[str]) -> tuple[str, ...]:
        """The datasets that a table of these base variables rests on, sorted."""
        sides = self.needed(variables, whole=self.whole, part=self.part)
        return tuple(sorted({name for side in sides for name in side.datasets}))

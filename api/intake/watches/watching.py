"""What sees the good rows of a file when they come in blocks.

A watch that can look at columns gets each block whole; any other gets the rows one by one, in their
order, with values looked up as it asks for them. Either finds the same as it would row by row.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge
from operator import itemgetter
from typing import Protocol, runtime_checkable

from api.intake.accepted import Accepted, Values
from api.intake.watches.beside import Keys, as_sent
from api.intake.watches.keys import HashedKeys
from api.intake.watches.watch import Watch
from schemas.dataset import Dataset
from schemas.findings import Finding


@runtime_checkable
class ColumnWatch(Protocol):
    """A watch that can see many rows at once, whichever order they and single rows come in."""

    def see(self, number: int, row: Values) -> None:
        """Take note of a row."""

    def see_block(self, rows: Accepted) -> None:
        """Take note of rows that were accepted together."""

    def findings(self) -> Iterator[Finding]:
        """What was found, with the rows it concerns."""


@runtime_checkable
class MayRest(Protocol):
    """A watch that may know that no row can matter to it."""

    @property
    def idle(self) -> bool:
        """Whether it need not see any row."""


class InOrder:
    """Hands a watch the rows of each block in their order, wherever they were accepted."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self._blocks: list[Accepted] = []
        self._single: list[tuple[int, Values]] = []

    def see(self, number: int, row: Values) -> None:
        """Keep a row until its block is over."""
        if not self._rests:
            self._single.append((number, row))

    def see_block(self, rows: Accepted) -> None:
        """Keep rows until their block is over."""
        if not self._rests:
            self._blocks.append(rows)

    @property
    def _rests(self) -> bool:
        return isinstance(self.watch, MayRest) and self.watch.idle

    def settle(self) -> None:
        """A block is over: the watch sees its rows."""
        several = (self._single, *(block.rows() for block in self._blocks))
        for number, row in merge(*several, key=itemgetter(0)):
            self.watch.see(number, row)
        self._blocks, self._single = [], []

    def findings(self) -> Iterator[Finding]:
        """What the watch found."""
        return self.watch.findings()


def by_columns(watch: Watch, dataset: type[Dataset]) -> ColumnWatch:
    """The same watch for rows in blocks."""
    if isinstance(watch, ColumnWatch):
        return watch
    if type(watch) is Keys and watch.known is as_sent and HashedKeys.may_hash(watch, dataset):
        return HashedKeys(watch.rule, watch.matched)
    return InOrder(watch)

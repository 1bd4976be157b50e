"""How the groupings of variables hang together: which are nested, and which categories never meet.

Told from the declarations alone, for whoever checks them, answers from them or attacks them.
Nothing here depends on what was counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations, product

from schemas.breakdowns import MISSING, Breakdown, Never

_OLDEST = 150

Pairs = frozenset[tuple[str, str]]


@cache
def joined(finer: Breakdown, *, wider: Breakdown) -> Pairs:
    """The pairs of categories in which two groupings can put one row; of other fields, every pair.

    Cases are compared case by case: groupings of one variable have the same, in the same order.
    """
    if finer.fields != wider.fields:
        return _every_pair(finer, wider)
    if finer.kind == wider.kind == "case":
        same = [test for test, _ in finer.cases] == [test for test, _ in wider.cases]
        codes = ((*(code for _, code in each.cases), MISSING) for each in (finer, wider))
        return frozenset(zip(*codes, strict=True)) if same else _every_pair(finer, wider)
    values = [*_values(finer), *_values(wider)]
    return frozenset((finer.category(*value), wider.category(*value)) for value in values)


def nested(finer: Breakdown, *, wider: Breakdown) -> bool:
    """Whether each category of the finer grouping falls in one category of the wider."""
    pairs = joined(finer, wider=wider)
    return len({fine for fine, _ in pairs}) == len(pairs)


class Impossible:
    """Which categories of a dataset's groupings never meet in one row: its structural zeros.

    `never` is declared of the finest groupings; two wider categories never meet where none of what
    they hold can.
    """

    def __init__(self, breakdowns: tuple[Breakdown, ...], *, never: Never) -> None:
        self._never = {frozenset(pair) for pair in never}
        # By name and category: a grouping is long to tell apart, and every answer asks again.
        self._known: dict[tuple[str, str], list[tuple[str, str]]] = {}
        self._finest: dict[str, Breakdown] = {}
        for each in breakdowns:
            self._finest.setdefault(each.base, each)

    def key(self, breakdowns: tuple[Breakdown, ...], key: tuple[str, ...]) -> bool:
        """Whether the key of a table with these breakdowns can hold nobody, whatever is sent."""
        cells = list(zip(breakdowns, key, strict=True))
        return bool(self._never) and any(self._apart(*pair) for pair in combinations(cells, 2))

    def _apart(self, one: tuple[Breakdown, str], other: tuple[Breakdown, str]) -> bool:
        held = [self._held(*each) for each in (one, other)]
        return all(frozenset(pair) in self._never for pair in product(*held))

    def _held(self, breakdown: Breakdown, category: str) -> list[tuple[str, str]]:
        """The cells of the finest grouping that a category holds."""
        place = breakdown.name, category
        if place not in self._known:
            finest = self._finest[breakdown.base]
            pairs = joined(finest, wider=breakdown)
            self._known[place] = [(finest.name, fine) for fine, wide in pairs if wide == category]
        return self._known[place]


def _every_pair(finer: Breakdown, wider: Breakdown) -> Pairs:
    return frozenset(product(finer.codes, wider.codes))


def _values(breakdown: Breakdown) -> Iterator[tuple[object, object]]:
    """Values enough to tell two groupings of the same fields apart."""
    yield (None, None)
    yield from ((value, None) for value in breakdown.mapping)
    yield from ((None, value) for value in breakdown.mapping)
    yield from ((first, second) for first, second, _ in breakdown.pairs)
    if breakdown.bands:
        yield from ((years, None) for years in range(_OLDEST))

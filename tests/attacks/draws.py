"""How many draws of noise one small group of people gets in a release, and what they give away.

An attacker who is told which released cells hold the very same rows can set their draws side by
side. Each draw is a table, a period and a unit; every further epoch repeats them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from api.disclosure import ptable
from api.disclosure.lattice import Key, Shape
from api.disclosure.protect import THRESHOLD, CountedCell
from tests.attacks.borough import Row, count
from tests.attacks.release import Release, every_shape, periods

LARGEST_GROUP = 9
"""People in a group that still counts as small."""

SURE = 0.95

Draw = tuple[tuple[str, ...], str, str, int]
"""Variables, period, what was drawn for (people, all units, records), and epoch."""


@dataclass
class Group:
    """Rows that have cells of their own: their true count, and what each draw showed.

    `plain` groups have one row for each person: all their draws are of one and the same count.
    """

    people: int
    plain: bool
    draws: dict[Draw, int | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Drawn:
    """Draws per group: the mean, the 95th percentile and the most."""

    mean: float
    most_95: int
    most: int


@dataclass(frozen=True)
class Told:
    """What the draws of plain groups tell, knowing how common each size is.

    `right`: the likeliest count is the true one; `guess`: the share of the commonest size. `sure`:
    share whose count is likelier than 95 per cent; `sure_small`: the same among groups of 1 to 4.
    """

    right: float
    guess: float
    sure: float
    sure_small: float


def small_groups(found: Sequence[Row], *, releases: Sequence[Release]) -> list[Group]:
    """Every set of rows of 1 to 9 people that has a cell of its own, over the epochs given."""
    groups: dict[frozenset[int], Group] = {}
    for period in periods():
        inside = [row for row in found if period.covers(row.month)]
        for shape in every_shape(period):
            for key, rows in _cells(inside, shape=shape):
                cell = count(key, rows)
                if cell.units > LARGEST_GROUP:
                    continue
                plain = cell.records == cell.persons
                group = groups.setdefault(
                    frozenset(row.number for row in rows), Group(cell.units, plain)
                )
                group.draws |= dict(_draws(cell, shape=shape, period=str(period), seen=releases))
    return list(groups.values())


def drawn(groups: Sequence[Group]) -> Drawn:
    """Count the draws."""
    sizes = sorted(len(group.draws) for group in groups)
    return Drawn(sum(sizes) / len(sizes), sizes[math.ceil(0.95 * len(sizes)) - 1], sizes[-1])


def told(groups: Sequence[Group]) -> Told:
    """Weigh every draw of every plain group by the published table of noise."""
    plain = [group for group in groups if group.plain]
    sizes = Counter(group.people for group in plain)
    weights = [_likeliest(group, sizes=sizes) for group in plain]
    right = sum(best == group.people for group, (best, _) in zip(plain, weights, strict=True))
    small = [
        sure for group, (_, sure) in zip(plain, weights, strict=True) if group.people < THRESHOLD
    ]
    return Told(
        right=right / len(plain),
        guess=max(sizes.values()) / len(plain),
        sure=sum(sure > SURE for _, sure in weights) / len(plain),
        sure_small=sum(sure > SURE for sure in small) / len(small),
    )


def _cells(rows: Sequence[Row], *, shape: Shape) -> Iterator[tuple[Key, list[Row]]]:
    held: dict[Key, list[Row]] = {}
    for row in rows:
        held.setdefault(tuple(row.categories[name] for name in shape.names), []).append(row)
    yield from held.items()


def _draws(
    cell: CountedCell, *, shape: Shape, period: str, seen: Sequence[Release]
) -> Iterator[tuple[Draw, int | None]]:
    """The draws behind one cell; a unit that shares another's draw adds none."""
    whole = "people" if cell.persons == cell.units else "units"
    records = whole if cell.records == cell.units else "records"
    for epoch, release in enumerate(seen):
        for unit, kind in (("persons", "people"), ("records", records)):
            shown = release[shape.names, period, unit].get(cell.key)
            if unit == "persons" or kind != "people":
                yield (shape.variables, period, kind, epoch), shown


def _likeliest(group: Group, *, sizes: Counter[int]) -> tuple[int, float]:
    logs = {
        size: math.log(often) + sum(_log_chance(shown, size) for shown in group.draws.values())
        for size, often in sizes.items()
    }
    top = max(logs.values())
    weights = {size: math.exp(value - top) for size, value in logs.items()}
    best = max(weights, key=lambda size: weights[size])
    return best, weights[best] / sum(weights.values())


def _log_chance(shown: int | None, size: int) -> float:
    row = ptable.rows()[min(size, ptable.MAX_NOISE)]
    slots = sum(
        often
        for move, often in row.items()
        if (size + move == shown if shown is not None else size + move < THRESHOLD)
    )
    return math.log(slots / ptable.SLOTS) if slots else -1e9

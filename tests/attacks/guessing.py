"""Attacks that guess: how often a guess at a hidden small count is right.

Each gives scored guesses; what makes a release safe is that they are hardly better than always
guessing the commonest value, the base rate.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.disclosure.lattice import Key
from api.disclosure.protect import THRESHOLD
from tests.attacks.links import Cell, Link
from tests.attacks.release import Question, Release

Truth = Mapping[Question, Mapping[Key, int]]

_PASSES = 60
_START = 1.5  # a middling small count


@dataclass(frozen=True)
class Score:
    """How guesses at true counts of 1 to 4 fared.

    Attributes:
        cells: small cells guessed at.
        right: share of them guessed exactly; `base`: share of the commonest value.
        ones: guesses of "it is one person"; `ones_right`: share of those that are;
            `ones_base`: share of ones among the small cells.
    """

    cells: int
    right: float
    base: float
    ones: int
    ones_right: float
    ones_base: float


def score(guesses: Mapping[Cell, int], *, truth: Truth) -> Score:
    """Score guesses at the cells whose true count is 1 to 4 (and ones claimed among them)."""
    actual = {cell: truth[cell[0]][cell[1]] for cell in guesses}
    small = [cell for cell, count in actual.items() if 1 <= count < THRESHOLD]
    ones = [cell for cell in small if guesses[cell] == 1]
    values = Counter(actual[cell] for cell in small)
    return Score(
        cells=len(small),
        right=_share(sum(guesses[cell] == actual[cell] for cell in small), len(small)),
        base=_share(max(values.values(), default=0), len(small)),
        ones=len(ones),
        ones_right=_share(sum(actual[cell] == 1 for cell in ones), len(ones)),
        ones_base=_share(values[1], len(small)),
    )


def differenced(release: Release, *, links: Sequence[Link]) -> dict[Cell, int]:
    """Total minus parts, taken at its word: what is left is the one hidden part."""
    guesses = {}
    for link in links:
        total = _shown(release, link.total)
        hidden = [part for part in link.parts if _shown(release, part) is None]
        if link.kind == "sum" and total is not None and len(hidden) == 1:
            rest = sum(_shown(release, part) or 0 for part in link.parts)
            guesses[hidden[0]] = min(max(total - rest, 0), THRESHOLD - 1)
    return guesses


def averaged(release: Release, *, links: Sequence[Link], target: Question) -> dict[Cell, int]:
    """The best fit of the target's cells to every total, grouping and period that holds them.

    Each shown cell is an observation of a sum with the same error, so fitting all of them averages
    the noise over nested groupings and margins (least squares by projections, kept at zero or
    more).
    """
    cells = [(target, key) for key in release[target]]
    fitted: dict[Cell, float] = {}
    for cell in cells:
        value = _shown(release, cell)
        fitted[cell] = _START if value is None else float(value)
    sums = _sums(links, target=target)
    observed = [(total, parts) for total, parts in sums.items() if _shown(release, total)]
    for _ in range(_PASSES):
        for total, parts in observed:
            value = _shown(release, total) or 0
            step = (value - sum(fitted[part] for part in parts)) / (len(parts) + 1)
            for part in parts:
                fitted[part] = max(0.0, fitted[part] + step)
    return {cell: round(fitted[cell]) for cell in cells if _shown(release, cell) is None}


def _sums(links: Sequence[Link], *, target: Question) -> dict[Cell, list[Cell]]:
    """Every cell that is a sum of the target's cells, through links of links."""
    sums: dict[Cell, list[Cell]] = {}
    direct = [link for link in links if link.kind != "least"]
    grown = True
    while grown:
        grown = False
        for link in direct:
            if link.total in sums or link.total[0] == target:
                continue
            if link.parts[0][0] == target:
                sums[link.total] = list(link.parts)
            elif all(part in sums for part in link.parts):
                sums[link.total] = [cell for part in link.parts for cell in sums[part]]
            else:
                continue
            grown = True
    return sums


def _shown(release: Release, cell: Cell) -> int | None:
    return release[cell[0]][cell[1]]


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0

"""How the cells of a release hang together: what an attacker knows from the published definitions.

A total is the sum of its parts: over a variable that was dropped, over the finer grouping of one,
over the shorter periods inside a longer. For records exactly so; persons may stand in several
parts, so their total lies between the largest part and the sum.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Literal

from api.disclosure.lattice import Key
from api.disclosure.nesting import joined
from schemas.breakdowns import Breakdown
from schemas.period import Period
from tests.attacks.release import Question, Release

Cell = tuple[Question, Key]
Lift = Mapping[str, str | None]


@dataclass(frozen=True)
class Link:
    """One total and its parts.

    `sum`: the parts add up to it. `cover`: it lies between the largest part and their sum.
    `least`: it is at least the largest part.
    """

    total: Cell
    parts: tuple[Cell, ...]
    kind: Literal["sum", "cover", "least"]


def links(release: Release, *, breakdowns: Sequence[Breakdown]) -> list[Link]:
    """Every link between the cells of a release, by the definitions of its breakdowns."""
    tables: dict[tuple[str, str], list[Question]] = {}
    for question in release:
        tables.setdefault(question[1:], []).append(question)
    found: list[Link] = []
    for questions in tables.values():
        for finer, wider in permutations(questions, 2):
            lifts = _lifts(finer[0], wider=wider[0], breakdowns=breakdowns)
            if lifts:
                found += _grouped(wider, finer=finer, lifts=lifts, release=release)
    for question in release:
        found += _over_time(question, release=release)
        found += _over_units(question, release=release)
    return found


def widening(finer: Breakdown, *, wider: Breakdown) -> Lift | None:
    """Category of the finer grouping -> category of the wider that holds it; None where the two
    are not nested."""
    pairs = joined(finer, wider=wider)
    return dict(pairs) if len({fine for fine, _ in pairs}) == len(pairs) else None


def _lifts(
    finer: tuple[str, ...], *, wider: tuple[str, ...], breakdowns: Sequence[Breakdown]
) -> list[Lift] | None:
    """Per variable of a finer table how its categories fall into a table one step wider."""
    known = {breakdown.name: breakdown for breakdown in breakdowns}
    if len(finer) - len(wider) not in (0, 1):
        return None
    kept = {known[name].base: name for name in wider}
    if not set(kept) <= {known[name].base for name in finer}:
        return None
    changed = [name for name in finer if name not in wider]
    if len(changed) != 1:
        return None
    lifts = [_lift(known[name], kept.get(known[name].base), known=known) for name in finer]
    return None if None in lifts else [lift for lift in lifts if lift is not None]


def _lift(finer: Breakdown, wider: str | None, *, known: Mapping[str, Breakdown]) -> Lift | None:
    if wider is None:
        return dict.fromkeys(finer.codes)
    return widening(finer, wider=known[wider])


def _grouped(
    wider: Question, *, finer: Question, lifts: Sequence[Lift], release: Release
) -> Iterator[Link]:
    parts: dict[Key, list[Cell]] = {}
    for key in release[finer]:
        lifted = (lift[category] for lift, category in zip(lifts, key, strict=True))
        total = tuple(category for category in lifted if category is not None)
        parts.setdefault(total, []).append((finer, key))
    for total, held in parts.items():
        assert total in release[wider], "a release answers with every permitted key"
        yield Link((wider, total), tuple(held), "sum" if wider[2] == "records" else "cover")


def _over_time(question: Question, *, release: Release) -> Iterator[Link]:
    names, period, unit = question
    whole = Period.parse(period)
    for inside in (whole.months(), whole.quarters()):
        questions = [(names, str(part), unit) for part in inside]
        if len(questions) > 1 and all(part in release for part in questions):
            for key in release[question]:
                parts = tuple((part, key) for part in questions)
                yield Link((question, key), parts, "sum" if unit == "records" else "cover")


def _over_units(question: Question, *, release: Release) -> Iterator[Link]:
    names, period, unit = question
    persons = (names, period, "persons")
    if unit == "records" and persons in release:
        for key in release[question]:
            yield Link((question, key), ((persons, key),), "least")

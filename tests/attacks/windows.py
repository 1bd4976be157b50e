"""Windows of linked measures, attacked: against each other, the years, the months and the records.

Five invented years of incidents, three of which are sealed with their windows of twelve and of
thirty-six months, beside what the same incidents show by month, quarter and year. Here belong the
cells, what ties them together, and two readers: one who is told which cells hold the very same
people, and one who only reckons with what must add up.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np

from api.disclosure import ptable
from api.disclosure.cellkey import EPOCH_SECRET_BYTES, Table
from api.disclosure.policy import THRESHOLD
from api.disclosure.protect import CountedCell, protect
from schemas.breakdowns import Unit
from tests.attacks.draws import LARGEST_THOUGHT, Drawn, likelihoods, weighed

YEARS = range(5)
SEALED = (2, 3, 4)
"""The years sealed with windows: each has the two years before it."""

A_YEAR = 3_000  # incidents, as a borough reports in a year (disclosure prototype)
_SPLITS: Mapping[str, Sequence[tuple[str, float]]] = {
    "sex": (("F", 0.74), ("M", 0.25), ("missing", 0.004), ("X", 0.006)),
    "age": (("16-24", 0.2), ("25-44", 0.5), ("45-64", 0.27), ("65-plus", 0.02), ("missing", 0.01)),
}

Name = tuple[str, ...]
"""What a cell counts: unit, window, split, category, standing."""


@dataclass(frozen=True)
class Person:
    """Somebody, what they are split by, and the months of their incidents, from the first year."""

    key: int
    split: Mapping[str, str]
    months: tuple[int, ...]


Held = Sequence[tuple[Person, int]]
"""People, each with how many incidents of theirs are counted."""


@dataclass
class Place:
    """The people, and every cell as counted: its table's name, its number and who is in it."""

    people: Sequence[Person]
    cells: dict[Name, tuple[tuple[str, ...], str, CountedCell]] = field(default_factory=dict)

    def true(self, name: Name) -> int:
        """The number in a cell, 0 where nobody is."""
        if name not in self.cells:
            return 0
        cell = self.cells[name][2]
        return cell.persons if name[0] == "persons" else cell.records

    def shown(self, *, secret: bytes) -> dict[Name, int]:
        """What a sealing shows of them."""
        found = {}
        for name, (variables, period, cell) in self.cells.items():
            unit: Unit = "persons" if name[0] == "persons" else "records"
            table = Table(secret, "bromley", "incident", variables, period)
            for each in protect([cell], table=table, unit=unit):
                found[name] = each.value
        return found


def invented(seed: int) -> Place:
    """A borough's five years; a fifth of those who report had reported in an earlier year."""
    dice = random.Random(seed)
    held: list[tuple[int, dict[str, str], list[int]]] = []
    for year in YEARS:
        begun = len(held)
        incidents = 0
        while incidents < A_YEAR:
            if begun and dice.random() < 0.2:
                person = held[dice.randrange(begun)]
            else:
                split = {name: _drawn(dice, shares) for name, shares in _SPLITS.items()}
                person = (dice.getrandbits(32), split, [])
                held.append(person)
            times = min(12, 1 + int(dice.expovariate(1.6)))
            person[2].extend(12 * year + dice.randrange(12) for _ in range(times))
            incidents += times
    place = Place([Person(key, split, tuple(months)) for key, split, months in held])
    for window, months in _windows():
        _count(place, window, months=months)
    return place


def _drawn(dice: random.Random, shares: Sequence[tuple[str, float]]) -> str:
    codes, weights = zip(*shares, strict=True)
    return str(dice.choices(codes, weights=weights)[0])


def _windows() -> Iterator[tuple[str, range]]:
    """Each period or window by name, with its months."""
    for year in SEALED:
        start = 12 * year
        yield from ((f"month {m}", range(m, m + 1)) for m in range(start, start + 12))
        yield from ((f"quarter {m}", range(m, m + 3)) for m in range(start, start + 12, 3))
        yield f"year {year}", range(start, start + 12)
        yield f"36 to {year}", range(start - 24, start + 12)


def _count(place: Place, window: str, *, months: range) -> None:
    """Every cell of a window: of the people in it, whole and by whether they report again."""
    inside = [(each, sum(m in months for m in each.months)) for each in place.people]
    inside = [(each, times) for each, times in inside if times]
    splits: dict[tuple[str, str], list[tuple[Person, int]]] = {("", ""): inside}
    for each, times in inside:
        for split, category in each.split.items():
            splits.setdefault((split, category), []).append((each, times))
    linked = window.startswith(("year", "36"))
    for (split, category), held in splits.items():
        for standing, kept in _standings(held) if linked else (("", held),):
            base = tuple(filter(None, (split, "repeat" if standing else "")))
            units = ("records",) if standing in ("first", "again") else ("persons", "records")
            for unit in units:
                name = (unit, window, split, category, standing)
                place.cells[name] = base, window, _cell(kept)


def _standings(
    held: Sequence[tuple[Person, int]],
) -> Iterator[tuple[str, list[tuple[Person, int]]]]:
    yield "", list(held)
    once, more = ([each for each in held if (each[1] > 1) is again] for again in (False, True))
    yield from ((name, kept) for name, kept in (("no", once), ("yes", more)) if kept)
    yield "first", [(each, 1) for each, _ in held]
    if more:
        yield "again", [(each, times - 1) for each, times in more]


def _cell(held: Held) -> CountedCell:
    keys = sum(each.key for each, _ in held)
    most = sorted((times for _, times in held), reverse=True)
    return CountedCell(
        (),
        sum(times for _, times in held),
        len(held),
        len(held),
        sum(each.key * times for each, times in held),
        keys,
        keys,
        most[0],
        sum(most[:2]),
    )


def told_which_are_the_same(place: Place, *, epochs: int) -> Drawn:
    """The reader who is told which cells of people hold the very same ones."""
    sealings = [place.shown(secret=_secret(epoch)) for epoch in range(epochs)]
    groups: dict[int, set[tuple[tuple[str, ...], str]]] = {}
    logs: dict[int, np.ndarray[tuple[int], np.dtype[np.float64]]] = {}
    size: dict[int, int] = {}
    for name, (variables, period, cell) in place.cells.items():
        table = variables, period
        mark = cell.person_key_sum
        if name[0] != "persons" or cell.persons > LARGEST_THOUGHT:
            continue
        if table in groups.setdefault(mark, set()):
            continue
        groups[mark].add(table)
        size[mark] = cell.persons
        for shown in sealings:
            seen = shown.get(name, 0)
            logs[mark] = (
                logs.get(mark, np.zeros(LARGEST_THOUGHT + 1)) + likelihoods(THRESHOLD)[seen]
            )
    marks = list(groups)
    return weighed(
        np.array([size[mark] for mark in marks]),
        np.array([len(groups[mark]) * epochs for mark in marks]),
        np.array([logs[mark] for mark in marks]),
    )


def _secret(epoch: int) -> bytes:
    return bytes([epoch + 1]) * EPOCH_SECRET_BYTES


Sum = tuple[tuple[Name, ...], tuple[Name, ...]]
"""Cells whose numbers add up to the same."""


def sums(place: Place) -> list[Sum]:
    """What must add up: parts of a split, standings, people and records, months and years."""
    found: list[Sum] = []
    windows = dict.fromkeys(name[1] for name in place.cells)
    every = [("", "")] + [(s, code) for s, shares in _SPLITS.items() for code, _ in shares]
    for window in windows:
        linked = window.startswith(("year", "36"))
        for unit in ("persons", "records"):
            for standing in ("", "yes", "no") if linked else ("",):
                for split, shares in _SPLITS.items():
                    parts = tuple((unit, window, split, code, standing) for code, _ in shares)
                    found.append((((unit, window, "", "", standing),), parts))
        if linked:
            found += [each for split in every for each in _of_standings(window, *split)]
    return found + list(_in_time(every))


def _of_standings(window: str, split: str, code: str) -> Iterator[Sum]:
    """In a cell people stand one way or the other, and each has one first incident."""

    def cell(unit: str, standing: str) -> Name:
        return unit, window, split, code, standing

    for unit in ("persons", "records"):
        yield (cell(unit, ""),), (cell(unit, "yes"), cell(unit, "no"))
    yield (cell("records", ""),), (cell("records", "first"), cell("records", "again"))
    yield (cell("records", "first"),), (cell("persons", ""),)
    yield (cell("records", "no"),), (cell("persons", "no"),)


def _in_time(every: Iterable[tuple[str, str]]) -> Iterator[Sum]:
    """Records add up over months and quarters to the year, and over three years to the window."""
    for split, code in every:
        for year in SEALED:
            start = 12 * year
            whole = ("records", f"year {year}", split, code, "")
            for parts in (
                [f"month {m}" for m in range(start, start + 12)],
                [f"quarter {m}" for m in range(start, start + 12, 3)],
            ):
                yield (whole,), tuple(("records", part, split, code, "") for part in parts)
        yield (
            (("records", "36 to 4", split, code, ""),),
            tuple(("records", f"year {year}", split, code, "") for year in SEALED),
        )


def bounds(place: Place, shown: Mapping[Name, int], *, exact: bool) -> dict[Name, tuple[int, int]]:
    """The least and the most of every cell, narrowed by what must add up until nothing moves.

    `exact` reads a service with a threshold alone, whose shown numbers are true.
    """
    tied = sums(place)
    names = set(chain.from_iterable(chain(one, other) for one, other in tied)) | set(place.cells)
    held = {name: _read(shown.get(name), name, exact=exact) for name in names}
    for _ in range(40):
        before = dict(held)
        for one, other in tied:
            _narrow(held, one, other)
            _narrow(held, other, one)
        if held == before:
            break
    return held


def _read(seen: int | None, name: Name, *, exact: bool) -> tuple[int, int]:
    if exact:
        return (0, THRESHOLD - 1) if seen is None else (seen, seen)
    if seen is not None:
        return max(1, seen - ptable.MAX_NOISE), seen + ptable.MAX_NOISE
    # A count of records may be hidden for the people behind it, however large it is.
    return 0, THRESHOLD - 1 + ptable.MAX_NOISE if name[0] == "persons" else 10**6


def _narrow(held: dict[Name, tuple[int, int]], one: Sequence[Name], other: Sequence[Name]) -> None:
    """Narrow each of `one` by what its side and the `other` can be."""
    low, high = (sum(held[name][end] for name in other) for end in (0, 1))
    for name in one:
        rest = [each for each in one if each != name]
        least = low - sum(held[each][1] for each in rest)
        most = high - sum(held[each][0] for each in rest)
        held[name] = max(held[name][0], least), min(held[name][1], most)

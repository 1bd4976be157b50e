"""The figures of the attacks: what each found, what it found of a double, and the limit it keeps.

One function an attack, for the tests to hold and for the table to print.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from api.disclosure.cellkey import EPOCH_SECRET_BYTES
from api.disclosure.policy import THRESHOLD
from tests.attacks import suite, windows
from tests.attacks.suite import WIDEST, Place

MARGIN: Final = 0.13
"""Above the base rate; the largest gain measured on the prototype (design)."""

DRAWS: Final = 12
"""Draws of one small group over tables, periods, units and epochs (design)."""

BREAKS: Final = 0.5
"""Of the single persons that a threshold alone must give away, for an attack to count."""


@dataclass(frozen=True)
class Figure:
    """One number: what it is, of the service, of a double that lacks a protection, and whether
    both are as they must be; `limit` says so in words.
    """

    what: str
    real: float
    double: float | None
    limit: str
    holds: bool


def singled_out(place: Place) -> Iterator[Figure]:
    """Singling out, totals minus parts, month against quarter against year: what is certain."""
    found = place.certain()
    yield Figure("hidden cells that are certain", found.cells, None, "0", found.cells == 0)
    for shown, words in ((True, "zeros seen"), (False, "zeros hidden too")):
        double = place.certain_of_threshold(zeros_shown=shown)
        least = BREAKS if shown else BREAKS / 2
        breaks = double.wrong == 0 and double.share >= least
        yield Figure(f"single persons that are certain, {words}", 0.0, double.share,
                     f"threshold alone at least {least}", breaks)  # fmt: skip


def differenced(place: Place) -> Iterator[Figure]:
    """Totals minus parts, taken at their word."""
    yield from _guesses(place, "differenced", least=0.5)


def all_but_one(place: Place) -> Iterator[Figure]:
    """A total less all other parts, over every total that a cell is part of."""
    yield from _guesses(place, "all_but_one", least=None)


def least_squares(place: Place) -> Iterator[Figure]:
    """Averaging over all tables, groupings and periods at once."""
    yield from _guesses(place, "least_squares", least=MARGIN)
    cube = place.guessed("least_squares", cube=True)
    yield _within('"it is one" by ward, age and ethnicity, above the base rate', cube.one_gain)


def equivalents(place: Place) -> Iterator[Figure]:
    """Averaging through equivalent questions: cells known to hold the same rows or people."""
    once = place.drawn(epochs=1)
    yield Figure("small groups that are sure in one epoch", once.above(), None, "0",
                 once.above() == 0)  # fmt: skip
    yield Figure("likeliest size of a group, above the commonest", once.right - once.base, None,
                 "told", True)  # fmt: skip
    shown = once.draws[once.size >= suite.SHOWN]
    most, all_ = int(shown.max()) * suite.EPOCHS, int(once.draws.max()) * suite.EPOCHS
    yield Figure("draws of a group of 5 to 9 over four epochs, at most", most, None,
                 f"{DRAWS}", most <= DRAWS)  # fmt: skip
    few = float((once.draws * suite.EPOCHS <= DRAWS).mean())
    yield Figure("share of all groups with twelve draws or fewer", few, None, "0.98", few >= 0.98)
    yield Figure("draws of a group of 1 to 4 over four epochs, at most", all_, None, "told", True)


def epochs(place: Place) -> Iterator[Figure]:
    """The same groups over four epochs of the same data."""
    found = place.drawn(epochs=suite.EPOCHS)
    share = found.above() / len(found.size)
    small = found.above(largest=suite.SHOWN - 1) / len(found.size)
    yield Figure("groups of 1 to 4 that are sure after four epochs", small, None, "0.00001",
                 small <= 1e-5)  # fmt: skip
    yield Figure("groups of 1 to 9 that are sure after four epochs", share, None, "0.0001",
                 share <= 1e-4)  # fmt: skip
    yield Figure("likeliest size of a group after four epochs", found.right, None, "told", True)


def alike(place: Place) -> Iterator[Figure]:
    """Class disclosure."""
    real, double = place.alike(), place.alike(double="bare")
    textbook = place.alike(double="textbook")
    yield Figure("\"all share it\" is right, above chance", real.gain, double.gain,
                 f"{MARGIN}; threshold alone always right",
                 real.gain <= MARGIN and double.right == 1.0)  # fmt: skip
    yield Figure("claims that all share it", real.made, textbook.made, "told", True)


def insiders(place: Place) -> Iterator[Figure]:
    """Agencies that subtract their own records: not promised, told."""
    for who, words in (((0,), "the largest agency"), ((0, 1), "two agencies of three")):
        real, double = place.insiders(who), place.insiders(who, double="bare")
        yield Figure(f"what others hold, guessed exactly by {words}", real.share, double.share,
                     f"base {real.base:.2f}; threshold alone 1",
                     double.share == 1.0 and real.share <= real.base + MARGIN)  # fmt: skip
        yield Figure(f"remainders of 1 to 4 that are sure to {words}", real.sure, None, "0",
                     real.sure == 0)  # fmt: skip
        yield Figure(f"remainders certain to be nobody to {words}", real.certain, None, "told",
                     True)  # fmt: skip


def sampled(place: Place, *, rounds: int = 150, tables: int = len(WIDEST)) -> Iterator[Figure]:
    """A posterior sampler over the widest tables of a year."""
    found = place.sampled(rounds=rounds, tables=WIDEST[:tables])
    certain, ones = sum(each.certain for each in found), sum(each.ones for each in found)
    cells = sum(len(each.true) for each in found)
    right = sum(each.found for each in found) / max(ones, 1)
    yield Figure("hidden cells sure to hold a count of somebody", certain, None, "0", certain == 0)
    chance = sum(each.chance for each in found) / max(ones, 1)
    yield Figure('"it is one" of the likeliest cells, above the base rate', right - ones / cells,
                 None, "told", True)  # fmt: skip
    yield _within("the same, above cells of the same expected size", right - chance)
    empty = sum(each.empty for each in found) / cells
    yield Figure("share of hidden cells sure to be empty", empty, None, "told", True)


def linked(place: Place) -> Iterator[Figure]:
    """Windows of linked measures against years, months and records, of five years of their own."""
    del place
    held = windows.invented(1)
    shown = held.shown(secret=b"s" * EPOCH_SECRET_BYTES)
    double = {name: held.true(name) for name in held.cells if held.true(name) >= THRESHOLD}
    real = _settled(held, shown, exact=False)
    taken = _settled(held, double, exact=True)
    yield Figure("hidden windows that are certain", real, taken, "0; threshold alone at least 0.15",
                 real == 0 and taken >= 0.15)  # fmt: skip
    once, after = (windows.told_which_are_the_same(held, epochs=n) for n in (1, suite.EPOCHS))
    yield Figure("groups of 1 to 9 that are sure in one epoch", once.above(), None, "0",
                 once.above() == 0)  # fmt: skip
    small = after.above(largest=suite.SHOWN - 1)
    yield Figure("groups of 1 to 4 that are sure after four epochs", small, None, "0", small == 0)


def _settled(held: windows.Place, shown: Mapping[windows.Name, int], *, exact: bool) -> float:
    """The share of hidden cells of somebody whose count is certain."""
    bounds = windows.bounds(held, shown, exact=exact)
    hidden = [name for name in bounds if name not in shown and held.true(name) > 0]
    return sum(bounds[name][0] == bounds[name][1] for name in hidden) / len(hidden)


ATTACKS: Final[Mapping[str, Callable[[Place], Iterator[Figure]]]] = {
    each.__name__: each
    for each in (
        singled_out, differenced, all_but_one, least_squares, equivalents, epochs, alike,
        insiders, sampled, linked,
    )
}  # fmt: skip


def _guesses(place: Place, attack: str, *, least: float | None) -> Iterator[Figure]:
    real, double = place.guessed(attack), place.guessed(attack, double=True)
    breaks = least is None or double.one_gain > least
    limit = f"{MARGIN}" if least is None else f"{MARGIN}; threshold alone above {least}"
    yield Figure("\"it is one\", above the base rate", real.one_gain, double.one_gain, limit,
                 real.one_gain <= MARGIN and breaks)  # fmt: skip
    yield Figure("the same, above cells of the same expected size", real.like_gain,
                 double.like_gain, f"{MARGIN}", real.like_gain <= MARGIN)  # fmt: skip
    yield Figure("exact guesses, above the commonest count", real.gain, double.gain,
                 f"{MARGIN}", real.gain <= MARGIN)  # fmt: skip


def _within(what: str, gain: float) -> Figure:
    return Figure(what, gain, None, f"{MARGIN}", gain <= MARGIN)

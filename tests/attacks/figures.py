"""The figures of the attacks: what each found, what it found of a double, and the limit it keeps.

One function an attack, for the tests to hold and for the table to print.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from api.disclosure.cellkey import EPOCH_SECRET_BYTES
from api.disclosure.policy import THRESHOLD
from tests.attacks import draws, suite, windows
from tests.attacks.sampling import Posterior
from tests.attacks.suite import Place

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
    yield from _guesses(place, "differenced", least=BREAKS)


def all_but_one(place: Place) -> Iterator[Figure]:
    """A total less all other parts, over every total that a cell is part of; the double answers
    lists, so that everything else is one question there.
    """
    yield from _guesses(place, "all_but_one", least=BREAKS)


def least_squares(place: Place) -> Iterator[Figure]:
    """Averaging over all tables, groupings and periods at once."""
    yield from _guesses(place, "least_squares", least=MARGIN)
    cube = place.guessed("least_squares", cube=True)
    yield _within('"it is one" by ward and ethnicity, above the base rate', cube.one_gain)


def equivalents(place: Place) -> Iterator[Figure]:
    """Averaging through equivalent questions: cells known to hold the same rows or people."""
    once = place.drawn(epochs=1)
    yield Figure("small groups that are sure in one epoch", once.above(), None, "0",
                 once.above() == 0)  # fmt: skip
    yield _of_ones(once)
    yield Figure("likeliest size of a group, above the commonest", once.right - once.base, None,
                 "told", True)  # fmt: skip
    told = once.draws == 1
    alone = float((once.guess == once.size)[told].mean()) - once.base
    yield Figure("the same of groups with a single draw", alone, None, "told", True)
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
    for largest in (suite.SHOWN - 1, draws.LARGEST_GROUP):
        sure = found.above(largest=largest)
        yield Figure(f"groups of 1 to {largest} that are sure after four epochs", sure, None, "0",
                     sure == 0)  # fmt: skip
    often = found.sure[found.draws > DRAWS].max(initial=0.0)
    yield Figure("how sure, at most, of a group with more than twelve draws", float(often), None,
                 f"{draws.SURE}", often <= draws.SURE)  # fmt: skip
    yield _of_ones(found)
    yield Figure("likeliest size of a group after four epochs", found.right, None, "told", True)


def _of_ones(found: draws.Drawn) -> Figure:
    """Whoever is told which cells are the same knows more than a release tells: not promised."""
    return Figure('"it is one" of a group told apart, above the base rate', found.one_gain, None,
                  "told", True)  # fmt: skip


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


def sampled(*places: Place, rounds: int = 100, tables: int | None = None) -> Iterator[Figure]:
    """A posterior sampler over every table of two or three variables, those with most ones first,
    of one place or of several taken together.

    The likeliest cells of a table are as many as it has ones.
    """
    held = [each.sampled(rounds=rounds, tables=tables) for each in places]
    found = [table for each in held for table in each]
    certain, empty = (sum(getattr(p, name) for p in found) for name in ("certain", "empty"))
    yield Figure("hidden cells sure to hold a count of somebody", certain, None, "0", certain == 0)
    yield _within('"it is one" of the likeliest cells, above the base rate, tables with most',
                  _above_base([p for each in held for p in each[: suite.WIDEST]]))  # fmt: skip
    ones = max(sum(p.ones for p in found), 1)
    own, like = (sum(p.found - getattr(p, name) for p in found) for name in ("blind", "chance"))
    yield _within("the same of all tables, above the base rate of each", own / ones)
    yield _within("the same, above cells of the same expected size", like / ones)
    yield Figure("the same, above the base rate of all together", _above_base(found), None,
                 "told", True)  # fmt: skip
    cells = sum(len(each.true) for each in found)
    yield Figure("share of hidden cells sure to be empty", empty / cells, None, "told", True)


def _above_base(found: Sequence[Posterior]) -> float:
    """How much likelier the likeliest cells of these tables hold one than their hidden cells do."""
    ones, cells = sum(p.ones for p in found), sum(len(p.true) for p in found)
    return sum(p.found for p in found) / max(ones, 1) - ones / max(cells, 1)


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


def _guesses(place: Place, attack: str, *, least: float) -> Iterator[Figure]:
    real, double = place.guessed(attack), place.guessed(attack, double=True)
    breaks = double.one_gain > least
    limit = f"{MARGIN}; threshold alone above {least}"
    yield Figure("\"it is one\", above the base rate", real.one_gain, double.one_gain, limit,
                 real.one_gain <= MARGIN and breaks)  # fmt: skip
    yield Figure("the same, above cells of the same expected size", real.like_gain,
                 double.like_gain, f"{MARGIN}", real.like_gain <= MARGIN)  # fmt: skip
    yield Figure("exact guesses, above the commonest count", real.gain, double.gain,
                 f"{MARGIN}", real.gain <= MARGIN)  # fmt: skip


def _within(what: str, gain: float) -> Figure:
    return Figure(what, gain, None, f"{MARGIN}", gain <= MARGIN)

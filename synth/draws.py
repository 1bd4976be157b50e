"""Chance by counting: what is drawn depends on whose it is and what it is called, on nothing else.

Every thing has a key of 64 bits. A draw is output number `word(name) / G` of SplitMix64 (Steele,
Lea and Flood, Fast splittable pseudorandom number generators, 2014) with the key as its seed, so
that it is the same in whatever order, chunk, process or version of numpy it is made. An output is
dealt out as four lots of 16 bits: shares are kept to 1 in 65,536.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from hashlib import blake2b
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from synth.chance import LOTS, Curve, Shares

U64 = npt.NDArray[np.uint64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

G: Final = np.uint64(0x9E3779B97F4A7C15)
"""The golden ratio's odd fraction of 2**64: the step of SplitMix64."""
_FIRST: Final = np.uint64(0xBF58476D1CE4E5B9)
_SECOND: Final = np.uint64(0x94D049BB133111EB)
_A_HASH: Final = 4  # lots of 16 bits


def mixed(values: U64) -> U64:
    """SplitMix64's output function: a bijection that makes near numbers far."""
    step = values >> np.uint64(30)
    out = values ^ step
    out *= _FIRST
    out ^= np.right_shift(out, np.uint64(27), out=step)
    out *= _SECOND
    out ^= np.right_shift(out, np.uint64(31), out=step)
    return out


def outputs(seeds: U64, numbers: Ints | int) -> U64:
    """Outputs of SplitMix64 by their number from 0, one for each seed."""
    steps = np.atleast_1d(np.asarray(numbers, dtype=np.uint64)) + np.uint64(1)
    return mixed(seeds + steps * G)


@cache
def word(name: str) -> np.uint64:
    """A name as 64 bits, the same for ever (BLAKE2b, RFC 7693, 8 bytes, little end first)."""
    return np.uint64(int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "little"))


@dataclass(frozen=True)
class Keys:
    """The keys of things, one each."""

    values: U64

    @classmethod
    def of_seed(cls, seed: int, *names: str) -> Keys:
        """The key of one thing: of a borough by its seed, and by its name."""
        said = "\x1f".join((str(seed), *names))
        return cls(mixed(np.array([word(said)], dtype=np.uint64)))

    def __len__(self) -> int:
        return len(self.values)

    def part(self, name: str) -> Keys:
        """The keys of a part of each thing: its victim, its first meeting."""
        return Keys(mixed(self.values + word(name)))

    def each(self, numbers: Ints | int) -> Keys:
        """The keys of numbered parts of the things."""
        return Keys(outputs(self.values, numbers))

    def at(self, places: Ints) -> Keys:
        """The keys at some places, each as often as it is named."""
        return Keys(self.values.take(places))

    def chance(self, name: str) -> Chance:
        """The source of chance of one part of each thing's life."""
        return Chance(self.values + word(name))


@dataclass(frozen=True, eq=False)
class Choices:
    """Several shares, of which each row draws by its own: by its sector, its step, its kind.

    Attributes:
        shares: of each kind, in the order of the kinds; None where there is nothing to draw.
        words: every thing that can be drawn; the first one stands for nothing.
    """

    shares: Sequence[Shares[Any] | None]
    words: Sequence[Any]

    @cached_property
    def table(self) -> npt.NDArray[np.int16]:
        """The place among the words that each lot draws, by kind."""
        found = np.zeros((len(self.shares), LOTS), dtype=np.int16)
        for row, shares in zip(found, self.shares, strict=True):
            if shares is not None:
                row[:] = np.array([self.words.index(thing) for thing in shares.things])[
                    shares.places
                ]
        return found


@dataclass
class Chance:
    """Draws for many things at once; the order of the calls is part of what is drawn."""

    seeds: U64
    _dealt: int = field(default=0)
    _lots: npt.NDArray[np.uint16] = field(default_factory=lambda: np.empty((0, 4), np.uint16))

    def lot(self) -> npt.NDArray[np.uint16]:
        """The next lot of each thing, from 0 to 65,535."""
        place = self._dealt % _A_HASH
        if place == 0:
            hashes = outputs(self.seeds, self._dealt // _A_HASH)
            self._lots = hashes.astype("<u8", copy=False).view("<u2").reshape(-1, _A_HASH)
        self._dealt += 1
        return self._lots[:, place]

    def happens(self, share: float | Floats) -> Bools:
        """Whether something that happens so often (0 to 1) happens to each."""
        ends: Floats = np.rint(np.asarray(share) * LOTS)
        return np.less(self.lot(), ends)

    def of(self, shares: Shares[Any]) -> Ints:
        """The place of the thing drawn among those declared, for each."""
        return shares.places.take(self.lot()).astype(np.int64)

    def among(self, choices: Choices, *, kinds: Ints) -> Ints:
        """The place among the words of the thing drawn by each row's own shares."""
        return choices.table[kinds, self.lot()].astype(np.int64)

    def value(self, shares: Shares[int]) -> Ints:
        """The whole number drawn for each."""
        return shares.numbers.take(self.lot()).astype(np.int64)

    def along(self, curve: Curve) -> Ints:
        """A number along the curve for each."""
        return curve.numbers.take(self.lot()).astype(np.int64)

    def between(self, low: int, high: int) -> Ints:
        """A whole number from `low` to `high`, both included, for each."""
        return low + ((self.lot().astype(np.int64) * (high - low + 1)) >> 16)

    def below(self, ends: Ints) -> Ints:
        """A whole number from 0 to below each end; 0 where the end is below 1."""
        return (self.lot().astype(np.int64) * np.maximum(ends, 0)) >> 16

    def some(self, shares: Shares[Any], *, times: Ints, most: int) -> Ints:
        """Which of up to 62 things come up in so many draws: the sum of 2**place for each.

        `most` draws are made of all, so that what is drawn next does not depend on the others.
        """
        found = np.zeros(len(self.seeds), dtype=np.int64)
        for number in range(most):
            drawn = np.int64(1) << self.of(shares)
            found |= np.where(number < times, drawn, 0)
        return found

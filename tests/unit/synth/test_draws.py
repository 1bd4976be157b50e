from zlib import crc32

import numpy as np
import pytest

from schemas.reference import is_synthetic
from synth.chance import Curve, Shares, counted, spread
from synth.draws import Keys, outputs, word
from synth.references import spelt

PUBLISHED = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431]
"""The first outputs of SplitMix64 with the seed 1234567, as published."""
KNOWN, KNOWN_WORD = [18995, 10998, 61525, 25316, 46490, 16806], 7234285552824224434
SHARES = Shares({"a": 3, "b": 1}, "test")
MANY = 40_000


def _many(seed: int = 1) -> Keys:
    return Keys.of_seed(seed, "test").at(np.zeros(MANY, dtype=np.int64)).each(np.arange(MANY))


def test_draws_are_those_of_a_published_generator() -> None:
    seeds = np.full(4, 1234567, dtype=np.uint64)
    assert outputs(seeds, np.arange(4)).tolist() == PUBLISHED


def test_a_thing_draws_the_same_alone_and_among_others() -> None:
    keys, alone = _many(), _many().at(np.array([7]))
    one, other = keys.chance("a part"), alone.chance("a part")
    for _ in range(6):
        assert one.lot()[7] == other.lot()[0]


def test_a_seed_gives_these_very_lots_in_every_version() -> None:
    """Known answers: a change of the hash, of the names or of the dealing would show here."""
    chance = Keys.of_seed(42, "known").chance("lots")
    assert [int(chance.lot()[0]) for _ in range(6)] == KNOWN
    assert int(word("known")) == KNOWN_WORD


@pytest.mark.parametrize("other", [Keys.of_seed(2, "test"), Keys.of_seed(1, "tes", "t")])
def test_another_seed_or_name_is_another_source(other: Keys) -> None:
    assert other.values[0] != Keys.of_seed(1, "test").values[0]


def test_parts_and_numbers_of_a_thing_are_things_of_their_own() -> None:
    keys = _many()
    several = [keys, keys.part("a"), keys.part("b"), keys.each(0), keys.each(1)]
    assert len(np.unique(np.concatenate([each.values for each in several]))) == 5 * MANY


def test_what_comes_up_is_as_frequent_as_it_should_be() -> None:
    chance = _many().chance("shares")
    assert chance.happens(0.2).mean() == pytest.approx(0.2, abs=0.01)
    assert (chance.of(SHARES) == 0).mean() == pytest.approx(0.75, abs=0.01)
    numbers = chance.between(3, 6)
    assert set(numbers.tolist()) == {3, 4, 5, 6}
    assert numbers.mean() == pytest.approx(4.5, abs=0.03)
    ages = chance.along(Curve(((16, 19, 1), (20, 29, 3)), "test"))
    assert (ages < 20).mean() == pytest.approx(0.25, abs=0.01)
    assert (ages.min(), ages.max()) == (16, 29)


def test_draws_of_one_thing_do_not_go_together() -> None:
    chance = _many().chance("several")
    lots = np.stack([chance.lot() for _ in range(8)]).astype(np.float64)
    apart = np.abs(np.corrcoef(lots) - np.eye(8))
    assert apart.max() < 0.03


def test_how_many_are_drawn_of_one_does_not_move_what_is_drawn_next() -> None:
    shares = Shares({"a": 1, "b": 1, "c": 1}, "test")
    one, other = _many().chance("some"), _many().chance("some")
    few = one.some(shares, times=np.ones(MANY, dtype=np.int64), most=3)
    many = other.some(shares, times=np.full(MANY, 3), most=3)
    assert (few & many == few).all()
    assert (one.lot() == other.lot()).all()


def test_those_more_prone_have_a_heavier_tail() -> None:
    drawn = _many().chance("counts").value(counted(0.5, shape=0.4, most=60))
    assert drawn.mean() == pytest.approx(0.5, abs=0.02)
    assert drawn.var() == pytest.approx(1.125, abs=0.15)


def test_days_spread_from_soon_to_the_longest() -> None:
    drawn = _many().chance("days").value(spread(1500, longest=1095))
    assert (drawn.min(), drawn.max()) == (0, 1094)
    assert (drawn < 365).mean() > 0.4


def test_references_are_those_of_invented_persons() -> None:
    keys = _many().values[:300]
    references = spelt(keys)
    assert all(map(is_synthetic, references))
    assert len(set(references)) == 300
    assert references[0][-8:] == f"{crc32(references[0][4:56].encode()):08x}"

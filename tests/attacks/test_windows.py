"""Windows of twelve and of thirty-six months give nobody away, whatever they are set against."""

from __future__ import annotations

import pytest

from api.disclosure.cellkey import EPOCH_SECRET_BYTES
from api.disclosure.policy import THRESHOLD
from tests.attacks import windows
from tests.attacks.windows import Place
from tests.counts import SEED, whole_or_sample

pytestmark = pytest.mark.prove

SECRET = b"s" * EPOCH_SECRET_BYTES
SEEDS = [SEED + step for step in range(whole_or_sample(3, sample=1))]


@pytest.fixture(scope="module", params=SEEDS)
def place(request: pytest.FixtureRequest) -> Place:
    return windows.invented(request.param)


def test_nothing_follows_with_certainty_from_what_must_add_up(place: Place) -> None:
    shown = place.shown(secret=SECRET)
    held = windows.bounds(place, shown, exact=False)
    for name, (low, high) in held.items():
        assert low <= place.true(name) <= high, name
    hidden = [name for name in place.cells if name not in shown]
    assert len(hidden) > 100
    assert [name for name in hidden if held[name][0] == held[name][1]] == []


def test_the_same_reader_takes_much_from_a_threshold_alone(place: Place) -> None:
    shown = {name: place.true(name) for name in place.cells if place.true(name) >= THRESHOLD}
    held = windows.bounds(place, shown, exact=True)
    hidden = [name for name in held if name not in shown and place.true(name) > 0]
    taken = [name for name in hidden if held[name][0] == held[name][1]]
    assert all(held[name][0] == place.true(name) for name in taken)
    assert len(taken) >= 0.15 * len(hidden)


def test_whoever_is_told_which_cells_hold_the_same_people_is_sure_of_none(place: Place) -> None:
    once = windows.told_which_are_the_same(place, epochs=1)
    assert len(once.size) > 100
    assert once.above() == 0
    assert windows.told_which_are_the_same(place, epochs=4).above(largest=4) == 0

from statistics import mean, variance

import pytest

from synth.chance import Curve, Shares, child, poisson

KNOWN = [540, 102, 901, 195]


def test_a_named_source_of_chance_is_always_the_same() -> None:
    assert child(7, "person", "2026-03/4").random() == child(7, "person", "2026-03/4").random()


@pytest.mark.parametrize("other", [(8, "a", "b"), (7, "b", "a"), (7, "ab"), (7, "a", "b", "")])
def test_another_seed_or_name_is_another_source(other: tuple[int, *tuple[str, ...]]) -> None:
    seed, *names = other
    assert child(seed, *names).random() != child(7, "a", "b").random()


def test_a_seed_gives_these_very_draws_in_every_run() -> None:
    """Known answers: a hash that differed between processes or versions would show here."""
    chance = child(1, "known")
    assert [chance.randrange(1000) for _ in range(4)] == KNOWN


def test_shares_are_drawn_as_often_as_they_say() -> None:
    shares = Shares({"a": 3, "b": 1}, "test")
    chance = child(1, "shares")
    drawn = [shares.draw(chance) for _ in range(4000)]
    assert shares.share("a") == 0.75
    assert drawn.count("a") / len(drawn) == pytest.approx(0.75, abs=0.03)
    assert shares.among("b").draw(chance) == "b"


def test_shares_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        Shares({"a": 1}, "test").weights["b"] = 2  # type: ignore[index]


def test_a_curve_runs_from_its_lowest_to_its_highest_number() -> None:
    curve = Curve(((16, 19, 1), (20, 29, 3)), "test")
    numbers = [curve.at(step / 1000) for step in range(1000)]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(16, 30))
    assert (curve.at(0.0), curve.at(1.0)) == (16, 29)
    assert sum(number < 20 for number in numbers) == 250


def test_rare_events_have_the_mean_asked_for() -> None:
    chance = child(1, "poisson")
    drawn = [poisson(chance, 3.0) for _ in range(4000)]
    assert mean(drawn) == pytest.approx(3.0, abs=0.12)
    assert variance(drawn) == pytest.approx(3.0, abs=0.4)

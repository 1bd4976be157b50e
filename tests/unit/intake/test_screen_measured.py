"""How often the identifier screen is right, on strings it was not built from."""

from __future__ import annotations

from random import Random, SystemRandom

import pytest
from faker import Faker

from api.intake.identifying.screen import screen
from tests.counts import PROVE, whole_or_sample
from tests.unit.intake.strings import PLANTED, clean, planted

LEAST_HITS = 0.95
MOST_FALSE_ALARMS = 0.01
SAMPLE_SEED = 20260401


@pytest.fixture
def words() -> tuple[Random, Faker]:
    """Chance and words from one seed: a fresh one where the whole count is asked for."""
    seed = SystemRandom().getrandbits(64) if PROVE else SAMPLE_SEED
    print(f"seed {seed}")  # noqa: T201 - to repeat a run with
    faker = Faker("en_GB")
    faker.seed_instance(seed)
    return Random(seed), faker


@pytest.mark.prove
def test_planted_identifiers_are_found(words: tuple[Random, Faker]) -> None:
    count = whole_or_sample(10_000, sample=1_400)
    each = count // len(PLANTED) + 1
    found = {
        kind: sum(bool(screen(planted(kind, *words))) for _ in range(each)) for kind in PLANTED
    }
    for kind, hits in found.items():
        print(f"{kind}: {hits} of {each} found, {hits / each:.1%}")  # noqa: T201 - the figures
    assert sum(found.values()) >= LEAST_HITS * each * len(PLANTED)
    assert min(found.values()) >= LEAST_HITS * each


@pytest.mark.prove
def test_ordinary_strings_raise_few_alarms(words: tuple[Random, Faker]) -> None:
    count = whole_or_sample(10_000, sample=1_400)
    alarms: dict[str, int] = {}
    for _ in range(count):
        for kind in screen(clean(*words)):
            alarms[kind] = alarms.get(kind, 0) + 1
    total = sum(alarms.values())
    print(f"{total} of {count} alarms, {total / count:.2%}: {alarms}")  # noqa: T201 - the figures
    assert total <= MOST_FALSE_ALARMS * count

"""Rows drawn from a dataset's definition alone."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.dataset import columns
from schemas.datasets import DATASETS
from synth.providers import SaferShareProvider
from synth.providers.base import generator
from synth.providers.record import RecordProvider
from tests.rows import checked, flat

EVERY = pytest.mark.parametrize("name", [name for name in DATASETS if name != "aggregate_return"])
"""Of the figures that may be declared each has a family and a unit of its own: a walk that knows
the rules alone takes long to find one, and there is a provider that knows the register."""


def _provider(seed: int) -> RecordProvider:
    return RecordProvider(generator(random.Random(seed)))


@EVERY
@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**64))
def test_nothing_is_found_in_a_row_of_any_dataset(name: str, seed: int) -> None:
    row = _provider(seed).record(name)
    told = dict.fromkeys(flat(name)) | _dotted(row)
    assert checked(name, told).findings == ()


@EVERY
def test_the_same_chance_gives_the_same_rows(name: str) -> None:
    one, other = _provider(7), _provider(7)
    assert [one.record(name) for _ in range(3)] == [other.record(name) for _ in range(3)]


@EVERY
def test_nearly_every_field_is_filled_sooner_or_later(name: str) -> None:
    provider = _provider(1)
    filled = {key for _ in range(60) for key in _dotted(provider.record(name))}
    # some are for one sector alone, or seldom agree with the rest of a row
    assert len(filled) >= 0.9 * len(columns(DATASETS[name]))


def test_a_dataset_without_a_provider_of_its_own_is_drawn_by_name() -> None:
    provider = SaferShareProvider(generator(random.Random(3)))
    assert provider.__getattr__("incident")()["record_id"]
    with pytest.raises(AttributeError):
        provider.__getattr__("no_dataset")


def _dotted(row: dict[str, object]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, part in row.items():
        if isinstance(part, dict) and name != "breakdown":
            found |= {f"{name}.{key}": value for key, value in part.items()}
        else:
            found[name] = part
    return found

"""The profiles as files: every figure has a source, every target can be measured."""

import pickle
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from schemas.dataset import columns
from schemas.datasets import DATASETS
from synth.figures.profiles import NAMES, PROFILES, document, span
from synth.scoring.measures import measure
from synth.scoring.questions import Persons, Question
from synth.scoring.shapes import marginals, pairs
from synth.scoring.targets import targets

HISTORICAL = NAMES[1:]


def _sourced(held: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from held["figures"].values()
    yield from held.get("shares", {}).values()
    for kind in ("targets", "gaps", "marginals", "pairs"):
        yield from held.get(kind, [])


def _questions(name: str) -> Iterator[Question]:
    for target in (*targets(name), *targets(name, "gaps")):
        for asked in target.asks():
            yield asked.rows if isinstance(asked, Persons) else asked
    for marginal in marginals(name):
        yield from (*marginal.asks.values(), marginal.base)
    for pair in pairs(name):
        yield from (cell for row in pair.asks for cell in row)


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_has_a_source(name: str) -> None:
    assert [each for each in _sourced(document(name)) if not each["source"].strip()] == []


@pytest.mark.parametrize("name", NAMES)
def test_targets_have_names_of_their_own_and_a_tolerance(name: str) -> None:
    held = targets(name)
    assert len({each.name for each in held}) == len(held) > 9
    assert all(each.tolerance >= 0 for each in held)
    assert all(each.reason for each in targets(name, "gaps"))


@pytest.mark.parametrize("name", NAMES)
def test_targets_ask_for_columns_and_months_that_are_written(name: str) -> None:
    written = set(map(str, PROFILES[name].months))
    for asked in _questions(name):
        known = {column.name for column in columns(DATASETS[asked.dataset])}
        assert asked.columns <= known, asked
        assert asked.months <= written, asked


@pytest.mark.parametrize("name", HISTORICAL)
def test_a_profile_of_the_past_is_written_for_its_year(name: str) -> None:
    assert set(span(document(name)["year"])) <= set(PROFILES[name].months)


@pytest.mark.parametrize("name", NAMES)
def test_another_process_reads_the_same_profile(name: str) -> None:
    twice = PROFILES[name].scaled(2.0)
    read = pickle.loads(pickle.dumps(twice))
    assert (read.name, read.incidents_a_year) == (name, twice.incidents_a_year)


def test_a_profile_that_is_not_on_file_is_not_sent_to_another_process() -> None:
    changed = replace(PROFILES["modern-borough"], incidents_a_year=5)
    with pytest.raises(TypeError, match="not the one on file"):
        pickle.dumps(changed)


def test_a_target_without_a_known_measure_is_refused() -> None:
    with pytest.raises(KeyError, match="guess"):
        measure({"measure": "guess"})

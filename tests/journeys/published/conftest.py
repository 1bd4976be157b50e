"""Boroughs that published their figures, each sealed once for all tests of an engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from synth.published import PUBLISHED
from tests.databases import Maker
from tests.journeys.published.histories import History, raised
from tests.journeys.published.mistaken import MISTAKEN, QUARTER, send


@pytest.fixture(scope="session")
def histories(
    new_database: Maker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[str, History]]:
    """Every borough that published, by its name, and one whose figures contradict each other."""
    wanted = [*((each, each.periods) for each in PUBLISHED), (MISTAKEN, (QUARTER,))]
    keys = str(tmp_path_factory.mktemp("published") / "keys")
    with new_database() as databases, raised(databases, wanted, keys=keys) as found:
        for each in PUBLISHED:
            found[each.borough].told()
        send(found[MISTAKEN.borough])
        yield found

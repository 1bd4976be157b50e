"""The year under attack, made once."""

from __future__ import annotations

import pytest

from tests.attacks.year import Year, a_year
from tests.counts import PROVE

SEEDS = (1, 2, 3, 4, 5) if PROVE else (1,)


@pytest.fixture(scope="session", params=SEEDS)
def year(request: pytest.FixtureRequest) -> Year:
    return a_year(request.param)

"""The questions that the published attacks on table servers ask cannot be asked here."""

from __future__ import annotations

from typing import Any

import pytest

from api.disclosure.lattice import NotInLattice, question
from schemas.datasets.incident import Incident


@pytest.mark.parametrize(
    "asked",
    [
        {"filters": {"ward": "E05013987,E05013988"}},
        {"filters": {"ward": ["E05013987", "E05013988"]}},
        {"by": ("age_band", "age_band_4")},
        {"period": "2025-04..2025-12"},
        {"period": "2025-04/2025-06"},
        {"by": ("ward", "age_band", "ethnicity_group", "sex")},
    ],
)
def test_the_questions_that_average_noise_away_do_not_exist(asked: dict[str, Any]) -> None:
    with pytest.raises(NotInLattice):
        question(Incident, **({"measure": "incident", "period": "2025-26"} | asked))

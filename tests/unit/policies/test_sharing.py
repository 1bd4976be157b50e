from __future__ import annotations

import pytest

from api.policies.sharing import COUNTS_ONLY_SECTORS, default_sharing
from schemas.codes import code_list

SECTORS = sorted(code_list("sector").values)


@pytest.mark.parametrize("sector", SECTORS)
def test_health_housing_and_the_voluntary_sector_keep_no_reference_unless_they_say_so(
    sector: str,
) -> None:
    careful = sector.startswith(("nhs_", "housing_", "vcs_")) or sector == "pharmacy"
    assert default_sharing(sector) == ("counts_only" if careful else "linked_counts")


def test_every_such_sector_is_one_of_the_list() -> None:
    assert set(SECTORS) >= COUNTS_ONLY_SECTORS


def test_what_is_filled_in_is_a_code() -> None:
    assert {default_sharing(s) for s in SECTORS} <= code_list("sharing").values

"""What agencies send that is about nobody: counts, a statement, a register; row by row.

Records about people are made elsewhere (`synth.making`), by processes that need none of this.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from schemas.period import Period
from synth.agencies import charity, council, reviews, security, station
from synth.agencies.sheet import Sheet
from synth.formats import Row
from synth.lives.households import Borough
from synth.making import drawn_on
from synth.partnership import Expectation, PartnershipPlan
from synth.written import Written

SHEETS: Final[Mapping[tuple[str, str, str], Callable[[Sheet], tuple[Row, ...]]]] = {
    ("police", "aggregate_return", "aggregate"): station.declared,
    ("nhs_acute", "incident", "aggregate"): security.counts,
    ("vcs_da_specialist", "aggregate_return", "statement"): charity.statement,
    ("council_community_safety", "aggregate_return", "aggregate"): council.capacity,
    ("council_community_safety", "review_action", "record"): reviews.register,
}
"""What makes counts, statements and registers, by sector, dataset and level."""


def sheet(
    plan: PartnershipPlan,
    expectation: Expectation,
    month: Period,
    borough: Borough,
    *,
    today: date | None,
) -> tuple[Written, ...]:
    """The rows of a return about nobody."""
    sector = plan.agency(expectation.agency_id).sector
    make = SHEETS[sector, expectation.dataset, expectation.level]
    drawn = drawn_on(expectation, month, seed=borough.seed, today=today)
    return tuple(map(Written, make(Sheet(borough, expectation.seat, month, drawn))))

"""Large files to measure with: one month of the invented borough, told again of other people."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from schemas.datasets import DATASETS
from schemas.period import Period
from schemas.wire.envelopes import standing_members
from synth.partnership import PLAN
from synth.returns import InventedReturn, returns

SENDER: Final = "met-bromley"
DATASET: Final = "incident"
MONTH: Final = "2026-03"
WHY: Final = "The rows of one month are repeated to measure with, and so are their oddities."


@cache
def month() -> InventedReturn:
    """The police's month as the borough has it."""
    drawn = returns(PLAN, [Period.parse(MONTH)], seed=1)
    return next(each for each in drawn if (each.agency_id, each.dataset) == (SENDER, DATASET))


def standing() -> dict[str, Any]:
    """The envelope that goes with each file; every query is explained beforehand."""
    kept = {k: v for k, v in month().envelope.items() if k in standing_members()}
    asked = {rule.id for rule in DATASETS[DATASET].rules if rule.severity == "query"}
    return {**kept, "explanations": dict.fromkeys(sorted(asked), WHY)}

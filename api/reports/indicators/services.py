"""Indicators of services: referrals to them, their use, and what came of it."""

from __future__ import annotations

from typing import Final

from api.reports.indicators.model import Count, Indicator, Line
from schemas.breakdowns import PeriodKind

_LONGER: Final[tuple[PeriodKind, ...]] = ("quarter", "year")

SERVICES: Final = (
    Indicator(
        "IND-32", "perpetrator_intervention_outcomes", "Outcomes of work with perpetrators",
        "percent",
        ("perpetrator_intervention",),
        (
            Line("a", "people who started, of those referred",
                 Count("perpetrator_intervention.started"), Count("perpetrator_intervention")),
            Line("b", "people whose risk level fell, of those assessed at both ends",
                 Count("perpetrator_intervention.risk_reduced"),
                 Count("perpetrator_intervention.risk_compared"), periods=_LONGER),
        ),
        "more_is_better",
        "Risk is highest when people are referred and tends to fall by itself; without a "
        "comparison group this does not show that the work caused it.",
        breakdowns=("programme",),
    ),
)  # fmt: skip

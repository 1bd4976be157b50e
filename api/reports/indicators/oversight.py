"""Indicators of the partnership itself: who sends what, how complete it is, what it can do."""

from __future__ import annotations

from typing import Final

from api.reports.indicators.model import Indicator

OVERSIGHT: Final = (
    Indicator(
        "IND-38", "equality_completeness", "Completeness of equality information", "bands",
        ("incident", "perpetrator_intervention", "housing_support", "health_contact"),
        (),
        "more_is_better",
        "Declining to answer is an answer; the commonest reason is therefore named.",
    ),
    Indicator(
        "IND-39", "partner_participation_and_timeliness", "Participation and timeliness", "returns",
        (),
        (),
        "more_is_better",
        "A nil return is a return; what was not requested does not count against an agency.",
    ),
)  # fmt: skip

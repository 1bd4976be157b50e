"""Indicators of health services: who is told of abuse there, and what follows."""

from __future__ import annotations

from typing import Final

from api.reports.indicators.model import Count, Indicator, Line, Stated
from schemas.breakdowns import PeriodKind

_LONGER: Final[tuple[PeriodKind, ...]] = ("quarter", "year")

HEALTH: Final = (
    Indicator(
        "IND-35", "health_identification", "Abuse disclosed to health services", "mixed",
        ("health_contact", "aggregate_return"),
        (
            Line("disclosures", "contacts with health services at which abuse was disclosed",
                 Count("health_contact.disclosed"),
                 stated=Stated("health_contact", (("result", "disclosed_current"),))),
            Line("accepted", "contacts with an accepted referral, of those at which abuse was "
                 "disclosed", Count("health_contact.disclosed_referral_accepted"),
                 Count("health_contact.disclosed"), periods=_LONGER),
            Line("iris", "general practices in the IRIS programme", Stated("iris_practices")),
            Line("iris_share", "general practices in the IRIS programme, of all general practices",
                 Stated("iris_practices"), Stated("gp_practices")),
            Line("pharmacies", "pharmacies in a codeword scheme", Stated("pharmacies_in_scheme")),
        ),
        "more_may_be_better",
        "More disclosures can mean that more people are asked: a new post or a new practice lifts "
        "the figure by itself.",
        breakdowns=("setting", "age_band", "age_band_4", "age_band_2", "sex", "enquiry_made"),
    ),
)  # fmt: skip

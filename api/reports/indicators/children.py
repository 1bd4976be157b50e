"""Indicators of children: whether abuse around them is found, and whether they are told of."""

from __future__ import annotations

from typing import Final

from api.reports.indicators.model import Count, Indicator, Line
from schemas.breakdowns import PeriodKind

_LONGER: Final[tuple[PeriodKind, ...]] = ("quarter", "year")

CHILDREN: Final = (
    Indicator(
        "IND-36", "child_factor_and_notification", "Children who live with abuse", "percent",
        ("child_contact", "incident"),
        (
            Line("factor", "assessments of children that found domestic abuse, of all assessments",
                 Count("child_contact.abuse_factor"), Count("child_contact.assessments"),
                 periods=_LONGER),
            Line("told", "incidents of which children's services were told within three days, of "
                 "incidents with children in the household",
                 Count("incident.children_told"), Count("incident.with_children"),
                 known=("with_children",), periods=_LONGER, direction="more_is_better"),
        ),
        "neither",
        "Factors are noted at the end of an assessment, several for one child; an assessment with "
        "any of them counts once.",
    ),
)  # fmt: skip

"""Indicators of the partnership itself: deaths and reviews, reach, completeness, means."""

from __future__ import annotations

from datetime import date
from typing import Final

from api.reports.indicators.model import (
    Benchmark,
    Count,
    Indicator,
    Line,
    Stated,
    Unavailable,
)
from api.reports.indicators.sources import BOARD
from schemas.breakdowns import PeriodKind

_YEAR: Final[tuple[PeriodKind, ...]] = ("year",)
_OPEN_STAGES: Final = (
    "notified", "scoping", "panel", "drafting", "home_office_qa", "approved", "action_plan",
)  # fmt: skip


def _rate(measure: str) -> tuple[Stated, Stated]:
    return Stated(measure, role="numerator"), Stated(measure, role="denominator")


_DONE: Final = _rate("review_actions_done")

OVERSIGHT: Final = (
    Indicator(
        "IND-16", "da_related_deaths_and_disproportionality", "Deaths related to domestic abuse",
        "mixed", ("aggregate_return",),
        (
            Line("", "deaths related to domestic abuse", Stated("da_related_deaths")),
            Line("disproportion", "share of a group among the deaths, of that among the people",
                 Unavailable("too_few_to_split",
                             "A borough's deaths are too few to be split; shares are worked out "
                             "for the whole of London, or over several years."),
                 form="percent"),
        ),
        "less_is_better",
        "One death is one too many and says nothing of a trend. A borough's count is not split.",
        benchmarks=(
            Benchmark("disproportion", 62.5, date(2005, 4, 1), date(2006, 3, 31),
                      "London, people of minority ethnic groups among those who died", BOARD,
                      "a share of deaths; set beside their share of London's people it would be a "
                      "ratio", 20, 32),
        ),
    ),
    Indicator(
        "IND-17", "reviews_by_stage", "Reviews of deaths and what came of them", "mixed",
        ("review_action",),
        (
            Line("open", "reviews that are open", Count("review_action.reviews_open"),
                 periods=_YEAR, stated=Stated("reviews_open")),
            Line("held", "reviews of deaths related to domestic abuse that were held",
                 Stated("death_reviews")),
            Line("stages", "open reviews by stage", Count("review_action"),
                 Count("review_action.reviews_open"), mix="review_stage", mixed=_OPEN_STAGES,
                 periods=_YEAR),
            Line("actions", "actions from reviews that are done, of those that are done or due",
                 Count("review_action.actions_done"), Count("review_action.actions_due"),
                 periods=_YEAR, stated=_DONE[0], stated_of=_DONE[1],
                 direction="more_is_better"),
        ),
        "neither",
        "A review is named only once it is published; until then it is one of a number. The "
        "register is counted as it stands at the end of the period.",
        breakdowns=("owner",),
    ),
    Indicator(
        "IND-37", "not_known_to_police_share", "People known to services and not to the police",
        "percent", ("service_episode", "health_contact", "housing_support", "referral", "incident"),
        (Line("", "people who came to another agency in twelve months without an incident in the "
              "thirty-six before, of all who came to another agency",
              Count("linked.not_known_to_police_12m", unit="persons"),
              Count("linked.known_elsewhere_12m", unit="persons"), periods=_YEAR),),
        "neither",
        "Many people never go to the police, and may have good reasons. It counts only people "
        "whose records can be joined, and never tells of one case.",
        least_known=90,
    ),
    Indicator(
        "IND-38", "equality_completeness", "Completeness of equality information", "bands",
        (
            "incident", "risk_assessment", "referral", "service_episode", "marac_case",
            "perpetrator_intervention", "justice_outcome", "protective_order", "housing_support",
            "health_contact", "child_contact",
        ),
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
    Indicator(
        "IND-40", "training_and_capacity", "Training, posts and money", "percent",
        ("aggregate_return",),
        (
            Line("trained", "staff who have been trained, of those who should be",
                 Stated("staff_trained"), Stated("staff_in_scope")),
            Line("officers", "officers trained, of all officers", *_rate("officers_trained")),
            Line("vacancies", "posts that are vacant, of all posts",
                 Stated("posts_vacant"), Stated("posts"), direction="less_is_better"),
            Line("budget",
                 "money for work on domestic abuse, of the partnership's budget, in pounds",
                 *_rate("budget_share"), direction="neither"),
        ),
        "more_is_better",
        "Who should be trained, and in which course, differs between agencies.",
    ),
)  # fmt: skip

"""Indicators of services: referrals to them, their use, what people said, what came of it."""

from __future__ import annotations

from datetime import date
from typing import Final

from api.reports.indicators.model import (
    Break,
    Count,
    Filters,
    Indicator,
    Line,
    Stated,
    Unavailable,
)
from api.reports.indicators.sources import UPDATE
from schemas.breakdowns import PeriodKind

_YEAR: Final[tuple[PeriodKind, ...]] = ("year",)
_LONGER: Final[tuple[PeriodKind, ...]] = ("quarter", "year")
_ADVOCACY: Final[Filters] = (("service_group", "advocacy"),)
_GROUPS: Final[Filters] = (("service_group", "groups"),)
_ANSWERED: Final = Count("service_episode.satisfaction_answered")
_SHOP: Final = Count("service_episode.one_stop_shop")


def _rate(measure: str, cell: Filters = ()) -> tuple[Stated, Stated]:
    return Stated(measure, cell, "numerator"), Stated(measure, cell, "denominator")


def _satisfied(name: str, item: str, words: str) -> Line:
    part, whole = _rate("satisfied", (("item", item),))
    return Line(
        name, f"people satisfied with {words}, of those who answered",
        Count("service_episode", ((f"satisfied_{item}", "yes"),)), _ANSWERED, periods=_LONGER,
        stated=part, stated_of=whole,
    )  # fmt: skip


_SURVEYED: Final = _rate("survey_answers")

SERVICES: Final = (
    Indicator(
        "IND-24", "advocacy_referrals_meeting_criteria", "Referrals to independent advisers",
        "count", ("referral",),
        (
            Line("", "referrals to independent advisers that met the criteria",
                 Count("referral.advocacy_criteria_met"), periods=_LONGER,
                 stated=Stated("advocacy_referrals")),
            Line("nrpf", "referrals to independent advisers that met the criteria, of people "
                 "without recourse to public funds",
                 Count("referral", (("advocacy_nrpf", "yes"),)), periods=_YEAR),
        ),
        "more_may_be_better",
        "The service that receives a referral counts it; the sender's count is kept to compare.",
    ),
    Indicator(
        "IND-25", "police_to_advocacy_referral_rate", "Incidents that lead to a referral",
        "percent", ("incident", "referral", "risk_assessment"),
        (
            Line("", "crimes and incidents of medium or high risk with a referral to an adviser "
                 "within two days, of all of them",
                 Count("linked.eligible_incidents_referred_2d"), Count("linked.eligible_incidents"),
                 periods=_YEAR),
            Line("consent", "referrals by the basis on which they were made", Count("referral"),
                 mix="consent_basis", periods=_LONGER),
        ),
        "more_is_better",
        "Somebody who says no has the right to; that is shown apart and is not a failure to refer.",
    ),
    Indicator(
        "IND-26", "advocacy_engagement_rate", "Support by advisers that is taken up", "mixed",
        ("service_episode", "referral"),
        (
            Line("", "support by advisers that was taken up, of support by advisers that began",
                 Count("service_episode.engaged", _ADVOCACY), Count("service_episode", _ADVOCACY),
                 periods=_LONGER),
            Line("first_contact", "days from an accepted referral to the first contact",
                 Count("referral"), median="first_contact", periods=_LONGER),
        ),
        "more_is_better",
        "Being reached late and saying no are different things.",
    ),
    Indicator(
        "IND-27", "one_stop_shop_use", "Use of the one stop shop", "count", ("service_episode",),
        (
            Line("", "contacts with the one stop shop", _SHOP,
                 stated=Stated("one_stop_shop_contacts")),
            Line("people", "people who used the one stop shop",
                 Count("service_episode.one_stop_shop", unit="persons"),
                 stated=Stated("one_stop_shop_people")),
            Line("sex", "use of the one stop shop by sex", Count("service_episode"), _SHOP,
                 mix="one_stop_shop_sex", mixed=("F", "M"), periods=_LONGER),
            Line("rules", "use of the one stop shop by the rule it was counted by",
                 Count("service_episode"), _SHOP, mix="one_stop_shop_rule",
                 mixed=("session_attendance", "any_support_line_call"), periods=_LONGER),
        ),
        "more_may_be_better",
        "Contacts are not people.",
        breaks=(
            Break(date(2021, 4, 1),
                  "From April 2021 every call to the support line counts as a contact, before that "
                  "attendance at a session alone.", UPDATE),
        ),
    ),
    Indicator(
        "IND-28", "programme_completion", "Programmes that are completed", "percent",
        ("service_episode", "perpetrator_intervention"),
        (
            Line("survivors", "groups for survivors that were completed, of those that ended or "
                 "began", Count("service_episode.groups_completed"),
                 Count("service_episode", _GROUPS), periods=_LONGER),
            Line("perpetrators", "perpetrators who completed a programme, of those who started",
                 Count("perpetrator_intervention.completed"),
                 Count("perpetrator_intervention.started")),
            Line("attendees", "people who came to a programme", Stated("programme_attendees")),
        ),
        "more_is_better",
        "Completed means three sessions in four attended. People who started late in the period "
        "have had less time to complete.",
        breakdowns=("programme", "route"),
    ),
    Indicator(
        "IND-29", "survivor_satisfaction", "How satisfied survivors are", "percent",
        ("service_episode",),
        (
            Line("response", "people who answered, of those who were asked", _ANSWERED,
                 Count("service_episode.satisfaction_asked"), periods=_LONGER,
                 stated=_SURVEYED[0], stated_of=_SURVEYED[1]),
            _satisfied("reporting", "reporting", "how it was to report"),
            _satisfied("contact", "contact", "the contact kept"),
            _satisfied("informed", "informed", "being kept informed"),
            Line("mean", "mean scores",
                 Unavailable("means_not_released",
                             "A mean of few answers can be turned back into the answers.")),
        ),
        "more_is_better",
        "Read how many answered first. People who left early are seldom asked.",
        breakdowns=("service_group",),
    ),
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
            Line("c", "people with fewer incidents in the six months after, of those with "
                 "incidents counted before and after",
                 Count("perpetrator_intervention.fewer_incidents"),
                 Count("perpetrator_intervention.incidents_compared"), periods=_LONGER),
        ),
        "more_is_better",
        "Risk is highest when people are referred and tends to fall by itself; without a "
        "comparison group this does not show that the work caused it.",
        breakdowns=("programme", "route", "age_band_4", "age_band_2"),
    ),
)  # fmt: skip

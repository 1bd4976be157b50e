"""Figures with which agencies told their part before records were shared, or tell it beside them.

Each is a count, or a part and its whole: a percentage without its two numbers is not declared. They
are those that the reports to the Metropolitan Police Authority's board and the Safer Bromley
Partnership print, so that what was published can be entered as it was.
"""

from __future__ import annotations

from typing import Final

from schemas.codes.declared.model import Declared, Unit

_RATE: Final = "rate_num_den"


def _count(name: str, of: str, title: str, *dimensions: str, unit: Unit = "count") -> Declared:
    return Declared(
        name, "record_proxy", title, unit, counts_people=True, dimensions=dimensions, of=of
    )


def _share(name: str, of: str, title: str, *dimensions: str) -> Declared:
    return _count(name, of, title, *dimensions, unit=_RATE)


POLICE: Final = (
    _count("incidents_with_arrest", "incident", "reports after which somebody was arrested"),
    _count("incidents_with_power", "incident", "reports where a power of arrest existed"),
    _count("arrests_where_power", "incident",
           "reports with an arrest among those where a power of arrest existed"),
    _share("arrest_rate_mixed", "incident",
           "arrests for crimes and other reports together, of a base of the agency's own"),
    _count("dual_arrests", "incident", "reports after which both parties were arrested"),
    _share("arrests_within_a_day", "incident",
           "suspects arrested within 24 hours, of a base that the agency names"),
    _share("calls_with_report", "incident", "calls that led to a report, of all calls as received"),
    _share("merged_calls_with_report", "incident",
           "calls that led to a report, of calls without those about the same incident"),
    _count("repeat_incidents", "incident",
           "reports about somebody who had reported before in the same financial year"),
    _count("victims", "incident", "people who reported abuse"),
    _count("repeat_victims", "incident", "people who reported abuse more than once"),
    _count("incidents_of_repeat_victims", "incident",
           "reports by people who reported more than once"),
    _count("incidents_flagged", "incident", "reports with a specialist flag", "flag"),
)  # fmt: skip

JUSTICE: Final = (
    _count("sanction_detections", "justice_outcome", "sanction detections", "sex", "age_band"),
    _count("caution_detections", "justice_outcome", "sanction detections that are cautions"),
    _share("sanction_detection_rate", "justice_outcome",
           "sanction detections, of a base of the agency's own"),
    _share("caution_share", "justice_outcome",
           "cautions, of sanction detections as the agency counts them"),
    _count("people_charged", "justice_outcome",
           "people charged, and those cautioned where the counting rule says so", "sex", "age_band",
           "ethnicity_self", "ethnicity_observed"),
    _count("people_charged_gravest", "justice_outcome",
           "people charged with grievous bodily harm or graver", "sex", "age_band"),
    _count("cases_charged_gravest", "justice_outcome",
           "cases brought to justice with a charge of grievous bodily harm or graver"),
    _count("offences_charged", "justice_outcome", "offences charged or cautioned"),
    _count("offences_charged_gravest", "justice_outcome",
           "offences of grievous bodily harm or graver that were charged"),
    _share("prosecutions_won", "justice_outcome", "prosecutions that ended in a conviction"),
)  # fmt: skip

SUPPORT: Final = (
    _share("initial_assessments", "risk_assessment", "reports with a first assessment of risk"),
    _share("assessments_checked", "risk_assessment",
           "assessments of risk that a line manager checked"),
    _share("conference_repeats", "marac_case", "cases heard again within twelve months"),
    _share("conference_no_repeats", "marac_case",
           "people discussed at a conference of whom no further report was known"),
    _count("advocacy_referrals", "referral",
           "referrals to independent advisers that met the criteria"),
    _count("one_stop_shop_contacts", "service_episode", "contacts with a one stop shop", "sex"),
    _count("one_stop_shop_people", "service_episode", "people who used a one stop shop", "sex"),
    _count("programme_attendees", "service_episode", "people who came to a programme",
           "service_type"),
    _share("satisfied", "service_episode", "people who are satisfied, of those who answered",
           "item", "service_type", "sex"),
    _share("survey_answers", "service_episode", "people who answered, of those who were asked",
           "service_type"),
    _share("contractor_calls", "housing_support",
           "calls of a contractor who secures homes that were about domestic abuse"),
    _share("refuge_nights", "housing_support", "nights in refuges that were taken"),
)  # fmt: skip

OVERSIGHT: Final = (
    Declared("da_related_deaths", "dq_audit", "deaths related to domestic abuse",
             counts_people=True),
    Declared("death_reviews", "dq_audit",
             "reviews of deaths related to domestic abuse that were held", counts_people=True),
    Declared("reviews_open", "dq_audit", "reviews of deaths that are open", counts_people=True,
             stock=True, dimensions=("review_stage",)),
    Declared("review_actions_done", "dq_audit", "actions from reviews that are done",
             unit=_RATE, stock=True),
    Declared("gp_practices", "coverage", "general practices", stock=True),
    Declared("officers_trained", "training", "officers trained, of all officers", unit=_RATE,
             stock=True, dimensions=("role",)),
    Declared("budget_share", "finance",
             "money for work on domestic abuse, of the partnership's budget, in pounds",
             unit=_RATE, dimensions=("project", "financial_year")),
    Declared("population", "benchmark", "people who live in the area (a public estimate)",
             stock=True, dimensions=("area", "indicator")),
)  # fmt: skip

SHARES: Final = (*POLICE, *JUSTICE, *SUPPORT, *OVERSIGHT)

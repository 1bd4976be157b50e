"""The questions for figures: what was reported, what the police did, and what came of it."""

from __future__ import annotations

from typing import Final

from api.reports.indicators import Stated
from api.reports.scrutiny.questions.model import (
    EVERYBODY,
    LEAD,
    POLICE,
    Group,
    Question,
    Use,
    stated,
)

_MENTAL_HEALTH: Final = Stated("incidents_flagged", (("flag", "mental_health"),))

FIGURES: Final = Group(
    "figures",
    "Reports, arrests and what came of them",
    (
        Question("incidents", POLICE,
                 (Use("IND-01"), Use("IND-02")),
                 stated("incident", "crimes", "population")),
        Question("arrests", POLICE,
                 (Use("IND-04"), Use("IND-05"), Use("IND-06"), Use("IND-07")),
                 stated("incidents_with_arrest", "incidents_with_power", "arrests_where_power",
                        "crimes_with_arrest", "arrest_rate_mixed", "dual_arrests",
                        "arrests_within_a_day")),
        Question("repeats", POLICE,
                 (Use("IND-08"), Use("IND-09")),
                 stated("victims", "repeat_victims", "repeat_incidents",
                        "incidents_of_repeat_victims")),
        Question("detections", POLICE, (Use("IND-10"),),
                 stated("sanction_detections", "sanction_detection_rate")),
        Question("cautions", POLICE, (Use("IND-11"),),
                 stated("caution_detections", "caution_share")),
        Question("charges", POLICE,
                 (Use("IND-12"), Use("IND-13"), Use("IND-18"), Use("IND-34")),
                 stated("people_charged", "offences_charged", "prosecutions_won",
                        "justice_outcome")),
        Question("gravest", POLICE,
                 (Use("IND-14"),),
                 stated("people_charged_gravest", "offences_charged_gravest",
                        "cases_charged_gravest")),
        Question("honour", POLICE,
                 (Use("IND-15", ("hba", "fm", "either", "hba_share", "fm_share")),),
                 stated("incidents_flagged")),
        Question("mental-health", POLICE,
                 (Use("IND-15", ("mh", "mh_share")),), (_MENTAL_HEALTH,)),
        Question("deaths", LEAD, (Use("IND-16"),),
                 stated("da_related_deaths")),
        Question("reviews", LEAD, (Use("IND-17"),),
                 stated("death_reviews", "reviews_open", "review_actions_done")),
    ),
)  # fmt: skip

EQUALITY: Final = Question("equality", EVERYBODY, (Use("IND-38"),))
"""Answered in a section of its own, without which no report is accepted."""

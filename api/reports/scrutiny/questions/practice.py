"""The questions about how the work is done: recording, risk, learning, and what it is done with."""

from __future__ import annotations

from typing import Final

from api.reports.scrutiny.questions.model import LEAD, POLICE, Group, Question, Use, stated

PRACTICE: Final = Group(
    "practice",
    "Policy, recording and quality",
    (
        Question("discrepancy", POLICE,
                 (Use("IND-03"),), stated("calls_with_report", "merged_calls_with_report")),
        Question("recording", POLICE,
                 declared=stated("records_checked")),
        Question("together", POLICE, (Use("IND-36"),), stated("child_contact")),
        Question("first-assessment", POLICE, (Use("IND-19"),),
                 stated("initial_assessments", "assessments_checked", "risk_assessment")),
        Question("form", POLICE),
        Question("risk", POLICE,
                 (Use("IND-20"), Use("IND-21"), Use("IND-22"), Use("IND-23"), Use("IND-32"),
                  Use("IND-33")),
                 stated("marac_case", "conference_repeats", "conference_no_repeats",
                        "perpetrator_intervention", "protective_order")),
        Question("learning", LEAD,
                 lacks="returns count reviews and do not say what was learnt"),
    ),
)  # fmt: skip

RESOURCES: Final = Group(
    "resources",
    "Staff and equipment",
    (
        Question("posts", POLICE,
                 declared=stated("posts", "posts_filled")),
        Question("profile", POLICE,
                 lacks="no return asks for it, and so few people could be known by it"),
        Question("trainees", POLICE),
        Question("vacancies", POLICE, (Use("IND-40", ("vacancies",), cautioned=False),),
                 stated("posts_vacant")),
        Question("specialist-training", POLICE),
        Question("administration", POLICE,
                 lacks="no return asks for it apart from other posts"),
        Question("champion", POLICE,
                 lacks="a report from figures names nobody"),
        Question("standing", POLICE),
        Question("evidence", POLICE),
        Question("management", POLICE),
        Question("leadership", POLICE),
        Question("support", POLICE),
    ),
)  # fmt: skip

"""The questions about how the work is done: recording, risk, learning, and what it is done with."""

from __future__ import annotations

from typing import Final

from api.reports.scrutiny.questions.model import LEAD, POLICE, Group, Question, Use, stated

PRACTICE: Final = Group(
    "practice",
    "Policy, recording and quality",
    (
        Question("discrepancy", "Calls attended, and those recorded as domestic abuse", POLICE,
                 (Use("IND-03"),), stated("calls_with_report", "merged_calls_with_report")),
        Question("recording", "Checks that cases are recorded and flagged", POLICE,
                 declared=stated("records_checked")),
        Question("together", "Cases in which several procedures meet, and children who live with "
                 "abuse", POLICE, (Use("IND-36"),), stated("child_contact")),
        Question("first-assessment", "First assessments of risk, and whether they are checked",
                 POLICE, (Use("IND-19"),),
                 stated("initial_assessments", "assessments_checked", "risk_assessment")),
        Question("form", "How useful officers find the form for a first assessment", POLICE),
        Question("risk", "What is done about risk, and with perpetrators", POLICE,
                 (Use("IND-20"), Use("IND-21"), Use("IND-22"), Use("IND-23"), Use("IND-32"),
                  Use("IND-33")),
                 stated("marac_case", "conference_repeats", "conference_no_repeats",
                        "perpetrator_intervention", "protective_order")),
        Question("learning", "How deaths are reviewed, and what was learnt", LEAD,
                 lacks="returns count reviews and do not say what was learnt"),
    ),
)  # fmt: skip

RESOURCES: Final = Group(
    "resources",
    "Staff and equipment",
    (
        Question("posts", "Posts in the specialist unit", POLICE,
                 declared=stated("posts", "posts_filled")),
        Question("profile", "Who the officers of the unit are, by age, sex and ethnicity", POLICE,
                 lacks="no return asks for it, and so few people could be known by it"),
        Question("trainees", "The share of trainee detectives on short placements", POLICE),
        Question("vacancies", "Posts that are vacant", POLICE, (Use("IND-40", ("vacancies",)),),
                 stated("posts_vacant")),
        Question("specialist-training", "Whether posts stay vacant for want of specialist training",
                 POLICE),
        Question("administration", "Administrative support of the unit", POLICE,
                 lacks="no return asks for it apart from other posts"),
        Question("champion", "The champion for domestic abuse", POLICE,
                 lacks="a report from figures names nobody"),
        Question("standing", "How other officers see the work of the unit", POLICE),
        Question("evidence", "Equipment and training to gather evidence at the scene", POLICE),
        Question("management", "How senior managers follow performance", POLICE),
        Question("leadership", "How a strong response is led", POLICE),
        Question("support", "Support from the force's centre", POLICE),
    ),
)  # fmt: skip

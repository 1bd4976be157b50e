"""The questions of a scrutiny board, which a statement may say that it answers."""

from __future__ import annotations

from typing import Final

from schemas.codes.lists import CodeList, plain

SCRUTINY_QUESTION: Final = CodeList(
    "scrutiny_question",
    "CL-133",
    "Question of a scrutiny board",
    "Metropolitan Police Authority Domestic Violence Board, annual report 2006-07, appendix 3: "
    "commissioning brief",
    plain(
        ("incidents", "Incidents of domestic abuse reported"),
        ("arrests", "Arrests, and arrests where the power existed"),
        ("repeats", "People who report abuse again"),
        ("detections", "Sanction detections"),
        ("cautions", "Sanction detections that are cautions"),
        ("charges", "Charges, prosecutions and other outcomes"),
        ("gravest", "Grievous bodily harm and graver brought to justice"),
        ("honour", "So-called honour-based abuse and forced marriage"),
        ("mental-health", "Survivors with a need about mental health"),
        ("deaths", "Deaths related to domestic abuse"),
        ("reviews", "Reviews of deaths"),
        ("equality", "Survivors and perpetrators by age, sex and ethnicity"),
        ("discrepancy", "Calls attended, and those recorded as domestic abuse"),
        ("recording", "Checks that cases are recorded and flagged"),
        ("together", "Cases in which several procedures meet, and children who live with abuse"),
        ("first-assessment", "First assessments of risk, and whether they are checked"),
        ("form", "How useful officers find the form for a first assessment"),
        ("risk", "What is done about risk, and with perpetrators"),
        ("learning", "How deaths are reviewed, and what was learnt"),
        ("posts", "Posts in the specialist unit"),
        ("profile", "Who the officers of the unit are, by age, sex and ethnicity"),
        ("trainees", "The share of trainee detectives on short placements"),
        ("vacancies", "Posts that are vacant"),
        ("specialist-training", "Whether posts stay vacant for want of specialist training"),
        ("administration", "Administrative support of the unit"),
        ("champion", "The champion for domestic abuse"),
        ("standing", "How other officers see the work of the unit"),
        ("evidence", "Equipment and training to gather evidence at the scene"),
        ("management", "How senior managers follow performance"),
        ("leadership", "How a strong response is led"),
        ("support", "Support from the force's centre"),
        ("budget", "The partnership's budget, and the part for domestic abuse"),
        ("priority", "Whether domestic abuse is a priority of the strategy"),
        ("projects", "Safe homes, programmes and other projects in progress"),
        ("prevention", "Work to prevent abuse"),
        ("consultation", "How survivors and their advocates are consulted"),
        ("organisations", "Who works together, and whom they reach"),
        ("referrals", "Referrals to support, and what comes of them"),
        ("one-place", "Help in a crisis, and help in one place"),
        ("feedback", "What survivors say of the help they had"),
        ("trained", "Staff and officers who are trained"),
        ("courses", "Which training staff of each level have"),
        ("content", "What the training covers"),
        ("trainers", "Who trains, and whether the community takes part"),
        ("length", "How long it takes, and what follows it"),
        ("staff-policy", "How the policy for staff is carried out, and what support they have"),
        ("staff-awareness", "What staff are told of the policy"),
        ("staff-confidence", "Whether staff are confident to report"),
        ("staff-perpetrators", "How staff who are perpetrators are held to account"),
        ("umbra-part", "Whether the borough takes part in Project Umbra"),
        ("umbra-how", "How it takes part"),
        (
            "modernisation-part",
            "How the programme of modernisation could improve the response to domestic abuse",
        ),
    ),
)  # fmt: skip
"""In words of this service and in the order of the brief; `api.reports.scrutiny` says which figures
answer which."""

LISTS: Final = (SCRUTINY_QUESTION,)

"""Code lists of reviews and of what follows from them: stages, actions, evidence."""

from schemas.codes.lists import Code, CodeList, plain

_REPORT = "design, after the Safer Bromley Partnership's update for 2022/23 quarter 3"

REVIEW_TYPE = CodeList(
    "review_type",
    "CL-33",
    "Kind of review",
    _REPORT,
    (
        Code(
            "dhr_dardr",
            "Review of a death related to domestic abuse",
            source="Domestic Violence, Crime and Victims Act 2004 s.9",
        ),
        *plain(
            ("marac_review", "Review of the conference on high risk"),
            ("strategy", "Strategy and its action plan"),
            ("ptpm", "Partnership tasking and performance meeting"),
            ("near_miss", "Review of a near miss"),
            ("scrutiny", "Scrutiny"),
            ("dv_board", "Board on domestic abuse"),
        ),
    ),
)

REVIEW_STAGE = CodeList(
    "review_stage",
    "CL-33b",
    "Stage of a review, in order",
    _REPORT,
    plain(
        ("notified", "Notified"),
        ("scoping", "Scoping"),
        ("panel", "Panel at work"),
        ("drafting", "Report being drafted"),
        ("home_office_qa", "With the Home Office for quality assurance"),
        ("approved", "Approved"),
        ("action_plan", "Action plan under way"),
        ("closed", "Closed"),
    ),
)
"""The codes stand in the order in which a review goes through them."""

REVIEW_RAG = CodeList(
    "review_rag",
    "CL-33c",
    "Rating of an action",
    _REPORT,
    plain(
        ("red", "Red: not under way, or overdue"),
        ("amber", "Amber: under way, at risk"),
        ("green", "Green: on course"),
        ("blue_complete", "Blue: complete"),
    ),
)

REVIEW_PUBLICATION = CodeList(
    "review_publication",
    "CL-98",
    "How far a review may be known",
    "design",
    plain(
        ("closed", "Closed: only counted"),
        ("learning_only", "Only what is to be learned from it"),
        ("published", "Published"),
    ),
)

ACTION_LIFECYCLE = CodeList(
    "action_lifecycle",
    "CL-99",
    "Progress of an action",
    "design",
    plain(
        ("not_started", "Not started"),
        ("in_progress", "In progress"),
        ("done", "Done"),
        ("superseded", "Overtaken by another"),
        ("blocked", "Blocked"),
    ),
)

ACTION_EVIDENCE = CodeList(
    "action_evidence",
    "CL-100",
    "Evidence that an action is done",
    "design",
    plain(
        ("policy", "A policy"),
        ("training", "Training held"),
        ("audit", "An audit"),
        ("data", "Figures"),
        ("none", "None"),
    ),
)

ACTION_REASON = CodeList(
    "action_reason",
    "CL-101",
    "Why an action is late, or why a recommendation has none",
    "design",
    plain(
        ("awaiting_partner", "Waiting for another agency"),
        ("awaiting_funding", "Waiting for money"),
        ("awaiting_proceedings", "Waiting for legal proceedings"),
        ("staffing", "Want of staff"),
        ("scope_changed", "The task has changed"),
        ("covered_elsewhere", "Covered by another action"),
        ("not_accepted", "Recommendation not accepted"),
        ("no_action_needed", "No action needed"),
        ("other", "Another reason"),
    ),
)

ACTION_UPDATE = CodeList(
    "action_update",
    "CL-132",
    "Whether there is a line for the quarter",
    _REPORT,
    plain(
        ("given", "Given"),
        ("not_requested", "Not requested"),
        ("not_provided", "Requested and not provided"),
    ),
)

LISTS = (
    REVIEW_TYPE,
    REVIEW_STAGE,
    REVIEW_RAG,
    REVIEW_PUBLICATION,
    ACTION_LIFECYCLE,
    ACTION_EVIDENCE,
    ACTION_REASON,
    ACTION_UPDATE,
)

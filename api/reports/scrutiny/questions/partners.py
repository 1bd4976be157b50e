"""The questions about partners: money and plans, working together, training."""

from __future__ import annotations

from typing import Final

from api.reports.scrutiny.questions.model import (
    EVERYBODY,
    FUNDERS,
    LEAD,
    SERVICES,
    Group,
    Question,
    Use,
    stated,
)

PLANS: Final = Group(
    "plans",
    "The partnership's money and plans",
    (
        Question("budget", "The partnership's budget, and the part for domestic abuse", FUNDERS,
                 (Use("IND-40", ("budget",)),),
                 stated("budget_share", "spending", "units_paid_for")),
        Question("priority", "Whether domestic abuse is a priority of the strategy", LEAD,
                 lacks="the quarterly update prints the strategy's commitments, and figures do not "
                 "say how they rank"),
        Question("projects", "Safe homes, programmes and other projects in progress", SERVICES,
                 (Use("IND-28"), Use("IND-30"), Use("IND-31")),
                 stated("housing_support", "refuge_capacity", "refuge_occupied", "refuge_nights",
                        "contractor_calls", "programme_attendees")),
        Question("prevention", "Work to prevent abuse", LEAD,
                 declared=stated("awareness_items", "items_made", "items_left", "pupils_reached",
                                  "schools_reached")),
        Question("consultation", "How survivors and their advocates are consulted", SERVICES),
    ),
)  # fmt: skip

PARTNERS: Final = Group(
    "partners",
    "Working together",
    (
        Question("organisations", "Who works together, and whom they reach", EVERYBODY,
                 (Use("IND-37"),)),
        Question("referrals", "Referrals to support, and what comes of them", SERVICES,
                 (Use("IND-24"), Use("IND-25"), Use("IND-26"), Use("IND-35")),
                 stated("referral", "advocacy_referrals", "health_contact", "iris_practices",
                        "gp_practices", "pharmacies_in_scheme")),
        Question("one-place", "Help in a crisis, and help in one place", SERVICES,
                 (Use("IND-27"),),
                 stated("one_stop_shop_contacts", "one_stop_shop_people", "helpline_contacts",
                        "service_episode")),
        Question("feedback", "What survivors say of the help they had", SERVICES,
                 (Use("IND-29"),), stated("satisfied", "survey_answers")),
    ),
)  # fmt: skip

TRAINING: Final = Group(
    "training",
    "Training",
    (
        Question("trained", "Staff and officers who are trained", EVERYBODY,
                 (Use("IND-40", ("trained", "officers")),),
                 stated("staff_in_scope", "staff_trained", "officers_trained")),
        Question("courses", "Which training staff of each level have", EVERYBODY),
        Question("content", "What the training covers", EVERYBODY),
        Question("trainers", "Who trains, and whether the community takes part", EVERYBODY),
        Question("length", "How long it takes, and what follows it", EVERYBODY),
    ),
)  # fmt: skip

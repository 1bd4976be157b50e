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
        Question("budget", FUNDERS,
                 (Use("IND-40", ("budget",), cautioned=False),),
                 stated("budget_share", "spending", "units_paid_for")),
        Question("priority", LEAD,
                 lacks="the quarterly update prints the strategy's commitments, and figures do not "
                 "say how they rank"),
        Question("projects", SERVICES,
                 (Use("IND-28"), Use("IND-30"), Use("IND-31")),
                 stated("housing_support", "refuge_capacity", "refuge_occupied", "refuge_nights",
                        "contractor_calls", "programme_attendees")),
        Question("prevention", LEAD,
                 declared=stated("awareness_items", "items_made", "items_left", "pupils_reached",
                                  "schools_reached")),
        Question("consultation", SERVICES),
    ),
)  # fmt: skip

PARTNERS: Final = Group(
    "partners",
    "Working together",
    (
        Question("organisations", EVERYBODY,
                 (Use("IND-37"),)),
        Question("referrals", SERVICES,
                 (Use("IND-24"), Use("IND-25"), Use("IND-26"), Use("IND-35")),
                 stated("referral", "advocacy_referrals", "health_contact", "iris_practices",
                        "gp_practices", "pharmacies_in_scheme")),
        Question("one-place", SERVICES,
                 (Use("IND-27"),),
                 stated("one_stop_shop_contacts", "one_stop_shop_people", "helpline_contacts",
                        "service_episode")),
        Question("feedback", SERVICES,
                 (Use("IND-29"),), stated("satisfied", "survey_answers")),
    ),
)  # fmt: skip

TRAINING: Final = Group(
    "training",
    "Training",
    (
        Question("trained", EVERYBODY,
                 (Use("IND-40", ("trained", "officers")),),
                 stated("staff_in_scope", "staff_trained", "officers_trained")),
        Question("courses", EVERYBODY),
        Question("content", EVERYBODY),
        Question("trainers", EVERYBODY),
        Question("length", EVERYBODY),
    ),
)  # fmt: skip

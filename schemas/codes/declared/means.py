"""Figures of what there is: places, posts, training, money, reach, and statements."""

from __future__ import annotations

from typing import Final

from schemas.codes.declared.model import Declared

_ASKED: Final = ("question",)
"""Which question of a scrutiny board a statement answers."""

MEANS: Final = (
    Declared(
        "refuge_capacity",
        "capacity",
        "places in refuges",
        stock=True,
        dimensions=("support_type", "capacity_unit"),
    ),
    Declared(
        "refuge_occupied",
        "capacity",
        "places in refuges that are taken",
        counts_people=True,
        stock=True,
        dimensions=("support_type",),
    ),
    Declared("posts", "workforce", "posts", stock=True, dimensions=("role",)),
    Declared(
        "posts_filled", "workforce", "posts that are filled", stock=True, dimensions=("role",)
    ),
    Declared(
        "posts_vacant", "workforce", "posts that are vacant", stock=True, dimensions=("role",)
    ),
    Declared(
        "staff_in_scope",
        "training",
        "staff who should be trained",
        stock=True,
        dimensions=("role",),
    ),
    Declared(
        "staff_trained", "training", "staff who have been trained", stock=True, dimensions=("role",)
    ),
    Declared(
        "spending", "finance", "money spent", unit="gbp", dimensions=("project", "financial_year")
    ),
    Declared(
        "units_paid_for",
        "finance",
        "sessions, nights or the like that the money spent paid for",
        dimensions=("project", "financial_year"),
    ),
    Declared("awareness_items", "awareness", "items handed out or shown"),
    Declared("items_made", "awareness", "items made to be handed out"),
    Declared("items_left", "awareness", "items made and not handed out by the last day"),
    Declared("pupils_reached", "prevention", "pupils reached by sessions"),
    Declared("schools_reached", "prevention", "schools reached by sessions"),
    Declared(
        "helpline_contacts",
        "contact_channel",
        "contacts by helpline",
        counts_people=True,
        dimensions=("channel",),
    ),
    Declared("iris_practices", "coverage", "practices in the IRIS programme", stock=True),
    Declared("pharmacies_in_scheme", "coverage", "pharmacies in a codeword scheme", stock=True),
    Declared("records_checked", "dq_audit", "records checked in an audit", unit="rate_num_den"),
    Declared(
        "benchmark",
        "benchmark",
        "a figure of another area, for comparison",
        unit="rate_num_den",
        dimensions=("area", "indicator"),
    ),
)

PROSE: Final = (
    Declared("statement", "statement", "a statement in prose", unit="text", dimensions=_ASKED),
    Declared("survivor_feedback", "statement", "themes of what survivors said", unit="text"),
    Declared(
        "set_topic",
        "set_topic",
        "an answer to the forum's set question",
        unit="text",
        dimensions=_ASKED,
    ),
)

"""What of the register of reviews is released: counts of entries, of which none is about a person.

A release counts the register as it stands at the period's end. An entry is a review, or an action
on one of its recommendations. Most reviews are of deaths, so reviews are counted like what is
sensitive about people. The register hardly changes from one quarter to the next, so it is counted
by year alone: the same entries drawn anew each quarter would give themselves away.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from schemas.breakdowns import Measure, ReleaseTable
from schemas.circumstances import LONGEST, grouped, told
from schemas.codes import code_list
from schemas.conditions import equals, given, one_of
from schemas.groupings import coded
from schemas.rules import All, Compare, Field, Not, Within

_REVIEW: Final = All(
    (
        Not(given("recommendation_no")),
        one_of("review_type", "dhr_dardr", "marac_review", "near_miss", "scrutiny"),
    )
)
_ACTION: Final = given("action_no")
_DONE: Final = equals("lifecycle", "done")
_DUE: Final = Compare("<=", Field("due_on"), Field("envelope.last_day"))
_STAGES: Final = {code.code: code.label for code in code_list("review_stage")}

_STAGE: Final = told(
    "review_stage",
    {stage: All((_REVIEW, equals("stage", stage))) for stage in _STAGES},
    base="review",
    title="Stage of the review, of reviews",
    labels=_STAGES,
)
_OPEN: Final = tuple(stage for stage in _STAGES if stage != "closed")
_PROGRESS: Final = told(
    "action_progress",
    {
        "done_in_time": All(
            (_ACTION, _DONE, Within(Field("due_on"), Field("completed_on"), 0, LONGEST))
        ),
        "done_late": All((_ACTION, _DONE, given("due_on"))),
        "done_undated": All((_ACTION, _DONE)),
        "superseded": All((_ACTION, equals("lifecycle", "superseded"))),
        "overdue": All((_ACTION, _DUE)),
        "not_yet_due": _ACTION,
    },
    base="action",
    title="Progress of the action, of actions",
)

MEASURES: Final = (
    Measure("review_action", "review_action", "Entries of the register of reviews",
            units=("records",)),
    Measure("review_action.reviews_open", "review_action", "Reviews that are open",
            (("review_open", "yes"),), ("records",)),
    Measure("review_action.actions_done", "review_action", "Actions from reviews that are done",
            (("action_done", "yes"),), ("records",)),
    Measure("review_action.actions_due", "review_action",
            "Actions from reviews that are done or due", (("action_due", "yes"),), ("records",)),
    Measure("review_action.actions_overdue", "review_action",
            "Actions from reviews that are overdue", (("action_progress", "overdue"),),
            ("records",)),
)  # fmt: skip

BREAKDOWNS: Final = (
    replace(_STAGE, sensitive=True),
    replace(
        grouped(
            _STAGE, "review_open", {"yes": _OPEN, "no": ("closed",)}, title="Open, of reviews"
        ),
        sensitive=True,
    ),
    _PROGRESS,
    grouped(
        _PROGRESS,
        "action_done",
        {
            "yes": ("done_in_time", "done_late", "done_undated"),
            "no": ("overdue", "not_yet_due"),
        },
        title="Done, of actions",
    ),
    grouped(
        _PROGRESS,
        "action_due",
        {
            "yes": ("done_in_time", "done_late", "done_undated", "overdue"),
            "no": ("not_yet_due",),
        },
        title="Done or due, of actions",
    ),
    coded("owner", "owner_partner", "sector", title="Sector that owns the action",
          groups={group: tuple(sorted(code_list("sector").in_group(group)))
                  for group in dict.fromkeys(str(code.group) for code in code_list("sector"))}),
)  # fmt: skip

TABLES: Final = (
    ReleaseTable(("review",), ("year",)),
    ReleaseTable(("action", "owner"), ("year",)),
)

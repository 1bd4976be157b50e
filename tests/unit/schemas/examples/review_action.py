"""Rules of `review_action`, kept and broken by example."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tests.rows import Changes
from tests.unit.schemas.examples.example import Example, Rows, Together

_DONE: Changes = {
    "lifecycle": "done",
    "rag": "blue_complete",
    "completed_on": "2026-02-20",
    "evidence": "training",
}
_REVIEW: Changes = {
    **dict.fromkeys(("recommendation_no", "action_no", "owner_partner", "due_on", "rag")),
    **dict.fromkeys(("lifecycle", "evidence", "reason")),
}

EXAMPLES: Sequence[Example] = (
    Example(
        "REV-V00",
        "stage_on",
        keeps=[
            {"stage_on": "2025-02-03"},
            {**_DONE, "completed_on": "2025-02-03"},
            _REVIEW,
        ],
        breaks=[{"stage_on": "2025-02-02"}, {**_DONE, "completed_on": "2025-02-02"}],
        short=[("completed_on", {**_DONE, "completed_on": "2025-02-02"})],
    ),
    Example(
        "REV-V02",
        "publication",
        keeps=[
            {"publication": "published"},
            {"publication": "published", "stage": "approved"},
            {"publication": "published", "stage": "closed"},
            {"publication": "closed", "stage": "notified"},
        ],
        breaks=[
            {"publication": "published", "stage": "home_office_qa"},
            {"publication": "published", "stage": "notified"},
        ],
        short=[("publication", {"publication": "published", "stage": "drafting"})],
    ),
    Example(
        "REV-V03",
        "evidence",
        keeps=[_DONE, {**_DONE, "evidence": "audit"}, _REVIEW],
        breaks=[
            {**_DONE, "completed_on": None},
            {**_DONE, "evidence": None},
            {**_DONE, "evidence": "none"},
        ],
        short=[
            ("completed_on", {**_DONE, "completed_on": None}),
            ("evidence", {**_DONE, "evidence": "none"}),
            ("lifecycle", {**_DONE, "completed_on": None}),
        ],
    ),
    Example(
        "REV-V04",
        "rag",
        keeps=[_DONE, {"rag": "red"}, _REVIEW],
        breaks=[
            {**_DONE, "rag": "green"},
            {**_DONE, "rag": None},
            {"rag": "blue_complete"},
            {"rag": "blue_complete", "lifecycle": None},
        ],
        short=[("rag", {**_DONE, "rag": "green"}), ("lifecycle", {"rag": "blue_complete"})],
    ),
    Example(
        "REV-V05",
        "reason",
        keeps=[
            {"rag": "red"},
            {"due_on": "2026-04-05", "rag": "green", "reason": None},
            {"envelope.extracted_on": date(2026, 2, 27), "rag": "green", "reason": None},
            {"rag": "green", "reason": None, "due_on": None},
            _DONE,
            _REVIEW,
        ],
        breaks=[
            {"reason": None},
            {"rag": "green"},
            {"rag": None},
            {"lifecycle": "blocked", "rag": "green"},
            {"due_on": "2026-04-04", "rag": "green"},
        ],
        short=[
            ("reason", {}),
            ("rag", {}),
            ("due_on", {"rag": "green"}),
            ("lifecycle", {"rag": "green"}),
        ],
    ),
    Example(
        "REV-V08",
        "update_text",
        keeps=[
            {},
            {"update_status": "not_requested", "update_text": None},
            {"update_status": None, "update_text": None},
        ],
        breaks=[{"update_text": None}, {"update_status": "not_provided"}, {"update_status": None}],
        short=[("update_status", {"update_text": None}), ("update_text", {"update_status": None})],
    ),
)

_EARLIER: Changes = {"stage": "panel", "stage_on": "2025-09-01"}
_ALONE: Changes = {**_REVIEW, "recommendation_no": 2}

TOGETHER: Sequence[Together] = (
    Together(
        "REV-V01",
        "stage",
        keeps=[
            Rows([{}, _EARLIER]),
            Rows([{}, {"action_no": 2}]),
            Rows([{}, {**_EARLIER, "review_ref": "review-2", "stage_on": "2026-02-01"}]),
        ],
        breaks=[
            Rows([{}, {**_EARLIER, "stage_on": "2026-01-13"}]),
            Rows([_EARLIER, {"stage": "notified", "stage_on": "2025-12-01"}]),
        ],
    ),
    Together(
        "REV-V07",
        "reason",
        keeps=[
            Rows([_ALONE, {}]),
            Rows([{**_ALONE, "reason": "not_accepted"}]),
            Rows([_REVIEW]),
            Rows([{}]),
        ],
        breaks=[
            Rows([_ALONE]),
            Rows([_ALONE, {"recommendation_no": 3}]),
            Rows([_ALONE, {"review_ref": "review-2"}]),
            Rows([_ALONE, _ALONE]),
        ],
    ),
)

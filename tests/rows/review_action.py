"""One overdue action of a review, with every rule given something to look at."""

from typing import Final

from tests.rows.people import Changes

SECTOR: Final = "council_community_safety"

GOOD: Final[Changes] = {
    "record_id": "rv-1",
    "review_type": "dhr_dardr",
    "review_ref": "review-1",
    "stage": "action_plan",
    "opened_on": "2025-02-03",
    "stage_on": "2026-01-12",
    "publication": "learning_only",
    "recommendation_no": 2,
    "action_no": 1,
    "owner_partner": "nhs_gp",
    "due_on": "2026-02-27",
    "rag": "amber",
    "lifecycle": "in_progress",
    "evidence": "none",
    "reason": "awaiting_partner",
    "learning_shared_on": "2026-03-02",
    "agencies_with_prior_contact": ["nhs_gp", "housing_options"],
    "wording": "Practices ask about abuse and know where to send people.",
    "update_status": "given",
    "update_text": "Two more practices have joined.",
    "bears_on": ["IND-30", "health_contact"],
}

"""`review_action`: the register of reviews, their recommendations, and the actions that follow."""

from __future__ import annotations

from typing import Final

from schemas.codes import code_list
from schemas.conditions import ANY_LATER, equals, exactly_where, given, in_order, one_of
from schemas.dataset import Dataset
from schemas.fields import Code, Count, Day, Many, Opaque, Text
from schemas.released import review_action as released
from schemas.rules import All, Companion, Compare, Field, Forward, Implies, Not, Rule

STAGES: Final = tuple(each.code for each in code_list("review_stage"))
LONGEST_WORDING: Final = 500  # characters (design)
LONGEST_UPDATE: Final = 2500  # characters, as of a statement (design)
_APPROVED: Final = STAGES[STAGES.index("approved") :]
_DONE = equals("lifecycle", "done")
_BLUE = equals("rag", "blue_complete")


class ReviewAction(Dataset):
    """A review, a recommendation of one, or an action on a recommendation.

    The domestic abuse lead keeps the register with the partners: each month's return is the whole
    register as it stands at the end of the month. A row without `recommendation_no` is the review
    itself, and one without `action_no` the recommendation. A strategy stands in it likewise: its
    objectives are numbered as recommendations and its commitments as actions. No row names a
    person. What a release counts of the register is its state at the period's end; how far a review
    may be known beyond that is said by `publication`.
    """

    name = "review_action"
    title = "Reviews and their actions"
    grain = "one review, recommendation or action, as it stands at the end of the month"
    register = True
    minimum = ("record_id", "review_type", "review_ref", "stage", "opened_on", "stage_on")

    record_id = Opaque("the agency's own identifier of the row", mandatory=True)
    review_type = Code("kind of review", codes="review_type", mandatory=True)
    review_ref = Opaque("reference of the review, which names nobody", mandatory=True)
    stage = Code("stage of the review", codes="review_stage", mandatory=True)
    opened_on = Day("day the review was opened", mandatory=True)
    stage_on = Day("day the review came to this stage", mandatory=True)
    publication = Code(
        "how far the review may be known; closed unless it is said",
        codes="review_publication",
        mandatory=True,
        fill="closed",
    )
    recommendation_no = Count("number of the recommendation", low=1, high=999)
    action_no = Count("number of the action", low=1, high=999)
    owner_partner = Code("sector of the agency that owns the action", codes="sector", reasons=True)
    due_on = Day("day it is due")
    completed_on = Day("day it was completed")
    rag = Code("rating", codes="review_rag", reasons=True)
    lifecycle = Code("progress", codes="action_lifecycle", reasons=True)
    evidence = Code("evidence that it is done", codes="action_evidence", reasons=True)
    reason = Code("why it is late, or why there is no action", codes="action_reason")
    learning_shared_on = Day("day the learning was shared")
    agencies_with_prior_contact = Many(
        "sectors that knew the people before", of=Code("sector", codes="sector")
    )
    wording = Text("what is reviewed, recommended or promised, in words", high=LONGEST_WORDING)
    update_status = Code("whether there is a line for the quarter", codes="action_update")
    update_text = Text("the line for the quarter", high=LONGEST_UPDATE)
    bears_on = Many(
        "indicators and measures whose figures bear on it, as IND-25 or referral",
        of=Opaque("figure"),
    )

    measures, breakdowns, tables = released.MEASURES, released.BREAKDOWNS, released.TABLES

    rules = (
        Rule(
            "REV-V00",
            "row",
            "error",
            "Days run in order: opened_on, stage_on; and nothing is completed before opened_on.",
            All((in_order("opened_on", "stage_on"), in_order("opened_on", "completed_on"))),
            "stage_on",
        ),
        Rule(
            "REV-V01",
            "stored",
            "error",
            "The stage of a review moves forward only.",
            Forward(
                match=(Field("review_ref"),),
                stage=Field("stage"),
                order=STAGES,
                day=Field("stage_on"),
            ),
            "stage",
        ),
        Rule(
            "REV-V02",
            "row",
            "error",
            "A review is published when it has been approved, and no earlier.",
            Implies(equals("publication", "published"), one_of("stage", *_APPROVED)),
            "publication",
        ),
        Rule(
            "REV-V03",
            "row",
            "error",
            "An action that is done has completed_on and evidence of it.",
            Implies(
                _DONE,
                All((given("completed_on"), given("evidence"), Not(equals("evidence", "none")))),
            ),
            "evidence",
        ),
        Rule(
            "REV-V04",
            "row",
            "error",
            "The rating is blue_complete exactly where the action is done.",
            All(
                (
                    Implies(_DONE, All((given("rag"), _BLUE))),
                    Implies(_BLUE, All((given("lifecycle"), _DONE))),
                )
            ),
            "rag",
        ),
        Rule(
            "REV-V05",
            "row",
            "error",
            "An action that is overdue is rated red or amber and has a reason.",
            Implies(
                All(
                    (
                        Compare("<", Field("due_on"), Field("envelope.extracted_on")),
                        given("lifecycle"),
                        Not(_DONE),
                    )
                ),
                All((given("rag"), one_of("rag", "red", "amber"), given("reason"))),
            ),
            "reason",
        ),
        Rule(
            "REV-V06",
            "output",
            "error",
            "Reviews that are closed to others leave as counts alone, and counts under five only "
            "for all London or in words that the board has agreed.",
            None,
            "publication",
        ),
        Rule(
            "REV-V07",
            "stored",
            "error",
            "A recommendation has at least one action, or a reason for having none.",
            Companion(
                where=All(
                    (given("recommendation_no"), Not(given("action_no")), Not(given("reason")))
                ),
                match=(
                    (Field("review_ref"), Field("review_ref")),
                    (Field("recommendation_no"), Field("recommendation_no")),
                ),
                dataset="review_action",
                day=Field("opened_on"),
                other_day=Field("opened_on"),
                low=-ANY_LATER,
                high=ANY_LATER,
                meets=given("action_no"),
            ),
            "reason",
        ),
        Rule(
            "REV-V08",
            "row",
            "error",
            "A line for the quarter stands exactly where one is said to be given.",
            exactly_where(
                "update_text", All((given("update_status"), equals("update_status", "given")))
            ),
            "update_text",
        ),
    )

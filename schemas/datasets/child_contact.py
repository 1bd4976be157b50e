"""`child_contact`: one contact, referral or assessment about one child."""

from __future__ import annotations

from typing import Final

from schemas.conditions import equals, needs, one_of
from schemas.dataset import Dataset, person
from schemas.fields import Code, Count, Day, Flag, LinkedRef, Many, Opaque
from schemas.person import Person, person_rules
from schemas.released import child_contact as released
from schemas.rules import (
    AgeAt,
    All,
    Companion,
    Field,
    Holds,
    Implies,
    In,
    InMonth,
    Not,
    Rule,
    Unique,
)

LAST_YEAR: Final = 17  # years of age of a child (Children Act 1989 s.105)
OWN_FROM: Final = 16  # years; from 16 a victim in their own right (Domestic Abuse Act 2021 s.1)
TOLD_WITHIN: Final = 7  # days between the police's notification and the contact (CHD-V04, design)
CLOSED_STEPS: Final = ("contact", "referral", "assessment", "s47", "conference")
"""Steps that end with a decision about what follows (design)."""
_YEARS: Final = Field("child.age_years")
_POLICE: Final = "6"  # of the children in need census


class ChildContact(Dataset):
    """One step about one child. A row names no place, so that no figure is below the borough."""

    name = "child_contact"
    title = "Contacts about children"
    grain = "one contact, referral or assessment about one child"
    counted_person = "child"
    persons = ("child",)
    period_field = "contact_on"
    minimum = (
        "record_id", "contact_on", "source", "step", "child.age_years|child.age_band", "child.sex",
    )  # fmt: skip

    record_id = Opaque("the agency's own identifier of the contact", mandatory=True)
    child = person(Person, title="the child")
    unborn = Flag("the child is not born yet; child.age_years is 0")
    contact_on = Day("day of the step", mandatory=True)
    source = Code(
        "who told children's services",
        codes="child_referral_source",
        mandatory=True,
        source="Department for Education, children in need census",
    )
    step = Code("step taken", codes="child_step", mandatory=True)
    da_factors = Many(
        "factors found at the assessment, or none",
        of=Code("factor", codes="child_factor"),
        source="Department for Education, children in need census",
    )
    da_role = Code(
        "the child's part in the abuse",
        codes="child_da_role",
        reasons=True,
        mandatory=True,
        source="Domestic Abuse Act 2021 s.3",
    )
    outcome = Code("what followed", codes="child_outcome", reasons=True)
    idva_consulted = Flag("an adviser who works beside the team was asked")
    referred_to_child_programme = Flag("the child was referred to a programme for children")
    parent_victim_ref = LinkedRef("reference to the parent who is abused")
    incident_ref = Opaque("record of the incident")
    household_children = Count("children in the household", low=0, high=30)

    measures, breakdowns, tables = released.MEASURES, released.BREAKDOWNS, released.TABLES

    rules = (
        Rule(
            "CHD-V00",
            "row",
            "error",
            "contact_on lies in the month of the return.",
            InMonth(Field("contact_on"), Field("envelope.month")),
            "contact_on",
        ),
        Rule(
            "CHD-V01",
            "row",
            "error",
            "A child is 0 to 17 years old, and 0 before birth.",
            All(
                (
                    AgeAt(_YEARS, 0, LAST_YEAR),
                    In(Field("child.age_band"), frozenset({"0-15", "16-24"})),
                    Implies(equals("unborn", True), AgeAt(_YEARS, 0, 0)),
                )
            ),
            "child.age_years",
        ),
        Rule(
            "CHD-V02",
            "row",
            "error",
            "An assessment names the factors found, or none.",
            needs(equals("step", "assessment"), "da_factors"),
            "da_factors",
        ),
        Rule(
            "CHD-V03",
            "row",
            "error",
            "A child is abused in a relationship of their own from 16: below that send subject.",
            Implies(
                equals("da_role", "own_relationship"),
                All(
                    (
                        AgeAt(_YEARS, OWN_FROM, LAST_YEAR),
                        Not(equals("child.age_band", "0-15")),
                    )
                ),
            ),
            "da_role",
        ),
        Rule(
            "CHD-V04",
            "reconciliation",
            "note",
            "The police sent no incident with a notification about the child within 7 days.",
            Companion(
                where=equals("source", _POLICE),
                match=((Field("parent_victim_ref"), Field("victim.person_ref")),),
                dataset="incident",
                day=Field("contact_on"),
                other_day=Field("child_notification_on"),
                low=-TOLD_WITHIN,
                high=TOLD_WITHIN,
            ),
            "contact_on",
        ),
        Rule(
            "CHD-V05",
            "batch",
            "error",
            "The same child, step and day stand in the file twice: send each step once.",
            Unique((Field("child.person_ref"), Field("step"), Field("contact_on"))),
            "step",
        ),
        Rule(
            "CHD-V06",
            "row",
            "error",
            "A contact, referral, assessment, enquiry or conference says what followed.",
            needs(one_of("step", *CLOSED_STEPS), "outcome"),
            "outcome",
        ),
        Rule(
            "CHD-V07",
            "row",
            "error",
            "The parent who is abused is not the child.",
            Not(Holds(Field("parent_victim_ref"), Field("child.person_ref"))),
            "parent_victim_ref",
        ),
        Rule(
            "CHD-V08",
            "output",
            "error",
            "Figures about children are never given below the borough.",
            None,
            "record_id",
        ),
        *person_rules("child"),
    )
    # CHD-V08 holds by construction: the dataset has no place that a release could be split by.

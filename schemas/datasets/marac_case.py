"""`marac_case`: one case heard at one conference on high risk (MARAC)."""

from __future__ import annotations

from typing import Final

from schemas.conditions import equals, given, one_of
from schemas.dataset import Dataset, person
from schemas.fields import Code, Count, Day, Flag, Many, Opaque, PersonRefs
from schemas.person import OLDEST, Discussed, person_rules
from schemas.released import marac_case as released
from schemas.rules import (
    AgeAt,
    All,
    AnyOf,
    Companion,
    Compare,
    Field,
    Holds,
    Implies,
    InMonth,
    Not,
    Rule,
    Unique,
    Value,
    Within,
)

ADULT_FROM: Final = 16  # years: both parties are 16 or over (Domestic Abuse Act 2021 s.1)
YEAR: Final = 365  # days before the meeting in which a case heard makes a repeat (SafeLives)
LEAP_YEAR: Final = 366  # days: twelve months after a meeting, a leap day among them
ASSESSED_WITHIN: Final = 28  # days before the meeting (MAR-V03, design)
HIGH_TICKS: Final = 14  # ticks on the checklist that are visible high risk (SafeLives)
PANEL_BEFORE, PANEL_AFTER = 365, 60  # days around the meeting (MAR-V10, design)
_NOBODYS: Final = ("self", "family_friend", "other")  # referrers who send no delegate


class MaracCase(Dataset):
    """One case at one conference.

    A deputy makes the return from the agenda and the minutes list. A field is mandatory where no
    file may lack its column, or where a blank in a column that is there is refused; of those there
    are twelve, the fields of the person block among them. All else may be left blank or out.
    """

    name = "marac_case"
    title = "Cases at conferences on high risk"
    grain = "one case at one conference"
    counted_person = "victim"
    persons = ("victim",)
    period_field = "meeting_on"
    minimum = (
        "record_id",
        "meeting_on",
        "referring_sector",
        "repeat_case",
        "victim.age_years|victim.age_band",
        "victim.sex",
    )

    record_id = Opaque("the agency's own identifier of the case at this meeting", mandatory=True)
    victim = person(Discussed, title="the person abused")
    perpetrator_refs = PersonRefs("references to the persons who abuse")
    meeting_on = Day("day of the meeting", mandatory=True)
    referring_sector = Code("sector of whoever referred the case", codes="sector", mandatory=True)
    criteria = Many(
        "criteria that the case met",
        of=Code("criterion", codes="marac_criterion"),
        mandatory=True,
        source="SafeLives",
    )
    repeat_case = Flag("heard before and back within twelve months", mandatory=True)
    repeat_rule = Code(
        "rule by which it counts as a repeat",
        codes="marac_repeat_rule",
        reasons=True,
        mandatory=True,
        source="SafeLives, definition of a repeat",
    )
    last_heard_on = Day("day of the last meeting that heard the case")
    children_count = Count("children in the household", low=0, high=30, mandatory=True)
    idva_contact_before = Flag("an independent adviser spoke with the person before the meeting")
    agencies_present = Many("sectors at the meeting", of=Code("sector", codes="sector"))
    actions_set = Count("actions set", low=0, high=200, mandatory=True)
    actions_completed = Count("actions completed so far", low=0, high=200)
    linked_panels = Many(
        "other panels that hear the case", of=Code("panel", codes="marac_linked_panel")
    )
    victim_consent = Code("what the person abused knew", codes="marac_consent", reasons=True)
    further_incident_12m_on = Day("first incident in the twelve months after; added later")
    emergency_meeting = Flag("an emergency meeting")
    transfer = Code("transfer between conferences", codes="marac_transfer", reasons=True)

    measures, breakdowns, tables = released.MEASURES, released.BREAKDOWNS, released.TABLES

    rules = (
        Rule(
            "MAR-V00",
            "row",
            "error",
            "meeting_on lies in the month of the return.",
            InMonth(Field("meeting_on"), Field("envelope.month")),
            "meeting_on",
        ),
        Rule(
            "MAR-V01",
            "row",
            "error",
            "A repeat case needs last_heard_on, in the 365 days before the meeting.",
            Implies(
                equals("repeat_case", True),
                All(
                    (
                        given("last_heard_on"),
                        Within(Field("meeting_on"), Field("last_heard_on"), 1, YEAR),
                    )
                ),
            ),
            "last_heard_on",
        ),
        Rule(
            "MAR-V02",
            "row",
            "error",
            "criteria hold repeat exactly where repeat_case is true.",
            All(
                (
                    Implies(equals("repeat_case", True), Holds(Field("criteria"), Value("repeat"))),
                    Implies(Holds(Field("criteria"), Value("repeat")), equals("repeat_case", True)),
                )
            ),
            "criteria",
        ),
        Rule(
            "MAR-V03",
            "stored",
            "query",
            "Visible high risk without an assessment of 14 ticks or high risk in the 28 days "
            "before the meeting: send the assessment, or say who made it.",
            Companion(
                where=Holds(Field("criteria"), Value("visible_high_risk")),
                match=((Field("victim.person_ref"), Field("subject.person_ref")),),
                dataset="risk_assessment",
                day=Field("meeting_on"),
                other_day=Field("assessed_on"),
                low=-ASSESSED_WITHIN,
                high=0,
                meets=AnyOf(
                    (
                        Compare(">=", Field("yes_count"), Value(HIGH_TICKS)),
                        equals("risk_level", "high"),
                    )
                ),
            ),
            "criteria",
        ),
        Rule(
            "MAR-V04",
            "row",
            "error",
            "No more actions are completed than were set.",
            Compare("<=", Field("actions_completed"), Field("actions_set")),
            "actions_completed",
        ),
        Rule(
            "MAR-V05",
            "row",
            "error",
            "The conference hears of people aged 16 or over.",
            All(
                (
                    AgeAt(Field("victim.age_years"), ADULT_FROM, OLDEST),
                    Not(equals("victim.age_band", "0-15")),
                )
            ),
            "victim.age_years",
        ),
        Rule(
            "MAR-V06",
            "row",
            "error",
            "The person abused is none of the perpetrators.",
            Not(Holds(Field("perpetrator_refs"), Field("victim.person_ref"))),
            "perpetrator_refs",
        ),
        Rule(
            "MAR-V07",
            "batch",
            "error",
            "Same person abused and same meeting twice: a case is sent once for each meeting.",
            Unique((Field("victim.person_ref"), Field("meeting_on"))),
            "record_id",
        ),
        Rule(
            "MAR-V08",
            "row",
            "query",
            "The referrer's sector is not among agencies_present: add it where a delegate spoke "
            "for it, or say why nobody did.",
            AnyOf(
                (
                    one_of("referring_sector", *_NOBODYS),
                    Holds(Field("agencies_present"), Field("referring_sector")),
                )
            ),
            "agencies_present",
        ),
        Rule(
            "MAR-V09",
            "row",
            "error",
            "further_incident_12m_on lies after the meeting and within twelve months of it.",
            Within(Field("further_incident_12m_on"), Field("meeting_on"), 1, LEAP_YEAR),
            "further_incident_12m_on",
        ),
        Rule(
            "MAR-V10",
            "reconciliation",
            "note",
            "A case linked to the panel on perpetrators has a perpetrator_intervention for one of "
            "them.",
            Companion(
                where=Holds(Field("linked_panels"), Value("dapp")),
                match=((Field("perpetrator_refs"), Field("subject.person_ref")),),
                dataset="perpetrator_intervention",
                day=Field("meeting_on"),
                other_day=Field("referred_on"),
                low=-PANEL_BEFORE,
                high=PANEL_AFTER,
            ),
            "linked_panels",
        ),
        *person_rules("victim"),
    )

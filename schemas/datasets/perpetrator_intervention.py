"""`perpetrator_intervention`: one person on one programme, or one release from custody."""

from __future__ import annotations

from datetime import date
from typing import Final

from schemas.conditions import equals, given, in_order, needs, one_of, only_where
from schemas.dataset import Dataset, person
from schemas.fields import Code, Count, Day, Flag, Many, Opaque, PersonRefs
from schemas.person import Person, person_rules
from schemas.released import perpetrator_intervention as released
from schemas.rules import (
    AgeAt,
    All,
    AnyOf,
    Compare,
    Field,
    Holds,
    Implies,
    InMonth,
    Not,
    Present,
    Rule,
    Value,
)

YOUTH: Final = (10, 17)  # ages of a youth order: criminal responsibility to under 18
IDAP_ENDED: Final = date(2013, 1, 1)
"""Building Better Relationships took the programme's place; the day is to be confirmed."""
_ENDED = one_of("status", "completed", "breached", "withdrawn", "unsuitable")


class PerpetratorIntervention(Dataset):
    """One person on one programme, or one release.

    A month's return is the cohort referred in that month; how a case goes on enters by a revision
    of that return, so that outcomes are always read against the people who were referred together.
    """

    name = "perpetrator_intervention"
    title = "Work with perpetrators"
    grain = "one person on one programme, or one release from custody"
    counted_person = "subject"
    persons = ("subject",)
    period_field = "referred_on"
    minimum = (
        "record_id",
        "referred_on",
        "programme",
        "status",
        "subject.age_years|subject.age_band",
        "subject.sex",
    )

    record_id = Opaque("the agency's own identifier of the case", mandatory=True)
    subject = person(Person, title="the person on the programme")
    programme = Code("programme", codes="perpetrator_programme", mandatory=True)
    route = Code("how the person came to it", codes="programme_route", reasons=True, mandatory=True)
    referred_on = Day("day of the referral", mandatory=True)
    start_on = Day("first session")
    end_on = Day("day it ended")
    status = Code("where the case stands", codes="programme_status", mandatory=True)
    sessions_planned = Count("sessions planned", low=0, high=500)
    sessions_attended = Count("sessions attended", low=0, high=500)
    sentence_band = Code("length of sentence", codes="sentence_band", reasons=True)
    risk_tool = Code("risk tool at the start", codes="risk_tool", reasons=True, mandatory=True)
    risk_tool_end = Code("risk tool at the end, where another", codes="risk_tool", reasons=True)
    risk_start = Code("risk level at the start", codes="risk_level", reasons=True, mandatory=True)
    risk_end = Code("risk level at the end", codes="risk_level", reasons=True)
    case_contact_made = Flag("the worker met the person")
    behaviours_start = Many(
        "behaviours at the start", of=Code("behaviour", codes="perpetrator_behaviour")
    )
    behaviours_end = Many(
        "behaviours at the end", of=Code("behaviour", codes="perpetrator_behaviour")
    )
    victim_support_offered = Flag("support was offered to the person abused", mandatory=True)
    linked_victim_refs = PersonRefs("references to the persons abused")
    police_check_on = Day("day of the police check")
    safeguarding_check_on = Day("day of the safeguarding check")
    release_expected_on = Day("day of release as expected")
    release_on = Day("day of release")
    police_notified_on = Day("day the police were told")
    victim_notified_on = Day("day the person abused was told")
    da_incidents_6m_before = Count("incidents in the six months before", low=0, high=999)
    da_incidents_6m_after = Count("incidents in the six months after", low=0, high=999)
    mappa_level = Code("MAPPA level", codes="mappa_level", reasons=True)

    measures, breakdowns, tables = released.MEASURES, released.BREAKDOWNS, released.TABLES

    rules = (
        Rule(
            "PRP-V01",
            "row",
            "error",
            "Days run in order: referred_on, start_on, end_on.",
            in_order("referred_on", "start_on", "end_on"),
            "start_on",
        ),
        Rule(
            "PRP-V02",
            "row",
            "error",
            "A completed programme has end_on and sessions_attended.",
            Implies(
                equals("status", "completed"), All((given("end_on"), given("sessions_attended")))
            ),
            "end_on",
        ),
        Rule(
            "PRP-V03",
            "row",
            "error",
            "No more sessions are attended than were planned.",
            Compare("<=", Field("sessions_attended"), Field("sessions_planned")),
            "sessions_attended",
        ),
        Rule(
            "PRP-V04",
            "row",
            "error",
            "A court order or licence needs sentence_band.",
            needs(one_of("route", "court_order", "licence"), "sentence_band"),
            "sentence_band",
        ),
        Rule(
            "PRP-V05",
            "row",
            "error",
            "Telling the person abused of a release needs a release date.",
            only_where(
                "victim_notified_on", AnyOf((given("release_expected_on"), given("release_on")))
            ),
            "victim_notified_on",
        ),
        Rule(
            "PRP-V06",
            "row",
            "note",
            "The person abused was told after the release: counted as late.",
            Not(
                All(
                    (
                        Present(Field("victim_notified_on")),
                        Present(Field("release_on")),
                        Compare(">", Field("victim_notified_on"), Field("release_on")),
                    )
                )
            ),
            "victim_notified_on",
        ),
        Rule(
            "PRP-V07",
            "row",
            "error",
            "A risk level at the end belongs to a case that has ended.",
            only_where("risk_end", _ENDED),
            "risk_end",
        ),
        Rule(
            "PRP-V07a",
            "row",
            "query",
            "Risk at start and end comes from two tools: confirm, they do not compare.",
            Not(
                All(
                    (
                        given("risk_tool_end"),
                        Compare("!=", Field("risk_tool_end"), Field("risk_tool")),
                    )
                )
            ),
            "risk_tool_end",
        ),
        Rule(
            "PRP-V08",
            "row",
            "error",
            "A youth order is for ages 10 to 17.",
            Implies(
                equals("route", "youth_order"),
                All(
                    (
                        AgeAt(Field("subject.age_years"), *YOUTH),
                        one_of("subject.age_band", "0-15", "16-24"),
                    )
                ),
            ),
            "route",
        ),
        Rule(
            "PRP-V09",
            "row",
            "error",
            "The subject is none of the persons abused.",
            Not(Holds(Field("linked_victim_refs"), Field("subject.person_ref"))),
            "linked_victim_refs",
        ),
        Rule(
            "PRP-V10",
            "row",
            "error",
            "IDAP ended; name the programme that took its place.",
            Implies(
                equals("programme", "idap"), Compare("<", Field("referred_on"), Value(IDAP_ENDED))
            ),
            "programme",
        ),
        Rule(
            "PRP-V00",
            "row",
            "error",
            "referred_on lies in the month of the return.",
            InMonth(Field("referred_on"), Field("envelope.month")),
            "referred_on",
        ),
        *person_rules("subject"),
    )

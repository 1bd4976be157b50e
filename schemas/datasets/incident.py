"""`incident`: one report of domestic abuse to the police, crime or not."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from schemas.conditions import equals, exactly_where, given, in_order, needs, one_of, only_where
from schemas.dataset import Dataset, person
from schemas.declarations import ARRESTS_WITHIN_CRIMES
from schemas.definitions import as_defined
from schemas.fields import Code, Count, Day, Flag, Instant, Many, Opaque
from schemas.person import Person, person_rules
from schemas.released import incident as released
from schemas.rules import (
    All,
    Companion,
    Compare,
    Field,
    Implies,
    InMonth,
    Member,
    Not,
    Rule,
    Unique,
    Value,
    Within,
)

_ASSESSED_WITHIN: Final = 30  # days from the report of a crime to its assessment (EVT-V14, design)
_NOT_YET_TOLD = Not(
    Within(Field("envelope.extracted_on"), Field("reported_on"), 0, released.TOLD_WITHIN)
)
_ASSESSED: Final = Companion(
    equals("is_crime", True), ((Field("victim.person_ref"), Field("subject.person_ref")),),
    "risk_assessment", Field("reported_on"), Field("assessed_on"), 0, _ASSESSED_WITHIN,
    equals("subject_role", "victim"), due=Field("envelope.extracted_on"),
)  # fmt: skip
_WITH_CHILDREN = one_of("children", "present", "resident_absent")
_ARREST_TIMED = exactly_where("first_arrest_at", Not(equals("arrest_made", "none")))
_CONNECTED = Not(
    one_of("connection", "none", "not_known", "not_recorded", "not_asked", "not_held", "declined")
)


class Incident(Dataset):
    """One report of domestic abuse, crime or not."""

    name = "incident"
    title = "Incidents reported to the police"
    grain = "one report of domestic abuse, crime or not"
    counted_person = "victim"
    persons = ("victim", "suspect")
    period_field = "reported_on"
    lad_field = "lad_code"
    minimum = (
        "record_id", "reported_on", "is_crime", "arrest_made", "victim.age_years|victim.age_band",
        "victim.sex",
    )  # fmt: skip
    population = (("da_flag", True),)

    record_id = Opaque("the agency's own identifier of the report", mandatory=True)
    reported_on = Day("day the police came to know", mandatory=True)
    occurred_from = Day("first day of what is reported")
    occurred_to = Day("last day of what is reported")
    lad_code = Code(
        "local authority where it happened", codes="local_authority", mandatory=True, fill=None
    )
    ward_code = Code("ward where it happened, if known", codes="ward", reasons=True)
    source_channel = Code(
        "how the report reached the police", codes="source_channel", reasons=True, mandatory=True
    )
    call_count = Count("control-room calls merged into this report", low=1, high=999)
    is_crime = Flag("a notifiable crime was recorded", mandatory=True)
    offence_group = Code("kind of crime", codes="offence_group", reasons=True)
    report_not_created_reason = Code(
        "why a call ended without a report", codes="incident_report_not_created_reason"
    )
    da_flag = Flag(
        "flagged as domestic abuse; every row is unless it says otherwise",
        mandatory=True,
        fill=True,
    )
    flag_removed_reason = Code("why the flag was taken off", codes="incident_flag_removed_reason")
    specialist_flags = Many(
        "specialist flags", of=Code("flag", codes="specialist_flag", reasons=True)
    )
    abuse_types = Many(
        "kinds of abuse",
        of=Code("kind", codes="abuse_type"),
        mandatory=True,
        source="Domestic Abuse Act 2021 s.1(3)",
    )
    connection = Code(
        "personal connection",
        codes="connection",
        reasons=True,
        mandatory=True,
        source="Domestic Abuse Act 2021 s.2",
    )
    definition_status = Code(
        "whether it meets the definition in force",
        codes="incident_definition_status",
        reasons=True,
        mandatory=True,
    )
    victim = person(Person, title="the person abused")
    suspect = person(Person, title="the person suspected, where known", mandatory=False)
    children = Code(
        "children in the household", codes="incident_children", reasons=True, mandatory=True
    )
    child_count = Count("number of children", low=0, high=30)
    child_notification_on = Day("day children's services were told")
    power_of_arrest = Code(
        "whether a power of arrest existed",
        codes="incident_power_of_arrest",
        reasons=True,
        mandatory=True,
    )
    arrest_made = Code("who was arrested", codes="incident_arrest_made", mandatory=True)
    first_arrest_at = Instant("moment of the first arrest")
    no_arrest_reason = Code("why nobody was arrested", codes="no_arrest_reason")
    cross_allegation = Flag("both parties allege abuse")
    prior_incidents_12m = Count(
        "reports in the twelve months before, by the agency's own count", low=0, high=999
    )
    evidence_captured = Many("evidence captured", of=Code("evidence", codes="evidence_captured"))
    risk_assessment_ref = Opaque("record of the first risk assessment")

    measures, breakdowns, tables = released.MEASURES, released.BREAKDOWNS, released.TABLES
    never = released.NEVER

    rules = (
        Rule(
            "EVT-V01",
            "row",
            "error",
            "Days run in order: occurred_from, occurred_to, reported_on.",
            in_order("occurred_from", "occurred_to", "reported_on"),
            "occurred_from",
        ),
        Rule(
            "EVT-V02",
            "row",
            "error",
            "reported_on lies in the month of the return.",
            InMonth(Field("reported_on"), Field("envelope.month")),
            "reported_on",
        ),
        Rule(
            "EVT-V03",
            "row",
            "error",
            "A crime has an offence_group; a report that is no crime has none.",
            exactly_where("offence_group", equals("is_crime", True)),
            "offence_group",
        ),
        Rule(
            "EVT-V04",
            "row",
            "error",
            "call_count is sent only where the report came by a call.",
            only_where("call_count", one_of("source_channel", "999", "101")),
            "call_count",
        ),
        Rule(
            "EVT-V05",
            "row",
            "error",
            "A power of arrest that was not used needs no_arrest_reason.",
            needs(
                All((equals("power_of_arrest", "yes"), equals("arrest_made", "none"))),
                "no_arrest_reason",
            ),
            "no_arrest_reason",
        ),
        Rule(
            "EVT-V06",
            "row",
            "error",
            "first_arrest_at is sent exactly where somebody was arrested, and not before "
            "reported_on.",
            All((_ARREST_TIMED, in_order("reported_on", "first_arrest_at"))),
            "first_arrest_at",
        ),
        Rule(
            "EVT-V07",
            "row",
            "query",
            "Both parties were arrested though neither alleges the other: confirm or correct.",
            Not(All((equals("arrest_made", "both_parties"), equals("cross_allegation", False)))),
            "cross_allegation",
        ),
        Rule(
            "EVT-V08",
            "row",
            "error",
            "Children of the household are counted in child_count.",
            Implies(
                _WITH_CHILDREN,
                All((given("child_count"), Compare(">=", Field("child_count"), Value(1)))),
            ),
            "child_count",
        ),
        Rule(
            "EVT-V08a",
            "row",
            "query",
            "Three days have passed and children's services have not been told: say why.",
            needs(All((_WITH_CHILDREN, _NOT_YET_TOLD)), "child_notification_on"),
            "child_notification_on",
        ),
        Rule(
            "EVT-V09",
            "row",
            "error",
            "Ages and connection do not give the stated definition_status: correct one of them.",
            as_defined(),
            "definition_status",
        ),
        Rule(
            "EVT-V10",
            "row",
            "query",
            "The parties are connected and the flag is off: set it, or give flag_removed_reason.",
            needs(
                All((equals("da_flag", False), given("connection"), _CONNECTED)),
                "flag_removed_reason",
            ),
            "da_flag",
        ),
        Rule(
            "EVT-V11",
            "row",
            "error",
            "Victim and suspect are two persons.",
            Compare("!=", Field("victim.person_ref"), Field("suspect.person_ref")),
            "suspect.person_ref",
        ),
        Rule(
            "EVT-V12",
            "row",
            "error",
            "The ward belongs to the local authority and is in use on reported_on.",
            Member(Field("ward_code"), Field("lad_code"), Field("reported_on"), "ward"),
            "ward_code",
        ),
        Rule(
            "EVT-V13",
            "batch",
            "query",
            "Same victim, suspect and day twice: a duplicate?",
            Unique((Field("victim.person_ref"), Field("suspect.person_ref"), Field("reported_on"))),
            "record_id",
        ),
        Rule(
            "EVT-V14",
            "reconciliation",
            "note",
            "A crime is followed by an assessment of risk to the same victim within 30 days.",
            _ASSESSED,
            "risk_assessment_ref",
        ),
        replace(ARRESTS_WITHIN_CRIMES, test=None, field="arrest_made"),
        *person_rules("victim", "suspect"),
    )

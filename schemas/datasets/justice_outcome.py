"""`justice_outcome`: one outcome for one offence and one person at one stage of justice."""

from __future__ import annotations

from datetime import date
from typing import Final

from schemas.codes import code_list
from schemas.conditions import equals, exactly_where, in_order, needs, one_of
from schemas.dataset import Dataset, person
from schemas.fields import Code, Day, Flag, Many, Opaque
from schemas.person import Person, person_rules
from schemas.released import justice_outcome as released
from schemas.rules import (
    AgeAt,
    All,
    AnyOf,
    Companion,
    Compare,
    Field,
    Forward,
    Implies,
    In,
    InMonth,
    Not,
    Rule,
    Value,
)

FRAMEWORK_FROM: Final = date(2014, 4, 1)  # police outcomes are sent (Home Office technical annex)
YOUTH: Final = (10, 17)  # ages of a youth caution: criminal responsibility to under 18
CHARGED_WITHIN: Final = 90  # days from a charge to the CPS's own row (JUS-V08, design)
CAUTIONS: Final = ("SD3", "2", "2A", "3", "3A")
YOUTH_CAUTIONS: Final = ("2", "2A")
CHARGES: Final = ("SD1", "SD2", "1", "1A")
_OUTCOMES = code_list("justice_outcome")
_OFFENCES = code_list("offence_group")
_GRAVE = _OFFENCES.in_group("gbh_or_above")
_BY_LOCAL_CHOICE = frozenset({"rape"})  # a counting rule of the partnership says
_SAME_OFFENCE = (
    (Field("offence_ref"), Field("offence_ref")),
    (Field("subject.person_ref"), Field("subject.person_ref")),
)


class JusticeOutcome(Dataset):
    """One outcome for one offence and one person at one stage."""

    name = "justice_outcome"
    title = "Outcomes of justice"
    grain = "one outcome for one offence and one person at one stage"
    counted_person = "subject"
    persons = ("subject",)
    period_field = "outcome_on"
    minimum = (
        "record_id",
        "outcome_on",
        "stage",
        "outcome_code",
        "subject.age_years|subject.age_band",
        "subject.sex",
    )

    record_id = Opaque("the agency's own identifier of the outcome", mandatory=True)
    offence_ref = Opaque("reference of the offence, the same at every stage", mandatory=True)
    incident_ref = Opaque("record of the report to the police")
    subject = person(Person, title="the person suspected or accused")
    stage = Code("stage of justice", codes="justice_stage", mandatory=True)
    framework = Code(
        "framework that the outcome belongs to",
        codes="justice_framework",
        mandatory=True,
        source="Home Office, crime outcomes, technical annex",
    )
    outcome_code = Code("outcome", codes="justice_outcome", mandatory=True)
    outcome_on = Day("day of the outcome", mandatory=True)
    offence_group = Code(
        "kind of offence at this stage", codes="offence_group", reasons=True, mandatory=True
    )
    gbh_or_above = Flag("grievous bodily harm or graver, from the offence", mandatory=True)
    caution_type = Code("kind of caution", codes="caution_type")
    victim_supported = Code(
        "whether the victim supported the case",
        codes="victim_support",
        reasons=True,
        mandatory=True,
    )
    withdrawal_reviewed = Code(
        "who saw the victim in person before the withdrawal was accepted",
        codes="withdrawal_review",
    )
    unsuccessful_reason = Code(
        "why the prosecution failed", codes="unsuccessful_reason", reasons=True
    )
    hearing_on = Day("day of the hearing")
    result_recorded_on = Day("day the result was recorded")
    victim_notified_on = Day("day the victim was told")
    victim_notified_by = Code("who told the victim", codes="victim_notifier", reasons=True)
    victim_attended = Flag("the victim came to court")
    plea_change_on_day = Flag("the plea changed on the day of the hearing")
    special_measures = Many("special measures", of=Code("measure", codes="special_measure"))
    court_type = Code("court", codes="court_type", reasons=True)
    sentence_type = Code("sentence", codes="sentence_type", reasons=True)
    sentence_band = Code("length of the sentence", codes="sentence_band", reasons=True)

    measures, breakdowns, tables = released.MEASURES, released.BREAKDOWNS, released.TABLES

    rules = (
        Rule(
            "JUS-V00",
            "row",
            "error",
            "outcome_on lies in the month of the return.",
            InMonth(Field("outcome_on"), Field("envelope.month")),
            "outcome_on",
        ),
        Rule(
            "JUS-V01",
            "row",
            "error",
            "The outcome is not one of its framework: correct one of them.",
            All(
                tuple(
                    Implies(
                        equals("framework", each.code),
                        In(Field("outcome_code"), _OUTCOMES.in_group(each.code)),
                    )
                    for each in code_list("justice_framework")
                )
            ),
            "outcome_code",
        ),
        Rule(
            "JUS-V02",
            "row",
            "error",
            "Detections ended before April 2014: send the police outcome.",
            Implies(
                AnyOf(
                    (
                        equals("framework", "sanction_detection"),
                        In(Field("outcome_code"), _OUTCOMES.in_group("sanction_detection")),
                    )
                ),
                Compare("<", Field("outcome_on"), Value(FRAMEWORK_FROM)),
            ),
            "framework",
        ),
        Rule(
            "JUS-V03",
            "row",
            "error",
            "A caution has caution_type, and no other outcome has one.",
            exactly_where("caution_type", one_of("outcome_code", *CAUTIONS)),
            "caution_type",
        ),
        Rule(
            "JUS-V04",
            "row",
            "error",
            "At court there is hearing_on; the result is recorded, and the victim told, on that "
            "day or later.",
            All(
                (
                    needs(equals("stage", "court"), "hearing_on"),
                    in_order("hearing_on", "result_recorded_on"),
                    in_order("hearing_on", "victim_notified_on"),
                )
            ),
            "hearing_on",
        ),
        Rule(
            "JUS-V05",
            "row",
            "error",
            "The victim withdrew: say in withdrawal_reviewed who saw them in person first.",
            needs(equals("victim_supported", "withdrew"), "withdrawal_reviewed"),
            "withdrawal_reviewed",
        ),
        Rule(
            "JUS-V06",
            "row",
            "error",
            "Outcome 15 is for a victim who supports action and 16 for one who does not: correct "
            "the outcome or victim_supported.",
            Not(
                AnyOf(
                    (
                        All(
                            (equals("outcome_code", "16"), equals("victim_supported", "throughout"))
                        ),
                        All((equals("outcome_code", "15"), equals("victim_supported", "never"))),
                    )
                )
            ),
            "victim_supported",
        ),
        Rule(
            "JUS-V07",
            "stored",
            "error",
            "For one offence and person the stages run in order: police, cps, court.",
            Forward(
                match=tuple(own for own, _ in _SAME_OFFENCE),
                stage=Field("stage"),
                order=tuple(each.code for each in code_list("justice_stage")),
                day=Field("outcome_on"),
            ),
            "stage",
        ),
        Rule(
            "JUS-V08",
            "reconciliation",
            "note",
            "A charge by the police has a row of the CPS within 90 days.",
            Companion(
                where=All((equals("stage", "police"), one_of("outcome_code", *CHARGES))),
                match=_SAME_OFFENCE,
                dataset="justice_outcome",
                day=Field("outcome_on"),
                other_day=Field("outcome_on"),
                low=0,
                high=CHARGED_WITHIN,
                meets=equals("stage", "cps"),
                due=Field("envelope.extracted_on"),
            ),
            "outcome_code",
        ),
        Rule(
            "JUS-V09",
            "row",
            "error",
            "A youth caution is for ages 10 to 17.",
            Implies(
                AnyOf((one_of("outcome_code", *YOUTH_CAUTIONS), equals("caution_type", "youth"))),
                All(
                    (
                        AgeAt(Field("subject.age_years"), *YOUTH),
                        one_of("subject.age_band", "0-15", "16-24"),
                    )
                ),
            ),
            "outcome_code",
        ),
        Rule(
            "JUS-V10",
            "row",
            "error",
            "gbh_or_above does not follow from offence_group: correct one of them.",
            All(
                (
                    Implies(one_of("offence_group", *_GRAVE), equals("gbh_or_above", True)),
                    Implies(
                        one_of("offence_group", *(_OFFENCES.values - _GRAVE - _BY_LOCAL_CHOICE)),
                        equals("gbh_or_above", False),
                    ),
                )
            ),
            "gbh_or_above",
        ),
        *person_rules("subject"),
    )

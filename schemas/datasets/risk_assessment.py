"""`risk_assessment`: one assessment of one person, by one tool."""

from __future__ import annotations

from datetime import date
from typing import Final

from schemas.conditions import ANY_LATER, equals, given, in_order, needs, one_of, only_where
from schemas.dataset import Dataset, person
from schemas.fields import Code, Count, Day, Flag, Many, Opaque
from schemas.person import Person, person_rules
from schemas.released import risk_assessment as released
from schemas.rules import (
    All,
    AnyOf,
    Companion,
    Compare,
    Field,
    Holds,
    Implies,
    InMonth,
    Rule,
    Value,
)

QUESTIONS: Final = {"dash_24": 24, "dash_27": 27}
"""Questions of each version of the DASH checklist (SafeLives; police), as published by local
safeguarding partnerships."""
MOST_QUESTIONS: Final = 99  # of any tool (design)
HIGH_FROM: Final = 14  # yes answers of DASH (SafeLives; published by local partnerships)
SPECSS_ENDED: Final = date(2010, 1, 1)  # DASH took its place from March 2009 (to be confirmed)
SECONDARY_WITHIN: Final = (
    10  # days from a first assessment of medium or high risk (RSK-V03, design)
)
ARREST_WITHIN: Final = 7  # days on either side of a plan to remove the risk (RSK-V09, design)
_OF_PERPETRATORS: Final = ("sara", "oasys", "sash")
_OF_POLICE: Final = ("dash_27", "dara", "specss_plus", "124d")
_SAME_PERSON: Final = (Field("subject.person_ref"), Field("subject.person_ref"))
_SAME_ROLE: Final = (Field("subject_role"), Field("subject_role"))
_REFERRED = AnyOf((given("marac_referred_on"), given("marac_not_referred_reason")))


class RiskAssessment(Dataset):
    """One assessment of one person; of perpetrators too, but the persons abused alone are counted.

    A row says nothing of where anybody lives.
    """

    name = "risk_assessment"
    title = "Assessments of risk"
    grain = "one assessment of one person"
    counted_person = "subject"
    persons = ("subject",)
    period_field = "assessed_on"
    minimum = (
        "record_id", "assessed_on", "tool", "risk_level", "subject.age_years|subject.age_band",
        "subject.sex",
    )  # fmt: skip
    population = (("subject_role", "victim"),)

    record_id = Opaque("the agency's own identifier of the assessment", mandatory=True)
    subject = person(Person, title="the person assessed")
    subject_role = Code(
        "who was assessed; in every row the person abused unless it says otherwise",
        codes="assessed_role",
        mandatory=True,
        fill="victim",
    )
    assessed_on = Day("day of the assessment", mandatory=True)
    tool = Code("tool used", codes="risk_tool", reasons=True, mandatory=True)
    stage = Code("stage of the assessment", codes="assessment_stage", reasons=True, mandatory=True)
    yes_count = Count(
        "questions answered yes", low=0, high=MOST_QUESTIONS, source="DASH risk checklist"
    )
    risk_level = Code(
        "level of risk", codes="risk_level", reasons=True, mandatory=True, source="DASH risk model"
    )
    level_basis = Code(
        "what the level rests on",
        codes="risk_level_basis",
        reasons=True,
        mandatory=True,
        source="SafeLives, criteria for referral to a conference",
    )
    factors = Many(
        "risk factors found",
        of=Code("factor", codes="risk_factor"),
        source="SPECSS+ model; DASH risk checklist",
    )
    rara_strategy = Many(
        "what is done about a medium or high risk",
        of=Code("strategy", codes="rara_strategy"),
        source="RARA model",
    )
    safety_plan = Flag("a safety plan was made", mandatory=True)
    urgent_response_marker = Flag(
        "calls to the address are marked as urgent; the address is not sent"
    )
    supervised_on = Day("day a line manager checked the assessment")
    supervision_result = Code("what the check found", codes="supervision_result", reasons=True)
    marac_threshold_met = Flag("the threshold for a conference (MARAC) is met")
    marac_referred_on = Day("day of the referral to a conference")
    marac_not_referred_reason = Code(
        "why no referral was made", codes="marac_not_referred_reason", reasons=True
    )
    incident_ref = Opaque("record of the incident assessed")
    next_review_due = Day("day by which the risk is looked at again")

    measures, breakdowns, tables = released.MEASURES, released.BREAKDOWNS, released.TABLES

    rules = (
        Rule(
            "RSK-V00",
            "row",
            "error",
            "assessed_on lies in the month of the return.",
            InMonth(Field("assessed_on"), Field("envelope.month")),
            "assessed_on",
        ),
        Rule(
            "RSK-V01",
            "row",
            "error",
            "No more questions are answered yes than the tool has.",
            All(
                tuple(
                    Implies(equals("tool", tool), Compare("<=", Field("yes_count"), Value(most)))
                    for tool, most in QUESTIONS.items()
                )
            ),
            "yes_count",
        ),
        Rule(
            "RSK-V02",
            "row",
            "error",
            "Fourteen or more yes answers of DASH are a high risk: judgement may raise the level, "
            "not lower it.",
            Implies(
                All(
                    (
                        one_of("tool", *QUESTIONS),
                        Compare(">=", Field("yes_count"), Value(HIGH_FROM)),
                    )
                ),
                equals("risk_level", "high"),
            ),
            "risk_level",
        ),
        Rule(
            "RSK-V03",
            "stored",
            "query",
            "A first assessment of medium or high risk is followed by a secondary one within 10 "
            "days: send it, or say why there is none.",
            Companion(
                where=All((equals("stage", "initial"), one_of("risk_level", "medium", "high"))),
                match=(_SAME_PERSON, _SAME_ROLE),
                dataset="risk_assessment",
                day=Field("assessed_on"),
                other_day=Field("assessed_on"),
                low=0,
                high=SECONDARY_WITHIN,
                meets=equals("stage", "secondary"),
                due=Field("envelope.extracted_on"),
            ),
            "stage",
        ),
        Rule(
            "RSK-V04",
            "row",
            "error",
            "A high risk to a person abused says whether the threshold for a conference is met; "
            "where it is, give marac_referred_on or marac_not_referred_reason.",
            All(
                (
                    needs(
                        All((equals("risk_level", "high"), equals("subject_role", "victim"))),
                        "marac_threshold_met",
                    ),
                    Implies(equals("marac_threshold_met", True), _REFERRED),
                )
            ),
            "marac_threshold_met",
        ),
        Rule(
            "RSK-V05",
            "row",
            "error",
            "An assessment is checked on its day or later.",
            in_order("assessed_on", "supervised_on"),
            "supervised_on",
        ),
        Rule(
            "RSK-V06",
            "row",
            "error",
            "SARA, OASys and SASH assess the person abusing: set subject_role to perpetrator.",
            Implies(one_of("tool", *_OF_PERPETRATORS), equals("subject_role", "perpetrator")),
            "subject_role",
        ),
        Rule(
            "RSK-V07",
            "row",
            "error",
            "SPECSS+ ended; name the tool that took its place.",
            Implies(
                equals("tool", "specss_plus"),
                Compare("<", Field("assessed_on"), Value(SPECSS_ENDED)),
            ),
            "tool",
        ),
        Rule(
            "RSK-V08",
            "stored",
            "query",
            "A review follows an earlier assessment of the same person: none was sent.",
            Companion(
                where=equals("stage", "review"),
                match=(_SAME_PERSON, _SAME_ROLE),
                dataset="risk_assessment",
                day=Field("assessed_on"),
                other_day=Field("assessed_on"),
                low=-ANY_LATER,
                high=0,
            ),
            "stage",
        ),
        Rule(
            "RSK-V09",
            "stored",
            "query",
            "A plan to remove the risk goes with an arrest within 7 days: none was sent.",
            Companion(
                where=All(
                    (
                        Holds(Field("rara_strategy"), Value("remove")),
                        equals("subject_role", "victim"),
                        one_of("tool", *_OF_POLICE),
                    )
                ),
                match=((Field("subject.person_ref"), Field("victim.person_ref")),),
                dataset="incident",
                day=Field("assessed_on"),
                other_day=Field("first_arrest_at"),
                low=-ARREST_WITHIN,
                high=ARREST_WITHIN,
                due=Field("envelope.extracted_on"),
            ),
            "rara_strategy",
        ),
        Rule(
            "RSK-V10",
            "row",
            "error",
            "supervision_result belongs to an assessment that was checked: give supervised_on.",
            only_where("supervision_result", given("supervised_on")),
            "supervision_result",
        ),
        *person_rules("subject"),
    )
    # RSK-V06 reads a stalking suspect, of whom SASH is used too, as a perpetrator.

"""`health_contact`: one health contact at which abuse was asked about, disclosed or recorded."""

from __future__ import annotations

from schemas.conditions import equals, given, needs, one_of, only_where
from schemas.dataset import Dataset, person
from schemas.fields import Code, Flag, Month, Opaque
from schemas.person import Person, person_rules
from schemas.released import health_contact as released
from schemas.rules import All, Companion, Field, Implies, InMonth, Not, Rule

_RECEIVED_WITHIN = 61  # days from the first of a month to the last of the next, at most
_PREGNANCY_SETTING = equals("setting", "maternity")


class HealthContact(Dataset):
    """One contact; the day is not shared, only the month."""

    name = "health_contact"
    title = "Contacts with health services"
    grain = "one contact at which abuse was asked about, disclosed or recorded"
    counted_person = "subject"
    persons = ("subject",)
    period_field = "contact_month"
    minimum = (
        "record_id",
        "contact_month",
        "setting",
        "result",
        "subject.age_years|subject.age_band",
        "subject.sex",
    )

    record_id = Opaque("the agency's own identifier of the contact", mandatory=True)
    contact_month = Month("month of the contact", mandatory=True)
    subject = person(Person, title="the person seen")
    setting = Code("kind of health setting", codes="health_setting", mandatory=True)
    enquiry_made = Code(
        "whether and how abuse was asked about",
        codes="health_enquiry",
        reasons=True,
        mandatory=True,
    )
    result = Code("what came of it", codes="health_result", mandatory=True)
    person_type = Code(
        "who the person is to the service", codes="health_person_type", reasons=True, mandatory=True
    )
    injury_presentation = Flag("came with an injury")
    referral_offered = Flag("a referral was offered")
    referral_accepted = Flag("the referral was accepted")
    to_service = Code("service referred to", codes="service_type")
    iris_accredited = Flag("the practice is IRIS accredited")
    codeword_used = Flag("a codeword scheme was used")
    child_safeguarding_raised = Flag("a concern about a child was raised", mandatory=True)
    risk_assessment_ref = Opaque("record of the risk assessment")

    measures, breakdowns, tables = released.MEASURES, released.BREAKDOWNS, released.TABLES
    never = released.NEVER

    rules = (
        Rule(
            "HLT-V00",
            "row",
            "error",
            "contact_month is the month of the return.",
            InMonth(Field("contact_month"), Field("envelope.month")),
            "contact_month",
        ),
        Rule(
            "HLT-V01",
            "row",
            "error",
            "Abuse disclosed or suspected: say whether a referral was offered.",
            needs(
                one_of("result", "disclosed_current", "disclosed_past", "suspected"),
                "referral_offered",
            ),
            "referral_offered",
        ),
        Rule(
            "HLT-V02",
            "row",
            "error",
            "A referral is accepted only where one was offered, and names its service.",
            All(
                (
                    Implies(
                        equals("referral_accepted", True),
                        All((given("referral_offered"), equals("referral_offered", True))),
                    ),
                    needs(equals("referral_accepted", True), "to_service"),
                )
            ),
            "referral_accepted",
        ),
        Rule(
            "HLT-V03",
            "row",
            "error",
            "iris_accredited is sent by GP practices only.",
            only_where("iris_accredited", one_of("setting", "gp_iris", "gp_other")),
            "iris_accredited",
        ),
        Rule(
            "HLT-V04",
            "row",
            "error",
            "codeword_used is sent by pharmacies only.",
            only_where("codeword_used", equals("setting", "pharmacy")),
            "codeword_used",
        ),
        Rule(
            "HLT-V05",
            "row",
            "error",
            "Where abuse was not asked about it cannot have been denied.",
            Not(All((equals("enquiry_made", "none"), equals("result", "denied")))),
            "result",
        ),
        Rule(
            "HLT-V06",
            "row",
            "error",
            "A member of staff is restricted: set subject.restricted to true.",
            Implies(equals("person_type", "staff"), equals("subject.restricted", True)),
            "subject.restricted",
        ),
        Rule(
            "HLT-V08",
            "row",
            "query",
            "A patient of a maternity service is pregnant or gave birth lately, and female: "
            "confirm.",
            Implies(
                All((_PREGNANCY_SETTING, equals("person_type", "patient"))),
                All(
                    (
                        equals("subject.sex", "F"),
                        Not(equals("subject.pregnant_or_recent_birth", "no")),
                    )
                ),
            ),
            "subject.pregnant_or_recent_birth",
        ),
        Rule(
            "HLT-V07",
            "reconciliation",
            "note",
            "An accepted referral is among those that its service received by the end of the month "
            "after.",
            Companion(
                All((equals("referral_accepted", True), given("to_service"))),
                (
                    (Field("subject.person_ref"), Field("subject.person_ref")),
                    (Field("to_service"), Field("to_service")),
                ),
                "referral",
                Field("contact_month"),
                Field("referred_on"),
                0,
                _RECEIVED_WITHIN,
                meets=equals("side", "receiver"),
            ),
            "to_service",
        ),
        *person_rules("subject"),
    )

"""`referral`: one referral of one person to one service."""

from __future__ import annotations

from typing import Final

from schemas.codes import code_list
from schemas.conditions import equals, in_order, needs, one_of, only_where
from schemas.dataset import Dataset, person
from schemas.fields import Code, Count, Day, Opaque
from schemas.person import Person, person_rules
from schemas.released import referral as released
from schemas.rules import All, Companion, Field, Implies, InMonth, Member, Not, Rule, Within
from schemas.services import SHELTERED, of_age

YEAR: Final = 365  # days in which a second referral to the same service is a repeat (REF-V08)
WEEK: Final = 7  # days within which both ends date one referral (REF-V06)
CONTACT_WITHIN: Final = 2  # days from the referral of a high risk to an adviser's contact (REF-V07)
_PRIVATE: Final = ("self", "family_friend", "other")
_AGENCIES: Final = tuple(sorted(code_list("sector").values - set(_PRIVATE)))
_SAME: Final = tuple((Field(n), Field(n)) for n in ("subject.person_ref", "to_service"))
_URGENT: Final = All((equals("risk_level", "high"), equals("to_service", "idva")))
_DAYS_PASSED: Final = Not(
    Within(Field("envelope.extracted_on"), Field("referred_on"), 0, CONTACT_WITHIN)
)


def _met(where: All, *, side: str) -> Companion:
    """The other end of the referral sent a row of its own."""
    day = Field("referred_on")
    return Companion(where, _SAME, "referral", day, day, -WEEK, WEEK, meets=equals("side", side))


class Referral(Dataset):
    """One referral, as its sender or its receiver tells it; the receiver's row alone is counted.

    A referral to a refuge, or to another service whose place must not be told, names no ward.
    """

    name = "referral"
    title = "Referrals to services"
    grain = "one referral of one person to one service, told by one end"
    counted_person = "subject"
    persons = ("subject",)
    period_field = "referred_on"
    lad_field = "lad_code"
    minimum = (
        "record_id", "referred_on", "side", "to_service", "subject.age_years|subject.age_band",
        "subject.sex",
    )  # fmt: skip
    population = (("side", "receiver"),)

    record_id = Opaque("the agency's own identifier of the referral", mandatory=True)
    subject = person(Person, title="the person referred")
    side = Code("which end the row comes from", codes="referral_side", mandatory=True)
    referred_on = Day("day the referral was made", mandatory=True)
    received_on = Day("day the service received it")
    from_sector = Code("sector that referred", codes="sector", reasons=True, mandatory=True)
    from_role = Code("who referred", codes="referrer_role", reasons=True, mandatory=True)
    to_partner = Opaque("agency referred to, by its name in the register", mandatory=True)
    to_service = Code("service referred to", codes="service_type", mandatory=True)
    consent_basis = Code(
        "basis of the referral", codes="referral_consent", reasons=True, mandatory=True
    )
    risk_level = Code(
        "level of risk at the referral", codes="risk_level", reasons=True, mandatory=True
    )
    criteria_met = Code(
        "whether the service's criteria are met",
        codes="referral_criteria_met",
        reasons=True,
        mandatory=True,
    )
    decision = Code("what the service decided", codes="referral_decision")
    decline_reason = Code(
        "why the service declined",
        codes="referral_decline_reason",
        reasons=True,
        source="design, after MHCLG, support in safe accommodation",
    )
    first_contact_on = Day("day the service first reached the person")
    contact_attempts = Count("attempts to reach the person", low=0, high=999)
    route = Code("how the referral came", codes="referral_route", reasons=True)
    incident_ref = Opaque("record of the incident")
    marac_ref = Opaque("record of the case at a conference")
    lad_code = Code(
        "local authority where the person lives",
        codes="local_authority",
        mandatory=True,
        fill=None,
    )
    ward_code = Code(
        "ward where the person lives; never for a refuge or the like", codes="ward", reasons=True
    )

    measures, breakdowns, tables = released.MEASURES, released.BREAKDOWNS, released.TABLES

    rules = (
        Rule(
            "REF-V00",
            "row",
            "error",
            "referred_on lies in the month of the return.",
            InMonth(Field("referred_on"), Field("envelope.month")),
            "referred_on",
        ),
        Rule(
            "REF-V01",
            "row",
            "error",
            "Days run in order: referred_on, received_on, first_contact_on.",
            in_order("referred_on", "received_on", "first_contact_on"),
            "received_on",
        ),
        Rule(
            "REF-V02",
            "row",
            "error",
            "Only a person who came themselves is referred on the basis self.",
            Implies(equals("consent_basis", "self"), equals("from_sector", "self")),
            "consent_basis",
        ),
        Rule(
            "REF-V03",
            "row",
            "error",
            "A referral that was declined needs decline_reason.",
            needs(equals("decision", "declined"), "decline_reason"),
            "decline_reason",
        ),
        Rule(
            "REF-V04",
            "row",
            "query",
            "Accepted though the criteria are not met: confirm.",
            Not(All((equals("criteria_met", "no"), equals("decision", "accepted")))),
            "criteria_met",
        ),
        Rule(
            "REF-V05",
            "row",
            "error",
            "The person's age is not one that the service is for: correct one of them.",
            of_age("to_service", block="subject"),
            "to_service",
        ),
        *(
            Rule(
                "REF-V06",
                "reconciliation",
                "note",
                "The other end of the referral sent no row about the same person, service and "
                "week.",
                _met(where, side=other),
                field,
            )
            for where, other, field in (
                (All((equals("side", "sender"),)), "receiver", "referred_on"),
                (
                    All((equals("side", "receiver"), one_of("from_sector", *_AGENCIES))),
                    "sender",
                    "received_on",
                ),
            )
        ),
        Rule(
            "REF-V07",
            "row",
            "query",
            "A high risk referred to an adviser had no contact within 2 days: say why.",
            All(
                (
                    needs(All((_URGENT, _DAYS_PASSED)), "first_contact_on"),
                    Implies(
                        _URGENT,
                        Within(Field("first_contact_on"), Field("referred_on"), 0, CONTACT_WITHIN),
                    ),
                )
            ),
            "first_contact_on",
        ),
        Rule(
            "REF-V08",
            "stored",
            "note",
            "The person was referred to the same service in the twelve months before: counted as "
            "a repeat referral.",
            Companion(
                where=one_of("side", "sender", "receiver"),
                match=(*_SAME, (Field("side"), Field("side"))),
                dataset="referral",
                day=Field("referred_on"),
                other_day=Field("referred_on"),
                low=-YEAR,
                high=-1,
                wanted=False,
            ),
            "referred_on",
        ),
        Rule(
            "REF-V09",
            "row",
            "error",
            "Only the police refer automatically.",
            Implies(equals("route", "automatic"), equals("from_sector", "police")),
            "route",
        ),
        Rule(
            "REF-V10",
            "row",
            "error",
            "A referral to a refuge, second-stage home, emergency bed or sanctuary names no ward: "
            "leave ward_code blank.",
            only_where("ward_code", Not(one_of("to_service", *SHELTERED))),
            "ward_code",
        ),
        Rule(
            "REF-V11",
            "row",
            "error",
            "The ward belongs to the local authority and is in use on referred_on.",
            Member(Field("ward_code"), Field("lad_code"), Field("referred_on"), "ward"),
            "ward_code",
        ),
        *person_rules("subject"),
    )

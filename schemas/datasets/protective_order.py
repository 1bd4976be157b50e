"""`protective_order`: one order or notice that protects a person, or one application for one."""

from __future__ import annotations

from datetime import date
from typing import Final

from schemas.codes.places import BROMLEY
from schemas.conditions import equals, given, in_order, needs, one_of
from schemas.dataset import Dataset, person
from schemas.fields import Code, Count, Day, Many, Opaque
from schemas.person import Person, person_rules
from schemas.released import protective_order as released
from schemas.rules import (
    All,
    Companion,
    Compare,
    Field,
    Holds,
    Implies,
    InMonth,
    Rule,
    Value,
    Within,
)

NOTICE_DAYS: Final = 5
"""Most days that a domestic violence protection notice can span: 48 hours in which Christmas Day,
Good Friday, Sundays and bank holidays do not count (Crime and Security Act 2010 s.27)."""
ORDER_DAYS: Final = (13, 28)
"""Days from the first day of a domestic violence protection order to its last: 14 to 28 days, the
first one counted or not (Crime and Security Act 2010 s.28)."""
PILOT_FROM: Final = date(2024, 11, 27)
"""First day of domestic abuse protection notices and orders in Bromley, as in Croydon and Sutton
(Home Office statutory guidance for the police, 27 November 2024)."""
PROGRAMME_WITHIN: Final = 60  # days from the order to a programme (ORD-V08, design)
_PROGRAMME = Holds(Field("conditions"), Value("programme"))


class ProtectiveOrder(Dataset):
    """One order or notice.

    A month's return is what was applied for in that month; the decision, and any breach, enter by a
    revision of that return.
    """

    name = "protective_order"
    title = "Protective orders and notices"
    grain = "one order or notice, or one application for one"
    counted_person = "victim"
    persons = ("victim", "respondent")
    period_field = "applied_on"
    minimum = (
        "record_id",
        "applied_on",
        "order_type",
        "applicant",
        "victim.age_years|victim.age_band",
        "victim.sex",
    )

    record_id = Opaque("the agency's own identifier of the order", mandatory=True)
    order_type = Code("kind of order or notice", codes="order_type", mandatory=True)
    applicant = Code("who asked for it", codes="order_applicant", mandatory=True)
    applied_on = Day("day it was asked for; of a notice, the day it was given", mandatory=True)
    decided_on = Day("day of the decision")
    decision = Code("what was decided", codes="order_decision", reasons=True)
    in_force_from = Day("first day in force")
    in_force_to = Day("last day in force; left out where there is none")
    victim = person(Person, title="the person protected")
    respondent = person(Person, title="the person bound")
    conditions = Many("conditions", of=Code("condition", codes="order_condition"))
    breach_count = Count("breaches so far", low=0, high=999, mandatory=True, fill=0)
    first_breach_on = Day("day of the first breach")
    breach_result = Code("what came of the breach", codes="breach_result", reasons=True)
    incident_ref = Opaque("record of the report to the police")
    justice_ref = Opaque("record of the outcome of an offence beside it")
    legal_aid = Code("whether legal aid was granted", codes="legal_aid", reasons=True)

    measures, breakdowns, tables = released.MEASURES, released.BREAKDOWNS, released.TABLES

    rules = (
        Rule(
            "ORD-V00",
            "row",
            "error",
            "applied_on lies in the month of the return.",
            InMonth(Field("applied_on"), Field("envelope.month")),
            "applied_on",
        ),
        Rule(
            "ORD-V01",
            "row",
            "error",
            "The decision does not come before the application.",
            in_order("applied_on", "decided_on"),
            "decided_on",
        ),
        Rule(
            "ORD-V02",
            "row",
            "error",
            "An order that was granted needs in_force_from.",
            needs(equals("decision", "granted"), "in_force_from"),
            "in_force_from",
        ),
        Rule(
            "ORD-V03",
            "row",
            "error",
            "The last day in force does not come before the first; a domestic violence protection "
            "notice lasts 48 hours, Sundays and holidays apart, and such an order 14 to 28 days.",
            All(
                (
                    in_order("in_force_from", "in_force_to"),
                    Implies(
                        equals("order_type", "dvpn"),
                        Within(Field("in_force_to"), Field("in_force_from"), 0, NOTICE_DAYS),
                    ),
                    Implies(
                        equals("order_type", "dvpo"),
                        Within(Field("in_force_to"), Field("in_force_from"), *ORDER_DAYS),
                    ),
                )
            ),
            "in_force_to",
        ),
        Rule(
            "ORD-V04",
            "row",
            "error",
            "There are domestic abuse protection notices and orders in Bromley from 27 November "
            "2024 alone: correct the kind or the day.",
            Implies(
                All(
                    (
                        one_of("order_type", "dapn", "dapo"),
                        equals("partnership.area", BROMLEY),
                    )
                ),
                Compare(">=", Field("applied_on"), Value(PILOT_FROM)),
            ),
            "order_type",
        ),
        Rule(
            "ORD-V05",
            "row",
            "error",
            "A breach needs first_breach_on, on a day on which the order is in force.",
            Implies(
                Compare(">", Field("breach_count"), Value(0)),
                All(
                    (
                        given("first_breach_on"),
                        in_order("in_force_from", "first_breach_on", "in_force_to"),
                    )
                ),
            ),
            "first_breach_on",
        ),
        Rule(
            "ORD-V06",
            "row",
            "query",
            "Breach of an undertaking gives no power of arrest: name the other offence in "
            "justice_ref.",
            needs(
                All((equals("decision", "undertaking"), equals("breach_result", "arrest"))),
                "justice_ref",
            ),
            "breach_result",
        ),
        Rule(
            "ORD-V07",
            "row",
            "error",
            "The person protected and the person bound are two persons.",
            Compare("!=", Field("victim.person_ref"), Field("respondent.person_ref")),
            "respondent.person_ref",
        ),
        Rule(
            "ORD-V08",
            "reconciliation",
            "note",
            "A person ordered to attend a programme has a perpetrator_intervention within 60 days.",
            Companion(
                where=All((equals("decision", "granted"), _PROGRAMME)),
                match=((Field("respondent.person_ref"), Field("subject.person_ref")),),
                dataset="perpetrator_intervention",
                day=Field("in_force_from"),
                other_day=Field("referred_on"),
                low=0,
                high=PROGRAMME_WITHIN,
                due=Field("envelope.extracted_on"),
            ),
            "conditions",
        ),
        *person_rules("victim", "respondent"),
    )

"""`housing_support`: one household's request for a safe home, a placement, or one sanctuary job."""

from __future__ import annotations

from schemas.conditions import equals, given, in_order, needs, one_of, only_where
from schemas.dataset import Dataset, person
from schemas.fields import Code, Count, Day, Flag, Many, Opaque
from schemas.person import Served, person_rules
from schemas.released import housing_support as released
from schemas.rules import All, Field, Implies, InMonth, Member, NightsWithinCapacity, Not, Rule

REFUGES = ("refuge", "specialist_safe", "dispersed", "second_stage", "other_designated")
"""Safe accommodation that a household moves into (SI 2021/991 reg. 2)."""
MOST_PERSONS = 30  # of one household (design)
_PLACE_OF_SAFETY = one_of("support_type", *REFUGES, "sanctuary", "safebeds", "contractor_visit")
"""Emergency beds stand in refuges, and a contractor visits homes that are made safe."""


class HousingSupport(Dataset):
    """One request, placement or sanctuary job. A row about a refuge or a home made safe names no
    ward, so that it cannot be placed.
    """

    name = "housing_support"
    title = "Housing and safe accommodation"
    grain = "one household request or placement, or one sanctuary job"
    counted_person = "lead"
    persons = ("lead",)
    period_field = "requested_on"
    minimum = (
        "record_id",
        "requested_on",
        "support_type",
        "decision",
        "lead.age_years|lead.age_band",
        "lead.sex",
    )

    record_id = Opaque("the agency's own identifier of the request", mandatory=True)
    lead = person(Served, title="the adult asking for help")
    support_type = Code("what was asked for or given", codes="safe_accommodation", mandatory=True)
    requested_on = Day("day of the request", mandatory=True)
    decision = Code("what was decided", codes="housing_decision", mandatory=True)
    unable_reason = Code(
        "why the household could not be helped", codes="housing_unable_reason", reasons=True
    )
    start_on = Day("first day of the placement or job")
    end_on = Day("last day of the placement")
    adults = Count("adults in the household", low=0, high=MOST_PERSONS, mandatory=True)
    children = Count("children in the household", low=0, high=MOST_PERSONS, mandatory=True)
    origin_lad = Code(
        "local authority the household comes from",
        codes="local_authority",
        reasons=True,
        mandatory=True,
    )
    placement_lad = Code("local authority of the placement", codes="local_authority", reasons=True)
    commissioned = Code(
        "who pays for the place", codes="housing_commissioned", reasons=True, mandatory=True
    )
    sanctuary_measures = Many(
        "work done to the home", of=Code("measure", codes="sanctuary_measure")
    )
    surveyed_on = Day("day of the survey")
    completed_on = Day("day the work was done")
    perpetrator_resident = Flag("the perpetrator lives in the home")
    victim_choice = Flag("staying was the person's own choice")
    tenure = Code("tenure of the home", codes="housing_tenure", reasons=True)
    homelessness_duty = Code("duty owed", codes="homelessness_duty", reasons=True)
    da_priority_need = Flag("priority need because of domestic abuse")
    specialist_need = Many("specialist needs", of=Code("need", codes="specialist_need"))
    move_on = Code("where the household went", codes="housing_move_on", reasons=True)
    ward_code = Code(
        "ward of the home; never of a refuge or a home made safe", codes="ward", reasons=True
    )

    measures, breakdowns, tables = released.MEASURES, released.BREAKDOWNS, released.TABLES

    rules = (
        Rule(
            "HOU-V00",
            "row",
            "error",
            "requested_on lies in the month of the return.",
            InMonth(Field("requested_on"), Field("envelope.month")),
            "requested_on",
        ),
        Rule(
            "HOU-V01",
            "row",
            "error",
            "A request that was declined needs unable_reason.",
            needs(equals("decision", "declined"), "unable_reason"),
            "unable_reason",
        ),
        Rule(
            "HOU-V02",
            "row",
            "error",
            "Help that was provided has start_on; requested_on, surveyed_on and completed_on run "
            "in order.",
            All(
                (
                    needs(equals("decision", "provided"), "start_on"),
                    in_order("requested_on", "surveyed_on", "completed_on"),
                    in_order("start_on", "end_on"),
                )
            ),
            "start_on",
        ),
        Rule(
            "HOU-V03",
            "row",
            "error",
            "Sanctuary work needs a home without the perpetrator and the person's own choice to "
            "stay.",
            Implies(
                equals("support_type", "sanctuary"),
                All(
                    (
                        Not(equals("perpetrator_resident", True)),
                        Not(equals("victim_choice", False)),
                        given("perpetrator_resident"),
                        given("victim_choice"),
                    )
                ),
            ),
            "perpetrator_resident",
        ),
        Rule(
            "HOU-V04",
            "row",
            "error",
            "Bed and breakfast is never safe accommodation: it has no safe accommodation measures.",
            Not(All((equals("support_type", "bed_and_breakfast"), given("sanctuary_measures")))),
            "support_type",
        ),
        Rule(
            "HOU-V05",
            "row",
            "error",
            "Where a refuge or a home made safe stands is not said: take ward_code out.",
            Implies(_PLACE_OF_SAFETY, Not(given("ward_code"))),
            "ward_code",
        ),
        Rule(
            "HOU-V06",
            "row",
            "query",
            "Declined for the household's size though there are no children: confirm.",
            Not(All((equals("unable_reason", "household_size"), equals("children", 0)))),
            "unable_reason",
        ),
        Rule(
            "HOU-V07",
            "row",
            "error",
            "A stay in safe accommodation that has ended needs move_on.",
            needs(All((one_of("support_type", *REFUGES), given("end_on"))), "move_on"),
            "move_on",
        ),
        Rule(
            "HOU-V08",
            "stored",
            "query",
            "Nights occupied exceed the capacity declared for the month: correct one of them.",
            NightsWithinCapacity(
                Field("support_type"), Field("start_on"), Field("end_on"), "refuge_capacity"
            ),
            "start_on",
        ),
        Rule(
            "HOU-V09",
            "row",
            "error",
            "Declined for having no recourse to public funds needs lead.nrpf to be yes.",
            Implies(equals("unable_reason", "nrpf"), equals("lead.nrpf", "yes")),
            "lead.nrpf",
        ),
        Rule(
            "HOU-V10",
            "row",
            "query",
            "sanctuary_measures belong to sanctuary work or a contractor's visit.",
            only_where(
                "sanctuary_measures",
                one_of("support_type", "sanctuary", "contractor_visit", "bed_and_breakfast"),
            ),
            "sanctuary_measures",
        ),
        Rule(
            "HOU-V11",
            "row",
            "error",
            "The ward belongs to the local authority of the placement and is in use on "
            "requested_on.",
            Member(Field("ward_code"), Field("placement_lad"), Field("requested_on"), "ward"),
            "ward_code",
        ),
        *person_rules("lead"),
    )

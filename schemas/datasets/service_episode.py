"""`service_episode`: one period of support of one person by one service, or one attendance."""

from __future__ import annotations

from typing import Final

from schemas.conditions import equals, exactly_where, given, in_order, one_of, only_where
from schemas.dataset import Dataset, person
from schemas.fields import Code, Count, Day, Flag, Many, Opaque
from schemas.person import Served, person_rules
from schemas.released import service_episode as released
from schemas.rules import (
    All,
    Apart,
    Compare,
    Field,
    Implies,
    InMonth,
    Member,
    Not,
    Rule,
    ShareAtLeast,
)
from schemas.services import GROUP_PROGRAMMES, of_age

ATTENDED_OF_OFFERED: Final = 75  # hundredths of its sessions that complete a programme (design)
MOST_SESSIONS: Final = 500  # of one programme (design)
LOWEST, HIGHEST = 1, 5  # scores of the three core questions of satisfaction (MPA, 2009)
_SCORES: Final = ("sat_reporting", "sat_contact", "sat_informed")
_SHOP: Final = equals("service_type", "one_stop_shop")
_SHOP_RULES: Final = ("session_attendance", "any_support_line_call")
_COMPLETED: Final = All(
    (one_of("service_type", *GROUP_PROGRAMMES), equals("closure_reason", "planned"))
)


class ServiceEpisode(Dataset):
    """One period of support, or one attendance, which begins and ends on one day.

    A month's return is the support that began in that month; how it goes on enters by a revision
    of that return. A row says nothing of where anybody lives.
    """

    name = "service_episode"
    title = "Support by services"
    grain = "one period of support of one person by one service, or one attendance"
    counted_person = "subject"
    persons = ("subject",)
    period_field = "start_on"
    minimum = (
        "record_id",
        "start_on",
        "service_type",
        "subject.age_years|subject.age_band",
        "subject.sex",
    )

    record_id = Opaque("the agency's own identifier of the support", mandatory=True)
    subject = person(Served, title="the person supported")
    service_type = Code("service", codes="service_type", mandatory=True)
    counting_rule = Code(
        "how the support is counted; a one stop shop names its own rule",
        codes="service_counting_rule",
        reasons=True,
        mandatory=True,
    )
    start_on = Day("first day of support, or the day of the attendance", mandatory=True)
    end_on = Day("last day of support; of an attendance, its day")
    delivery_mode = Code(
        "how support is given", codes="delivery_mode", reasons=True, mandatory=True
    )
    setting = Code("where support is given", codes="support_setting", reasons=True)
    contacts = Count("contacts completed in the month of the return", low=0, high=999)
    sessions_offered = Count("sessions of a programme offered", low=0, high=MOST_SESSIONS)
    sessions_attended = Count("sessions of a programme attended", low=0, high=MOST_SESSIONS)
    needs = Many("needs that support is about", of=Code("need", codes="support_need"))
    children_in_household = Count("children in the household", low=0, high=30)
    risk_level_start = Code(
        "level of risk at the start", codes="risk_level", reasons=True, mandatory=True
    )
    risk_level_end = Code("level of risk at the end", codes="risk_level", reasons=True)
    engagement = Code("how the person took up support", codes="engagement")
    closure_reason = Code("why support ended", codes="closure_reason")
    safety_equipment = Many(
        "safety equipment given", of=Code("equipment", codes="safety_equipment")
    )
    satisfaction_asked = Flag("the person was asked how satisfied they are")
    sat_reporting = Count(
        "satisfaction with how it was to report, 1 to 5", low=LOWEST, high=HIGHEST
    )
    sat_contact = Count("satisfaction with the contact kept, 1 to 5", low=LOWEST, high=HIGHEST)
    sat_informed = Count("satisfaction with being kept informed, 1 to 5", low=LOWEST, high=HIGHEST)
    funder = Code("who pays for the service", codes="service_funder", reasons=True)

    measures, breakdowns, tables = released.MEASURES, released.BREAKDOWNS, released.TABLES

    rules = (
        Rule(
            "SVC-V00",
            "row",
            "error",
            "start_on lies in the month of the return.",
            InMonth(Field("start_on"), Field("envelope.month")),
            "start_on",
        ),
        Rule(
            "SVC-V01",
            "row",
            "error",
            "Support ends on its first day or later, and closure_reason is sent exactly where "
            "end_on is.",
            All((in_order("start_on", "end_on"), exactly_where("closure_reason", given("end_on")))),
            "closure_reason",
        ),
        Rule(
            "SVC-V02",
            "row",
            "error",
            "No more sessions are attended than were offered.",
            Compare("<=", Field("sessions_attended"), Field("sessions_offered")),
            "sessions_attended",
        ),
        Rule(
            "SVC-V03",
            "row",
            "error",
            "A one stop shop counts by its own rule, the one registered for the month.",
            All(
                (
                    Implies(_SHOP, one_of("counting_rule", *_SHOP_RULES)),
                    Implies(
                        _SHOP,
                        Member(
                            Field("counting_rule"),
                            Field("service_type"),
                            Field("start_on"),
                            "service_counting_rule",
                        ),
                    ),
                )
            ),
            "counting_rule",
        ),
        *(
            Rule(
                "SVC-V04",
                "row",
                "error",
                "A score of satisfaction is sent only where the person was asked.",
                only_where(
                    score, All((given("satisfaction_asked"), equals("satisfaction_asked", True)))
                ),
                score,
            )
            for score in _SCORES
        ),
        Rule(
            "SVC-V05",
            "row",
            "error",
            "A group programme that ended as planned was attended for at least three quarters of "
            "its sessions.",
            Implies(
                _COMPLETED,
                All(
                    (
                        given("sessions_attended"),
                        given("sessions_offered"),
                        ShareAtLeast(
                            Field("sessions_attended"),
                            Field("sessions_offered"),
                            ATTENDED_OF_OFFERED,
                        ),
                    )
                ),
            ),
            "sessions_attended",
        ),
        Rule(
            "SVC-V06",
            "row",
            "error",
            "A level of risk at the end belongs to support that has ended: give end_on.",
            only_where("risk_level_end", given("end_on")),
            "risk_level_end",
        ),
        Rule(
            "SVC-V07",
            "stored",
            "query",
            "The same person has support of the same kind at the same time twice: confirm.",
            Apart(
                (Field("subject.person_ref"), Field("service_type")),
                Field("start_on"),
                Field("end_on"),
            ),
            "start_on",
        ),
        Rule(
            "SVC-V08",
            "row",
            "error",
            "The person's age is not one that the service is for: correct one of them.",
            of_age("service_type", block="subject"),
            "service_type",
        ),
        Rule(
            "SVC-V09",
            "row",
            "query",
            "Support that goes on had no contact in the month: confirm.",
            Not(All((equals("contacts", 0), Not(given("end_on"))))),
            "contacts",
        ),
        *person_rules("subject"),
    )

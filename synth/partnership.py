"""The plan of the invented partnership, as values: who takes part, what they agreed, what is owed.

Whoever raises the partnership in a database turns these values into rows, keys and signatures;
nothing here can sign or store.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal

from schemas.codes.places import BROMLEY as AREA
from schemas.period import Period, due_date
from synth.agreements import agreed
from synth.formats import Format

Level = Literal["record", "aggregate", "statement"]
Cadence = Literal["monthly", "quarterly"]
Lapse = Literal["late", "missing", "nil"]


@dataclass(frozen=True, slots=True)
class Agency:
    """A body that takes part; `sector` is a code of the list of that name."""

    agency_id: str
    name: str
    sector: str


@dataclass(frozen=True, slots=True)
class Client:
    """The software of one agency; `dpop_required` binds its tokens to its key."""

    client_id: str
    agency_id: str
    scopes: frozenset[str]
    dpop_required: bool = True


@dataclass(frozen=True, slots=True)
class Expectation:
    """What an agency owes of one dataset.

    Attributes:
        level: the detail it sends.
        cadence, due_day: how often, and the day of the month after that it is due.
        sends: the format its system writes.
        explanation: how its figures are made, as its envelope says.
        source: the system they come from.
        answers: to questions that its figures raise, by the code of the finding.
        drawn_as: the agency's name in Bromley's plan, where it has another.
    """

    agency_id: str
    dataset: str
    level: Level
    cadence: Cadence
    due_day: int
    sends: Format
    explanation: str
    source: str
    answers: Mapping[str, str] = field(default_factory=dict, hash=False)
    drawn_as: str = ""

    @property
    def seat(self) -> str:
        """The name by which what is sent is drawn, the same in every area."""
        return self.drawn_as or self.agency_id

    def due_on(self, month: Period) -> date:
        """The day on which the month's return is due."""
        owed = month.quarter() if self.cadence == "quarterly" else month
        return due_date(owed, day=self.due_day)


@dataclass(frozen=True, slots=True)
class Habit:
    """What goes amiss with one return every year: nothing is sent, or there is nothing to say."""

    agency_id: str
    dataset: str
    calendar_month: int
    lapse: Lapse


@dataclass(frozen=True)
class PartnershipPlan:
    """An invented partnership.

    Attributes:
        agreements: the terms of each agreement, as JSON objects, the first one everybody's.
        expectations: what is owed, by agency and dataset.
        habits: what goes amiss every year.
        lead: the agency that opens and seals periods.
        mark: how the names of its clients end; a name stands for one client everywhere.
    """

    partnership_id: str
    name: str
    area: str
    agencies: tuple[Agency, ...]
    clients: tuple[Client, ...]
    agreements: tuple[dict[str, Any], ...]
    expectations: tuple[Expectation, ...]
    habits: tuple[Habit, ...]
    lead: str
    mark: str = ""

    def agency(self, agency_id: str) -> Agency:
        """One agency; KeyError for another."""
        return {agency.agency_id: agency for agency in self.agencies}[agency_id]

    def lapse(self, expectation: Expectation, month: Period, *, today: date | None) -> Lapse | None:
        """What goes amiss with one return.

        All returns are sent on `today`, so those that were due before are late. Without a day
        nothing is late.
        """
        for habit in self.habits:
            same = (habit.agency_id, habit.dataset) == (expectation.agency_id, expectation.dataset)
            if same and habit.calendar_month == month.start.month:
                return habit.lapse
        return "late" if today is not None and today > expectation.due_on(month) else None

    def agreements_of(self, agency_id: str) -> tuple[dict[str, Any], ...]:
        """The terms of the agreements to which an agency is a party, in order."""
        return tuple(
            t for t in self.agreements if any(p["agency"] == agency_id for p in t["parties"])
        )


_AGENCIES: Final = (
    Agency("met-bromley", "Police, Bromley (invented)", "police"),
    Agency("kings-pruh", "Hospital trust, Bromley (invented)", "nhs_acute"),
    Agency("bromley-gp", "GP practices, Bromley (invented)", "nhs_gp"),
    Agency("bromley-housing", "Council housing, Bromley (invented)", "housing_options"),
    Agency("bromley-children", "Children's services, Bromley (invented)", "children_social_care"),
    Agency("probation-bromley", "Probation, Bromley (invented)", "probation"),
    Agency("bcwa", "Women's charity, Bromley (invented)", "vcs_da_specialist"),
    Agency(
        "bromley-da-lead", "Domestic abuse lead, Bromley (invented)", "council_community_safety"
    ),
)
LEAD: Final = "bromley-da-lead"
"""The agency that opens and seals periods."""
_RETURNS: Final = frozenset({
    "returns:read", "returns:write", "aggregates:read", "disclosures:read", "audit:read",
})  # fmt: skip
_OFFICE: Final = frozenset({
    "releases:write", "participation:read", "periods:read", "periods:write", "agreements:read",
    "agreements:write",
})  # fmt: skip
_CASEWORK: Final = frozenset({"records:read", "cases:read", "cases:write", "rights:write"})
"""Of the systems in which people are worked with: they read rows and cases, and send no returns."""
_SIGNING: Final = frozenset({"agreements:read", "agreements:sign", "agreements:write"})
DUE_DAY: Final = 25  # of the month after the period (assumed)

_EXPECTATIONS: Final = (
    Expectation(
        "met-bromley", "incident", "record", "quarterly", DUE_DAY, "ndjson",
        "Every report flagged as domestic abuse in the crime and incident system, crime or not.",
        "Crime and incident system (invented)",
    ),
    Expectation(
        "met-bromley", "referral", "record", "quarterly", DUE_DAY, "json",
        "Persons whom officers referred to the charity, with what it needs to know to begin.",
        "Crime and incident system (invented)",
    ),
    Expectation(
        "met-bromley", "risk_assessment", "record", "quarterly", DUE_DAY, "csv",
        "Assessments of the risk to persons abused, made by officers and checked by supervisors.",
        "Crime and incident system (invented)",
        {"RSK-V09": "The report with the arrest is in a return that is sent after this one."},
    ),
    Expectation(
        "met-bromley", "marac_case", "record", "quarterly", DUE_DAY, "csv",
        "Cases heard at the conference on high risk, from its agenda and minutes.",
        "List of the conference's cases (invented)",
        {"MAR-V03": "Some cases were assessed before the first month sent."},
    ),
    Expectation(
        "met-bromley", "justice_outcome", "record", "quarterly", DUE_DAY, "ndjson",
        "Outcomes of crimes at the police, at the CPS and in court, entered by witness care.",
        "Crime and incident system (invented)",
    ),
    Expectation(
        "met-bromley", "protective_order", "record", "quarterly", DUE_DAY, "json",
        "Orders and notices asked for by officers or known to them, with the breaches so far.",
        "Register of orders (invented)",
    ),
    Expectation(
        "met-bromley", "aggregate_return", "aggregate", "quarterly", DUE_DAY, "json",
        "Posts of the specialist unit, records right of those picked by lot, and answers in words.",
        "Personnel system and audits (invented)",
    ),
    Expectation(
        "kings-pruh", "health_contact", "record", "quarterly", DUE_DAY, "csv",
        "Contacts at which abuse was asked about, disclosed or recorded, by month and not by day.",
        "Hospital patient system (invented)",
    ),
    Expectation(
        "kings-pruh", "incident", "aggregate", "quarterly", DUE_DAY, "json",
        "Incidents counted by hand by security staff; they are not joined to any patient.",
        "Security log (invented)",
    ),
    Expectation(
        "bromley-gp", "health_contact", "record", "quarterly", DUE_DAY, "csv",
        "Consultations in which abuse was asked about, disclosed or recorded, by month.",
        "Primary care record systems (invented)",
    ),
    Expectation(
        "bromley-children", "child_contact", "record", "quarterly", DUE_DAY, "csv",
        "Steps taken about children whom the police told us of, one row for each child and step.",
        "Children's case system (invented)",
        {"SUB-V06": "Questions for adults are not asked of children, who are most of the people."},
    ),
    Expectation(
        "bromley-housing", "housing_support", "record", "monthly", DUE_DAY, "csv",
        "Requests by households who named domestic abuse as a reason, and sanctuary jobs.",
        "Housing case system (invented)",
    ),
    Expectation(
        "probation-bromley", "perpetrator_intervention", "record", "quarterly", DUE_DAY, "json",
        "Persons referred to a programme in the month, as their cases stood when this was taken.",
        "Probation case system (invented)",
    ),
    Expectation(
        "bcwa", "referral", "record", "quarterly", DUE_DAY, "ndjson",
        "Referrals as they reached the charity, whoever made them, with what became of them.",
        "Charity case system (invented)",
    ),
    Expectation(
        "bcwa", "service_episode", "record", "quarterly", DUE_DAY, "csv",
        "Support that began in the month, as it stood when this was taken.",
        "Charity case system (invented)",
    ),
    Expectation(
        "bcwa", "housing_support", "record", "quarterly", DUE_DAY, "ndjson",
        "Requests to the charity's refuges and other safe places, whoever paid for them.",
        "Charity case system (invented)",
    ),
    Expectation(
        "bcwa", "aggregate_return", "statement", "quarterly", DUE_DAY, "json",
        "A statement by the charity on the month's work and on what the figures do not show.",
        "Written for this return (invented)",
    ),
    Expectation(
        "bromley-da-lead", "aggregate_return", "aggregate", "quarterly", DUE_DAY, "json",
        "Places in refuges, staff trained and residents, as they stood on the last day.",
        "Commissioning and training records (invented)",
    ),
    Expectation(
        "bromley-da-lead", "review_action", "record", "quarterly", DUE_DAY, "json",
        "The whole register of reviews and actions as it stood at the end of the month.",
        "Register of reviews (invented)",
    ),
)  # fmt: skip


PLAN: Final = PartnershipPlan(
    partnership_id="bromley",
    name="Bromley (invented)",
    area=AREA,
    agencies=_AGENCIES,
    clients=(
        *(
            Client(
                f"{agency.agency_id}-returns",
                agency.agency_id,
                _RETURNS | (_OFFICE if agency.agency_id == LEAD else frozenset()),
            )
            for agency in _AGENCIES
        ),
        *(
            Client(f"{agency.agency_id}-signing", agency.agency_id, _SIGNING)
            for agency in _AGENCIES
        ),
        *(
            Client(f"{agency.agency_id}-casework", agency.agency_id, _CASEWORK)
            for agency in _AGENCIES
        ),
    ),
    agreements=agreed(
        [agency.agency_id for agency in _AGENCIES],
        lead=LEAD,
        area=AREA,
        sent=[(each.agency_id, each.dataset) for each in _EXPECTATIONS],
    ),
    expectations=_EXPECTATIONS,
    habits=(
        Habit("kings-pruh", "incident", 2, "missing"),
        Habit("bcwa", "aggregate_return", 1, "nil"),
    ),
    lead=LEAD,
)
"""The partnership of Bromley, which the demo raises; `synth.placing` has those of other areas."""

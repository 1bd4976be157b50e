"""One full good row of each dataset, by dotted names, and what it is read against.

What belongs here: rows in which every rule has something to look at, so that a test can change one
thing and see one rule. What does not: bodies and envelopes (`tests.deliveries`), invented rows.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final

from schemas.checking import Checked, Plan, check
from schemas.dataset import columns
from schemas.datasets import DATASETS
from schemas.reference import synthetic_reference

Changes = Mapping[str, Any]
"""Values by dotted name; None takes a value away. Names of the context change the context."""

MONTH: Final = "2026-03"
ADA, BEN, CAT = (synthetic_reference(name) for name in (b"ada", b"ben", b"cat"))

_PERSON: Final[Changes] = {
    "sharing": "linked_counts",
    "age_years": 34,
    "sex": "F",
    "gender_identity": "same_as_registered",
    "ethnicity_self": "W1",
    "religion": "2",
    "sexual_orientation": "1",
    "disability": "yes_limited_a_little",
    "impairments": ["MOB"],
    "mental_health_need": "no",
    "substance_need": "none",
    "language_support": "none",
    "nrpf": "no",
    "pregnant_or_recent_birth": "no",
    "restricted": False,
}


def _person(block: str, reference: str) -> dict[str, Any]:
    return {
        f"{block}.{name}": value for name, value in {**_PERSON, "person_ref": reference}.items()
    }


GOOD: Final[Mapping[str, Changes]] = {
    "incident": {
        "record_id": "inc-1",
        "reported_on": "2026-03-14",
        "occurred_from": "2026-03-12",
        "occurred_to": "2026-03-13",
        "lad_code": "E09000006",
        "ward_code": "E05013991",
        "source_channel": "999",
        "call_count": 2,
        "is_crime": True,
        "offence_group": "common_assault",
        "da_flag": True,
        "specialist_flags": ["none"],
        "abuse_types": ["PHY", "COE"],
        "connection": "married_former",
        "definition_status": "meets",
        **_person("victim", ADA),
        **_person("suspect", BEN),
        "children": "none",
        "power_of_arrest": "yes",
        "arrest_made": "one_party",
        "first_arrest_at": "2026-03-14T21:05:00+00:00",
        "cross_allegation": False,
        "prior_incidents_12m": 0,
        "evidence_captured": ["photo"],
        "risk_assessment_ref": "ra-1",
    },
    "health_contact": {
        "record_id": "hc-1",
        "contact_month": MONTH,
        **_person("subject", ADA),
        "setting": "ed",
        "enquiry_made": "routine",
        "result": "disclosed_current",
        "person_type": "patient",
        "injury_presentation": True,
        "referral_offered": True,
        "referral_accepted": True,
        "to_service": "idva",
        "child_safeguarding_raised": False,
    },
    "housing_support": {
        "record_id": "hs-1",
        **_person("lead", ADA),
        "support_type": "refuge",
        "requested_on": "2026-03-05",
        "decision": "provided",
        "start_on": "2026-03-06",
        "adults": 1,
        "children": 2,
        "origin_lad": "E09000008",
        "commissioned": "council",
        "tenure": "rsl",
        "specialist_need": ["large_family"],
    },
    "perpetrator_intervention": {
        "record_id": "pi-1",
        **_person("subject", BEN),
        "programme": "bbr",
        "route": "court_order",
        "referred_on": "2026-03-05",
        "start_on": "2026-03-10",
        "status": "active",
        "sessions_planned": 20,
        "sessions_attended": 3,
        "sentence_band": "12m_plus",
        "risk_tool": "sara",
        "risk_start": "high",
        "behaviours_start": ["physical"],
        "victim_support_offered": True,
        "linked_victim_refs": [ADA, CAT],
    },
    "aggregate_return": {
        "record_id": "ag-1",
        "family": "contact_channel",
        "measure": "helpline_contacts",
        "breakdown": {"channel": "phone"},
        "value": 40,
        "unit": "count",
        "covers_from": "2026-03-01",
        "covers_to": "2026-03-31",
        "counting_rule": "as-declared",
        "status": "final",
    },
}

SECTORS: Final[Mapping[str, str]] = {
    "incident": "police",
    "health_contact": "nhs_acute",
    "housing_support": "housing_options",
    "perpetrator_intervention": "probation",
    "aggregate_return": "council_community_safety",
}

_CONTEXT: Final = ("envelope.", "agency.", "return.")


def context(dataset: str, changes: Changes | None = None) -> dict[str, Any]:
    """What rules may name besides the row's own values."""
    usual = {
        "envelope.month": MONTH,
        "envelope.last_day": date(2026, 3, 31),
        "envelope.extracted_on": date(2026, 4, 5),
        "envelope.definition_version": "daa_2021",
        "envelope.level": "record" if dataset != "aggregate_return" else "aggregate",
        "agency.sector": SECTORS[dataset],
        "return.dataset": dataset,
    }
    return usual | {n: v for n, v in (changes or {}).items() if n.startswith(_CONTEXT)}


def flat(dataset: str, changes: Changes | None = None) -> dict[str, Any]:
    """The good row with changes, by dotted names."""
    whole = {**GOOD[dataset], **(changes or {})}
    return {n: v for n, v in whole.items() if v is not None and not n.startswith(_CONTEXT)}


def nested(values: Changes) -> dict[str, Any]:
    """A row by dotted names as a JSON record."""
    record: dict[str, Any] = {}
    for name, value in values.items():
        block, _, key = name.rpartition(".")
        (record.setdefault(block, {}) if block else record)[key] = value
    return record


def row(dataset: str, changes: Changes | None = None) -> dict[str, Any]:
    """The good row with changes, as a JSON record."""
    return nested(flat(dataset, changes))


def every_column(dataset: str) -> frozenset[str]:
    """The dotted names of all columns of a dataset."""
    return frozenset(column.name for column in columns(DATASETS[dataset]))


def checked(
    dataset: str, changes: Changes | None = None, *, without: Collection[str] = ()
) -> Checked:
    """What is found in the good row with changes, in a file that has all columns but `without`."""
    values = {n: v for n, v in flat(dataset, changes).items() if n not in without}
    present = every_column(dataset) - frozenset(without)
    fills = {"sharing": "counts_only", "lad_code": "E09000006"}
    plan = Plan(DATASETS[dataset], present, context(dataset, changes), fills)
    return check(nested(values), plan=plan)

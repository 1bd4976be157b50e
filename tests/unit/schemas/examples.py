"""For every rule over one row: changes to a good row that keep it, and changes that break it.

A rule without an example here fails `test_rules.py`. `short` holds (a column, changes): with the
changes the rule would be broken, were the column in the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tests.rows import ADA, BEN, CAT, Changes


@dataclass(frozen=True)
class Example:
    """How one rule, pointing at one field, is kept and broken; `person.` stands for each block."""

    rule: str
    field: str
    keeps: Sequence[Changes]
    breaks: Sequence[Changes]
    short: Sequence[tuple[str, Changes]] = ()


_UNASKED: Changes = {
    "person.gender_identity": "not_asked",
    "person.sexual_orientation": "not_held",
}
_REASONS = ("not_asked", "not_held", "not_recorded")
_CHILD: Changes = {"person.age_years": 15}
_BAND: Changes = {"person.age_years": "not_held", "person.age_band": "0-15"}

_BANDS: Mapping[str, tuple[int, int]] = {
    "0-15": (0, 15),
    "16-24": (16, 24),
    "25-34": (25, 34),
    "35-44": (35, 44),
    "45-54": (45, 54),
    "55-64": (55, 64),
    "65-plus": (65, 120),
}

PERSON: Sequence[Example] = (
    Example(
        "SUB-V01",
        "person.gender_identity",
        keeps=[
            {**_CHILD, **_UNASKED},
            {**_BAND, **_UNASKED},
            {"person.age_years": 0, **_UNASKED},
            {"person.age_years": 16},
            {"person.age_years": "not_known"},
            {"person.age_years": "not_held", "person.age_band": "16-24"},
            *({**_CHILD, **dict.fromkeys(_UNASKED, reason)} for reason in sorted(_REASONS)),
        ],
        breaks=[
            _CHILD,
            {"person.age_years": 0},
            _BAND,
            {**_CHILD, "person.gender_identity": "not_asked"},
            {**_CHILD, "person.sexual_orientation": "not_asked"},
            {**_CHILD, **_UNASKED, "person.gender_identity": "declined"},
        ],
        short=[
            ("person.gender_identity", {**_CHILD, "person.sexual_orientation": "not_asked"}),
            ("person.sexual_orientation", {**_CHILD, "person.gender_identity": "not_asked"}),
        ],
    ),
    Example(
        "SUB-V02",
        "person.impairments",
        keeps=[
            {"person.disability": "yes_limited_a_lot"},
            {"person.disability": "no", "person.impairments": None},
        ],
        breaks=[{"person.disability": "no"}, {"person.disability": "declined"}],
        short=[
            ("person.impairments", {"person.disability": "no"}),
            ("person.disability", {}),
        ],
    ),
    Example(
        "SUB-V02a",
        "person.impairments",
        keeps=[{"person.disability": "not_known", "person.impairments": None}],
        breaks=[
            {"person.impairments": None},
            {"person.impairments": None, "person.disability": "yes_limited_a_lot"},
        ],
        short=[("person.impairments", {})],
    ),
    Example(
        "SUB-V03",
        "person.ethnicity_observed",
        keeps=[{"person.ethnicity_observed": "IC1", "agency.sector": "police"}],
        breaks=[{"person.ethnicity_observed": "IC1", "agency.sector": "housing_options"}],
        short=[("person.ethnicity_observed", {"agency.sector": "housing_options"})],
    ),
    Example(
        "SUB-V08",
        "person.age_band",
        keeps=[
            {"person.age_years": "not_held", "person.age_band": "45-54"},
            *(
                {"person.age_years": age, "person.age_band": band, **_UNASKED}
                for band, ages in _BANDS.items()
                for age in ages
            ),
        ],
        breaks=[
            {"person.age_years": age, "person.age_band": band}
            for band, (low, high) in _BANDS.items()
            for age in (low - 1, high + 1)
            if 0 <= age <= 120
        ],
        short=[("person.age_years", {"person.age_band": "16-24"})],
    ),
    Example(
        "SUB-V09",
        "person.sharing_basis",
        keeps=[{"person.sharing": "may_be_shared", "person.sharing_basis": "consent"}],
        breaks=[
            {"person.sharing": "may_be_shared"},
            {"person.sharing_basis": "consent"},
            {"person.sharing": "counts_only", "person.sharing_basis": "no_consent_risk"},
        ],
        short=[("person.sharing_basis", {"person.sharing": "may_be_shared"})],
    ),
)

_NO_ARREST: Changes = {"arrest_made": "none", "first_arrest_at": None}
_WITH_CHILD: Changes = {"children": "present", "child_count": 1}
_TOLD: Changes = {"child_notification_on": "2026-03-16"}

_ADULT = {"daa_2021": 16, "hmg_2013_16plus": 16, "acpo_2004_18plus": 18}

INCIDENT: Sequence[Example] = (
    Example(
        "EVT-V01",
        "occurred_from",
        keeps=[
            {"occurred_from": "2026-03-14", "occurred_to": "2026-03-14"},
            {"occurred_from": None},
            {"occurred_to": None},
        ],
        breaks=[
            {"occurred_from": "2026-03-14"},
            {"occurred_to": "2026-03-15"},
            {"occurred_from": "2026-03-15", "occurred_to": None},
        ],
        short=[
            ("occurred_from", {"occurred_from": "2026-03-14"}),
            ("occurred_to", {"occurred_to": "2026-03-15"}),
        ],
    ),
    Example(
        "EVT-V02",
        "reported_on",
        keeps=[{"reported_on": "2026-03-31", "first_arrest_at": "2026-03-31T23:00:00+01:00"}],
        breaks=[{"reported_on": "2026-04-01"}, {"reported_on": "2025-03-14"}],
    ),
    Example(
        "EVT-V03",
        "offence_group",
        keeps=[{"is_crime": False, "offence_group": None}, {"offence_group": "not_recorded"}],
        breaks=[{"offence_group": None}, {"is_crime": False}],
        short=[("offence_group", {})],
    ),
    Example(
        "EVT-V04",
        "call_count",
        keeps=[{"source_channel": "101"}, {"source_channel": "online", "call_count": None}],
        breaks=[{"source_channel": "online"}, {"source_channel": "not_known"}],
        short=[("call_count", {"source_channel": "online"}), ("source_channel", {})],
    ),
    Example(
        "EVT-V05",
        "no_arrest_reason",
        keeps=[
            {**_NO_ARREST, "no_arrest_reason": "suspect_absent"},
            {**_NO_ARREST, "power_of_arrest": "no"},
        ],
        breaks=[_NO_ARREST],
        short=[("no_arrest_reason", _NO_ARREST), ("power_of_arrest", _NO_ARREST)],
    ),
    Example(
        "EVT-V06",
        "first_arrest_at",
        keeps=[
            {"first_arrest_at": "2026-03-14T00:00:00+00:00"},
            {**_NO_ARREST, "no_arrest_reason": "medical"},
        ],
        breaks=[
            {"first_arrest_at": None},
            {"arrest_made": "none", "no_arrest_reason": "medical"},
            {"first_arrest_at": "2026-03-13T23:59:59+00:00"},
        ],
        short=[("first_arrest_at", {})],
    ),
    Example(
        "EVT-V07",
        "cross_allegation",
        keeps=[
            {"arrest_made": "both_parties", "cross_allegation": True},
            {"arrest_made": "both_parties", "cross_allegation": None},
        ],
        breaks=[{"arrest_made": "both_parties"}],
        short=[("cross_allegation", {"arrest_made": "both_parties"})],
    ),
    Example(
        "EVT-V08",
        "child_count",
        keeps=[
            {**_WITH_CHILD, **_TOLD},
            {**_WITH_CHILD, "child_count": 2},
            {"children": "none", "child_count": 0},
        ],
        breaks=[
            {"children": "present"},
            {"children": "resident_absent"},
            {"children": "present", "child_count": 0},
        ],
        short=[("child_count", {"children": "present"}), ("children", {"child_count": 0})],
    ),
    Example(
        "EVT-V08a",
        "child_notification_on",
        keeps=[
            {**_WITH_CHILD, **_TOLD},
            {**_WITH_CHILD, "envelope.extracted_on": None},
            {**_WITH_CHILD, "envelope.extracted_on": date(2026, 3, 14)},
            {**_WITH_CHILD, "envelope.extracted_on": date(2026, 3, 17)},
            {"children": "not_known"},
        ],
        breaks=[
            _WITH_CHILD,
            {**_WITH_CHILD, "children": "resident_absent"},
            {**_WITH_CHILD, "envelope.extracted_on": date(2026, 3, 18)},
        ],
        short=[("child_notification_on", _WITH_CHILD)],
    ),
    Example(
        "EVT-V09",
        "definition_status",
        keeps=[
            {"victim.age_years": 16},
            {"victim.age_years": 15, "definition_status": "victim_under_16"},
            {"suspect.age_years": 15, "definition_status": "suspect_under_16"},
            {"connection": "none", "definition_status": "not_connected"},
            {"definition_status": "not_recorded", "connection": "none"},
            {"victim.age_years": "not_known"},
            *(
                {"envelope.definition_version": version, f"{block}.age_years": age, **status}
                for version, adult in _ADULT.items()
                for block in ("victim", "suspect")
                for age, status in (
                    (adult, {}),
                    (adult - 1, {"definition_status": f"{block}_under_16"}),
                    (0, {"definition_status": f"{block}_under_16"}),
                )
            ),
            *(
                {
                    "envelope.definition_version": version,
                    "connection": "none",
                    "definition_status": "not_connected",
                }
                for version in _ADULT
            ),
            {"envelope.definition_version": None, "victim.age_years": 15},
        ],
        breaks=[
            {"envelope.definition_version": version, **wrong}
            for version, adult in _ADULT.items()
            for wrong in (
                {"victim.age_years": adult - 1},
                {"victim.age_years": 0},
                {"suspect.age_years": adult - 1},
                {"suspect.age_years": 0},
                {"connection": "none"},
                {"definition_status": "victim_under_16", "victim.age_years": adult},
                {"definition_status": "suspect_under_16", "suspect.age_years": adult},
                {"definition_status": "not_connected"},
                {"definition_status": "not_connected", "connection": "relatives_parent"},
            )
        ],
        short=[
            ("definition_status", {"connection": "none"}),
            ("connection", {"connection": "none"}),
        ],
    ),
    Example(
        "EVT-V10",
        "da_flag",
        keeps=[
            {"da_flag": False, "flag_removed_reason": "wrong_entry"},
            *(
                {"da_flag": False, "connection": reason}
                for reason in ("not_known", "not_asked", "not_held", "not_recorded", "declined")
            ),
            {"da_flag": False, "connection": "none", "definition_status": "not_connected"},
        ],
        breaks=[{"da_flag": False}],
        short=[
            ("da_flag", {"da_flag": False}),
            ("flag_removed_reason", {"da_flag": False}),
            ("connection", {"da_flag": False}),
        ],
    ),
    Example(
        "EVT-V11",
        "suspect.person_ref",
        keeps=[
            {"suspect.person_ref": CAT},
            {"suspect.person_ref": ADA, "victim.person_ref": BEN},
            {"suspect.person_ref": None},
        ],
        breaks=[{"suspect.person_ref": ADA}],
        short=[("suspect.person_ref", {"suspect.person_ref": ADA})],
    ),
    Example(
        "EVT-V12",
        "ward_code",
        keeps=[{"ward_code": "not_known"}, {"ward_code": None}, {"ward_code": "E05014008"}],
        breaks=[{"ward_code": "E05000109"}],
        short=[("ward_code", {"ward_code": "E05000109"})],
    ),
)

HEALTH: Sequence[Example] = (
    Example(
        "HLT-V00",
        "contact_month",
        keeps=[{}],
        breaks=[{"contact_month": "2026-02"}, {"contact_month": "2025-03"}],
    ),
    Example(
        "HLT-V01",
        "referral_offered",
        keeps=[{"result": "denied"}, {"referral_offered": False, "referral_accepted": None}],
        breaks=[],
        short=[("referral_offered", {})],
    ),
    Example(
        "HLT-V02",
        "referral_accepted",
        keeps=[
            {"referral_accepted": False, "to_service": None},
            {"referral_accepted": None},
            {"referral_offered": False, "referral_accepted": None, "to_service": None},
            {"referral_offered": False, "referral_accepted": False, "to_service": None},
        ],
        breaks=[{"referral_offered": False}, {"to_service": None}],
        short=[("to_service", {}), ("referral_offered", {}), ("referral_accepted", {})],
    ),
    Example(
        "HLT-V03",
        "iris_accredited",
        keeps=[
            {"setting": "gp_iris", "iris_accredited": True},
            {"setting": "gp_other", "iris_accredited": False},
        ],
        breaks=[{"iris_accredited": True}, {"iris_accredited": False}],
        short=[("iris_accredited", {"iris_accredited": True})],
    ),
    Example(
        "HLT-V04",
        "codeword_used",
        keeps=[{"setting": "pharmacy", "codeword_used": True}],
        breaks=[{"codeword_used": True}],
        short=[("codeword_used", {"codeword_used": True})],
    ),
    Example(
        "HLT-V05",
        "result",
        keeps=[
            {"enquiry_made": "routine", "result": "denied"},
            {"enquiry_made": "not_recorded", "result": "denied"},
            {"enquiry_made": "none", "result": "suspected"},
            {"enquiry_made": "none", "result": "disclosed_past"},
        ],
        breaks=[{"enquiry_made": "none", "result": "denied"}],
        short=[("enquiry_made", {"enquiry_made": "none", "result": "denied"})],
    ),
    Example(
        "HLT-V06",
        "subject.restricted",
        keeps=[{"person_type": "staff", "subject.restricted": True}],
        breaks=[{"person_type": "staff"}],
        short=[("person_type", {"person_type": "staff"})],
    ),
    Example(
        "HLT-V08",
        "subject.pregnant_or_recent_birth",
        keeps=[
            {"setting": "maternity", "subject.pregnant_or_recent_birth": "yes"},
            {"setting": "maternity", "subject.pregnant_or_recent_birth": None},
            {"setting": "maternity", "person_type": "carer", "subject.sex": "M"},
        ],
        breaks=[
            {"setting": "maternity"},
            {
                "setting": "maternity",
                "subject.sex": "M",
                "subject.pregnant_or_recent_birth": "yes",
            },
        ],
        short=[
            ("subject.pregnant_or_recent_birth", {"setting": "maternity"}),
            ("person_type", {"setting": "maternity"}),
        ],
    ),
)

_SANCTUARY: Changes = {
    "support_type": "sanctuary",
    "perpetrator_resident": False,
    "victim_choice": True,
    "sanctuary_measures": ["locks"],
}

HOUSING: Sequence[Example] = (
    Example(
        "HOU-V00",
        "requested_on",
        keeps=[{"requested_on": "2026-03-01"}],
        breaks=[{"requested_on": "2026-02-28"}],
    ),
    Example(
        "HOU-V01",
        "unable_reason",
        keeps=[
            {"decision": "declined", "unable_reason": "no_space"},
            {"decision": "declined", "unable_reason": "not_recorded"},
        ],
        breaks=[{"decision": "declined"}],
        short=[("unable_reason", {"decision": "declined"})],
    ),
    Example(
        "HOU-V02",
        "start_on",
        keeps=[
            {"decision": "waiting", "start_on": None},
            {"surveyed_on": "2026-03-05", "completed_on": "2026-03-05"},
            {"end_on": "2026-03-06", "move_on": "social"},
        ],
        breaks=[
            {"start_on": None},
            {"surveyed_on": "2026-03-04"},
            {"surveyed_on": "2026-03-09", "completed_on": "2026-03-08"},
            {"completed_on": "2026-03-04"},
            {"end_on": "2026-03-05"},
        ],
        short=[("start_on", {}), ("end_on", {"end_on": "2026-03-05"})],
    ),
    Example(
        "HOU-V03",
        "perpetrator_resident",
        keeps=[_SANCTUARY],
        breaks=[
            {**_SANCTUARY, "perpetrator_resident": True},
            {**_SANCTUARY, "victim_choice": False},
            {**_SANCTUARY, "perpetrator_resident": None},
            {**_SANCTUARY, "victim_choice": None},
        ],
        short=[
            ("perpetrator_resident", _SANCTUARY),
            ("victim_choice", _SANCTUARY),
        ],
    ),
    Example(
        "HOU-V04",
        "support_type",
        keeps=[
            {"support_type": "bed_and_breakfast"},
            _SANCTUARY,
            {"support_type": "contractor_visit", "sanctuary_measures": ["alarm"]},
        ],
        breaks=[{"support_type": "bed_and_breakfast", "sanctuary_measures": ["locks"]}],
        short=[
            (
                "sanctuary_measures",
                {"support_type": "bed_and_breakfast", "sanctuary_measures": ["locks"]},
            )
        ],
    ),
    Example(
        "HOU-V06",
        "unable_reason",
        keeps=[
            {"decision": "declined", "unable_reason": "household_size"},
            {"decision": "declined", "unable_reason": "no_space", "children": 0},
            {"decision": "declined", "unable_reason": "area_unsafe", "children": 0},
        ],
        breaks=[{"decision": "declined", "unable_reason": "household_size", "children": 0}],
        short=[
            ("children", {"decision": "declined", "unable_reason": "household_size", "children": 0})
        ],
    ),
    Example(
        "HOU-V07",
        "move_on",
        keeps=[
            {"end_on": "2026-03-20", "move_on": "social"},
            {"end_on": "2026-03-20", "support_type": "safebeds"},
        ],
        breaks=[
            {"end_on": "2026-03-20", "support_type": kind}
            for kind in (
                "refuge",
                "specialist_safe",
                "dispersed",
                "second_stage",
                "other_designated",
            )
        ],
        short=[("move_on", {"end_on": "2026-03-20"}), ("end_on", {"end_on": "2026-03-20"})],
    ),
    Example(
        "HOU-V09",
        "lead.nrpf",
        keeps=[
            {"decision": "declined", "unable_reason": "nrpf", "lead.nrpf": "yes"},
            {"decision": "declined", "unable_reason": "area_unsafe"},
            {"decision": "declined", "unable_reason": "other"},
        ],
        breaks=[
            {"decision": "declined", "unable_reason": "nrpf"},
            {"decision": "declined", "unable_reason": "nrpf", "lead.nrpf": "not_known"},
        ],
        short=[("lead.nrpf", {"decision": "declined", "unable_reason": "nrpf"})],
    ),
    Example(
        "HOU-V10",
        "sanctuary_measures",
        keeps=[
            _SANCTUARY,
            {**_SANCTUARY, "support_type": "contractor_visit"},
            {**_SANCTUARY, "support_type": "bed_and_breakfast"},
        ],
        breaks=[{**_SANCTUARY, "support_type": "refuge"}],
        short=[("sanctuary_measures", {**_SANCTUARY, "support_type": "refuge"})],
    ),
)

_COMPLETED: Changes = {"status": "completed", "end_on": "2026-03-30"}

PERPETRATOR: Sequence[Example] = (
    Example(
        "PRP-V00",
        "referred_on",
        keeps=[{"referred_on": "2026-03-01"}],
        breaks=[{"referred_on": "2026-02-28"}],
    ),
    Example(
        "PRP-V01",
        "start_on",
        keeps=[
            {"start_on": "2026-03-05"},
            {"end_on": "2026-03-10"},
            {"start_on": None, "end_on": "2026-03-05"},
        ],
        breaks=[
            {"start_on": "2026-03-04"},
            {"end_on": "2026-03-09"},
            {"start_on": None, "end_on": "2026-03-04"},
        ],
        short=[
            ("start_on", {"start_on": "2026-03-04"}),
            ("end_on", {"end_on": "2026-03-04"}),
        ],
    ),
    Example(
        "PRP-V02",
        "end_on",
        keeps=[_COMPLETED],
        breaks=[{"status": "completed"}, {**_COMPLETED, "sessions_attended": None}],
        short=[("end_on", {"status": "completed"}), ("sessions_attended", _COMPLETED)],
    ),
    Example(
        "PRP-V03",
        "sessions_attended",
        keeps=[{"sessions_attended": 20}, {"sessions_planned": None, "sessions_attended": 30}],
        breaks=[{"sessions_attended": 21}],
        short=[
            ("sessions_attended", {"sessions_attended": 21}),
            ("sessions_planned", {"sessions_attended": 21}),
        ],
    ),
    Example(
        "PRP-V04",
        "sentence_band",
        keeps=[{"route": "licence"}, {"route": "voluntary", "sentence_band": None}],
        breaks=[{"sentence_band": None}, {"route": "licence", "sentence_band": None}],
        short=[("sentence_band", {}), ("route", {"sentence_band": None})],
    ),
    Example(
        "PRP-V05",
        "victim_notified_on",
        keeps=[
            {"victim_notified_on": "2026-03-20", "release_on": "2026-03-21"},
            {"victim_notified_on": "2026-03-20", "release_expected_on": "2026-04-21"},
        ],
        breaks=[{"victim_notified_on": "2026-03-20"}],
        short=[
            ("victim_notified_on", {"victim_notified_on": "2026-03-20"}),
            ("release_on", {"victim_notified_on": "2026-03-20"}),
        ],
    ),
    Example(
        "PRP-V06",
        "victim_notified_on",
        keeps=[
            {"victim_notified_on": "2026-03-21", "release_on": "2026-03-21"},
            {"victim_notified_on": "2026-03-20", "release_on": "2026-03-21"},
        ],
        breaks=[{"victim_notified_on": "2026-03-22", "release_on": "2026-03-21"}],
        short=[
            ("release_on", {"victim_notified_on": "2026-03-22", "release_on": "2026-03-21"}),
        ],
    ),
    Example(
        "PRP-V07",
        "risk_end",
        keeps=[
            {"status": status, "end_on": "2026-03-30", "risk_end": "medium"}
            for status in ("completed", "breached", "withdrawn", "unsuitable")
        ],
        breaks=[{"risk_end": "medium"}, {"status": "waiting", "risk_end": "medium"}],
        short=[("risk_end", {"risk_end": "medium"})],
    ),
    Example(
        "PRP-V07a",
        "risk_tool_end",
        keeps=[{"risk_tool_end": "sara"}, {"risk_tool_end": None}],
        breaks=[{"risk_tool_end": "oasys"}, {"risk_tool_end": "sash"}],
        short=[
            ("risk_tool_end", {"risk_tool_end": "oasys"}),
            ("risk_tool", {"risk_tool_end": "oasys"}),
        ],
    ),
    Example(
        "PRP-V08",
        "route",
        keeps=[
            {"route": "youth_order", "subject.age_years": 10},
            {"route": "youth_order", "subject.age_years": 17},
            {"route": "youth_order", "subject.age_years": "not_held"},
            {"route": "voluntary", "subject.age_years": 30},
        ],
        breaks=[
            {"route": "youth_order", "subject.age_years": 9},
            {"route": "youth_order", "subject.age_years": 18},
        ],
        short=[
            ("route", {"route": "youth_order"}),
            ("subject.age_years", {"route": "youth_order"}),
        ],
    ),
    Example(
        "PRP-V09",
        "linked_victim_refs",
        keeps=[{"linked_victim_refs": [ADA]}, {"linked_victim_refs": None}],
        breaks=[{"linked_victim_refs": [ADA, BEN]}],
        short=[
            ("linked_victim_refs", {"linked_victim_refs": [BEN]}),
            ("subject.person_ref", {"linked_victim_refs": [BEN]}),
        ],
    ),
    Example(
        "PRP-V10",
        "programme",
        keeps=[
            {
                "programme": "idap",
                "referred_on": "2012-12-31",
                "start_on": None,
                "envelope.month": "2012-12",
            }
        ],
        breaks=[
            {"programme": "idap"},
            {"programme": "idap", "referred_on": "2013-01-01", "envelope.month": "2013-01"},
        ],
    ),
)

_RATE: Changes = {
    "family": "dq_audit",
    "measure": "records_checked",
    "unit": "rate_num_den",
    "value": None,
    "breakdown": None,
    "numerator": 3,
    "denominator": 4,
}
_STOCK: Changes = {
    "family": "workforce",
    "measure": "posts",
    "breakdown": {"role": "idva"},
    "covers_from": None,
    "covers_to": None,
    "as_at": "2026-03-31",
}
_MONEY: Changes = {
    "family": "finance",
    "measure": "spending",
    "unit": "gbp",
    "value": 1500.5,
    "breakdown": {"project": "outreach", "financial_year": "2025-26"},
}
_STATEMENT: Changes = {
    "family": "statement",
    "measure": "statement",
    "unit": "text",
    "value": None,
    "breakdown": None,
    "covers_from": None,
    "covers_to": None,
    "statement_text": "The service was open on every working day of the month.",
}
_BENCHMARK: Changes = {
    **_RATE,
    "family": "benchmark",
    "measure": "benchmark",
    "breakdown": {"area": "London", "indicator": "crime-share"},
    "benchmark_source": "Published yearly statistics",
}
_PROXY: Changes = {"family": "record_proxy", "measure": "incident", "breakdown": {"sex": "F"}}

AGGREGATE: Sequence[Example] = (
    Example(
        "AGG-V00",
        "measure",
        keeps=[_STOCK, _MONEY, _STATEMENT, _RATE, _BENCHMARK, _PROXY],
        breaks=[{"family": "capacity"}, {"unit": "gbp"}, {**_STATEMENT, "unit": "count"}],
        short=[("family", {}), ("unit", {})],
    ),
    Example(
        "AGG-V00a",
        "value",
        keeps=[_STOCK, _MONEY, _STATEMENT, _RATE, {"value": 0}],
        breaks=[
            {"value": None},
            {"value": -1},
            {**_STATEMENT, "statement_text": None},
            {**_STATEMENT, "value": 3},
            {**_STATEMENT, "numerator": 3},
            {"statement_text": "Forty calls were taken."},
            {"numerator": 3},
            {"denominator": 3},
            {**_RATE, "value": 1},
        ],
        short=[("value", {}), ("statement_text", _STATEMENT)],
    ),
    Example(
        "AGG-V01",
        "numerator",
        keeps=[_RATE, {**_RATE, "numerator": 4}, {**_RATE, "numerator": 0}],
        breaks=[
            {**_RATE, "numerator": 5},
            {**_RATE, "numerator": None},
            {**_RATE, "denominator": None},
            {**_RATE, "numerator": 0, "denominator": 0},
        ],
        short=[("numerator", {**_RATE, "numerator": 5}), ("denominator", _RATE)],
    ),
    Example(
        "AGG-V03",
        "as_at",
        keeps=[_STOCK, {"covers_to": "2026-03-01"}, _STATEMENT],
        breaks=[
            {**_STOCK, "as_at": None},
            {**_STOCK, "covers_from": "2026-03-01"},
            {**_STOCK, "covers_to": "2026-03-31"},
            {"as_at": "2026-03-31"},
            {"covers_from": None},
            {"covers_to": None},
            {"covers_to": "2026-02-28"},
        ],
        short=[
            ("as_at", _STOCK),
            ("covers_from", {}),
            ("covers_to", {"covers_to": "2026-02-28"}),
        ],
    ),
    Example(
        "AGG-V06",
        "breakdown",
        keeps=[_MONEY],
        breaks=[
            {**_MONEY, "breakdown": None},
            {**_MONEY, "breakdown": {"project": "outreach"}},
            {**_MONEY, "breakdown": {"financial_year": "2025-26"}},
        ],
        short=[("breakdown", _MONEY), ("family", {**_MONEY, "breakdown": None})],
    ),
    Example(
        "AGG-V10",
        "benchmark_source",
        keeps=[_BENCHMARK],
        breaks=[
            {**_BENCHMARK, "benchmark_source": None},
            {**_BENCHMARK, "breakdown": {"indicator": "crime-share"}},
            {**_BENCHMARK, "breakdown": None},
        ],
        short=[("benchmark_source", _BENCHMARK), ("breakdown", _BENCHMARK)],
    ),
    Example(
        "AGG-V11",
        "published_source",
        keeps=[
            {"already_published": True, "published_source": "Our yearly report"},
            {"already_published": False},
        ],
        breaks=[{"already_published": True}],
        short=[("published_source", {"already_published": True})],
    ),
    Example(
        "AGG-V12",
        "as_at",
        keeps=[_STOCK, {**_STOCK, "as_at": "2025-12-31"}],
        breaks=[{**_STOCK, "as_at": "2026-04-01"}],
        short=[("as_at", {**_STOCK, "as_at": "2026-04-01"})],
    ),
    Example(
        "AGG-V13",
        "measure",
        keeps=[
            {},
            {**_PROXY, "return.dataset": "incident"},
            {**_STATEMENT, "return.dataset": "incident"},
        ],
        breaks=[
            {"return.dataset": "incident"},
            {**_PROXY, "return.dataset": "health_contact"},
            {"return.dataset": "incident", "unit": None},
        ],
    ),
    Example(
        "AGG-V14",
        "measure",
        keeps=[{}, {**_STATEMENT, "envelope.level": "statement"}],
        breaks=[{"envelope.level": "statement"}, {**_RATE, "envelope.level": "statement"}],
    ),
    Example(
        "AGG-V15",
        "breakdown",
        keeps=[
            {**_PROXY, "breakdown": {"age_band": "16-24", "sex": "F", "ward": "E05013991"}},
            {"breakdown": None},
        ],
        breaks=[
            {"breakdown": {"sex": "F"}},
            {**_PROXY, "breakdown": {"sex": "F", "role": "idva"}},
            {**_STOCK, "breakdown": {"project": "outreach"}},
        ],
        short=[("breakdown", {"breakdown": {"sex": "F"}})],
    ),
)

OWN = {
    "incident": INCIDENT,
    "health_contact": HEALTH,
    "housing_support": HOUSING,
    "perpetrator_intervention": PERPETRATOR,
    "aggregate_return": AGGREGATE,
}
"""Examples of each dataset's own rules, by dataset."""

"""Rules of `referral`, kept and broken by example."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tests.rows import BEN, Changes
from tests.unit.schemas.examples.example import Example, Rows, Together

_ALONE: Changes = {"from_sector": "self", "route": "self", "consent_basis": "self"}
_DECLINED: Changes = {"decision": "declined", "decline_reason": "no_capacity"}
_UNASKED: Changes = {
    "subject.gender_identity": "not_asked",
    "subject.sexual_orientation": "not_asked",
}
_HELD: Changes = {"subject.age_years": "not_held"}
_SENT: Changes = {"side": "sender", "record_id": "re-2"}

_AGES: Sequence[tuple[str, int, int]] = (
    ("idva", 16, 120),
    ("freedom", 16, 120),
    ("never_too_late", 50, 120),
    ("coda", 0, 18),
    ("safer_space", 5, 18),
)


def _aged(service: str, years: int) -> Changes:
    young = _UNASKED if years < 16 else {}
    return {"to_service": service, "subject.age_years": years, **young}


EXAMPLES: Sequence[Example] = (
    Example(
        "REF-V00",
        "referred_on",
        keeps=[{"referred_on": "2026-03-01"}],
        breaks=[{"referred_on": "2026-02-28"}, {"referred_on": "2025-03-14"}],
    ),
    Example(
        "REF-V01",
        "received_on",
        keeps=[
            {"received_on": "2026-03-14", "first_contact_on": "2026-03-14"},
            {"received_on": None},
            {"first_contact_on": None},
        ],
        breaks=[
            {"received_on": "2026-03-13"},
            {"first_contact_on": "2026-03-14"},
            {"received_on": None, "first_contact_on": "2026-03-13"},
        ],
        short=[
            ("received_on", {"received_on": "2026-03-13"}),
            ("first_contact_on", {"first_contact_on": "2026-03-14"}),
        ],
    ),
    Example(
        "REF-V02",
        "consent_basis",
        keeps=[_ALONE, {"from_sector": "self", "route": "self"}],
        breaks=[{"consent_basis": "self"}, {**_ALONE, "from_sector": "not_known"}],
        short=[("consent_basis", {}), ("from_sector", {"consent_basis": "self"})],
    ),
    Example(
        "REF-V03",
        "decline_reason",
        keeps=[_DECLINED, {"decision": "redirected"}, {"decision": None}],
        breaks=[{"decision": "declined"}],
        short=[("decline_reason", {"decision": "declined"})],
    ),
    Example(
        "REF-V04",
        "criteria_met",
        keeps=[{"criteria_met": "pending"}, {"criteria_met": "no", **_DECLINED}],
        breaks=[{"criteria_met": "no"}],
        short=[("criteria_met", {}), ("decision", {"criteria_met": "no"})],
    ),
    Example(
        "REF-V05",
        "to_service",
        keeps=[
            *(_aged(service, age) for service, low, high in _AGES for age in (low, high)),
            _aged("sarc", 9),
            {**_HELD, "subject.age_band": "16-24"},
            {**_HELD, "to_service": "idva"},
            {**_HELD, **_UNASKED, "subject.age_band": "0-15", "to_service": "coda"},
        ],
        breaks=[
            *(
                _aged(service, age)
                for service, low, high in _AGES
                for age in (low - 1, high + 1)
                if 0 <= age <= 120
            ),
            {**_HELD, **_UNASKED, "subject.age_band": "0-15"},
            {**_HELD, **_UNASKED, "subject.age_band": "0-15", "to_service": "never_too_late"},
        ],
    ),
    Example(
        "REF-V07",
        "first_contact_on",
        keeps=[
            {"first_contact_on": "2026-03-15"},
            {"first_contact_on": "2026-03-20", "risk_level": "medium"},
            {"first_contact_on": "2026-03-20", "to_service": "outreach"},
            {"first_contact_on": None, "envelope.extracted_on": date(2026, 3, 16)},
            {"first_contact_on": None, "envelope.extracted_on": None},
        ],
        breaks=[
            {"first_contact_on": "2026-03-17"},
            {"first_contact_on": None},
            {"first_contact_on": None, "envelope.extracted_on": date(2026, 3, 17)},
        ],
        short=[
            ("first_contact_on", {}),
            ("risk_level", {"first_contact_on": None}),
        ],
    ),
    Example(
        "REF-V09",
        "route",
        keeps=[{"route": "officer"}, {"from_sector": "nhs_gp", "route": "iris"}],
        breaks=[{"from_sector": "nhs_gp"}, {"from_sector": "not_recorded"}],
        short=[("route", {}), ("from_sector", {})],
    ),
    Example(
        "REF-V10",
        "ward_code",
        keeps=[{"to_service": "refuge", "ward_code": None}, {"to_service": "outreach"}],
        breaks=[
            {"to_service": service}
            for service in ("refuge", "second_stage", "safebeds", "sanctuary")
        ],
        short=[("ward_code", {"to_service": "refuge"})],
    ),
    Example(
        "REF-V11",
        "ward_code",
        keeps=[{"ward_code": "not_known"}, {"ward_code": None}],
        breaks=[{"ward_code": "E05000106"}, {"lad_code": "E09000008"}],
        short=[("ward_code", {"ward_code": "E05000106"})],
    ),
)

TOGETHER: Sequence[Together] = (
    Together(
        "REF-V06",
        "referred_on",
        keeps=[
            Rows([{}, {**_SENT, "referred_on": "2026-03-07"}]),
            Rows([{"subject.person_ref": None, **_SENT}]),
        ],
        breaks=[
            Rows([_SENT]),
            Rows([_SENT, {"to_service": "outreach"}]),
            Rows([_SENT, {"subject.person_ref": BEN}]),
            Rows([_SENT, {"referred_on": "2026-03-06"}]),
            Rows([_SENT, {**_SENT, "record_id": "re-3"}]),
        ],
    ),
    Together(
        "REF-V06",
        "received_on",
        keeps=[
            Rows([{}, {**_SENT, "referred_on": "2026-03-07"}]),
            Rows([_ALONE]),
        ],
        breaks=[Rows([{}]), Rows([{}, {**_SENT, "to_service": "outreach"}]), Rows([{}, {}])],
    ),
    Together(
        "REF-V08",
        "referred_on",
        keeps=[
            Rows([{}]),
            Rows([{}, {"referred_on": "2026-03-01", "to_service": "outreach"}]),
            Rows([{}, {"referred_on": "2026-03-01", "subject.person_ref": BEN}]),
            Rows([{}, {**_SENT, "referred_on": "2026-03-01"}]),
            Rows([{}, {}]),
        ],
        breaks=[
            Rows([{}, {"referred_on": "2026-03-01"}]),
            Rows([{}, {"referred_on": "2026-03-13"}]),
        ],
    ),
)

"""Rules of `protective_order`, kept and broken by example."""

from __future__ import annotations

from collections.abc import Sequence

from tests.rows import ADA, BEN, CAT, Changes
from tests.unit.schemas.examples.example import Example, Rows, Together

_UNBROKEN: Changes = {"breach_count": 0, "first_breach_on": None, "breach_result": None}
_REFUSED: Changes = {
    **_UNBROKEN,
    "decision": "refused",
    "in_force_from": None,
    "in_force_to": None,
}
_NOTICE: Changes = {**_UNBROKEN, "order_type": "dvpn", "in_force_to": "2026-03-06"}
_EARLY: Changes = {
    "order_type": "dapo",
    "envelope.month": "2024-11",
    "applied_on": "2024-11-26",
    "decided_on": "2024-11-28",
    "in_force_from": "2024-11-28",
}
_UNDERTAKING: Changes = {"decision": "undertaking", "order_type": "non_molestation"}

EXAMPLES: Sequence[Example] = (
    Example(
        "ORD-V00",
        "applied_on",
        keeps=[{"applied_on": "2026-03-01"}],
        breaks=[{"applied_on": "2026-02-28"}, {"applied_on": "2025-03-03"}],
    ),
    Example(
        "ORD-V01",
        "decided_on",
        keeps=[{"decided_on": "2026-03-03"}, {"decided_on": None}],
        breaks=[{"decided_on": "2026-03-02"}],
        short=[("decided_on", {"decided_on": "2026-03-02"})],
    ),
    Example(
        "ORD-V02",
        "in_force_from",
        keeps=[_REFUSED, {**_REFUSED, "decision": None}, {**_REFUSED, "decision": "not_recorded"}],
        breaks=[{"in_force_from": None}],
        short=[
            ("in_force_from", {}),
            ("decision", {"in_force_from": None}),
        ],
    ),
    Example(
        "ORD-V03",
        "in_force_to",
        keeps=[
            {"in_force_to": None},
            {"in_force_to": "2026-03-17"},
            {"in_force_to": "2026-04-01"},
            _NOTICE,
            {**_NOTICE, "in_force_to": "2026-03-04"},
            {**_NOTICE, "in_force_to": "2026-03-09"},
            {"order_type": "non_molestation", "in_force_to": "2027-03-03"},
        ],
        breaks=[
            {"in_force_to": "2026-03-16"},
            {"in_force_to": "2026-04-02"},
            {**_NOTICE, "in_force_to": "2026-03-10"},
            {**_UNBROKEN, "order_type": "occupation", "in_force_to": "2026-03-03"},
        ],
        short=[
            ("in_force_to", {"in_force_to": "2026-03-16"}),
            ("in_force_from", {"in_force_to": "2026-03-16"}),
        ],
    ),
    Example(
        "ORD-V04",
        "order_type",
        keeps=[
            {"order_type": "dapo"},
            {**_EARLY, "applied_on": "2024-11-27"},
            {**_EARLY, "partnership.area": "E09000008"},
            {**_EARLY, "order_type": "dvpo", "in_force_to": None},
        ],
        breaks=[_EARLY, {**_EARLY, "order_type": "dapn"}],
    ),
    Example(
        "ORD-V05",
        "first_breach_on",
        keeps=[
            {"first_breach_on": "2026-03-04"},
            {"first_breach_on": "2026-03-31"},
            {"first_breach_on": "2026-06-30", "order_type": "occupation", "in_force_to": None},
            _UNBROKEN,
        ],
        breaks=[
            {"first_breach_on": None},
            {"first_breach_on": "2026-03-03"},
            {"first_breach_on": "2026-04-01"},
        ],
        short=[
            ("first_breach_on", {}),
            ("breach_count", {"first_breach_on": None}),
            ("in_force_to", {"first_breach_on": "2026-04-01"}),
        ],
    ),
    Example(
        "ORD-V06",
        "breach_result",
        keeps=[
            _UNDERTAKING,
            {**_UNDERTAKING, "justice_ref": None, "breach_result": "warning"},
            {"justice_ref": None},
        ],
        breaks=[{**_UNDERTAKING, "justice_ref": None}],
        short=[
            ("justice_ref", _UNDERTAKING),
            ("breach_result", {**_UNDERTAKING, "justice_ref": None}),
        ],
    ),
    Example(
        "ORD-V07",
        "respondent.person_ref",
        keeps=[{"respondent.person_ref": CAT}, {"respondent.person_ref": None}],
        breaks=[{"respondent.person_ref": ADA}, {"victim.person_ref": BEN}],
        short=[("respondent.person_ref", {"respondent.person_ref": ADA})],
    ),
)

_PROGRAMME: Changes = {
    **_UNBROKEN,
    "envelope.month": "2026-01",
    "conditions": ["non_contact", "programme"],
    "applied_on": "2026-01-05",
    "decided_on": "2026-01-06",
    "in_force_from": "2026-01-06",
    "in_force_to": "2026-02-02",
}
_FEBRUARY: Changes = {"envelope.month": "2026-02", "applied_on": "2026-02-02", "in_force_to": None}
_NOT_DUE: Changes = {**_PROGRAMME, **_FEBRUARY, "decided_on": None, "in_force_from": "2026-02-04"}
_JUST_DUE: Changes = {**_NOT_DUE, "in_force_from": "2026-02-03"}
_ON_IT: Changes = {"referred_on": "2026-03-05", "start_on": None}
_JANUARY: Changes = {"envelope.month": "2026-01", "start_on": None}

TOGETHER: Sequence[Together] = (
    Together(
        "ORD-V08",
        "conditions",
        keeps=[
            Rows([_PROGRAMME], [_ON_IT]),
            Rows([_PROGRAMME], [{"referred_on": "2026-03-07"}]),
            Rows([_PROGRAMME], [{**_JANUARY, "referred_on": "2026-01-06"}]),
            Rows([_NOT_DUE]),
            Rows([{**_PROGRAMME, "decision": "refused"}]),
            Rows([{**_PROGRAMME, "respondent.person_ref": None}]),
            Rows([{**_PROGRAMME, "conditions": ["exclusion"]}]),
        ],
        breaks=[
            Rows([_PROGRAMME]),
            Rows([_JUST_DUE]),
            Rows([_PROGRAMME], [{**_JANUARY, "referred_on": "2026-01-05"}]),
            Rows([_PROGRAMME], [{"referred_on": "2026-03-08"}]),
            Rows([_PROGRAMME], [{**_ON_IT, "subject.person_ref": CAT, "linked_victim_refs": None}]),
        ],
    ),
)

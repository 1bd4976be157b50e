"""Rules of `service_episode`, kept and broken by example."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.rows import BEN, Changes
from tests.unit.schemas.examples.example import Example, Rows, Together

_OPEN: Changes = {"end_on": None, "closure_reason": None, "risk_level_end": None}
_SHOP: Changes = {"service_type": "one_stop_shop", "counting_rule": "any_support_line_call"}
_UNASKED: Changes = {
    "subject.gender_identity": "not_asked",
    "subject.sexual_orientation": "not_asked",
}
_SILENT: Changes = {"sat_reporting": None, "sat_contact": None, "sat_informed": None}


def _shop(rule: str, start: str) -> dict[str, Any]:
    return {**_SHOP, "counting_rule": rule, "start_on": start, "end_on": start}


def _aged(service: str, years: int) -> dict[str, Any]:
    return {
        "service_type": service,
        "subject.age_years": years,
        **(_UNASKED if years < 16 else {}),
    }


_SCORES: Sequence[Example] = tuple(
    Example(
        "SVC-V04",
        score,
        keeps=[{"satisfaction_asked": False, **_SILENT}, {"satisfaction_asked": None, **_SILENT}],
        breaks=[{"satisfaction_asked": False}, {"satisfaction_asked": None}],
        short=[
            (score, {"satisfaction_asked": False}),
            ("satisfaction_asked", {}),
        ],
    )
    for score in _SILENT
)

EXAMPLES: Sequence[Example] = (
    Example(
        "SVC-V00",
        "start_on",
        keeps=[{"start_on": "2026-03-30"}],
        breaks=[{"start_on": "2026-02-28"}, {"start_on": "2025-03-02"}],
    ),
    Example(
        "SVC-V01",
        "closure_reason",
        keeps=[_OPEN, {"end_on": "2026-03-02"}],
        breaks=[
            {"end_on": "2026-03-01"},
            {"closure_reason": None},
            {"end_on": None, "risk_level_end": None},
        ],
        short=[("closure_reason", {}), ("end_on", {"closure_reason": "moved"})],
    ),
    Example(
        "SVC-V02",
        "sessions_attended",
        keeps=[
            {"sessions_attended": 12},
            {"sessions_attended": None, "sessions_offered": None, **_OPEN},
        ],
        breaks=[{"sessions_attended": 13}],
        short=[
            ("sessions_attended", {"sessions_attended": 13}),
            ("sessions_offered", {"sessions_attended": 13}),
        ],
    ),
    Example(
        "SVC-V03",
        "counting_rule",
        keeps=[
            _SHOP,
            _shop("session_attendance", "2021-03-31"),
            _shop("any_support_line_call", "2021-04-01"),
            {"counting_rule": "attendance"},
        ],
        breaks=[
            {"service_type": "one_stop_shop"},
            {**_SHOP, "counting_rule": "session_attendance"},
            {**_SHOP, "counting_rule": "not_recorded"},
            _shop("session_attendance", "2021-04-01"),
            _shop("any_support_line_call", "2021-03-31"),
        ],
        short=[("counting_rule", {"service_type": "one_stop_shop"})],
    ),
    *_SCORES,
    Example(
        "SVC-V05",
        "sessions_attended",
        keeps=[
            {"sessions_offered": 10, "sessions_attended": 8},
            {"sessions_attended": 3, "closure_reason": "withdrew"},
            {"sessions_attended": 3, "service_type": "outreach"},
            {"sessions_attended": 3, **_OPEN},
        ],
        breaks=[
            {"sessions_attended": 8},
            {"sessions_offered": 10, "sessions_attended": 7},
            {"sessions_attended": None},
            {"sessions_offered": None},
            {"service_type": "support_group", "sessions_attended": 0},
        ],
        short=[
            ("sessions_attended", {}),
            ("sessions_offered", {}),
            ("closure_reason", {"sessions_attended": 3}),
        ],
    ),
    Example(
        "SVC-V06",
        "risk_level_end",
        keeps=[_OPEN, {"risk_level_end": None}],
        breaks=[{**_OPEN, "risk_level_end": "medium"}],
        short=[("risk_level_end", {"end_on": None}), ("end_on", {})],
    ),
    Example(
        "SVC-V08",
        "service_type",
        keeps=[_aged("coda", 18), _aged("coda", 0), _aged("idva", 16), _aged("counselling", 9)],
        breaks=[_aged("coda", 19), _aged("freedom", 15), _aged("never_too_late", 49)],
    ),
    Example(
        "SVC-V09",
        "contacts",
        keeps=[{"contacts": 0}, {**_OPEN, "contacts": 1}, {**_OPEN, "contacts": None}],
        breaks=[{**_OPEN, "contacts": 0}],
        short=[("contacts", {**_OPEN, "contacts": 0}), ("end_on", {"contacts": 0})],
    ),
)

TOGETHER: Sequence[Together] = (
    Together(
        "SVC-V07",
        "start_on",
        keeps=[
            Rows([{}, {"start_on": "2026-03-30", "end_on": "2026-03-31"}]),
            Rows([_OPEN, {**_OPEN, "service_type": "outreach"}]),
            Rows([_OPEN, {**_OPEN, "subject.person_ref": BEN}]),
            Rows([_OPEN]),
        ],
        breaks=[
            Rows([_OPEN, _OPEN]),
            Rows([{}, {"start_on": "2026-03-29", "end_on": "2026-03-31"}]),
            Rows([_OPEN, {"start_on": "2026-03-10"}]),
        ],
    ),
)

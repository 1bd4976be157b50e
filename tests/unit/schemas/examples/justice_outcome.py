"""Rules of `justice_outcome`, kept and broken by example."""

from __future__ import annotations

from collections.abc import Sequence

from tests.rows import CAT, Changes
from tests.unit.schemas.examples.example import Example, Rows, Together

_POLICE: Changes = {"stage": "police", "framework": "outcomes_2013", "outcome_code": "16"}
_CAUTION: Changes = {**_POLICE, "outcome_code": "3", "caution_type": "conditional"}
_YOUTH: Changes = {**_CAUTION, "outcome_code": "2", "caution_type": "youth"}
_CHILD: Changes = {
    "subject.age_years": 15,
    "subject.gender_identity": "not_asked",
    "subject.sexual_orientation": "not_asked",
}
_OLD: Changes = {
    "framework": "sanction_detection",
    "outcome_code": "SD1",
    "envelope.month": "2014-03",
    "outcome_on": "2014-03-31",
}

EXAMPLES: Sequence[Example] = (
    Example(
        "JUS-V00",
        "outcome_on",
        keeps=[{"outcome_on": "2026-03-31"}],
        breaks=[{"outcome_on": "2026-04-01"}, {"outcome_on": "2025-03-18"}],
    ),
    Example(
        "JUS-V01",
        "outcome_code",
        keeps=[_POLICE, {**_POLICE, "outcome_code": "1A"}, {"outcome_code": "charged"}, _OLD],
        breaks=[
            {"outcome_code": "16"},
            {"outcome_code": "SD1"},
            {**_POLICE, "outcome_code": "charged"},
            {**_OLD, "outcome_code": "1"},
        ],
        short=[("framework", {"outcome_code": "16"})],
    ),
    Example(
        "JUS-V02",
        "framework",
        keeps=[_OLD, _POLICE],
        breaks=[
            {"framework": "sanction_detection", "outcome_code": "SD1"},
            {"framework": "sanction_detection"},
            {"outcome_code": "NSD"},
            {**_OLD, "envelope.month": "2014-04", "outcome_on": "2014-04-01"},
        ],
        short=[("framework", {"framework": "sanction_detection"})],
    ),
    Example(
        "JUS-V03",
        "caution_type",
        keeps=[
            _CAUTION,
            {**_CAUTION, "outcome_code": "3A", "caution_type": "simple"},
            {**_YOUTH, "subject.age_years": 17},
            {**_OLD, "outcome_code": "SD3", "caution_type": "simple"},
        ],
        breaks=[{**_CAUTION, "caution_type": None}, {"caution_type": "simple"}],
        short=[("caution_type", {**_CAUTION, "caution_type": None})],
    ),
    Example(
        "JUS-V04",
        "hearing_on",
        keeps=[
            {"stage": "cps", "outcome_code": "charged", "hearing_on": None},
            {"result_recorded_on": "2026-03-18", "victim_notified_on": "2026-03-18"},
            {"result_recorded_on": None, "victim_notified_on": None},
            {"victim_notified_on": "2026-03-18", "result_recorded_on": "2026-03-30"},
        ],
        breaks=[
            {"hearing_on": None},
            {"result_recorded_on": "2026-03-17"},
            {"victim_notified_on": "2026-03-17"},
        ],
        short=[
            ("hearing_on", {"result_recorded_on": "2026-03-17"}),
            ("result_recorded_on", {"result_recorded_on": "2026-03-17"}),
            ("victim_notified_on", {"victim_notified_on": "2026-03-17"}),
        ],
    ),
    Example(
        "JUS-V05",
        "withdrawal_reviewed",
        keeps=[
            {"withdrawal_reviewed": "none"},
            {"victim_supported": "never", "withdrawal_reviewed": None},
        ],
        breaks=[{"withdrawal_reviewed": None}],
        short=[
            ("withdrawal_reviewed", {}),
            ("victim_supported", {"withdrawal_reviewed": None}),
        ],
    ),
    Example(
        "JUS-V06",
        "victim_supported",
        keeps=[
            _POLICE,
            {**_POLICE, "victim_supported": "never"},
            {**_POLICE, "outcome_code": "15", "victim_supported": "throughout"},
            {**_POLICE, "outcome_code": "15", "victim_supported": "not_known"},
        ],
        breaks=[
            {**_POLICE, "victim_supported": "throughout"},
            {**_POLICE, "outcome_code": "15", "victim_supported": "never"},
        ],
        short=[("victim_supported", {**_POLICE, "victim_supported": "throughout"})],
    ),
    Example(
        "JUS-V09",
        "outcome_code",
        keeps=[
            {**_YOUTH, "subject.age_years": 17},
            {**_YOUTH, **_CHILD, "subject.age_years": 10},
            {**_YOUTH, "subject.age_years": "not_known"},
            {**_YOUTH, "subject.age_years": "not_held", "subject.age_band": "16-24"},
            _CAUTION,
        ],
        breaks=[
            {**_YOUTH, "subject.age_years": 18},
            {**_YOUTH, **_CHILD, "subject.age_years": 9},
            {**_YOUTH, "outcome_code": "2A"},
            {**_CAUTION, "caution_type": "youth"},
            {**_YOUTH, "subject.age_years": "not_held", "subject.age_band": "25-34"},
        ],
    ),
    Example(
        "JUS-V10",
        "gbh_or_above",
        keeps=[
            {"offence_group": "gbh", "gbh_or_above": True},
            {"offence_group": "rape", "gbh_or_above": True},
            {"offence_group": "rape"},
            {"offence_group": "not_recorded"},
        ],
        breaks=[
            {"offence_group": "gbh"},
            {"offence_group": "homicide"},
            {"gbh_or_above": True},
            {"offence_group": "strangulation", "gbh_or_above": True},
        ],
        short=[
            ("gbh_or_above", {"gbh_or_above": True}),
            ("offence_group", {"offence_group": "gbh"}),
        ],
    ),
)

_CPS: Changes = {
    "stage": "cps",
    "outcome_code": "charged",
    "outcome_on": "2026-03-12",
    "victim_supported": "throughout",
}
_CHARGE: Changes = {**_POLICE, "outcome_code": "1", "outcome_on": "2026-03-02"}
_LATER: Changes = {**_CHARGE, "outcome_on": "2026-03-30"}
_OVERDUE: Changes = {**_CHARGE, "envelope.month": "2025-12", "outcome_on": "2025-12-01"}
_JUST_DUE: Changes = {**_CHARGE, "envelope.month": "2026-01", "outcome_on": "2026-01-04"}
_NOT_DUE: Changes = {**_JUST_DUE, "outcome_on": "2026-01-05"}
_TAKEN_UP: Changes = {**_CPS, "outcome_on": "2026-03-01"}

TOGETHER: Sequence[Together] = (
    Together(
        "JUS-V07",
        "stage",
        keeps=[
            Rows([_CHARGE, _CPS, {}]),
            Rows([{}, _CPS, _CHARGE]),
            Rows([{}, {"outcome_on": "2026-03-25"}]),
            Rows([{}, {**_LATER, "offence_ref": "of-2"}]),
            Rows([{}, {**_LATER, "subject.person_ref": CAT}]),
            Rows([{**_CHARGE, "outcome_on": "2026-03-18"}, {}]),
        ],
        breaks=[
            Rows([{}, _LATER]),
            Rows([_CPS, _LATER]),
            Rows([{**_CPS, "outcome_on": "2026-03-19"}, {}]),
        ],
    ),
    Together(
        "JUS-V08",
        "outcome_code",
        keeps=[
            Rows([_OVERDUE, _TAKEN_UP]),
            Rows([_OVERDUE, {**_OVERDUE, "stage": "cps"}]),
            Rows([_NOT_DUE]),
            Rows([{**_OVERDUE, "outcome_code": "16"}]),
            Rows([{**_OVERDUE, "subject.person_ref": None}]),
        ],
        breaks=[
            Rows([_OVERDUE]),
            Rows([_JUST_DUE]),
            Rows([_OVERDUE, {}]),
            Rows([{**_OVERDUE, "outcome_code": "1A"}]),
            Rows([_OVERDUE, {**_TAKEN_UP, "outcome_on": "2026-03-02"}]),
            Rows([_OVERDUE, {**_TAKEN_UP, "offence_ref": "of-2"}]),
            Rows([_OVERDUE, {**_TAKEN_UP, "subject.person_ref": CAT}]),
        ],
    ),
)

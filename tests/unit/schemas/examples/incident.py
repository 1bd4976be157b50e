"""Rules of `incident`, kept and broken by example."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tests.rows import ADA, BEN, CAT, Changes
from tests.unit.schemas.examples.example import Example, File, Rows, Together

_NO_ARREST: Changes = {"arrest_made": "none", "first_arrest_at": None}
_WITH_CHILD: Changes = {"children": "present", "child_count": 1}
_TOLD: Changes = {"child_notification_on": "2026-03-16"}

_YOUNG: Changes = {"victim.age_years": "not_held", "victim.age_band": "0-15"}
_ADULT = {"daa_2021": 16, "hmg_2013_16plus": 16, "acpo_2004_18plus": 18}

EXAMPLES: Sequence[Example] = (
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
            {"victim.age_years": "not_held", "victim.age_band": "16-24"},
            {**_YOUNG, "definition_status": "victim_under_16"},
        ],
        breaks=[
            {"envelope.definition_version": version, **wrong}
            for version, adult in _ADULT.items()
            for wrong in (
                _YOUNG,
                {"suspect.age_years": "not_held", "suspect.age_band": "0-15"},
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

_OF_ADA: Changes = {
    "subject.person_ref": ADA,
    "subject_role": "victim",
    "assessed_on": "2026-03-01",
    "envelope.month": "2026-03",
}
_FIRST: Changes = {
    "reported_on": "2026-03-01",
    "occurred_from": None,
    "occurred_to": None,
    "first_arrest_at": "2026-03-01T09:00:00Z",
}

TOGETHER: Sequence[Together] = (
    Together(
        "EVT-V13",
        "record_id",
        keeps=[Rows([{}, {"suspect.person_ref": CAT}]), Rows([{}, {"victim.person_ref": None}])],
        breaks=[Rows([{}, {}])],
    ),
    Together(
        "EVT-V14",
        "risk_assessment_ref",
        keeps=[
            Rows([_FIRST], [_OF_ADA]),
            Rows([_FIRST], [{**_OF_ADA, "assessed_on": "2026-03-31"}]),
            Rows([{**_FIRST, "is_crime": False, "offence_group": None}]),
            Rows([{**_FIRST, "victim.person_ref": None}]),
            Rows([{}]),
        ],
        breaks=[
            Rows([_FIRST]),
            Rows([_FIRST], [{**_OF_ADA, "subject.person_ref": CAT}]),
            Rows([_FIRST], [{**_OF_ADA, "assessed_on": "2026-02-28"}]),
        ],
    ),
)

FILES: Sequence[File] = (
    File(
        "EVT-V13",
        "record_id",
        keeps=[
            [{}, {"suspect.person_ref": CAT}],
            [{}, {"victim.person_ref": CAT}],
            [{"suspect.person_ref": None}, {"suspect.person_ref": None}],
            [{}, {"reported_on": "2026-03-15", "first_arrest_at": "2026-03-15T09:00:00Z"}],
        ],
        breaks=[([{}, {}], [2]), ([{}, {"suspect.person_ref": CAT}, {}, {}], [3, 4])],
    ),
)

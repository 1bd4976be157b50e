"""Rules of `perpetrator_intervention`, kept and broken by example."""

from __future__ import annotations

from collections.abc import Sequence

from tests.rows import ADA, BEN, Changes
from tests.unit.schemas.examples.example import Example

_COMPLETED: Changes = {"status": "completed", "end_on": "2026-03-30"}

EXAMPLES: Sequence[Example] = (
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
            *(
                {"route": "youth_order", "subject.age_years": "not_held", "subject.age_band": band}
                for band in ("0-15", "16-24")
            ),
            {"route": "voluntary", "subject.age_years": 30},
        ],
        breaks=[
            {"route": "youth_order", "subject.age_years": 9},
            {"route": "youth_order", "subject.age_years": 18},
            {
                "route": "youth_order",
                "subject.age_years": "not_held",
                "subject.age_band": "25-34",
            },
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

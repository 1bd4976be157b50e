"""Rules of `housing_support`, kept and broken by example."""

from __future__ import annotations

from collections.abc import Sequence

from tests.rows import Changes
from tests.unit.schemas.examples.example import Example

_SANCTUARY: Changes = {
    "support_type": "sanctuary",
    "perpetrator_resident": False,
    "victim_choice": True,
    "sanctuary_measures": ["locks"],
}

_PLACED: Changes = {"ward_code": "E05013991", "support_type": "temporary_accommodation"}

EXAMPLES: Sequence[Example] = (
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
        "HOU-V05",
        "ward_code",
        keeps=[
            {"ward_code": "E05013991", "support_type": kind}
            for kind in ("temporary_accommodation", "bed_and_breakfast")
        ],
        breaks=[
            {"ward_code": "E05013991"},
            {"ward_code": "E05013991", "support_type": "safebeds"},
            {"ward_code": "E05013991", "support_type": "contractor_visit"},
            {"ward_code": "not_known"},
            {"ward_code": "E05013991", **_SANCTUARY},
        ],
        short=[("ward_code", {"ward_code": "E05013991"})],
    ),
    Example(
        "HOU-V11",
        "ward_code",
        keeps=[
            {**_PLACED, "placement_lad": "E09000006"},
            {**_PLACED, "placement_lad": None},
            {**_PLACED, "ward_code": "not_known", "placement_lad": "E09000008"},
        ],
        breaks=[
            {**_PLACED, "placement_lad": "E09000008"},
            {**_PLACED, "placement_lad": "E09000006", "ward_code": "E05000106"},
        ],
        short=[("placement_lad", {**_PLACED, "placement_lad": "E09000008"})],
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

"""Rules of `risk_assessment`, kept and broken by example."""

from __future__ import annotations

from collections.abc import Sequence

from tests.rows import BEN, CAT, Changes
from tests.unit.schemas.examples.example import Example, Rows, Together

_PERPETRATOR: Changes = {"subject_role": "perpetrator", "tool": "sara"}
_LOW: Changes = {"yes_count": 9, "risk_level": "standard"}
_UNREFERRED: Changes = {"marac_referred_on": None}
_UNCHECKED: Changes = {"supervised_on": None, "supervision_result": None}

EXAMPLES: Sequence[Example] = (
    Example(
        "RSK-V00",
        "assessed_on",
        keeps=[{"assessed_on": "2026-03-01"}],
        breaks=[{"assessed_on": "2026-02-28"}, {"assessed_on": "2025-03-14"}],
    ),
    Example(
        "RSK-V01",
        "yes_count",
        keeps=[
            {"yes_count": 27},
            {"tool": "dash_24", "yes_count": 24},
            {"tool": "other", "yes_count": 28},
            {"yes_count": None},
        ],
        breaks=[{"yes_count": 28}, {"tool": "dash_24", "yes_count": 25}],
        short=[("yes_count", {"yes_count": 28}), ("tool", {"yes_count": 28})],
    ),
    Example(
        "RSK-V02",
        "risk_level",
        keeps=[
            {"yes_count": 14},
            {"yes_count": 13, "risk_level": "medium"},
            {"yes_count": 3},
            {"tool": "y_dash", "risk_level": "medium"},
            {"yes_count": None, "risk_level": "standard"},
        ],
        breaks=[
            {"yes_count": 14, "risk_level": "medium"},
            {"tool": "dash_24", "risk_level": "standard"},
            {"risk_level": "medium", "level_basis": "professional_judgement"},
        ],
        short=[("yes_count", {"risk_level": "medium"})],
    ),
    Example(
        "RSK-V04",
        "marac_threshold_met",
        keeps=[
            {"marac_threshold_met": False, **_UNREFERRED},
            {**_UNREFERRED, "marac_not_referred_reason": "already_open"},
            {**_LOW, "marac_threshold_met": None, **_UNREFERRED},
            {**_PERPETRATOR, "marac_threshold_met": None, **_UNREFERRED},
        ],
        breaks=[{"marac_threshold_met": None}, _UNREFERRED, {**_LOW, **_UNREFERRED}],
        short=[
            ("marac_threshold_met", {}),
            ("marac_not_referred_reason", _UNREFERRED),
            ("marac_referred_on", {}),
        ],
    ),
    Example(
        "RSK-V05",
        "supervised_on",
        keeps=[{"supervised_on": "2026-03-14"}, _UNCHECKED],
        breaks=[{"supervised_on": "2026-03-13"}],
        short=[("supervised_on", {"supervised_on": "2026-03-13", "supervision_result": None})],
    ),
    Example(
        "RSK-V06",
        "subject_role",
        keeps=[_PERPETRATOR, {"subject_role": "perpetrator"}],
        breaks=[{"tool": "sara"}, {"tool": "oasys"}, {"tool": "sash"}],
        short=[("tool", {"tool": "sara"})],
    ),
    Example(
        "RSK-V07",
        "tool",
        keeps=[{"tool": "specss_plus", "assessed_on": "2009-12-31", **_UNCHECKED}],
        breaks=[
            {"tool": "specss_plus"},
            {"tool": "specss_plus", "assessed_on": "2010-01-01"},
        ],
    ),
    Example(
        "RSK-V10",
        "supervision_result",
        keeps=[_UNCHECKED, {"supervision_result": None}],
        breaks=[{"supervised_on": None}],
        short=[("supervision_result", {"supervised_on": None}), ("supervised_on", {})],
    ),
)

_SECOND: Changes = {
    "stage": "secondary",
    "assessed_on": "2026-03-24",
    "supervised_on": "2026-03-25",
}
_REVIEW: Changes = {"stage": "review"}

TOGETHER: Sequence[Together] = (
    Together(
        "RSK-V03",
        "stage",
        keeps=[
            Rows([{}, _SECOND]),
            Rows([{**_LOW, "marac_threshold_met": None, **_UNREFERRED}]),
            Rows([{"assessed_on": "2026-03-27", **_UNCHECKED}]),
            Rows([{"subject.person_ref": None}]),
        ],
        breaks=[
            Rows([{}]),
            Rows([{"risk_level": "medium", "yes_count": 11}]),
            Rows([{}, {**_SECOND, "assessed_on": "2026-03-25"}]),
            Rows([{}, {**_SECOND, "subject.person_ref": BEN}]),
            Rows([{}, {"assessed_on": "2026-03-15"}]),
        ],
    ),
    Together(
        "RSK-V08",
        "stage",
        keeps=[
            Rows([_REVIEW, {"assessed_on": "2026-03-02"}]),
            Rows([{}]),
        ],
        breaks=[
            Rows([_REVIEW]),
            Rows([_REVIEW, {"assessed_on": "2026-03-15"}]),
            Rows([_REVIEW, {"assessed_on": "2026-03-02", "subject.person_ref": BEN}]),
        ],
    ),
    Together(
        "RSK-V09",
        "rara_strategy",
        keeps=[
            Rows([{}], [{}]),
            Rows([{}], [{"first_arrest_at": "2026-03-21T23:00:00+00:00"}]),
            Rows([{"rara_strategy": ["reduce"]}]),
            Rows([{"tool": "dash_24"}]),
            Rows([{"assessed_on": "2026-03-29", **_UNCHECKED}]),
        ],
        breaks=[
            Rows([{}]),
            Rows([{}], [{"first_arrest_at": "2026-03-22T00:00:00+00:00"}]),
            Rows([{}], [{"victim.person_ref": BEN, "suspect.person_ref": CAT}]),
            Rows([{}], [{"arrest_made": "none", "first_arrest_at": None,
                         "no_arrest_reason": "medical"}]),
        ],
    ),
)  # fmt: skip

"""Rules of `health_contact`, kept and broken by example."""

from __future__ import annotations

from collections.abc import Sequence

from tests.rows import ADA, BEN, Changes
from tests.unit.schemas.examples.example import Example, Rows, Together

_UNOFFERED: Changes = {"referral_offered": None, "referral_accepted": None, "to_service": None}

EXAMPLES: Sequence[Example] = (
    Example(
        "HLT-V00",
        "contact_month",
        keeps=[{}],
        breaks=[{"contact_month": "2026-02"}, {"contact_month": "2025-03"}],
    ),
    Example(
        "HLT-V01",
        "referral_offered",
        keeps=[
            {"referral_offered": False, "referral_accepted": None},
            *({"result": result, **_UNOFFERED} for result in ("denied", "not_asked")),
        ],
        breaks=[
            {"result": result, **_UNOFFERED}
            for result in ("disclosed_current", "disclosed_past", "suspected")
        ],
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
        breaks=[
            {"referral_offered": False},
            {"result": "denied", "referral_offered": None},
            {"to_service": None},
        ],
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

_RECEIVED: Changes = {"side": "receiver", "referred_on": "2026-03-02", "received_on": "2026-03-02"}
_SENT_TO: Changes = {"subject.person_ref": ADA, "to_service": "idva"}

TOGETHER: Sequence[Together] = (
    Together(
        "HLT-V07",
        "to_service",
        keeps=[
            Rows([{}], [{**_RECEIVED, **_SENT_TO}]),
            Rows([{"referral_accepted": False, "to_service": None}]),
            Rows([{"subject.person_ref": None}]),
        ],
        breaks=[
            Rows([{}]),
            Rows([{}], [{**_RECEIVED, **_SENT_TO, "side": "sender"}]),
            Rows([{}], [{**_RECEIVED, **_SENT_TO, "subject.person_ref": BEN}]),
            Rows([{}], [{**_RECEIVED, **_SENT_TO, "to_service": "outreach"}]),
            Rows([{}], [{**_RECEIVED, **_SENT_TO, "referred_on": "2026-02-28"}]),
        ],
    ),
)

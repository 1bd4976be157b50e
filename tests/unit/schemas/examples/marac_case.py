"""Rules of `marac_case`, kept and broken by example."""

from __future__ import annotations

from collections.abc import Sequence

from tests.rows import ADA, BEN, CAT, Changes
from tests.unit.schemas.examples.example import Example, Rows, Together

_FIRST: Changes = {
    "repeat_case": False,
    "criteria": ["professional_judgement"],
    "last_heard_on": None,
}
_YOUNG: Changes = {
    "victim.gender_identity": "not_asked",
    "victim.sexual_orientation": "not_asked",
}

EXAMPLES: Sequence[Example] = (
    Example(
        "MAR-V00",
        "meeting_on",
        keeps=[{"meeting_on": "2026-03-01", "further_incident_12m_on": None}],
        breaks=[{"meeting_on": "2026-04-01"}, {"meeting_on": "2025-03-12"}],
    ),
    Example(
        "MAR-V01",
        "last_heard_on",
        keeps=[
            _FIRST,
            {"last_heard_on": "2025-03-12"},
            {"last_heard_on": "2026-03-11"},
            {**_FIRST, "last_heard_on": "2020-03-12"},
        ],
        breaks=[
            {"last_heard_on": None},
            {"last_heard_on": "2025-03-11"},
            {"last_heard_on": "2026-03-12"},
        ],
        short=[("last_heard_on", {})],
    ),
    Example(
        "MAR-V02",
        "criteria",
        keeps=[_FIRST, {"criteria": ["repeat"]}],
        breaks=[{"criteria": ["visible_high_risk"]}, {**_FIRST, "criteria": ["repeat"]}],
        short=[("criteria", {})],
    ),
    Example(
        "MAR-V04",
        "actions_completed",
        keeps=[{"actions_completed": 6}, {"actions_completed": None}, {"actions_completed": 0}],
        breaks=[{"actions_completed": 7}, {"actions_set": 1}],
        short=[("actions_set", {"actions_set": 1}), ("actions_completed", {"actions_set": 1})],
    ),
    Example(
        "MAR-V05",
        "victim.age_years",
        keeps=[
            {"victim.age_years": 16},
            {"victim.age_years": "not_known"},
            {"victim.age_years": "not_held", "victim.age_band": "16-24"},
        ],
        breaks=[
            {**_YOUNG, "victim.age_years": 15},
            {**_YOUNG, "victim.age_years": "not_held", "victim.age_band": "0-15"},
        ],
    ),
    Example(
        "MAR-V06",
        "perpetrator_refs",
        keeps=[{"perpetrator_refs": [BEN]}, {"perpetrator_refs": None}],
        breaks=[{"perpetrator_refs": [BEN, ADA]}, {"victim.person_ref": BEN}],
        short=[
            ("perpetrator_refs", {"perpetrator_refs": [ADA]}),
            ("victim.person_ref", {"perpetrator_refs": [ADA]}),
        ],
    ),
    Example(
        "MAR-V08",
        "agencies_present",
        keeps=[
            {"agencies_present": ["nhs_gp"]},
            {"agencies_present": ["police"], "referring_sector": "police"},
            {"agencies_present": ["police"], "referring_sector": "self"},
            {"agencies_present": None},
        ],
        breaks=[
            {"agencies_present": ["police"]},
            {"referring_sector": "education"},
            {"agencies_present": ["nhs_acute"]},
        ],
        short=[("agencies_present", {"referring_sector": "education"})],
    ),
    Example(
        "MAR-V09",
        "further_incident_12m_on",
        keeps=[
            {"further_incident_12m_on": "2026-03-13"},
            {"further_incident_12m_on": "2027-03-12"},
            {"further_incident_12m_on": None},
        ],
        breaks=[
            {"further_incident_12m_on": "2026-03-12"},
            {"further_incident_12m_on": "2027-03-14"},
        ],
        short=[("further_incident_12m_on", {"further_incident_12m_on": "2026-03-12"})],
    ),
)

_FEBRUARY: Changes = {"envelope.month": "2026-02"}
_MAY: Changes = {"envelope.month": "2026-05", "start_on": None}
_YEAR_BEFORE: Changes = {"envelope.month": "2025-03", "start_on": None}
_SEEN: Changes = {"subject.person_ref": ADA, "assessed_on": "2026-03-10"}
_PANEL: Changes = {"subject.person_ref": CAT, "linked_victim_refs": None}

TOGETHER: Sequence[Together] = (
    Together(
        "MAR-V03",
        "criteria",
        keeps=[
            Rows([{}], [_SEEN]),
            Rows([{}], [{**_SEEN, **_FEBRUARY, "assessed_on": "2026-02-12"}]),
            Rows([{}], [{**_SEEN, "assessed_on": "2026-03-12"}]),
            Rows([{}], [{**_SEEN, "tool": "other", "risk_level": "medium", "yes_count": 14}]),
            Rows([{}], [{**_SEEN, "risk_level": "high", "yes_count": None}]),
            Rows([{"criteria": ["repeat"]}]),
            Rows([{"victim.person_ref": None}]),
        ],
        breaks=[
            Rows([{}]),
            Rows([{}], [{**_SEEN, "subject.person_ref": BEN}]),
            Rows([{}], [{**_SEEN, **_FEBRUARY, "assessed_on": "2026-02-11"}]),
            Rows([{}], [{**_SEEN, "assessed_on": "2026-03-13"}]),
            Rows([{}], [{**_SEEN, "risk_level": "medium", "yes_count": 13}]),
        ],
    ),
    Together(
        "MAR-V07",
        "record_id",
        keeps=[
            Rows([{}, {"meeting_on": "2026-03-19"}]),
            Rows([{}, {"victim.person_ref": BEN, "perpetrator_refs": [CAT]}]),
            Rows([{"victim.person_ref": None}, {"victim.person_ref": None}]),
        ],
        breaks=[
            Rows([{}, {}]),
            Rows([{}, {"meeting_on": "2026-03-19"}, {"referring_sector": "police"}]),
        ],
    ),
    Together(
        "MAR-V10",
        "linked_panels",
        keeps=[
            Rows([{}], [_PANEL]),
            Rows([{}], [{**_PANEL, "subject.person_ref": BEN}]),
            Rows([{}], [{**_PANEL, **_MAY, "referred_on": "2026-05-11"}]),
            Rows([{}], [{**_PANEL, **_YEAR_BEFORE, "referred_on": "2025-03-12"}]),
            Rows([{"linked_panels": ["mash"]}]),
            Rows([{"linked_panels": None}]),
            Rows([{"perpetrator_refs": None}]),
        ],
        breaks=[
            Rows([{}]),
            Rows([{}], [{**_PANEL, "subject.person_ref": ADA}]),
            Rows([{}], [{**_PANEL, **_YEAR_BEFORE, "referred_on": "2025-03-11"}]),
            Rows([{}], [{**_PANEL, **_MAY, "referred_on": "2026-05-12"}]),
        ],
    ),
)

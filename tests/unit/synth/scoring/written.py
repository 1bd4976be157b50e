"""A run written by hand, small enough to be counted on fingers."""

import json
from pathlib import Path

INCIDENTS = """\
record_id,reported_on,da_flag,is_crime,call_count,first_arrest_at,victim.sex,victim.age_years,specialist_flags
i1,2026-01-02,true,true,1,2026-01-02T10:00:00+00:00,F,31,hba;stalking
i2,2026-01-09,true,false,2,,F,not_known,none
i3,2026-01-20,true,true,,2026-01-24T10:00:00+00:00,M,45,none
i4,2026-01-31,true,true,1,2026-02-01T01:00:00+00:00,not_asked,19,none
i5,2026-01-31,false,true,1,,F,19,none
"""
INCIDENT_PEOPLE = {"i1": "anna", "i2": "anna", "i3": "ben", "i4": "carol", "i5": "dora"}
CASES = "record_id,meeting_on,children_count\nc1,2026-01-08,2\nc2,2026-01-22,1\n"
CASE_PEOPLE = {"c1": "anna", "c2": "ben"}
STAFF = """\
record_id,measure,value,breakdown.role
a1,staff_in_scope,50,
a2,staff_trained,45,
a3,staff_trained,40,officer
"""


def run_by_hand(folder: Path, *, profile: str = "modern-borough") -> Path:
    """Write the run below a folder, and give it back."""
    listed = [
        _put(folder, "met-bromley", "incident", body=INCIDENTS, people=INCIDENT_PEOPLE),
        _put(folder, "met-bromley", "marac_case", body=CASES, people=CASE_PEOPLE),
        _put(folder, "bromley-da-lead", "aggregate_return", body=STAFF, people={}),
    ]
    manifest = {
        "synthetic": True, "profile": profile, "seed": 1, "scale": 1.0, "months": ["2026-01"],
        "files": listed,
    }  # fmt: skip
    (folder / "synthetic-manifest.json").write_text(json.dumps(manifest))
    return folder


def _put(
    folder: Path, agency: str, dataset: str, *, body: str, people: dict[str, str]
) -> dict[str, str]:
    level = "record" if people else "aggregate"
    name = f"synthetic-2026-01-{agency}-{dataset}-{level}.csv"
    for kind in ("returns", "truth"):
        (folder / kind).mkdir(exist_ok=True)
    (folder / "returns" / name).write_text(body)
    if people:
        rows = [f"{record},home,{person},true\n" for record, person in people.items()]
        (folder / "truth" / name).write_text(
            "record_id,household,victim,victim.sent\n" + "".join(rows)
        )
    about = {"agency": agency, "dataset": dataset, "month": "2026-01", "level": level}
    return {"path": f"returns/{name}", **about}

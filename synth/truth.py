"""The true links: which records of which agencies are about the same invented person.

An agency's file holds what the agency may send; this holds what is so, and is written beside the
files for whoever measures how well records are joined.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from synth.returns import InventedReturn

_SENT: Final = "person_ref"


def truth(sent: Iterable[InventedReturn]) -> list[dict[str, Any]]:
    """Every person in the returns with every record about them, in the order of references.

    Each is `{"person_ref", "household", "records": [{"agency", "dataset", "month", "record_id",
    "block", "row", "sent"}]}`; `row` counts from 1, and `sent` says whether the file holds the
    reference.
    """
    records: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    homes: dict[str, str] = {}
    for each in sent:
        for number, written in enumerate(each.written, start=1):
            for block, reference in written.people.items():
                homes[reference] = written.household
                records[reference].append({
                    "agency": each.agency_id, "dataset": each.dataset, "month": each.month,
                    "record_id": written.row["record_id"], "block": block, "row": number,
                    "sent": _SENT in written.row[block],
                })  # fmt: skip
    return [
        {"person_ref": reference, "household": homes[reference], "records": records[reference]}
        for reference in sorted(records)
    ]

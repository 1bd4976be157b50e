"""Large files to measure with: one month of the invented borough, told again of other people."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any, Final

from schemas.datasets import DATASETS
from schemas.period import Period
from schemas.reference import synthetic_reference
from schemas.wire.envelopes import standing_members
from synth.formats import ndjson_bytes
from synth.partnership import PLAN
from synth.returns import InventedReturn, returns

SENDER: Final = "met-bromley"
DATASET: Final = "incident"
MONTH: Final = "2026-03"
WHY: Final = "The rows of one month are repeated to measure with, and so are their oddities."


@cache
def month() -> InventedReturn:
    """The police's month as the borough has it."""
    drawn = returns(PLAN, [Period.parse(MONTH)], seed=1)
    return next(each for each in drawn if (each.agency_id, each.dataset) == (SENDER, DATASET))


def standing() -> dict[str, Any]:
    """The envelope that goes with each file; every query is explained beforehand."""
    kept = {k: v for k, v in month().envelope.items() if k in standing_members()}
    asked = {rule.id for rule in DATASETS[DATASET].rules if rule.severity == "query"}
    return {**kept, "explanations": dict.fromkeys(sorted(asked), WHY)}


def bodies(rows: int, *, times: int) -> Iterator[bytes]:
    """Different files (NDJSON) of so many good rows each."""
    copies = -(-rows // len(month().rows))
    for turn in range(times):
        made = (_again(row, f"{turn}-{copy}") for copy in range(copies) for row in month().rows)
        yield ndjson_bytes(islice(made, rows))


def _again(row: dict[str, Any], copy: str) -> dict[str, Any]:
    """The same report of other people under another number."""
    made = {**row, "record_id": f"{row['record_id']}-{copy}"}
    for block in DATASETS[DATASET].persons:
        reference = row.get(block, {}).get("person_ref")
        if reference:
            other = synthetic_reference(f"{reference}{copy}".encode())
            made[block] = {**row[block], "person_ref": other}
    return made

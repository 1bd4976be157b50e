"""Commitments of a release: the register of reviews as it stood at the end of the period.

What belongs here: which return is the register, and which of its entries may be known. Of a review
that is closed to others nothing is kept, not even that it is one of a number: the release counts
reviews by stage, protected, and a second count of the same reviews would undo that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from api.queries import participation, wordings
from api.queries.commitments import Kept
from api.queries.releases import Input
from api.services.releases import freezing
from api.services.releases.counting import Sealer
from api.services.releases.planning import Target
from schemas.datasets.review_action import ReviewAction
from schemas.leaving import PUBLIC

_OF_THE_QUARTER: Final = ("update_status", "update_text")
"""What is printed of published reviews alone: of others only what is to be learned."""


def kept(sealer: Sealer, target: Target) -> list[Kept]:
    """What the release keeps of the register."""
    chosen = _permitted(sealer, _registers(target.inputs))
    rows = wordings.register(
        sealer.session, partnership_id=sealer.partnership_id, submission_ids=chosen
    )
    closed = {each["review_ref"] for each in rows if each["publication"] not in PUBLIC}
    open_ones = [each for each in rows if each["review_ref"] not in closed]
    return [*map(_entry, open_ones)] or list(_nothing_open(rows))


def _registers(inputs: Iterable[Input]) -> list[Input]:
    """Of each agency the register of the last month for which it sent one."""
    sent = [each for each in inputs if each.dataset == ReviewAction.name]
    last = {each.agency_id: each for each in sent if freezing.holds_records(each)}
    return list(last.values())


def _permitted(sealer: Sealer, inputs: Iterable[Input]) -> list[str]:
    """The deliveries whose agency lets them be shown in reports."""
    sent = participation.sent(
        sealer.session,
        partnership_id=sealer.partnership_id,
        submission_ids=freezing.submissions(inputs),
    )
    return [each.submission_id for each in sent.values() if each.publish != "none"]


def _entry(row: Mapping[str, Any]) -> Kept:
    entry = {name: row[name] for name in wordings.FIELDS if row[name] is not None}
    if row["publication"] != "published":
        entry = {name: value for name, value in entry.items() if name not in _OF_THE_QUARTER}
    for name in ("due_on", "completed_on"):
        if name in entry:
            entry[name] = entry[name].isoformat()
    return Kept(row["agency_id"], row["month"], "entry", entry)


def _nothing_open(rows: list[dict[str, Any]]) -> Iterator[Kept]:
    """That a register came, where it holds nothing that may be known."""
    if rows:
        yield Kept(rows[-1]["agency_id"], rows[-1]["month"], "closed", {})

"""Findings of deliveries: how they are kept, and how they are told to the agency that sent them.

Findings and their numbers go to the submitting agency alone. What would be right is not kept with
a finding: it follows from the definition, and is said when it is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from api.intake.deliveries import rows_of
from api.intake.findings import findings_said, group_said
from api.intake.tally import Examination
from api.queries import returns as stored
from api.queries.returns import Key, ReturnRow
from auth.caller import Caller
from auth.refusals import Conflict, NotFound
from schemas.findings import Finding, Group, Kind, Severity, commonest
from schemas.period import Period

PAGE: Final = 1000  # findings of one page (design)

Counts = Counter[tuple[str, Severity]]


def kept(found: Examination) -> list[dict[str, Any]]:
    """The counts of a delivery as they are stored with it: its kinds of findings, and, by code,
    what there is beyond those told apart.
    """
    groups = [
        {
            "code": group.first.code,
            "severity": group.first.severity,
            "count": group.count,
            "field": group.first.field,
            "message": group.first.message,
            "rows": group.rows,
        }
        for group in found.summary
    ]
    beyond = Counts(found.counts)
    for each in found.summary:
        beyond[each.first.code, each.first.severity] -= each.count
    return groups + [
        {"code": code, "severity": severity, "count": count}
        for (code, severity), count in beyond.items()
        if count
    ]


@dataclass(slots=True)
class Totals:
    """How often what was found in the deliveries behind a receipt.

    Attributes:
        counts: by code and severity.
        groups: by kind; rows are named where they are those of one file.
    """

    counts: Counts = field(default_factory=Counts)
    groups: dict[Kind, Group] = field(default_factory=dict)

    @property
    def kinds(self) -> dict[Kind, int]:
        """How many findings say the same."""
        return {kind: group.count for kind, group in self.groups.items()}


def totals(parts: Sequence[RowMapping]) -> Totals:
    """What was found in stored submissions; a delivery's months share one set of findings."""
    sets = {part["delivery_id"]: part["finding_counts"] for part in parts}
    made = Totals()
    for item in (item for each in sets.values() for item in each):
        made.counts[item["code"], item["severity"]] += item["count"]
        if "message" in item:
            kind = item["code"], item["severity"], item["field"], item["message"]
            group = made.groups.setdefault(kind, Group(kind))
            group.count += item["count"]
            group.rows = item["rows"] if len(sets) == 1 else []
    return made


def summary(found: Totals, *, part: RowMapping) -> list[dict[str, Any]]:
    """The kinds of findings of a delivery, the commonest first."""
    defined = rows_of(part["dataset"], level=part["level"])
    groups = commonest(list(found.groups.values()))
    return [group_said(group, rows_of=defined) for group in groups]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of findings.

    Attributes:
        findings: as they are told.
        summary: the kinds of findings of the whole delivery.
        total: how many findings there are.
        listed: how many of them are kept one by one.
        last: the number after which the next page begins, None where there is none.
    """

    findings: list[dict[str, Any]]
    summary: list[dict[str, Any]]
    total: int
    listed: int
    last: int | None


def page(session: Session, caller: Caller, *, dataset: str, period: Period, after: int) -> Page:
    """A page of the findings of what is in force.

    The months of one delivery share one set of findings, whose rows are those of its file.

    Raises:
        NotFound: nothing is in force.
        Conflict: the months come from several deliveries, so that a row's number would not say
            which.
    """
    part = _in_force(session, caller, dataset=dataset, period=period)
    submission = {
        "partnership_id": caller.partnership_id,
        "submission_id": part["submission_id"],
    }
    rows = stored.findings_of(session, **submission, after=after, limit=PAGE + 1)
    found = totals([part])
    defined = rows_of(dataset, level=part["level"])
    return Page(
        findings_said(_only(rows[:PAGE]), counts=found.kinds, rows_of=defined),
        summary(found, part=part),
        total=found.counts.total(),
        listed=stored.count_findings(session, **submission),
        last=rows[PAGE - 1][0] if len(rows) > PAGE else None,
    )


def _only(rows: Iterable[tuple[int, Finding]]) -> Iterator[Finding]:
    return (finding for _, finding in rows)


def _in_force(session: Session, caller: Caller, *, dataset: str, period: Period) -> RowMapping:
    """The delivery whose findings are meant."""
    keys = [
        Key(caller.partnership_id, caller.agency_id, dataset, str(month))
        for month in period.months()
    ]
    rows = [stored.find(session, key) for key in keys]
    current: list[ReturnRow] = [row for row in rows if row is not None and row.submission_id]
    if len({row.etag for row in current}) > 1:
        raise Conflict(
            "sent_by_month",
            detail="The months of this period were sent apart: read the findings of each month.",
        )
    part = stored.submission(
        session,
        partnership_id=caller.partnership_id,
        submission_id=(current[-1].submission_id if current else None) or "",
    )
    if part is None:
        raise NotFound("no_return", detail="Nothing has been sent for this period.")
    return part

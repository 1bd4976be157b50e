"""Receipts: what became of a delivery, and what its sender gets back for it.

Every number here is the sender's own or already released; a receipt is shown to the submitting
agency alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from api.intake.findings import counted
from api.queries import receipts, reconciliations, releases, returns
from api.queries.returns import Key
from api.queries.transparency import seals
from api.reports.indicators import Count
from api.services.answers import Book
from api.services.findings import summary, totals
from api.services.releases.reconciling import OTHER, OWN, asked
from auth.caller import Caller
from auth.uses import Used
from schemas.datasets import DATASETS
from schemas.period import Period
from schemas.rules import Rule

MONTHS_BACK: Final = 12  # months of the agency's own figures on a receipt (design)


def receipt(
    session: Session,
    caller: Caller,
    *,
    dataset: str,
    period: Period,
    parts: Sequence[RowMapping],
    today: date,
    used: Used,
) -> dict[str, Any]:
    """The receipt of a delivery from its stored submissions, one a month.

    Args:
        session: reads the caller's own returns and what is released.
        caller: the submitting agency.
        dataset: the dataset of the return.
        period: the period it was sent for.
        parts: stored submissions in the order of the months.
        today: the business day.
        used: takes down whose data the released figures show, for the event.
    """
    first, found = parts[0], totals(parts)
    key = Key(caller.partnership_id, caller.agency_id, dataset, first["month"])
    return {
        "submission_id": first["submission_id"] if len(parts) == 1 else first["delivery_id"],
        "dataset": dataset,
        "period": str(period),
        "level": first["level"],
        "revision": max(part["revision"] for part in parts),
        "status": _status(parts),
        "rows": _rows(parts),
        "sha256": first["body_sha256"].hex(),
        "term_map_revision": first["term_map_revision"],
        "findings": counted(found.counts),
        "summary": summary(found, part=first),
        "findings_url": f"/v1/returns/{dataset}/{period}/findings",
        "received_at": first["received_at"],
        "replaces_submission_id": first["replaces_submission_id"],
        "months": _months(session, key, parts=parts),
        "gives_back": _gives_back(session, caller, key, parts=parts, today=today, used=used),
    }


def _status(parts: Sequence[RowMapping]) -> str:
    """One word for all months: partial if any is, nil only if every one is."""
    said = {part["status"] for part in parts}
    return (
        "partial" if "partial" in said else "received" if "received" in said else parts[0]["status"]
    )


def _rows(parts: Sequence[RowMapping]) -> dict[str, int]:
    names = ("received", "stored", "refused", "out_of_area")
    return {name: sum(part[f"rows_{name}"] for part in parts) for name in names}


def _months(session: Session, key: Key, *, parts: Sequence[RowMapping]) -> list[dict[str, Any]]:
    """Each month of the delivery, and whether its counting rule breaks the series (ENV-V08)."""
    breaks = receipts.series_breaks_at(
        session,
        partnership_id=key.partnership_id,
        agency_id=key.agency_id,
        dataset=key.dataset,
        months=[part["month"] for part in parts],
    )
    return [_month(part, rules=breaks.get(part["month"])) for part in parts]


def _month(part: RowMapping, *, rules: tuple[str, str] | None) -> dict[str, Any]:
    return {
        "month": part["month"],
        "submission_id": part["submission_id"],
        "revision": part["revision"],
        "status": part["status"],
        "rows": _rows([part]),
        "series_break": None if rules is None else {"before": rules[0], "after": rules[1]},
    }


def _gives_back(
    session: Session,
    caller: Caller,
    key: Key,
    *,
    parts: Sequence[RowMapping],
    today: date,
    used: Used,
) -> dict[str, Any]:
    months = _back_from(Period.parse_month(parts[-1]["month"]))
    own = receipts.own_months(
        session,
        partnership_id=key.partnership_id,
        agency_id=key.agency_id,
        dataset=key.dataset,
        months=months,
    )
    released = _released(
        session, caller, dataset=key.dataset, months=months, today=today, used=used
    )
    return {
        "months": [
            {
                "month": month,
                "status": own[month][0] if month in own else "none",
                "rows": own[month][1] if month in own else None,
                "released": released.get(month),
            }
            for month in months
        ],
        "completeness": _completeness(parts[-1]),
        "uses_since_last_return": _uses(session, key, parts=parts),
        "reconciliation": list(_reconciled(session, key, months=months)),
        "checkpoint": seals.checkpoint(session, partnership_id=key.partnership_id),
    }


def _reconciled(session: Session, key: Key, *, months: Sequence[str]) -> Iterator[dict[str, Any]]:
    """What the freeze of each month found between this agency and others, where it may be shown.

    A count that is hidden is listed without its value: whether it was none or few is not said.
    """
    sealed = releases.sealed(session, partnership_id=key.partnership_id, periods=months)
    for month, release in sorted({each.period: each for each in sealed}.items()):
        shown = reconciliations.of_agency(
            session,
            partnership_id=key.partnership_id,
            release_id=release.release_id,
            agency_id=key.agency_id,
        )
        values = {(each.rule, each.field, each.side): each.value for each in shown}
        for rule, side in _sides(key.dataset):
            value = values.get((rule.id, rule.field, side))
            yield {
                "month": month,
                "rule": rule.id,
                "field": rule.field,
                "side": side,
                "sentence": rule.sentence,
                "value": value,
                "status": "suppressed" if value is None else "ok",
            }


def _sides(dataset: str) -> Iterator[tuple[Rule, str]]:
    """The rules across agencies that a dataset takes part in, and on which side."""
    for each in asked():
        if each.dataset.name == dataset:
            yield each.rule, OWN
        elif each.test.dataset == dataset:
            yield each.rule, OTHER


def _released(
    session: Session,
    caller: Caller,
    *,
    dataset: str,
    months: Sequence[str],
    today: date,
    used: Used,
) -> dict[str, int | None]:
    """The partnership's released count of records, by month, as the caller may be shown it."""
    if not DATASETS[dataset].measures:
        return {}
    sealed = releases.sealed(session, partnership_id=caller.partnership_id, periods=months)
    newest = {release.period: release for release in sealed}
    return {
        month: Book(session, caller, release, today, used=used).read(Count(dataset)).value
        for month, release in newest.items()
    }


def _back_from(month: Period) -> list[str]:
    months = [month]
    while len(months) < MONTHS_BACK:
        months.append(months[-1].previous())
    return [str(each) for each in reversed(months)]


def _completeness(part: RowMapping) -> dict[str, float]:
    """Share of known values by field, of the rows stored for the last month."""
    fields: Mapping[str, Mapping[str, int]] = part["completeness"].get("fields", {})
    return {
        name: round(counts.get("known", 0) / sum(counts.values()), 3)
        for name, counts in sorted(fields.items())
    }


def _uses(session: Session, key: Key, *, parts: Sequence[RowMapping]) -> list[dict[str, Any]]:
    replaced = parts[0]["replaces_submission_id"]
    before = (
        returns.submission(session, partnership_id=key.partnership_id, submission_id=replaced)
        if replaced
        else None
    )
    since = before["received_at"] if before else parts[0]["received_at"]
    found = receipts.uses_since(
        session,
        partnership_id=key.partnership_id,
        agency_id=key.agency_id,
        dataset=key.dataset,
        since=since,
    )
    return [{"agency": agency, "answers": n} for agency, n in sorted(found.items())]

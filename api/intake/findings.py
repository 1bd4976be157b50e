"""Findings as people and programs are told them: the one wording for the service and the check on
an agency's own machine.

What belongs here: plain values for JSON and cells for CSV. What does not: finding anything, and
which of it an answer holds. No value that was sent is in what is said.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from api.intake.reading.term_maps import shown
from api.intake.tally import Examination
from auth.refusals import ErrorItem, Refusal
from schemas.dataset import Dataset
from schemas.datasets import DATASETS
from schemas.findings import Finding, Group, Kind, Severity
from schemas.flat import lines
from schemas.mending import expected

FINDING: Final = ("code", "severity", "row", "field", "message", "expected", "count")
"""Members of a finding, and columns of its CSV."""
GROUP: Final = ("code", "severity", "field", "count", "rows", "message", "expected")
"""Members of a kind of finding, and columns of its CSV."""

Said = dict[str, Any]


def examination(found: Examination, *, dataset: str, period: str, rows_of: type[Dataset]) -> Said:
    """All that was found in a file, in the order in which a person mends it.

    Args:
        found: the file examined to its end.
        dataset: of the return.
        period: of the return.
        rows_of: the definition of its rows, which says what would be right.
    """
    tallies = found.months.values()
    counts = {group.kind: group.count for group in found.summary}
    return {
        "dataset": dataset,
        "period": period,
        "rows": found.rows,
        "refused": len(found.refused_rows),
        "out_of_area": sum(tally.out_of_area for tally in tallies),
        "total": sum(found.counts.values()),
        "listed": len(found.findings),
        "summary": [group_said(group, rows_of=rows_of) for group in found.summary],
        "unmapped_words": words_said(found),
        "findings": findings_said(found.listed, counts=counts, rows_of=rows_of),
    }


def unread(refusal: Refusal, *, dataset: str, period: str) -> Said:
    """The same of a file or an envelope that cannot be read at all: errors about the whole."""
    found = Examination({})
    for item in refusal.errors or (ErrorItem(refusal.code, refusal.detail or refusal.title),):
        found.add(Finding(item.code, "error", item.message, None, item.field))
    return examination(found, dataset=dataset, period=period, rows_of=DATASETS[dataset])


def findings_said(
    found: Iterable[Finding], *, counts: Mapping[Kind, int], rows_of: type[Dataset]
) -> list[Said]:
    """Findings one by one, each with how many say the same."""
    return [finding_said(each, count=counts.get(each.kind, 1), rows_of=rows_of) for each in found]


def finding_said(found: Finding, *, count: int, rows_of: type[Dataset]) -> Said:
    """One finding: where it is, what is wrong, what would be right, how many say the same."""
    return {
        "code": found.code,
        "severity": found.severity,
        "row": found.row,
        "field": found.field,
        "message": found.message,
        "expected": expected(found, dataset=rows_of),
        "count": count,
    }


def group_said(group: Group, *, rows_of: type[Dataset]) -> Said:
    """Findings that say the same: what, how many, and the first rows."""
    first = group.first
    return {
        "code": first.code,
        "severity": first.severity,
        "field": first.field,
        "message": first.message,
        "expected": expected(first, dataset=rows_of),
        "count": group.count,
        "rows": sorted(group.rows),
    }


def words_said(found: Examination) -> list[Said]:
    """The words that the sender's term map does not know, where they may be shown: for the answer
    to the sender alone, and never kept.
    """
    return [{"field": w.field, "word": w.word, "rows": w.rows} for w in shown(found.words)]


def counted(counts: Counter[tuple[str, Severity]]) -> list[Said]:
    """Finding counts in the order of a receipt: the commonest first."""
    return [
        {"code": code, "severity": severity, "count": n}
        for (code, severity), n in counts.most_common()
    ]


def text(said: Said) -> str:
    """A document as the service writes JSON, byte for byte."""
    return json.dumps(said, separators=(",", ":"))


def table(said: Sequence[Mapping[str, Any]], *, columns: Sequence[str]) -> str:
    """Findings as CSV (RFC 4180) that no spreadsheet takes for formulas; row numbers joined
    by `;`.
    """
    return lines([columns, *([each[name] for name in columns] for each in said)])

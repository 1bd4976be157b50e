"""The counts of a file under examination: rows by what became of them, findings by code."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any, Final

from api.intake.watches.numbers import Numbers
from schemas.findings import Finding, Group, Kind, Severity, commonest

MOST_FINDINGS: Final = 5000  # kept one by one for a delivery; all are counted (design)
MOST_GROUPS: Final = 500  # kinds of finding told apart; more than a dataset has rules (design)


@dataclass(slots=True)
class Tally:
    """The counts of one month of a delivery."""

    received: int = 0
    refused: int = 0
    out_of_area: int = 0
    kept: int = 0
    linked: int = 0
    fields: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    @property
    def completeness(self) -> dict[str, Any]:
        """Known values and reasons, field by field, of the rows that were kept."""
        return {
            "rows": self.kept,
            "linked": self.linked,
            "fields": {name: dict(counts) for name, counts in self.fields.items()},
        }


@dataclass(slots=True)
class Examination:
    """What became of a file.

    Attributes:
        months: the tally of each month of the period.
        findings: the first findings, in the order of the rows.
        counts: how many findings of each code and severity there are.
        groups: how many findings say the same, and of which rows first.
        words: in how many rows a field held a word that is not mapped; for the answer alone.
        refused_rows: rows with an error, by number.
        whole_file: whether an error concerns the file, so that no part of it can be kept.
    """

    months: dict[str, Tally]
    findings: list[Finding] = field(default_factory=list)
    counts: Counter[tuple[str, Severity]] = field(default_factory=Counter)
    groups: dict[Kind, Group] = field(default_factory=dict)
    words: Counter[tuple[str, str]] = field(default_factory=Counter, repr=False)
    refused_rows: Numbers = field(default_factory=Numbers)
    whole_file: bool = False

    def add(self, finding: Finding) -> None:
        """Count a finding and keep it while there is room."""
        self.counts[finding.code, finding.severity] += 1
        self._group(finding)
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(finding)
        if finding.severity == "error" and finding.row is None:
            self.whole_file = True

    def _group(self, finding: Finding) -> None:
        kind = finding.kind
        group = self.groups.get(kind)
        if group is None:
            if len(self.groups) >= MOST_GROUPS:
                return
            group = self.groups[kind] = Group(kind)
        group.add(finding.row)

    @property
    def summary(self) -> list[Group]:
        """What was found, the commonest first."""
        return commonest(list(self.groups.values()))

    @property
    def listed(self) -> list[Finding]:
        """The findings that were kept: the commonest kind first, each kind by rows."""
        place = {group.kind: number for number, group in enumerate(self.summary)}
        return sorted(
            self.findings, key=lambda found: (place.get(found.kind, len(place)), found.row or 0)
        )

    def alike(self, finding: Finding) -> int:
        """How many findings say the same as this one."""
        group = self.groups.get(finding.kind)
        return group.count if group else 1

    @property
    def rows(self) -> int:
        """Rows received in all months."""
        return sum(tally.received for tally in self.months.values())

    @property
    def queries(self) -> Counter[str]:
        """How often each query was raised."""
        return Counter(
            {code: n for (code, severity), n in self.counts.items() if severity == "query"}
        )

    @property
    def errors(self) -> int:
        """How many errors there are."""
        return sum(n for (_, severity), n in self.counts.items() if severity == "error")

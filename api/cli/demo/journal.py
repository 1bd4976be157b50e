"""What the demo did: its steps with their times, and the totals of what came of them.

What belongs here: counting and telling. What does not: doing.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import click


@dataclass
class Journal:
    """The demo's account of itself."""

    returns: int = 0
    records: int = 0
    observations: int = 0
    suppressed: int = 0
    release: str = ""
    findings: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str, title: str) -> Iterator[None]:
        """One step: its heading, and its time when it is done."""
        click.secho(f"\n{len(self.seconds) + 1}. {title}", bold=True)
        begun = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - begun, 3)

    def say(self, line: str) -> None:
        """One line below the heading."""
        click.echo(f"   {line}")

    def accepted(self, receipt: Mapping[str, Any], *, returns: int) -> None:
        """Count a receipt that stood for so many returns."""
        self.returns += returns
        self.records += int(receipt["rows"]["stored"])
        self.found(receipt["findings"])

    def found(self, findings: Iterable[Mapping[str, Any]]) -> None:
        """Count findings by code."""
        for each in findings:
            self.findings[str(each["code"])] += int(each.get("count", 1))

    def refused(self, reason: str) -> None:
        """Count a refusal that was meant to happen."""
        self.refusals[reason] += 1

    def document(self) -> dict[str, Any]:
        """The totals as one JSON object."""
        return {
            "returns": self.returns,
            "records": self.records,
            "observations": self.observations,
            "suppressed": self.suppressed,
            "findings": dict(sorted(self.findings.items())),
            "refusals": dict(sorted(self.refusals.items())),
            "release": self.release,
            "seconds": self.seconds,
        }

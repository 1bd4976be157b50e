"""One entry of the answer key."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Seen = Literal["file", "stored", "release"]
"""Where a fault shows: in the file alone, beside what the agency sent before, or in what is asked
of a sealed release."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One entry of the answer key.

    Attributes:
        kind: what was done, by its name on the command line: `wrong-code`, `late`, `inc-04`, ...
        row: the record's number from 1; None where the fault is about the whole return.
        field: the dotted name that the finding points at; None likewise.
        code: the finding that must name it; None where there is no finding.
        seen: where it shows; a `stored` fault needs the month before to have been sent.
        status: where there is no finding, what the service says in its place: `late`,
            `series_break`, ...
        why: where no rule can find it, the reason.
        file: the file that holds it, below the folder written; None where none is sent.
    """

    kind: str
    agency: str
    dataset: str
    month: str
    row: int | None = None
    field: str | None = None
    code: str | None = None
    seen: Seen = "file"
    status: str | None = None
    why: str | None = None
    file: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The entry as a JSON object; `fault` is its kind."""
        return {"fault": self.kind} | {k: v for k, v in asdict(self).items() if k != "kind"}

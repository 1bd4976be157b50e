"""A file read once, with what was kept of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from api.intake.accepted import Accepted
from api.intake.examine import Setting, examine
from api.intake.reading.formats import Records, Source
from api.intake.tally import Examination
from api.intake.watches.batch import Watch
from api.policies.sharing import default_sharing
from schemas.datasets import DATASETS
from schemas.period import Period
from schemas.terms import NONE, TermMap
from tests.rows import MONTH, SECTORS, context, row

AREA = "E09000006"
UNKNOWN = {
    "child_contact": "child.person_ref",
    "incident": "suspect.person_ref",
    "marac_case": "victim.person_ref",
}
"""Of each dataset with rows that may not be alike, the reference left out of `many`."""


@dataclass(frozen=True)
class Examined:
    """What became of a file, the good rows as they were handed on, and how many came together."""

    found: Examination
    kept: Sequence[tuple[str, int, Mapping[str, Any]]]
    together: int

    @property
    def codes(self) -> list[tuple[str, int | None, str | None]]:
        return [(f.code, f.row, f.field) for f in self.found.findings if f.severity != "note"]

    def tally(self, month: str = MONTH) -> tuple[int, int, int, int]:
        """Rows received, kept, refused and out of area."""
        one = self.found.months[month]
        return one.received, one.kept, one.refused, one.out_of_area


class Kept:
    """Puts the good rows in a list, whichever way they were accepted."""

    def __init__(self, rows: list[tuple[str, int, Mapping[str, Any]]]) -> None:
        self._rows, self.together = rows, 0

    def row(self, month: str, number: int, values: Mapping[str, Any]) -> None:
        self._rows.append((month, number, values))

    def rows(self, month: str, accepted: Accepted) -> None:
        self.together += len(accepted)
        self._rows += ((month, number, dict(values)) for number, values in accepted.rows())


def setting(
    name: str,
    *,
    period: str = MONTH,
    environment: Literal["sandbox", "live"] = "sandbox",
    terms: TermMap = NONE,
    **facts: Any,
) -> Setting:
    """What the files of a dataset are read against."""
    known = {n: v for n, v in context(name, facts).items() if "month" not in n and "day" not in n}
    return Setting(
        dataset=DATASETS[name],
        period=Period.parse(period),
        context={**known, "envelope.extracted_on": date(2026, 4, 5)},
        fills={"sharing": default_sharing(SECTORS[name]), "lad_code": AREA},
        area=AREA,
        environment=environment,
        terms=terms,
    )


def examined(
    name: str, file: Source | Sequence[Any], *, watches: tuple[Watch, ...] = (), **said: Any
) -> Examined:
    """Read a file, or JSON records, as a return of the period."""
    kept = list[tuple[str, int, Mapping[str, Any]]]()
    source = Records(list(file), DATASETS[name]) if isinstance(file, Sequence) else file
    keep = Kept(kept)
    found = examine(source, setting=setting(name, **said), keep=keep, watches=watches)
    return Examined(found, sorted(kept, key=lambda each: each[1]), keep.together)


def many(name: str, count: int, **changes: Any) -> list[dict[str, Any]]:
    """Good rows; where persons stand once, nobody knows who they are, so that none are
    duplicates.
    """
    nobody = {UNKNOWN[name]: None} if name in UNKNOWN else {}
    return [row(name, {**nobody, **changes, "record_id": f"r-{n}"}) for n in range(1, count + 1)]

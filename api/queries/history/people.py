"""What the agency said of the same persons before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from api.intake.watches.watch import found
from api.queries.history.past import TOGETHER, Past
from schemas import rules
from schemas.codes import MISSING_REASONS
from schemas.findings import Finding
from schemas.period import Period


class People:
    """What the agency said of the same persons before: equality fields stay, ages go with the
    years.

    So many persons are asked about together; of those that were asked about, only the ones that the
    agency sent before are kept, since the first row of the file decides about each.
    """

    def __init__(self, past: Past, person: str, own: tuple[rules.Rule, ...]) -> None:
        self.past, self.person, self.rules = past, person, own
        self.now: dict[bytes, tuple[int, Mapping[str, Any]]] = {}
        self._told, self._found = set[bytes](), list[Finding]()
        self.fields = tuple(self._field(rule.test) for rule in own)

    def _field(self, test: rules.Test | None) -> str:
        return next(iter(rules.named(test) - {self.person}))

    def see(self, number: int, row: Mapping[str, Any]) -> None:
        """Take note of a person's values, the first row of the file deciding."""
        reference = None if self.idle else row.get(self.person)
        if reference is not None:
            person_id = self.past.digester.person_id(reference)
            self._note(person_id, number, {name: row.get(name) for name in self.fields})

    @property
    def idle(self) -> bool:
        """Whether there is nothing that any row could be held against."""
        return not self.past.has_rows

    def findings(self) -> Iterator[Finding]:
        """A query for each value that does not agree with the person's latest one."""
        self._ask()
        return iter(self._found)

    def _note(self, person_id: bytes, number: int, values: Mapping[str, Any]) -> None:
        if person_id not in self._told:
            self.now.setdefault(person_id, (number, values))
        if len(self.now) >= TOGETHER:
            self._ask()

    def _ask(self) -> None:
        """Compare the persons gathered so far with what was said of them before."""
        digest = f"{self.person.partition('.')[0]}_person_id"
        names = tuple(name.replace(".", "_") for name in self.fields)
        latest: dict[bytes, Any] = {}
        for row in self.past.sought(digest, list(self.now), digest, "month", *names):
            if row[0] not in latest or latest[row[0]][1] < row[1]:
                latest[row[0]] = row
        for person_id in (each for each in self.now if each in latest):
            _, month, *before = latest[person_id]
            said = dict(zip(self.fields, before, strict=True))
            self._found += self._compared(person_id, month, said)
        self._told |= latest.keys()
        self.now = {}

    def _compared(
        self, person_id: bytes, month: str, before: Mapping[str, Any]
    ) -> Iterator[Finding]:
        number, now = self.now[person_id]
        for rule, name in zip(self.rules, self.fields, strict=True):
            agree = _aged if isinstance(rule.test, rules.SteadyAge) else _same
            if not agree(before[name], now[name], self._years_since(month)):
                yield found(rule, number)

    def _years_since(self, month: str) -> int:
        then = Period.parse_month(month)
        return abs(self.past.period.start.year - then.start.year)


def _same(before: Any, now: Any, years: int) -> bool:  # noqa: ARG001 - one shape with _aged
    unknown = before is None or now is None or before in MISSING_REASONS or now in MISSING_REASONS
    return bool(unknown or before == now)


def _aged(before: Any, now: Any, years: int) -> bool:
    if not isinstance(before, int) or not isinstance(now, int):
        return True
    return abs(abs(now - before) - years) <= 1

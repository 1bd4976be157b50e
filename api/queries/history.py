"""The agency's own earlier rows, as watches over a file under examination.

Each stored rule of a dataset becomes a watch that gathers keys while the rows go by and asks the
store at the end, once. Only rows of the submitting agency that are in force are looked at, so that
a finding says nothing about anybody else's.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from api.policies.people import Digester
from api.queries.pointers import in_force
from schemas import rules
from schemas.codes import MISSING_REASONS
from schemas.dataset import Dataset
from schemas.datasets.housing_support import REFUGES
from schemas.findings import Finding
from schemas.period import Period
from schemas.tables.records import RECORDS
from schemas.tables.returns import returns

AT_ONCE: Final = 500  # values in one IN list: below every engine's limit of bound values


@dataclass(frozen=True)
class Past:
    """Where to look: an agency's rows of a dataset outside the months now being sent.

    `records` is the dataset whose rows they are, `owed` the dataset of the return they settle; the
    two differ where counts are sent in place of records.
    """

    session: Session
    partnership_id: str
    agency_id: str
    records: type[Dataset]
    owed: str
    period: Period
    digester: Digester

    def rows(self, *names: str, months: tuple[str, ...] = ()) -> Select[Any]:
        """A query for columns of the rows in force, of other months than the period's or of
        `months`.
        """
        table = RECORDS[self.records.name]
        sent = [str(month) for month in self.period.months()]
        outside = table.c.month.in_(months) if months else table.c.month.not_in(sent)
        return (
            select(*(table.c[name] for name in names))
            .join(
                returns,
                in_force(table),
            )
            .where(
                table.c.partnership_id == self.partnership_id,
                table.c.agency_id == self.agency_id,
                returns.c.dataset == self.owed,
                outside,
            )
        )


def watches(past: Past, *, present: frozenset[str]) -> tuple[Any, ...]:
    """A watch for each stored rule whose columns the file has, and one for record ids used
    elsewhere.
    """
    steady: dict[str, list[rules.Rule]] = defaultdict(list)
    found: list[Any] = [RecordIds(past)]
    for rule in past.records.rules:
        if rule.kind != "stored":
            continue
        if isinstance(rule.test, rules.Steady | rules.SteadyAge):
            if rules.named(rule.test) <= present:
                steady[rule.test.person.name].append(rule)
        else:
            found.append(_WATCHES[type(rule.test)](past, rule))
    return (*found, *(People(past, person, tuple(own)) for person, own in steady.items()))


def _found(rule: rules.Rule, row: int | None) -> Finding:
    return Finding(rule.id, rule.severity, rule.sentence, row, rule.field)


def _blocks(keys: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]


class RecordIds:
    """A record id belongs to one record of the agency and dataset, in whichever month."""

    def __init__(self, past: Past) -> None:
        self.past, self.rows = past, dict[str, int]()

    def see(self, number: int, row: Mapping[str, Any]) -> None:
        """Take note of the row's id."""
        self.rows.setdefault(row["record_id"], number)

    def findings(self) -> Iterator[Finding]:
        """An error for each id that stands in another month."""
        column = RECORDS[self.past.records.name].c.record_id
        for block in _blocks(list(self.rows)):
            query = self.past.rows("record_id").where(column.in_(block)).distinct()
            for record_id in self.past.session.scalars(query):
                yield Finding(
                    "record_id_elsewhere",
                    "error",
                    "record_id belongs to a record of another month: each record has its own.",
                    self.rows[record_id],
                    "record_id",
                )


class People:
    """What the agency said of the same persons before: equality fields stay, ages go with the
    years.
    """

    def __init__(self, past: Past, person: str, own: tuple[rules.Rule, ...]) -> None:
        self.past, self.person, self.rules = past, person, own
        self.now: dict[bytes, tuple[int, dict[str, Any]]] = {}
        self.fields = tuple(self._field(rule.test) for rule in own)

    def _field(self, test: rules.Test | None) -> str:
        return next(iter(rules.named(test) - {self.person}))

    def see(self, number: int, row: Mapping[str, Any]) -> None:
        """Take note of a person's values, the first row of the file deciding."""
        reference = row.get(self.person)
        if reference is not None:
            person_id = self.past.digester.person_id(reference)
            self.now.setdefault(person_id, (number, {name: row.get(name) for name in self.fields}))

    def findings(self) -> Iterator[Finding]:
        """A query for each value that does not agree with the person's latest one."""
        digest = f"{self.person.partition('.')[0]}_person_id"
        names = tuple(name.replace(".", "_") for name in self.fields)
        column = RECORDS[self.past.records.name].c[digest]
        for block in _blocks(list(self.now)):
            query = (
                self.past.rows(digest, "month", *names).where(column.in_(block)).order_by("month")
            )
            latest = {row[0]: row for row in self.past.session.execute(query)}
            for person_id, row in latest.items():
                yield from self._compared(
                    person_id, row[1], dict(zip(self.fields, row[2:], strict=True))
                )

    def _compared(
        self, person_id: bytes, month: str, before: Mapping[str, Any]
    ) -> Iterator[Finding]:
        number, now = self.now[person_id]
        for rule, name in zip(self.rules, self.fields, strict=True):
            agree = _aged if isinstance(rule.test, rules.SteadyAge) else _same
            if not agree(before[name], now[name], self._years_since(month)):
                yield _found(rule, number)

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


class Change:
    """A declared figure against the agency's figure of the month before."""

    def __init__(self, past: Past, rule: rules.Rule) -> None:
        self.past, self.rule, self.now = past, rule, dict[tuple[Any, ...], tuple[int, Decimal]]()

    def see(self, number: int, row: Mapping[str, Any]) -> None:
        """Take note of a figure."""
        value = row.get("value")
        if value is not None:
            self.now[self._key(row["measure"], row.get("breakdown"))] = number, value

    @staticmethod
    def _key(measure: str, breakdown: Any) -> tuple[Any, ...]:
        return measure, tuple(sorted((breakdown or {}).items()))

    def findings(self) -> Iterator[Finding]:
        """A query for each figure that moved by more than the rule's share."""
        test = self.rule.test
        before = str(self.past.period.months()[0].previous())
        query = self.past.rows("measure", "breakdown", "value", months=(before,))
        for measure, breakdown, value in self.past.session.execute(query):
            number, now = self.now.get(self._key(measure, breakdown), (0, None))
            if value and now is not None and isinstance(test, rules.ChangeAtMost):
                moved = abs(now - value) / value
                if moved > Decimal(str(test.share)):
                    yield _found(self.rule, number)


class Either:
    """Counts that stand for records are not sent where the records were."""

    def __init__(self, past: Past, rule: rules.Rule) -> None:
        self.past, self.rule, self.named = past, rule, dict[str, int]()

    def see(self, number: int, row: Mapping[str, Any]) -> None:
        """Take note of a figure that stands for a dataset's records."""
        if row["measure"] in RECORDS and row["measure"] != self.past.owed:
            self.named.setdefault(row["measure"], number)

    def findings(self) -> Iterator[Finding]:
        """An error for each dataset whose records were sent for the same months."""
        past = self.past
        query = select(returns.c.dataset).where(
            returns.c.partnership_id == past.partnership_id,
            returns.c.agency_id == past.agency_id,
            returns.c.month.in_([str(month) for month in past.period.months()]),
            returns.c.level == "record",
            returns.c.submission_id.is_not(None),
            returns.c.dataset.in_(list(self.named)),
        )
        for dataset in past.session.scalars(query).unique() if self.named else ():
            yield _found(self.rule, self.named[dataset])


class Nights:
    """Nights occupied against the capacity the agency declared for the month."""

    def __init__(self, past: Past, rule: rules.Rule) -> None:
        self.past, self.rule, self.nights = past, rule, defaultdict[str, int](int)

    def see(self, number: int, row: Mapping[str, Any]) -> None:
        """Count the nights of a stay in each month of the period."""
        start, end = row.get("start_on"), row.get("end_on")
        if row.get("support_type") not in REFUGES or not isinstance(start, date):
            return
        for month in self.past.period.months():
            last = min(end or month.end, month.end)
            self.nights[str(month)] += max(0, (last - max(start, month.start)).days + 1)

    def findings(self) -> Iterator[Finding]:
        """A query where a month's nights exceed its capacity times its days."""
        for month, capacity in self._capacities():
            year, number = int(month[:4]), int(month[5:])
            if self.nights[month] > capacity * monthrange(year, number)[1]:
                yield _found(self.rule, None)

    def _capacities(self) -> Iterator[tuple[str, Decimal]]:
        past, test = self.past, self.rule.test
        table = RECORDS["aggregate_return"]
        measure = test.measure if isinstance(test, rules.NightsWithinCapacity) else ""
        query = (
            select(table.c.month, table.c.value)
            .join(
                returns,
                in_force(table),
            )
            .where(
                table.c.partnership_id == past.partnership_id,
                table.c.agency_id == past.agency_id,
                table.c.measure == measure,
                table.c.breakdown.is_(None),
                table.c.month.in_([str(month) for month in past.period.months()]),
            )
        )
        yield from ((month, value) for month, value in past.session.execute(query))


_WATCHES: Final[Mapping[type, Callable[[Past, rules.Rule], Any]]] = {
    rules.ChangeAtMost: Change,
    rules.NoRecords: Either,
    rules.NightsWithinCapacity: Nights,
}

"""Declared figures beside those the agency declared or sent before."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from api.intake.watches.watch import found
from api.queries.history.past import Past
from api.queries.pointers import in_force
from schemas import rules
from schemas.codes.declared import DECLARED
from schemas.datasets.housing_support import REFUGES
from schemas.findings import Finding
from schemas.tables.records import RECORDS
from schemas.tables.returns import returns


class Figures:
    """Declared figures against the agency's figures of the month before."""

    def __init__(self, past: Past, rule: rules.Rule) -> None:
        self.past, self.rule = past, rule
        self.now = dict[tuple[Any, ...], tuple[int, Decimal | None, str]]()

    def see(self, number: int, row: Mapping[str, Any]) -> None:
        """Take note of a figure and of the rule that it was counted by."""
        key = self._key(row["measure"], row.get("breakdown"))
        self.now[key] = number, row.get("value"), row["counting_rule"]

    @staticmethod
    def _key(measure: str, breakdown: Any) -> tuple[Any, ...]:
        return measure, tuple(sorted((breakdown or {}).items()))

    def findings(self) -> Iterator[Finding]:
        """One for each figure that breaks the rule beside the figure of the month before."""
        before = str(self.past.period.months()[0].previous())
        names = ("measure", "breakdown", "value", "counting_rule")
        rows = set[int]()
        for measure, breakdown, *then in self.past.session.execute(
            self.past.rows(*names, months=(before,))
        ):
            number, *now = self.now.get(self._key(measure, breakdown), (0, None, ""))
            if number and self._broken(then, now):
                rows.add(number)
        return (found(self.rule, number) for number in sorted(rows))

    def _broken(self, then: Sequence[Any], now: Sequence[Any]) -> bool:
        """Whether value and counting rule of the month before and of now break the rule."""
        test, (before, old_rule), (value, new_rule) = self.rule.test, then, now
        if isinstance(test, rules.SameAsBefore):
            return bool(old_rule != new_rule)
        if not isinstance(test, rules.ChangeAtMost) or old_rule != new_rule:
            return False
        moved = abs(value - before) / before if before and value is not None else 0
        return bool(moved > Decimal(str(test.share)))


class Either:
    """Counts that stand for records are not sent where the records were."""

    def __init__(self, past: Past, rule: rules.Rule) -> None:
        self.past, self.rule, self.named = past, rule, dict[str, int]()

    def see(self, number: int, row: Mapping[str, Any]) -> None:
        """Take note of a figure that stands for a dataset's records."""
        dataset = DECLARED[row["measure"]].of
        if dataset and dataset != self.past.owed:
            self.named.setdefault(dataset, number)

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
            yield found(self.rule, self.named[dataset])


class Nights:
    """Nights occupied against the capacity the agency declared for the month."""

    def __init__(self, past: Past, rule: rules.Rule) -> None:
        self.past, self.rule, self.nights = past, rule, defaultdict[str, int](int)

    def see(self, number: int, row: Mapping[str, Any]) -> None:
        """Count the nights of a stay in each month of the period; none on the day it ends."""
        start, end = row.get("start_on"), row.get("end_on")
        if row.get("support_type") not in REFUGES or not isinstance(start, date):
            return
        for month in self.past.period.months():
            after = month.end + timedelta(days=1)
            stayed = min(end or after, after) - max(start, month.start)
            self.nights[str(month)] += max(0, stayed.days)

    def findings(self) -> Iterator[Finding]:
        """A query where a month's nights exceed its capacity times its days."""
        for month, capacity in self._capacities():
            year, number = int(month[:4]), int(month[5:])
            if self.nights[month] > capacity * monthrange(year, number)[1]:
                yield found(self.rule, None)

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

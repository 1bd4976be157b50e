"""Rows held against each other: companions, spans that keep apart, stages that go forward, keys
that stand once.

Each is an accumulator that sees the rows of a file and, where somebody shows it, other rows of the
agency (`beside`). It keeps keys, days and row numbers, never rows, and speaks of the file's rows
alone. Who fetches the other rows, and how a person is told again in them, is not decided here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any, Final

from api.intake.watches.watch import Key, Row, RuleWatch, whole
from schemas import rules
from schemas.codes import MISSING_REASONS
from schemas.evaluate import LONDON, judge
from schemas.findings import Finding

Known = Callable[[str, Row], Any]
"""How a field's value is told again in another row: by dotted name, from a row of the file."""

NOT_OURS: Final = 0  # the number of a row that is not the file's, whose rows count from 1


def as_sent(name: str, row: Row) -> Any:
    """The value itself, which is enough among the rows of one file."""
    return row.get(name)


class Keys(RuleWatch):
    """Keeps one key per row; a row with a blank among the fields has none."""

    def __init__(self, test: rules.Unique, rule: rules.Rule, *, known: Known = as_sent) -> None:
        super().__init__(rule)
        self.matched, self.known = tuple(field.name for field in test.fields), known
        self.wanted = frozenset(self.matched)
        self.first, self.again = dict[Key, int](), set[int]()

    def see(self, number: int, row: Row) -> None:
        """Take note of a row's key."""
        key = tuple(whole(self.known(name, row)) for name in self.matched)
        if None not in key and self.first.setdefault(key, number) != number:
            self.again.add(number)

    def beside(self, row: Row) -> None:
        """Hold a row that is not the file's against the file's."""
        number = self.first.get(tuple(whole(row.get(name)) for name in self.matched))
        if number is not None:
            self.again.add(number)

    def sought(self) -> Iterator[Key]:
        """The keys that other rows are sought by."""
        return iter(self.first)

    def findings(self) -> Iterator[Finding]:
        """One for each row whose key stood before."""
        return (self.found(number) for number in sorted(self.again))


class Companions(RuleWatch):
    """Keeps the keys and days of the rows that want a companion, and of those that may be one.

    Args:
        same: whether the file's own rows may be companions.
        facts: values of the context that the test names (`envelope.extracted_on`).
        kept: whether a row's companion could be told at all, were it there.
    """

    def __init__(
        self,
        test: rules.Companion,
        rule: rules.Rule,
        *,
        same: bool,
        facts: Mapping[str, Any],
        known: Known = as_sent,
        kept: Callable[[Row], bool] = lambda row: True,
    ) -> None:
        super().__init__(rule)
        self.test, self.same, self.known, self.kept = test, same, known, kept
        self.facts = {n: v for n, v in facts.items() if n in rules.named(test)}
        self.where = judge(test.where)
        self.meets = None if test.meets is None else judge(test.meets)
        self.own = tuple(own.name for own, _ in test.match)
        self.matched = tuple(other.name for _, other in test.match)
        self.wanted = rules.named_beside(test)
        self.asked: list[tuple[int, date, tuple[Key, ...]]] = []
        self.offered: defaultdict[Key, list[tuple[date, int]]] = defaultdict(list)

    def see(self, number: int, row: Row) -> None:
        """Take note of a row that wants a companion, and of one that may be another's."""
        if self.same:
            self._offer(number, row, known=self.known)
        if self.where({**row, **self.facts} if self.facts else row) is not True:
            return
        day = on(row.get(self.test.day.name))
        if day is not None and self._due(day) and self.kept(row):
            keys = tuple(_keys(self.own, row, self.known))
            if keys:
                self.asked.append((number, day, keys))

    def beside(self, row: Row) -> None:
        """Take note of a row that is not the file's, by the names of its own dataset."""
        self._offer(NOT_OURS, row, known=as_sent)

    def _offer(self, number: int, row: Row, *, known: Known) -> None:
        day = on(row.get(self.test.other_day.name))
        met = True if self.meets is None else self.meets(row)
        if day is None or met is False or (met is None and not self.test.wanted):
            return
        for key in _keys(self.matched, row, known):
            self.offered[key].append((day, number))

    def sought(self) -> Iterator[Key]:
        """The keys that other rows are sought by."""
        return (key for _, _, keys in self.asked for key in keys)

    def _due(self, day: date) -> bool:
        if self.test.due is None:
            return True
        due = on(self.facts.get(self.test.due.name))
        return due is not None and (due - day).days > self.test.high

    def findings(self) -> Iterator[Finding]:
        """One for each row that wants a companion and has none, or has one it must not have."""
        for days in self.offered.values():
            days.sort()
        for number, day, keys in self.asked:
            if any(self._found(number, day, key) for key in keys) is not self.test.wanted:
                yield self.found(number)

    def _found(self, number: int, day: date, key: Key) -> bool:
        first, last = (day + timedelta(days=n) for n in (self.test.low, self.test.high))
        days = self.offered.get(key, [])
        start = bisect_left(days, (first, NOT_OURS))
        end = bisect_left(days, (last + timedelta(days=1), NOT_OURS))
        return any(other != number or not self.same for _, other in days[start:end])


class Spans(RuleWatch):
    """Keeps the spans of rows that agree, to see whether they overlap."""

    def __init__(self, test: rules.Apart, rule: rules.Rule, *, known: Known = as_sent) -> None:
        super().__init__(rule)
        self.start, self.end, self.known = test.start.name, test.end.name, known
        self.matched = tuple(field.name for field in test.match)
        self.wanted = rules.named(test)
        self.spans: defaultdict[Key, list[tuple[date, date, int]]] = defaultdict(list)

    def see(self, number: int, row: Row) -> None:
        """Take note of a span."""
        self._take(number, row, known=self.known)

    def beside(self, row: Row) -> None:
        """Take note of a span that is not the file's."""
        self._take(NOT_OURS, row, known=as_sent)

    def _take(self, number: int, row: Row, *, known: Known) -> None:
        start, end = on(row.get(self.start)), on(row.get(self.end))
        if start is not None:
            for key in _keys(self.matched, row, known):
                self.spans[key].append((start, end or date.max, number))

    def sought(self) -> Iterator[Key]:
        """The keys that other rows are sought by."""
        return iter(self.spans)

    def findings(self) -> Iterator[Finding]:
        """One for each row of the file whose span overlaps another."""
        rows = {number for spans in self.spans.values() for number in _overlapping(spans)}
        return (self.found(number) for number in sorted(rows - {NOT_OURS}))


class Stages(RuleWatch):
    """Keeps day and stage of rows that agree, to see whether stages go back."""

    def __init__(self, test: rules.Forward, rule: rules.Rule, *, known: Known = as_sent) -> None:
        super().__init__(rule)
        self.stage, self.day, self.known = test.stage.name, test.day.name, known
        self.rank = {stage: number for number, stage in enumerate(test.order)}
        self.matched = tuple(field.name for field in test.match)
        self.wanted = rules.named(test)
        self.steps: defaultdict[Key, list[tuple[date, int, int]]] = defaultdict(list)

    def see(self, number: int, row: Row) -> None:
        """Take note of a stage."""
        self._take(number, row, known=self.known)

    def beside(self, row: Row) -> None:
        """Take note of a stage that is not the file's."""
        self._take(NOT_OURS, row, known=as_sent)

    def _take(self, number: int, row: Row, *, known: Known) -> None:
        day, rank = on(row.get(self.day)), self.rank.get(row.get(self.stage, ""))
        if day is not None and rank is not None:
            for key in _keys(self.matched, row, known):
                self.steps[key].append((day, rank, number))

    def sought(self) -> Iterator[Key]:
        """The keys that other rows are sought by."""
        return iter(self.steps)

    def findings(self) -> Iterator[Finding]:
        """One for each row of the file that goes back, or before which a known one goes on."""
        rows = {number for steps in self.steps.values() for number in _going_back(steps)}
        return (self.found(number) for number in sorted(rows - {NOT_OURS}))


def on(value: Any) -> date | None:
    """The day of a value: a moment's in London, a month's first; None where it has none."""
    if isinstance(value, datetime):
        return value.astimezone(LONDON).date()
    if isinstance(value, str):
        return None if value in MISSING_REASONS else date.fromisoformat(f"{value}-01")
    return value if isinstance(value, date) else None


def _keys(names: tuple[str, ...], row: Row, known: Known) -> Iterator[Key]:
    """What a row agrees in; several keys where a field is a list, none where one is blank."""
    return product(*(_items(known(name, row)) for name in names))


def _items(value: Any) -> tuple[Any, ...]:
    parts = value if isinstance(value, tuple) else (whole(value),)
    return tuple(part for part in parts if part is not None and part not in MISSING_REASONS)


def _overlapping(spans: list[tuple[date, date, int]]) -> Iterator[int]:
    """The numbers of spans that begin before one that began earlier has ended, and of those that
    the spans of others begin within.
    """
    open_until, holder = date.min, NOT_OURS
    for start, end, number in sorted(spans):
        if start < open_until:
            yield number or holder
        if end > open_until:
            open_until, holder = end, number


def _going_back(steps: list[tuple[date, int, int]]) -> Iterator[int]:
    """The numbers of steps with an earlier day of a later stage, or, among those that are not the
    file's, a later day of an earlier stage.
    """
    steps.sort()
    days = [day for day, _, _ in steps]
    for day, rank, number in steps:
        before = steps[: bisect_left(days, day)]
        after = steps[bisect_left(days, day + timedelta(days=1)) :]
        later_stage = any(other > rank for _, other, _ in before)
        if later_stage or any(r < rank and n == NOT_OURS for _, r, n in after):
            yield number

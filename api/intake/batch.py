"""Rules over a whole file: each batch test is an accumulator that sees every row once.

Accumulators keep keys and counts, never rows, and say at the end what they found.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import singledispatch
from typing import Any, Protocol

from schemas import rules
from schemas.codes import MISSING_REASONS
from schemas.findings import Finding

Key = tuple[Any, ...]


class Watch(Protocol):
    """What sees every good row and speaks at the end."""

    def see(self, number: int, row: Mapping[str, Any]) -> None:
        """Take note of a row."""

    def findings(self) -> Iterator[Finding]:
        """What was found, with the rows it concerns."""


def watches(dataset_rules: tuple[rules.Rule, ...], *, present: frozenset[str]) -> tuple[Watch, ...]:
    """An accumulator for each batch rule, and one for repeated record ids.

    A share of missing reasons is watched only in columns that the file has: what stands in for an
    absent column is the service's word, not the sender's.
    """
    repeated = rules.Rule(
        "duplicate_record_id",
        "batch",
        "error",
        "record_id stands in the file more than once: each record has its own.",
        rules.Unique((rules.Field("record_id"),)),
        "record_id",
    )
    batch = (
        rule
        for rule in dataset_rules
        if rule.kind == "batch"
        and not (isinstance(rule.test, rules.ShareAtMost) and rule.test.field.name not in present)
    )
    return tuple(watch(rule.test, rule) for rule in (repeated, *batch))


@singledispatch
def watch(test: object, rule: rules.Rule) -> Watch:  # noqa: ARG001 - dispatched on the test
    """The accumulator of a batch test.

    Raises:
        TypeError: the test is not a batch test.
    """
    raise TypeError(f"{type(test).__name__} is not a test over a file")


def _key(fields: tuple[rules.Field, ...], row: Mapping[str, Any]) -> Key:
    return tuple(_hashable(row.get(field.name)) for field in fields)


def _hashable(value: Any) -> Any:
    return tuple(sorted(value.items())) if isinstance(value, dict) else value


class _Rule:
    def __init__(self, rule: rules.Rule) -> None:
        self.rule = rule

    def found(self, row: int | None) -> Finding:
        rule = self.rule
        return Finding(rule.id, rule.severity, rule.sentence, row, rule.field)


class _Unique(_Rule):
    """Keeps one key per row; a row with a blank among the fields has none."""

    def __init__(self, test: rules.Unique, rule: rules.Rule) -> None:
        super().__init__(rule)
        self.fields, self.seen, self.again = test.fields, set[Key](), list[int]()

    def see(self, number: int, row: Mapping[str, Any]) -> None:
        key = _key(self.fields, row)
        if None in key:
            return
        if key in self.seen:
            self.again.append(number)
        self.seen.add(key)

    def findings(self) -> Iterator[Finding]:
        return (self.found(number) for number in self.again)


class _ShareAtMost(_Rule):
    """Counts each missing reason of a field against all rows."""

    def __init__(self, test: rules.ShareAtMost, rule: rules.Rule) -> None:
        super().__init__(rule)
        self.test, self.rows, self.reasons = test, 0, Counter[str]()

    def see(self, number: int, row: Mapping[str, Any]) -> None:
        value = row.get(self.test.field.name)
        if value is None:
            return
        self.rows += 1
        if isinstance(value, str) and value in MISSING_REASONS:
            self.reasons[value] += 1

    def findings(self) -> Iterator[Finding]:
        most = max(self.reasons.values(), default=0)
        if self.rows >= self.test.base and most > self.test.share * self.rows:
            yield self.found(None)


class _PartsSum(_Rule):
    """Sums the cells of a figure by its dimensions, to hold against the total row."""

    def __init__(self, test: rules.PartsSum, rule: rules.Rule) -> None:
        super().__init__(rule)
        self.test = test
        self.totals: dict[Key, Decimal] = {}
        self.parts: defaultdict[tuple[Key, Key], Decimal] = defaultdict(Decimal)

    def see(self, number: int, row: Mapping[str, Any]) -> None:
        figure, value = _key(self.test.figure, row), row.get(self.test.value.name)
        cell = row.get(self.test.cell.name)
        if value is None:
            return
        if not cell:
            self.totals[figure] = value
            return
        part = figure, tuple(sorted(cell))
        self.parts[part] += value

    def findings(self) -> Iterator[Finding]:
        for (figure, _), total in self.parts.items():
            if figure in self.totals and self.totals[figure] != total:
                yield self.found(None)


class _Beside(_Rule):
    """Keeps the values of the keyed rows side by side, by what they agree in."""

    def __init__(self, test: rules.AtMostBeside | rules.SumBeside, rule: rules.Rule) -> None:
        super().__init__(rule)
        self.test = test
        self.values: defaultdict[Key, dict[str, Decimal]] = defaultdict(dict)

    def see(self, number: int, row: Mapping[str, Any]) -> None:
        key, value = row.get(self.test.key.name), row.get(self.test.value.name)
        if key is not None and value is not None:
            self.values[_key(self.test.match, row)][key] = value

    def findings(self) -> Iterator[Finding]:
        for beside in self.values.values():
            if self.broken(beside):
                yield self.found(None)

    def broken(self, beside: Mapping[str, Decimal]) -> bool:
        """Whether rows that agree break the rule; a row that was not sent breaks nothing."""
        test = self.test
        if isinstance(test, rules.AtMostBeside):
            low, high = beside.get(test.lower), beside.get(test.upper)
            return low is not None and high is not None and low > high
        whole, parts = beside.get(test.whole), [beside.get(part) for part in test.parts]
        known = [part for part in parts if part is not None]
        return whole is not None and len(known) == len(parts) and sum(known) != whole


@watch.register
def _(test: rules.Unique, rule: rules.Rule) -> Watch:
    return _Unique(test, rule)


@watch.register
def _(test: rules.ShareAtMost, rule: rules.Rule) -> Watch:
    return _ShareAtMost(test, rule)


@watch.register
def _(test: rules.PartsSum, rule: rules.Rule) -> Watch:
    return _PartsSum(test, rule)


@watch.register(rules.AtMostBeside)
@watch.register(rules.SumBeside)
def _(test: rules.AtMostBeside | rules.SumBeside, rule: rules.Rule) -> Watch:
    return _Beside(test, rule)

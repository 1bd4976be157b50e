"""Rules over a whole file: each batch test is an accumulator that sees every row once.

Accumulators keep keys and counts, never rows, and say at the end what they found.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from api.intake.accepted import Accepted
from api.intake.watches.beside import Companions, Keys, Spans, Stages
from api.intake.watches.watch import Key, RuleWatch, Watch, whole
from schemas import rules
from schemas.codes import MISSING_REASONS
from schemas.findings import Finding

__all__ = ["Watch", "watch", "watches"]

NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


def watches(
    dataset_rules: tuple[rules.Rule, ...],
    *,
    present: frozenset[str],
    facts: Mapping[str, Any] = NOTHING,
) -> tuple[Watch, ...]:
    """An accumulator for each batch rule, and one for repeated record ids.

    A share of missing reasons is watched only in columns that the file has: what stands in for an
    absent column is the service's word, not the sender's. A companion, a span or a stage is
    watched only where the file has every column that the rule names.

    Args:
        dataset_rules: the rules of the rows' dataset.
        present: dotted names of the columns in the file.
        facts: what the context knows (`envelope.extracted_on`).
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
        and rule.test is not None
        and _can_be_seen(rule.test, present, facts)
    )
    return tuple(watch(rule.test, rule, facts=facts) for rule in (repeated, *batch))


def _can_be_seen(test: rules.Test, present: frozenset[str], facts: Mapping[str, Any]) -> bool:
    if isinstance(test, rules.ShareAtMost):
        return test.field.name in present
    if isinstance(test, rules.Companion | rules.Apart | rules.Forward):
        return rules.named(test) <= present | facts.keys()
    return True


def watch(test: object, rule: rules.Rule, *, facts: Mapping[str, Any] = NOTHING) -> Watch:
    """The accumulator of a batch test.

    Raises:
        TypeError: the test is not a batch test.
    """
    if isinstance(test, rules.Companion):
        return Companions(test, rule, same=True, facts=facts)
    if type(test) not in _WATCHES:
        raise TypeError(f"{type(test).__name__} is not a test over a file")
    return _WATCHES[type(test)](test, rule)


def _key(fields: tuple[rules.Field, ...], row: Mapping[str, Any]) -> Key:
    return tuple(whole(row.get(field.name)) for field in fields)


class _ShareAtMost(RuleWatch):
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

    def see_block(self, rows: Accepted) -> None:
        """Count the reasons of rows that were accepted together."""
        texts = rows.text(self.test.field.name).drop_nulls()
        self.rows += len(texts)
        for text, times in texts.value_counts().iter_rows():
            if text in MISSING_REASONS:
                self.reasons[text] += times

    def findings(self) -> Iterator[Finding]:
        most = max(self.reasons.values(), default=0)
        if self.rows >= self.test.base and most > self.test.share * self.rows:
            yield self.found(None)


class _PartsSum(RuleWatch):
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


class _Beside(RuleWatch):
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
            return low is not None and high is not None and low * test.times > high
        whole, parts = beside.get(test.whole), [beside.get(part) for part in test.parts]
        known = [part for part in parts if part is not None]
        return whole is not None and len(known) == len(parts) and sum(known) != whole


_WATCHES: Final[Mapping[type, Callable[[Any, rules.Rule], Watch]]] = {
    rules.Unique: Keys,
    rules.Apart: Spans,
    rules.Forward: Stages,
    rules.ShareAtMost: _ShareAtMost,
    rules.PartsSum: _PartsSum,
    rules.AtMostBeside: _Beside,
    rules.SumBeside: _Beside,
}

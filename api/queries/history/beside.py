"""Rows of the file held against the agency's own rows in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from api.intake.watches.beside import Companions, Keys, Spans, Stages
from api.queries.history.past import SOUGHT, Past, sought_by
from schemas import rules
from schemas.findings import Finding


class Beside:
    """Gathers keys while the rows go by, and shows the accumulator the agency's rows with them."""

    def __init__(self, past: Past, rule: rules.Rule) -> None:
        test = rule.test
        self.past, self.inner = past, _accumulator(past, rule)
        self.dataset = test.dataset if isinstance(test, rules.Companion) else past.records.name

    def see(self, number: int, row: Mapping[str, Any]) -> None:
        """Take note of a row."""
        self.inner.see(number, row)

    def findings(self) -> Iterator[Finding]:
        """What the file's rows and the agency's own say together.

        Whoever never sends another dataset is not asked for companions there.
        """
        if self.dataset not in {self.past.records.name, *self.past.told}:
            return
        names = self.inner.matched
        by = next((n for n, name in enumerate(names) if sought_by(self.dataset, name)), None)
        values = () if by is None else {key[by] for key in self.inner.sought()}
        for row in self.past.beside(
            self.dataset,
            sorted(self.inner.wanted),
            by="" if by is None else names[by],
            values=sorted(value for value in values if isinstance(value, SOUGHT)),
        ):
            self.inner.beside(row)
        yield from self.inner.findings()


def _accumulator(past: Past, rule: rules.Rule) -> Companions | Keys | Spans | Stages:
    test = rule.test
    if isinstance(test, rules.Companion):
        own = tuple(field.name for field, _ in test.match)
        return Companions(
            test,
            rule,
            same=test.dataset == past.records.name,
            facts=past.facts,
            known=past.known,
            kept=partial(past.keeps, own) if test.wanted else lambda row: True,
        )
    if isinstance(test, rules.Apart):
        return Spans(test, rule, known=past.known)
    if isinstance(test, rules.Forward):
        return Stages(test, rule, known=past.known)
    if isinstance(test, rules.Unique):
        return Keys(test, rule, known=past.known)
    raise TypeError(f"{type(test).__name__} does not hold rows against each other")

"""What sees every good row of a file and speaks at the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from schemas import rules
from schemas.findings import Finding

Key = tuple[Any, ...]
Row = Mapping[str, Any]


class Watch(Protocol):
    """An accumulator: it keeps keys and counts, never rows."""

    def see(self, number: int, row: Row) -> None:
        """Take note of a row."""

    def findings(self) -> Iterator[Finding]:
        """What was found, with the rows it concerns."""


class RuleWatch:
    """What speaks for one rule."""

    def __init__(self, rule: rules.Rule) -> None:
        self.rule = rule

    def found(self, row: int | None) -> Finding:
        """The rule's finding about a row, or about the whole file."""
        return found(self.rule, row)


def found(rule: rules.Rule, row: int | None) -> Finding:
    """The finding of a rule about a row, or about the whole file."""
    return Finding(rule.id, rule.severity, rule.sentence, row, rule.field)


def whole(value: Any) -> Any:
    """A value as part of a key."""
    return tuple(sorted(value.items())) if isinstance(value, dict) else value

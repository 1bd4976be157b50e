"""A rule: a test with an id, a kind, a severity and a sentence."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Literal

from schemas.findings import Severity
from schemas.rules.expressions import Expression, Field
from schemas.rules.wider import BatchTest, StoredTest

Kind = Literal["row", "policy", "batch", "stored"]
"""`row` needs the record alone, `policy` also who sends it, `batch` the whole file, `stored` the
agency's own rows of other months."""

Test = Expression | BatchTest | StoredTest


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the common schema.

    Attributes:
        id: `EVT-V01`; published, never used again for another rule.
        kind: what it needs to see.
        severity: what its breach means to the sender.
        sentence: what is wrong and what would be right, without any value.
        test: the expression that must hold.
        field: the dotted field the finding points at.
    """

    id: str
    kind: Kind
    severity: Severity
    sentence: str
    test: Test
    field: str


def named(test: object) -> frozenset[str]:
    """The dotted names of all fields in a test."""
    if isinstance(test, Field):
        return frozenset({test.name})
    parts = test if isinstance(test, tuple) else _parts(test)
    return frozenset[str]().union(*(named(part) for part in parts))


def _parts(test: Any) -> tuple[Any, ...]:
    """What an operator is made of; nothing for a plain value."""
    return tuple(getattr(test, part.name) for part in fields(test)) if is_dataclass(test) else ()


def placed(rule: Rule, *, block: str) -> Rule:
    """A rule about `person.*` as the rule about one block of a dataset (`victim.*`)."""
    return replace(rule, test=_placed(rule.test, block), field=_renamed(rule.field, block))


def _renamed(name: str, block: str) -> str:
    return f"{block}.{name.removeprefix('person.')}" if name.startswith("person.") else name


def _placed(part: Any, block: str) -> Any:
    if isinstance(part, Field):
        return Field(_renamed(part.name, block))
    if isinstance(part, tuple):
        return tuple(_placed(item, block) for item in part)
    if is_dataclass(part) and not isinstance(part, type):
        return replace(
            part, **{f.name: _placed(getattr(part, f.name), block) for f in fields(part)}
        )
    return part

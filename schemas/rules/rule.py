"""A rule: a test with an id, a kind, a severity and a sentence."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Literal

from schemas.findings import Severity
from schemas.rules.expressions import Expression, Field
from schemas.rules.wider import BatchTest, Companion, StoredTest

Kind = Literal["row", "policy", "batch", "stored", "reconciliation", "output", "envelope"]
"""What a rule needs to see, or where it binds.

`row` needs the record alone, `policy` also who sends it, `batch` the whole file, `stored` the file
and the agency's own rows of other months, `reconciliation` every agency's rows: it is looked at
when a release is frozen, and never when something is sent. `output` binds what leaves the service,
and `envelope` what is said of a delivery.
"""

Test = Expression | BatchTest | StoredTest


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the common schema.

    Attributes:
        id: `EVT-V01`; published, never used again for another rule.
        kind: what it needs to see.
        severity: what its breach means to the sender.
        sentence: what is wrong and what would be right, without any value.
        test: what must hold; None where the place that enforces the rule holds no test as a value
            (an envelope's policy, a purpose's reach, a field's own check).
        field: the dotted field the finding points at.
    """

    id: str
    kind: Kind
    severity: Severity
    sentence: str
    test: Test | None
    field: str


def named(test: object) -> frozenset[str]:
    """The dotted names of all fields in a test that are the row's own."""
    if isinstance(test, Field):
        return frozenset({test.name})
    parts = test if isinstance(test, tuple) else _parts(test)
    return frozenset[str]().union(*(named(part) for part in parts))


def named_beside(test: Companion) -> frozenset[str]:
    """The dotted names of the companion's fields in a test."""
    return named((tuple(other for _, other in test.match), test.other_day, test.meets))


def _parts(test: Any) -> tuple[Any, ...]:
    """What an operator is made of, as far as it is the row's own; nothing for a plain value."""
    if isinstance(test, Companion):
        return test.where, tuple(own for own, _ in test.match), test.day, test.due
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

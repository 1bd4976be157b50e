"""What a rule's operands are in generated Python: a local variable or a bound constant, of a kind.

The kinds follow from the fields' classes alone: what a field loads is what its class loads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, Literal

from schemas import rules
from schemas.evaluate import ABSENT, LONDON
from schemas.fast.wording import Names, variable
from schemas.fields import (
    Amount,
    Code,
    Count,
    CountOrReason,
    Day,
    Domain,
    Flag,
    Instant,
    LinkedRef,
    Many,
    Month,
    Opaque,
    PersonRef,
    PersonRefs,
    Text,
)

Kind = Literal["none", "text", "number", "count or reason", "day", "moment", "list", "other"]

_OF_FIELDS: Final[Mapping[type[Domain], Kind]] = {
    Amount: "number",
    Code: "text",
    Count: "number",
    CountOrReason: "count or reason",
    Day: "day",
    Flag: "number",
    Instant: "moment",
    LinkedRef: "list",
    Many: "list",
    Month: "text",
    Opaque: "text",
    PersonRef: "text",
    PersonRefs: "list",
    Text: "text",
}


@dataclass(frozen=True, slots=True)
class Side:
    """One operand as it stands in the text.

    Attributes:
        text: an expression of it.
        kind: what its values are, where it has one.
        known: whether it has a value in every row.
    """

    text: str
    kind: Kind
    known: bool

    @property
    def has(self) -> str:
        """The test that it has a value that may be compared; empty where it always has."""
        if self.kind == "count or reason":
            return f"{self.text}.__class__ is int"
        return "" if self.known else f"{self.text} is not None"

    @property
    def day(self) -> str:
        """The same as a day; a moment counts by its date in London."""
        moved = f"{self.text}.astimezone(LONDON).date()"
        return moved if self.kind == "moment" else self.text


class Scope:
    """What the names in a plan's rules stand for.

    Args:
        fields: the columns that may hold a value when rules are judged, by dotted name.
        row: what every row says besides.
    """

    def __init__(self, fields: Mapping[str, Domain], row: Mapping[str, Any], names: Names) -> None:
        self.fields, self.row, self.names = fields, row, names
        names.bound["LONDON"] = LONDON

    def side(self, operand: rules.Operand) -> Side:
        """An operand: a variable, a constant of the rule, or one of the context."""
        if isinstance(operand, rules.Value):
            return self._constant(operand.value, shown=isinstance(operand.value, str | int))
        field = self.fields.get(operand.name)
        if field is None:
            return self._constant(self.row.get(operand.name), shown=False)
        return Side(variable(operand.name), _OF_FIELDS.get(type(field), "other"), known=False)

    def is_absent(self, name: str) -> bool:
        """Whether the file has no such column, so that nothing can be said of its blanks."""
        return name in self.row[ABSENT]

    def _constant(self, value: Any, *, shown: bool) -> Side:
        if value is None:
            return Side("None", "none", known=False)
        text = repr(value) if shown else self.names.of("given", value)
        return Side(text, _kind(value), known=True)


def _kind(value: Any) -> Kind:
    if isinstance(value, str):
        return "text"
    if isinstance(value, int | Decimal):
        return "number"
    if isinstance(value, datetime):
        return "moment"
    return "day" if isinstance(value, date) else "other"

"""Fields of number and truth: counts, counts or reasons, decimals, true or false."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, ClassVar, Final

from schemas.codes import MISSING_REASONS
from schemas.fields.base import NOT_RECORDED, Domain, Stored, Words

INTEGER_MAX: Final = 2_147_483_647  # the widest value a 32-bit column keeps (SQL integer)
FAITHFUL_FIGURES: Final = 15  # DBL_DIG of a 64-bit double
_INTEGER: Final = re.compile(r"-?[0-9]{1,12}\Z", re.ASCII)
_DECIMAL: Final = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?\Z", re.ASCII)


class Count(Domain):
    """A whole number within bounds."""

    storage: ClassVar[Stored] = (("", "integer"),)
    words: ClassVar[Words] = {
        "type": ("type", "must be a whole number"),
        "range": ("range", "must be from {low} to {high}"),
    }

    def __init__(self, title: str, *, low: int = 0, high: int = INTEGER_MAX, **kwargs: Any) -> None:
        super().__init__(title, **kwargs)
        self.low, self.high = low, high

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.make_error("type")
        if not self.low <= value <= self.high:
            raise self.make_error("range", low=self.low, high=self.high)
        return value

    def from_text(self, cell: str) -> Any:
        return int(cell) if _INTEGER.match(cell) else cell

    @property
    def expected(self) -> str:
        return f"a whole number from {self.low} to {self.high}"

    def json_schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


class CountOrReason(Count):
    """A whole number, or a reason why there is none; stored as two columns."""

    storage = (("", "integer"), ("_reason", "code"))
    words: ClassVar[Words] = {
        "type": ("type", "must be a whole number or a reason why there is none"),
        "range": ("range", "must be from {low} to {high}"),
    }

    def __init__(self, title: str, **kwargs: Any) -> None:
        super().__init__(title, **{"fill": NOT_RECORDED, **kwargs})

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if isinstance(value, str) and value in MISSING_REASONS:
            return value
        return super()._deserialize(value, attr, data, **kwargs)

    def stored(self, value: Any) -> tuple[Any, ...]:
        return (None, value) if isinstance(value, str) else (value, None)

    @property
    def expected(self) -> str:
        reasons = ", ".join(sorted(MISSING_REASONS))
        return f"{super().expected}, or why there is none: {reasons}"

    def json_schema(self) -> dict[str, Any]:
        return {
            "anyOf": [super().json_schema(), {"type": "string", "enum": sorted(MISSING_REASONS)}]
        }


class Flag(Domain):
    """True or false, and nothing that merely looks like it."""

    storage = (("", "boolean"),)
    words: ClassVar[Words] = {"type": ("type", "must be true or false")}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("type")
        return value

    def from_text(self, cell: str) -> Any:
        return {"true": True, "false": False}.get(cell, cell)

    def to_text(self, value: Any) -> str:
        return "true" if value else "false"

    @property
    def expected(self) -> str:
        return "true or false, in small letters"

    def json_schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


class Amount(Domain):
    """A decimal number with at most six places, as a JSON number or as text."""

    storage = (("", "decimal"),)
    words: ClassVar[Words] = {
        "type": ("type", "must be a number"),
        "format": ("format", "must be a number with at most 15 digits and 6 places"),
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise self.make_error("type")
        text = _plain(value) if isinstance(value, float) else str(value)
        if not _DECIMAL.match(text):
            raise self.make_error("format")
        return Decimal(text)

    def to_text(self, value: Decimal) -> str:
        return format(value, "f")

    @property
    def expected(self) -> str:
        return "a number in figures, at most 15 before the point and 6 behind it, as 12.5"

    def json_schema(self) -> dict[str, Any]:
        return {
            "anyOf": [
                {"type": "number"},
                {"type": "string", "pattern": _DECIMAL.pattern.replace("\\Z", "$")},
            ]
        }


def _plain(number: float) -> str:
    """A JSON number in figures, exactly as it was sent; no number where it cannot be known.

    A double keeps every decimal number of up to 15 significant figures (IEEE 754, binary64).
    """
    text = format(Decimal(repr(number)), "f")
    if len(text.strip("-0.").replace(".", "")) > FAITHFUL_FIGURES:
        return ""
    return text.rstrip("0").rstrip(".") if "." in text else text

"""Fields of text: bounded text, exact patterns, opaque ids, references to persons."""

from __future__ import annotations

import re
from typing import Any, ClassVar, Final

from marshmallow import ValidationError

from schemas.fields.base import Domain, Words
from schemas.findings import Said

UNSAFE_TEXT: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\ud800-\udfff\ufeff\ufff0-\uffff\U000e0000-\U000e0fff]"
)
"""Controls, surrogates, marks of direction and characters without a glyph (Unicode, categories Cc,
Cf, Cs and Zl); tabs and line ends are let through."""
_OPAQUE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}\Z", re.ASCII)
_REFERENCE: Final = re.compile(r"(?:[0-9a-f]{64}|syn_[0-9a-f]{60})\Z", re.ASCII)


class Text(Domain):
    """Plain text of bounded length without control or hidden characters.

    Args:
        rule: the id of a rule that sets the bounds; what is too long is found under it.
    """

    words: ClassVar[Words] = {
        "type": ("type", "must be text"),
        "length": ("length", "must have {low} to {high} characters"),
        "characters": (
            "characters",
            "holds a control, hidden or broken character; send plain text",
        ),
    }

    def __init__(
        self, title: str, *, low: int = 1, high: int = 1000, rule: str = "", **kwargs: Any
    ) -> None:
        super().__init__(title, **kwargs)
        self.low, self.high, self.rule = low, high, rule

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str):
            raise self.make_error("type")
        if UNSAFE_TEXT.search(value):
            raise self.make_error("characters")
        if not self.low <= len(value.strip()) or len(value) > self.high:
            raise self._out_of_bounds()
        return value

    def _out_of_bounds(self) -> ValidationError:
        code, words = self.words["length"]
        return ValidationError(
            [Said(self.rule or code, words.format(low=self.low, high=self.high))]
        )

    @property
    def expected(self) -> str:
        return f"plain text of {self.low} to {self.high} characters"

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "minLength": self.low, "maxLength": self.high}


class Patterned(Domain):
    """Text that is one exact pattern."""

    pattern: ClassVar[re.Pattern[str]]

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str):
            raise self.make_error("type")
        if not self.pattern.match(value):
            raise self.make_error("format")
        return value

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^" + self.pattern.pattern.replace("\\Z", "$")}


class Opaque(Patterned):
    """The agency's own identifier of a record: stable, and meaning nothing outside."""

    pattern = _OPAQUE
    words: ClassVar[Words] = {
        "type": ("type", "must be text"),
        "format": (
            "format",
            "must be 1 to 64 letters, digits or . _ : / - and start with a letter or digit",
        ),
    }

    @property
    def expected(self) -> str:
        return "1 to 64 letters, digits or . _ : / - that start with a letter or digit, as A-0001"


class PersonRef(Patterned):
    """A keyed reference to a person, made on the agency's own machine."""

    pattern = _REFERENCE
    storage = ()  # its digest stands in a column of the service's own
    words: ClassVar[Words] = {
        "type": ("type", "must be text"),
        "format": ("person_ref", "must be a person reference as made by `safershare ref`"),
    }

    @property
    def expected(self) -> str:
        return (
            "a reference of 64 characters, 0 to 9 and a to f, as `safershare ref` makes it"
            " (with --sandbox for test data, which begins with syn_)"
        )

    def stored(self, value: Any) -> tuple[Any, ...]:
        return ()

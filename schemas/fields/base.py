"""What every field of a dataset shares: a title, a source, stored columns, and words for what is
wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from marshmallow import ValidationError, fields

from schemas.findings import Said

NOT_RECORDED: Final = "not_recorded"

Words = Mapping[str, tuple[str, str]]
"""For each fault its finding code and the sentence said of the field."""

Stored = tuple[tuple[str, str], ...]
"""Stored columns of a field: (suffix of the name, kind), e.g. (("", "integer"), ("_reason",
"code"))."""


class Domain(fields.Field[Any]):
    """What all fields of a dataset share.

    Args:
        mandatory: a blank cell in a present column is an error.
        fill: the value given to every row when the file has no such column; None leaves it empty.
        source: where the definition comes from.
    """

    storage: ClassVar[Stored] = (("", "text"),)
    words: ClassVar[Words] = {}
    _shared_words: ClassVar[Words] = {
        "required": ("missing", "needs a value"),
        "null": ("missing", "needs a value"),
        "validator_failed": ("type", "is not a value this field takes"),
    }

    def __init__(
        self, title: str, *, mandatory: bool = False, fill: Any = None, source: str = "design"
    ) -> None:
        super().__init__(
            required=mandatory,
            allow_none=not mandatory,
            metadata={"description": title, "source": source},
        )
        self.title = title
        self.fill = fill
        self.source = source

    @property
    def mandatory(self) -> bool:
        """Whether a blank cell in a present column is an error."""
        return self.required

    def make_error(self, key: str, **kwargs: Any) -> ValidationError:
        code, text = self.words.get(key) or self._shared_words[key]
        return ValidationError([Said(code, text.format(**kwargs))])

    def from_text(self, cell: str) -> Any:
        """The JSON value that a CSV cell stands for; the text itself when it stands for none."""
        return cell

    def to_text(self, value: Any) -> str:
        """The CSV cell of a loaded value."""
        return str(value)

    def stored(self, value: Any) -> tuple[Any, ...]:
        """The values of the field's stored columns, in the order of `storage`."""
        return (value,)

    @property
    def expected(self) -> str:
        """What a right value is, in words that follow on "expected:"."""
        return "text"

    def json_schema(self) -> dict[str, Any]:
        """The JSON Schema (2020-12) of one value."""
        return {"type": "string"}

"""One thing wrong or odd in a submission, as a value.

A finding names a code, a row and a field and says what would be right. It never holds a value that
was submitted: what is wrong with a person's record is said without repeating the record.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Self

Severity = Literal["error", "query", "note"]
"""`error` must be mended, `query` must be explained, `note` is for information."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found.

    Attributes:
        code: a rule's id (`EVT-V01`) or a kind of fault (`type`, `missing`, `code`).
        severity: `error`, `query` or `note`.
        message: what is wrong and what would be right, in one sentence.
        row: the record's number in the body from 1; None when the finding is about the whole file.
        field: the dotted name of the field; None when it is about the whole row.
    """

    code: str
    severity: Severity
    message: str
    row: int | None = None
    field: str | None = None

    def at(self, row: int) -> Finding:
        """The same finding, placed at a row."""
        return Finding(self.code, self.severity, self.message, row, self.field)


class Said(str):
    """A message that remembers its code, so that marshmallow can carry both."""

    __slots__ = ("code",)
    code: str

    def __new__(cls, code: str, text: str) -> Self:
        """Make the message `text` that belongs to the finding code."""
        said = super().__new__(cls, text)
        said.code = code
        return said

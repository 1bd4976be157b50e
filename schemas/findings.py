"""One thing wrong or odd in a submission, as a value.

A finding names a code, a row and a field and says what would be right. It never holds a value that
was submitted: what is wrong with a person's record is said without repeating the record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, Self

Severity = Literal["error", "query", "note"]
"""`error` must be mended, `query` must be explained, `note` is for information."""
Kind = tuple[str, Severity, str | None, str]
"""What findings have in common that say the same: code, severity, field and message."""
FIRST_ROWS: Final = 10  # rows named for a kind of finding, so that a person can look (design)
_GRAVEST: Final = ("error", "query", "note")


def number_of(number: int, noun: str) -> str:
    """A number and what is number_of: `1 row`, `2,345 rows`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


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

    @property
    def kind(self) -> Kind:
        """What it has in common with the findings that say the same of other rows."""
        return self.code, self.severity, self.field, self.message


@dataclass(slots=True)
class Group:
    """Findings that say the same, number_of.

    Attributes:
        kind: what they say.
        count: how many there are.
        rows: the first rows they concern, at most `FIRST_ROWS`; none where they concern the file.
    """

    kind: Kind
    count: int = 0
    rows: list[int] = field(default_factory=list)

    def add(self, row: int | None) -> None:
        """Count one more."""
        self.count += 1
        if row is not None and len(self.rows) < FIRST_ROWS:
            self.rows.append(row)

    @property
    def first(self) -> Finding:
        """The finding they all are, without a row."""
        code, severity, name, message = self.kind
        return Finding(code, severity, message, None, name)


def commonest(groups: Sequence[Group]) -> list[Group]:
    """Groups in the order in which a person mends them: the commonest first, and of equally common
    ones errors before queries before notes.
    """
    return sorted(groups, key=lambda group: (-group.count, _GRAVEST.index(group.kind[1])))


class Said(str):
    """A message that remembers its code, so that marshmallow can carry both."""

    __slots__ = ("code",)
    code: str

    def __new__(cls, code: str, text: str) -> Self:
        """Make the message `text` that belongs to the finding code."""
        said = super().__new__(cls, text)
        said.code = code
        return said

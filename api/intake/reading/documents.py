"""A JSON document cut into lines: its records one a line at rest, its envelope as a value.

The document is read through a window that holds one record at most, so that memory does not grow
with it. Each record is decoded once, strictly, to learn where it ends and that it is JSON; its own
text goes on, so that nothing of a number is lost on the way.
"""

from __future__ import annotations

import codecs
import json
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import IO, Any, Final, cast

from api.intake.reading.body import BLOCK, IN_MEMORY
from api.intake.reading.refusing import too_much
from api.intake.reading.rows import MOST_ROWS, WIDEST_LINE
from auth import strict_json
from auth.refusals import BadRequest

_BLANK: Final = re.compile(r"[ \t\n\r]*")  # RFC 8259 section 2
_LINE_ENDS: Final = str.maketrans("\r\n", "  ")
_UNSURE: Final = 4
"""Characters after a number in which it may yet go on (`1`, then `.5e+3`)."""

_UNSURE_FAULT: Final = 16
"""Characters after a fault in which the text may yet mend it (`-Inf`, `\\u00`)."""


class Absent(Enum):
    """Stands for a member that a document does not have."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was read to its end.

    Attributes:
        records: its records, one a line, positioned at the start; closed by its owner.
        envelope: its envelope as sent; `ABSENT` in a list of records, or where none was sent.
        bare: whether it is a list of records without an envelope's place.
    """

    records: IO[bytes]
    envelope: Any
    bare: bool


def cut(file: IO[bytes], *, most: int = MOST_ROWS) -> Document:
    """Read `{"envelope": ..., "records": [...]}`, members in either order, or a list of records.

    Raises:
        BadRequest: it is not UTF-8, not strict JSON, neither of the two, or holds a record of more
            than 1 MiB.
        TooLarge: it has more records than are taken at once.
    """
    file.seek(0)
    # handed on, so it is closed by whoever asked for the document
    made = cast("IO[bytes]", tempfile.SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115
    try:
        document = _cut(_Window(file), made, most)
    except BaseException:
        made.close()
        raise
    made.seek(0)
    return document


def _cut(window: _Window, made: IO[bytes], most: int) -> Document:
    envelope, bare = cast("Any", ABSENT), window.peek() == "["
    if bare:
        _records(window, made, most)
    elif window.peek() == "{":
        envelope = _members(window, made, most)
    else:
        window.value()
        raise _not_a_return()
    if window.peek():
        raise _not_json()
    return Document(made, envelope, bare)


def _members(window: _Window, made: IO[bytes], most: int) -> Any:
    """Read the two members of a document; records go to `made`, the envelope is given back."""
    envelope: Any = ABSENT
    seen: set[str] = set()
    for _ in _parts(window, "{}"):
        name = window.value()
        if not isinstance(name, str) or name in seen or window.take() != ":":
            raise _not_json()
        seen.add(name)
        if name == "envelope":
            envelope = window.value()
        elif name == "records":
            _records(window, made, most)
        else:
            raise _not_a_return()
    return envelope


def _records(window: _Window, made: IO[bytes], most: int) -> None:
    if window.peek() != "[":
        window.value()
        raise BadRequest("not_a_list", detail="records must be a list of objects.")
    for number, _ in enumerate(_parts(window, "[]")):
        if number >= most:
            raise too_much("too_many_rows")
        window.value()
        made.write(window.text.translate(_LINE_ENDS).encode() + b"\n")


def _parts(window: _Window, brackets: str) -> Iterator[None]:
    """Stop at each member between the brackets, for the caller to read it."""
    opening, closing = brackets[0], brackets[1]
    if window.take() != opening:
        raise _not_json()
    if window.peek() == closing:
        window.take()
        return
    mark = ","
    while mark == ",":
        yield
        mark = window.take()
    if mark != closing:
        raise _not_json()


class _Window:
    """The part of a document that is held: from where it was read to, as far as is needed.

    `text` is the last value as it was written.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._held, self._at, self._ended = file, "", 0, False
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self.text = ""

    def peek(self) -> str:
        """The next character that is not blank; empty at the end."""
        while True:
            blank = _BLANK.match(self._held, self._at)
            self._at = blank.end() if blank else self._at
            if self._at < len(self._held) or not self._more(BLOCK):
                return self._held[self._at : self._at + 1]

    def take(self) -> str:
        """The same, and pass over it."""
        found = self.peek()
        self._at += len(found)
        return found

    def value(self) -> Any:
        """The next value, and pass over it.

        Raises:
            BadRequest: there is none, or it is longer than a record may be.
        """
        self.peek()
        wanted = BLOCK
        while True:
            try:
                value, end = strict_json.decode_from(self._held, self._at)
            except (ValueError, RecursionError) as error:
                if self._final(error) or not self._go_on(wanted):
                    raise _not_json() from error
            else:
                if end + _UNSURE <= len(self._held) or not self._go_on(wanted):
                    return self._passed(value, end)
            wanted *= 2

    def _final(self, error: Exception) -> bool:
        """Whether a fault stays one however the text goes on: it is not at the end of what is
        held, and no string that merely has not ended yet.
        """
        if not isinstance(error, json.JSONDecodeError):
            return True
        near = error.pos + _UNSURE_FAULT >= len(self._held)
        return not near and not error.msg.startswith("Unterminated string")

    def _passed(self, value: Any, end: int) -> Any:
        self.text, self._at = self._held[self._at : end], end
        if len(self.text) >= WIDEST_LINE or len(self.text.encode()) >= WIDEST_LINE:
            raise _too_long()
        return value

    def _go_on(self, wanted: int) -> bool:
        """Hold more of a value that is not whole yet; no, where there is no more."""
        if self._ended:
            return False
        if len(self._held) - self._at > WIDEST_LINE + _UNSURE:
            raise _too_long()
        return self._more(wanted)

    def _more(self, size: int) -> bool:
        """Let go of what was read and hold about `size` bytes more; no, where there are none."""
        try:
            while not self._ended:
                block = self._file.read(size)
                self._ended = not block
                text = self._decoder.decode(block, final=self._ended)
                if text:
                    self._held, self._at = self._held[self._at :] + text, 0
                    return True
        except UnicodeDecodeError as error:
            raise BadRequest("not_utf8", detail="The body is not text in UTF-8.") from error
        return False


def _not_json() -> BadRequest:
    return BadRequest("not_json", detail="The body is not well-formed JSON.")


def _not_a_return() -> BadRequest:
    return BadRequest("not_a_return", detail="The body must be an object of envelope and records.")


def _too_long() -> BadRequest:
    return BadRequest("record_too_long", detail="A record is longer than 1 MiB.")

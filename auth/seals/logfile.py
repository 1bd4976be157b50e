"""A log as a file: one JSON document a line, seals each followed by their events.

What belongs here: the form of an export, written and read as a stream. What does not: whether what
it says is so. Line one names the form and the log; `seal` lines hold a seal's number, its first
place, its checkpoint and its leaves end to end in base64; every other line is an event with its
place, its salt in base64 and its body as it was signed, both null where the body was erased.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import msgspec

from auth.seals import encoding, merkle
from auth.seals.records import Entry, Record, Seal

FORM: Final = 1

_SEAL: Final = b'{"seal"'

_decode = msgspec.json.Decoder().decode


class BadLogError(ValueError):
    """A file that is no export of a log."""


def lines(records: Iterable[Record], *, origin: str) -> Iterator[bytes]:
    """The lines of an export; events that no seal holds yet are left out."""
    yield _line({"v": FORM, "log": origin})
    for each in records:
        if isinstance(each, Seal):
            yield _line(
                {
                    "seal": each.number,
                    "first": each.first,
                    "checkpoint": each.checkpoint,
                    "leaves": encoding.text(b"".join(each.leaves)),
                }
            )
        elif each.position is not None:
            kept = bool(each.body)
            yield _line(
                {
                    "position": each.position,
                    "event_id": each.event_id,
                    "salt": encoding.text(each.salt) if kept else None,
                    "body": each.body.decode() if kept else None,
                }
            )


def read(path: Path) -> Iterator[Record]:
    """The records of an export; a line that cannot be read becomes one that fits nowhere.

    Raises:
        BadLogError: it is no export of this form.
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        _check_form(file.readline())
        for line in file:
            yield _record(line)


def _check_form(line: bytes) -> None:
    try:
        if _decode(line)["v"] == FORM:
            return
    except (ValueError, KeyError, TypeError) as problem:
        raise BadLogError("this is no log that was exported") from problem
    raise BadLogError("this is a log of another form")


def _record(line: bytes) -> Record:
    try:
        return _said(_decode(line))
    except (ValueError, KeyError, TypeError, AttributeError):
        # It may be the one that was changed: whoever verifies names the place it stands at.
        if line.startswith(_SEAL):
            return Seal(0, -1, "", ())
        return Entry(-1, "", line, b"")


def _said(said: Any) -> Record:
    if "seal" in said:
        leaves = merkle.split(encoding.raw(said["leaves"]))
        return Seal(int(said["seal"]), int(said["first"]), str(said["checkpoint"]), leaves)
    body, salt = said["body"], said["salt"]
    return Entry(
        int(said["position"]),
        str(said["event_id"]),
        b"" if body is None else body.encode(),
        b"" if salt is None else encoding.raw(salt),
    )


def _line(said: Any) -> bytes:
    return msgspec.json.encode(said) + b"\n"

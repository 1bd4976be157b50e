"""The ledger of erasures: a file that no restore of the database takes back.

Each line is one person whom one agency has erased, by a keyed digest that fits no record. A line
is on the disk before the erasure commits, so that a backup from before it is found out: the store
lacks what the ledger has. What does not belong here: erasing, and comparing the two
(`api.services.rights.replaying`).
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final

NAME: Final = "erasures.ledger"
"""Its usual name, in the key folder."""


class LedgerError(Exception):
    """The ledger cannot be used; the message names the file and how to mend it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One person erased from one agency's rows, up to and with a month (2026-03)."""

    partnership_id: str
    agency_id: str
    person: bytes
    through_month: str
    erased_at: datetime

    @property
    def key(self) -> tuple[str, str, bytes]:
        """Whom it is about."""
        return self.partnership_id, self.agency_id, self.person


@dataclass(frozen=True)
class Ledger:
    """The file of one installation; every process that erases or serves reads the same one."""

    path: Path

    @classmethod
    def beside_keys(cls, folder: Path) -> Ledger:
        """The ledger in its usual place; a link there may lead to another."""
        return cls(folder / NAME)

    def entries(self) -> dict[tuple[str, str, bytes], Entry]:
        """The latest line about each erased person; none where there is no file yet.

        A last line without its end was never followed by a commit, and does not count.

        Raises:
            LedgerError: the file cannot be read, or a line is not of this form.
        """
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return {}
        except OSError as wrong:
            raise LedgerError(f"{self.path.name} cannot be read: {wrong.strerror}.") from wrong
        found: dict[tuple[str, str, bytes], Entry] = {}
        for line in content[: content.rfind(b"\n") + 1].splitlines():
            entry = self._entry(line)
            known = found.get(entry.key)
            if known is None or known.through_month <= entry.through_month:
                found[entry.key] = entry
        return found

    def append(self, entries: Iterable[Entry]) -> None:
        """Add lines, and have them on the disk when this returns.

        Raises:
            LedgerError: the file cannot be written; nothing is to be erased then.
        """
        lines = b"".join(_line(entry) for entry in entries)
        try:
            with self._locked() as file:
                _drop_unfinished(file)
                file.write(lines)
                file.flush()
                os.fsync(file.fileno())
        except OSError as wrong:
            raise LedgerError(
                f"{self.path.name} cannot be written: {wrong.strerror}. Nothing was erased."
            ) from wrong

    @contextmanager
    def _locked(self) -> Iterator[IO[bytes]]:
        """The file for adding to it, this process's alone; made for its owner where it is new."""
        new = not self.path.exists()
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "r+b", buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file
        if new:
            _keep_name(self.path.parent)

    def _entry(self, line: bytes) -> Entry:
        try:
            said: dict[str, Any] = json.loads(line)
            return Entry(
                said["partnership"],
                said["agency"],
                bytes.fromhex(said["person"]),
                said["through"],
                datetime.fromisoformat(said["at"]),
            )
        except (ValueError, KeyError, TypeError) as wrong:
            raise LedgerError(
                f"{self.path.name} has a line that is not of the ledger. Restore the file from its"
                " own backup: without it a restored database could bring erased persons back."
            ) from wrong


def _line(entry: Entry) -> bytes:
    said = {
        "partnership": entry.partnership_id,
        "agency": entry.agency_id,
        "person": entry.person.hex(),
        "through": entry.through_month,
        "at": entry.erased_at.isoformat(),
    }
    return json.dumps(said, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _drop_unfinished(file: IO[bytes]) -> None:
    """Take away what a crash left of a line: the next one would stand behind it."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    ended = file.read(size).rfind(b"\n") + 1
    if ended < size:
        file.truncate(ended)


def _keep_name(folder: Path) -> None:
    """Have a new file's name survive a power cut (fsync(2), of the folder)."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

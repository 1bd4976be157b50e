"""Good rows at rest between checking and loading, so that no lock is held while a body is read.

Rows wait in an unnamed temporary file as the service made them, one by one or as frames (Arrow's
file format): persons are digests by then. Whom rows restrict waits beside them. The file is gone
when the spool is closed, whatever happens.
"""

from __future__ import annotations

import io
import pickle
import tempfile
from collections import defaultdict
from collections.abc import Container, Iterator
from types import TracebackType
from typing import IO, Any, Final, Literal, Self, cast

import polars as pl

BLOCK: Final = 500  # rows pickled together: few enough to stay small, many enough to be quick
IN_MEMORY: Final = 4 << 20  # bytes before the file goes to disk

Stored = tuple[Any, ...]
Shelf = tuple[Literal["rows", "restricted"], str]
"""What waits together: rows of a month, or whom they restrict."""


class Spool:
    """Rows of a delivery by month, in the order in which they came."""

    def __init__(self) -> None:
        # closed by __exit__: a spool is used in a with block
        self._file = cast("IO[bytes]", tempfile.SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115
        self._waiting: defaultdict[Shelf, list[tuple[int, Any]]] = defaultdict(list)
        self._blocks: defaultdict[Shelf, list[int]] = defaultdict(list)
        self._frames: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def add(self, month: str, number: int, row: Stored) -> None:
        """Put a row at the end of its month."""
        self._put(("rows", month), number, row)

    def rows(self, month: str, *, without: Container[int]) -> Iterator[tuple[int, Stored]]:
        """The rows of a month with their numbers, less those refused afterwards."""
        return self._got(("rows", month), without=without)

    def add_restricted(self, month: str, number: int, person: bytes) -> None:
        """Put down that a row of a month restricts a person, whichever way the row is kept."""
        self._put(("restricted", month), number, person)

    def restricted(self, month: str, *, without: Container[int]) -> Iterator[tuple[int, bytes]]:
        """The rows of a month that restrict, and whom, less the rows refused afterwards."""
        return self._got(("restricted", month), without=without)

    def add_frame(self, month: str, frame: pl.DataFrame) -> None:
        """Put rows of a month at rest together.

        Args:
            month: their month.
            frame: what is stored of them, and their numbers in `row_no`.
        """
        made = io.BytesIO()
        frame.write_ipc(made, compression="lz4")
        place = self._file.seek(0, 2)
        size = self._file.write(made.getbuffer())
        self._frames[month].append((place, size))

    def frames(self, month: str, *, without: Container[int]) -> Iterator[pl.DataFrame]:
        """The frames of a month, less the rows refused afterwards."""
        for place, size in self._frames[month]:
            self._file.seek(place)
            frame = pl.read_ipc(self._file.read(size))
            refused = [number in without for number in frame["row_no"]]
            yield frame.filter(~pl.Series(refused)) if any(refused) else frame

    def _put(self, shelf: Shelf, number: int, item: Any) -> None:
        waiting = self._waiting[shelf]
        waiting.append((number, item))
        if len(waiting) >= BLOCK:
            self._write(shelf)

    def _got(self, shelf: Shelf, *, without: Container[int]) -> Iterator[tuple[int, Any]]:
        self._write(shelf)
        for place in self._blocks[shelf]:
            self._file.seek(place)
            # only what this object wrote into its own unnamed file is read back
            block = pickle.load(self._file)  # noqa: S301
            yield from (item for item in block if item[0] not in without)

    def _write(self, shelf: Shelf) -> None:
        waiting = self._waiting.pop(shelf, [])
        if waiting:
            self._file.seek(0, 2)
            self._blocks[shelf].append(self._file.tell())
            pickle.dump(waiting, self._file, protocol=pickle.HIGHEST_PROTOCOL)

"""The footer of a Parquet file: how many rows it says it has, and how large they are unpacked.

A run-length encoding says a thousand million rows in a few bytes, so the footer is asked before
anything is unpacked. It is Thrift in its compact protocol (Apache Thrift, compact protocol
specification; Apache Parquet, parquet.thrift), of which only what leads there is read.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, Final

MAGIC: Final = b"PAR1"
LARGEST_FOOTER: Final = 16 << 20  # bytes; a footer describes, it holds no rows (design)
_ROWS, _GROUPS, _GROUP_BYTES, _GROUP_ROWS = 3, 4, 2, 3  # field ids of parquet.thrift
_DEEPEST: Final = 16  # structures inside one another; parquet.thrift has fewer
_TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = 1, 2, 3, 7, 8, 9, 10, 11, 12
_INTEGERS: Final = (4, 5, 6)


@dataclass(frozen=True, slots=True)
class Said:
    """What a footer says: rows of the whole, and bytes of all row groups before compression."""

    rows: int
    unpacked: int


def read(file: IO[bytes]) -> Said:
    """Read the footer of a file.

    Raises:
        ValueError: there is none, or it contradicts itself.
    """
    size = file.seek(0, 2)
    if size < 2 * len(MAGIC) + 4:
        raise ValueError("too short")
    file.seek(size - 8)
    (length,), magic = struct.unpack("<I", file.read(4)), file.read(4)
    if magic != MAGIC or length > min(LARGEST_FOOTER, size - 12):
        raise ValueError("no footer")
    file.seek(size - 8 - length)
    return _said(_Compact(file.read(length)).structure())


def _said(fields: dict[int, Any]) -> Said:
    groups = fields.get(_GROUPS, [])
    rows = sum(group[_GROUP_ROWS] for group in groups)
    unpacked = [group[_GROUP_BYTES] for group in groups]
    if fields[_ROWS] != rows or min((rows, *unpacked)) < 0:
        raise ValueError("rows that are not those of the groups")
    return Said(rows, sum(unpacked))


class _Compact:
    """Reads the compact protocol; what breaks off or nests without end is a ValueError."""

    def __init__(self, held: bytes) -> None:
        self._held, self._at = held, 0

    def structure(self, depth: int = 0) -> dict[int, Any]:
        """A structure's fields by id."""
        return dict(self._fields(depth))

    def _fields(self, depth: int) -> Iterator[tuple[int, Any]]:
        if depth > _DEEPEST:
            raise ValueError("nested too deep")
        number = 0
        while head := self._byte():
            step, kind = head >> 4, head & 0x0F
            number = number + step if step else self._integer()
            yield number, kind == _TRUE if kind in (_TRUE, _FALSE) else self._value(kind, depth)

    def _value(self, kind: int, depth: int) -> Any:
        if kind in _INTEGERS:
            return self._integer()
        if kind == _BINARY:
            return self._take(self._varint())
        if kind in (_LIST, _SET):
            return list(self._items(depth))
        if kind == _STRUCT:
            return self.structure(depth + 1)
        if kind == _MAP:
            return list(self._pairs(depth))
        if kind in (_TRUE, _FALSE, _BYTE, _DOUBLE):
            return self._take(8 if kind == _DOUBLE else 1)
        raise ValueError("an unknown kind of field")

    def _items(self, depth: int) -> Iterator[Any]:
        head = self._byte()
        count, kind = head >> 4, head & 0x0F
        count = self._varint() if count == 15 else count
        for _ in range(count):
            yield self._value(kind, depth + 1)

    def _pairs(self, depth: int) -> Iterator[Any]:
        count = self._varint()
        kinds = self._byte() if count else 0
        for _ in range(count):
            yield self._value(kinds >> 4, depth + 1), self._value(kinds & 0x0F, depth + 1)

    def _integer(self) -> int:
        """A zigzag number."""
        found = self._varint()
        return (found >> 1) ^ -(found & 1)

    def _varint(self) -> int:
        found = 0
        for shift in range(0, 70, 7):
            part = self._byte()
            found |= (part & 0x7F) << shift
            if part < 0x80:
                return found
        raise ValueError("a number without an end")

    def _byte(self) -> int:
        return self._take(1)[0]

    def _take(self, size: int) -> bytes:
        taken = self._held[self._at : self._at + size]
        if len(taken) != size:
            raise ValueError("the footer breaks off")
        self._at += size
        return taken

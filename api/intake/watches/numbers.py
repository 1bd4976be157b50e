"""Row numbers of a file, kept in a bit or a byte each: a file of a million rows is a megabyte.

Nothing here knows what a row is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, MutableSet, Sequence


class Numbers(MutableSet[int]):
    """A set of row numbers from 0, a bit each."""

    def __init__(self, numbers: Iterable[int] = ()) -> None:
        self._bits, self._size = bytearray(), 0
        for number in numbers:
            self.add(number)

    def __contains__(self, number: object) -> bool:
        if not isinstance(number, int) or number < 0:
            return False
        place, bit = divmod(number, 8)
        return place < len(self._bits) and bool(self._bits[place] >> bit & 1)

    def __iter__(self) -> Iterator[int]:
        for place, byte in enumerate(self._bits):
            if byte:
                yield from (place * 8 + bit for bit in range(8) if byte >> bit & 1)

    def __len__(self) -> int:
        return self._size

    def __repr__(self) -> str:
        return f"{type(self).__name__}({list(self)})"

    def add(self, value: int) -> None:
        """Put a number in.

        Raises:
            ValueError: it is below 0.
        """
        if value < 0:
            raise ValueError("a row's number is not below 0")
        if value in self:
            return
        place, bit = divmod(value, 8)
        if place >= len(self._bits):
            self._bits.extend(bytes(place + 1 - len(self._bits)))
        self._bits[place] |= 1 << bit
        self._size += 1

    def discard(self, value: int) -> None:
        """Take a number out, if it is there."""
        if value in self:
            place, bit = divmod(value, 8)
            self._bits[place] &= ~(1 << bit)
            self._size -= 1


class MonthOf:
    """Which month of a period each row lies in, a byte each; of one month alone, nothing.

    Args:
        months: at most 255.
    """

    def __init__(self, months: Sequence[str]) -> None:
        self._months, self._places = months, bytearray()

    def note(self, month: str, numbers: Iterable[int]) -> None:
        """Take note of rows of a month."""
        if len(self._months) == 1:
            return
        which = self._months.index(month)
        for number in numbers:
            if number >= len(self._places):
                self._places.extend(bytes(number + 1 - len(self._places)))
            self._places[number] = which

    def __getitem__(self, number: int) -> str:
        if len(self._months) == 1:
            return self._months[0]
        return self._months[self._places[number]]

"""Python text that is made of declarations: lines with their depth, and names for what they use.

A value is never written into the text, save the plain constants of a dataset's own rules; all else
is bound to a name in capitals beside it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import Any

Lines = Iterator[str]
"""Lines of text, each with its own leading spaces."""


class Names:
    """Names for the values that a text uses.

    Attributes:
        bound: the values by name, to run the text with.
    """

    def __init__(self) -> None:
        self.bound: dict[str, Any] = {}
        self._names: dict[Hashable, str] = {}

    def of(self, kind: str, value: Any) -> str:
        """The name of a value; equal ones of a kind and type share it."""
        # A bound value stays alive, so that its id is not used again. False is not 0 here.
        same = (kind, type(value), value if isinstance(value, Hashable) else id(value))
        if same not in self._names:
            self._names[same] = f"{kind.upper()}_{len(self.bound)}"
            self.bound[self._names[same]] = value
        return self._names[same]


def variable(name: str) -> str:
    """The local variable of a column, by its dotted name."""
    return name.replace(".", "_")


def indented(lines: Iterable[str], *, by: int = 1) -> Lines:
    """Lines so many steps deeper."""
    return (f"{'    ' * by}{line}" for line in lines)

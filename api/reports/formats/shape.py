"""What a data structure is, as plain values: components, their roles, and the codes they take.

What belongs here: the shape that an SDMX structure message and SDMX-CSV columns are both made of.
What does not: which structures there are, and how either is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

Role = Literal["dimension", "measure", "attribute"]
Kind = Literal["text", "whole", "number", "day", "moment", "flag", "period"]

MAINTAINER: Final = "SAFERSHARE"
"""Who maintains the structures, in their names."""

VERSION: Final = "1.0.0"
"""Of every structure; a component that is added makes another one."""

TOTAL: Final = "_T"
"""The code of no split (SDMX Content-Oriented Guidelines, generic code for a total)."""

_FLAGS: Final = {"true": "Y", "false": "N"}
_UNFIT: Final = re.compile(r"[^A-Za-z0-9_@$-]")


@dataclass(frozen=True)
class Codes:
    """A code list: its name, its title, and pairs of code and label in their order."""

    id: str
    title: str
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Component:
    """A column: what identifies, measures or describes an observation.

    `codes` are what it may hold; where there are none, `kind` says what stands in it. A dimension
    is always there, a measure and an attribute may be empty.
    """

    id: str
    title: str
    role: Role
    kind: Kind = "text"
    codes: Codes | None = None


@dataclass(frozen=True)
class Structure:
    """A data structure definition: its name in addresses, its name in SDMX, and its columns."""

    name: str
    id: str
    title: str
    components: tuple[Component, ...]

    @property
    def reference(self) -> str:
        """How SDMX-CSV refers to it."""
        return f"{MAINTAINER}:{self.id}({VERSION})"


def code(word: str) -> str:
    """A word as the code of a list: a code holds no dot, `incident.crimes` is `incident-crimes`.

    `true` and `false` are `Y` and `N`, as in SDMX's cross-domain code lists: readers that guess
    what a column holds would make something else of them.
    """
    return _FLAGS.get(word) or _UNFIT.sub("-", word)


def identifier(*words: str) -> str:
    """Words as the name of a component, list or structure: upper case, joined by `_`."""
    return re.sub(r"[^A-Z0-9_]", "_", "_".join(words).upper())


def codes(name: str, title: str, items: Iterable[tuple[str, str]], *, total: bool = False) -> Codes:
    """A list of these codes, which begins with that of no split where one is wanted."""
    first = ((TOTAL, "All"),) if total else ()
    return Codes(f"CL_{identifier(name)}", title, (*first, *((code(c), t) for c, t in items)))


def dimension(
    name: str, title: str, *, kind: Kind = "text", codes: Codes | None = None
) -> Component:
    """A component that identifies."""
    return Component(name, title, "dimension", kind, codes)


def measure(name: str, title: str, *, kind: Kind = "whole") -> Component:
    """A component that measures."""
    return Component(name, title, "measure", kind)


def attribute(
    name: str, title: str, *, kind: Kind = "text", codes: Codes | None = None
) -> Component:
    """A component that describes."""
    return Component(name, title, "attribute", kind, codes)

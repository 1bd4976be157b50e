"""What an example of a rule is: over one row, or over rows held against each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tests.rows import Changes


@dataclass(frozen=True)
class Example:
    """How one rule, pointing at one field, is kept and broken; `person.` stands for each block."""

    rule: str
    field: str
    keeps: Sequence[Changes]
    breaks: Sequence[Changes]
    short: Sequence[tuple[str, Changes]] = ()


class Rows(NamedTuple):
    """Rows of one file, and rows of the dataset that a rule looks for companions in."""

    own: Sequence[Changes]
    others: Sequence[Changes] = ()


@dataclass(frozen=True)
class Together:
    """Rows among which one rule, pointing at one field, holds, and rows that break it."""

    rule: str
    field: str
    keeps: Sequence[Rows]
    breaks: Sequence[Rows]

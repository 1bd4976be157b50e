"""What an example of a rule over one row is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.rows import Changes


@dataclass(frozen=True)
class Example:
    """How one rule, pointing at one field, is kept and broken; `person.` stands for each block."""

    rule: str
    field: str
    keeps: Sequence[Changes]
    breaks: Sequence[Changes]
    short: Sequence[tuple[str, Changes]] = ()

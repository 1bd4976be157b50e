"""For every rule an example that keeps it and one that breaks it, as changes to a good row.

A module for each dataset, with its `EXAMPLES` over one row, its `FILES` over a whole file and what
holds or breaks `TOGETHER`; a rule without one fails the tests. `short` holds (a column, changes):
with the changes the rule would be broken, were the column in the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pkgutil import iter_modules
from typing import Final

from schemas.datasets import DATASETS
from tests.unit.schemas.examples import people
from tests.unit.schemas.examples.example import Example, File, Together, file_of_block, of_block

__all__ = ["FILES", "ROWS", "TOGETHER", "Example", "File", "Together"]

_MODULES = {
    name: module
    for found in iter_modules(__path__)
    if (name := found.name) in DATASETS
    for module in [import_module(f"{__name__}.{name}")]
}


def _rows() -> Iterator[tuple[str, Example]]:
    for name, module in _MODULES.items():
        yield from ((name, example) for example in module.EXAMPLES)
        for block in DATASETS[name].persons:
            yield from ((name, of_block(example, block)) for example in people.PERSON)


def _files() -> Iterator[tuple[str, File]]:
    for name, module in _MODULES.items():
        yield from ((name, file) for file in getattr(module, "FILES", ()))
        for block in DATASETS[name].persons:
            yield from ((name, file_of_block(file, block)) for file in people.FILES)


ROWS: Final[Sequence[tuple[str, Example]]] = tuple(_rows())
"""Examples over one row with their dataset, those of the person block at each of its blocks."""

FILES: Final[Sequence[tuple[str, File]]] = tuple(_files())
"""Examples over a file with their dataset, likewise."""

TOGETHER: Final[Mapping[str, Sequence[Together]]] = {
    name: module.TOGETHER for name, module in _MODULES.items() if hasattr(module, "TOGETHER")
}
"""Rows that hold or break a rule together, by dataset."""

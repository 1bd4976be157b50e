"""For every rule over one row: changes to a good row that keep it, and changes that break it.

A module for each dataset, with its `EXAMPLES`; a rule without one fails `test_rules.py`. `short`
holds (a column, changes): with the changes the rule would be broken, were the column in the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from pkgutil import iter_modules
from typing import Final

from tests.unit.schemas.examples.example import Example
from tests.unit.schemas.examples.people import PERSON

__all__ = ["OWN", "PERSON", "Example"]

_MODULES = {
    found.name: import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)
}

OWN: Final[Mapping[str, Sequence[Example]]] = {
    name: module.EXAMPLES for name, module in _MODULES.items() if hasattr(module, "EXAMPLES")
}
"""Examples of each dataset's own rules, by dataset."""

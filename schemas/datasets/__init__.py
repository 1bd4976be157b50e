"""One module per dataset, and the registry of those in force.

A dataset is registered by standing in this package: a module here with one `Dataset` class is all
that the common schema asks of a new one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Final

from schemas.dataset import Dataset


def _found() -> Iterator[type[Dataset]]:
    """The datasets that the modules of this package define, in the order of the modules' names."""
    for module in iter_modules(__path__, f"{__name__}."):
        for value in vars(import_module(module.name)).values():
            own = isinstance(value, type) and value.__module__ == module.name
            if own and issubclass(value, Dataset):
                yield value


DATASETS: Final[Mapping[str, type[Dataset]]] = {dataset.name: dataset for dataset in _found()}
"""The datasets in force, by name."""

RECORD_DATASETS: Final = tuple(d for d in DATASETS.values() if d.persons)
"""The datasets of records about people, which may also be sent as counts or a statement."""

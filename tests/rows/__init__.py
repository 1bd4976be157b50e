"""One full good row of each dataset, by dotted names, and what it is read against.

What belongs here: rows in which every rule has something to look at, so that a test can change one
thing and see one rule; a module for each dataset, with its `GOOD` row and the `SECTOR` that sends
it. What does not: bodies and envelopes (`tests.deliveries`), invented rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any, Final

from schemas.checking import Checked, Plan, check
from schemas.codes.places import BROMLEY
from schemas.dataset import columns
from schemas.datasets import DATASETS
from tests.rows.people import ADA, BEN, CAT, MONTH, Changes, person

__all__ = [
    "ADA", "BEN", "CAT", "GOOD", "MONTH", "SECTORS", "Changes", "checked", "context",
    "every_column", "flat", "nested", "person", "row",
]  # fmt: skip


def _datasets() -> Iterator[tuple[str, ModuleType]]:
    """The modules of this package that hold a good row, by their dataset."""
    for found in iter_modules(__path__):
        module = import_module(f"{__name__}.{found.name}")
        if hasattr(module, "GOOD"):
            yield found.name, module


GOOD: Final[Mapping[str, Changes]] = {name: module.GOOD for name, module in _datasets()}
SECTORS: Final[Mapping[str, str]] = {name: module.SECTOR for name, module in _datasets()}

_CONTEXT: Final = ("envelope.", "agency.", "partnership.", "return.")


def context(dataset: str, changes: Changes | None = None) -> dict[str, Any]:
    """What rules may name besides the row's own values."""
    usual = {
        "envelope.month": MONTH,
        "envelope.last_day": date(2026, 3, 31),
        "envelope.extracted_on": date(2026, 4, 5),
        "envelope.definition_version": "daa_2021",
        "envelope.level": "record" if dataset != "aggregate_return" else "aggregate",
        "agency.sector": SECTORS[dataset],
        "partnership.area": BROMLEY,
        "return.dataset": dataset,
    }
    return usual | {n: v for n, v in (changes or {}).items() if n.startswith(_CONTEXT)}


def flat(dataset: str, changes: Changes | None = None) -> dict[str, Any]:
    """The good row with changes, by dotted names."""
    whole = {**GOOD[dataset], **(changes or {})}
    return {n: v for n, v in whole.items() if v is not None and not n.startswith(_CONTEXT)}


def nested(values: Changes) -> dict[str, Any]:
    """A row by dotted names as a JSON record."""
    record: dict[str, Any] = {}
    for name, value in values.items():
        block, _, key = name.rpartition(".")
        (record.setdefault(block, {}) if block else record)[key] = value
    return record


def row(dataset: str, changes: Changes | None = None) -> dict[str, Any]:
    """The good row with changes, as a JSON record."""
    return nested(flat(dataset, changes))


def every_column(dataset: str) -> frozenset[str]:
    """The dotted names of all columns of a dataset."""
    return frozenset(column.name for column in columns(DATASETS[dataset]))


def checked(
    dataset: str, changes: Changes | None = None, *, without: Collection[str] = ()
) -> Checked:
    """What is found in the good row with changes, in a file that has all columns but `without`."""
    values = {n: v for n, v in flat(dataset, changes).items() if n not in without}
    present = every_column(dataset) - frozenset(without)
    fills = {"sharing": "counts_only", "lad_code": BROMLEY}
    plan = Plan(DATASETS[dataset], present, context(dataset, changes), fills)
    return check(nested(values), plan=plan)

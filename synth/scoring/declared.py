"""Figures that agencies declared, as they stood last: places, staff trained."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from synth.scoring.reading import File, flattened, frames, rows

Cell = tuple[str, frozenset[tuple[str, str]]]
"""A measure, and the cell of its breakdown."""
_BREAKDOWN = "breakdown."
_COLUMNS = ("measure", "value")


def declared(files: Iterable[File]) -> Mapping[Cell, float]:
    """The figure of each measure and cell in the last month that declares it."""
    found: dict[Cell, float] = {}
    own = [file for file in files if file.dataset == "aggregate_return"]
    for file in sorted(own, key=lambda each: each.month):
        for row in _flat(file):
            if "value" in row:
                cell = {(name.removeprefix(_BREAKDOWN), told) for name, told in row.items()
                        if name.startswith(_BREAKDOWN)}  # fmt: skip
                found[row["measure"], frozenset(cell)] = float(row["value"])
    return found


def _flat(file: File) -> Iterable[dict[str, str]]:
    if file.path.suffix in (".json", ".ndjson"):
        return flattened(rows(file.path))
    return _of_table(file)


def _of_table(file: File) -> Iterable[dict[str, str]]:
    with file.path.open(encoding="utf-8") as source:
        header = source.readline().strip().split(",")
    wanted = [name for name in header if name in _COLUMNS or name.startswith(_BREAKDOWN)]
    for some in frames(file, wanted):
        for row in some.iter_rows(named=True):
            yield {name: told for name, told in row.items() if told is not None}


def told(spec: Mapping[str, Any], held: Mapping[Cell, float]) -> float | None:
    """The figure of a target on a declared figure; a share of another one for a hundred of it."""
    cell = frozenset(spec.get("cell", {}).items())
    value = held.get((spec["declared"], cell))
    if value is None or spec["measure"] == "declared":
        return value
    base = held.get((spec["over"], cell))
    return 100 * value / base if base else None

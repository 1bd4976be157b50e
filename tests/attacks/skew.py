"""What makes an invented borough easier to attack than an even one: people differ by place.

Wards attract some ethnic groups and ages more than others, so that small cells stand beside large
ones and one variable tells of another.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from schemas.codes import code_list
from schemas.dataset import Dataset
from schemas.period import Period

_DAY = Period.parse("2025-04").start
_MOVED = 0.6
"""Rows whose ward follows the ethnic group; the others live by need alone."""

_STEP = 4
"""Years by which neighbouring wards differ in age, three wards to a cycle."""


class Skew:
    """The places of one borough, and who lives there: the same seed gives the same."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._wards = [code.code for code in code_list("ward").valid_on(_DAY)]
        self._orders: dict[str, list[str]] = {}

    def moved(
        self, row: Mapping[str, Any], *, dataset: type[Dataset], dice: random.Random
    ) -> dict[str, Any]:
        """The row with a ward that follows the ethnic group, and an age that follows the ward."""
        area = next((b.field for b in dataset.breakdowns if b.area), None)
        block = dataset.counted_person
        found = dict(row)
        group = str(row.get(f"{block}.ethnicity_self") or "?")[0]
        if area and dice.random() < _MOVED:
            order = self._order(group)
            weights = [1 / (1 + rank) for rank in range(len(order))]
            found[area] = dice.choices(order, weights=weights)[0]
        age = row.get(f"{block}.age_years")
        if area and isinstance(age, int) and found.get(area) in self._wards:
            found[f"{block}.age_years"] = age + _STEP * (self._wards.index(found[area]) % 3)
        return found

    def _order(self, group: str) -> list[str]:
        """The wards in the order in which a group prefers them."""
        if group not in self._orders:
            order = list(self._wards)
            random.Random(f"{self._seed} {group}").shuffle(order)
            self._orders[group] = order
        return self._orders[group]

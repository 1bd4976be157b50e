"""Rules that tell declared figures of the published reports apart, kept and broken by example."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.rows import Changes
from tests.unit.schemas.examples.example import Example, File

_CRIMES: Changes = {"family": "record_proxy", "measure": "crimes"}
_SAID, _SEEN = {"ethnicity_self": "W1"}, {"ethnicity_observed": "IC1"}

EXAMPLES: Sequence[Example] = (
    Example(
        "AGG-V17",
        "breakdown",
        keeps=[
            {**_CRIMES, "breakdown": _SAID},
            {**_CRIMES, "breakdown": _SEEN | {"sex": "F"}},
            {**_CRIMES, "breakdown": None},
        ],
        breaks=[{**_CRIMES, "breakdown": _SAID | _SEEN}],
        short=[("breakdown", {**_CRIMES, "breakdown": _SAID | _SEEN})],
    ),
)


def _items(measure: str, value: int, **changes: Any) -> Changes:
    family = {"family": "awareness", "measure": measure, "breakdown": None}
    return {**family, "value": value, **changes}


_MADE, _LEFT = _items("items_made", 20000), _items("items_left", 5000)

FILES: Sequence[File] = (
    File(
        "AGG-V18",
        "value",
        keeps=[
            [_MADE, _LEFT, _items("awareness_items", 15000)],
            [_MADE, _LEFT],
            [_MADE, _LEFT, _items("awareness_items", 10000, covers_from="2026-03-02")],
        ],
        breaks=[([_MADE, _LEFT, _items("awareness_items", 10000)], [None])],
    ),
)

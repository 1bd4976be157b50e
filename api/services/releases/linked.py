"""Linked measures of a release: their shown cells.

Counting and protecting meet here as they do in `counting`: what is not protected goes from the
query into the protection, and only what that shows is kept. A table is stored only where all that
it is told from is there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from api.disclosure.cellkey import Table
from api.disclosure.lattice import Shape, shapes
from api.disclosure.protect import CountedCell
from api.queries.linked import Window, tables
from api.services.releases.counting import Sealer, protected, units
from api.services.releases.planning import Target
from api.services.releases.windows import Gathered, Windows
from schemas.linked import LINKED, YEAR, Linked


def shown_cells(sealer: Sealer, target: Target) -> Iterator[Mapping[str, Any]]:
    """Every shown cell of the linked measures of a year, as rows of the store."""
    if target.period.kind != "year":
        return
    windows = Windows(sealer.session, sealer.partnership_id, target)
    for family in LINKED.values():
        whole, part = windows.whole(family), windows.part(family)
        window = Window(sealer.partnership_id, _submissions(whole), _submissions(part))
        wanted = [
            shape
            for shape in shapes(family, period_kind="year")
            if all(e.whole for e in family.needed(shape.variables, whole=whole, part=part))
        ]
        for shape, found in tables(sealer.session, family, window, shapes=wanted):
            yield from _shown(sealer, target, family, shape=shape, found=found)


def _shown(
    sealer: Sealer,
    target: Target,
    family: Linked,
    *,
    shape: Shape,
    found: Sequence[CountedCell],
) -> Iterator[Mapping[str, Any]]:
    dataset, fixed = family.drawn_with
    table = Table(
        sealer.secret,
        sealer.partnership_id,
        dataset or family.name,
        (*fixed, *shape.variables),
        str(target.period) if family.months == YEAR else f"{family.months}m to {target.period}",
    )
    rests_on = " ".join(family.sources(shape.variables))
    for row in protected(found, shape=shape, table=table, counted_in=units(family)):
        yield {"family": family.name, **row, "rests_on": rests_on}


def _submissions(gathered: Sequence[Gathered]) -> dict[str, tuple[str, ...]]:
    return {name: ids for each in gathered for name, ids in each.submissions().items()}

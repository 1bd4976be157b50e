"""How much there is to count in a sealing, told before it begins.

What belongs here: parts of the work by the receipts of the frozen returns. What does not: a count
of anything but rows, and saying it to anybody but an operator; rows are their senders' own.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from api.disclosure.lattice import shapes
from api.queries import frozen
from api.services.releases.counting import counted, released
from api.services.releases.planning import Plan
from api.services.releases.progress import Part


def parts(session: Session, *, partnership_id: str, plan: Plan) -> tuple[Part, ...]:
    """The datasets of each release of a plan that have rows, in the order they are counted in."""
    held = {
        (target, dataset): counted(target, dataset=dataset)
        for target in plan.targets
        for dataset in released()
    }
    sizes = frozen.sizes(
        session,
        partnership_id=partnership_id,
        submission_ids={each for ids in held.values() for each in ids},
    )
    return tuple(
        Part(
            str(target.period),
            dataset.name,
            sum(sizes[each] for each in ids),
            len(shapes(dataset, period_kind=target.period.kind)),
        )
        for (target, dataset), ids in held.items()
        if ids
    )


def records(found: Iterable[Part]) -> int:
    """How many rows are counted in all, those of a month again in its quarter and its year."""
    return sum(each.records for each in found)

"""The council's domestic abuse lead: places in refuges, and staff trained."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from synth.agencies.desk import Desk, Written
from synth.chance import child
from synth.providers.aggregate_return import figure
from synth.providers.base import Row

TRAINED: Final = (0.88, 0.95)  # of staff in scope, lowest and highest (assumed)


def capacity(desk: Desk) -> tuple[Written, ...]:
    """Places in refuges, and staff in scope and trained, as they stood on the last day."""
    return tuple(
        Written({"record_id": desk.record_id("ag", number=number), **row})
        for number, row in enumerate(_figures(desk), start=1)
    )


def _figures(desk: Desk) -> Iterator[Row]:
    profile, month = desk.borough.profile, desk.month
    chance = child(desk.borough.seed, desk.agency_id, "staff", str(month))
    yield figure("refuge_capacity", month=month, value=sum(profile.places))
    trained = {
        role: round(staff * chance.uniform(*TRAINED)) for role, staff in profile.staff.items()
    }
    for measure, staff in (("staff_in_scope", profile.staff), ("staff_trained", trained)):
        yield figure(measure, month=month, value=sum(staff.values()))
        for role, count in staff.items():
            yield figure(measure, month=month, value=count, cell={"role": role})

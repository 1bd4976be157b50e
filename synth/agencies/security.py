"""What a hospital's security staff count."""

from __future__ import annotations

from typing import Final

from synth.agencies.sheet import Sheet
from synth.formats import Row
from synth.providers.aggregate_return import figure

SWING: Final = 0.15  # of a month's count, either way: services seldom swing more (assumed)


def counts(sheet: Sheet) -> tuple[Row, ...]:
    """Incidents on the hospital's ground as its security staff count them: a total, and by sex.

    They are counted by hand and belong to no household, so that nothing can be joined to them.
    """
    month, chance = sheet.month, sheet.chance("security", str(sheet.month))
    by_sex = {
        sex: round(count * (1 + chance.uniform(-SWING, SWING)))
        for sex, count in sheet.borough.profile.security_counts.items()
    }
    cells = [(None, sum(by_sex.values())), *(({"sex": sex}, n) for sex, n in by_sex.items())]
    told = (figure("incident", month=month, value=count, cell=cell) for cell, count in cells)
    return sheet.numbered(told, mark="sc")

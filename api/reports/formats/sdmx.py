"""SDMX-CSV 2.0: observations under a data structure, each on a line of its own.

What belongs here: the columns and the cells of the format. What does not: what an observation is
made from. The lines are written here, since `pysdmx` writes data through pandas, which the service
does not carry; the structure message is its own (`message`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from api.reports.formats.shape import Structure
from schemas.flat import lines
from schemas.period import Period

MEDIA_TYPE: Final = "application/vnd.sdmx.data+csv"
VERSIONED: Final = f"{MEDIA_TYPE};version=2.0.0"
"""The media type with the version of the format, as it is sent."""

OBSERVED: Final = "I"
"""The action of every line: information, by which nobody's store is to be changed."""

YEAR_STARTS: Final = "--04-01"
"""The day on which the reporting year starts (SDMX 3.0 Technical Notes, reporting periods): the
financial year of local authorities in England."""

Row = Mapping[str, Any]


def sdmx_csv(structure: Structure, rows: Iterable[Row]) -> str:
    """Rows by component as SDMX-CSV 2.0; a component that a row does not name is empty."""
    names = [each.id for each in structure.components]
    head = ("STRUCTURE", "STRUCTURE_ID", "ACTION")
    fixed = ("datastructure", structure.reference, OBSERVED)
    body = ((*fixed, *(row.get(name) for name in names)) for row in rows)
    return lines([(*head, *names), *body])


def when(period: Period) -> dict[str, str]:
    """A period as SDMX names it: a month as it is, a financial quarter or year as a reporting one.

    January to March 2026 is `2025-Q4` and April 2025 to March 2026 `2025-A1`, of years that start
    on 1 April.
    """
    said = str(period)
    if period.kind == "month":
        return {"TIME_PERIOD": said, "PERIOD": said}
    year = period.year().start.year
    part = "A1" if period.kind == "year" else f"Q{1 + period.year().quarters().index(period)}"
    starts = {"REPORTING_YEAR_START_DAY": YEAR_STARTS}
    return {"TIME_PERIOD": f"{year}-{part}", "PERIOD": said, **starts}

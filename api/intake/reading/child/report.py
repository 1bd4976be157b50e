"""What the child tells its parent: codes and places, never words and never a cell.

The parent has the words. The name of a column is the one text that is handed over; the parent
repeats it only where it has the form of a field's name.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Final

MOST_PLACES: Final = 50  # as many as a person mends at once (design)


@dataclass(frozen=True, slots=True)
class Place:
    """One thing wrong.

    Attributes:
        code: what is wrong.
        row: the record's number from 1, blank rows and remarks not counted; None for the file.
        column: the column's number from 1; None for the row or the file.
        name: what the header calls the column.
        cell: where it stands in a sheet (`C7`, `C`, `7`, `A1:C1`); "" outside a sheet.
    """

    code: str
    row: int | None = None
    column: int | None = None
    name: str = ""
    cell: str = ""


class Refused(Exception):  # noqa: N818  a refusal is an answer, not an error
    """The file cannot be taken as it is."""

    def __init__(self, *places: Place) -> None:
        super().__init__(places[0].code)
        self.places = places[:MOST_PLACES]


def refused(code: str) -> Refused:
    """A refusal of the whole file."""
    return Refused(Place(code))


@dataclass(slots=True)
class Report:
    """How it went: what was passed over and counted, or what is wrong."""

    notes: dict[str, int] = field(default_factory=dict)
    places: tuple[Place, ...] = ()

    def plain(self) -> dict[str, Any]:
        """The report in JSON types."""
        return {"notes": self.notes, "places": [asdict(place) for place in self.places]}

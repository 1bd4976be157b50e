"""Invented persons as they are, whatever any agency comes to record of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Somebody:
    """An invented person.

    Attributes:
        reference: the reference all agencies make for this person, `syn_` and a check value.
        born: day of birth, from which ages follow; it is never sent.
        restricted: kept out of every shared answer.
        needs_mental_health, no_recourse, pregnant: as asked by those who ask.
        The others are codes of the common schema's lists.
    """

    reference: str
    born: date
    sex: str
    ethnicity: str
    religion: str
    orientation: str
    gender_identity: str
    disability: str
    impairments: tuple[str, ...]
    substance: str
    language: str
    needs_mental_health: bool
    no_recourse: bool
    pregnant: bool
    restricted: bool

    def age(self, *, on: date) -> int:
        """Age in whole years on a day; 0 before birth."""
        years = on.year - self.born.year - ((on.month, on.day) < (self.born.month, self.born.day))
        return max(0, years)

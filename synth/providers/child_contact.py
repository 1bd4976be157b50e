"""Contacts about children: `fake.child_contact()`."""

from __future__ import annotations

from datetime import date
from typing import Final

from schemas.datasets.child_contact import OWN_FROM
from schemas.period import Period
from synth.figures import children as figures
from synth.formats import Row
from synth.people import Somebody
from synth.providers.base import MONTH, given, iso
from synth.providers.person import PersonProvider

COUNCIL: Final = "children_social_care"


class ChildContactProvider(PersonProvider):
    """Contacts, referrals and assessments, as children's social care records them."""

    def child_contact(
        self,
        month: str = MONTH,
        *,
        of: Somebody | None = None,
        child: Row | None = None,
        contacted: date | None = None,
        source: str | None = None,
        parent: str | None = None,
        incident: str | None = None,
        record_id: str | None = None,
    ) -> Row:
        """One step of the month.

        Args:
            month: `2026-03`.
            of: the child; drawn where they are left out.
            child: the person block for `of`; drawn where it is left out.
            contacted: the day.
            source: who told; drawn where it is left out.
            parent: the reference of the parent who is abused; drawn where it is left out.
            incident: the record of the incident.
            record_id: the agency's own identifier; drawn where it is left out.
        """
        day = contacted or self._day_in(Period.parse_month(month))
        unborn = of is None and self._happens(figures.UNBORN)
        of = of or self._child(on=day, unborn=unborn)
        drawn, step = figures.SOURCES.draw(self._chance), figures.STEPS.draw(self._chance)
        row: Row = {
            "record_id": record_id or self._number("cc"),
            "child": child or self.person(sector=COUNCIL, of=of, on=day),
            "unborn": unborn,
            "contact_on": iso(day),
            "source": source or drawn,
            "step": step,
            "da_role": self._part_in_abuse(of.age(on=day)),
            "idva_consulted": self._happens(figures.CONSULTED),
            "referred_to_child_programme": self._happens(figures.PROGRAMME),
            "parent_victim_ref": self._parent(parent),
            "incident_ref": incident,
            "household_children": figures.HOUSEHOLD.draw(self._chance),
        }
        return given(row | self._followed(step))

    def _child(self, *, on: date, unborn: bool) -> Somebody:
        years = 0 if unborn else figures.AGES.draw(self._chance)
        return self.somebody(on=on, age=years, sex="F" if self._happens(figures.GIRLS) else "M")

    def _part_in_abuse(self, years: int) -> str:
        drawn, own = figures.ROLES.draw(self._chance), self._happens(figures.OWN)
        return "own_relationship" if own and years >= OWN_FROM else drawn

    def _parent(self, reference: str | None) -> str | None:
        drawn, known = self.person_ref(), self._happens(figures.PARENT_KNOWN)
        return reference or (drawn if known else None)

    def _followed(self, step: str) -> Row:
        """What the step found and led to."""
        first = figures.FACTORS.draw(self._chance)
        more = figures.MORE_FACTORS.draw(self._chance)
        further = self._happens(figures.WITH_MORE) and first != "none"
        outcomes = figures.OUTCOMES.get(step)
        return {
            "da_factors": [first, *([more] if further else [])] if step == "assessment" else None,
            "outcome": outcomes.draw(self._chance) if outcomes else None,
        }

"""Persons: somebody as they are, and the person block as one kind of agency records it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from schemas.codes import code_list
from schemas.codes.places import FIRST_DAY_OF_NEW_WARDS
from schemas.period import Period
from schemas.person import ADULT_QUESTIONS_FROM
from schemas.reference import synthetic_reference
from synth.chance import Shares, happens
from synth.figures import people as figures
from synth.figures.places import WARDS
from synth.formats import Row
from synth.people import Somebody
from synth.providers.base import MONTH, Drawing

REFERENCE_BYTES: Final = 16  # of chance in a reference, so that no two persons share one
_YES: Final = {True: "yes", False: "no"}
LONGEST_LIST: Final = 3  # impairments of one person (assumed)


class PersonProvider(Drawing):
    """Persons, their references, and the ward they live in."""

    def person_ref(self) -> str:
        """The reference of an invented person, with its check value."""
        return synthetic_reference(self._chance.randbytes(REFERENCE_BYTES))

    def ward(self, *, on: date | None = None) -> str:
        """A ward of Bromley in use on the day; by need since May 2022, all alike before."""
        if on is None or on >= FIRST_DAY_OF_NEW_WARDS:
            return WARDS.draw(self._chance)
        wards: str = self._chance.choice(code_list("ward").valid_on(on)).code
        return wards

    def somebody(
        self,
        *,
        on: date | None = None,
        age: int | None = None,
        sex: str | None = None,
        ethnicity: str | None = None,
        reference: str | None = None,
    ) -> Somebody:
        """Somebody who is `age` on the day `on`; what is not said is drawn as for a victim."""
        chance = self._chance
        on = on or Period.parse_month(MONTH).end
        age = figures.VICTIM_AGES.draw(chance) if age is None else age
        sex = sex or ("F" if self._happens(figures.FEMALE_VICTIMS) else "M")
        disability = figures.DISABILITY.draw(chance)
        impairments = _some(chance.randint(1, LONGEST_LIST), figures.IMPAIRMENTS, self)
        pregnant = self._happens(figures.PREGNANT) and sex == "F" and 16 <= age <= 45
        return Somebody(
            reference=reference or self.person_ref(),
            born=_birth(on, age=age, days=chance.randrange(364)),
            sex=sex,
            ethnicity=ethnicity or figures.VICTIM_ETHNICITY.draw(chance),
            religion=figures.RELIGION.draw(chance),
            orientation=figures.ORIENTATION.draw(chance),
            gender_identity=figures.GENDER_IDENTITY.draw(chance),
            disability=disability,
            impairments=impairments if disability != "no" else (),
            substance=figures.SUBSTANCE.draw(chance),
            language=figures.LANGUAGE.draw(chance),
            needs_mental_health=self._happens(figures.MENTAL_HEALTH_NEED),
            no_recourse=self._happens(figures.NO_RECOURSE),
            pregnant=pregnant,
            restricted=self._happens(figures.RESTRICTED),
        )

    def person(
        self,
        *,
        sector: str = "police",
        of: Somebody | None = None,
        on: date | None = None,
        ethnicity_known: float | None = None,
    ) -> Row:
        """A person block as an agency of the sector records somebody on a day.

        Two blocks drawn from the same chance for the same somebody differ in age alone, so that an
        agency that seeds by person says the same of a person every month.
        """
        on = on or Period.parse_month(MONTH).end
        of = of or self.somebody(on=on)
        habits = figures.HABITS[sector]
        held = dict(habits.recorded)
        if ethnicity_known is not None:
            held["ethnicity_self"] = ethnicity_known
        block = self._recorded(of, held)
        block |= self._shared(of, habits.sharing)
        age = of.age(on=on)
        block["age_years"] = age if self._happens(figures.AGE_KNOWN) else "not_known"
        if age < ADULT_QUESTIONS_FROM:
            block |= {"gender_identity": "not_asked", "sexual_orientation": "not_asked"}
        if habits.sees_ethnicity:
            block["ethnicity_observed"] = figures.OBSERVED[of.ethnicity[0]].draw(self._chance)
        if not habits.asks_recourse:
            del block["nrpf"]
        return block

    def _recorded(self, of: Somebody, held: Mapping[str, float]) -> Row:
        """Each field's value or the reason why there is none; a fixed number of draws."""
        truth = {
            "ethnicity_self": of.ethnicity,
            "religion": of.religion,
            "sexual_orientation": of.orientation,
            "gender_identity": of.gender_identity,
            "disability": of.disability,
            "mental_health_need": _YES[of.needs_mental_health],
            "substance_need": of.substance,
            "language_support": of.language,
            "nrpf": _YES[of.no_recourse],
            "pregnant_or_recent_birth": _YES[of.pregnant],
        }
        block: Row = {name: self._or_reason(value, held[name]) for name, value in truth.items()}
        block["sex"] = of.sex if self._happens(figures.SEX_KNOWN) else "not_known"
        if block["disability"] == of.disability and of.impairments:
            block["impairments"] = list(of.impairments)
        return block

    def _shared(self, of: Somebody, sharing: Shares[str]) -> Row:
        """How far the row may go; a row that is only counted carries no reference."""
        level, basis = sharing.draw(self._chance), figures.SHARING_BASES.draw(self._chance)
        block: Row = {"sharing": level, "restricted": of.restricted}
        if level != "counts_only":
            block["person_ref"] = of.reference
        if level == "may_be_shared":
            block["sharing_basis"] = basis
        return block

    def _or_reason(self, value: Any, share: float) -> Any:
        reason = figures.REASONS.draw(self._chance)
        return value if happens(self._chance, share) else reason


def _birth(on: date, *, age: int, days: int) -> date:
    """A birthday that makes somebody `age` on the day; `days` spreads birthdays over the year."""
    leap_day = (on.month, on.day) == (2, 29)
    return on.replace(year=on.year - age, day=28 if leap_day else on.day) - timedelta(days=days)


def _some(count: int, shares: Shares[str], provider: Drawing) -> tuple[str, ...]:
    drawn = {shares.draw(provider.generator.random) for _ in range(count)}
    return tuple(thing for thing in shares.things if thing in drawn)

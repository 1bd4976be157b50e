"""How an agency records people: the person block by whole columns, with its habits and gaps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from schemas.person import ADULT_QUESTIONS_FROM, OLDEST
from synth.columns import Coded, Column, flags, masked, references
from synth.draws import Bools, Ints
from synth.figures import people as figures
from synth.lives.people import SEXES, People

_REASONS: Final = figures.REASONS.things
_AGES: Final = (*range(OLDEST + 1), "not_known")
_UNKNOWN: Final = len(_AGES) - 1
_ADULT: Final = ("gender_identity", "sexual_orientation")
COUNTED: Final = "counts_only"


@dataclass(frozen=True)
class Block:
    """A person block.

    Attributes:
        coded: its columns by their names in the block, but for the reference.
        reference: the column of references.
        age: what is sent as the age, -1 where it is not known.
        female: who is recorded as female.
        sent: in whose row the reference stands.
        no_recourse: who is recorded as without recourse to public funds.
    """

    coded: Mapping[str, Coded]
    reference: Column
    age: Ints
    female: Bools
    sent: Bools
    no_recourse: Bools

    def under(self, name: str, *, said: Bools | None = None) -> dict[str, Column]:
        """The columns by their dotted names, blank where the block is not said."""
        whole: dict[str, Column] = {"person_ref": self.reference, **self.coded}
        return {
            f"{name}.{key}": column if said is None else column.where(said)
            for key, column in whole.items()
        }

    def with_columns(self, **columns: Coded) -> Block:
        """The same block with some columns in place of its own."""
        return replace(self, coded={**self.coded, **columns})


@dataclass(frozen=True)
class Recorder:
    """An agency as it writes people down; it says the same of a person every time.

    Attributes:
        own: the share of persons for whom a field holds a value, where it is not its sector's.
    """

    seat: str
    sector: str
    own: Mapping[str, float] = field(default_factory=dict)

    def block(
        self,
        people: People,
        *,
        on: Ints,
        ethnicity_known: float | None = None,
        shared: Coded | None = None,
        listed: Bools | None = None,
    ) -> Block:
        """The block of people as they are on a day.

        Args:
            people: who they are.
            on: the day for each.
            ethnicity_known: the share whose ethnicity is recorded, where it is not the usual one.
            shared: the basis on which all of these rows may be shown to others, where they may.
            listed: who is at such risk that their rows may be shown without their agreement.
        """
        habits = figures.HABITS[self.sector]
        held = {**habits.recorded, **self.own}
        if ethnicity_known is not None:
            held["ethnicity_self"] = ethnicity_known
        found = self._recorded(people, held, on=on)
        sent, sharing = self._sharing(people, shared)
        if listed is not None:
            sent, sharing = sent | listed, _shown(sharing, listed)
        reference = references(people.keys.values, said=sent)
        age = self._age(people, on=on)
        young = people.ages(on=on) < ADULT_QUESTIONS_FROM
        for name in _ADULT:
            found[name] = found[name].saying("not_asked", young)
        found["age_years"] = Coded(np.where(age < 0, _UNKNOWN, age), _AGES)
        found["restricted"] = flags(people.restricted)
        if habits.sees_ethnicity:
            found["ethnicity_observed"] = self._seen(people)
        recourse = found["nrpf"]
        if not habits.asks_recourse:
            del found["nrpf"]
        female = _says(found["sex"], "F")
        return Block({**sharing, **found}, reference, age, female, sent, _says(recourse, "yes"))

    def _recorded(self, people: People, held: dict[str, float], *, on: Ints) -> dict[str, Coded]:
        """Each field's value, or the reason why there is none."""
        chance = people.keys.part(self.seat).chance("recorded")
        expecting = people.expecting(on=on).astype(np.int64)
        found: dict[str, Coded] = {}
        for name, share in held.items():
            known, reason = chance.happens(share), chance.of(figures.REASONS)
            if name == "ethnicity_self":
                value, words = people.ethnicity, figures.ETHNICITIES
            elif name == "pregnant_or_recent_birth":
                value, words = expecting, figures.YES_NO
            else:
                value, words = people.said[name], figures.TRAITS[name].things
            found[name] = Coded(np.where(known, value, reason + len(words)), (*words, *_REASONS))
            if name == "disability":
                impaired = np.where(known, people.said["impairments"], 0)
                found["impairments"] = masked(impaired, figures.IMPAIRMENTS.things)
        known = chance.happens(figures.SEX_KNOWN)
        found["sex"] = Coded(np.where(known, people.sex, len(SEXES)), (*SEXES, "not_known"))
        return found

    def _sharing(self, people: People, shared: Coded | None) -> tuple[Bools, dict[str, Coded]]:
        """How far each row may go; one that is only counted carries no reference."""
        shares = figures.HABITS[self.sector].sharing
        chance = people.keys.part(self.seat).chance("sharing")
        if shared is not None:
            sent = np.ones(len(people), dtype=np.bool_)
            level: Coded = Coded(np.zeros(len(people), dtype=np.int64), ("may_be_shared",))
            basis: Coded = shared
        else:
            drawn = chance.of(shares)
            level = Coded(drawn, shares.things)
            sent = ~_says(level, COUNTED)
            told = Coded(chance.of(figures.SHARING_BASES), figures.SHARING_BASES.things)
            basis = told.where(_says(level, "may_be_shared"))
        return sent, {"sharing": level, "sharing_basis": basis}

    def _age(self, people: People, *, on: Ints) -> Ints:
        known = people.keys.part(self.seat).chance("age").happens(figures.AGE_KNOWN)
        return np.where(known, np.minimum(people.ages(on=on), OLDEST), -1)

    def _seen(self, people: People) -> Coded:
        """The ethnicity that an officer saw."""
        lot = people.keys.part(self.seat).chance("seen").lot()
        table, words = _observed()
        return Coded(table[_groups()[people.ethnicity], lot], words)


@cache
def _observed() -> tuple[npt.NDArray[np.int64], tuple[str, ...]]:
    words = tuple(sorted({code for shares in figures.OBSERVED.values() for code in shares.things}))
    rows = [
        np.array([words.index(code) for code in shares.things])[shares.places]
        for shares in figures.OBSERVED.values()
    ]
    return np.stack(rows), words


@cache
def _groups() -> Ints:
    letters = list(figures.OBSERVED)
    return np.array([letters.index(code[0]) for code in figures.ETHNICITIES])


def _shown(sharing: dict[str, Coded], listed: Bools) -> dict[str, Coded]:
    """How far rows may go, and why, where those of some may be shown because of the risk."""
    level, basis = sharing["sharing"], sharing["sharing_basis"]
    return {
        "sharing": _instead(level, "may_be_shared", listed),
        "sharing_basis": _instead(basis, "no_consent_risk", listed),
    }


def _instead(column: Coded, word: str, where: Bools) -> Coded:
    """A column that says another word in some rows."""
    words = (*column.words, word)
    return Coded(np.where(where, len(words) - 1, column.codes), words)


def _says(column: Coded, word: str) -> Bools:
    """Which rows say a word."""
    if word not in column.words:
        return np.zeros(len(column.codes), dtype=np.bool_)
    found: Bools = column.codes == list(column.words).index(word)
    return found

"""Planting mistakes in returns: one of each kind, or at a rate; and the key of what must be found.

A mistake is planted in a copy of a clean return, one to a record.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from random import Random
from typing import Any, Final

from schemas.period import Period
from synth.chance import child, happens
from synth.faults.fault import Fault
from synth.faults.kinds import REPEATED_EVENT, REPEATED_RECORD, ROWS_LOST
from synth.faults.mistakes import MISTAKES, Mistake, leant_on
from synth.formats import Row
from synth.returns import InventedReturn

_EVENT: Final = ("victim", "suspect", "reported_on")
"""What two reports agree in that are one, as EVT-V13 reads them."""
_KEPT: Final = 0.6  # of the records where the others are lost (design)


@dataclass(frozen=True)
class Plan:
    """Which mistakes are planted, and how often.

    Attributes:
        names: of the kinds; None for all, and none for what habit makes amiss alone.
        rate: of all records, those that go wrong; None for one of each kind in every return.
    """

    names: Collection[str] | None = None
    rate: float | None = None

    def wants(self, kind: str) -> bool:
        """Whether mistakes of a kind are planted."""
        return self.names is None or kind in self.names


EVERY: Final = Plan()
"""One of each kind in each return."""
HABITS: Final = Plan(names=frozenset())
"""Nothing but what the agencies' habits make amiss."""


def planted(
    clean: InventedReturn, *, seed: int, plan: Plan = EVERY
) -> tuple[InventedReturn, tuple[Fault, ...]]:
    """A copy of the return with mistakes, each in a record of its own, and their key.

    All other rows are those of the clean return, in the same places. A return in which nothing can
    go wrong comes back with an empty key.
    """
    work = _Work(clean, seed=seed)
    mistakes = [each for each in MISTAKES[clean.row_dataset.name] if plan.wants(each.kind)]
    if plan.rate is None:
        for mistake in mistakes:
            work.make(mistake)
        if clean.level == "record":
            work.repeat_once(plan)
    else:
        work.at_rate(plan.rate, mistakes, repeated=plan.wants(REPEATED_RECORD))
    return clean.with_rows(work.written), tuple(sorted(work.key, key=lambda each: each.row or 0))


def faulty(
    sent: Iterable[InventedReturn], *, seed: int, plan: Plan = EVERY
) -> Iterator[tuple[InventedReturn, tuple[Fault, ...]]]:
    """The returns in which something goes wrong, each with its mistakes and their key."""
    for clean in sent:
        bad, key = planted(clean, seed=seed, plan=plan)
        if key:
            yield bad, key


def shortened(clean: InventedReturn, kind: str) -> tuple[InventedReturn, tuple[Fault, ...]]:
    """The return without its last records, of which `rows-lost` still says how many there were."""
    kept = clean.with_rows(clean.written[: round(len(clean.written) * _KEPT)])
    about = (clean.agency_id, clean.dataset, clean.month)
    if kind == ROWS_LOST:
        said = replace(kept, envelope=clean.envelope)
        return said, (Fault(kind, *about, field="envelope.row_count", code="ENV-V07"),)
    return kept, (Fault(kind, *about, why=_UNSEEN),)


_UNSEEN: Final = (
    "A month with fewer records than the month before may be a quiet one: no rule says how many"
    " there must be, and AGG-V09 is about declared figures. The agency sees its twelve months in"
    " the receipt. At the sealing REF-V06 and EVT-V14 note records of people whose counterpart is"
    " not there, but not whether it was lost or never made."
)


class _Work:
    """A return that is being spoilt: its records, those that are whole still, and the key."""

    def __init__(self, clean: InventedReturn, *, seed: int) -> None:
        self.clean, self.written = clean, list(clean.written)
        self.chance = child(seed, clean.agency_id, clean.dataset, clean.month, "faults")
        self.period, self.seed = Period.parse(clean.month), seed
        self.key = list[Fault]()
        self.whole = {
            place
            for place, each in enumerate(self.written)
            if not leant_on(clean.dataset, each.row)
        }

    def make(self, mistake: Mistake) -> None:
        """Make a mistake in one record, if it can be made in any."""
        places = sorted(n for n in self.whole if mistake.can(self.written[n].row))
        if places:
            self._spoil(self.chance.choice(places), mistake, self.chance)

    def repeat_once(self, plan: Plan) -> None:
        """Write one event down twice under two identifiers, and give two records one identifier."""
        if plan.wants(REPEATED_EVENT) and self.clean.dataset == "incident":
            self._repeat_event()
        if plan.wants(REPEATED_RECORD) and len(self.whole) > 1:
            first, again = sorted(self.chance.sample(sorted(self.whole), k=2))
            self.whole -= {first, again}
            self._repeat(first, again)

    def at_rate(self, rate: float, mistakes: list[Mistake], *, repeated: bool) -> None:
        """Let each record go wrong so often, in a way drawn for the record itself."""
        for place in range(len(self.written)):
            row = self.written[place].row
            if place not in self.whole:
                continue
            about = (self.clean.agency_id, self.clean.dataset, row["record_id"], "fault")
            chance = child(self.seed, *about)
            if not happens(chance, rate):
                continue
            ways: list[Mistake | None] = [each for each in mistakes if each.can(row)]
            ways += [None] if repeated and place - 1 in self.whole else []
            way = chance.choice(ways) if ways else None
            if way is not None:
                self._spoil(place, way, chance)
            elif ways:
                self.whole -= {place - 1, place}
                self._repeat(place - 1, place)

    def _spoil(self, place: int, mistake: Mistake, chance: Random) -> None:
        self.whole.discard(place)
        wrong = mistake.make(self.written[place].row, chance, self.period)
        self._put(place, mistake.field, wrong)
        said = {"code": mistake.code or None, "seen": mistake.seen, "why": mistake.why}
        self._note(mistake.kind, place, field=mistake.found or mistake.field, **said)

    def _repeat(self, first: int, again: int) -> None:
        self._put(again, "record_id", self.written[first].row["record_id"])
        self._note(REPEATED_RECORD, again, field="record_id", code="duplicate_record_id")

    def _repeat_event(self) -> None:
        """Let one record tell another's report again, under an identifier of its own."""
        told = [n for n in sorted(self.whole) if _can_be_told(self.written[n].row)]
        if len(told) > 1:
            first, again = sorted(self.chance.sample(told, k=2))
            self.whole -= {first, again}
            twin = deepcopy(self.written[first].row)
            twin["record_id"] = self.written[again].row["record_id"]
            self.written[again] = replace(self.written[first], row=twin)
            self._note(REPEATED_EVENT, again, field="record_id", code="EVT-V13")

    def _put(self, place: int, field: str, value: Any) -> None:
        row = deepcopy(self.written[place].row)
        block, _, name = field.rpartition(".")
        holder = row[block] if block else row
        if value == "":
            holder.pop(name)
        else:
            holder[name] = value
        self.written[place] = replace(self.written[place], row=row)

    def _note(self, kind: str, place: int, **said: Any) -> None:
        clean = self.clean
        self.key.append(Fault(kind, clean.agency_id, clean.dataset, clean.month, place + 1, **said))


def _can_be_told(row: Row) -> bool:
    """Whether a second report of the same would be known by the persons in it."""
    return all("person_ref" in row.get(block, {}) for block in _EVENT[:2])

"""The agency's own earlier rows, as watches over a file under examination.

Each stored rule of a dataset becomes a watch that gathers keys while the rows go by and asks the
store at the end, in as few questions as the keys need, and in none where the agency has nothing in
force beside what it sends. Only rows of the submitting agency that are in force are looked at, so
that a finding says nothing about anybody else's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any, Final

from api.queries.history.beside import Beside
from api.queries.history.figures import Either, Figures, Nights
from api.queries.history.past import Past
from api.queries.history.people import People
from api.queries.history.records import RecordIds
from schemas import rules

__all__ = ["Past", "watches"]


def watches(past: Past, *, present: frozenset[str]) -> tuple[Any, ...]:
    """A watch for each stored rule whose columns the file has, and one for record ids used
    elsewhere.
    """
    steady: dict[str, list[rules.Rule]] = defaultdict(list)
    found: list[Any] = [RecordIds(past)]
    for rule in past.records.rules:
        if rule.kind != "stored":
            continue
        if isinstance(rule.test, rules.Steady | rules.SteadyAge):
            if rules.named(rule.test) <= present:
                steady[rule.test.person.name].append(rule)
        elif not isinstance(rule.test, _WHOLE) or rules.named(rule.test) <= present | set(
            past.facts
        ):
            found.append(_WATCHES[type(rule.test)](past, rule))
    return (*found, *(People(past, person, tuple(own)) for person, own in steady.items()))


_WHOLE: Final = (rules.Companion, rules.Apart, rules.Forward)
"""Tests that say nothing of a file that lacks one of their columns."""

_WATCHES: Final[Mapping[type, Callable[[Past, rules.Rule], Any]]] = {
    rules.ChangeAtMost: Figures,
    rules.SameAsBefore: Figures,
    rules.NoRecords: Either,
    rules.NightsWithinCapacity: Nights,
    rules.Companion: Beside,
    rules.Apart: Beside,
    rules.Forward: Beside,
    rules.Unique: Beside,
}

"""A check: the clause it holds, what it says, and how it is found out."""

from collections.abc import Callable
from typing import NamedTuple

from tests.conformance.party import Party
from tests.conformance.place import Place


class Check(NamedTuple):
    """One line of a table. `run` raises AssertionError where the server does otherwise."""

    clause: str
    says: str
    run: Callable[[Party], object]

    @property
    def name(self) -> str:
        return f"{self.clause}: {self.says}"


def made(check: Check, place: Place, *, alg: str) -> None:
    """Make a check; whatever it says, each of its requests must leave one event."""
    sent, events = place.sent, place.events()
    check.run(Party(place, alg))
    assert place.events() - events == place.sent - sent

"""The FAPI 2.0 security profile, held by two real workers over HTTP.

Each test is one check of one clause, by a client whose keys are of one kind, with the server's
nonces off or on. Beside what it says, each check holds that every request left exactly one event.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import NamedTuple

import pytest
from sqlalchemy import URL, make_url

from tests.conformance.check import Check, made
from tests.conformance.founding import ALGORITHMS, founded
from tests.conformance.place import Place, serving
from tests.conformance.tables import checks
from tests.counts import PROVE

Places = Callable[[str, bool], Place]


class Seat(NamedTuple):
    """Where a check is made, and by whom."""

    engine: str
    nonce: bool
    alg: str

    def __str__(self) -> str:
        return f"{self.engine}-nonce_{'on' if self.nonce else 'off'}-{self.alg}"


WHOLE = [
    Seat(engine, nonce, alg)
    for engine in ("sqlite", "postgresql")
    for nonce in (False, True)
    for alg in ALGORITHMS
]
SAMPLE = [
    Seat("sqlite", False, "ES256"),
    Seat("sqlite", True, "PS256"),
]
"""`test_refusals` makes all checks with Ed25519, so that the sample has each kind of key too."""
SEATS = WHOLE if PROVE else SAMPLE
CASES = [(seat, check) for seat in SEATS for check in checks(nonce=seat.nonce)]


@pytest.fixture(scope="module")
def places(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Places]:
    """Servers by engine and nonce, each started when it is first asked for."""
    standing: dict[tuple[str, bool], Place] = {}
    with ExitStack() as held:

        def place(engine: str, nonce: bool) -> Place:  # noqa: FBT001  a seat's own members
            if (engine, nonce) not in standing:
                postgresql = engine == "postgresql"
                templates = "postgres_templates" if postgresql else "sqlite_templates"
                databases = held.enter_context(request.getfixturevalue(templates).database())
                folder = tmp_path_factory.mktemp("place")
                log: URL | str = databases.app_url
                if postgresql:
                    server: URL = request.getfixturevalue("postgres_server")
                    log = server.set(database=make_url(databases.app_url).database)
                partnership, clients = founded(databases, folder=folder)
                served = serving(partnership, clients, folder=folder, nonce=nonce, log_url=log)
                standing[engine, nonce] = held.enter_context(served)
            return standing[engine, nonce]

        yield place


@pytest.mark.prove
@pytest.mark.parametrize(
    ("seat", "check"), CASES, ids=[f"{seat}-{check.name}" for seat, check in CASES]
)
def test_the_profile_is_held(seat: Seat, check: Check, places: Places) -> None:
    made(check, places(seat.engine, seat.nonce), alg=seat.alg)


def test_there_are_checks_enough_and_each_has_its_clause() -> None:
    names = [check.name for check in checks(nonce=True)]
    assert len(names) == len(set(names)) >= 80
    assert all(name.startswith(("RFC ", "FAPI 2.0 SP ")) for name in names)

"""A signing key follows another while two workers are at work: no request fails, none disagrees."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest

from tests.conformance.founding import follow, founded
from tests.conformance.party import Party, opened
from tests.conformance.place import Place, serving
from tests.databases import SqliteTemplates

WARNING, AFTERWARDS = timedelta(seconds=2), timedelta(seconds=1.5)
PAUSE = 0.02
CALLERS = 2


class Given(NamedTuple):
    """A token: when it was asked for and given, and the key that signed it."""

    asked: datetime
    given: datetime
    kid: str
    token: str


@pytest.fixture
def place(
    sqlite_templates: SqliteTemplates, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("rotation")
    with sqlite_templates.database() as databases:
        partnership, clients = founded(databases, folder=folder, waiting=False)
        log = databases.app_url
        with serving(partnership, clients, folder=folder, nonce=True, log_url=log) as made:
            yield made


def published(place: Place, *, worker: int) -> set[str]:
    return {key["kid"] for key in place.send("GET", "/oauth/jwks", worker=worker).json["keys"]}


def at_work(place: Place, *, worker: int, until: datetime) -> list[Given]:
    """Tokens of one worker, each used at the other at once."""
    party, given = Party(place), []
    while (asked := datetime.now(UTC)) < until:
        token = str(party.given(worker=worker).json["access_token"])
        given.append(Given(asked, datetime.now(UTC), opened(token)[0]["kid"], token))
        party.admitted(token, worker=1 - worker)
        time.sleep(PAUSE)
    return given


def test_one_key_follows_another_under_load_at_both_workers_in_one_moment(place: Place) -> None:
    first, moment = place.first_key(), datetime.now(UTC) + WARNING
    second = follow(place.server.partnership, at=moment)
    assert [published(place, worker=n) for n in (0, 1)] == 2 * [{first, second}]
    with ThreadPoolExecutor(CALLERS) as pool:
        load = [
            pool.submit(at_work, place, worker=n, until=moment + AFTERWARDS) for n in range(CALLERS)
        ]
        given = [each for future in load for each in future.result()]
    before = {each.kid for each in given if each.given < moment}
    after = {each.kid for each in given if each.asked > moment}
    assert (before, after) == ({first}, {second})
    last_of_first = max(each for each in given if each.kid == first)
    for worker in (0, 1):
        assert published(place, worker=worker) == {first, second}
        Party(place).admitted(last_of_first.token, worker=worker)

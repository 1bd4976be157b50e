"""A server seals by itself, and goes on when a round fails."""

import logging
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from api.rounds import Round, begin
from api.services.transparency.sealing import seal_all
from auth.refusals import Unavailable
from tests.integration.transparency.logs import Log

SOON = timedelta(milliseconds=20)
PATIENCE = 10.0


def now() -> datetime:
    return datetime.now(UTC)


def test_what_waits_is_sealed_by_itself(log: Log) -> None:
    sealed = threading.Event()

    def work(moment: datetime) -> None:
        for _ in seal_all(log.database, folder=log.folder, now=moment, thorough=False):
            sealed.set()

    log.now = now()
    log.add(3)
    [end] = begin([Round(SOON, work)], now=now)
    assert sealed.wait(PATIENCE)
    end.set()
    assert log.verified().size == 3


def test_a_round_that_fails_or_is_refused_is_begun_again(caplog: pytest.LogCaptureFixture) -> None:
    done, problems = threading.Event(), [Unavailable("seal_key_missing"), LookupError("lost")]

    def work(_: datetime) -> None:
        if problems:
            raise problems.pop()
        done.set()

    with caplog.at_level(logging.WARNING, logger="safershare.rounds"):
        [end] = begin([Round(timedelta(days=1), work, first=SOON)], now=now)
        time.sleep(0.1)
        end.set()
        [end] = begin([Round(SOON, work)], now=now)
        assert done.wait(PATIENCE)
        end.set()
    assert [record.message for record in caplog.records] == [
        "a round failed",
        "a round was refused",
    ]

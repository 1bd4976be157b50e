"""A sealer that the system kills at any moment leaves a log that is whole."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.counts import SEED, whole_or_sample
from tests.integration.transparency.logs import Log

ROOT = Path(__file__).resolve().parents[3]
KILLS = whole_or_sample(12, sample=2)
EVENTS = 600
SOON = 0.2
"""Seconds in which a sealer of small batches is at work."""

SEALER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from api.db import Database
from api.services.transparency import sealing
sealing.BATCH, sealing.ROUND = 8, 4
database, now = Database(sys.argv[1]), datetime.now(UTC)
print("begun", flush=True)
for _ in sealing.seal_all(database, folder=Path(sys.argv[2]), now=now, thorough=True):
    pass
"""


@pytest.mark.prove
def test_a_killed_sealer_loses_nothing_and_gives_no_place_twice(log: Log) -> None:
    moments = random.Random(SEED)
    for number in range(1, KILLS + 1):
        log.add(EVENTS)
        _killed_after(moments.uniform(0, SOON), log)
        verdict = log.verified()
        assert verdict.fault is None
        assert verdict.size + verdict.waiting == EVENTS * number
    log.seal()
    assert log.verified().size == EVENTS * KILLS


def _killed_after(seconds: float, log: Log) -> None:
    command = [sys.executable, "-P", "-c", SEALER, log.databases.app_url, str(log.folder)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}
    ) as sealer:
        assert sealer.stdout is not None
        assert sealer.stdout.readline() == b"begun\n"
        time.sleep(seconds)
        sealer.kill()

"""A large return beside the least that storing its rows can cost."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import Final

from api.cli.client.session import Agency
from api.cli.demo.server import running
from bench import bare, clock
from bench.bodies import DATASET, MONTH, SENDER, bodies, standing
from bench.figures import Figure, faster
from bench.stage import Stage

TIMES: Final = 3  # deliveries of which the middle one counts
NDJSON: Final = {"Content-Type": "application/x-ndjson"}


def figures(stage: Stage, *, rows: int) -> Iterator[Figure]:
    """Rows per second of a return in process and served, beside the bare driver's."""
    files = bodies(rows, times=2 * TIMES + 1)
    what = f"{rows:,} incidents, NDJSON, {stage.engine}"
    with stage.system(f"{SENDER}-returns") as system:
        _stand(system)
        _put(system, next(files))
        inside = rows / _middle(system, files)
    least = rows / clock.median([bare.executemany(stage)] * TIMES)
    served = rows / _served(stage, files)
    peer = "bare executemany of the same rows"
    yield faster(f"PUT in process: {what}", inside, unit="rows/s", peer=peer, beside=least)
    yield faster(f"PUT served: {what}", served, unit="rows/s", peer=peer, beside=least)
    if stage.engine == "postgresql":
        copied = rows / clock.median([bare.copy(stage)] * TIMES)
        peer = "bare COPY of the same rows"
        yield faster(f"PUT in process: {what}", inside, unit="rows/s", peer=peer, beside=copied)


def _middle(system: Agency, files: Iterator[bytes]) -> float:
    """Seconds of the middle one of a few deliveries."""
    return clock.median([partial(_put, system, body) for body in islice(files, TIMES)])


def _served(stage: Stage, files: Iterator[bytes]) -> float:
    port = int(stage.url.rpartition(":")[2])
    with (
        running(port=port, variables=stage.variables, log=stage.folder / "server.log"),
        stage.system(f"{SENDER}-returns", served=True) as system,
    ):
        return _middle(system, files)


def _stand(system: Agency) -> None:
    answer = system.call("PUT", f"/v1/envelopes/{DATASET}", json=standing())
    answer.raise_for_status()


def _put(system: Agency, body: bytes) -> None:
    answer = system.call("PUT", f"/v1/returns/{DATASET}/{MONTH}", headers=NDJSON, content=body)
    answer.raise_for_status()

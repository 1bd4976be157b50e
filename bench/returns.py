"""A large return, whole over HTTP, beside the least that storing its rows can cost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from api.cli.client.session import Agency
from api.cli.demo.server import running
from bench import bare, clock, memory
from bench.bodies import DATASET, MONTH, SENDER, standing
from bench.figures import Figure, faster
from bench.files import ENCODINGS, Kind, written
from bench.stage import Stage

TIMES: Final = 5  # deliveries of which the middle one counts
BARE_TIMES: Final = 3
KINDS: Final = tuple(Kind(encoding, packed) for encoding in ENCODINGS for packed in (False, True))
ONCE: Final = (Kind("csv", packed=False), Kind("ndjson", packed=True))
"""What a million rows are sent as, each once."""
PATIENCE: Final = 900.0  # seconds for one answer
LIMITS: Final = {
    "SAFERSHARE_BODY_LIMIT": str(4_000_000_000),
    "SAFERSHARE_INFLATED_LIMIT": str(8_000_000_000),
}
AIMS: Final = {
    ("postgresql", "csv"): "at least 0.60, of a million 0.75",
    ("postgresql", "ndjson"): "at least 0.50",
    ("sqlite", "csv"): "at least 1",
    ("sqlite", "ndjson"): "at least 1",
}
MOST_MEMORY: Final = "at most 350 for a million"


@contextmanager
def sender(stage: Stage) -> Iterator[Agency]:
    """The police's system beside a served installation that has their standing envelope."""
    port = int(stage.url.rpartition(":")[2])
    log, variables = stage.folder / "server.log", {**stage.variables, **LIMITS}
    with (
        running(port=port, variables=variables, log=log),
        stage.system(f"{SENDER}-returns", served=True) as system,
    ):
        system.http.timeout = PATIENCE
        answer = system.call("PUT", f"/v1/envelopes/{DATASET}", json=standing())
        answer.raise_for_status()
        yield system


def figures(stage: Stage, *, rows: int, most: int) -> Iterator[Figure]:
    """Rows per second of a served return beside the bare driver's, and the worker's memory.

    Args:
        stage: the engine's installation.
        rows: of a file that is sent a few times in each form.
        most: of a file that is sent once in two forms; 0 for none.
    """
    with sender(stage) as system:
        yield from _measured(stage, system, rows=rows, kinds=KINDS, times=TIMES)
        if most:
            yield from _measured(stage, system, rows=most, kinds=ONCE, times=1)


def _measured(
    stage: Stage, system: Agency, *, rows: int, kinds: tuple[Kind, ...], times: int
) -> Iterator[Figure]:
    peer, beside = "", 0.0
    for kind in kinds:
        what = f"{rows:,} incidents, {kind.words}, {stage.engine}"
        memory.forget()
        deeds = deliveries(system, stage.folder / "body", rows=rows, kind=kind, times=times)
        rate = rows / clock.median(deeds)
        held = memory.peak("serve")
        if not peer:
            # the peer loads what is in force by now
            peer, loads = bare.least(stage, rows=rows, times=min(times, BARE_TIMES))
            beside = rows / clock.median(loads)
        aim = AIMS[stage.engine, kind.encoding]
        yield faster(f"PUT served: {what}", rate, unit="rows/s", peer=peer, beside=beside, aim=aim)
        yield Figure(f"memory of the worker: {what}", held, "MB", aim=MOST_MEMORY)


def deliveries(
    system: Agency, path: Path, *, rows: int, kind: Kind, times: int
) -> Iterator[clock.Deed]:
    """Deliveries of different files, each written before its deed."""
    for turn in range(times + 1 if times > 1 else times):
        deed = partial(_put, system, written(path, rows=rows, turn=turn, kind=kind), kind=kind)
        if times > 1 and not turn:
            deed()  # the first of a kind finds nothing warm, and is not counted
        else:
            yield deed


def _put(system: Agency, path: Path, *, kind: Kind) -> None:
    with path.open("rb") as body:
        answer = system.call(
            "PUT", f"/v1/returns/{DATASET}/{MONTH}", headers=kind.headers, content=body
        )
    answer.raise_for_status()

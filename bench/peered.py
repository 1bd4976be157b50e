"""The same records put to services that other people would write, each a program of its own.

The peers check every field as the schema does and store the rows in a table of the same columns
and key. They know no rule between fields, no agreement, no token and no audit: what they leave out
is in their favour. They take JSON, since none of them reads NDJSON or CSV.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

import httpx
from sqlalchemy import make_url

from api.cli.demo.server import HOST, free_port
from bench import clock, returns
from bench.bodies import DATASET
from bench.figures import Figure, faster
from bench.files import Kind, written
from bench.stage import Stage
from schemas.codes import MISSING_REASONS
from schemas.dataset import Column, columns
from schemas.datasets import DATASETS
from schemas.fields import Code, Count, CountOrReason, Day, Flag, Instant, Many
from schemas.fields.text import Patterned
from tests.databases import PostgresTemplates
from tests.postgres import postgres_server

FOLDER: Final = Path(__file__).parent / "peers"
BIN: Final = Path(".venv-peers") / "bin"
"""Where `make bench` builds the peers' own environment, from their own lock."""
TIMES: Final = 5  # deliveries of which the middle one counts
PATIENCE: Final = 120.0  # seconds until a peer is up, or answers

PEERS: Final = {
    "Django REST framework, bulk_create": (("gunicorn", "django_rest:application"), "at least 20"),
    "FastAPI, pydantic, SQLAlchemy Core": (("uvicorn", "fastapi_core:app"), "at least 5"),
    "FastAPI, pydantic, SQLAlchemy ORM": (("uvicorn", "fastapi_orm:app"), "at least 45"),
}
"""Each peer: the server that runs it and what it runs, and how many times its rate is aimed at."""
OWN: Final = (Kind("csv", packed=False), Kind("ndjson", packed=False))


def figures(stage: Stage, *, rows: int) -> Iterator[Figure]:
    """The service's rows per second beside each peer's, on PostgreSQL.

    The service takes `rows`, as CSV and as NDJSON; a peer takes a fifth of them, since it takes
    far longer, and its rate hardly depends on how many there are.
    """
    if stage.engine != "postgresql":
        return
    if not (BIN / "python").exists():
        raise SystemExit("The peers' environment is not built: run `make bench`.")
    own = _own(stage, rows=rows)
    described = stage.folder / "description.json"
    described.write_text(json.dumps(description()), encoding="utf-8")
    arrays = [_array(stage, rows=rows // 5, turn=turn) for turn in range(TIMES + 1)]
    for name, (command, aim) in PEERS.items():
        with _peer(command, described=described, folder=stage.folder) as url:
            rate = (rows // 5) / _middle(url, arrays)
        for kind, ours in own.items():
            what = f"PUT served: {rows:,} incidents, {kind.words}, postgresql"
            yield faster(what, ours, unit="rows/s", peer=name, beside=rate, aim=aim)


def _own(stage: Stage, *, rows: int) -> dict[Kind, float]:
    """The service's own rate, by kind of file."""
    with returns.sender(stage) as system:
        return {
            kind: rows
            / clock.median(
                returns.deliveries(system, stage.folder / "body", rows=rows, kind=kind, times=TIMES)
            )
            for kind in OWN
        }


def description() -> dict[str, Any]:
    """The dataset's columns as the peers read them."""
    held = columns(DATASETS[DATASET])
    return {
        "columns": [column(each) for each in held],
        "optional_blocks": sorted({each.block for each in held if each.optional_block}),
    }


def column(described: Column) -> dict[str, Any]:
    """One column as the peers read it."""
    field = described.field
    inner = field.of if isinstance(field, Many) else field
    return {
        "name": described.name,
        "block": described.block,
        "key": described.key,
        "kind": _kind(field),
        "values": sorted(inner.values)
        if isinstance(inner, Code)
        else sorted(MISSING_REASONS)
        if isinstance(inner, CountOrReason)
        else [],
        "pattern": "^" + inner.pattern.pattern.replace("\\Z", "$")
        if isinstance(inner, Patterned)
        else "",
        "low": inner.low if isinstance(inner, Count) else 0,
        "high": inner.high if isinstance(inner, Count) else 0,
        "required": field.mandatory,
    }


def _kind(field: Any) -> str:
    kinds = (
        (CountOrReason, "integer_or_reason"), (Count, "integer"), (Many, "codes"), (Code, "code"),
        (Flag, "boolean"), (Day, "date"), (Instant, "instant"),
    )  # fmt: skip
    return next((kind for made, kind in kinds if isinstance(field, made)), "text")


def _array(stage: Stage, *, rows: int, turn: int) -> bytes:
    """A file of the same kind of rows as one JSON document."""
    kind = Kind("ndjson", packed=False)
    lines = written(stage.folder / "array", rows=rows, turn=turn, kind=kind).read_bytes()
    return b"[" + b",".join(lines.splitlines()) + b"]"


def _middle(url: str, arrays: Sequence[bytes]) -> float:
    """Seconds of the middle one of the deliveries, after one that warms up."""
    with httpx.Client(base_url=url, timeout=PATIENCE, trust_env=False) as client:
        _put(client, arrays[0])
        return clock.median([partial(_put, client, body) for body in arrays[1:]])


def _put(client: httpx.Client, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    client.put("/records", content=body, headers=headers).raise_for_status()


@contextmanager
def _peer(command: tuple[str, str], *, described: Path, folder: Path) -> Iterator[str]:
    """A peer that serves on a database of its own."""
    with (
        postgres_server() as server,
        closing(PostgresTemplates(server)) as templates,
        templates.database() as database,
    ):
        owner = make_url(database.owner_url).render_as_string(hide_password=False)
        surroundings = {
            **os.environ,
            "PYTHONPATH": str(FOLDER),
            "PEER_DESCRIPTION": str(described),
            "PEER_DATABASE": owner,
        }
        port = free_port()
        with (folder / "peer.log").open("ab") as log:
            process = subprocess.Popen(
                _words(command, port=port), env=surroundings, stdout=log, stderr=log
            )
        try:
            _wait(f"http://{HOST}:{port}", process)
            yield f"http://{HOST}:{port}"
        finally:
            process.terminate()
            process.wait()


def _words(command: tuple[str, str], *, port: int) -> list[str]:
    """The command line of a server with one worker, as the service is measured."""
    server, target = command
    if server == "gunicorn":
        place = ["--bind", f"{HOST}:{port}", "--workers", "1", "--timeout", "600"]
    else:
        place = ["--host", HOST, "--port", str(port), "--log-level", "warning"]
    return [str(BIN / server), target, *place]


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        try:
            if httpx.get(f"{url}/ready", trust_env=False).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise RuntimeError("a peer did not start; its log is peer.log in the stage's folder")

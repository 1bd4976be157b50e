"""The demo's server: the real one, in a process of its own on a free port of this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import httpx

from api.cli.failures import Failure

HOST: Final = "127.0.0.1"
WORKERS: Final = 2
"""As many as show that the workers hold nothing between requests."""

PATIENCE: Final = 30.0
"""Seconds to wait for the first answer and for the end."""


def free_port() -> int:
    """A port that nobody listens at just now."""
    with socket.socket() as trial:
        trial.bind((HOST, 0))
        return int(trial.getsockname()[1])


@contextmanager
def running(
    *, port: int, variables: Mapping[str, str], log: Path, workers: int = WORKERS
) -> Iterator[None]:
    """Run `safershare serve` with these settings for as long as the block, or this process, lasts.

    Raises:
        Failure: it does not answer; with the last lines of its log.
    """
    # -P keeps the folder the demo is run from out of the way: it may hold anything.
    command = [sys.executable, "-P", "-m", "api.cli.demo.kept", "serve", "--host", HOST]
    command += ["--port", str(port), "--workers", str(workers)]
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - every word of the command is ours
            command,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=_surroundings(variables),
        )
    try:
        _wait(process, url=f"http://{HOST}:{port}/readyz", log=log)
        yield
    finally:
        _stop(process)


def _surroundings(variables: Mapping[str, str]) -> dict[str, str]:
    """This process's environment without settings of another service, and with ours."""
    kept = {name: v for name, v in os.environ.items() if not name.startswith("SAFERSHARE_")}
    return kept | dict(variables)


def _wait(process: subprocess.Popen[bytes], *, url: str, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    with httpx.Client(trust_env=False) as client:
        while process.poll() is None and time.monotonic() < until:
            if _answers(client, url=url):
                return
            time.sleep(0.05)
    said = log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:]
    raise Failure("\n".join(["The server did not start. Its log ends:", *said]))


def _answers(client: httpx.Client, *, url: str) -> bool:
    try:
        return client.get(url).is_success
    except httpx.HTTPError:
        return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdin:
        process.stdin.close()

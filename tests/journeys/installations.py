"""An installation as its operator has it: a database, settings, commands, and a running server."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from click.testing import CliRunner, Result

from api.cli.main import main
from tests.databases import Databases

HOST = "127.0.0.1"
PATIENCE = 60.0
PARTNERSHIP = "bromley"


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind((HOST, 0))
        return int(trial.getsockname()[1])


@dataclass(frozen=True)
class Installation:
    """A folder with settings; commands run in this process, the server in one of its own."""

    folder: Path
    port: int
    variables: Mapping[str, str]
    runner: CliRunner = field(default_factory=CliRunner)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def credentials(self, agency: str) -> str:
        return str(self.folder / "credentials" / f"{agency}.json")

    def run(self, *arguments: str, **variables: str) -> Result:
        return self.runner.invoke(main, arguments, env={**self.variables, **variables})

    def done(self, *arguments: str) -> str:
        """The output of a command that must succeed."""
        result = self.run(*arguments)
        assert result.exit_code == 0, (result.output, result.exception)
        return result.stdout

    def json(self, *arguments: str) -> Any:
        return json.loads(self.done(*arguments))

    def call(self, agency: str, *arguments: str) -> Result:
        return self.run("call", "--credentials", self.credentials(agency), *arguments)

    @contextmanager
    def serving(self, *arguments: str, **variables: str) -> Iterator[subprocess.Popen[bytes]]:
        process = self.start(*arguments, **variables)
        try:
            self.wait(process)
            yield process
        finally:
            stop(process)

    def start(self, *arguments: str, **variables: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-P", "-m", "api.cli", "serve", "--port", str(self.port)]
        with (self.folder / "server.log").open("ab") as log:
            return subprocess.Popen(
                [*command, *arguments],
                env={**os.environ, **self.variables, **variables},
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def wait(self, process: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + PATIENCE
        with httpx.Client(trust_env=False) as client:
            while process.poll() is None and time.monotonic() < until:
                try:
                    if client.get(f"{self.url}/readyz").is_success:
                        return
                except httpx.HTTPError:
                    time.sleep(0.05)
        raise AssertionError((self.folder / "server.log").read_text())


def stop(process: subprocess.Popen[bytes]) -> int:
    process.send_signal(signal.SIGTERM)
    try:
        return process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise


def installation(folder: Path, databases: Databases) -> Installation:
    """An installation on a migrated database."""
    port = free_port()
    variables = {
        "SAFERSHARE_DATABASE_URL": databases.app_url,
        "SAFERSHARE_MIGRATION_DATABASE_URL": databases.owner_url,
        "SAFERSHARE_KEY_DIR": str(folder / "keys"),
        "SAFERSHARE_PUBLIC_URL": f"http://{HOST}:{port}",
        "SAFERSHARE_ENVIRONMENT": "sandbox",
        "SAFERSHARE_SANDBOX_NOW": "2026-04-20T09:00:00+00:00",
        "SAFERSHARE_PARTNERSHIP": PARTNERSHIP,
    }
    return Installation(folder, port, variables)

"""The real server in a process group of its own: started, asked, killed and started again.

What belongs here: `safershare serve` with a partnership's settings on a free port. What does not:
requests and what they should answer.
"""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.journeys import processes
from tests.journeys.installations import HOST, PATIENCE, free_port
from tests.journeys.recorder import Recorder
from tests.journeys.systems import Systems, systems_of
from tests.oauth_client import http_sender
from tests.partnership import Partnership


@dataclass
class Served:
    """A server of a raised partnership that may be killed at any moment."""

    partnership: Partnership
    folder: Path
    workers: int = 2
    process: subprocess.Popen[bytes] | None = None
    http: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=120, trust_env=False))

    @property
    def url(self) -> str:
        return self.partnership.settings.public_url

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    def start(self) -> None:
        """Start the server and wait for its first answer."""
        port = self.url.rpartition(":")[2]
        command = [sys.executable, "-P", "-m", "api.cli", "serve", "--port", port]
        kept = {name: v for name, v in os.environ.items() if not name.startswith("SAFERSHARE_")}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--workers", str(self.workers)],
                env={**kept, **self.partnership.environment},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.running.poll() is None:
            try:
                # A connection of its own each time: workers share the port.
                # (and no certificates, which take long to read.)
                if httpx.get(f"{self.url}/readyz", trust_env=False, verify=False).is_success:
                    return
            except httpx.HTTPError:
                time.sleep(0.05)
        raise AssertionError(self.log.read_text())

    @property
    def running(self) -> subprocess.Popen[bytes]:
        assert self.process is not None
        return self.process

    def children(self) -> list[int]:
        """The worker processes."""
        return processes.children(self.running.pid)

    def kill(self) -> None:
        """End the whole group at once, with no chance to tidy up."""
        os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait()

    def stop(self) -> None:
        """End it as an operator does."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.kill()
        self.http.close()

    def systems(self, recorder: Recorder) -> Systems:
        return systems_of(
            self.partnership, send=http_sender(self.http, self.url), recorder=recorder
        )


def served(partnership: Partnership, *, folder: Path, workers: int = 2) -> Served:
    """A server on a free port, not started yet."""
    at = partnership.at(f"http://{HOST}:{free_port()}")
    return Served(at, folder, workers)

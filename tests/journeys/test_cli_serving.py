"""`safershare serve` as a process: what it refuses, how it stops, and that no worker is left."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.databases import Databases
from tests.journeys.installations import PATIENCE, Installation, installation, stop
from tests.journeys.processes import children


@pytest.fixture
def installed(tmp_path: Path, databases: Databases) -> Installation:
    return installation(tmp_path, databases)


def workers(process: subprocess.Popen[bytes]) -> list[int]:
    return children(process.pid)


def gone(pid: int) -> bool:
    """Whether a process has ended; one that nobody has waited for yet counts as ended."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return True
    return state == "Z"


def test_a_server_told_to_stop_lets_its_request_finish_and_leaves_no_worker(
    installed: Installation,
) -> None:
    with installed.serving("--workers", "2") as process:
        pids = workers(process)
        assert len(pids) == 2
        assert stop(process) == 0
        assert [pid for pid in pids if not gone(pid)] == []


def test_a_server_that_is_killed_takes_its_workers_with_it(installed: Installation) -> None:
    process = installed.start("--workers", "2")
    installed.wait(process)
    pids = workers(process)
    process.kill()
    process.wait()
    until = time.monotonic() + PATIENCE
    while not all(map(gone, pids)) and time.monotonic() < until:
        time.sleep(0.02)
    assert [pid for pid in pids if not gone(pid)] == []
    with httpx.Client(trust_env=False) as client, pytest.raises(httpx.TransportError):
        client.get(f"{installed.url}/healthz")


def test_a_server_stopped_before_it_is_ready_stops_at_once(installed: Installation) -> None:
    process = installed.start()
    time.sleep(0.6)
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) in {0, -signal.SIGTERM}
    assert time.monotonic() - began < 10


NEWBORN = """
import os, signal, sys, time
if "heeding" in sys.argv:
    from api.cli.serving import stoppable_from_birth
    stoppable_from_birth()
signal.signal(signal.SIGTERM, lambda *_: None)
child = os.fork()
if child == 0:
    time.sleep(2)
    os._exit(0)
os.kill(child, signal.SIGTERM)
print(os.WIFSIGNALED(os.waitpid(child, 0)[1]))
"""


def test_a_worker_told_to_stop_as_it_is_born_does_not_take_the_parents_answer_for_its_own() -> None:
    def ends(*how: str) -> set[str]:
        command = [sys.executable, "-P", "-c", NEWBORN, *how]
        return {subprocess.run(command, check=True, capture_output=True).stdout.decode()}

    assert ends("heeding") == {"True\n"}
    assert ends() == {"False\n"}


def test_a_worker_that_dies_is_replaced(installed: Installation) -> None:
    with installed.serving() as process:
        (pid,) = workers(process)
        os.kill(pid, signal.SIGKILL)
        until = time.monotonic() + PATIENCE
        while workers(process) in ([], [pid]) and time.monotonic() < until:
            time.sleep(0.05)
        installed.wait(process)
        assert workers(process) != [pid]


def test_a_port_in_use_is_refused_though_workers_share_one(installed: Installation) -> None:
    with installed.serving():
        done = installed.run("serve", "--port", str(installed.port))
    assert done.exit_code == 1
    assert "Choose another with --port" in done.stderr


def test_a_server_does_not_start_on_an_empty_database(tmp_path: Path, databases: Databases) -> None:
    made = installation(tmp_path, databases)
    done = made.run("serve", SAFERSHARE_DATABASE_URL=f"sqlite:///{tmp_path / 'none.db'}")
    assert done.exit_code == 1
    assert "safershare db upgrade" in done.stderr
    assert not (tmp_path / "none.db").exists()


def test_a_wrong_setting_is_named_with_its_mend(installed: Installation) -> None:
    done = installed.run("serve", SAFERSHARE_PUBLIC_URL="nowhere")
    assert done.exit_code == 1
    assert "SAFERSHARE_PUBLIC_URL" in done.stderr


def test_a_database_is_upgraded_and_an_upgraded_one_left_alone(tmp_path: Path) -> None:
    made = Installation(
        tmp_path, 1, {"SAFERSHARE_DATABASE_URL": f"sqlite:///{tmp_path / 'new.db'}"}
    )
    first, second = made.done("db", "upgrade"), made.done("db", "upgrade")
    assert "0001_installation" in first
    assert second.splitlines() == [first.splitlines()[-1]]


SMALL = ("--months", "2026-01", "--scale", "0.1")


def test_a_client_answers_a_demand_for_a_nonce(tmp_path: Path, fresh_databases: Databases) -> None:
    made = installation(tmp_path, fresh_databases)
    made.done("seed", *SMALL, "--credentials-dir", str(tmp_path / "credentials"))
    with made.serving(SAFERSHARE_DPOP_NONCE="true"):
        done = made.call("bcwa", "-i", "GET", "/v1/returns")
    assert done.exit_code == 0, done.output


def test_returns_are_seeded_over_http_and_a_stopped_service_is_told_in_a_sentence(
    tmp_path: Path, fresh_databases: Databases
) -> None:
    made = installation(tmp_path, fresh_databases)
    folder = str(tmp_path / "credentials")
    with made.serving():
        sent = made.done("seed", *SMALL, "--via-http", made.url, "--credentials-dir", folder)
    assert "Raised bromley: 19 returns" in sent
    done = made.call("bcwa", "GET", "/v1/returns")
    assert done.exit_code == 1
    assert "cannot be reached" in done.stderr

"""`safershare demo` from a built wheel, in a folder of its own, twice over."""

import json
import os
import re
import shlex
import signal
import stat
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.journeys.installations import HOST, Installation, free_port

ROOT = Path(__file__).resolve().parents[2]
STEPS = [
    "database",
    "partnership",
    "server",
    "tokens",
    "returns",
    "mistakes",
    "retry",
    "refusals",
    "records",
    "seal",
    "statements",
    "aggregates",
    "report",
]


@dataclass(frozen=True)
class Run:
    """One run of the demo: what it printed, and the JSON of its last line."""

    folder: Path
    output: str

    @property
    def totals(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.output.splitlines()[-1])
        return found

    @property
    def address(self) -> str:
        found = re.search(r"The service, at (http://\S+)", self.output)
        assert found
        return found[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages of a wheel built from this tree, unpacked as an installer would."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*build, str(ROOT)], capture_output=True, check=True)
    (built,) = folder.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


def command(wheel: Path, *arguments: str) -> tuple[list[str], dict[str, str]]:
    """The demo's command and surroundings: the wheel's packages come before the tree's."""
    surroundings = {**os.environ, "PYTHONPATH": str(wheel), "SAFERSHARE_PUBLIC_URL": "unused"}
    return [sys.executable, "-P", "-m", "api.cli", "demo", *arguments], surroundings


def run(wheel: Path, folder: Path) -> Run:
    words, surroundings = command(wheel, "--json")
    done = subprocess.run(
        words, cwd=folder, env=surroundings, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return Run(folder, done.stdout)


@pytest.fixture(scope="module")
def first(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run(wheel, tmp_path_factory.mktemp("somewhere else"))


@pytest.fixture(scope="module")
def second(wheel: Path, first: Run) -> Run:
    return run(wheel, first.folder)


def test_the_wheel_brings_all_that_the_demo_needs(wheel: Path) -> None:
    code = "import api, auth, migrations, schemas, synth; print(api.__file__, synth.__file__)"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        env={**os.environ, "PYTHONPATH": str(wheel)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert [str(wheel) in path for path in done.stdout.split()] == [True, True]


def test_the_demo_does_the_whole_job(first: Run) -> None:
    totals = first.totals
    assert totals["returns"] >= 15
    assert totals["records"] >= 1500
    assert len(totals["refusals"]) >= 3
    assert {"purpose_not_granted", "proof_replayed", "agreement_ended"} <= totals["refusals"].keys()
    assert sum(totals["findings"].values()) > 0
    assert 0 < totals["suppressed"] < totals["observations"]
    assert re.fullmatch(r"[0-9a-f-]{36}", totals["release"])


def test_the_demo_leaves_both_reports_as_pages_and_says_where(first: Run) -> None:
    reports = first.folder / ".safershare" / "demo" / "reports"
    assert f"the reports as pages, to open in a browser: {reports}" in first.output
    found = {path.name: path.read_text(encoding="utf-8") for path in reports.iterdir()}
    assert sorted(found) == ["board-2025-26-Q4.html", "scrutiny-2025-26-Q4.html"]
    charts = {name: text.count("<svg") for name, text in found.items()}
    assert charts["board-2025-26-Q4.html"] >= 3
    assert charts["scrutiny-2025-26-Q4.html"] == 0


def test_the_brief_of_the_demo_answers_its_board_with_what_was_released_and_nothing_else(
    first: Run,
) -> None:
    reports = first.folder / ".safershare" / "demo" / "reports"
    brief = (reports / "scrutiny-2025-26-Q4.html").read_text(encoding="utf-8")
    answers = re.search(r"(\d+) of 52 questions are answered", brief)
    assert answers
    assert int(answers[1]) >= 44
    assert brief.count("in its own words:") == 28
    assert "2 are not yet released by both sides" in brief
    sent = (first.folder / ".safershare" / "demo" / "files").glob("bcwa-aggregate_return-*.json")
    rows = [row for path in sent for row in json.loads(path.read_text())["records"]]
    held = [row["statement_text"] for row in rows if row["record_id"].count("-") == 2]
    assert len(held) == 2
    assert [text for text in held if text in brief] == []


def test_the_demo_tells_its_steps_as_they_go_and_how_long_each_took(first: Run) -> None:
    assert list(first.totals["seconds"]) == STEPS
    assert all(seconds >= 0 for seconds in first.totals["seconds"].values())
    headings = re.findall(r"^(\d+)\. [A-Z]", first.output, re.MULTILINE)
    assert headings == [str(number) for number in range(1, len(STEPS) + 1)]


def test_a_second_run_works_as_well_as_the_first(first: Run, second: Run) -> None:
    same = ("returns", "records", "findings", "refusals")
    assert [second.totals[name] for name in same] == [first.totals[name] for name in same]
    assert second.totals["release"] != first.totals["release"]


def test_the_demo_leaves_no_server_behind(second: Run) -> None:
    with httpx.Client(trust_env=False) as client, pytest.raises(httpx.TransportError):
        client.get(f"{second.address}/healthz")


def test_the_demo_says_how_to_go_on_and_it_does(second: Run) -> None:
    demo = second.folder / ".safershare" / "demo"
    assert "make serve" in second.output
    first_call = re.search(
        r"safershare (call --credentials (.+) GET /v1/returns)$", second.output, re.MULTILINE
    )
    submit = re.search(r"safershare (submit --credentials .+)$", second.output, re.MULTILINE)
    assert first_call
    assert submit
    credentials = Path(shlex.split(first_call[2])[0])
    assert stat.S_IMODE(credentials.stat().st_mode) == 0o600
    lines = [shlex.split(line)[0] for line in (demo / "env").read_text().splitlines()]
    variables = dict(line.split("=", 1) for line in lines)
    assert variables["SAFERSHARE_PUBLIC_URL"] == "http://127.0.0.1:8000"
    port = free_port()
    variables["SAFERSHARE_PUBLIC_URL"] = f"http://{HOST}:{port}"
    made = Installation(demo, port, variables)
    held = json.loads(credentials.read_text())
    assert held["issuer"] == "http://127.0.0.1:8000"
    moved = {**held, "issuer": made.url, "api": f"{made.url}/v1"}
    credentials.write_text(json.dumps(moved))
    with made.serving():
        listed = made.json("call", "--credentials", str(credentials), "GET", "/v1/returns")
        refused = made.run(*shlex.split(submit[1]))
    assert {each["status"] for each in listed["returns"]} == {"received"}
    assert refused.exit_code == 1
    assert "return_refused" in refused.stderr


def _heed_interrupts() -> None:
    """A run in the background may ignore Ctrl-C, and its children would too."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_demo_that_is_interrupted_stops_its_server(
    number: signal.Signals, wheel: Path, tmp_path: Path
) -> None:
    words, surroundings = command(wheel)
    with subprocess.Popen(
        words,
        cwd=tmp_path,
        env={**surroundings, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_heed_interrupts,  # noqa: PLW1509 - this test starts no threads
    ) as process:
        assert process.stdout
        seen = ""
        while "They send their months" not in seen:
            line = process.stdout.readline()
            assert line, process.stderr and process.stderr.read()
            seen += line
        process.send_signal(number)
        process.communicate(timeout=60)
    assert process.returncode not in {0, None}
    with httpx.Client(trust_env=False) as client, pytest.raises(httpx.TransportError):
        client.get(f"{Run(tmp_path, seen).address}/healthz")

"""A file is converted by a process that may do nothing else, and that leaves nothing behind."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from api.intake.reading import conversion
from api.intake.reading.child.report import MOST_PLACES
from api.intake.reading.conversion import Converted, Kind, Limits, convert
from auth.refusals import BadRequest, Refusal, TooLarge
from tests.corpus import CORPUS

USUAL = Limits(output=64 << 20)
CHILD = "api.intake.reading.child"


def converted(name: str, *, limits: Limits = USUAL) -> Converted:
    nasty = CORPUS[name]
    kind: Kind = "parquet" if nasty.suffix == "parquet" else "xlsx"
    return convert(io.BytesIO(nasty.content), kind=kind, sheet=nasty.sheet, limits=limits)


def refusal(name: str, *, limits: Limits = USUAL) -> Refusal:
    with pytest.raises(Refusal) as refused:
        converted(name, limits=limits)
    return refused.value


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where temporary files go; empty when the test ends."""
    inside = tmp_path / "temporary"
    inside.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(inside))
    yield inside
    assert list(inside.iterdir()) == []


def running() -> set[str]:
    """The children of this process that are at work."""
    tasks = Path("/proc/self/task").glob("*/children")
    return {number for task in tasks for number in task.read_text().split()}


@pytest.mark.parametrize("name", ["xlsx good", "parquet good"])
def test_the_rows_come_out_as_csv(name: str) -> None:
    with converted(name).file as file:
        lines = file.read().decode().splitlines()
    assert len(lines) == 4
    assert lines[0].replace('"', "").split(",") == [
        "record_id", "contact_month", "setting", "result", "subject.age_years", "subject.sex",
    ]  # fmt: skip
    assert lines[2].replace('"', "").split(",")[-2:] == ["22", "F"]


@pytest.mark.parametrize(
    ("name", "limits"),
    [
        ("xlsx good", Limits(output=64 << 20, wall=0.02)),
        ("parquet good", Limits(output=64 << 20, wall=0.02)),
        ("xlsx good", Limits(output=64 << 20, memory=8 << 20)),
        ("parquet good", Limits(output=64 << 20, memory=32 << 20)),
    ],
    ids=["xlsx clock", "parquet clock", "xlsx memory", "parquet memory"],
)
def test_what_takes_too_much_is_refused_as_too_heavy(name: str, limits: Limits) -> None:
    before, refused = running(), refusal(name, limits=limits)
    assert isinstance(refused, TooLarge)
    assert refused.code == "too_heavy"
    assert running() <= before


def test_what_comes_out_too_large_is_refused() -> None:
    refused = refusal("parquet good", limits=Limits(output=100))
    assert isinstance(refused, TooLarge)
    assert refused.code == "too_large"


def test_what_is_no_file_of_its_kind_is_refused_without_a_word_of_it() -> None:
    refused = refusal("xlsx a CSV file")
    assert isinstance(refused, BadRequest)
    assert refused.errors == ()
    assert "record_id" not in refused.detail


def run(
    source: str, *, limits: Mapping[str, int] | None = None
) -> subprocess.CompletedProcess[str]:
    """Python in a process that has confined itself as the child does."""
    given = limits or {"memory": 2 << 30, "output": 1 << 20, "seconds": 5}
    opening = (
        "import os\nfrom api.intake.reading.child.limits import confine\n"
        f"confine(parent=os.getppid(), limits={dict(given)!r})\n"
    )
    return subprocess.run(
        [sys.executable, "-P", "-c", opening + source],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    "source",
    [
        "import socket; socket.socket()",
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import subprocess; subprocess.run(['true'])",
        "os.system('true')",
        "os.fork()",
        "os.execv('/bin/true', ['true'])",
    ],
)
def test_the_child_opens_no_socket_and_starts_no_program(source: str) -> None:
    done = run(source)
    assert done.returncode == 1
    assert "PermissionError: a file is read here, and nothing else is done" in done.stderr


def test_the_child_has_no_more_memory_than_it_is_given() -> None:
    assert "MemoryError" in run("bytearray(3 << 30)").stderr


def test_the_child_has_no_more_processor_time_than_it_is_given() -> None:
    done = run("while True: pass", limits={"memory": 2 << 30, "output": 1 << 20, "seconds": 1})
    assert done.returncode < 0


def test_the_child_writes_no_larger_file_than_it_is_given(tmp_path: Path) -> None:
    place = str(tmp_path / "large")
    done = run(f"open({place!r}, 'wb', buffering=0).write(bytes(1 << 21)); open({place!r}, 'ab', "
               "buffering=0).write(b'x')")  # fmt: skip
    assert "OSError: [Errno 27]" in done.stderr


def test_the_child_opens_only_a_few_files() -> None:
    assert "Too many open files" in run("held = [open('/dev/null') for _ in range(100)]").stderr


@pytest.mark.skipif(sys.platform != "linux", reason="namespaces are Linux's")
def test_the_child_goes_when_its_parent_has_gone() -> None:
    source = (
        "import os\nfrom api.intake.reading.child.limits import confine\n"
        "confine(parent=1 if os.getppid() != 1 else 0,"
        " limits={'memory': 2 << 30, 'output': 1, 'seconds': 1})\nprint('still here')\n"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", source], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")


def test_the_child_knows_nothing_of_the_service(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAFERSHARE_DATABASE_URL", "postgresql://nobody@localhost/none")
    known = conversion._environment("/nowhere")
    assert not any(name.startswith("SAFERSHARE") for name in known)
    assert known["HOME"] == known["TMPDIR"] == "/nowhere"
    assert set(known) <= {
        "HOME", "TMPDIR", "LC_ALL", "POLARS_MAX_THREADS", "PYTHONDONTWRITEBYTECODE", "PYTHONPATH",
    }  # fmt: skip


def test_the_child_imports_nothing_of_the_service() -> None:
    source = (
        "import sys\nimport api.intake.reading.child.workbook, api.intake.reading.child.parquet\n"
        "import api.intake.reading.child.limits\n"
        "print([n for n in sys.modules if n.split('.')[0] in ('api', 'auth', 'schemas')])"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", source], capture_output=True, text=True, check=True
    )
    ours = [name for name in json.loads(done.stdout.replace("'", '"')) if CHILD not in name]
    assert ours == ["api", "api.intake", "api.intake.reading"]


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"not JSON",
        b"[1]",
        b'{"places": [{"code": "made up"}]}',
        b'{"places": [{"code": ["too_large"]}]}',
        b'{"places": [{}]}',
    ],
)
def test_a_report_of_another_form_is_too_heavy(said: bytes) -> None:
    with pytest.raises(TooLarge) as refused:
        conversion._refuse(conversion._report(said, code=1))
    assert refused.value.code == "too_heavy"


def test_a_report_repeats_no_more_than_names_and_places() -> None:
    place: dict[str, Any] = {"code": "xlsx_formula", "row": 2, "column": 3}
    shown = {"name": "Jane Doe", "cell": "C3 Jane"}, {"name": "setting", "cell": "C3"}
    report = {"places": [{**place, **each} for each in shown] * MOST_PLACES}
    with pytest.raises(BadRequest) as refused:
        conversion._refuse(report)
    items = refused.value.errors
    assert len(items) == MOST_PLACES
    assert (items[0].field, items[1].field) == (None, "setting")
    assert items[0].message.startswith("Column 3: The cell holds a formula.")
    assert items[1].message.startswith("C3: The cell holds a formula.")


def test_a_note_of_another_kind_is_not_passed_on() -> None:
    said = {"notes": {"hidden_sheets": 2, "Jane Doe": 1, "local_times": "many"}}
    assert [note.code for note in conversion._notes(said)] == ["hidden_sheets"]

"""Runs that are stopped, by a signal or by a full disk: what is left, and how the next one ends."""

import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
from click.testing import CliRunner, Result

from api.cli.main import main
from schemas.period import Period
from synth.figures.profiles import USUAL
from synth.writing import files
from synth.writing.alone import alone
from synth.writing.rows import write_rows

MONTH = Period.parse("2026-03")
WISH: dict[str, Any] = {"months": [MONTH], "seed": 3, "profile": USUAL, "scale": 0.1}
LARGE = 2_000
"""Bytes at which this machine lets no file grow: less than the largest have."""


def _written(out: Path) -> dict[str, bytes]:
    """Every file that has its name."""
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(out).parts)
    }


def _hidden(out: Path) -> list[Path]:
    return list(out.rglob(".*"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a run writes that nobody stops."""
    out = tmp_path_factory.mktemp("whole")
    files.write(out, **WISH)
    assert _hidden(out) == []
    return _written(out)


def _synth(out: Path, *more: str) -> Result:
    words = ["synth", "--months", "2026-03", "--seed", "3", "--scale", "0.1", "--out", str(out)]
    return CliRunner().invoke(main, [*words, *more])


@pytest.fixture
def cramped() -> Callable[[Callable[[], Result]], Result]:
    """Does something while no file may grow beyond `LARGE`, as where a disk is full."""

    def do(what: Callable[[], Result]) -> Result:
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (LARGE, before[1]))
        try:
            return what()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

    return do


def test_a_full_disk_is_told_of_with_the_folder_and_the_next_run_ends_as_any(
    cramped: Callable[[Callable[[], Result]], Result], whole: dict[str, bytes], tmp_path: Path
) -> None:
    done = cramped(lambda: _synth(tmp_path))
    assert done.exit_code == 1
    assert f"Make room in {tmp_path}; started again" in done.output
    assert _written(tmp_path).items() < whole.items()
    assert _synth(tmp_path).exit_code == 0
    assert _written(tmp_path) == whole
    assert _hidden(tmp_path) == []


def test_rows_alone_have_no_name_before_they_are_whole(
    cramped: Callable[[Callable[[], Result]], Result], tmp_path: Path
) -> None:
    done = cramped(lambda: _synth(tmp_path, "--dataset", "incident"))
    assert done.exit_code == 1
    assert f"Make room in {tmp_path}" in done.output
    assert _written(tmp_path) == {}
    assert write_rows(
        tmp_path, dataset="incident", months=[MONTH], seed=3, rows=100, format="csv"
    ) == [tmp_path / "synthetic-2026-03-incident.csv"]


def test_what_a_run_of_other_options_left_goes_when_one_ends(
    whole: dict[str, bytes], tmp_path: Path
) -> None:
    for left in (
        ".synthetic-0123/000000.making/spans.json",
        "returns/.synthetic-x.csv",
    ):
        path = tmp_path / left
        path.parent.mkdir(parents=True)
        path.write_text("half")
    files.write(tmp_path, **WISH)
    assert _written(tmp_path) == whole
    assert _hidden(tmp_path) == []


def test_two_runs_do_not_write_into_one_folder(tmp_path: Path) -> None:
    with alone(tmp_path / ".synthetic-lock"):
        done = _synth(tmp_path)
    assert done.exit_code == 1
    assert f"another process is writing into {tmp_path}." in done.output
    assert list(tmp_path.iterdir()) == []


def _started(out: Path) -> subprocess.Popen[bytes]:
    """A run of two processes that has more chunks than one."""
    drawn = "files.write(Path(sys.argv[1]), months=[Period.parse('2026-03')], seed=3, scale=0.1,"
    lines = ("import sys", "from pathlib import Path", "from schemas.period import Period",
             "from synth.writing import files", "if __name__ == '__main__':",
             f"    {drawn} workers=2, chunk=200)")  # fmt: skip
    script = out.with_suffix(".py")
    script.write_text("\n".join(lines))
    return subprocess.Popen([sys.executable, script, out])


def test_a_run_that_is_killed_takes_its_processes_along_and_the_next_one_ends_as_any(
    whole: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    with _started(out) as process:
        one = psutil.Process(process.pid)
        while process.poll() is None and not (list(out.glob(".*/*.making")) and one.children()):
            time.sleep(0.005)
        others = one.children(recursive=True)
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert others
    _, left = psutil.wait_procs(others, timeout=20)
    assert left == []
    assert _written(out).items() <= whole.items()
    files.write(out, **WISH, chunk=200)
    assert _written(out) == whole
    assert _hidden(out) == []

"""Where a sandbox is put, and what the command says before it builds one."""

import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli.failures import Failure
from api.cli.main import main
from api.cli.sandbox.place import Place, renewed
from api.cli.sandbox.scenarios import SCENARIOS


@pytest.fixture
def link(tmp_path: Path) -> Path:
    return tmp_path / "sandbox"


@pytest.fixture
def built(link: Path) -> Callable[[str], None]:
    """Builds a sandbox that holds one word."""

    def build(word: str) -> None:
        with renewed(link) as place:
            place.story.write_text(word)

    return build


def _held(link: Path) -> list[str]:
    """The folders that are there beside the link."""
    return sorted(path.name for path in (link.parent / ".sandbox-built").iterdir() if path.is_dir())


def test_a_sandbox_takes_the_place_of_the_one_before(
    link: Path, built: Callable[[str], None]
) -> None:
    for word in ("first", "second", "third"):
        built(word)
        assert Place(link).story.read_text() == word
        assert len(_held(link)) == 1


def test_one_that_is_stopped_leaves_the_old_one_and_the_next_clears_it_away(
    link: Path, built: Callable[[str], None]
) -> None:
    built("old")

    def stopped() -> None:
        with renewed(link) as place:
            place.story.write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert Place(link).story.read_text() == "old"
    assert len(_held(link)) == 2
    built("new")
    assert Place(link).story.read_text() == "new"
    assert len(_held(link)) == 1


@contextmanager
def _full() -> Iterator[None]:
    """No file may grow, as where a disk is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_where_there_is_no_room_nothing_is_built_and_the_folder_is_named(
    link: Path, built: Callable[[str], None]
) -> None:
    built("old")
    with _full():
        done = CliRunner().invoke(
            main, ["sandbox", "reset", "--scenario", "all-green", "--dir", str(link)]
        )
    assert done.exit_code == 1
    assert f"There is no room for a sandbox at {link}" in done.output
    assert "make room for 16 MB there" in done.output
    assert Place(link).story.read_text() == "old"
    assert len(_held(link)) == 1


def test_where_the_room_runs_out_on_the_way_that_is_what_is_told(
    link: Path, built: Callable[[str], None]
) -> None:
    built("old")

    def build(limited: ExitStack) -> None:
        with renewed(link) as place:
            limited.enter_context(_full())
            place.story.write_text("more than sixty-four letters " * 8)

    with ExitStack() as limited, pytest.raises(Failure, match="no room"):
        build(limited)
    assert Place(link).story.read_text() == "old"
    assert len(_held(link)) == 1


def test_what_fails_for_another_reason_is_removed_as_well(link: Path) -> None:
    def build() -> None:
        with renewed(link) as place:
            place.story.write_text("half")
            raise ValueError("another reason")

    with pytest.raises(ValueError, match="another"):
        build()
    assert _held(link) == []
    assert not link.exists()


STOPPED = """
import os, signal, sys
from pathlib import Path
from api.cli.sandbox import place
{before}
with place.renewed(Path(sys.argv[1])) as made:
    made.story.write_text("new")
    {within}
"""
KILL = "os.kill(os.getpid(), signal.SIGKILL)"


@pytest.mark.parametrize(
    ("before", "within", "kept"),
    [
        ("", KILL, "old"),
        (f"place._lead = lambda *a, **k: {KILL}", "pass", "old"),
        (f"Path.replace = lambda *a, **k: {KILL}", "pass", "old"),
        (f"shutil = place.shutil; shutil.rmtree = lambda *a, **k: {KILL}", "pass", "new"),
    ],
    ids=["while it is built", "when it is whole", "with the link made", "with the link moved"],
)
def test_one_that_is_killed_leaves_the_old_one_or_the_new_one(
    link: Path, built: Callable[[str], None], before: str, within: str, kept: str
) -> None:
    built("old")
    words = [sys.executable, "-c", STOPPED.format(before=before, within=within), str(link)]
    assert subprocess.run(words, check=False).returncode == -signal.SIGKILL
    assert Place(link).story.read_text() == kept
    assert len(_held(link)) == 2
    built("next")
    assert Place(link).story.read_text() == "next"
    assert len(_held(link)) == 1
    assert {path.name for path in link.parent.iterdir()} == {"sandbox", ".sandbox-built"}


def test_a_sandbox_in_postgresql_wants_the_address_of_its_database(tmp_path: Path) -> None:
    done = CliRunner().invoke(
        main,
        ["sandbox", "reset", "--scenario", "all-green", "--postgresql", "--dir", str(tmp_path)],
        env={"SAFERSHARE_DATABASE_URL": "sqlite:///some.db"},
    )
    assert (done.exit_code, list(tmp_path.iterdir())) == (1, [])
    assert "wants SAFERSHARE_DATABASE_URL to name a new PostgreSQL database" in done.output


def test_only_one_is_built_at_a_time(link: Path) -> None:
    with renewed(link), pytest.raises(Failure, match="Another process"), renewed(link):
        pass


def test_a_folder_that_is_no_sandbox_is_left_alone(link: Path) -> None:
    link.mkdir()
    (link / "mine").write_text("mine")
    with pytest.raises(Failure, match="is no sandbox"), renewed(link):
        pass
    assert (link / "mine").read_text() == "mine"


def test_the_help_lists_every_scenario_with_its_sentence() -> None:
    said = " ".join(CliRunner().invoke(main, ["sandbox", "--help"]).output.split())
    assert len(SCENARIOS) == 5
    assert all(f"{name}: {each.sentence}" in said for name, each in SCENARIOS.items())


def test_live_raises_no_sandbox(tmp_path: Path) -> None:
    done = CliRunner().invoke(
        main,
        ["sandbox", "reset", "--scenario", "all-green", "--dir", str(tmp_path / "s")],
        env={"SAFERSHARE_ENVIRONMENT": "live"},
    )
    assert (done.exit_code, list(tmp_path.iterdir())) == (1, [])
    assert "SAFERSHARE_ENVIRONMENT is live" in done.output


def test_a_scenario_that_nobody_knows_is_wrong_use(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["sandbox", "reset", "--scenario", "all-red"])
    assert done.exit_code == 2
    assert "hospital-late" in done.output

"""Where a sandbox is put, and what the command says before it builds one."""

from collections.abc import Callable
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

"""The dictionaries in the repository are those of the definitions."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli.main import main
from schemas import pages

FOLDER = Path(__file__).parents[2] / "docs" / "datasets"


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return pages.whole()


def test_the_published_pages_are_those_of_the_definitions(made: dict[str, str]) -> None:
    kept = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    assert sorted(kept) == sorted(made), "run `safershare contract pages`"
    stale = [name for name, text in made.items() if kept[name] != text]
    assert stale == [], "run `safershare contract pages`"


def test_the_command_writes_them_and_takes_away_what_is_no_more(
    made: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "hair.html").write_text("old")
    (tmp_path / "kept.txt").write_text("another's")
    done = CliRunner().invoke(main, ["contract", "pages", "--out", str(tmp_path)])
    assert done.exit_code == 0, done.output
    written = {path.name: path.read_text() for path in tmp_path.glob("*.html")}
    assert written == made
    assert (tmp_path / "kept.txt").exists()

"""The page on indicators is that of the declarations, and whoever sits on a board can read it."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from api.cli.main import main
from api.reports.indicators import INDICATORS
from api.reports.indicators.page import page
from api.reports.words import RETIRED

KEPT = Path(__file__).parents[2] / "docs" / "indicators.md"


def test_the_published_page_is_that_of_the_declarations() -> None:
    assert KEPT.read_text(encoding="utf-8") == page(), "run `safershare contract indicators`"


def test_the_command_writes_it(tmp_path: Path) -> None:
    out = tmp_path / "indicators.md"
    done = CliRunner().invoke(main, ["contract", "indicators", "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert out.read_text(encoding="utf-8") == page()


def test_the_page_has_every_indicator_and_every_line_of_it() -> None:
    text = page()
    for indicator in INDICATORS.values():
        assert f"## {indicator.id} {indicator.title}" in text
        assert indicator.caution in text
        for line in indicator.lines:
            assert line.title[1:] in text


def test_the_page_uses_no_term_that_is_out_of_use_but_for_names_of_the_law() -> None:
    text = page().lower().replace("domestic violence board", "")
    text = text.replace("domestic violence protection", "")
    assert [old for old in RETIRED if old in text] == []

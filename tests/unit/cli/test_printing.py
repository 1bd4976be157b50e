"""What commands print and read: tables, months, progress, the contract."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from api.cli import contracts
from api.cli.main import main
from api.cli.options import Months
from api.cli.progress import progress
from api.cli.tables import print_one, print_rows
from tests.conforming import read_yaml


def test_the_contract_is_written_the_same_twice_and_is_the_applications(tmp_path: Path) -> None:
    for name in ("one.yaml", "two.yaml"):
        done = CliRunner().invoke(main, ["contract", "write", "--out", str(tmp_path / name)])
        assert done.exit_code == 0, done.output
    text = (tmp_path / "one.yaml").read_text()
    assert text == (tmp_path / "two.yaml").read_text()
    assert read_yaml(text) == json.loads(json.dumps(contracts.document()))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03", ["2026-03"]),
        ("2025-12..2026-02", ["2025-12", "2026-01", "2026-02"]),
        ("2026-01..2026-01", ["2026-01"]),
    ],
)
def test_months_are_one_or_a_span(text: str, expected: list[str]) -> None:
    assert [str(month) for month in Months().convert(text, None, None)] == expected


@pytest.mark.parametrize("text", ["2026-13", "2026-03..2026-01", "..", "2025-26-Q4"])
def test_other_words_are_no_months(text: str) -> None:
    with pytest.raises(click.BadParameter):
        Months().convert(text, None, None)


def test_rows_are_aligned_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    rows: list[dict[str, Any]] = [
        {"name": "a", "on": date(2026, 3, 1)},
        {"name": "longer", "on": None},
    ]
    print_rows(rows, noun="things", as_json=False)
    assert capsys.readouterr().out.splitlines() == [
        "name    on",
        "a       2026-03-01",
        "longer  -",
    ]
    print_rows([], noun="things", as_json=False)
    assert capsys.readouterr().out == "No things.\n"


def test_rows_and_things_are_json_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    row = {"on": date(2026, 3, 1), "scopes": frozenset({"a"}), "deep": {"day": date(2026, 1, 2)}}
    plain = {"on": "2026-03-01", "scopes": ["a"], "deep": {"day": "2026-01-02"}}
    print_rows([row], noun="things", as_json=True)
    assert json.loads(capsys.readouterr().out) == {"things": [plain]}
    print_one(row, as_json=True)
    assert json.loads(capsys.readouterr().out) == plain


def test_one_thing_is_a_line_for_each_member(capsys: pytest.CaptureFixture[str]) -> None:
    print_one({"name": "a", "active": True, "keys": ["k", "l"], "none": []}, as_json=False)
    assert capsys.readouterr().out.splitlines() == [
        "name    a",
        "active  yes",
        "keys    k, l",
        "none    -",
    ]


def test_progress_is_plain_lines_where_there_is_no_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert list(progress([1, 2], label="Work", line=lambda number: f"done {number}")) == [1, 2]
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "done 1\ndone 2\n")


def test_synth_writes_files_and_refuses_what_it_cannot_draw(tmp_path: Path) -> None:
    small = ["synth", "--months", "2026-01", "--scale", "0.05"]
    done = CliRunner().invoke(main, [*small, "--out", str(tmp_path / "a"), "--json"])
    assert done.exit_code == 0, done.output
    listed = [tmp_path / "a" / each["path"] for each in json.loads(done.stdout)["files"]]
    assert [path for path in listed if not path.is_file()] == []
    told = CliRunner().invoke(main, [*small, "--out", str(tmp_path / "b"), "--format", "csv"])
    assert told.stdout.startswith("Wrote ")
    unknown = CliRunner().invoke(main, [*small, "--out", str(tmp_path), "--profile", "atlantis"])
    assert unknown.exit_code == 1
    assert "no such profile" in unknown.stderr
    (tmp_path / "taken").write_text("not a folder")
    stuck = CliRunner().invoke(main, [*small, "--out", str(tmp_path / "taken" / "c")])
    assert stuck.exit_code == 1
    assert f"See to {tmp_path / 'taken' / 'c'}; started again" in stuck.stderr

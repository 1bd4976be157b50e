"""`safershare map` on a file of the agency's own, with no service."""

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.cli.main import main

EXTRACTS = Path(__file__).resolve().parents[2] / "extracts"
NHS = EXTRACTS / "nhs.csv"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["map", *map(str, arguments)])


def test_a_map_is_printed_and_what_was_found_is_told_beside_it() -> None:
    done = run(NHS, "--dataset", "health_contact")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["columns"]["Ethnic Category"] == "subject.ethnicity_self"
    assert "presets: nhs_person_stated_gender for subject.sex" in done.stderr
    assert "no field found for column 11" in done.stderr
    assert 'setting: no code found for "Maternity Unit" (12 rows).' in done.stderr
    assert "subject.age_years: 1 more words are not shown" in done.stderr


def test_a_map_is_written_for_the_next_step(tmp_path: Path) -> None:
    out = tmp_path / "map.json"
    done = run(NHS, "--dataset", "health_contact", "--out", out)
    assert (done.exit_code, done.stdout) == (0, "")
    assert json.loads(out.read_text())["codes"]["setting"] == {"ED": "ed"}


def test_a_packed_sample_and_one_of_records_are_read(tmp_path: Path) -> None:
    packed = tmp_path / "nhs.csv.gz"
    packed.write_bytes(gzip.compress(NHS.read_bytes()))
    rows = tmp_path / "rows.json"
    rows.write_text(json.dumps([{"patient": {"sex": "Female"}}] * 5))
    assert run(packed, "--dataset", "health_contact").exit_code == 0
    done = run(rows, "--dataset", "health_contact")
    assert json.loads(done.stdout)["columns"] == {"patient.sex": "subject.sex"}


def test_a_file_without_a_header_shows_none_of_its_cells(tmp_path: Path) -> None:
    bare = tmp_path / "bare.csv"
    bare.write_text("Ada Lovelace,12 High Street,F\n" * 9)
    done = run(bare, "--dataset", "health_contact")
    assert "ovelace" not in done.output
    assert "High" not in done.output


@pytest.mark.parametrize(
    "arguments",
    [
        ("--dataset", "weather"),
        ("--dataset", "incident", "--preset", "nhs"),
        ("--dataset", "incident", "--send"),
    ],
)
def test_wrong_use_ends_with_two(arguments: tuple[str, ...]) -> None:
    assert run(NHS, *arguments).exit_code == 2


def test_a_file_that_cannot_be_read_ends_with_one(tmp_path: Path) -> None:
    broken = tmp_path / "broken.csv"
    broken.write_bytes(b"id\n\xff\n")
    done = run(broken, "--dataset", "incident")
    assert done.exit_code == 1
    assert "not_utf8" in done.stderr


def test_a_file_of_semicolons_is_said_to_have_none_of_the_commas(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Crime Ref;Vic Gender\n1;F\n")
    done = CliRunner().invoke(main, ["map", str(tmp_path / "a.csv"), "--dataset", "incident"])
    assert (done.exit_code, json.loads(done.stdout)["columns"]) == (0, {})
    assert "save the file with commas between its cells" in done.stderr

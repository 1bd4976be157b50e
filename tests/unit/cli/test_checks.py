"""`safershare check` judges a file alone, and says what it took for granted."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from api.cli.main import main
from tests.deliveries import contacts, document, envelope, json_body, ndjson, report, table


@pytest.fixture
def check(tmp_path: Path) -> Any:
    def run(name: str, content: bytes, *options: str, dataset: str = "health_contact") -> Result:
        (tmp_path / name).write_bytes(content)
        asked = ["check", "--dataset", dataset, *options, str(tmp_path / name)]
        return CliRunner().invoke(main, asked)

    return run


@pytest.fixture
def beside(tmp_path: Path) -> Any:
    def written(said: Any, name: str = "said.json") -> str:
        (tmp_path / name).write_text(said if isinstance(said, str) else json.dumps(said))
        return str(tmp_path / name)

    return written


def told(done: Result) -> Any:
    return json.loads(done.stdout)


def codes(done: Result) -> set[str]:
    return {each["code"] for each in told(done)["findings"] if each["severity"] != "note"}


def test_the_month_of_all_rows_is_the_period_and_is_named(check: Any) -> None:
    done = check("a.csv", table(contacts(3, month="2025-11")))
    assert done.exit_code == 0
    assert done.stdout.startswith(
        "health_contact 2025-11, the month of all its rows: 3 rows, 0 with errors.\n"
    )
    assert told(check("a.csv", table(contacts(3)), "--json"))["period"] == "2026-03"


def test_the_envelope_names_the_period_too(check: Any, beside: Any) -> None:
    nil = beside(envelope(month="2026-02", return_status="nil"))
    done = check("a.json", b"[]", "--envelope", nil, "--json")
    assert (done.exit_code, told(done)["period"]) == (0, "2026-02")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (table([*contacts(2), *contacts(2, month="2026-02")]), "The rows lie in 2 months."),
        (table(contacts(2, contact_month="soon")), "No row says which month it is of."),
        (table(contacts(1)).splitlines()[0], "No row says which month it is of."),
    ],
)
def test_rows_of_no_one_month_need_a_period(check: Any, body: bytes, said: str) -> None:
    done = check("a.csv", body)
    assert done.exit_code == 2
    assert f"{said} Name the period with --period." in done.stderr


def test_a_quarter_is_judged_month_by_month(check: Any) -> None:
    rows = [row for m in ("2026-01", "2026-02", "2026-03") for row in contacts(2, month=m)]
    assert check("a.ndjson", ndjson(rows), "--period", "2025-26-Q4").exit_code == 0
    short = check("a.ndjson", ndjson(rows[2:]), "--period", "2025-26-Q4", "--json")
    assert (short.exit_code, codes(short)) == (1, {"ENV-V09"})


def test_mistakes_come_the_commonest_first_with_what_would_be_right(check: Any) -> None:
    rows = contacts(20)
    rows[7]["subject"]["age_years"] = 400
    for row in rows[3:18]:
        row["setting"] = "a_and_e"
    done = check("a.csv", table(rows))
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert lines[1].startswith("error code setting, 15 times: setting is not a code of the list")
    assert lines[2].startswith("    expected: A code of /v1/code-lists/health_setting: gp_iris (")
    assert lines[3] == "    rows: 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 and 5 more"
    assert lines[4].startswith("error range subject.age_years, once: ")
    assert lines[6] == "    rows: 8"
    assert all(line.startswith("note absent_column: ") for line in lines[7:])
    assert done.stderr == "16 errors; 15 rows would be refused.\n"


def test_more_findings_than_are_listed_are_counted(check: Any) -> None:
    done = check("a.csv", table(contacts(5100, setting="a_and_e")))
    assert "error code setting, 5,100 times:" in done.stdout
    assert "5,000 of 5,111 findings are listed one by one in --json." in done.stdout


def test_a_file_without_an_envelope_needs_no_words_but_for_its_queries(check: Any) -> None:
    odd = report(1, arrest_made="both_parties", cross_allegation=False)
    done = check("a.json", json_body([odd]), "--json", dataset="incident")
    assert (done.exit_code, codes(done)) == (1, {"EVT-V07", "explanation_needed"})


def test_an_envelope_explains_and_may_name_sector_and_area(check: Any, beside: Any) -> None:
    odd = report(1, arrest_made="both_parties", cross_allegation=False, lad_code="E09000006")
    odd["victim"]["ethnicity_observed"] = "IC1"
    said = envelope(explanations={"EVT-V07": "The officers could not tell who began it."})
    file = beside({**said, "sector": "police", "area": "E09000006"})
    body = json_body([odd, report(2, lad_code="E09000007")])
    done = check("a.json", body, "--envelope", file, "--json", dataset="incident")
    assert (done.exit_code, codes(done), told(done)["out_of_area"]) == (0, {"EVT-V07"}, 1)
    other = check(
        "a.json", body, "--envelope", file, "--sector", "nhs_acute", "--json", dataset="incident"
    )
    assert codes(other) >= {"SUB-V03"}
    assert (
        check("a.json", json_body([report(2, lad_code="E09000007")]), dataset="incident").exit_code
        == 0
    )


def test_the_agencys_own_words_are_read_by_its_term_map(check: Any, beside: Any) -> None:
    words = {"columns": {"Ref": "record_id"}, "codes": {"setting": {"A&E": "ed"}}}
    body = table(contacts(6, setting="A&E")).replace(b"record_id", b"Ref")
    mapped = beside(words, "words.json")
    assert check("a.csv", body, "--term-map", mapped).exit_code == 0
    strange = check("a.csv", body.replace(b"A&E", b"Casualty"), "--term-map", mapped)
    assert strange.exit_code == 1
    assert "not in the term map: Casualty (setting, 6 rows)" in strange.stdout
    wrong = check("a.csv", body, "--term-map", beside({"codes": {"hair": {}}}, "words.json"))
    assert wrong.exit_code == 2
    assert "The term map has entries that are wrong." in wrong.stderr


def test_a_document_brings_its_own_envelope(check: Any) -> None:
    done = check("a.json", document(contacts(2), row_count=3), "--json")
    assert (done.exit_code, codes(done)) == (1, {"ENV-V07"})


@pytest.mark.parametrize(
    ("options", "clock", "found"),
    [
        ((), "", set()),
        (("--today", "2099-01-20"), "", {"ENV-V06"}),
        (("--today", "2098-12-31"), "", {"ENV-V01", "ENV-V06"}),
        ((), "2099-01-20T09:00:00+00:00", {"ENV-V06"}),
        ((), "2099-02-01", set()),
    ],
)
def test_a_month_to_come_is_judged_as_if_it_were_over_unless_the_day_is_named(
    check: Any,
    monkeypatch: pytest.MonkeyPatch,
    options: tuple[str, ...],
    clock: str,
    found: set[str],
) -> None:
    monkeypatch.setenv("SAFERSHARE_SANDBOX_NOW", clock)
    body = table(contacts(2, month="2099-01"))
    assert codes(check("a.csv", body, *options, "--json")) == found


def test_a_file_that_cannot_be_read_is_one_error(check: Any) -> None:
    done = check("a.csv", b"\xff\xfe", "--json")
    assert (done.exit_code, codes(done), told(done)["rows"]) == (1, {"not_utf8"}, 0)
    assert check("a.csv", b"\xff\xfe").stdout.startswith("health_contact (no period): 0 rows")


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        ("a.txt", (), "FILE must end in one of .csv, "),
        ("a.csv", ("--dataset", "hair"), "There is no such dataset; there is "),
        ("a.csv", ("--period", "soon"), "not a"),
        ("a.csv", ("--today", "soon"), "does not match the format"),
    ],
)
def test_wrong_use_is_told(check: Any, name: str, options: tuple[str, ...], words: str) -> None:
    done = check(name, table(contacts(1)), *options)
    assert done.exit_code == 2
    assert words in done.stderr


@pytest.mark.parametrize("said", ["{", "[]", '{"sector": 7}'])
def test_an_envelope_that_is_no_object_is_wrong_use(check: Any, beside: Any, said: str) -> None:
    assert check("a.csv", table(contacts(1)), "--envelope", beside(said)).exit_code == 2

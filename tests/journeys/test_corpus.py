"""Every file of the corpus over HTTP: taken or refused in plain words, and nothing left behind."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.intake.reading.rest import PARQUET, XLSX
from tests.corpus import CORPUS, DATASET, MONTH
from tests.corpus.nasty import JSON, Nasty
from tests.deliveries import envelope, form, json_body
from tests.journeys.systems import System, Systems
from tests.oauth_client import Response

MARK = "Zq7Xw9Marker"
TYPES = {"csv": "text/csv", "xlsx": XLSX, "parquet": PARQUET}


@pytest.fixture
def sender(systems: Systems) -> System:
    """The hospital, with an envelope on file."""
    hospital = systems("kings-pruh")
    assert hospital.stand(DATASET, envelope()).status == 200
    return hospital


def children() -> set[str]:
    """The processes that threads of this one have started and that are still there."""
    tasks = Path("/proc/self/task").glob("*/children")
    return {number for task in tasks for number in task.read_text().split()}


@pytest.fixture
def clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """At the end no file and no process is there that was not there before."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = children()
    yield
    assert list(tmp_path.iterdir()) == []
    assert children() <= before


def put(sender: System, nasty: Nasty, *, dry_run: bool = True) -> Response:
    query = {"dry_run": "true" if dry_run else "", "sheet": nasty.sheet or ""}
    asked = "&".join(f"{name}={value}" for name, value in query.items() if value)
    return sender.put(
        DATASET,
        MONTH,
        nasty.content,
        media_type=nasty.media_type,
        query=f"?{asked}" if asked else "",
        headers={"Content-Encoding": "gzip"} if nasty.packed else {},
    )


@pytest.mark.usefixtures("clean")
@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True, scope="session")
@pytest.mark.parametrize("name", CORPUS)
def test_every_file_is_taken_or_refused_with_what_must_be_said(
    sender: System, log: io.StringIO, name: str
) -> None:
    """On one engine: whether a file can be read is settled before the store is asked."""
    nasty, answer = CORPUS[name], put(sender, CORPUS[name])
    said = answer.json
    if not nasty.refused and not nasty.errors:
        assert (answer.status, said["rows"]["refused"]) == (200, 0)
        assert said["rows"]["received"] > 0
        assert nasty.notes <= {each["code"] for each in said["findings"]}
        return
    status = 413 if nasty.refused.startswith("too_") else 400 if nasty.refused else 422
    assert (answer.status, said["code"]) == (status, nasty.refused or "return_refused")
    assert answer.headers["Content-Type"] == "application/problem+json"
    places = {(e["code"], e.get("row"), e.get("field")) for e in said.get("errors", ())}
    assert places == nasty.errors
    assert MARK.lower() not in (answer.body.decode() + log.getvalue()).lower()


@pytest.mark.parametrize("kind", TYPES)
def test_a_form_takes_a_file_of_every_kind_by_its_name(sender: System, kind: str) -> None:
    good = {"csv": "csv byte order mark", "xlsx": "xlsx good", "parquet": "parquet good"}[kind]
    for media_type in ("", "application/octet-stream", TYPES[kind]):
        sent, body = form(
            ("envelope", "", JSON, json_body(envelope())),
            ("file", f"March.{kind.upper()}", media_type, CORPUS[good].content),
        )
        answer = sender.put(DATASET, MONTH, body, media_type=sent, query="?dry_run=true")
        rows = answer.json["rows"]
        assert (answer.status, rows["received"], rows["refused"]) == (200, 3, 0)


def test_a_form_may_name_the_sheet(sender: System) -> None:
    content = CORPUS["xlsx two sheets"].content
    for sheet, status in (("April", 200), ("May", 400)):
        sent, body = form(
            ("envelope", "", JSON, json_body(envelope())),
            ("sheet", "", "", sheet.encode()),
            ("file", "a.xlsx", XLSX, content),
        )
        answer = sender.put(DATASET, MONTH, body, media_type=sent, query="?dry_run=true")
        assert answer.status == status


def test_the_file_of_a_form_is_no_document(sender: System) -> None:
    inside = json.dumps({"envelope": envelope(), "records": []}).encode()
    sent, body = form(
        ("envelope", "", JSON, json_body(envelope())), ("file", "a.json", JSON, inside)
    )
    answer = sender.put(DATASET, MONTH, body, media_type=sent, query="?dry_run=true")
    assert (answer.status, answer.json["code"]) == (400, "not_a_list")


def test_only_a_workbook_has_sheets(sender: System) -> None:
    content = CORPUS["csv byte order mark"].content
    answer = sender.put(DATASET, MONTH, content, media_type="text/csv", query="?sheet=records")
    assert (answer.status, answer.json["code"]) == (400, "sheet_of_no_workbook")


def test_a_workbook_of_macros_is_told_how_to_be_mended(sender: System) -> None:
    content = CORPUS["xlsx with macros"].content
    kind = "application/vnd.ms-excel.sheet.macroEnabled.12"
    answer = sender.put(DATASET, MONTH, content, media_type=kind)
    assert (answer.status, answer.json["code"]) == (400, "xlsx_macros")
    assert "Save it as .xlsx" in answer.json["detail"]


def test_a_workbook_a_parquet_file_and_a_table_of_the_same_rows_are_stored_alike(
    sender: System,
) -> None:
    for name in ("xlsx good", "parquet good", "csv byte order mark", "json a list of records"):
        answer = put(sender, CORPUS[name], dry_run=False)
        assert answer.status in (200, 201), answer.body
        assert answer.json["rows"] == {"received": 3, "stored": 3, "refused": 0, "out_of_area": 0}
    assert put(sender, CORPUS["json a list of records"], dry_run=False).status == 200

"""A template is fetched, filled with a row and sent back as it is."""

import io
from typing import Any

from flask import Flask
from openpyxl import load_workbook

from api.intake.reading.rest import XLSX
from tests.deliveries import envelope
from tests.journeys.systems import CSV, Systems

PATH = "/v1/datasets/{}/template"


def fetched(application: Flask, path: str) -> tuple[str, bytes]:
    answer = application.test_client().get(path)
    assert answer.status_code == 200
    return answer.headers["Content-Type"], answer.data


def test_the_plain_template_stays_the_header_of_a_csv_file(application: Flask) -> None:
    kind, content = fetched(application, PATH.format("health_contact") + "?smallest=true")
    assert kind == "text/csv; charset=utf-8"
    assert content.count(b"\r\n") == 1
    assert content.startswith(b"record_id,")


def test_a_template_as_csv_with_its_example_uncommented_is_taken(
    application: Flask, systems: Systems
) -> None:
    path = PATH.format("health_contact") + "?format=csv&smallest=true"
    kind, content = fetched(application, path)
    assert kind == "text/csv; charset=utf-8"
    head, _, example = content.rpartition(b"\r\n#")
    hospital = systems("kings-pruh")
    assert hospital.stand("health_contact", envelope()).status == 200
    answer = hospital.put(
        "health_contact", "2026-03", head + b"\r\n" + example, media_type=CSV, query="?dry_run=true"
    )
    assert (answer.status, answer.json["rows"]["received"]) == (200, 1)
    assert "remarks_passed_over" in {each["code"] for each in answer.json["findings"]}


def test_a_workbook_filled_with_its_example_is_taken(application: Flask, systems: Systems) -> None:
    kind, content = fetched(application, PATH.format("health_contact") + "?format=xlsx")
    assert kind == XLSX
    book: Any = load_workbook(io.BytesIO(content))
    for cell in book["example"][2]:
        book["records"].cell(2, cell.column, cell.value)
    held = io.BytesIO()
    book.save(held)
    hospital = systems("kings-pruh")
    assert hospital.stand("health_contact", envelope()).status == 200
    answer = hospital.put(
        "health_contact", "2026-03", held.getvalue(), media_type=XLSX, query="?dry_run=true"
    )
    assert (answer.status, answer.json["rows"]["received"]) == (200, 1)


def test_a_sectors_page_is_dated_and_only_aggregates_have_one(application: Flask) -> None:
    page = "?sector=police&month=2026-03&format=csv"
    _, content = fetched(application, PATH.format("aggregate_return") + page)
    assert b"2026-03-31" in content
    client = application.test_client()
    for path in (
        PATH.format("incident") + page,
        PATH.format("nothing"),
        PATH.format("aggregate_return") + "?sector=police&month=March",
    ):
        assert client.get(path).status_code == 404
    for query in ("?sector=circus", "?format=docx"):
        assert client.get(PATH.format("aggregate_return") + query).status_code == 422

"""What is told of findings is the same everywhere, ordered for whoever mends them, and safe."""

from __future__ import annotations

import csv
import io
import json

import pytest

from api.intake.findings import FINDING, GROUP, counted, examination, table, text, unread
from api.intake.tally import MOST_FINDINGS, Examination, Tally
from auth.refusals import BadRequest, ErrorItem, Unprocessable
from schemas.datasets import DATASETS
from schemas.findings import Finding
from schemas.wire import findings as wire

HEALTH = DATASETS["health_contact"]


@pytest.fixture
def found() -> Examination:
    made = Examination({"2026-03": Tally(received=9, out_of_area=2)})
    made.add(Finding("absent_column", "note", "No column.", None, "enquiry_made"))
    for row in (4, 2, 7):
        made.add(Finding("code", "error", "Not a code.", row, "setting"))
        made.refused_rows.add(row)
    return made


def said(found: Examination) -> dict[str, object]:
    return examination(found, dataset="health_contact", period="2026-03", rows_of=HEALTH)


def test_the_document_tells_all_the_commonest_first(found: Examination) -> None:
    document = said(found)
    assert {name: document[name] for name in ("rows", "refused", "out_of_area", "total")} == {
        "rows": 9,
        "refused": 3,
        "out_of_area": 2,
        "total": 4,
    }
    listed = wire.Examination().dump(document)["findings"]
    assert [(each["code"], each["row"], each["count"]) for each in listed] == [
        ("code", 2, 3),
        ("code", 4, 3),
        ("code", 7, 3),
        ("absent_column", None, 1),
    ]
    assert listed[0]["expected"].startswith("A code of /v1/code-lists/health_setting: ")


def test_the_document_is_written_as_its_message_is(found: Examination) -> None:
    document = said(found)
    assert text(document) == json.dumps(wire.Examination().dump(document), separators=(",", ":"))


def test_of_very_many_findings_the_first_are_listed() -> None:
    made = Examination({})
    for row in range(1, MOST_FINDINGS + 10):
        made.add(Finding("type", "error", "Words.", row, "setting"))
    document = said(made)
    assert (document["listed"], document["total"]) == (MOST_FINDINGS, MOST_FINDINGS + 9)


@pytest.mark.parametrize(
    ("refusal", "expected"),
    [
        (BadRequest("not_utf8", detail="Not UTF-8."), [("not_utf8", None, "Not UTF-8.")]),
        (
            Unprocessable(
                "envelope_invalid",
                errors=(ErrorItem("missing", "Needs it.", field="envelope.explanation"),),
            ),
            [("missing", "envelope.explanation", "Needs it.")],
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_told_like_one_with_errors(
    refusal: Unprocessable, expected: list[tuple[str, str | None, str]]
) -> None:
    document = unread(refusal, dataset="health_contact", period="2026-03")
    listed = [(each["code"], each["field"], each["message"]) for each in document["findings"]]
    assert listed == expected
    assert all(each["expected"] for each in document["findings"])


def test_counts_are_told_the_commonest_first(found: Examination) -> None:
    assert counted(found.counts) == [
        {"code": "code", "severity": "error", "count": 3},
        {"code": "absent_column", "severity": "note", "count": 1},
    ]


def test_a_table_of_kinds_names_the_first_rows(found: Examination) -> None:
    document = said(found)
    kinds = document["summary"]
    assert isinstance(kinds, list)
    rows = list(csv.DictReader(io.StringIO(table(kinds, columns=GROUP))))
    assert [(row["code"], row["count"], row["rows"]) for row in rows] == [
        ("code", "3", "2;4;7"),
        ("absent_column", "1", ""),
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_taken_for_a_formula(start: str) -> None:
    cells = dict.fromkeys(FINDING, "") | {"message": f"{start}HYPERLINK(1)", "row": 3}
    (row,) = csv.DictReader(io.StringIO(table([cells], columns=FINDING), newline=""))
    assert row["message"] == f"'{start}HYPERLINK(1)"
    assert row["row"] == "3"

"""The parts that every file of figures is made of."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from api.reports.formats import aggregates, structures
from api.reports.formats.sdmx import sdmx_csv, when
from api.reports.formats.shape import code, identifier
from api.reports.formats.table import Table
from schemas.flat import cell, lines
from schemas.period import Period

RELEASE = {"release_id": "r-1", "epoch": 2, "sealed_at": "2026-05-01T09:00:00+00:00",
           "policy_version": "1"}  # fmt: skip
FIGURE = {"agency": "bcwa", "measure": "refuge_places", "status": "declared", "value": 12,
          "unit": "count", "as_at": "2026-03-31", "delivered_for": "2026-03",
          "counting_rule": "as-declared", "provisional": False, "exact": True,
          "source": "=HYPERLINK(A1)", "breakdown": {"kind": "family"}}  # fmt: skip
DOCUMENT: dict[str, Any] = {
    "measure": "refuge_places", "title": "Places", "unit": "count", "period": "2025-26-Q4",
    "by": [], "filters": {}, "release": RELEASE, "status": "declared", "reasons": [],
    "agencies": [], "noise": "moved", "additive": False, "purpose": None, "agreement": None,
    "coverage": {"included": ["bcwa"], "returns": [
        {"agency": "kings-pruh", "status": "missing", "months": ["2026-01", "2026-02"]}]},
    "series_breaks": [{"agency": "bcwa", "month": "2026-02", "before": "a", "after": "b"}],
    "observations": [], "declared": [FIGURE],
}  # fmt: skip


def _rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_text_that_a_spreadsheet_would_work_out_stays_text(start: str) -> None:
    assert cell(f"{start}1+1").startswith("'")
    assert cell(-3) == "-3", "a number is no formula"


def test_a_table_is_what_rfc_4180_says_and_reads_back() -> None:
    odd = 'a "b", c\nd'
    text = Table([("note", odd)], ["x", "y"], [[odd, None], [True, 1.5]]).csv()
    assert text.endswith("\r\n")
    assert _rows(text) == [["#note", odd], ["x", "y"], [odd, ""], ["true", "1.5"]]
    assert lines([["é"]]).encode() == b"\xc3\xa9\r\n"


@pytest.mark.parametrize(
    ("period", "named", "starts"),
    [
        ("2026-03", "2026-03", None),
        ("2025-26-Q1", "2025-Q1", "--04-01"),
        ("2025-26-Q4", "2025-Q4", "--04-01"),
        ("2025-26", "2025-A1", "--04-01"),
    ],
)
def test_a_financial_period_is_one_of_a_reporting_year(
    period: str, named: str, starts: str | None
) -> None:
    said = when(Period.parse(period))
    assert (said["TIME_PERIOD"], said["PERIOD"]) == (named, period)
    assert said.get("REPORTING_YEAR_START_DAY") == starts


def test_names_fit_what_sdmx_permits() -> None:
    assert code("incident.crimes") == "incident-crimes"
    assert (code("true"), code("false"), code("16-24")) == ("Y", "N", "16-24")
    assert identifier("linked.victims_12m", "sex") == "LINKED_VICTIMS_12M_SEX"
    for name in structures.names():
        held = structures.structure(name)
        columns = [each.id for each in held.components]
        assert len(set(columns)) == len(columns)
        lists = {each.codes.id: each.codes for each in held.components if each.codes}
        for each in lists.values():
            words = [word for word, _ in each.items]
            assert len(set(words)) == len(words), each.id


def test_a_line_of_sdmx_csv_says_its_structure_and_what_is_not_named_is_empty() -> None:
    held = structures.structure("participation")
    head, row = _rows(sdmx_csv(held, [{"AGENCY": "bcwa", "OTHER": "x"}]))
    assert head[:4] == ["STRUCTURE", "STRUCTURE_ID", "ACTION", "AGENCY"]
    assert row[:4] == ["datastructure", "SAFERSHARE:DSD_PARTICIPATION(1.0.0)", "I", "bcwa"]
    assert set(row[4:]) == {""}
    assert len(row) == len(head)


def test_declared_figures_keep_their_spans_and_source_in_both_forms() -> None:
    rows = _rows(aggregates.table(DOCUMENT).csv())
    block = [row for row in rows if row[0].startswith("#")]
    columns, figure = rows[len(block) :]
    told = dict(zip(columns, figure, strict=True))
    assert (told["value"], told["as_at"], told["agency"]) == ("12", "2026-03-31", "bcwa")
    assert told["source"] == "'=HYPERLINK(A1)"
    assert ["#return", "missing;kings-pruh;2026-01;2026-02"] in block
    assert ["#series_break", "bcwa;2026-02;a;b"] in block
    head, line = _rows(aggregates.sdmx(DOCUMENT))
    back = dict(zip(head, line, strict=True))
    assert back["STRUCTURE_ID"] == structures.structure("declared").reference
    assert (back["OBS_VALUE"], back["AS_AT"], back["BREAKDOWN"]) == (
        "12",
        "2026-03-31",
        "kind=family",
    )
    assert (back["TIME_PERIOD"], back["EPOCH"]) == ("2025-Q4", "2")

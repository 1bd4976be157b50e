"""Findings are counted by code and severity, and those of the whole file are told apart."""

from __future__ import annotations

from api.intake.tally import MOST_FINDINGS, MOST_GROUPS, Examination, Tally
from schemas.findings import FIRST_ROWS, Finding


def test_findings_are_counted_by_code_and_severity() -> None:
    found = Examination({"2026-03": Tally(received=3), "2026-02": Tally(received=2)})
    for row in (1, 2):
        found.add(Finding("EVT-V07", "query", "Words.", row))
    found.add(Finding("type", "error", "Words.", 3))
    found.add(Finding("absent_column", "note", "Words."))
    assert found.counts == {
        ("EVT-V07", "query"): 2,
        ("type", "error"): 1,
        ("absent_column", "note"): 1,
    }
    assert (found.rows, found.errors, found.queries) == (5, 1, {"EVT-V07": 2})
    assert not found.whole_file


def test_an_error_without_a_row_is_one_of_the_whole_file() -> None:
    found = Examination({})
    found.add(Finding("SUB-V06", "query", "Words."))
    assert not found.whole_file
    found.add(Finding("AGG-V02", "error", "Words."))
    assert found.whole_file


def test_the_first_findings_are_kept_and_every_one_is_counted() -> None:
    found = Examination({})
    for row in range(MOST_FINDINGS + 2):
        found.add(Finding("type", "error", "Words.", row + 1))
    assert len(found.findings) == MOST_FINDINGS
    assert found.findings[-1].row == MOST_FINDINGS
    assert found.errors == MOST_FINDINGS + 2


def test_completeness_is_plain_numbers() -> None:
    assert Tally(kept=2, linked=1).completeness == {"rows": 2, "linked": 1, "fields": {}}


def test_findings_that_say_the_same_are_counted_together_the_commonest_first() -> None:
    found = Examination({})
    found.add(Finding("absent_column", "note", "No column.", field="b"))
    for row in range(1, 31):
        found.add(Finding("code", "error", "Not a code.", row, "a" if row % 3 else "c"))
    found.add(Finding("type", "error", "No number.", 7, "b"))
    said = [(group.first.code, group.first.field, group.count) for group in found.summary]
    assert said == [
        ("code", "a", 20),
        ("code", "c", 10),
        ("type", "b", 1),
        ("absent_column", "b", 1),
    ]
    assert found.summary[0].rows == [1, 2, 4, 5, 7, 8, 10, 11, 13, 14]
    assert len(found.summary[0].rows) == FIRST_ROWS
    assert found.summary[3].rows == []


def test_findings_are_listed_by_kind_and_row() -> None:
    found = Examination({})
    for row in (5, 3, 9):
        found.add(Finding("type", "error", "No number.", row, "b"))
        found.add(Finding("code", "query", "Odd.", row + 1, "a"))
    found.add(Finding("code", "query", "Odd.", 1, "a"))
    assert [(each.code, each.row) for each in found.listed] == [
        ("code", 1),
        ("code", 4),
        ("code", 6),
        ("code", 10),
        ("type", 3),
        ("type", 5),
        ("type", 9),
    ]


def test_kinds_of_findings_are_told_apart_up_to_a_bound_and_counted_beyond_it() -> None:
    found = Examination({})
    for number in range(MOST_GROUPS + 5):
        found.add(Finding("unknown_field", "error", f"Column {number} is no field."))
    assert len(found.summary) == MOST_GROUPS
    assert found.errors == len(found.listed) == MOST_GROUPS + 5

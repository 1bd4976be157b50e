"""Findings are counted by code and severity, and those of the whole file are told apart."""

from __future__ import annotations

from api.intake.tally import MOST_FINDINGS, Examination, Tally
from schemas.findings import Finding


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

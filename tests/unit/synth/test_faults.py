from collections.abc import Callable
from datetime import date

import pytest

from api.intake.tally import Examination
from schemas.checking import Plan, check
from schemas.period import Period
from schemas.reference import has_nhs_check_digit
from synth.faults import Fault, faulty, lapses, planted
from synth.formats import Format
from synth.partnership import PLAN
from synth.returns import InventedReturn, joined

SEED = 4
QUARTER = Period.parse("2025-26-Q4").months()
WHOLE_FILE = {"identifier", "duplicate_record_id"}

Examine = Callable[..., Examination]


@pytest.fixture(scope="module")
def spoilt(quarter: list[InventedReturn]) -> list[tuple[InventedReturn, tuple[Fault, ...]]]:
    return list(faulty(quarter, seed=SEED))


def test_every_kind_of_fault_is_planted(
    spoilt: list[tuple[InventedReturn, tuple[Fault, ...]]],
) -> None:
    assert {fault.kind for _, key in spoilt for fault in key} == {
        "wrong_code",
        "date_outside_month",
        "missing_arrest_reason",
        "missing_value",
        "planted_identifier",
        "duplicate_record_id",
    }


def test_checking_finds_each_fault_of_a_row_by_its_code_and_field(
    spoilt: list[tuple[InventedReturn, tuple[Fault, ...]]],
    plan_of: Callable[[InventedReturn], Plan],
) -> None:
    for bad, key in spoilt:
        plan = plan_of(bad)
        found = {
            (number, finding.code, finding.field)
            for number, row in enumerate(bad.rows, start=1)
            for finding in check(row, plan=plan).findings
        }
        assert found == {(f.row, f.code, f.field) for f in key if f.code not in WHOLE_FILE}


@pytest.mark.parametrize("encoding", ["csv", "ndjson"])
def test_the_intake_finds_every_fault_and_nothing_else(
    spoilt: list[tuple[InventedReturn, tuple[Fault, ...]]], examined: Examine, encoding: Format
) -> None:
    for bad, key in spoilt:
        result = examined(bad, encoding=encoding)
        answered = bad.envelope["explanations"]
        worse = (f for f in result.findings if f.severity != "note" and f.code not in answered)
        found = {(f.row, f.code, f.field) for f in worse}
        assert found == {(f.row, f.code, f.field) for f in key}
        assert set(result.refused_rows) == {fault.row for fault in key}


def test_a_date_outside_a_joined_quarter_lies_outside_all_its_months(
    quarter: list[InventedReturn], examined: Examine
) -> None:
    parts = [e for e in quarter if (e.agency_id, e.dataset) == ("met-bromley", "incident")]
    bad, key = planted(joined(parts), seed=SEED)
    result = examined(bad)
    found = {(f.row, f.code) for f in result.findings if f.severity == "error"}
    assert found == {(fault.row, fault.code) for fault in key}


def test_planting_leaves_the_clean_return_and_every_other_row(
    quarter: list[InventedReturn],
) -> None:
    clean = quarter[0]
    before = clean.json()
    bad, key = planted(clean, seed=SEED)
    wrong = {fault.row for fault in key}
    assert clean.json() == before
    assert len(wrong) == len(key) == 6
    assert [n for n, (a, b) in enumerate(zip(clean.rows, bad.rows, strict=True), 1) if a != b] == (
        sorted(row for row in wrong if row is not None)
    )


def test_faults_are_the_same_for_the_same_seed(quarter: list[InventedReturn]) -> None:
    first, again, other = (planted(quarter[0], seed=seed) for seed in (1, 1, 2))
    assert (first[0].json(), first[1]) == (again[0].json(), again[1])
    assert first[1] != other[1]


def test_a_return_in_which_nothing_can_go_wrong_has_no_key(quarter: list[InventedReturn]) -> None:
    capacity = next(each for each in quarter if each.agency_id == "bromley-da-lead")
    bad, key = planted(capacity, seed=SEED)
    assert key == ()
    assert bad.json() == capacity.json()


def test_planted_numbers_are_of_the_range_that_is_never_issued(
    spoilt: list[tuple[InventedReturn, tuple[Fault, ...]]],
) -> None:
    numbers = [
        "".join(filter(str.isdigit, str(bad.rows[(fault.row or 1) - 1][fault.field or ""])))
        for bad, key in spoilt
        for fault in key
        if fault.kind == "planted_identifier"
    ]
    assert len(numbers) > 8
    assert all(n.startswith("999") and has_nhs_check_digit(n) for n in numbers)


def test_the_key_names_returns_that_are_late_missing_or_nil() -> None:
    key = lapses(PLAN, QUARTER, today=date(2026, 4, 20))
    assert {(f.kind, f.agency, f.dataset, f.month) for f in key} == {
        ("late", "bromley-housing", "housing_support", "2026-01"),
        ("late", "bromley-housing", "housing_support", "2026-02"),
        ("missing", "kings-pruh", "incident", "2026-02"),
        ("nil", "bcwa", "aggregate_return", "2026-01"),
    }
    assert {(f.row, f.field, f.code) for f in key} == {(None, None, None)}


def test_an_entry_of_the_key_is_a_json_object() -> None:
    entry = Fault("late", "bcwa", "housing_support", "2026-01").as_json()
    assert entry == {
        "kind": "late",
        "agency": "bcwa",
        "dataset": "housing_support",
        "month": "2026-01",
        "row": None,
        "field": None,
        "code": None,
    }

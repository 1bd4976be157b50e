from collections.abc import Callable
from datetime import date

import pytest

from api.intake.tally import Examination
from schemas.checking import Plan, check
from schemas.period import Period
from schemas.reference import has_nhs_check_digit
from synth.faults import (
    KINDS,
    Fault,
    UnknownFaultError,
    chosen,
    contradictions,
    faulty,
    lapses,
    planted,
    spoilt,
)
from synth.faults import (
    Plan as Wrong,
)
from synth.faults.kinds import IN_ROWS
from synth.faults.planting import shortened
from synth.figures.profiles import BROMLEY
from synth.formats import Format
from synth.lives.households import Borough
from synth.partnership import PLAN
from synth.returns import InventedReturn, joined

SEED = 4
QUARTER = Period.parse("2025-26-Q4").months()
WHOLE_FILE = {"identifier", "duplicate_record_id", "person_ref", "EVT-V13"}

Examine = Callable[..., Examination]
Spoilt = list[tuple[InventedReturn, tuple[Fault, ...]]]
Found = set[tuple[int | None, str | None, str | None]]


@pytest.fixture(scope="module")
def bad_returns(quarter: list[InventedReturn]) -> Spoilt:
    return list(faulty(quarter, seed=SEED))


def _expected(key: tuple[Fault, ...]) -> Found:
    """What the key says is to be found in the file alone."""
    return {(f.row, f.code, f.field) for f in key if f.code and f.seen == "file"}


def _found(result: Examination, bad: InventedReturn) -> Found:
    """What was found that asks something of the sender."""
    answered = bad.envelope["explanations"]
    worse = (f for f in result.findings if f.severity != "note" and f.code not in answered)
    return {(f.row, f.code, f.field) for f in worse}


def test_every_kind_of_fault_is_planted(bad_returns: Spoilt) -> None:
    assert {fault.kind for _, key in bad_returns for fault in key} == set(IN_ROWS)


def test_checking_finds_each_fault_of_a_row_by_its_code_and_field(
    bad_returns: Spoilt, plan_of: Callable[[InventedReturn], Plan]
) -> None:
    for bad, key in bad_returns:
        plan, queries = plan_of(bad), bad.envelope["explanations"]
        found = {
            (number, finding.code, finding.field)
            for number, row in enumerate(bad.rows, start=1)
            for finding in check(row, plan=plan).findings
            if finding.code not in queries
        }
        assert found == {each for each in _expected(key) if each[1] not in WHOLE_FILE}


@pytest.mark.parametrize("encoding", ["csv", "ndjson"])
def test_the_intake_finds_every_fault_and_nothing_else(
    bad_returns: Spoilt, examined: Examine, encoding: Format
) -> None:
    for bad, key in bad_returns:
        result = examined(bad, encoding=encoding)
        assert _found(result, bad) == _expected(key)
        errors = {f.row for f in key if f.code not in (None, "EVT-V13") and f.seen == "file"}
        assert set(result.refused_rows) == errors


@pytest.mark.parametrize("rate", [0.02, 0.2])
def test_the_intake_finds_every_fault_that_is_planted_at_a_rate(
    quarter: list[InventedReturn], examined: Examine, rate: float
) -> None:
    march = [each for each in quarter if each.month == "2026-03"]
    bad_ones = list(faulty(march, seed=SEED, plan=Wrong(rate=rate)))
    rows = sum(len(each.written) for each in march)
    assert sum(len(key) for _, key in bad_ones) == pytest.approx(rate * rows, rel=0.4)
    for bad, key in bad_ones:
        assert _found(examined(bad), bad) == _expected(key)


def test_a_fault_at_a_rate_depends_on_its_record_alone(quarter: list[InventedReturn]) -> None:
    clean = next(each for each in quarter if each.dataset == "incident")
    few = clean.with_rows(clean.written[:100])
    of_few = planted(few, seed=SEED, plan=Wrong(rate=0.2))[1]
    of_all = planted(clean, seed=SEED, plan=Wrong(rate=0.2))[1]
    assert of_few
    assert of_few == tuple(each for each in of_all if (each.row or 0) <= 100)


def test_faults_by_name_are_those_and_no_others(quarter: list[InventedReturn]) -> None:
    names = chosen(["planted-nhs-number", "inc-04", "missing"])
    made = list(spoilt(Borough(SEED, BROMLEY), QUARTER, today=None, plan=Wrong(names=names)))
    assert {fault.kind for each in made for fault in each.key} == names
    unsent = [each for each in made if each.key[0].kind == "missing"]
    assert len(unsent) == 4
    assert all(each.sent is None for each in unsent)


def test_a_fault_that_nobody_knows_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownFaultError, match="no fault of-my-own; there is wrong-code"):
        chosen(["late", "of-my-own"])


def test_every_contradiction_is_found_by_the_code_that_the_key_names(examined: Examine) -> None:
    made = list(contradictions(QUARTER[-1], names=frozenset(KINDS), drawn=date(2026, 4, 6)))
    assert [key[0].kind for _, key in made] == [f"inc-{n:02}" for n in range(1, 34)]
    for bad, key in made:
        assert _found(examined(bad), bad) == _expected(key), key[0].kind


def test_what_no_finding_names_says_why_and_what_becomes_of_it(bad_returns: Spoilt) -> None:
    made = list(contradictions(QUARTER[-1], names=frozenset(KINDS), drawn=date(2026, 4, 6)))
    unnamed = [fault for _, key in (*bad_returns, *made) for fault in key if fault.code is None]
    assert len(unnamed) > 20
    assert all(fault.why for fault in unnamed)
    assert all(fault.status for fault in unnamed if fault.seen == "release")


def test_lost_records_are_still_counted_and_those_never_sent_are_not(
    quarter: list[InventedReturn],
) -> None:
    clean = next(each for each in quarter if each.dataset == "incident")
    lost, [found] = shortened(clean, "rows-lost")
    few, [unseen] = shortened(clean, "few-records")
    assert len(lost.written) == len(few.written) < len(clean.written)
    assert (found.code, found.field) == ("ENV-V07", "envelope.row_count")
    assert lost.envelope["row_count"] == len(clean.written)
    assert few.envelope["row_count"] == len(few.written)
    assert unseen.code is None


def test_a_date_outside_a_joined_quarter_lies_outside_all_its_months(
    quarter: list[InventedReturn], examined: Examine
) -> None:
    parts = [e for e in quarter if (e.agency_id, e.dataset) == ("met-bromley", "incident")]
    bad, key = planted(joined(parts), seed=SEED)
    result = examined(bad)
    assert _found(result, bad) == _expected(key)


def test_planting_leaves_the_clean_return_and_every_other_row(
    quarter: list[InventedReturn],
) -> None:
    clean = quarter[0]
    before = clean.json()
    bad, key = planted(clean, seed=SEED)
    wrong = {fault.row for fault in key}
    assert clean.json() == before
    assert len(wrong) == len(key) == 10
    assert [n for n, (a, b) in enumerate(zip(clean.rows, bad.rows, strict=True), 1) if a != b] == (
        sorted(row for row in wrong if row is not None)
    )


def test_faults_are_the_same_for_the_same_seed(quarter: list[InventedReturn]) -> None:
    first, again, other = (planted(quarter[0], seed=seed) for seed in (1, 1, 2))
    assert (first[0].json(), first[1]) == (again[0].json(), again[1])
    assert first[1] != other[1]


def test_a_return_in_which_nothing_can_go_wrong_has_no_key(quarter: list[InventedReturn]) -> None:
    security = next(each for each in quarter if each.agency_id == "kings-pruh" and
                    each.level == "aggregate")  # fmt: skip
    bad, key = planted(security, seed=SEED)
    assert key == ()
    assert bad.json() == security.json()


def test_planted_numbers_are_of_the_range_that_is_never_issued(
    bad_returns: Spoilt,
) -> None:
    numbers = [
        "".join(filter(str.isdigit, str(bad.rows[(fault.row or 1) - 1][fault.field or ""])))
        for bad, key in bad_returns
        for fault in key
        if fault.kind == "planted-nhs-number"
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
    assert {f.kind: f.status for f in key} == {
        "late": "late", "missing": "expected", "nil": "nil",
    }  # fmt: skip


def test_an_entry_of_the_key_is_a_json_object() -> None:
    entry = Fault("late", "bcwa", "housing_support", "2026-01", status="late").as_json()
    assert entry == {
        "fault": "late",
        "agency": "bcwa",
        "dataset": "housing_support",
        "month": "2026-01",
        "row": None,
        "field": None,
        "code": None,
        "seen": "file",
        "status": "late",
        "why": None,
        "file": None,
    }

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from api.intake.identifying.screen import screen
from api.intake.tally import Examination
from schemas.checking import Plan, check
from schemas.datasets import DATASETS
from schemas.period import Period
from schemas.wire.envelopes import Envelope
from synth.agencies.asked import CHARITY, LEAD, POLICE, THEMES
from synth.figures.profiles import PROFILES
from synth.formats import FORMATS, Format
from synth.partnership import PLAN
from synth.returns import InventedReturn, joined, returns

SEED = 20260331
TODAY = date(2026, 4, 20)
QUARTER = Period.parse("2025-26-Q4").months()

NAMED = {"incident_ref": "incident", "risk_assessment_ref": "risk_assessment"}
"""Fields that name a record, and the dataset it is in."""
LATE = "2025-11"
"""The first month in which nothing is named that is older than the year."""

Examine = Callable[..., Examination]


def _bytes(sent: list[InventedReturn]) -> dict[tuple[str, str, str, str], bytes]:
    return {(e.agency_id, e.dataset, e.month, e.level): e.json() for e in sent}


def test_every_record_of_a_year_is_valid_without_a_question(
    year: list[InventedReturn], plan_of: Callable[[InventedReturn], Plan]
) -> None:
    found = [
        (each.agency_id, each.dataset, each.month, finding.code, finding.field)
        for each in year
        for plan in [plan_of(each)]
        for row in each.rows
        for finding in check(row, plan=plan).findings
    ]
    assert found == []
    assert sum(len(each.rows) for each in year) > 5_500


@pytest.mark.parametrize("encoding", ["csv", "ndjson"])
def test_the_intake_takes_every_file_as_it_is(
    quarter: list[InventedReturn], examined: Examine, encoding: Format
) -> None:
    for each in quarter:
        if each.rows:
            result = examined(each, encoding=encoding)
            asked = {code for code, severity in result.counts if severity == "query"}
            assert "error" not in {severity for _, severity in result.counts}
            assert asked <= each.envelope["explanations"].keys(), (each.agency_id, each.dataset)
            assert result.months[each.month].kept == len(each.rows)


def test_no_statement_or_explanation_looks_like_a_person(year: list[InventedReturn]) -> None:
    statements = [row["statement_text"] for e in year for row in e.rows if "statement_text" in row]
    explanations = [each.envelope["explanation"] for each in year]
    asked = [*POLICE.values(), *LEAD.values(), *CHARITY.values(), THEMES]
    assert set(asked) < set(statements)
    assert len(statements) == 11 + len(asked)
    assert [text for text in statements + explanations if screen(text)] == []


def test_the_smallest_hospital_table_has_six_columns_and_is_taken(
    quarter: list[InventedReturn], examined: Examine
) -> None:
    hospital = next(each for each in quarter if each.dataset == "health_contact")
    small = hospital.smallest()
    header = small.csv().decode().splitlines()[0]
    result = examined(small, encoding="csv")
    assert len(header.split(",")) == 6
    assert {severity for _, severity in result.counts} == {"note"}
    assert result.months[hospital.month].kept == len(hospital.rows)


@pytest.mark.parametrize("dataset", [name for name in DATASETS if name != "aggregate_return"])
def test_every_file_of_records_is_taken_in_its_smallest_form(
    quarter: list[InventedReturn], examined: Examine, dataset: str
) -> None:
    small = next(e for e in quarter if e.dataset == dataset and e.level == "record").smallest()
    assert len(small.csv().decode().splitlines()[0].split(",")) <= 6
    assert {severity for _, severity in examined(small, encoding="csv").counts} <= {"note"}


def test_a_month_is_the_same_whatever_else_is_drawn() -> None:
    backwards = list(returns(PLAN, reversed(QUARTER), seed=SEED, today=TODAY))
    alone = list(returns(PLAN, QUARTER[1:2], seed=SEED, today=TODAY))
    whole = _bytes(list(returns(PLAN, QUARTER, seed=SEED, today=TODAY)))
    assert _bytes(backwards) == whole
    assert _bytes(alone).items() <= whole.items()


def test_another_seed_is_another_borough() -> None:
    month = QUARTER[:1]
    one, other = (_bytes(list(returns(PLAN, month, seed=seed))) for seed in (1, 2))
    assert one.keys() == other.keys()
    assert one[("met-bromley", "incident", "2026-01", "record")] not in other.values()


def test_a_record_keeps_an_identifier_of_its_own_through_the_year(
    year: list[InventedReturn],
) -> None:
    taken = [
        (e.agency_id, e.dataset, e.level, row["record_id"])
        for e in year
        for row in e.rows
        if not e.row_dataset.register
    ]
    assert len(set(taken)) == len(taken)


@pytest.mark.parametrize("month", ["2022-06", "2024-02", "2030-12"])
def test_any_month_from_the_present_wards_on_can_be_drawn(
    month: str, plan_of: Callable[[InventedReturn], Plan]
) -> None:
    for each in returns(PLAN, [Period.parse_month(month)], seed=3):
        plan = plan_of(each)
        assert [f for row in each.rows for f in check(row, plan=plan).findings] == []


def test_months_before_the_present_wards_are_refused() -> None:
    with pytest.raises(ValueError, match="begins in 2022-06"):
        list(returns(PLAN, [Period.parse_month("2022-05")], seed=1))


def test_months_after_the_wards_of_a_borough_of_the_past_are_refused() -> None:
    past = PROFILES["bromley-2007"]
    with pytest.raises(ValueError, match="ends in 2022-04"):
        list(returns(PLAN, [Period.parse_month("2022-05")], seed=1, profile=past))


def test_a_month_that_has_not_ended_is_refused() -> None:
    with pytest.raises(ValueError, match="not ended"):
        list(returns(PLAN, [Period.parse_month("2026-04")], seed=1, today=TODAY))


def test_no_file_is_drawn_after_the_day_it_is_sent() -> None:
    sent = list(returns(PLAN, [Period.parse_month("2026-03")], seed=1, today=date(2026, 4, 2)))
    assert {each.envelope["extracted_on"] for each in sent} == {"2026-04-02"}
    days = (row["child_notification_on"] for row in sent[0].rows if "child_notification_on" in row)
    assert max(days) <= "2026-04-02"


def test_envelopes_are_valid_and_count_their_rows(year: list[InventedReturn]) -> None:
    for each in year:
        assert Envelope().validate(each.envelope) == {}
        assert each.envelope["row_count"] == len(each.rows)
        assert each.envelope["return_status"] == ("received" if each.rows else "nil")
        assert Period.parse(each.month).end < date.fromisoformat(each.envelope["extracted_on"])


def test_every_dataset_is_sent(year: list[InventedReturn]) -> None:
    assert {each.dataset for each in year if each.level == "record"} == {
        name for name in DATASETS if name != "aggregate_return"
    }


def test_every_record_named_by_another_is_there(year: list[InventedReturn]) -> None:
    """A record of a month before those drawn can be named too, by what came of it since."""
    rows = [(each, row) for each in year for row in each.rows if each.level == "record"]
    held = {(each.dataset, row["record_id"]) for each, row in rows}
    named = {
        (NAMED[field], row[field])
        for each, row in rows
        for field in NAMED
        if field in row and each.month >= LATE
    }
    assert {dataset for dataset, _ in named} == set(NAMED.values())
    assert named <= held


def test_each_agency_sends_its_datasets_at_its_level(quarter: list[InventedReturn]) -> None:
    march = {(e.agency_id, e.dataset, e.level) for e in quarter if e.month == "2026-03"}
    assert march == {
        ("met-bromley", "incident", "record"),
        ("met-bromley", "referral", "record"),
        ("met-bromley", "risk_assessment", "record"),
        ("met-bromley", "marac_case", "record"),
        ("met-bromley", "justice_outcome", "record"),
        ("met-bromley", "protective_order", "record"),
        ("bromley-gp", "health_contact", "record"),
        ("bromley-children", "child_contact", "record"),
        ("bcwa", "referral", "record"),
        ("bcwa", "service_episode", "record"),
        ("bromley-da-lead", "review_action", "record"),
        ("met-bromley", "aggregate_return", "aggregate"),
        ("kings-pruh", "health_contact", "record"),
        ("kings-pruh", "incident", "aggregate"),
        ("bromley-housing", "housing_support", "record"),
        ("probation-bromley", "perpetrator_intervention", "record"),
        ("bcwa", "housing_support", "record"),
        ("bcwa", "aggregate_return", "statement"),
        ("bromley-da-lead", "aggregate_return", "aggregate"),
    }


def test_one_return_is_missing_and_one_is_nil(quarter: list[InventedReturn]) -> None:
    assert len(quarter) == 56
    sent = {(e.agency_id, e.dataset, e.month): e for e in quarter}
    assert ("kings-pruh", "incident", "2026-02") not in sent
    nil = sent["bcwa", "aggregate_return", "2026-01"]
    assert (nil.rows, nil.envelope["return_status"]) == ([], "nil")
    assert nil.csv().decode().strip() == "record_id,measure,value"


def test_a_quarter_has_more_than_fifteen_hundred_records(quarter: list[InventedReturn]) -> None:
    assert sum(len(each.rows) for each in quarter) >= 1500


def test_security_counts_add_up_and_never_swing_by_half(year: list[InventedReturn]) -> None:
    counts = [e.rows for e in year if (e.agency_id, e.dataset) == ("kings-pruh", "incident")]
    totals = [rows[0]["value"] for rows in counts]
    assert all(rows[0]["value"] == sum(cell["value"] for cell in rows[1:]) for rows in counts)
    cells: dict[str, list[Any]] = {
        sex: [r["value"] for rows in counts for r in rows if r.get("breakdown") == {"sex": sex}]
        for sex in ("F", "M")
    }
    for series in (totals, *cells.values()):
        swings = (abs(b - a) / a for a, b in pairwise(series))
        assert max(swings) <= 0.5


def test_the_months_of_a_quarter_can_be_sent_as_one(
    quarter: list[InventedReturn], examined: Examine
) -> None:
    parts = [e for e in quarter if (e.agency_id, e.dataset) == ("met-bromley", "incident")]
    whole = joined(parts)
    result = examined(whole)
    assert whole.month == whole.envelope["month"] == "2025-26-Q4"
    assert {month: tally.kept for month, tally in result.months.items()} == {
        part.month: len(part.rows) for part in parts
    }
    assert {severity for _, severity in result.counts} <= {"note"}


def test_a_joined_quarter_names_its_empty_months(quarter: list[InventedReturn]) -> None:
    whole = joined([e for e in quarter if e.level == "statement"])
    assert whole.envelope["nil_months"] == ["2026-01"]
    assert whole.envelope["return_status"] == "received"
    assert whole.envelope["row_count"] == 4


def test_returns_of_two_kinds_are_not_joined(quarter: list[InventedReturn]) -> None:
    with pytest.raises(ValueError, match="one agency"):
        joined(quarter[:2])


def test_a_return_is_encoded_in_every_format(quarter: list[InventedReturn]) -> None:
    made = {encoding: quarter[0].encoded(encoding) for encoding in FORMATS}
    assert made["json"].startswith(b'{"envelope":{')
    assert made["csv"].splitlines()[0].startswith(b"record_id,reported_on,")
    assert made["ndjson"].count(b"\n") == len(quarter[0].rows)

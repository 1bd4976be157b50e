"""Whether an envelope may stand: each rule is kept and broken by example."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from api.policies.envelopes import (
    Sender,
    check,
    completed,
    identifying,
    months_told,
    unexplained,
    wrong_level,
)
from schemas.findings import Finding
from schemas.period import Period

MARCH, QUARTER = Period.parse("2026-03"), Period.parse("2025-26-Q4")
TODAY = date(2026, 4, 20)
LEAST: Mapping[str, Any] = {
    "explanation": "Counted from the case system at the end of the month.",
    "permission_incorporate": True,
    "permission_publish": "partnership",
}


def sender(
    *, period: Period = MARCH, today: date = TODAY, earliest: Period | None = None
) -> Sender:
    return Sender(
        agency_id="kings-pruh",
        agreement_id="DSA-2026-0001",
        purpose="strategic_needs_assessment",
        dataset="health_contact",
        period=period,
        schema_version="1.2.0",
        today=today,
        earliest=earliest,
    )


def found(
    changes: Mapping[str, Any] | None = None, *, by: Sender | None = None, rows: int = 3
) -> list[tuple[str, str | None]]:
    by = by or sender()
    findings = check(completed({**LEAST, **(changes or {})}, sender=by), sender=by, rows=rows)
    assert all(each.severity == "error" and each.row is None for each in findings)
    return [(each.code, each.field) for each in findings]


def test_what_an_envelope_leaves_out_comes_from_the_token_the_path_and_custom() -> None:
    whole = completed({**LEAST, "source_system": None}, sender=sender())
    assert whole == {
        **LEAST,
        "agency": "kings-pruh",
        "agreement_ref": "DSA-2026-0001",
        "purpose_codes": ("strategic_needs_assessment",),
        "dataset": "health_contact",
        "month": "2026-03",
        "schema_version": "1.2.0",
        "level": "record",
        "return_status": "received",
        "counting_rule_set": "safershare-2026",
        "extracted_on": TODAY,
        "definition_version": "daa_2021",
        "explanations": {},
        "nil_months": (),
    }
    assert found() == []


def test_what_an_envelope_says_stands() -> None:
    said = {"level": "aggregate", "extracted_on": date(2026, 4, 1), "return_status": "partial"}
    whole = completed({**LEAST, **said}, sender=sender())
    assert {name: whole[name] for name in said} == said


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"agency": "met-bromley"}, "agency"),
        ({"agreement_ref": "DSA-2026-0002"}, "agreement_ref"),
        ({"dataset": "incident"}, "dataset"),
        ({"month": "2026-02"}, "month"),
        ({"purpose_codes": ("safeguarding",)}, "purpose_codes"),
    ],
)
def test_an_envelope_agrees_with_the_token_and_the_path(
    changes: Mapping[str, Any], field: str
) -> None:
    assert found(changes) == [("ENV-V05", f"envelope.{field}")]


def test_an_envelope_that_repeats_the_token_and_more_purposes_agrees() -> None:
    purposes = ("safeguarding", "strategic_needs_assessment")
    assert found({"agency": "kings-pruh", "month": "2026-03", "purpose_codes": purposes}) == []


@pytest.mark.parametrize(
    ("version", "good"),
    [("1.0.0", True), ("1.9.0", True), ("1", True), ("2.0.0", False), ("", False)],
)
def test_a_version_of_the_same_first_number_is_in_force(version: str, good: Any) -> None:
    expected = [] if good else [("schema_version", "envelope.schema_version")]
    assert found({"schema_version": version}) == expected


@pytest.mark.parametrize(("today", "good"), [(date(2026, 2, 28), False), (date(2026, 3, 1), True)])
def test_a_period_has_begun(today: date, good: Any) -> None:
    status = {"return_status": "partial", "extracted_on": today}
    expected = [] if good else [("ENV-V01", "envelope.month")]
    assert found(status, by=sender(today=today)) == expected


@pytest.mark.parametrize(
    ("earliest", "good"), [("2026-02", True), ("2026-03", True), ("2026-04", False)]
)
def test_a_period_is_not_before_the_return_is_owed(earliest: str, good: Any) -> None:
    by = sender(earliest=Period.parse(earliest))
    assert found(by=by) == ([] if good else [("ENV-V01", "envelope.month")])


def test_a_quarter_that_begins_before_the_return_is_owed_is_refused() -> None:
    by = sender(period=QUARTER, earliest=Period.parse("2026-02"))
    assert found(by=by) == [("ENV-V01", "envelope.month")]


@pytest.mark.parametrize(
    ("taken", "status", "good"),
    [
        (date(2026, 4, 20), "received", True),
        (date(2026, 4, 21), "received", False),
        (date(2026, 3, 31), "received", True),
        (date(2026, 3, 30), "received", False),
        (date(2026, 3, 30), "partial", True),
        (date(2026, 3, 30), "nil", False),
    ],
)
def test_data_are_taken_after_the_period_ends_or_are_partial(
    taken: date, status: str, good: Any
) -> None:
    said = {"extracted_on": taken, "return_status": status}
    expected = [] if good else [("ENV-V06", "envelope.extracted_on")]
    assert found(said, rows=0 if status == "nil" else 3) == expected


@pytest.mark.parametrize(
    ("first", "last", "good"),
    [
        (date(2026, 3, 1), date(2026, 3, 1), True),
        (date(2026, 3, 2), date(2026, 3, 1), False),
        (date(2026, 3, 2), None, True),
        (None, date(2026, 3, 1), True),
    ],
)
def test_a_span_is_in_order(first: date | None, last: date | None, good: Any) -> None:
    expected = [] if good else [("ENV-V10", "envelope.covers_to")]
    assert found({"covers_from": first, "covers_to": last}) == expected


@pytest.mark.parametrize(
    ("status", "rows", "good"),
    [
        ("received", 1, True),
        ("received", 0, False),
        ("partial", 1, True),
        ("partial", 0, False),
        ("nil", 0, True),
        ("nil", 1, False),
        ("withdrawn", 1, False),
        ("not_provided", 1, False),
        ("not_requested", 1, False),
    ],
)
def test_a_status_agrees_with_the_rows(status: str, rows: int, good: Any) -> None:
    expected = [] if good else [("ENV-V02", "envelope.return_status")]
    assert found({"return_status": status}, rows=rows) == expected


def test_the_number_of_rows_is_that_of_the_body() -> None:
    assert found({"row_count": 3}) == []
    assert found({"row_count": 4}) == [("ENV-V07", "envelope.row_count")]


@pytest.mark.parametrize("incorporate", [True, False])
@pytest.mark.parametrize("publish", ["none", "partnership", "public"])
def test_what_may_be_published_may_be_combined(incorporate: Any, publish: str) -> None:
    said = {"permission_incorporate": incorporate, "permission_publish": publish}
    good = incorporate or publish == "none"
    assert found(said) == ([] if good else [("ENV-V03", "envelope.permission_publish")])


def test_each_query_is_explained_or_is_an_error() -> None:
    queries = {"EVT-V07": 2, "EVT-V10": 1}
    envelope = completed(
        {**LEAST, "explanations": {"EVT-V10": "They had moved away."}}, sender=sender()
    )
    (one,) = unexplained(envelope, queries)
    assert (one.code, one.field) == ("explanation_needed", "envelope.explanations")
    assert "2 rows" in one.message
    assert "EVT-V07" in one.message
    assert unexplained(envelope, {}) == ()


JAN, FEB, MAR = "2026-01", "2026-02", "2026-03"


@pytest.mark.parametrize(
    ("rows", "nil", "status", "errors"),
    [
        ({JAN: 1, FEB: 1, MAR: 1}, (), "received", 0),
        ({JAN: 1, FEB: 0, MAR: 1}, (FEB,), "received", 0),
        ({JAN: 1, FEB: 0, MAR: 0}, (FEB, MAR), "received", 0),
        ({JAN: 1, FEB: 0, MAR: 1}, (), "received", 1),
        ({JAN: 1, FEB: 0, MAR: 0}, (FEB,), "received", 1),
        ({JAN: 0, FEB: 0, MAR: 0}, (), "nil", 0),
        ({JAN: 0, FEB: 0, MAR: 0}, (JAN,), "nil", 0),
        ({JAN: 1, FEB: 1, MAR: 1}, (FEB,), "received", 1),
        ({JAN: 1, FEB: 1, MAR: 1}, ("2026-04",), "received", 1),
        ({JAN: 1, FEB: 0, MAR: 1}, (JAN,), "received", 2),
        ({MAR: 0}, (), "received", 0),
        ({MAR: 1}, (), "received", 0),
        ({MAR: 1}, (MAR,), "received", 1),
    ],
)
def test_a_quarter_says_which_of_its_months_had_nothing_to_report(
    rows: Mapping[str, int], nil: Sequence[str], status: str, errors: int
) -> None:
    envelope = completed({**LEAST, "nil_months": nil, "return_status": status}, sender=sender())
    told = list(months_told(envelope, rows=rows))
    assert [(f.code, f.field) for f in told] == [("ENV-V09", "envelope.nil_months")] * errors


def test_declared_figures_are_counts_unless_it_is_said() -> None:
    by = replace(sender(), dataset="aggregate_return")
    assert completed(LEAST, sender=by)["level"] == "aggregate"
    assert completed({**LEAST, "level": "record"}, sender=by)["level"] == "record"
    assert completed({**LEAST, "level": "statement"}, sender=by)["level"] == "statement"


def test_a_level_and_a_member_that_cannot_stand_are_errors_of_the_whole() -> None:
    assert wrong_level("aggregate_return") == Finding(
        "level",
        "error",
        "aggregate_return is sent as counts or a statement: set level accordingly.",
        field="envelope.level",
    )
    named = identifying("explanation")
    assert (named.code, named.severity, named.field) == (
        "identifier",
        "error",
        "envelope.explanation",
    )

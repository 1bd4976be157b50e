"""Rules of `aggregate_return`, kept and broken by example."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.rows import Changes
from tests.unit.schemas.examples import declared
from tests.unit.schemas.examples.example import Example, File

_RATE: Changes = {
    "family": "dq_audit",
    "measure": "records_checked",
    "unit": "rate_num_den",
    "value": None,
    "breakdown": None,
    "numerator": 3,
    "denominator": 4,
}
_STOCK: Changes = {
    "family": "workforce",
    "measure": "posts",
    "breakdown": {"role": "idva"},
    "covers_from": None,
    "covers_to": None,
    "as_at": "2026-03-31",
}
_MONEY: Changes = {
    "family": "finance",
    "measure": "spending",
    "unit": "gbp",
    "value": 1500.5,
    "breakdown": {"project": "outreach", "financial_year": "2025-26"},
}
_UNITS: Changes = {**_MONEY, "measure": "units_paid_for", "unit": "count"}
_STATEMENT: Changes = {
    "family": "statement",
    "measure": "statement",
    "unit": "text",
    "value": None,
    "breakdown": None,
    "covers_from": None,
    "covers_to": None,
    "statement_text": "The service was open on every working day of the month.",
}
_BENCHMARK: Changes = {
    **_RATE,
    "family": "benchmark",
    "measure": "benchmark",
    "breakdown": {"area": "London", "indicator": "crime-share"},
    "benchmark_source": "Published yearly statistics",
}
_PROXY: Changes = {"family": "record_proxy", "measure": "incident", "breakdown": {"sex": "F"}}

EXAMPLES: Sequence[Example] = (
    Example(
        "AGG-V00",
        "measure",
        keeps=[_STOCK, _MONEY, _STATEMENT, _RATE, _BENCHMARK, _PROXY],
        breaks=[{"family": "capacity"}, {"unit": "gbp"}, {**_STATEMENT, "unit": "count"}],
        short=[("family", {}), ("unit", {})],
    ),
    Example(
        "AGG-V00a",
        "value",
        keeps=[_STOCK, _MONEY, _STATEMENT, _RATE, {"value": 0}],
        breaks=[
            {"value": None},
            {"value": -1},
            {**_STATEMENT, "statement_text": None},
            {**_STATEMENT, "value": 3},
            {**_STATEMENT, "numerator": 3},
            {"statement_text": "Forty calls were taken."},
            {"numerator": 3},
            {"denominator": 3},
            {**_RATE, "value": 1},
        ],
        short=[("value", {}), ("statement_text", _STATEMENT)],
    ),
    Example(
        "AGG-V01",
        "numerator",
        keeps=[_RATE, {**_RATE, "numerator": 4}, {**_RATE, "numerator": 0}],
        breaks=[
            {**_RATE, "numerator": 5},
            {**_RATE, "numerator": None},
            {**_RATE, "denominator": None},
            {**_RATE, "numerator": 0, "denominator": 0},
        ],
    ),
    Example(
        "AGG-V03",
        "as_at",
        keeps=[_STOCK, {"covers_to": "2026-03-01"}, _STATEMENT],
        breaks=[
            {**_STOCK, "as_at": None},
            {**_STOCK, "covers_from": "2026-03-01"},
            {**_STOCK, "covers_to": "2026-03-31"},
            {"as_at": "2026-03-31"},
            {"covers_from": None},
            {"covers_to": None},
            {"covers_to": "2026-02-28"},
        ],
        short=[
            ("as_at", _STOCK),
            ("covers_from", {}),
            ("covers_to", {"covers_to": "2026-02-28"}),
        ],
    ),
    Example(
        "AGG-V06",
        "breakdown",
        keeps=[_MONEY],
        breaks=[
            {**_MONEY, "breakdown": None},
            {**_MONEY, "breakdown": {"project": "outreach"}},
            {**_MONEY, "breakdown": {"financial_year": "2025-26"}},
        ],
        short=[("breakdown", _MONEY), ("family", {**_MONEY, "breakdown": None})],
    ),
    Example(
        "AGG-V10",
        "benchmark_source",
        keeps=[_BENCHMARK],
        breaks=[
            {**_BENCHMARK, "benchmark_source": None},
            {**_BENCHMARK, "breakdown": {"indicator": "crime-share"}},
            {**_BENCHMARK, "breakdown": None},
        ],
        short=[("breakdown", _BENCHMARK)],
    ),
    Example(
        "AGG-V11",
        "published_source",
        keeps=[
            {"already_published": True, "published_source": "Our yearly report"},
            {"already_published": False},
        ],
        breaks=[{"already_published": True}],
        short=[("published_source", {"already_published": True})],
    ),
    Example(
        "AGG-V12",
        "as_at",
        keeps=[_STOCK, {**_STOCK, "as_at": "2025-12-31"}],
        breaks=[{**_STOCK, "as_at": "2026-04-01"}],
        short=[("as_at", {**_STOCK, "as_at": "2026-04-01"})],
    ),
    Example(
        "AGG-V13",
        "measure",
        keeps=[
            {},
            {**_PROXY, "return.dataset": "incident"},
            {**_STATEMENT, "return.dataset": "incident"},
        ],
        breaks=[
            {"return.dataset": "incident"},
            {**_PROXY, "return.dataset": "health_contact"},
            {"return.dataset": "incident", "unit": None},
        ],
    ),
    Example(
        "AGG-V14",
        "measure",
        keeps=[{}, {**_STATEMENT, "envelope.level": "statement"}],
        breaks=[{"envelope.level": "statement"}, {**_RATE, "envelope.level": "statement"}],
    ),
    Example(
        "AGG-V15",
        "breakdown",
        keeps=[
            {**_PROXY, "breakdown": {"age_band": "16-24", "sex": "F", "ward": "E05013991"}},
            {"breakdown": None},
            {**_STATEMENT, "breakdown": {"question": "staff-policy"}},
        ],
        breaks=[
            {"breakdown": {"sex": "F"}},
            {**_STOCK, "breakdown": {"question": "posts"}},
            {**_PROXY, "breakdown": {"sex": "F", "role": "idva"}},
            {**_STOCK, "breakdown": {"project": "outreach"}},
        ],
        short=[("breakdown", {"breakdown": {"sex": "F"}})],
    ),
    *declared.EXAMPLES,
)


def stock(measure: str, value: int, **changes: Any) -> Changes:
    family = "capacity" if measure.startswith("refuge") else "workforce"
    family = "training" if measure.startswith("staff") else family
    return {
        "family": family, "measure": measure, "value": value, "as_at": "2026-03-31",
        "covers_from": None, "covers_to": None, "breakdown": None, **changes,
    }  # fmt: skip


def calls(value: float, channel: str | None = None) -> Changes:
    return {"value": value, "breakdown": {"channel": channel} if channel else None}


def proxy(value: int, measure: str = "incident", **cell: str) -> Changes:
    family = {"family": "record_proxy", "measure": measure}
    return {**family, "value": value, "breakdown": cell or None}


IDVA, OUTREACH = {"breakdown": {"role": "idva"}}, {"breakdown": {"role": "outreach"}}

FILES: Sequence[File] = (
    File(
        "AGG-V02",
        "value",
        keeps=[
            [calls(10), calls(4, "phone"), calls(6, "online")],
            [calls(4, "phone"), calls(6, "online")],
            [calls(10)],
            [calls(0.3), calls(0.1, "phone"), calls(0.2, "online")],
            [proxy(9), proxy(9, sex="F"), proxy(4, age_band="16-24"), proxy(5, age_band="25-34")],
            [proxy(9, sex="F"), proxy(4, sex="F", age_band="16-24")],
            [calls(10), {**calls(4, "phone"), "covers_from": "2026-03-02"}],
            [calls(10), {**calls(4, "phone"), "counting_rule": "calls-merged"}],
        ],
        breaks=[
            ([calls(10), calls(4, "phone"), calls(5, "online")], [None]),
            ([calls(4, "phone"), calls(10)], [None]),
            ([proxy(9), proxy(8, sex="F"), proxy(9, age_band="16-24")], [None]),
            ([proxy(9), proxy(8, sex="F"), proxy(8, age_band="16-24")], [None, None]),
        ],
    ),
    File(
        "AGG-V04",
        "value",
        keeps=[
            [stock("refuge_occupied", 20), stock("refuge_capacity", 20)],
            [stock("refuge_occupied", 20)],
            [stock("refuge_occupied", 9), stock("refuge_capacity", 5, as_at="2026-03-30")],
            [
                stock("refuge_occupied", 9, breakdown={"support_type": "refuge"}),
                stock("refuge_capacity", 5, breakdown={"support_type": "dispersed"}),
            ],
        ],
        breaks=[
            ([stock("refuge_occupied", 21), stock("refuge_capacity", 20)], [None]),
            ([stock("refuge_capacity", 20), stock("refuge_occupied", 21)], [None]),
        ],
    ),
    File(
        "AGG-V04a",
        "value",
        keeps=[
            [stock("posts", 5), stock("posts_filled", 3), stock("posts_vacant", 2)],
            [stock("posts", 5), stock("posts_filled", 3)],
            [stock("posts_filled", 3), stock("posts_vacant", 2)],
            [stock("posts", 9), stock("posts_filled", 3, **IDVA), stock("posts_vacant", 2, **IDVA)],
        ],
        breaks=[
            ([stock("posts", 5), stock("posts_filled", 3), stock("posts_vacant", 1)], [None]),
        ],
    ),
    File(
        "AGG-V05",
        "value",
        keeps=[
            [stock("staff_trained", 4, **IDVA), stock("staff_in_scope", 4, **IDVA)],
            [stock("staff_trained", 4, **IDVA), stock("staff_in_scope", 3, **OUTREACH)],
        ],
        breaks=[
            ([stock("staff_trained", 5, **IDVA), stock("staff_in_scope", 4, **IDVA)], [None]),
        ],
    ),
    File(
        "AGG-V06a",
        "value",
        keeps=[
            [_MONEY, {**_UNITS, "value": 30}],
            [{**_UNITS, "value": 104}],
            [_MONEY, {**_UNITS, "value": 104, "covers_from": "2026-03-02"}],
        ],
        breaks=[
            ([{**_MONEY, "value": 2700}, {**_UNITS, "value": 104}], [None]),
            ([_MONEY, {**_UNITS, "value": 31}], [None]),
        ],
    ),
    File(
        "EVT-V15",
        "value",
        keeps=[
            [proxy(9, "crimes"), proxy(9, "crimes_with_arrest")],
            [proxy(9, "crimes_with_arrest")],
            [proxy(9, "crimes", sex="F"), proxy(10, "crimes_with_arrest", sex="M")],
            [proxy(9, "crimes"), {**proxy(10, "crimes_with_arrest"), "covers_to": "2026-03-30"}],
        ],
        breaks=[
            ([proxy(9, "crimes"), proxy(10, "crimes_with_arrest")], [None]),
            ([proxy(4, "crimes_with_arrest", sex="F"), proxy(3, "crimes", sex="F")], [None]),
        ],
    ),
    *declared.FILES,
)

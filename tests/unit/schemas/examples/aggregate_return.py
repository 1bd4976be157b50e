"""Rules of `aggregate_return`, kept and broken by example."""

from __future__ import annotations

from collections.abc import Sequence

from tests.rows import Changes
from tests.unit.schemas.examples.example import Example

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
        short=[("numerator", {**_RATE, "numerator": 5}), ("denominator", _RATE)],
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
        short=[("benchmark_source", _BENCHMARK), ("breakdown", _BENCHMARK)],
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
        ],
        breaks=[
            {"breakdown": {"sex": "F"}},
            {**_PROXY, "breakdown": {"sex": "F", "role": "idva"}},
            {**_STOCK, "breakdown": {"project": "outreach"}},
        ],
        short=[("breakdown", {"breakdown": {"sex": "F"}})],
    ),
)

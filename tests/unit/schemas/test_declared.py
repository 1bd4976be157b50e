"""Every registered figure is sent under its own family, unit, span and splits, and no others."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.codes.declared import DECLARED, DIMENSIONS, Declared
from tests.rows import Changes, checked

FREE = {"area": "London", "channel": "phone", "financial_year": "2025-26", "flag": "hba",
        "indicator": "share", "item": "reporting", "project": "outreach",
        "role": "idva"}  # fmt: skip
CODED = {
    "age_band": "16-24",
    "capacity_unit": "unit",
    "child_age": "10-15",
    "child_step": "referral",
    "decision": "declined",
    "ethnicity_observed": "IC1",
    "ethnicity_self": "W1",
    "order_type": "dvpo",
    "programme": "bbr",
    "question": "budget",
    "result": "denied",
    "review_stage": "panel",
    "risk_level": "high",
    "service_type": "idva",
    "setting": "ed",
    "sex": "F",
    "stage": "court",
    "status": "active",
    "support_type": "refuge",
    "ward": "E05013991",
}
CATEGORY = FREE | CODED
PARTS = ("value", "numerator", "denominator", "statement_text")
HELD: dict[str, dict[str, Any]] = {
    "count": {"value": 7},
    "gbp": {"value": 7},
    "days": {"value": 7},
    "rate_num_den": {"numerator": 3, "denominator": 7},
    "text": {"statement_text": "Demand was about as high as before."},
}
NEEDED = {
    "finance": {"project": "outreach", "financial_year": "2025-26"},
    "benchmark": {"area": "London", "indicator": "share"},
}
KINDS = {
    (entry.family, entry.unit, entry.stock, entry.dimensions, entry.of): entry.name
    for entry in DECLARED.values()
}
"""One figure of each kind: rules tell figures apart by these alone."""
every_figure = pytest.mark.parametrize("name", DECLARED)
each_figure = pytest.mark.parametrize("name", KINDS.values())


def span(entry: Declared) -> Changes:
    """A stock's day, a flow's span, and for prose neither."""
    days: dict[str, Any] = {"as_at": None, "covers_from": None, "covers_to": None}
    if entry.unit == "text":
        return days
    if entry.stock:
        return days | {"as_at": "2026-03-31"}
    return days | {"covers_from": "2026-03-01", "covers_to": "2026-03-31"}


def figure(name: str, changes: Changes | None = None) -> Changes:
    entry = DECLARED[name]
    source = "Published statistics" if entry.family == "benchmark" else None
    return {
        "family": entry.family,
        "measure": name,
        "unit": entry.unit,
        "breakdown": NEEDED.get(entry.family),
        "benchmark_source": source,
        **dict.fromkeys(PARTS),
        **HELD[entry.unit],
        **span(entry),
        **(changes or {}),
    }


def found(changes: Changes) -> set[str]:
    return {each.code for each in checked("aggregate_return", changes).findings}


def test_every_dimension_has_a_category_to_try() -> None:
    assert set(CATEGORY) == set(DIMENSIONS)
    assert set(CODED) == {name for name, codes in DIMENSIONS.items() if codes}


@every_figure
def test_a_figure_as_registered_is_good(name: str) -> None:
    assert found(figure(name)) == set()


@each_figure
def test_a_figure_goes_under_its_own_family_and_unit(name: str) -> None:
    entry = DECLARED[name]
    for family in {other.family for other in DECLARED.values()} - {entry.family}:
        assert "AGG-V00" in found(figure(name, {"family": family}))
    for unit in set(HELD) - {entry.unit}:
        assert "AGG-V00" in found(figure(name, {"unit": unit}))


@each_figure
def test_a_figure_has_the_parts_of_its_unit_and_no_others(name: str) -> None:
    held = HELD[DECLARED[name].unit]
    everything = {k: v for parts in HELD.values() for k, v in parts.items()}
    for part in PARTS:
        codes = found(figure(name, {part: None if part in held else everything[part]}))
        assert codes & {"AGG-V00a", "AGG-V01"}, part


@pytest.mark.parametrize("part", ["numerator", "denominator"])
def test_a_rate_without_its_parts_is_refused_in_a_file_without_their_column(part: str) -> None:
    told = figure("records_checked", {part: None})
    found = checked("aggregate_return", told, without=[part]).findings
    assert "AGG-V01" in {each.code for each in found}


def test_a_benchmark_without_a_source_is_refused_in_a_file_without_its_column() -> None:
    told = figure("benchmark", {"benchmark_source": None})
    found = checked("aggregate_return", told, without=["benchmark_source"]).findings
    assert "AGG-V10" in {each.code for each in found}


@each_figure
def test_a_figure_has_its_own_kind_of_span(name: str) -> None:
    entry = DECLARED[name]
    flow = {"as_at": None, "covers_from": "2026-03-01", "covers_to": "2026-03-31"}
    stock = {"as_at": "2026-03-31", "covers_from": None, "covers_to": None}
    if entry.unit == "text":
        return
    assert "AGG-V03" in found(figure(name, flow if entry.stock else stock))
    assert "AGG-V03" in found(figure(name, flow | stock | {"as_at": None}))
    assert "AGG-V03" in found(figure(name, {**flow, "as_at": "2026-03-31"}))


@each_figure
def test_a_figure_is_split_as_registered(name: str) -> None:
    entry = DECLARED[name]
    needed = NEEDED.get(entry.family, {})
    for dimension, category in CATEGORY.items():
        codes = found(figure(name, {"breakdown": {**needed, dimension: category}}))
        assert ("AGG-V15" in codes) == (dimension not in entry.dimensions), dimension


@each_figure
def test_in_place_of_records_only_counts_of_them_and_prose_are_sent(name: str) -> None:
    entry = DECLARED[name]
    for dataset in ("incident", "health_contact"):
        codes = found(figure(name, {"return.dataset": dataset}))
        assert ("AGG-V13" in codes) == (entry.of != dataset and entry.unit != "text")
    codes = found(figure(name, {"envelope.level": "statement"}))
    assert ("AGG-V14" in codes) == (entry.unit != "text")

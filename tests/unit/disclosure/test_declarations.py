from __future__ import annotations

from dataclasses import replace

import pytest

from api.disclosure.declarations import faults
from schemas.breakdowns import Measure, ReleaseTable
from schemas.datasets import DATASETS
from schemas.groupings import age, flag
from tests.unit.disclosure.dataset import Visits, letters

MANY = tuple(flag(f"flag_{n}", f"flag_{n}") for n in range(9))


def _visits(**changes: object) -> Visits:
    visits = Visits()
    for name, value in changes.items():
        setattr(visits, name, value)
    return visits


@pytest.mark.parametrize("name", DATASETS)
def test_every_dataset_declares_a_sound_release(name: str) -> None:
    assert faults(DATASETS[name]) == ()


def test_a_sound_declaration_has_no_faults() -> None:
    assert faults(Visits()) == ()


def test_names_are_declared_once_and_used() -> None:
    doubled = (*Visits.breakdowns, flag("urgent", "urgent"), flag("unused", "unused"))
    tables = (*Visits.tables, ReleaseTable(("colour",)))
    found = faults(_visits(breakdowns=doubled, tables=tables))
    assert "urgent is declared twice" in found
    assert "colour stands in a table and has no breakdown" in found
    assert "unused has a breakdown and stands in no table" in found


def test_base_variables_are_at_most_eight() -> None:
    found = faults(
        _visits(breakdowns=MANY, tables=tuple(ReleaseTable((b.name,)) for b in MANY), measures=())
    )
    assert found == ("9 base variables, at most 8",)


def test_a_rare_variable_stands_in_few_tables() -> None:
    rare = tuple(replace(b, rare=b.name == "sex") for b in Visits.breakdowns)
    assert faults(_visits(breakdowns=rare)) == ("sex is rare and stands in 5 tables, at most 4",)


@pytest.mark.parametrize(
    ("period", "sound"), [("month", False), ("quarter", False), ("year", True)]
)
def test_three_variables_by_small_area_are_for_a_year(period: str, *, sound: bool) -> None:
    table = ReleaseTable(("age", "urgent", "ward"), (period,))  # type: ignore[arg-type]
    assert (faults(_visits(tables=(*Visits.tables, table))) == ()) is sound


@pytest.mark.parametrize(
    ("table", "sound"),
    [
        (ReleaseTable(("sex", "urgent"), ("year",)), True),
        (ReleaseTable(("sex", "urgent")), False),
        (ReleaseTable(("urgent", "ward"), ("year",)), False),
    ],
)
def test_a_sensitive_variable_is_for_the_whole_area_and_a_year(
    table: ReleaseTable, *, sound: bool
) -> None:
    secret = tuple(replace(b, sensitive=b.name == "urgent") for b in Visits.breakdowns)
    found = faults(_visits(breakdowns=secret, tables=(*Visits.tables[:3], table)))
    assert (found == ()) is sound


def test_groupings_that_are_not_nested_are_found() -> None:
    fine = letters("fine", base="letter", groups={"ab": "ab", "c": "c"})
    wide = letters("wide", base="letter", groups={"abc": "abc"})
    across = letters("across", base="letter", groups={"a": "a", "bc": "bc"})
    tables = (ReleaseTable(("letter",)),)
    assert faults(_visits(breakdowns=(fine, wide), tables=tables, measures=())) == ()
    found = faults(_visits(breakdowns=(fine, across), tables=tables, measures=()))
    assert found == ("across is not nested in fine",)


def test_groupings_of_other_fields_are_not_nested() -> None:
    finest, four, _ = age("a")
    moved = replace(four, field="b")
    tables = (ReleaseTable(("age",)),)
    found = faults(_visits(breakdowns=(finest, moved), tables=tables, measures=()))
    assert found == ("age_band_4 is not nested in age_band",)
    swapped = faults(_visits(breakdowns=(four, finest), tables=tables, measures=()))
    assert swapped == ("age_band is not nested in age_band_4",)


def test_a_measure_counts_a_cell_that_exists_in_its_own_dataset() -> None:
    measures = (
        Measure("visits.lost", "visits", "Lost", (("urgent", "perhaps"),)),
        Measure("visits.blue", "visits", "Blue", (("colour", "blue"),)),
        Measure("calls", "calls", "Calls"),
    )
    assert faults(_visits(measures=measures)) == (
        "visits.lost counts urgent=perhaps, which does not exist",
        "visits.blue counts colour=blue, which does not exist",
        "calls belongs to another dataset",
    )

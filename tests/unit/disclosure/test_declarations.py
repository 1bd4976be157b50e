from __future__ import annotations

from dataclasses import replace

import pytest

from api.disclosure.declarations import faults
from schemas.breakdowns import Breakdown, Measure, ReleaseTable
from schemas.circumstances import grouped, particulars, told
from schemas.conditions import equals, one_of
from schemas.datasets import DATASETS
from schemas.groupings import age, disability, flag
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


@pytest.mark.parametrize("name", ["value", "status"])
def test_no_breakdown_hides_what_an_observation_says_of_itself(name: str) -> None:
    found = faults(_visits(breakdowns=(*Visits.breakdowns, flag(name, "urgent"))))
    assert f"{name} is a member of every observation" in found


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


MARKS = particulars(flag("asked", "asked"), disability("disability"))
APART = ReleaseTable(("particulars",), ("quarter", "year"))


def _marked(*tables: ReleaseTable, marks: tuple[Breakdown, ...] = MARKS) -> tuple[str, ...]:
    return faults(
        _visits(breakdowns=(*Visits.breakdowns, *marks), tables=(*Visits.tables, *tables))
    )


def test_particulars_overlap_freely_in_a_table_of_their_own() -> None:
    assert _marked(APART) == ()


@pytest.mark.parametrize(
    "table",
    [
        ReleaseTable(("particulars", "sex"), ("year",)),
        ReleaseTable(("particulars",), ("month", "quarter")),
    ],
)
def test_particulars_stand_beside_nothing_and_not_by_month(table: ReleaseTable) -> None:
    assert any("puts particulars beside" in fault for fault in _marked(APART, table))


def test_particulars_are_few_and_among_themselves() -> None:
    many = particulars(*(flag(f"flag_{n}", f"flag_{n}") for n in range(17)))
    assert _marked(APART, marks=many) == ("17 particulars, at most 16",)
    mixed = (*MARKS, replace(flag("plain", "plain"), base="particulars"))
    assert "particulars has particulars and other groupings" in _marked(APART, marks=mixed)


def test_groupings_may_cross_where_each_is_nested_in_the_finest() -> None:
    fine = letters("fine", base="letter", groups={"a": "a", "b": "b", "c": "c"})
    first = letters("first", base="letter", groups={"ab": "ab", "c": "c"})
    last = letters("last", base="letter", groups={"a": "a", "bc": "bc"})
    tables = (ReleaseTable(("letter",)),)
    assert faults(_visits(breakdowns=(fine, first, last), tables=tables, measures=())) == ()


def test_cases_are_nested_where_they_are_the_same_cases() -> None:
    fine = told("fine", {"a": equals("x", "a"), "b": equals("x", "b")}, base="letter")
    wide = grouped(fine, "wide", {"ab": ("a", "b")})
    other = told("other", {"ab": one_of("x", "a", "b")}, base="letter")
    tables = (ReleaseTable(("letter",)),)
    assert faults(_visits(breakdowns=(fine, wide), tables=tables, measures=())) == ()
    found = faults(_visits(breakdowns=(fine, other), tables=tables, measures=()))
    assert found == ("other is not nested in fine",)


def test_what_never_meets_is_said_of_categories_that_exist() -> None:
    never = (
        (("sex", "F"), ("urgent", "perhaps")),
        (("age_band_4", "0-15"), ("urgent", "true")),
    )
    assert faults(_visits(never=never)) == (
        "urgent=perhaps never meets another category, and does not exist",
        "age_band_4 is not the finest grouping of a variable",
    )


def test_a_table_leaves_out_groupings_of_its_own_variables_alone() -> None:
    table = ReleaseTable(("age",), without=("age_band", "sex"))
    (fault,) = faults(_visits(tables=(*Visits.tables, table)))
    assert fault == "('age',) leaves out sex, which none of its variables has"

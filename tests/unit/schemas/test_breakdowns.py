from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from schemas.breakdowns import MISSING_CATEGORY, Band, Breakdown, Category, ReleaseTable

SEX = Breakdown(
    name="sex",
    base="sex",
    field="victim.sex",
    title="Sex",
    categories=(Category("F", "Female"), Category("M", "Male"), MISSING_CATEGORY),
    mapping={"F": "F", "M": "M"},
)


@pytest.mark.parametrize("value", ["not_recorded", "", None, 3, True])
def test_what_is_not_named_is_missing(value: object) -> None:
    assert SEX.category("F") == "F"
    assert SEX.category(value) == "missing"


def test_equal_breakdowns_are_equal_and_hashable() -> None:
    assert replace(SEX) == SEX
    assert len({SEX, replace(SEX)}) == 1
    assert replace(SEX, mapping={"F": "M"}) != SEX


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"categories": ()}, "end with missing"),
        ({"categories": (MISSING_CATEGORY, Category("F", "Female"))}, "end with missing"),
        ({"categories": (Category("F", "a"), Category("F", "b"), MISSING_CATEGORY)}, "distinct"),
        ({"mapping": {"X": "X"}}, "undeclared category"),
        ({"kind": "band", "bands": (Band(0, None, "old"),)}, "undeclared category"),
        ({"kind": "pair", "pairs": (("a", "b", "c"),)}, "undeclared category"),
        ({"kind": "pair"}, "second field"),
    ],
)
def test_a_breakdown_that_could_mislead_is_refused(
    changes: dict[str, object], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        replace(SEX, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("variables", [(), ("b", "a"), ("a", "a"), ("a", "b", "c", "d")])
def test_a_table_has_one_to_three_sorted_variables(variables: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="one to three sorted names"):
        ReleaseTable(variables)


@pytest.mark.parametrize("periods", [(), ("week",)])
def test_a_table_is_for_known_kinds_of_period(periods: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="unknown kind of period"):
        ReleaseTable(("a",), periods)  # type: ignore[arg-type]


def test_categories_come_and_go_with_the_days() -> None:
    old = Category("old", "Old", valid_to=date(2022, 5, 4))
    new = Category("new", "New", valid_from=date(2022, 5, 5))
    places = replace(SEX, categories=(old, new, MISSING_CATEGORY), mapping={})
    in_april = places.categories_in(start=date(2022, 4, 1), end=date(2022, 4, 30))
    in_may = places.categories_in(start=date(2022, 5, 1), end=date(2022, 5, 31))
    in_june = places.categories_in(start=date(2022, 6, 1), end=date(2022, 6, 30))
    assert [[c.code for c in found] for found in (in_april, in_may, in_june)] == [
        ["old", "missing"],
        ["old", "new", "missing"],
        ["new", "missing"],
    ]

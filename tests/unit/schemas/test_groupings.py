from __future__ import annotations

from datetime import date

import pytest

from schemas.codes import MISSING_REASONS, UnknownCodeList, code_list
from schemas.groupings import age, change, child_age, coded, ethnicity, flag, some, ward


@pytest.mark.parametrize(
    ("years", "finest", "four", "two"),
    [
        (0, "0-15", "0-24", "0-44"),
        (15, "0-15", "0-24", "0-44"),
        (16, "16-24", "0-24", "0-44"),
        (44, "35-44", "25-44", "0-44"),
        (45, "45-54", "45-64", "45-plus"),
        (65, "65-plus", "65-plus", "45-plus"),
        (120, "65-plus", "65-plus", "45-plus"),
        (None, "missing", "missing", "missing"),
        (-1, "missing", "missing", "missing"),
        (True, "missing", "missing", "missing"),
        ("declined", "missing", "missing", "missing"),
    ],
)
def test_ages_fall_in_nested_bands(years: object, finest: str, four: str, two: str) -> None:
    groupings = age("victim.age_years")
    assert tuple(grouping.category(years) for grouping in groupings) == (finest, four, two)


def test_a_band_stands_in_for_a_year_that_is_not_held() -> None:
    groupings = age("victim.age_years", band_field="victim.age_band")
    found = [grouping.category("not_held", "55-64") for grouping in groupings]
    assert found == ["55-64", "45-64", "45-plus"]
    assert groupings[0].category(30, "55-64") == "25-34"
    assert groupings[0].fields == ("victim.age_years", "victim.age_band")


def test_another_persons_ages_carry_their_prefix() -> None:
    finest, *_ = age("suspect.age_years", prefix="suspect_")
    assert (finest.name, finest.base) == ("suspect_age_band", "suspect_age")


def test_every_ethnicity_has_one_of_five_groups_and_a_reason_has_none() -> None:
    grouping = ethnicity("victim.ethnicity_self")
    groups = {grouping.category(code.code) for code in code_list("ethnicity_self")}
    assert groups == {"white", "mixed", "asian", "black", "other"}
    assert {grouping.category(reason) for reason in MISSING_REASONS} == {"missing"}
    assert grouping.rare


def test_a_wards_category_knows_its_authority_and_its_days() -> None:
    grouping = ward("ward_code")
    assert grouping.area
    assert grouping.category("E05013987") == "E05013987"
    assert grouping.category("E05000999") == "missing"
    found = grouping.categories_in(start=date(2026, 3, 1), end=date(2026, 3, 31), area="E09000006")
    assert len(found) == 23
    assert all(c.parent == "E09000006" for c in found[:-1])


def test_an_area_does_not_narrow_other_breakdowns() -> None:
    finest, *_ = age("victim.age_years")
    days = {"start": date(2026, 3, 1), "end": date(2026, 3, 31)}
    assert finest.categories_in(**days, area="E09000006") == finest.categories


def test_codes_are_categories_with_their_labels() -> None:
    grouping = coded("sex", "victim.sex", "sex")
    assert [(c.code, c.label) for c in grouping.categories] == [
        ("F", "Female"), ("M", "Male"), ("missing", "Not known"),
    ]  # fmt: skip
    assert (grouping.base, grouping.title) == ("sex", "Sex")


def test_a_word_that_is_also_a_reason_counts_where_the_list_holds_it() -> None:
    assert coded("decision", "decision", "housing_decision").category("declined") == "declined"


def test_groups_of_codes_are_categories_and_the_rest_is_missing() -> None:
    grouping = coded(
        "arrest", "arrest_made", "incident_arrest_made", base="arrest_made",
        groups={"any": ("one_party", "both_parties")},
    )  # fmt: skip
    found = [grouping.category(code) for code in ("one_party", "both_parties", "none")]
    assert found == ["any", "any", "missing"]
    assert grouping.codes == ("any", "missing")


def test_a_group_of_unknown_codes_is_refused() -> None:
    with pytest.raises(ValueError, match="a code that the list lacks"):
        coded("sex", "victim.sex", "sex", groups={"all": ("F", "X")})
    with pytest.raises(UnknownCodeList):
        coded("sex", "victim.sex", "sexes")


@pytest.mark.parametrize(
    ("value", "category"), [(True, "true"), (False, "false"), (None, "missing"), ("true", "true")]
)
def test_a_flag_is_true_false_or_missing(value: object, category: str) -> None:
    assert flag("is_crime", "is_crime").category(value) == category


@pytest.mark.parametrize(
    ("value", "category"), [(0, "none"), (1, "some"), (30, "some"), (None, "missing")]
)
def test_a_count_is_none_or_some(value: object, category: str) -> None:
    found = some("has_children", "children_count", title="Children")
    assert found.category(value) == category
    assert (found.base, found.title) == ("has_children", "Children")
    assert some("has_children", "children_count").title == "Has children"


@pytest.mark.parametrize(
    ("start", "end", "moved", "compared"),
    [
        ("high", "medium", "reduced", "yes"),
        ("high", "high", "same", "yes"),
        ("standard", "high", "higher", "yes"),
        ("high", None, "missing", "missing"),
        ("not_recorded", "high", "missing", "missing"),
    ],
)
def test_a_level_falls_stays_or_rises(
    start: str, end: str | None, moved: str, compared: str
) -> None:
    levels = ("standard", "medium", "high")
    finer, wider = change("moved", ("first", "last"), levels=levels, compared="compared")
    assert (finer.category(start, end), wider.category(start, end)) == (moved, compared)
    assert finer.base == wider.base == "moved"


def test_children_are_grouped_by_years_and_by_the_one_band_that_says_how_old_a_child_is() -> None:
    grouping = child_age("child.age_years", band_field="child.age_band")
    found = [grouping.category(years) for years in (0, 4, 5, 9, 10, 15, 16, 17)]
    assert found == ["0-4", "0-4", "5-9", "5-9", "10-15", "10-15", "16-17", "16-17"]
    assert grouping.category(18) == "missing"
    assert grouping.category("not_held", "16-24") == "16-17"
    assert grouping.category("not_held", "0-15") == "missing"

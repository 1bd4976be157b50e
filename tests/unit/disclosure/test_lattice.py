from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.disclosure.lattice import (
    NotInLattice,
    permitted_keys,
    question,
    shape_keys,
    shapes,
    tables,
)
from schemas.breakdowns import ReleaseTable
from schemas.period import Period
from tests.unit.disclosure.dataset import Visits

AREA = "E09000006"
MONTH = Period.parse("2026-03")
VISITS = Visits()


def _refused(**asked: object) -> str:
    with pytest.raises(NotInLattice) as caught:
        question(VISITS, **({"measure": "visits", "period": "2026-03"} | asked))  # type: ignore[arg-type]
    assert str(caught.value) == caught.value.detail
    return caught.value.code


def test_every_part_of_a_declared_table_is_released() -> None:
    assert tables(VISITS, period_kind="month") == (
        (), ("sex",), ("urgent",), ("ward",), ("sex", "urgent"), ("sex", "ward"),
    )  # fmt: skip
    assert ("age", "sex", "ward") in tables(VISITS, period_kind="year")
    assert ("age", "ward") in tables(VISITS, period_kind="year")
    assert ("age", "ward") not in tables(VISITS, period_kind="quarter")


def test_shapes_take_every_grouping_of_a_variable() -> None:
    names = [str(shape) for shape in shapes(VISITS, period_kind="quarter")]
    assert {"total", "age_band", "age_band_4", "age_band_2", "age_band_2*sex"} <= set(names)
    assert len(names) == len(set(names))
    shape = next(s for s in shapes(VISITS, period_kind="quarter") if str(s) == "age_band_4*sex")
    assert (shape.names, shape.variables) == (("age_band_4", "sex"), ("age", "sex"))
    assert not shape.sensitive


def test_keys_of_a_shape_are_all_its_combinations() -> None:
    shape = next(s for s in shapes(VISITS, period_kind="month") if str(s) == "sex*ward")
    keys = list(shape_keys(shape, period=MONTH, area=AREA))
    assert len(keys) == 3 * 23
    assert ("missing", "missing") in keys
    assert list(shape_keys(shapes(VISITS, period_kind="month")[0], period=MONTH)) == [()]


def test_wards_are_those_that_exist_in_the_period() -> None:
    asked = question(VISITS, measure="visits", by=["ward"], period="2022-04", area=AREA)
    later = question(VISITS, measure="visits", by=["ward"], period="2022-06", area=AREA)
    across = question(VISITS, measure="visits", by=["ward"], period="2022-23", area=AREA)
    sizes = [len(list(permitted_keys(q))) for q in (asked, later, across)]
    assert sizes == [23, 23, 45]
    elsewhere = question(VISITS, measure="visits", by=["ward"], period="2026-03", area="E09000016")
    assert list(permitted_keys(elsewhere)) == [("missing",)]


def test_an_answer_has_every_key_in_a_stable_order() -> None:
    asked = question(VISITS, measure="visits", by=["sex", "urgent"], period=MONTH)
    keys = list(permitted_keys(asked))
    assert keys[:3] == [("F", "true"), ("F", "false"), ("F", "missing")]
    assert len(keys) == 9


def test_a_filter_and_a_measure_fix_their_category() -> None:
    asked = question(VISITS, measure="visits.urgent", by=["sex"], period=MONTH, unit="records")
    assert asked.shape.names == ("sex", "urgent")
    assert list(permitted_keys(asked)) == [("F", "true"), ("M", "true"), ("missing", "true")]
    filtered = question(
        VISITS, measure="visits", filters={"urgent": "true"}, by=["sex"], period=MONTH
    )
    assert list(permitted_keys(filtered)) == list(permitted_keys(asked))
    assert filtered.shape == asked.shape
    assert (filtered.filters, filtered.where) == ((("urgent", "true"),), ())
    assert (asked.filters, asked.where) == ((), (("urgent", "true"),))


def test_every_spelling_is_one_question() -> None:
    one = question(VISITS, measure="visits", by=["ward", "sex"], period="2026-03")
    other = question(VISITS, measure="visits", by=("sex", "ward"), period=MONTH)
    assert one == other
    assert str(one) == str(other) == "visits|persons|2026-03|sex,ward|"
    listed = question(VISITS, measure="visits", filters={"sex": ["F"]}, period=MONTH)
    assert str(listed) == "visits|persons|2026-03||sex=F"


@pytest.mark.parametrize(
    ("code", "asked"),
    [
        ("unknown_measure", {"measure": "visit"}),
        ("unit_not_available", {"unit": "households"}),
        ("unit_not_available", {"measure": "visits.urgent", "unit": "persons"}),
        ("unknown_breakdown", {"by": ["colour"]}),
        ("unknown_breakdown", {"filters": {"colour": "red"}}),
        ("unknown_category", {"filters": {"sex": "X"}}),
        ("unknown_category", {"filters": {"sex": "!F"}}),
        ("unknown_category", {"filters": {"ward": "E05000106"}}),
        ("list_not_allowed", {"filters": {"sex": "F,M"}}),
        ("list_not_allowed", {"filters": {"sex": ["F", "M"]}}),
        ("list_not_allowed", {"filters": {"sex": []}}),
        ("repeated_breakdown", {"by": ["sex", "sex"]}),
        ("repeated_breakdown", {"by": ["sex"], "filters": {"sex": "F"}}),
        ("repeated_breakdown", {"by": ["age_band", "age_band_2"], "period": "2025-26"}),
        ("repeated_breakdown", {"measure": "visits.urgent", "filters": {"urgent": "false"}}),
        ("too_many_variables", {"by": ["ward", "sex", "urgent", "age_band"]}),
        (
            "too_many_variables",
            {"measure": "visits.urgent", "by": ["ward", "sex"], "filters": {"age_band": "0-15"}},
        ),
        ("combination_not_released", {"by": ["age_band", "ward"]}),
        ("combination_not_released", {"by": ["urgent", "ward"]}),
        ("window_not_allowed", {"period": "2026-01..2026-03"}),
        ("window_not_allowed", {"period": "2026-01-15"}),
        ("window_not_allowed", {"period": "ytd"}),
    ],
)  # fmt: skip
def test_what_is_not_in_the_lattice_is_refused(code: str, asked: dict[str, object]) -> None:
    assert _refused(**asked) == code


def test_a_refusal_says_for_which_periods_a_combination_is_released() -> None:
    with pytest.raises(NotInLattice, match="ask for a quarter or a year"):
        question(VISITS, measure="visits", by=["age_band", "sex"], period="2026-03")
    with pytest.raises(NotInLattice, match="not released together"):
        question(VISITS, measure="visits", by=["urgent", "ward"], period="2026-03")


@given(st.text(min_size=13))
def test_a_refusal_never_echoes_what_was_sent(text: str) -> None:
    for asked in ({"by": [text]}, {"filters": {"sex": text}}, {"period": text}, {"measure": text}):
        with pytest.raises(NotInLattice) as refused:
            question(VISITS, **({"measure": "visits", "period": "2026-03"} | asked))
        assert text not in refused.value.detail


def test_a_sensitive_grouping_stands_for_a_year_and_the_whole_area_alone() -> None:
    visits = Visits()
    visits.breakdowns = tuple(replace(b, sensitive=b.name == "age_band") for b in visits.breakdowns)
    assert [str(s) for s in shapes(visits, period_kind="quarter") if s.sensitive] == []
    assert "age_band_4" in {str(s) for s in shapes(visits, period_kind="quarter")}
    yearly = {str(s) for s in shapes(visits, period_kind="year") if s.sensitive}
    assert yearly == {"age_band", "age_band*sex"}
    with pytest.raises(NotInLattice) as caught:
        question(visits, measure="visits", by=["age_band"], period="2025-26-Q4")
    assert caught.value.detail == "For these variables together ask for a year."
    with pytest.raises(NotInLattice):
        question(visits, measure="visits", by=["age_band", "ward"], period="2025-26")


def test_a_table_leaves_out_the_groupings_that_are_too_fine_for_it() -> None:
    coarse = Visits()
    coarse.tables = (
        ReleaseTable(("age",)),
        ReleaseTable(("age", "ward"), ("year",), without=("age_band",)),
    )
    names = [str(shape) for shape in shapes(coarse, period_kind="year")]
    assert {"age_band", "age_band_4*ward", "age_band_2*ward"} <= set(names)
    assert "age_band*ward" not in names
    with pytest.raises(NotInLattice, match="not released together"):
        question(coarse, measure="visits", by=["age_band", "ward"], period="2025-26")

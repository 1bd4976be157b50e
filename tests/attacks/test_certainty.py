"""Nothing follows with certainty from a release; from a threshold alone most of it does."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import pytest

from api.disclosure.lattice import Key
from api.disclosure.protect import THRESHOLD
from schemas.datasets.incident import Incident
from tests.attacks import borough
from tests.attacks.certainty import (
    Recovered,
    missed,
    narrowed,
    read_exact,
    read_exact_above_zero,
    read_noisy,
    recovered,
)
from tests.attacks.links import Link, links
from tests.attacks.release import Question, Release, structural_zeros, zeros_shown
from tests.attacks.year import Year

EIGHT = {"ward", "age_band", "ethnicity_group"}
"""The eight tables of ward, age and ethnicity."""

MAIN = frozenset({"ward", "age_band"})


def _part(release: Release, *, periods: Collection[str] | None = None) -> Release:
    return {
        question: cells
        for question, cells in release.items()
        if set(question[0]) <= EIGHT and (periods is None or question[1] in periods)
    }


def _small(truth: Mapping[Question, Mapping[Key, int]], questions: Iterable[Question]) -> int:
    """How many true ones hide among the questions that count records."""
    return sum(
        count == 1
        for question in questions
        if question[2] == "records"
        for count in truth[question].values()
    )


def _ones(found: Iterable[Recovered]) -> int:
    return sum(one.count == 1 and one.cell[0][2] == "records" for one in found)


def test_the_year_is_as_full_as_the_borough_it_stands_for(year: Year) -> None:
    assert 2800 <= len(year.rows) <= 3400
    assert len(_part(year.real, periods=[str(borough.YEAR)])) == 8 * 2


@pytest.mark.parametrize("periods", [(str(borough.YEAR),), None], ids=["a year", "linked periods"])
def test_totals_minus_parts_recover_nothing_from_eight_tables(
    year: Year, periods: Collection[str] | None
) -> None:
    release = _part(year.real, periods=periods)
    tied = links(release, breakdowns=Incident.breakdowns)
    assert recovered(release, links=tied, read=read_noisy) == []


@pytest.mark.parametrize("periods", [(str(borough.YEAR),), None], ids=["a year", "linked periods"])
def test_totals_minus_parts_recover_most_ones_from_a_threshold(
    year: Year, periods: Collection[str] | None
) -> None:
    release = zeros_shown(_part(year.thresholded, periods=periods), truth=year.truth)
    tied = links(release, breakdowns=Incident.breakdowns)
    found = recovered(release, links=tied, read=read_exact_above_zero)
    assert missed(found, truth=year.truth) == []
    assert _ones(found) >= 0.5 * _small(year.truth, release)


def test_no_cell_of_the_whole_release_is_certain(year: Year) -> None:
    """Though it is known which cells can hold nobody."""
    zeros = structural_zeros(year.real)
    assert {year.truth[question][key] for question, key in zeros} == {0}
    assert recovered(year.real, links=year.links, read=read_noisy, zeros=zeros) == []


def test_hiding_zeros_too_does_not_save_a_threshold_from_the_whole_release(year: Year) -> None:
    found = recovered(year.thresholded, links=year.links, read=read_exact)
    assert missed(found, truth=year.truth) == []
    assert _ones(found) >= 0.5 * _small(year.truth, year.thresholded)


def test_bounds_of_the_real_release_hold_the_true_counts(year: Year) -> None:
    bounds = narrowed(year.real, links=year.links, read=read_noisy)
    wrong = [
        cell
        for cell, (low, high) in bounds.items()
        if not low <= year.truth[cell[0]][cell[1]] <= high
    ]
    assert wrong == []


def test_no_value_below_the_threshold_is_shown(year: Year) -> None:
    shown = [value for cells in year.real.values() for value in cells.values() if value is not None]
    assert min(shown) >= THRESHOLD


def test_nine_records_in_ten_by_ward_and_month_stand_in_shown_cells(year: Year) -> None:
    shown = total = 0
    for month in borough.YEAR.months():
        question = (("ward",), str(month), "records")
        total += sum(year.truth[question].values())
        shown += sum(
            year.truth[question][key]
            for key, value in year.real[question].items()
            if value is not None
        )
    assert shown >= 0.9 * total


def test_a_key_that_was_never_counted_looks_like_a_small_one(year: Year) -> None:
    question = (("age_band", "ethnicity_group", "ward"), str(borough.YEAR), "persons")
    hidden = {
        year.truth[question][key] for key, value in year.real[question].items() if value is None
    }
    assert {0, 1, 2, 3, 4} <= hidden
    assert len(year.real[question]) == 8 * 6 * 23


def test_the_solver_refuses_a_reading_that_does_not_fit() -> None:
    total: Question = ((), "2026-03", "records")
    parts: Question = (("sex",), "2026-03", "records")
    release: Release = {total: {(): 7}, parts: {("F",): 6, ("M",): 9}}
    tied = [Link((total, ()), ((parts, ("F",)), (parts, ("M",))), "sum")]
    with pytest.raises(ValueError, match="bounds cross"):
        narrowed(release, links=tied, read=read_exact)


def test_the_solver_finds_the_one_hidden_part() -> None:
    total: Question = ((), "2026-03", "records")
    parts: Question = (("sex",), "2026-03", "records")
    release: Release = {total: {(): 10}, parts: {("F",): 7, ("M",): None}}
    tied = [Link((total, ()), ((parts, ("F",)), (parts, ("M",))), "sum")]
    (found,) = recovered(release, links=tied, read=read_exact)
    assert (found.cell, found.count) == ((parts, ("M",)), 3)

"""Measures over a run that was written by hand: every figure can be counted in it."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from synth.scoring.conditions import holds
from synth.scoring.declared import declared, told
from synth.scoring.histories import overlap, repeats, reports
from synth.scoring.measures import measure
from synth.scoring.questions import answered
from synth.scoring.reading import files, manifest
from tests.unit.synth.scoring.written import run_by_hand

FLAGGED = {"da_flag": "true"}
CRIMES = {"da_flag": "true", "is_crime": "true"}
PEOPLE = {"dataset": "incident", "where": FLAGGED, "block": "victim"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run_by_hand(tmp_path_factory.mktemp("run"))


def _found(folder: Path, **spec: Any) -> float | None:
    asking = measure({"dataset": "incident", "months": frozenset({"2026-01"}), **spec})
    return asking.made(answered(files(folder, manifest(folder)), set(asking.asks)))


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ({"where": FLAGGED}, 4),
        ({"where": CRIMES}, 3),
        ({"where": {}}, 5),
        ({"where": {**FLAGGED, "victim.age_years": {"min": 19, "max": 31}}}, 2),
        ({"where": {**FLAGGED, "victim.sex": ["F", "M"]}}, 3),
        ({"where": {**FLAGGED, "victim.sex": {"missing": True}}}, 1),
        ({"where": {**FLAGGED, "first_arrest_at": {"missing": False}}}, 3),
        ({"where": {"specialist_flags": {"has": ["stalking", "lgbt"]}}}, 1),
        ({"where": FLAGGED, "agency": "kings-pruh"}, 0),
        ({"where": {"victim.sex": "F"}, "base": FLAGGED}, 50),
        ({"where": {}, "dataset": "marac_case", "other": "incident", "base": FLAGGED,
          "measure": "against"}, 50),
        ({"where": FLAGGED, "measure": "conversion"}, 75),
        ({"where": {}, "dataset": "marac_case", "measure": "mean", "column": "children_count"},
         1.5),
        ({"where": FLAGGED, "measure": "within", "since": "reported_on",
          "until": "first_arrest_at", "upto": 1}, 200 / 3),
        ({**PEOPLE, "measure": "persons"}, 3),
        ({**PEOPLE, "measure": "repeat_persons"}, 1),
        ({**PEOPLE, "measure": "repeat_share"}, 100 / 3),
        ({**PEOPLE, "measure": "repeat_incidents"}, 25),
        ({**PEOPLE, "measure": "reports_of_repeaters"}, 2),
        ({**PEOPLE, "measure": "repeat_persons_against", "other": "incident", "base": CRIMES},
         100 / 3),
        ({"where": {}, "dataset": "marac_case", "block": "victim", "other": "incident",
          "measure": "quiet_after"}, 50),
    ],
)  # fmt: skip
def test_a_figure_is_what_can_be_counted(
    folder: Path, spec: dict[str, Any], expected: float
) -> None:
    assert _found(folder, **spec) == pytest.approx(expected)


def test_a_share_of_nothing_is_no_figure(folder: Path) -> None:
    assert _found(folder, where=FLAGGED, base={"is_crime": "perhaps"}) is None


def test_months_that_are_not_asked_for_are_not_counted(folder: Path) -> None:
    assert _found(folder, where=FLAGGED, months=frozenset({"2026-02"})) == 0


def test_declared_figures_are_read_by_their_cell(folder: Path) -> None:
    held = declared(files(folder, manifest(folder)))
    whole = {"measure": "declared_share", "declared": "staff_trained", "over": "staff_in_scope"}
    assert told(whole, held) == 90
    officers = {"measure": "declared", "declared": "staff_trained", "cell": {"role": "officer"}}
    assert told(officers, held) == 40
    assert told({"measure": "declared", "declared": "refuge_capacity"}, held) is None


def test_persons_and_the_days_between_their_reports_are_told(folder: Path) -> None:
    asking = reports(["2026-01"])
    found = repeats(answered(files(folder, manifest(folder)), {asking}), asking)
    assert (found["persons"], found["reports"]) == (3, 4)
    assert found["by_reports"] == {"1": 2, "2": 1, "3": 0, "4-6": 0, "7 or more": 0}
    assert found["days_between"] == {"quarter": 7, "half": 7, "three_quarters": 7}


def test_a_person_known_to_one_agency_twice_is_known_to_one(folder: Path) -> None:
    assert overlap(files(folder, manifest(folder)))["by_agencies"] == {"1": 4}


def test_a_blank_cell_meets_no_condition_but_that_it_is_blank() -> None:
    rows = pl.DataFrame({"record_id": ["a", "b"], "kind": ["x", None]})
    found = {
        name: rows.select(holds({"kind": wanted}).alias("held"))["held"].to_list()
        for name, wanted in {
            "is": "x", "in": ["x"], "has": {"has": ["x"]}, "blank": {"missing": True},
            "number": {"min": 0, "max": 9},
        }.items()
    }  # fmt: skip
    assert found == {
        "is": [True, False], "in": [True, False], "has": [True, False], "blank": [False, True],
        "number": [False, False],
    }  # fmt: skip

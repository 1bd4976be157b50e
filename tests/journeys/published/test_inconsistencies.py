"""Every contradiction found in the reports is caught by a rule, a series break, or kept apart.

`inconsistencies.csv` says which of the three holds of each, and by what; each is shown to happen.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from tests.journeys.published.apart import SHOWN
from tests.journeys.published.caught import ALONE, TRIALS, alone
from tests.journeys.published.histories import History
from tests.journeys.published.mistaken import MISTAKEN, QUARTER

HOW: Final = {"rule", "series_break", "version"}
RECORDED: Final = 33


def _table() -> Mapping[str, Mapping[str, str]]:
    with (Path(__file__).parent / "inconsistencies.csv").open(newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


TABLE: Final = _table()


def test_the_table_says_of_each_how_it_is_kept_from_misleading() -> None:
    assert [*TABLE] == [f"INC-{number:02}" for number in range(1, RECORDED + 1)]
    assert {row["how"] for row in TABLE.values()} == HOW
    assert {*TRIALS, *SHOWN} == {*TABLE}
    assert {name: TABLE[name]["by"] for name in TRIALS} == {
        name: trial.code for name, trial in TRIALS.items()
    }


@pytest.mark.parametrize("name", TRIALS)
def test_what_a_rule_catches_is_found_when_it_is_sent(
    name: str, histories: Mapping[str, History]
) -> None:
    trial, history = TRIALS[name], histories[MISTAKEN.borough]
    month = QUARTER.months()[0]
    assert trial.code in history.found(trial.bad, month=month, dataset=trial.dataset)
    assert trial.code not in history.found(trial.good, month=month, dataset=trial.dataset)


@pytest.mark.parametrize("name", ALONE)
def test_a_percentage_without_its_parts_is_refused(
    name: str, histories: Mapping[str, History]
) -> None:
    found = histories[MISTAKEN.borough].found([alone(name)], month=QUARTER.months()[0])
    assert "AGG-V01" in found


@pytest.mark.parametrize("name", SHOWN)
def test_what_is_accepted_is_never_read_together(
    name: str, histories: Mapping[str, History]
) -> None:
    SHOWN[name](histories)

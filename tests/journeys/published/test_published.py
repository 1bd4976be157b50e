"""Published figures come back as they were printed, and their contradictions are kept apart.

`facts.csv` lists the figures one by one: what was printed, and the words, days and heading in which
the scrutiny brief must say it. A percentage that was printed alone comes back with parts, and is
told more exactly than it was printed: rounded to the places that were printed it is the same.

`inconsistencies.csv` lists every contradiction found among them, and whether a rule catches it, a
series break shows it, or two versions keep it apart; each is shown to happen.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Final

import pytest

from tests.journeys.published.apart import SHOWN, Histories
from tests.journeys.published.caught import ALONE, TRIALS, alone
from tests.journeys.published.mistaken import MISTAKEN, QUARTER

Parts = Mapping[str, tuple[str, ...]]

LEAST: Final = 60  # figures that must come back in the briefs of the three years
YEARS: Final = {"bromley": "2007-2008", "havering": "2005-2006", "kingston": "2006-2007"}
RECORDED: Final = 33  # contradictions found in the reports
HOW: Final = {"rule", "series_break", "version"}


def _listed(name: str) -> tuple[Mapping[str, str], ...]:
    with (Path(__file__).parent / name).open(newline="") as file:
        return tuple(csv.DictReader(file))


FACTS: Final = _listed("facts.csv")
TABLE: Final = {row["id"]: row for row in _listed("inconsistencies.csv")}
every_fact = pytest.mark.parametrize(
    "fact", [pytest.param(each, id=each["fact"]) for each in FACTS]
)


@pytest.fixture(scope="module")
def briefs(histories: Histories) -> Mapping[tuple[str, str], Parts]:
    """The paragraphs of every brief by borough and period, under their headings."""

    def written(borough: str, period: str) -> Parts:
        path = f"/v1/reports/scrutiny?period={period}"
        return _parts(histories[borough].read(path, media_type="text/markdown").body.decode())

    return {key: written(*key) for key in {(each["borough"], each["brief"]) for each in FACTS}}


def _parts(prose: str) -> Parts:
    heading, found = "", dict[str, list[str]]()
    for line in prose.splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ")
        elif line:
            found.setdefault(heading, []).append(line)
    return {heading: tuple(lines) for heading, lines in found.items()}


def _sentences(paragraphs: tuple[str, ...]) -> Iterator[str]:
    for each in paragraphs:
        yield from re.split(r"(?<=\.) (?=[A-Z])", each)


@every_fact
def test_a_published_figure_comes_back_with_its_subject_and_its_days(
    fact: Mapping[str, str], briefs: Mapping[tuple[str, str], Parts]
) -> None:
    paragraphs = briefs[fact["borough"], fact["brief"]][fact["heading"]]
    about = [each for each in _sentences(paragraphs) if each.startswith(f"{fact['subject']}, by ")]
    said, span = re.escape(fact["said"]), re.escape(fact["span"])
    after, before = rf"(?<![\d,.]){said} {span}\b", rf"\b{span}: (?:.*[,;] )?{said}(?![\d,.]*\d)"
    assert [each for each in about if re.search(f"{after}|{before}", each)], about


@every_fact
def test_what_the_brief_says_rounds_to_what_was_printed(fact: Mapping[str, str]) -> None:
    assert re.search(rf"(?<![\d,.]){re.escape(fact['number'])}(?![\d,]*\d)", fact["said"])
    number, printed = Decimal(fact["number"].replace(",", "")), Decimal(fact["printed"])
    assert number.quantize(printed, ROUND_HALF_UP) == printed


def test_enough_of_them_come_back_in_the_briefs_of_the_three_years() -> None:
    assert len({each["fact"] for each in FACTS}) == len(FACTS)
    assert sum(each["brief"] == YEARS[each["borough"]] for each in FACTS) >= LEAST


def test_the_detection_rate_never_stands_without_its_base(
    briefs: Mapping[tuple[str, str], Parts],
) -> None:
    every = "\n".join(line for part in briefs["havering", "2005-2006"].values() for line in part)
    assert every.count("41.9") == every.count("41.9 per cent (527 of 1,258)") == 1


def test_the_table_says_of_each_how_it_is_kept_from_misleading() -> None:
    assert [*TABLE] == [f"INC-{number:02}" for number in range(1, RECORDED + 1)]
    assert {row["how"] for row in TABLE.values()} == HOW
    assert {*TRIALS, *SHOWN} == {*TABLE}
    assert {name: TABLE[name]["by"] for name in TRIALS} == {
        name: trial.code for name, trial in TRIALS.items()
    }


@pytest.mark.parametrize("name", TRIALS)
def test_what_a_rule_catches_is_found_when_it_is_sent(name: str, histories: Histories) -> None:
    trial, history = TRIALS[name], histories[MISTAKEN.borough]
    month = QUARTER.months()[0]
    assert trial.code in history.found(trial.bad, month=month, dataset=trial.dataset)
    assert trial.code not in history.found(trial.good, month=month, dataset=trial.dataset)


@pytest.mark.parametrize("name", ALONE)
def test_a_percentage_without_its_parts_is_refused(name: str, histories: Histories) -> None:
    found = histories[MISTAKEN.borough].found([alone(name)], month=QUARTER.months()[0])
    assert "AGG-V01" in found


@pytest.mark.parametrize("name", SHOWN)
def test_what_is_accepted_is_never_read_together(name: str, histories: Histories) -> None:
    SHOWN[name](histories)

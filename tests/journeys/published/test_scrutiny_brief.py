"""Published figures come back in the scrutiny brief as they were printed, each beside its subject.

`facts.csv` lists them one by one: what was printed, and the words, days and heading in which the
brief must say it. A percentage that was printed alone comes back with parts, and is told more
exactly than it was printed: rounded to the places that were printed it must be the same number.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from tests.journeys.published.histories import History

Fact = Mapping[str, str]
Parts = Mapping[str, tuple[str, ...]]
Histories = Mapping[str, History]

LEAST: Final = 60  # figures that must come back in the briefs of the three years
YEARS: Final = {"bromley": "2007-2008", "havering": "2005-2006", "kingston": "2006-2007"}


def _facts() -> tuple[Fact, ...]:
    with (Path(__file__).parent / "facts.csv").open(newline="") as file:
        return tuple(csv.DictReader(file))


FACTS: Final = _facts()
every_fact = pytest.mark.parametrize(
    "fact", [pytest.param(each, id=each["fact"]) for each in FACTS]
)


@pytest.fixture(scope="module")
def briefs(histories: Histories) -> Mapping[tuple[str, str], Parts]:
    """The paragraphs of every brief by borough and period, under their headings."""

    @cache
    def written(borough: str, period: str) -> Parts:
        path = f"/v1/reports/scrutiny?period={period}"
        return _parts(histories[borough].read(path, media_type="text/markdown").body.decode())

    asked = {(each["borough"], each["brief"]) for each in FACTS}
    return {key: written(*key) for key in asked | set(YEARS.items())}


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
    fact: Fact, briefs: Mapping[tuple[str, str], Parts]
) -> None:
    paragraphs = briefs[fact["borough"], fact["brief"]][fact["heading"]]
    about = [each for each in _sentences(paragraphs) if each.startswith(f"{fact['subject']}, by ")]
    said, span = re.escape(fact["said"]), re.escape(fact["span"])
    after, before = rf"(?<![\d,.]){said} {span}\b", rf"\b{span}: (?:.*[,;] )?{said}(?![\d,.]*\d)"
    assert [each for each in about if re.search(f"{after}|{before}", each)], about


@every_fact
def test_what_the_brief_says_rounds_to_what_was_printed(fact: Fact) -> None:
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

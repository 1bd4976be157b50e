"""Facts of a scrutiny brief to write from, and what is read back of one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from api.reports.facts import Declared, Figure, Participation, Standing
from api.reports.indicators import INDICATORS, Own, Value, stated
from api.reports.indicators.comparing import follows, reached, set_for
from api.reports.report import Report
from api.reports.scrutiny import Evidence, Facts, Told
from schemas.codes.declared import DECLARED
from schemas.period import Period
from schemas.wire.reports import ScrutinyBrief

YEAR = Period.parse("2007-2008")
SOURCE = "Metropolitan Police Authority Domestic Violence Board, Bromley report, paragraph 23"
FIRST, LAST = date(2007, 4, 1), date(2008, 3, 31)


def own(measure: str, value: float | None = None, **changes: Any) -> Own:
    """A published figure of the police for the year."""
    cell = tuple(sorted(changes.pop("cell", {}).items()))
    usual = Own("met", measure, cell, FIRST, LAST, value, None, None, "as-declared", True)
    return replace(usual, **{"source": SOURCE, **changes})


def facts(*held: Own, **changes: Any) -> Facts:
    """Facts of a year of which agencies published these figures, with changes."""
    usual = Facts(
        partnership="Bromley",
        period=YEAR,
        release_id="r1",
        epoch=1,
        sealed_at=datetime(2026, 5, 1, tzinfo=UTC),
        policy_version="2026.1",
        purpose="performance_scrutiny",
        agreement="DSA-2026-0001",
        names={"met": "Police, Bromley", "bcwa": "Charity"},
        datasets={
            "incident": "Incidents reported to the police",
            "aggregate_return": "Counts and statements",
            "risk_assessment": "Assessments of risk",
        },
        participation=Participation(1, 1, 1, 0, Value(None, "not_available"), 12, (came(),)),
        declared=tuple(map(_declared, held)),
        equality=(),
        bands=(),
        evidence={name: _evidence(name, held) for name in INDICATORS},
    )
    return replace(usual, **changes)


def came(dataset: str = "aggregate_return", **changes: Any) -> Standing:
    """A return of the police that came."""
    return replace(Standing("met", dataset, "2008-03", "received", False, 12), **changes)


def evidence(name: str, *told: Told, **changes: Any) -> dict[str, Evidence]:
    """Every indicator with nothing to tell but this one."""
    empty = {each: Evidence(indicator, ()) for each, indicator in INDICATORS.items()}
    return empty | {name: replace(Evidence(INDICATORS[name], told), **changes)}


def told(name: str, line: str, value: Value, **changes: Any) -> Told:
    """A figure of an indicator's line."""
    title = next(each.title for each in INDICATORS[name].lines if each.name == line)
    return replace(Told(Figure(line, title, value)), **changes)


def share(part: int, whole: int, **changes: Any) -> Value:
    """A released percentage."""
    value = round(100 * part / whole)
    return replace(Value(value, "ok", "", part, whole, 3, unit="percent"), **changes)


def numbers(text: str) -> set[int]:
    """The whole numbers of a text, thousands undivided."""
    return {int(found) for found in re.findall(r"\d+", re.sub(r"(?<=\d),(?=\d{3})", "", text))}


def unsaid(written: Report) -> Iterator[tuple[str, set[int]]]:
    """Sections and parts with numbers in their prose that are not among their data."""
    document = ScrutinyBrief().dump(written.document())
    head = {"period": document["period"], "release": document["release"]}
    for section in _whole(document["sections"]):
        data = [section["figures"], section["title"], head]
        missing = numbers(" ".join(section["paragraphs"])) - numbers(json.dumps(data))
        if missing:
            yield section["id"], missing


def _whole(sections: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for section in sections:
        yield section
        yield from _whole(section["parts"])


def _evidence(name: str, held: Sequence[Own]) -> Evidence:
    indicator = INDICATORS[name]
    made = []
    for line in indicator.lines:
        values = list(stated(line, own=held))
        for category, value in values:
            said = value.declared
            assert said is not None
            among = [each for _, each in values]
            before, moved = follows(indicator, line, value, among=among) or (None, None)
            wanted = set_for(indicator, line, first=said.first_day, last=said.last_day)
            targets = tuple((each, reached(each, value)) for each in wanted)
            made.append(
                Told(Figure(line.name, line.title, value, category), before, moved, targets)
            )
    return Evidence(indicator, tuple(made))


def _declared(each: Own) -> Declared:
    entry = DECLARED[each.measure]
    value = None if each.value is None else int(each.value)
    return Declared(
        each.agency,
        each.measure,
        entry.title,
        value,
        each.numerator,
        each.denominator,
        each.first_day,
        each.last_day,
        each.exact,
        each.source,
        tuple(code for _, code in each.cell),
        tuple(name for name, _ in each.cell),
        tuple(code for _, code in each.cell),
        each.rule,
        entry.unit,
        each.provisional,
    )

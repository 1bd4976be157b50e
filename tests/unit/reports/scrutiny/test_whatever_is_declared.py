"""Whatever agencies declare, the brief compares, adds and divides nothing that it may not."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from api.reports.indicators import Own
from api.reports.report import Report
from api.reports.scrutiny import write
from api.reports.section import Section
from api.reports.words import RETIRED
from schemas.codes.declared import DECLARED
from schemas.codes.declared.model import PROSE
from tests.unit.reports.scrutiny.briefs import facts, own, unsaid

MEASURES = sorted(name for name, entry in DECLARED.items() if entry.unit != PROSE)
PUBLISHED = ("Domestic Violence Board, 2008 | page 3", "Update, quarter 3", None)
RULES = ("as-declared", "session_attendance", "any_support_line_call")
ROLES = ("inspector", "constable", "battered_wives_lead")
SHARE = re.compile(r"(\d[\d,.]*) per cent")
WITH_PARTS = re.compile(r"\d[\d,.]* per cent \([\d,]+ of [\d,]+")


@st.composite
def figures(draw: st.DrawFn) -> Own:
    """A figure of any measure, span, rule and source, whole or a part."""
    measure = draw(st.sampled_from(MEASURES))
    entry = DECLARED[measure]
    first = date(draw(st.integers(2004, 2009)), draw(st.sampled_from((1, 4, 11))), 1)
    days = draw(st.sampled_from((0, 30, 89, 364, 365)))
    split = draw(st.sampled_from(("", *(d for d in entry.dimensions if d in ("role", "flag")))))
    parts: dict[str, Any] = {"value": draw(st.integers(0, 10**6))}
    if entry.unit == "rate_num_den":
        whole = draw(st.integers(1, 10**5))
        parts = {"numerator": draw(st.integers(0, whole)), "denominator": whole}
    return own(
        measure,
        **parts,
        cell={split: draw(st.sampled_from(ROLES))} if split else {},
        first_day=first,
        last_day=first if entry.stock else first + timedelta(days=days),
        rule=draw(st.sampled_from(RULES)),
        source=draw(st.sampled_from(PUBLISHED)),
        exact=draw(st.booleans()),
        provisional=draw(st.booleans()),
        agency=draw(st.sampled_from(("met", "bcwa"))),
    )


def _distinct(held: list[Own]) -> list[Own]:
    """One figure for each agency, measure, cell, span and rule, as a store keeps them."""
    keys = {(h.agency, h.measure, h.cell, h.first_day, h.last_day, h.rule): h for h in held}
    return list(keys.values())


def _sections(written: Report) -> list[Section]:
    return [part for section in written.sections for part in section.whole]


@given(st.lists(figures(), max_size=12).map(_distinct))
def test_the_brief_says_what_was_declared_and_nothing_that_may_not_be_said(held: list[Own]) -> None:
    written = write(facts(*held))
    prose = written.markdown()
    assert list(unsaid(written)) == []
    assert not re.search(r"[|`<>]|!\[|^\s*[-*+] ", prose, re.MULTILINE)
    spoken = re.sub("‘[^’]*’", "", prose).lower()  # noqa: RUF001 - quotation marks
    assert [term for term in RETIRED if re.search(rf"\b{term}\b", spoken)] == []
    for section in _sections(written):
        _shares_have_parts(section)
        _moves_only_what_may_be_compared(section)
    _holds_every_number(prose, held)


def _shares_have_parts(section: Section) -> None:
    """No percentage stands without its two counts, but for what a target was."""
    for paragraph in section.paragraphs:
        text = re.sub(r"was at (least|most) [\d,.]+ per cent", "", paragraph)
        if section.id != "participation":
            assert len(SHARE.findall(text)) == len(WITH_PARTS.findall(text)), text


def _moves_only_what_may_be_compared(section: Section) -> None:
    """A movement is told of figures of one rule, one length and no common day, and of no other."""
    text = " ".join(section.paragraphs)
    told = len(re.findall(r"there is (?:a rise|a fall|no clear change)", text))
    fair = 0
    for row in section.figures:
        before = row.get("before")
        if before is None or row.get("movement") != "ok":
            continue
        spans = [
            (date.fromisoformat(each["covers_from"]), date.fromisoformat(each["covers_to"]))
            for each in (before, row)
        ]
        assert spans[0][1] < spans[1][0]
        assert abs((spans[0][1] - spans[0][0]).days - (spans[1][1] - spans[1][0]).days) <= 3
        assert before["rule"] == row["rule"]
        fair += 1
    assert told <= fair


def _holds_every_number(prose: str, held: list[Own]) -> None:
    """Every declared number stands in the prose as it was declared."""
    for each in held:
        if each.measure == "benchmark":
            continue  # only ever beside an indicator
        for part in (each.value, each.numerator, each.denominator):
            if part is not None:
                assert re.search(rf"(?<![\d,.]){int(part):,}(?!,?\d)", prose), (each, part)

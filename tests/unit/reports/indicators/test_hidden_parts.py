"""No value is shown whose parts are hidden, whatever the cells are."""

from __future__ import annotations

import math
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from api.reports import indicators
from api.reports.indicators import (
    INDICATORS,
    Cell,
    Count,
    Line,
    Own,
    Reader,
    Stated,
    Unavailable,
    Value,
)
from api.reports.indicators.uncertainty import said
from api.reports.indicators.value import Form

QUOTIENTS: tuple[Form, ...] = ("percent", "rate", "ratio")
hidden = st.sampled_from(
    [
        Cell(None, "suppressed"),
        Cell(None, "not_available", "too_few_contributors"),
        Cell(None, "series_break", "counting_rule_changed"),
        Cell(None, "low_completeness", "persons_not_linked"),
    ]
)
shown = st.builds(Cell, st.integers(5, 3000), st.sampled_from(["ok", "provisional"]))
cells = st.one_of(hidden, shown)
lines = st.sampled_from(
    [
        line
        for indicator in INDICATORS.values()
        for line in indicator.lines
        if line.counts and not (line.mix or line.median)
    ]
)
readers = st.sampled_from([Reader(), Reader(50, 5)])


def _whole(value: Value, *, least: int) -> None:
    """What holds of every value: a number has its parts, and nothing else has one."""
    if value.value is None and value.band is None:
        assert value.status not in ("ok", "provisional", "declared")
        assert (value.noise, value.chance, value.margin, said(value)) == (None, None, None, "")
        return
    if value.unit in QUOTIENTS:
        assert value.numerator is not None
        assert value.denominator is not None
        assert value.denominator >= least
    assert said(value)


@given(lines, st.data(), readers)
def test_a_figure_has_both_of_its_counts_or_no_number(
    line: Line, data: st.DataObject, reader: Reader
) -> None:
    read: dict[Count | Stated, Cell] = {}

    def cell(source: Count | Stated) -> Cell:
        return read.setdefault(source, data.draw(cells))

    value = indicators.figure(line, read=cell, reader=reader)
    _whole(value, least=reader.least_base)
    if value.value is not None and not isinstance(line.numerator, Unavailable):
        assert read[line.numerator].value is not None
        if line.denominator is not None:
            assert read[line.denominator].value is not None


@given(cells, cells, st.sampled_from(QUOTIENTS), readers)
def test_a_quotient_is_that_of_its_two_counts(
    part: Cell, base: Cell, form: Form, reader: Reader
) -> None:
    value = indicators.quotient(form, part, base=base, reader=reader)
    _whole(value, least=reader.least_base)
    if value.value is not None:
        assert (value.numerator, value.denominator) == (part.value, base.value)
        assert value.noise is not None
        assert value.noise.low <= value.value
        assert value.value <= value.noise.high
        if value.chance is not None:
            assert value.chance.low <= value.value <= value.chance.high


@given(st.dictionaries(st.sampled_from("abcdef"), cells, min_size=1), cells, readers)
def test_a_share_of_a_mix_is_shown_with_its_own_count_alone(
    held: dict[str, Cell], base: Cell, reader: Reader
) -> None:
    line = Line("", "parts", Count("incident"), mix="sex", mixed=tuple("abcdef"))
    for category, value in indicators.shares(line, cells=held, base=base, reader=reader).items():
        _whole(value, least=reader.least_base)
        if value.value is not None and category is not None:
            assert value.numerator == held[category].value


@given(st.dictionaries(st.sampled_from("abcdef"), cells, min_size=1), readers)
def test_a_median_lies_in_its_band_whatever_hidden_bands_hold(
    held: dict[str, Cell], reader: Reader
) -> None:
    value = indicators.middle(held, reader=reader)
    _whole(value, least=reader.least_base)
    if value.band is not None:
        before = [cell for band, cell in held.items() if list(held).index(band) < _at(held, value)]
        after = [cell for band, cell in held.items() if list(held).index(band) > _at(held, value)]
        most = sum(4 if cell.value is None else cell.value for cell in before)
        least = held[value.band].value or 0
        rest = sum(cell.value or 0 for cell in after)
        assert most <= math.ceil((most + least + rest) / 2)


def _at(held: dict[str, Cell], value: Value) -> int:
    return list(held).index(str(value.band))


numbers = st.one_of(st.none(), st.integers(0, 3000))
SPAN = (date(2007, 4, 1), date(2008, 3, 31))


@given(numbers, numbers, st.booleans(), st.sampled_from(["crimes_with_arrest", "victims"]))
def test_a_declared_share_needs_its_part_and_its_base_of_the_same_span(
    part: int | None,
    base: int | None,
    exact: bool,  # noqa: FBT001 - drawn, not called
    measure: str,
) -> None:
    line = Line("", "crimes with an arrest", Stated(measure), Stated("crimes"))
    own = [
        Own("met", measure, (), *SPAN, part, None, None, "as-declared", exact),
        Own("met", "crimes", (), *SPAN, base, None, None, "as-declared", exact),
    ]
    for _, value in indicators.stated(line, own=own):
        _whole(value, least=20 if exact else 30)
        assert value.declared is not None
        if value.value is not None:
            assert (value.numerator, value.denominator) == (part, base)
            assert (value.noise is None) == exact

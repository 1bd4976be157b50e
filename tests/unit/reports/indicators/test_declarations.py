"""The forty indicators as declared: every question exists, and every figure that is read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from api.disclosure.lattice import NotInLattice, Question, question
from api.reports.indicators import INDICATORS, Count, Indicator, Line, Source, Stated, Unavailable
from api.reports.words import REASONS, RETIRED
from schemas.breakdowns import MISSING
from schemas.codes.declared import DECLARED
from schemas.datasets import DATASETS
from schemas.linked import MEASURES
from schemas.period import Period

PERIODS = {
    "month": Period.parse("2026-03"),
    "quarter": Period.parse("2025-26-Q4"),
    "year": Period.parse("2025-26"),
}
LINKED = {
    "victims_12m", "repeat_victims_12m", "incidents_12m", "repeat_incidents_12m", "victims_36m",
    "repeat_victims_36m", "incidents_of_repeat_victims_36m", "known_elsewhere_12m",
    "not_known_to_police_12m", "conferenced_high_risk", "eligible_incidents_referred_2d",
    "eligible_incidents",
}  # fmt: skip
"""What is counted of people across agencies and years."""
each_indicator = pytest.mark.parametrize("indicator", INDICATORS.values(), ids=INDICATORS)


def _asked(count: Count, *, kind: str, by: tuple[str, ...] = ()) -> Question:
    """The question as a release answers it; raises NotInLattice where it does not exist."""
    return question(
        MEASURES.get(count.measure) or DATASETS[count.dataset],
        measure=count.measure,
        period=PERIODS[kind],
        by=by,
        filters=dict(count.filters),
        unit=count.unit,
    )


def _counts(line: Line) -> Iterator[tuple[Count, tuple[str, ...]]]:
    """Every question a line puts, with what it is split by."""
    for count in line.counts:
        yield count, ()
    first = line.counts[:1]
    for breakdown in (line.mix, line.median):
        yield from ((count, (breakdown,)) for count in first if breakdown)
    for name in line.known:
        yield Count(first[0].dataset, ((name, MISSING),)), ()


def _of_registered(source: Source | None) -> bool:
    return not isinstance(source, Stated) or source.measure in DECLARED


def test_there_are_forty_numbered_without_a_gap() -> None:
    assert list(INDICATORS) == [f"IND-{number:02}" for number in range(1, 41)]


@each_indicator
def test_every_question_exists_for_every_period_it_is_put_for(indicator: Indicator) -> None:
    for line in indicator.lines:
        for kind in line.periods:
            for count, by in _counts(line):
                assert _asked(count, kind=kind, by=by).measure == count.measure


@each_indicator
def test_a_question_is_left_out_of_no_period_that_answers_it(indicator: Indicator) -> None:
    for line in indicator.lines:
        # A rate is for a year because its public denominator is of a year.
        for kind in PERIODS.keys() - set(line.periods):
            asked = list(_counts(line))
            if asked and line.reads != "rate":
                with pytest.raises(NotInLattice):
                    _ = [_asked(count, kind=kind, by=by) for count, by in asked]


def test_linked_figures_are_of_a_year_and_go_by_the_names_that_are_agreed() -> None:
    held = [
        (count.measure, line.periods)
        for indicator in INDICATORS.values()
        for line in indicator.lines
        for count in line.counts
        if count.dataset == "linked"
    ]
    assert {name.removeprefix("linked.") for name, _ in held} == LINKED
    assert {periods for _, periods in held} == {("year",)}


@each_indicator
def test_every_category_of_a_mix_is_one_of_its_breakdown(indicator: Indicator) -> None:
    for line in indicator.lines:
        if line.mix:
            asked = _asked(line.counts[0], kind="year", by=(line.mix,))
            codes = asked.choices[asked.shape.names.index(line.mix)]
            assert set(line.mixed) <= set(codes)


@each_indicator
def test_every_declared_figure_is_registered_with_its_cell_and_its_part(
    indicator: Indicator,
) -> None:
    for line in indicator.lines:
        for stated in (line.numerator, line.denominator, line.stated, line.stated_of):
            if isinstance(stated, Stated):
                entry = DECLARED[stated.measure]
                assert {name for name, _ in stated.cell} <= set(entry.dimensions)
                assert (stated.role == "value") == (entry.unit != "rate_num_den")


@each_indicator
def test_every_breakdown_splits_some_line_of_a_year(indicator: Indicator) -> None:
    for name in indicator.breakdowns:
        assert any(_splits(line, name) for line in indicator.lines), name


def _splits(line: Line, name: str) -> bool:
    try:
        asked = [_asked(count, kind="year", by=(name,)) for count in line.counts]
    except NotInLattice:
        return False
    return len(asked) > 0


@each_indicator
def test_every_line_has_a_figure_or_says_why_it_has_none(indicator: Indicator) -> None:
    assert len({line.name for line in indicator.lines}) == len(indicator.lines)
    for line in indicator.lines:
        if isinstance(line.numerator, Unavailable):
            assert line.numerator.reason in REASONS
            assert line.numerator.words.endswith(".")
        else:
            assert isinstance(line.numerator, Count | Stated)


@each_indicator
def test_every_quotient_has_both_of_its_parts(indicator: Indicator) -> None:
    for line in indicator.lines:
        divided = line.reads in ("percent", "rate", "ratio") and not line.mix
        if divided and not isinstance(line.numerator, Unavailable):
            assert line.denominator is not None
        if line.stated is not None and line.reads in ("percent", "ratio"):
            assert line.stated_of is not None


@each_indicator
def test_pairs_datasets_and_references_exist(indicator: Indicator) -> None:
    assert set(indicator.paired) <= set(INDICATORS) - {indicator.id}
    assert set(indicator.datasets) <= set(DATASETS)
    named = {line.name for line in indicator.lines}
    assert {target.line for target in indicator.targets} <= named
    assert {benchmark.line for benchmark in indicator.benchmarks} <= named
    assert {each.line for each in indicator.breaks} <= {*named, ""}


@each_indicator
def test_a_percentage_of_another_area_has_its_parts(indicator: Indicator) -> None:
    for each in indicator.benchmarks:
        line = indicator.line(each.line)
        assert line is not None
        if line.reads == "percent":
            assert each.numerator is not None
            assert each.denominator is not None
            assert each.value == round(100 * each.numerator / each.denominator, 1)


@each_indicator
def test_what_people_read_is_plain_and_in_the_words_of_today(indicator: Indicator) -> None:
    said = [indicator.title, indicator.caution, *(line.title for line in indicator.lines)]
    for text in said:
        assert not any(old in text.lower() for old in RETIRED if old != "so-called")
    assert indicator.caution.endswith(".")
    # A report's prose holds no number that is not among its figures.
    assert not any(map(str.isdigit, indicator.caution))


def test_an_indicator_and_the_one_it_may_not_appear_without() -> None:
    paired = {each.id: each.paired for each in INDICATORS.values() if each.paired}
    assert paired == {"IND-04": ("IND-06", "IND-07"), "IND-10": ("IND-11",)}


def test_rival_versions_are_marked() -> None:
    versions = {each.id for each in INDICATORS.values() if each.versions}
    assert versions == {"IND-03", "IND-04", "IND-05", "IND-08", "IND-10", "IND-11"}


def test_the_rate_that_was_only_ever_published_is_read_from_nothing_else() -> None:
    line = INDICATORS["IND-04"].line("d")
    assert line is not None
    assert line.counts == ()
    assert line.declared is not None


def test_the_datasets_that_count_deaths_and_children_are_not_split_by_ward() -> None:
    for name in ("IND-16", "IND-21", "IND-22", "IND-23", "IND-30", "IND-31", "IND-36"):
        assert "ward" not in INDICATORS[name].breakdowns

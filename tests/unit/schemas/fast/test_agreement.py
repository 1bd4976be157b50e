"""What a compiled validator accepts, the row by row check takes too, with the same values."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.checking import check
from schemas.datasets import DATASETS
from schemas.fast.lines import JsonLines
from schemas.fast.loader import checker
from tests.counts import SEED, whole_or_sample
from tests.nasty import Drawn
from tests.rows import every_column, flat, nested
from tests.unit.schemas.fast import agreement
from tests.unit.schemas.fast.agreement import File, Said, exactly, files, line, stored, whole_plan
from tests.unit.schemas.strategies import JSON, records

ROWS = whole_or_sample(100_000, sample=600)  # of each dataset and format
ENOUGH = 0.99  # of plain good rows are accepted at once

each_dataset = pytest.mark.parametrize("name", sorted(DATASETS))


def _files(name: str) -> Iterator[File]:
    return files(name, seed=SEED, rows=ROWS)


class Tally:
    """How many plain good rows there were, and how many of them were accepted."""

    def __init__(self) -> None:
        self.good = self.accepted = 0

    def add(self, said: Said) -> None:
        if said.plain and said.good:
            self.good += 1
            self.accepted += said.fast is not None

    def assert_enough(self) -> None:
        assert self.good > ROWS / 10
        assert self.accepted >= ENOUGH * self.good


@pytest.mark.prove
@each_dataset
def test_rows_of_csv_that_are_accepted_are_good_and_stored_alike(name: str) -> None:
    tally = Tally()
    for file in _files(name):
        for said in agreement.by_columns(file):
            if said.fast is not None:
                assert said.exact is not None
                assert said.exact.findings == (), (SEED, said.row)
                assert said.fast == stored(said.exact.values, file.plan), (SEED, said.row)
            tally.add(said)
    tally.assert_enough()


@pytest.mark.prove
@each_dataset
def test_lines_that_are_accepted_are_good_and_give_the_same_values(name: str) -> None:
    tally = Tally()
    for file in _files(name):
        for said in agreement.by_lines(file, seed=SEED):
            if said.fast is not None:
                assert said.exact is not None, (SEED, said.row)
                assert said.exact.findings == (), (SEED, said.row)
                assert exactly(said.fast) == exactly(said.exact.values), (SEED, said.row)
            tally.add(said)
    tally.assert_enough()


@pytest.mark.prove
@each_dataset
def test_the_loader_says_what_the_check_says_in_the_same_order(name: str) -> None:
    for file in _files(name):
        for record, exact, loaded in agreement.by_loader(file, seed=SEED):
            assert loaded.findings == exact.findings, (SEED, record)
            assert exactly(loaded.values) == exactly(exact.values), (SEED, record)


@given(st.sampled_from(sorted(DATASETS)), st.data())
def test_records_of_values_that_their_fields_take_are_judged_alike(
    name: str, data: st.DataObject
) -> None:
    whole = [data.draw(records(DATASETS[name])) for _ in range(3)]
    plan = whole_plan(name)
    lines, load = JsonLines(plan), checker(plan)
    for record in whole:
        exact = check(record, plan=plan)
        assert load(record) == exact
        values = lines.values(line(record))
        assert values is None or exact.findings == ()
        assert values is None or exactly(values) == exactly(exact.values)


@given(st.sampled_from(sorted(DATASETS)), JSON)
def test_any_json_is_judged_alike(name: str, record: object) -> None:
    plan = whole_plan(name)
    exact = check(record, plan=plan)
    assert checker(plan)(record) == exact
    assert JsonLines(plan).values(line(record)) is None


@given(st.sampled_from(sorted(DATASETS)), st.data())
def test_a_good_row_with_any_json_in_one_place_is_judged_alike(
    name: str, data: st.DataObject
) -> None:
    column = data.draw(st.sampled_from(sorted(every_column(name))))
    row = {**flat(name), column: data.draw(JSON)}
    plan, record = whole_plan(name), nested(row)
    exact = check(record, plan=plan)
    assert checker(plan)(record) == exact
    values = JsonLines(plan).values(line(record))
    assert values is None or (exact.findings == () and exactly(values) == exactly(exact.values))


@given(st.sampled_from(sorted(DATASETS)), st.data())
def test_a_good_row_with_any_text_in_one_cell_is_judged_alike(
    name: str, data: st.DataObject
) -> None:
    column = data.draw(st.sampled_from(sorted(every_column(name))))
    text = data.draw(st.text(st.characters(codec="utf-8"), min_size=1))
    file = File(whole_plan(name), [Drawn({**flat(name), column: text}, plain=False)])
    (said,) = agreement.by_columns(file)
    assert said.exact is not None
    if said.fast is not None:
        assert said.exact.findings == ()
        assert said.fast == stored(said.exact.values, file.plan)

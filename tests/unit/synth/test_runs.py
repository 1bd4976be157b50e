"""Columns side by side, told as one."""

import numpy as np
import polars as pl
import pytest

from synth.columns import Coded, flags, numbers
from synth.runs import MOST, Spelt, told

ROWS = 500


def _columns() -> list[Coded]:
    places = np.arange(ROWS)
    return [
        Coded(places % 3, ("a", None, "c")),
        flags(places % 2 == 1),
        numbers(places % 7),
        Coded(places % 400, [f"w{n}" for n in range(400)]),
        Coded(places % 2, (("x",), ("x", "y"))),
    ]


def _cells(columns: list[Coded]) -> list[Spelt]:
    return [column.cell() for column in columns]


def test_what_neighbours_say_is_what_each_says_with_the_mark_between() -> None:
    columns = _columns()
    cells = {str(n): run for n, run in enumerate(told(_cells(columns), rows=ROWS, between=","))}
    alone = {str(n): column.text().fill_null("") for n, column in enumerate(columns)}
    whole = pl.select(pl.concat_str(list(alone.values()), separator=",")).to_series()
    assert pl.select(pl.concat_str(list(cells.values()), separator=",")).to_series().equals(whole)
    assert whole[4] == ",false,4,w4,x"


def test_neighbours_are_one_while_they_have_fewer_words_than_there_are_rows() -> None:
    assert len(told(_cells(_columns()), rows=ROWS)) == 3
    assert len(told(_cells(_columns()), rows=10)) == 4
    assert len(told(_cells(_columns()), rows=MOST)) == 2


@pytest.mark.parametrize("rows", [0, 1])
def test_few_rows_are_told_as_any(rows: int) -> None:
    columns = [column.at(np.arange(rows)) for column in _columns()]
    assert {len(run) for run in told(_cells(columns), rows=rows) if isinstance(run, pl.Series)} == {
        rows
    }

"""Good rows wait in order, month by month, and are gone with their spool."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.intake.spool import BLOCK, Spool

MONTHS = ("2026-01", "2026-02", "2026-03")


def test_rows_come_back_month_by_month_in_the_order_they_came() -> None:
    with Spool() as spool:
        for number in range(2 * BLOCK + 7):
            spool.add(MONTHS[number % 2], number, (number, b"digest", None, Decimal("1.5")))
        for which in (0, 1):
            rows = list(spool.rows(MONTHS[which], without=set()))
            assert [number for number, _ in rows] == list(range(which, 2 * BLOCK + 7, 2))
            assert rows[0][1] == (which, b"digest", None, Decimal("1.5"))
        assert list(spool.rows(MONTHS[2], without=set())) == []


def test_rows_refused_afterwards_are_passed_over() -> None:
    with Spool() as spool:
        for number in range(1, 5):
            spool.add(MONTHS[0], number, (number,))
        assert [number for number, _ in spool.rows(MONTHS[0], without={2, 4, 9})] == [1, 3]


def test_rows_may_be_read_again_and_a_month_while_another_is_read() -> None:
    with Spool() as spool:
        for number in range(BLOCK + 1):
            spool.add(MONTHS[0], number, (number,))
            spool.add(MONTHS[1], number, (-number,))
        pairs = zip(
            spool.rows(MONTHS[0], without=set()), spool.rows(MONTHS[1], without=set()), strict=True
        )
        assert all(one[1][0] == -other[1][0] for one, other in pairs)
        assert len(list(spool.rows(MONTHS[0], without=set()))) == BLOCK + 1


def test_a_spool_is_gone_when_its_block_ends_whatever_happens() -> None:
    spool = Spool()
    with suppress(RuntimeError), spool:
        spool.add(MONTHS[0], 1, (1,))
        raise RuntimeError
    with pytest.raises(ValueError, match="closed"):
        list(spool.rows(MONTHS[0], without=set()))


def test_no_more_than_a_block_of_a_month_waits_in_memory() -> None:
    with Spool() as spool:
        for number in range(2 * BLOCK + 7):
            spool.add(MONTHS[0], number, (number,))
        assert len(spool._waiting["rows", MONTHS[0]]) == 7


@given(st.lists(st.tuples(st.sampled_from(MONTHS), st.integers()), max_size=40))
def test_nothing_is_lost_or_made_up(rows: list[tuple[str, int]]) -> None:
    with Spool() as spool:
        for number, (month, value) in enumerate(rows):
            spool.add(month, number, (value,))
        for month in MONTHS:
            expected = [(n, (value,)) for n, (m, value) in enumerate(rows) if m == month]
            assert list(spool.rows(month, without=set())) == expected


def numbered(*numbers: int) -> pl.DataFrame:
    return pl.DataFrame({"row_no": numbers, "digest": [b"d"] * len(numbers)})


def test_frames_come_back_month_by_month_beside_single_rows() -> None:
    with Spool() as spool:
        spool.add_frame(MONTHS[0], numbered(1, 3))
        spool.add(MONTHS[0], 2, ("alone",))
        spool.add_frame(MONTHS[1], numbered(4))
        spool.add_frame(MONTHS[0], numbered(5, 6))
        found = [frame["row_no"].to_list() for frame in spool.frames(MONTHS[0], without=())]
        assert found == [[1, 3], [5, 6]]
        assert list(spool.rows(MONTHS[0], without=())) == [(2, ("alone",))]
        (frame,) = spool.frames(MONTHS[1], without=())
        assert frame.rows() == [(4, b"d")]
        assert list(spool.frames(MONTHS[2], without=())) == []


def test_rows_of_frames_refused_afterwards_are_passed_over() -> None:
    with Spool() as spool:
        spool.add_frame(MONTHS[0], numbered(1, 2, 3))
        spool.add_frame(MONTHS[0], numbered(4))
        found = [frame["row_no"].to_list() for frame in spool.frames(MONTHS[0], without={2, 4})]
        assert found == [[1, 3], []]

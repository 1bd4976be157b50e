"""Things made beforehand come in their order, one ahead, with what goes wrong in its place."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from api.queries.beforehand import beforehand


def test_items_come_in_their_order_even_where_they_are_nothing() -> None:
    assert list(beforehand([1, None, 0, "", 5])) == [1, None, 0, "", 5]
    assert list(beforehand([])) == []


def test_one_is_made_while_another_is_used_and_no_more() -> None:
    made, second = list[int](), threading.Event()

    def items() -> Iterator[int]:
        for number in range(5):
            made.append(number)
            if number == 1:
                second.set()
            yield number

    found = beforehand(items())
    assert next(found) == 0
    assert second.wait(10)
    assert made == [0, 1]
    assert list(found) == [1, 2, 3, 4]


def test_what_goes_wrong_is_raised_in_its_turn() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise ValueError("broken")

    found = beforehand(items())
    assert next(found) == 1
    with pytest.raises(ValueError, match="broken"):
        next(found)


def test_who_stops_early_leaves_no_thread_behind() -> None:
    before = threading.active_count()
    found = beforehand(iter(range(100)))
    assert next(found) == 0
    found.close()  # type: ignore[attr-defined]
    assert threading.active_count() == before

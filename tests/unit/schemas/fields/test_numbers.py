from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from schemas.fields import Amount, Count, CountOrReason, Flag
from schemas.fields.base import Domain
from schemas.fields.numbers import INTEGER_MAX
from tests.unit.schemas.fields.refusing import refusal

COUNT = Count("a count", low=0, high=120)
AGE = CountOrReason("an age", low=0, high=120)
AMOUNT = Amount("an amount")
FLAG = Flag("a flag")


def read(field: Domain, cell: str) -> Any:
    """What a CSV cell is taken as."""
    return field.deserialize(field.from_text(cell))


NOT_COUNTS = [True, False, "1", "one", 1.0, 1.5, float("nan"), [1], {"n": 1}, b"1"]


@pytest.mark.parametrize("value", NOT_COUNTS, ids=repr)
def test_only_a_json_integer_is_a_count(value: Any) -> None:
    assert refusal(COUNT, value) == "type"


@pytest.mark.parametrize("value", [-1, 121, 10**400, -(10**400), INTEGER_MAX + 1], ids=str)
def test_a_count_out_of_bounds_is_out_of_range(value: int) -> None:
    assert refusal(COUNT, value) == "range"


def test_a_count_without_bounds_fits_a_column() -> None:
    assert INTEGER_MAX == 2**31 - 1
    assert Count("any").deserialize(INTEGER_MAX) == INTEGER_MAX
    assert Count("any").deserialize(0) == 0
    assert refusal(Count("any"), -1) == "range"
    assert refusal(Count("any"), INTEGER_MAX + 1) == "range"


@pytest.mark.parametrize(
    "cell",
    [
        "1_000",
        "1,000",
        "+1",
        " 1",
        "1 ",
        "1.0",
        "1e3",
        "0x1",
        "٣",
        "३",
        "\uff11",
        "--1",
        "",
        "NaN",
        "1\n",
    ],
)
def test_a_cell_that_is_no_plain_integer_is_no_count(cell: str) -> None:
    with pytest.raises(ValidationError):
        read(COUNT, cell)


@pytest.mark.parametrize("cell", ["9" * 13, "9" * 5000])
def test_a_cell_of_endless_figures_is_refused_and_not_worked_out(cell: str) -> None:
    with pytest.raises(ValidationError):
        read(COUNT, cell)


@pytest.mark.parametrize(("cell", "value"), [("0", 0), ("007", 7), ("120", 120)])
def test_a_cell_of_figures_is_a_count(cell: str, value: int) -> None:
    assert read(COUNT, cell) == value


def test_a_reason_stands_in_for_a_count_in_a_column_of_its_own() -> None:
    assert AGE.deserialize("not_known") == "not_known"
    assert read(AGE, "declined") == "declined"
    assert read(AGE, "34") == 34
    assert AGE.stored(34) == (34, None)
    assert AGE.stored("not_known") == (None, "not_known")
    assert refusal(AGE, "unknown") == "type"
    assert refusal(AGE, True) == "type"
    assert refusal(AGE, 121) == "range"


@pytest.mark.parametrize("value", [1, 0, "true", "True", "yes", None.__class__, [], 1.0], ids=repr)
def test_only_true_and_false_are_flags(value: Any) -> None:
    assert refusal(FLAG, value) == "type"


@pytest.mark.parametrize("cell", ["TRUE", "True", "1", "0", "yes", "t", " true"])
def test_a_cell_says_true_or_false_in_one_way(cell: str) -> None:
    with pytest.raises(ValidationError):
        read(FLAG, cell)


def test_true_and_false_are_read_and_written_alike() -> None:
    assert [read(FLAG, cell) for cell in ("true", "false")] == [True, False]
    assert [FLAG.to_text(value) for value in (True, False)] == ["true", "false"]


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        (0, "0"),
        (40, "40"),
        (-5, "-5"),
        (1.5, "1.5"),
        (100.0, "100"),
        (0.1, "0.1"),
        (100000.25, "100000.25"),
        (0.000001, "0.000001"),
        (123456789012345.0, "123456789012345"),
        ("12.50", "12.50"),
        ("123456789012345.123456", "123456789012345.123456"),
    ],
)
def test_an_amount_is_kept_exactly_as_sent(value: Any, amount: str) -> None:
    assert AMOUNT.deserialize(value) == Decimal(amount)
    assert str(AMOUNT.deserialize(value)) == amount


@pytest.mark.parametrize(
    "value",
    [
        0.1234567,
        1e-7,
        1e16,
        1e300,
        123456789012345.12,
        123456789012345.5,
        float("nan"),
        float("inf"),
        10**15,
        10**400,
        "1e3",
        "1_000",
        "NaN",
        "Infinity",
        "٣",
        "1.",
        ".5",
        "+1",
        "",
        " 1",
        "1.1234567",
        "1\n",
    ],
    ids=lambda value: str(value)[:24],
)
def test_an_amount_that_cannot_be_kept_exactly_is_refused(value: Any) -> None:
    assert refusal(AMOUNT, value) == "format"


@pytest.mark.parametrize("value", [True, [1], {}, b"1"], ids=repr)
def test_what_is_no_number_is_no_amount(value: Any) -> None:
    assert refusal(AMOUNT, value) == "type"


PLACES = st.decimals(
    min_value=-(10**15) + 1, max_value=10**15 - 1, places=6, allow_nan=False, allow_infinity=False
)


@given(PLACES)
def test_every_amount_survives_its_csv_cell(amount: Decimal) -> None:
    assert read(AMOUNT, AMOUNT.to_text(amount)) == amount


@given(st.decimals(min_value=-(10**6), max_value=10**6, places=6, allow_nan=False))
def test_every_amount_of_fifteen_figures_survives_a_json_number(amount: Decimal) -> None:
    assert AMOUNT.deserialize(json.loads(f"{amount:f}")) == amount


@given(st.integers(0, 120))
def test_every_count_survives_its_csv_cell(value: int) -> None:
    assert read(COUNT, COUNT.to_text(value)) == value

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.fields import Day, Instant, Month
from schemas.fields.base import Domain
from tests.unit.schemas.fields.refusing import refusal

MONTH, DAY, INSTANT = Month("a month"), Day("a day"), Instant("a moment")


@pytest.mark.parametrize("field", [MONTH, DAY, INSTANT], ids=lambda f: type(f).__name__)
@pytest.mark.parametrize("value", [20260331, 1.5, True, [], {}, date(2026, 3, 31)], ids=repr)
def test_time_is_sent_as_text(field: Domain, value: Any) -> None:
    assert refusal(field, value) == "type"


@pytest.mark.parametrize(
    "value",
    [
        "2026-13", "2026-00", "2026-3", "26-03", "2026-03-01", "2025-26-Q4", "2025-26", "0001-01",
        "9999-12", "\uff12\uff10\uff12\uff16-03", "2026-03\n", "",
    ],
)  # fmt: skip
def test_what_is_no_month_is_refused(value: str) -> None:
    assert refusal(MONTH, value) == "format"


def test_a_month_is_taken() -> None:
    assert MONTH.deserialize("2026-03") == "2026-03"


@pytest.mark.parametrize(
    "value",
    [
        "2026-02-30", "2025-02-29", "2026-13-01", "2026-3-1", "20260331", "2026-W14-2",
        "31/03/2026",
        "2026-03-31T00:00:00Z", "1899-12-31", "2100-01-01", "2026-03-31\n", "٢٠٢٦-03-31", "",
    ],
)  # fmt: skip
def test_what_is_no_real_day_is_refused(value: str) -> None:
    assert refusal(DAY, value) == "format"


@pytest.mark.parametrize("value", ["2024-02-29", "1900-01-01", "2099-12-31"])
def test_a_real_day_is_taken(value: str) -> None:
    assert DAY.deserialize(value) == date.fromisoformat(value)


@pytest.mark.parametrize(
    "value",
    [
        "2026-03-31T21:05:00", "2026-03-31 21:05:00+00:00", "2026-03-31T21:05+00:00", "2026-03-31",
        "2026-03-31T24:00:00Z", "2026-03-31T21:05:60Z", "2026-03-31T21:05:00+24:00",
        "2026-02-30T21:05:00Z", "2026-03-31T21:05:00z", "1899-12-31T21:05:00Z",
        "2026-03-31T21:05:00.1234567Z", "2026-03-31T21:05:00+0100", "",
    ],
)  # fmt: skip
def test_what_is_no_moment_with_its_offset_is_refused(value: str) -> None:
    assert refusal(INSTANT, value) == "format"


@pytest.mark.parametrize(
    "value",
    ["2026-03-31T21:05:00Z", "2026-03-31T22:05:00+01:00", "2026-03-31T21:05:00.5-00:00"],
)
def test_a_moment_with_its_offset_is_taken(value: str) -> None:
    taken = INSTANT.deserialize(value)
    assert taken.utcoffset() is not None
    assert (taken.astimezone(timezone.utc).hour, taken.minute) == (21, 5)  # noqa: UP017 - as sent


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_day_survives_its_csv_cell(day: date) -> None:
    assert DAY.deserialize(DAY.from_text(DAY.to_text(day))) == day


OFFSETS = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(
    st.datetimes(datetime(1900, 1, 1), datetime(2099, 12, 31), timezones=OFFSETS)  # noqa: DTZ001
)
def test_every_moment_survives_its_csv_cell(moment: datetime) -> None:
    taken = INSTANT.deserialize(INSTANT.from_text(INSTANT.to_text(moment)))
    assert (taken, taken.utcoffset()) == (moment, moment.utcoffset())


@given(st.integers(1970, 2099), st.integers(1, 12))
def test_every_month_survives_its_csv_cell(year: int, number: int) -> None:
    month = f"{year:04d}-{number:02d}"
    assert MONTH.deserialize(MONTH.from_text(MONTH.to_text(month))) == month

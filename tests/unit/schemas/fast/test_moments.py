"""Moments in columns: what is taken, and that London's day is the one that Python gives."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from schemas.dataset import columns_by_name
from schemas.evaluate import LONDON
from schemas.fast.kinds import EPOCH, constant
from schemas.fast.moments import Moments
from schemas.fields import Instant
from tests.counts import whole_or_sample
from tests.unit.schemas.fast.trial import Trial

CELLS = Moments(columns_by_name(Trial)["begun_at"], ("begun_at",))
FIRST, LAST = datetime(1970, 1, 2, tzinfo=UTC), datetime(2036, 12, 31, 12, tzinfo=UTC)
STEP = timedelta(minutes=whole_or_sample(15, sample=60 * 13))


def seen(texts: list[str | None]) -> pl.DataFrame:
    frame = pl.DataFrame({"begun_at": texts}, schema={"begun_at": pl.String})
    day, instant = CELLS.seen("day"), CELLS.seen("instant")
    (stored,) = CELLS.stored()
    assert day is not None
    assert instant is not None
    coded = frame.with_columns(**CELLS.coded())
    return coded.select(
        day=day, instant=instant, stored=stored, taken=CELLS.taken(), blank=CELLS.blank()
    )


@pytest.mark.prove
def test_every_moment_falls_on_the_day_that_it_has_in_london() -> None:
    count = (LAST - FIRST) // STEP
    moments = [FIRST + STEP * number for number in range(count)]
    found = seen([moment.isoformat() for moment in moments])
    days = [moment.astimezone(LONDON).date().toordinal() - EPOCH for moment in moments]
    assert found["day"].to_list() == days
    assert found["instant"].to_list() == [constant(moment, "instant") for moment in moments]


def test_the_hours_at_which_clocks_change_are_read_alike() -> None:
    changes = [
        datetime(year, month, day, hour, 30, tzinfo=UTC)
        for year in range(1970, 2037)
        for month in (2, 3, 4, 10, 11)
        for day in range(1, 29)
        for hour in (0, 22, 23)
    ]
    found = seen([moment.isoformat() for moment in changes])
    days = [moment.astimezone(LONDON).date().toordinal() - EPOCH for moment in changes]
    assert found["day"].to_list() == days


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-14T21:05:00Z", "2026-03-14T21:05:00-00:00", "2026-03-14T21:05:00+01:00",
        "2026-03-14T21:05:00.5Z", "2026-03-14T21:05:00.000Z", "2026-03-14T21:05:00.120000-05:30",
        "2026-03-29T00:30:00-01:00", "1970-01-01T00:00:00Z", "2036-12-31T23:59:59.999999+14:00",
        "2024-02-29T12:00:00Z",
    ],
)  # fmt: skip
def test_a_moment_is_stored_as_its_field_writes_it(text: str) -> None:
    field = Instant("a moment")
    moment = field.deserialize(text)
    assert moment is not None
    found = seen([text])
    assert found["stored"].item() == field.to_text(moment)
    assert found["instant"].item() == constant(moment, "instant")
    assert found["taken"].item()


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30T21:05:00Z", "2026-13-01T21:05:00Z", "2026-03-14T24:00:00Z",
        "2026-03-14T23:59:60Z", "2026-03-14T21:05:00z", "2026-03-14t21:05:00Z",
        "2026-03-14T21:05:00", "2026-03-14T21:05:00.1234567Z", "2026-03-14T21:05:00+24:00",
        "2026-03-14T21:05:00+05:75", "2026-03-14T21:05:00Z\n", " 2026-03-14T21:05:00Z",
        "2026-03-14T21:05Z", "1969-12-31T23:30:00Z", "2037-01-01T00:00:00Z", "2023-02-29T12:00:00Z",
        "\u0662026-03-14T21:05:00Z", "2026-03-14 21:05:00Z", "x",
    ],
)  # fmt: skip
def test_what_is_no_moment_or_lies_beyond_the_tables_is_left_alone(text: str) -> None:
    assert seen([text])["taken"].to_list() == [False]


def test_no_moment_is_blank() -> None:
    assert seen([None]).row(0) == (None, None, None, False, True)

"""Column types that mean the same on both engines."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.dialects import sqlite

from schemas.tables.base import Json, UtcDateTime

DIALECT = sqlite.dialect()
SUMMER = datetime(2026, 7, 1, 0, 30, tzinfo=timezone(timedelta(hours=1)))


def test_an_instant_is_kept_in_utc_and_read_back_aware() -> None:
    kept = UtcDateTime().process_bind_param(SUMMER, DIALECT)
    assert kept == datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert kept is not None
    assert UtcDateTime().process_result_value(kept.replace(tzinfo=None), DIALECT) == SUMMER
    read = UtcDateTime().process_result_value(SUMMER, DIALECT)
    assert read is not None
    assert read.tzinfo is UTC


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        UtcDateTime().process_bind_param(datetime(2026, 7, 1), DIALECT)  # noqa: DTZ001


def test_equal_documents_are_equal_bytes() -> None:
    one = Json().process_bind_param({"b": 1, "a": "é"}, DIALECT)
    assert one == Json().process_bind_param({"a": "é", "b": 1}, DIALECT) == '{"a":"é","b":1}'
    assert Json().process_result_value(one, DIALECT) == {"a": "é", "b": 1}


def test_nothing_stays_nothing() -> None:
    for kind in (UtcDateTime(), Json()):
        assert kind.process_bind_param(None, DIALECT) is None
        assert kind.process_result_value(None, DIALECT) is None

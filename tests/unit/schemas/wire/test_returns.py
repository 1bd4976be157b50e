"""What may be asked of returns, and what is owed of them."""

from __future__ import annotations

from typing import Any

import pytest
from marshmallow import Schema, ValidationError

from schemas.wire.expectations import AliasBody, ExpectationBody, PeriodBody
from schemas.wire.findings import FindingsQuery
from schemas.wire.returns import SubmitQuery, WithdrawQuery


def test_a_file_is_stored_and_refused_whole_unless_asked_otherwise() -> None:
    assert SubmitQuery().load({}) == {"dry_run": False, "on_error": "refuse"}
    asked = SubmitQuery().load({"dry_run": "true", "on_error": "quarantine"})
    assert asked == {"dry_run": True, "on_error": "quarantine"}
    assert FindingsQuery().load({})["format"] == "json"


OWED = {"level": "record", "cadence": "monthly", "due_day": 15, "from": "2025-04"}


def test_an_expectation_has_no_end_unless_it_is_given_one() -> None:
    assert ExpectationBody().load(OWED) == {
        "level": "record",
        "cadence": "monthly",
        "due_day": 15,
        "from_": "2025-04",
        "to": None,
    }


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        (SubmitQuery, {"dry_run": "1"}),
        (SubmitQuery, {"dry_run": "TRUE"}),
        (SubmitQuery, {"on_error": "ignore"}),
        (WithdrawQuery, {"reason": "too short"}),
        (FindingsQuery, {"format": "xlsx"}),
        (ExpectationBody, {**OWED, "level": "narrative"}),
        (ExpectationBody, {**OWED, "cadence": "weekly"}),
        (ExpectationBody, {**OWED, "due_day": 0}),
        (ExpectationBody, {**OWED, "due_day": 32}),
        (ExpectationBody, {**OWED, "due_day": "15"}),
        (ExpectationBody, {**OWED, "agency": "other"}),
        (PeriodBody, {}),
        (PeriodBody, {"period": "2026-03", "month": "2026-03"}),
        (AliasBody, {"pairs": []}),
        (AliasBody, {"pairs": [{"earlier": "a"}]}),
        (AliasBody, {"pairs": [{"earlier": "a", "new": "b", "name": "c"}]}),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else str(value)[:40],
)
def test_what_is_not_understood_is_refused(schema: type[Schema], said: Any) -> None:
    with pytest.raises(ValidationError):
        schema().load(said)

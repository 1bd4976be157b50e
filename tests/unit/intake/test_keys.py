"""Hashed keys find what kept keys find, whichever way the rows come."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.intake.accepted import AcceptedValues, laid_out
from api.intake.watches import keys
from api.intake.watches.beside import Keys
from api.intake.watches.keys import HashedKeys
from api.intake.watches.watching import InOrder, by_columns
from schemas import rules
from schemas.datasets import DATASETS

INCIDENT = DATASETS["incident"]
FIELDS = ("record_id", "victim.person_ref", "reported_on")


def rule(*fields: str) -> rules.Rule:
    test = rules.Unique(tuple(rules.Field(name) for name in fields))
    return rules.Rule("X-1", "batch", "error", "Twice.", test, fields[0])


def kept(*fields: str) -> Keys:
    made = rule(*fields)
    assert isinstance(made.test, rules.Unique)
    return Keys(made.test, made)


ROW = st.fixed_dictionaries(
    {}, optional={"record_id": st.sampled_from("abc"), "victim.person_ref": st.sampled_from("xy")}
)


@given(st.lists(st.tuples(ROW, st.booleans()), max_size=30), st.integers(1, 5))
def test_hashed_keys_find_what_kept_keys_find(
    rows: list[tuple[dict[str, Any], bool]], size: int
) -> None:
    fields = FIELDS[:2]
    plain, hashed = kept(*fields), HashedKeys(rule(*fields), fields)
    numbered = list(enumerate(rows, start=1))
    for number, (row, _) in numbered:
        plain.see(number, row)
    for start in range(0, len(numbered), size):
        block = numbered[start : start + size]
        together = [(number, row) for number, (row, alone) in block if not alone]
        numbers = pl.Series([number for number, _ in together], dtype=pl.UInt32)
        values = [row for _, row in together]
        cells = [laid_out(INCIDENT)(row) for row in values]
        hashed.see_block(AcceptedValues(INCIDENT, numbers, values=values, cells=cells))
        for number, (row, alone) in block:
            if alone:
                hashed.see(number, row)
    assert list(hashed.findings()) == list(plain.findings())


def test_single_rows_do_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "_WAITING", 4)
    hashed = HashedKeys(rule("record_id"), ("record_id",))
    for number in range(1, 12):
        hashed.see(number, {"record_id": f"r-{number % 5}"})
    assert len(hashed._waiting) == 3
    assert [found.row for found in hashed.findings()] == [6, 7, 8, 9, 10, 11]


@pytest.mark.parametrize(
    ("fields", "made"),
    [
        (FIELDS, HashedKeys),
        (("call_count", "is_crime"), HashedKeys),
        (("abuse_types",), InOrder),
        (("first_arrest_at",), InOrder),
        (("victim.age_years",), InOrder),
        (("envelope.month",), InOrder),
    ],
)
def test_only_keys_whose_texts_stand_for_them_are_hashed(
    fields: tuple[str, ...], made: type
) -> None:
    assert type(by_columns(kept(*fields), INCIDENT)) is made

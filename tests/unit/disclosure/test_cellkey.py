from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from api.disclosure import ptable
from api.disclosure.cellkey import EPOCH_SECRET_BYTES, Table, record_key

SECRET = bytes(range(EPOCH_SECRET_BYTES))
TABLE = Table(SECRET, "bromley", "incident", ("age", "ward"), "2026-03")
SUMS = range(10**9, 10**9 + 400)


def _draws(table: Table) -> list[int]:
    return [table.people_noise(20, key_sum=key_sum) for key_sum in SUMS]


def test_a_record_key_is_the_low_32_bits_of_the_person() -> None:
    assert record_key(bytes(28) + b"\x00\x00\x01\x02") == 258
    assert record_key(b"\xff" * 32) == 2**32 - 1


def test_the_same_people_in_the_same_table_get_the_same_draw() -> None:
    assert _draws(TABLE) == _draws(replace(TABLE))


def test_the_spelling_of_the_variables_does_not_matter() -> None:
    assert _draws(TABLE) == _draws(replace(TABLE, variables=("ward", "age")))


@pytest.mark.parametrize(
    "other",
    [
        {"secret": b"\x00" + SECRET},
        {"partnership": "havering"},
        {"dataset": "health_contact"},
        {"variables": ("age", "sex", "ward")},
        {"variables": ("ageward",)},
        {"period": "2025-26-Q4"},
    ],
)
def test_another_table_or_epoch_gets_another_draw(other: dict[str, object]) -> None:
    same = sum(a == b for a, b in zip(_draws(TABLE), _draws(replace(TABLE, **other)), strict=True))  # type: ignore[arg-type]
    assert same < len(SUMS) / 2  # independent draws agree about one time in five


def test_draws_follow_the_table_of_noise() -> None:
    seen = Counter(TABLE.people_noise(20, key_sum=key_sum) for key_sum in range(20000))
    for move, slots in ptable.rows()[5].items():
        assert seen[move] / 20000 == pytest.approx(slots / ptable.SLOTS, abs=0.015)


def test_one_record_each_shares_the_draw_between_units() -> None:
    for key_sum in SUMS:
        people = TABLE.people_noise(8, key_sum=key_sum)
        assert TABLE.records_noise(8, key_sum=key_sum, people=8) == people


def test_repeated_people_get_a_draw_of_their_own_for_records() -> None:
    people = [TABLE.people_noise(9, key_sum=key_sum) for key_sum in SUMS]
    records = [TABLE.records_noise(9, key_sum=key_sum, people=8) for key_sum in SUMS]
    assert people != records


def test_a_figure_is_moved_by_what_it_is() -> None:
    sites = [("housing", "refuge", str(n)) for n in range(200)]
    draws = [TABLE.figure_noise(9, identity=site) for site in sites]
    assert draws == [TABLE.figure_noise(9, identity=site) for site in sites]
    assert len(set(draws)) > 5


def test_parts_of_an_identity_cannot_run_into_each_other() -> None:
    joined = [TABLE.figure_noise(20, identity=(f"a{n}", "b")) for n in range(200)]
    other = [TABLE.figure_noise(20, identity=("a", f"{n}b")) for n in range(200)]
    assert joined != other


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 32 bytes"):
        replace(TABLE, secret=b"short")


def test_the_secret_is_never_printed() -> None:
    assert "secret" not in repr(TABLE)

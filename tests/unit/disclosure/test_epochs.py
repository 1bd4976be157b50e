from __future__ import annotations

from datetime import date

import pytest

from api.disclosure.epochs import MAX_EPOCHS, EpochRefused, SealedEpoch, next_epoch

FIRST = SealedEpoch(1, date(2026, 4, 20))


def _next(*sealed: SealedEpoch, on: date, persons: int = 1, agencies: int = 1) -> int:
    return next_epoch(sealed, today=on, changed_persons=persons, changed_agencies=agencies)


def test_the_first_sealing_needs_no_change() -> None:
    assert _next(on=date(2026, 4, 20), persons=0, agencies=0) == 1


@pytest.mark.parametrize(
    ("on", "persons", "agencies"),
    [
        (date(2026, 7, 20), 1, 1),
        (date(2026, 4, 21), 20, 2),
        (date(2026, 7, 20), 0, 1),
    ],
)
def test_a_revision_comes_after_a_quarter_or_when_large(
    on: date, persons: int, agencies: int
) -> None:
    assert _next(FIRST, on=on, persons=persons, agencies=agencies) == 2


@pytest.mark.parametrize(
    ("on", "persons", "agencies", "code"),
    [
        (date(2026, 7, 19), 1, 1, "too_soon"),
        (date(2026, 4, 21), 19, 2, "too_soon"),
        (date(2026, 4, 21), 200, 1, "too_soon"),
        (date(2027, 4, 21), 0, 0, "nothing_changed"),
    ],
)
def test_a_small_or_empty_revision_waits(on: date, persons: int, agencies: int, code: str) -> None:
    with pytest.raises(EpochRefused) as refused:
        _next(FIRST, on=on, persons=persons, agencies=agencies)
    assert refused.value.code == code


def test_a_period_is_frozen_after_its_last_epoch() -> None:
    sealed = [SealedEpoch(n, date(2026 + n, 1, 1)) for n in range(1, MAX_EPOCHS + 1)]
    with pytest.raises(EpochRefused, match="at most 4 times") as refused:
        _next(*sealed, on=date(2040, 1, 1), persons=500, agencies=5)
    assert refused.value.code == "period_frozen"

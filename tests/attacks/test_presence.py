"""Nobody's arrival shows: not in a longer period, not in a later epoch."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

from tests.attacks import borough
from tests.attacks.presence import Claims, nobody_came, pinpointed, pooled, somebody_came
from tests.attacks.release import (
    Guard,
    Release,
    cell_keys,
    cube,
    same_people_same_noise,
    sealed,
    true_counts,
)
from tests.counts import whole_or_sample

MARGIN = 0.13
"""Above the base rate; the largest gain measured on the prototype (design)."""

QUARTER = borough.YEAR.quarters()[0]
MONTH = QUARTER.months()[0]
TRIALS = whole_or_sample(100, sample=20)
FINEST = (("age_band", "ethnicity_group", "ward"), str(borough.YEAR), "records")


def _one_month_and_a_little(seed: int) -> list[borough.Row]:
    """A full first month and few rows after it, so that many cells gain nobody."""
    rows = borough.rows(seed, months=QUARTER.months())
    return [row for row in rows if row.month == MONTH or row.number % 12 == 0]


def _presence(guard: Guard, *, seeds: Iterable[int]) -> tuple[Claims, Claims]:
    """The claims over several boroughs together: one has too few that nobody came."""
    came, stayed = [], []
    for seed in seeds:
        rows, over = _one_month_and_a_little(seed), [*QUARTER.months(), QUARTER]
        release, truth = sealed(rows, guard=guard, over=over), true_counts(rows, over=over)
        came.append(somebody_came(release, truth=truth, part=str(MONTH), whole=str(QUARTER)))
        stayed.append(nobody_came(release, truth=truth, part=str(MONTH), whole=str(QUARTER)))
    return pooled(came), pooled(stayed)


def test_a_quarter_beside_its_month_does_not_tell_who_came() -> None:
    came, stayed = _presence(cell_keys, seeds=range(whole_or_sample(20, sample=5)))
    assert came.made > 500
    assert stayed.made > 50
    assert came.right <= came.base + MARGIN
    assert stayed.right <= stayed.base + 2 * MARGIN  # equal values make equal counts likelier


def test_noise_fixed_by_the_people_alone_tells_who_came() -> None:
    came, stayed = _presence(same_people_same_noise, seeds=[1])
    assert came.right == 1.0 > came.base
    assert stayed.right > stayed.base + 2 * MARGIN


def _pinpointing(guard: Guard) -> float:
    """How often one record added to a sealed year is traced to its finest cell."""
    rows = borough.rows(1)
    before = sealed(rows, guard=guard, choose=cube, over=[borough.YEAR], secret=b"1" * 32)
    hits = [_traced(rows, before=before, guard=guard, trial=trial) for trial in range(TRIALS)]
    return sum(hits) / TRIALS


def _traced(rows: Sequence[borough.Row], *, before: Release, guard: Guard, trial: int) -> bool:
    dice = random.Random(trial)
    late = borough.new_row(10**6, month=dice.choice(borough.YEAR.months()), dice=dice)
    after = sealed([*rows, late], guard=guard, choose=cube, over=[borough.YEAR], secret=b"2" * 32)
    found = pinpointed(before, after=after, finest=FINEST)
    return found == tuple(late.categories[name] for name in FINEST[0])


def test_a_late_record_cannot_be_traced_between_epochs() -> None:
    assert _pinpointing(cell_keys) <= 0.05


def test_a_late_record_is_traced_where_the_noise_stays() -> None:
    assert _pinpointing(same_people_same_noise) >= 0.9

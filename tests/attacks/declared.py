"""Declared figures beside released ones: two protected counts of the same people, side by side.

An agency's own records and its declared figure are never shown together for the same days. What can
happen is that one agency declares what another's records count, or that a figure and its parts are
all declared. Each is drawn once an epoch.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np

from api.disclosure.cellkey import Table
from api.disclosure.declared import Figure, declare
from api.disclosure.policy import THRESHOLD
from schemas.codes.declared import DECLARED
from tests.attacks.draws import LARGEST_THOUGHT, Drawn, likelihoods, weighed
from tests.attacks.guessing import Score
from tests.attacks.population import PARTNERSHIP, Numbers
from tests.attacks.sealed import HIDDEN

MEASURE = "incident"
MONTH = "2025-04"
FIRST, LAST = date(2025, 4, 1), date(2025, 4, 30)
PARTS = 4


def beside_released(groups: int, *, epochs: int, seed: int) -> Drawn:
    """One figure of another agency beside a released cell of the same people, in every epoch."""
    dice = np.random.default_rng(seed)
    size = dice.integers(1, LARGEST_THOUGHT + 1, size=groups)
    logs = np.zeros((groups, LARGEST_THOUGHT + 1))
    told = likelihoods(THRESHOLD)
    for epoch in range(epochs):
        secret = bytes([epoch + 1]) * 32
        cells = Table(secret, PARTNERSHIP, MEASURE, ("sex",), MONTH)
        for group, count in enumerate(size.tolist()):
            cell = count + cells.people_noise(count, key_sum=int(dice.integers(2**40)))
            figure = _declared(count, agency=f"agency-{group}", cell="F", secret=secret)
            for seen in (cell if cell >= THRESHOLD else HIDDEN, figure):
                logs[group] += told[0 if seen == HIDDEN else seen]
    return weighed(size, np.full(groups, 2 * epochs), logs)


def total_less_parts(tables: int, *, seed: int) -> Score:
    """A declared total and its declared parts: the one hidden part is guessed from the others."""
    dice = np.random.default_rng(seed)
    found = [_guessed(table, dice.poisson((0.8, 6, 12, 20))) for table in range(tables)]
    made = [pair for pair in found if pair is not None]
    small = [(guess, true) for guess, true in made if 0 <= true < THRESHOLD]
    values = np.bincount([true for _, true in small], minlength=1)
    return Score(
        cells=len(small),
        right=sum(guess == true for guess, true in small),
        common=int(values.max()),
        claims=sum(guess == 1 for guess, _ in small),
        held=sum(guess == true == 1 for guess, true in small),
        ones=int(values[1]) if len(values) > 1 else 0,
        like=sum(guess == 1 for guess, _ in small) * float(values[1:2].sum()) / max(len(small), 1),
    )


def _guessed(table: int, counts: Numbers) -> tuple[int, int] | None:
    """The guess at the one hidden part and its true count; None where not one alone is hidden."""
    agency, secret = f"agency-{table}", b"4" * 32
    shown = [_declared(int(n), agency=agency, cell=str(p), secret=secret)
             for p, n in enumerate(counts)]  # fmt: skip
    total = _declared(int(counts.sum()), agency=agency, cell="", secret=secret)
    hidden = [place for place, value in enumerate(shown) if value == HIDDEN]
    if len(hidden) != 1 or total == HIDDEN:
        return None
    rest = total - sum(value for value in shown if value != HIDDEN)
    return max(0, min(rest, THRESHOLD - 1)), int(counts[hidden[0]])


def _declared(count: int, *, agency: str, cell: str, secret: bytes) -> int:
    """What is shown of an agency's own count, by the service's own decision."""
    split = (("sex", cell),) if cell else ()
    figure = Figure(agency, MEASURE, split, FIRST, LAST, Decimal(count))
    table = Table(secret, PARTNERSHIP, "aggregate_return", (), MONTH)
    shown = declare(figure, entry=DECLARED[MEASURE], records=(), table=table)
    return HIDDEN if shown.value is None else int(shown.value)

"""A specialist charity: a statement in prose. Its requests for homes are made in `housing`."""

from __future__ import annotations

from synth.agencies.desk import Desk, Written
from synth.providers.aggregate_return import AggregateReturnProvider


def statement(desk: Desk) -> tuple[Written, ...]:
    """One statement on the month."""
    provider = desk.provider(AggregateReturnProvider, "statement", str(desk.month))
    identifier = desk.record_id("st", number=1)
    return (Written(provider.statement(str(desk.month), record_id=identifier)),)

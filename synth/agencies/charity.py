"""A specialist charity: a statement in prose."""

from __future__ import annotations

from synth.agencies.sheet import Sheet
from synth.formats import Row
from synth.providers.aggregate_return import AggregateReturnProvider
from synth.providers.base import generator


def statement(sheet: Sheet) -> tuple[Row, ...]:
    """One statement on the month."""
    month = str(sheet.month)
    provider = AggregateReturnProvider(generator(sheet.chance("statement", month)))
    return (provider.statement(month, record_id=f"st-{month}"),)

"""A specialist charity: statements in prose."""

from __future__ import annotations

from synth.agencies import asked
from synth.agencies.sheet import Sheet
from synth.formats import Row
from synth.providers.aggregate_return import AggregateReturnProvider, prose
from synth.providers.base import generator


def statement(sheet: Sheet) -> tuple[Row, ...]:
    """One statement on the month; with the year's last, answers and what survivors said."""
    month = str(sheet.month)
    provider = AggregateReturnProvider(generator(sheet.chance("statement", month)))
    monthly = (provider.statement(month, record_id=f"st-{month}"),)
    if not asked.asked(sheet):
        return monthly
    themes = prose(asked.THEMES, measure="survivor_feedback")
    heard = {"record_id": f"st-{month}-feedback", **themes}
    return (*monthly, *asked.answers(sheet, asked.CHARITY), heard)

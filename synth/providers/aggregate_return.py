"""Declared figures and statements: `fake.aggregate_return()`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from schemas.codes.declared import DECLARED, Declared
from schemas.codes.places import BROMLEY
from schemas.period import Period
from synth.formats import Row
from synth.providers.base import MONTH, Drawing, given

_STATEMENTS: Final = (
    "The service was open on every working day and nobody was turned away at the door.",
    "Demand was about as high as in the month before, and the waiting list is shorter.",
    "Two posts are vacant. Work with children went on as planned, and group sessions were full.",
    "The helpline was quieter than usual, while requests from other agencies rose a little.",
    "Staff finished their yearly training. The next group for parents begins after the holidays.",
    "Survivors asked most often for legal advice, help with money and a safe place to stay.",
)
_BREAKDOWNS: Final[Mapping[str, Mapping[str, str]]] = {
    "finance": {"project": "outreach", "financial_year": "2025-26"},
    "benchmark": {"area": BROMLEY, "indicator": "crime-share"},
}
"""Breakdowns without which a figure of the family cannot be read."""


def figure(
    measure: str, *, month: Period, value: int, cell: Mapping[str, str] | None = None
) -> Row:
    """A declared count for a month: a stock on its last day, or a flow over the whole of it.

    `cell` holds the dimensions of one cell; None is the total. The row has no `record_id` yet. A
    flow may also be of a longer period.
    """
    return _figure(measure, {"value": value}, month=month, cell=cell)


def share(
    measure: str, *, month: Period, part: int, whole: int, cell: Mapping[str, str] | None = None
) -> Row:
    """A declared part and its whole, otherwise as a count."""
    return _figure(measure, {"numerator": part, "denominator": whole}, month=month, cell=cell)


def prose(text: str, *, measure: str = "statement", question: str = "") -> Row:
    """A statement, and the question of a scrutiny board that it answers."""
    row: Row = {"statement_text": text, "breakdown": {"question": question} if question else None}
    return given(_named(DECLARED[measure]) | row)


def _figure(
    measure: str, held: Mapping[str, int], *, month: Period, cell: Mapping[str, str] | None
) -> Row:
    entry = DECLARED[measure]
    row: Row = {**held, **_span(entry, month), "breakdown": dict(cell) if cell else None}
    return given(_named(entry) | row)


class AggregateReturnProvider(Drawing):
    """Figures that an agency declares in place of records or beside them, and statements."""

    def statement(self, month: str = MONTH, *, record_id: str | None = None) -> Row:
        """A statement in prose."""
        text = " ".join(self._chance.sample(_STATEMENTS, k=3))
        return {
            "record_id": record_id or self._number("st"),
            **_named(DECLARED["statement"]),
            "statement_text": text,
        }

    def aggregate_return(
        self, month: str = MONTH, *, measure: str | None = None, record_id: str | None = None
    ) -> Row:
        """One figure for the month: of the measure, or of any that may be declared."""
        entry = DECLARED[measure or self._chance.choice(sorted(DECLARED))]
        if entry.unit == "text":
            prose = self.statement(month, record_id=record_id)
            return prose | _named(entry)
        period = Period.parse_month(month)
        row: Row = {"record_id": record_id or self._number("ag"), **_named(entry)}
        row |= self._valued(entry) | _span(entry, period)
        row["breakdown"] = _BREAKDOWNS.get(entry.family)
        row["benchmark_source"] = (
            "Published yearly statistics" if entry.family == "benchmark" else None
        )
        return given(row)

    def _valued(self, entry: Declared) -> Row:
        if entry.unit == "rate_num_den":
            base = self._chance.randint(50, 500)
            return {"numerator": self._chance.randint(0, base), "denominator": base}
        return {"value": self._chance.randint(0, 60_000 if entry.unit == "gbp" else 120)}


def _named(entry: Declared) -> Row:
    return {
        "family": entry.family, "measure": entry.name, "unit": entry.unit,
        "counting_rule": "as-declared", "status": "final",
    }  # fmt: skip


def _span(entry: Declared, month: Period) -> Row:
    if entry.stock:
        return {"as_at": month.end.isoformat()}
    return {"covers_from": month.start.isoformat(), "covers_to": month.end.isoformat()}

"""The catalogue of indicators: exactly what each divides by what, and what it is held against."""

from __future__ import annotations

from typing import Any

from api.reports.indicators import INDICATORS, Count, Indicator, Line, Source, Stated, Unavailable


def catalogue() -> list[dict[str, Any]]:
    """The indicators in force, each with exactly what is divided by what."""
    return [_described(indicator) for indicator in INDICATORS.values()]


def _described(indicator: Indicator) -> dict[str, Any]:
    return {**vars(indicator), "lines": [_line(indicator, line) for line in indicator.lines]}


def _line(indicator: Indicator, line: Line) -> dict[str, Any]:
    part, base = line.declared or (None, None)
    missing = line.numerator if isinstance(line.numerator, Unavailable) else None
    return {
        "line": line.name,
        "title": line.title,
        "unit": line.reads,
        "numerator": _source(line.numerator),
        "denominator": _source(line.denominator),
        "declared": _source(part),
        "declared_of": _source(base),
        "periods": line.periods if line.counts else (),
        "mix": line.mix or None,
        "median": line.median or None,
        "known": line.known,
        "valid_from": line.valid_from,
        "valid_to": line.valid_to,
        "direction": line.direction or indicator.direction,
        "unavailable": vars(missing) if missing else None,
    }


def _source(source: Source | None) -> dict[str, Any] | None:
    if isinstance(source, Count):
        return {
            "measure": source.measure,
            "filters": dict(source.filters),
            "unit": source.unit,
            "origin": "released",
        }
    if isinstance(source, Stated):
        return {
            "measure": source.measure,
            "filters": dict(source.cell),
            "unit": source.role,
            "origin": "declared",
            "months": source.months or None,
        }
    return None

"""How far a figure may be off, in plain words: by the noise that protects people, and by chance."""

from __future__ import annotations

from typing import Final

from api.reports.indicators.value import Form, Interval, Value
from api.reports.words import number

EXACT: Final = "This figure is shown as it was published, without noise."

_UNITS: Final[dict[Form, str]] = {
    "percent": " per cent",
    "rate": " for every 10,000",
    "ratio": " for each",
}


def said(value: Value) -> str:
    """One or two sentences on how far a value may be off; empty where there is no value."""
    if value.band is not None:
        return (
            "The band is the same whichever numbers the hidden counts hold; how far it may be off "
            "by chance is not worked out."
        )
    if value.value is None:
        return ""
    parts = [_noise(value), _chance(value)]
    return " ".join(part for part in parts if part)


def _noise(value: Value) -> str:
    if value.noise is None:
        return EXACT if value.declared is not None and value.declared.exact else ""
    return (
        f"Without the noise that protects people it would most likely lie between "
        f"{_between(value.noise, value.unit)}."
    )


def _chance(value: Value) -> str:
    if value.chance is None:
        return ""
    return (
        f"Numbers of this size move by chance alone: anything between "
        f"{_between(value.chance, value.unit)} would be no surprise."
    )


def _between(ends: Interval, unit: Form) -> str:
    return f"{number(ends.low)} and {number(ends.high)}{_UNITS.get(unit, '')}"

"""The arithmetic of indicators: a line's figure from released cells, and never from anything else.

Whoever works a value out hands in a way to read cells. A value is shown only where every count in
it is shown; what is not shown says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate, product
from typing import Final

from api.disclosure.derived import LEAST_BASE, percentage
from api.disclosure.showing import Status
from api.reports.indicators import intervals
from api.reports.indicators.model import LEAST_KNOWN, PER, Line, Read, Unavailable
from api.reports.indicators.value import Cell, Form, Interval, Value
from schemas.breakdowns import MISSING

LEAST_POPULATION: Final = 500
"""People on whom a rate is worked out at least (design: public denominators)."""

_HIDDEN_AT_MOST: Final = 4  # a hidden cell stands for 0 to 4 of the noisy count (design)
_DECIMALS: Final = 1  # of rates and ratios; the noise moves what stands behind it (design)


@dataclass(frozen=True)
class Reader:
    """What holds for whoever reads: the smallest base of a quotient, and what counts are rounded to
    by the profile.
    """

    least_base: int = LEAST_BASE
    rounding: int = 1


ANYBODY: Final = Reader()


def figure(
    line: Line, *, read: Read, reader: Reader = ANYBODY, least_known: int = LEAST_KNOWN
) -> Value:
    """Work out a line's figure from released cells.

    `least_known` is the per cent of records that must know what the line turns on.
    """
    if isinstance(line.numerator, Unavailable):
        return Value(None, "not_available", line.numerator.reason, unit=line.reads)
    numerator = read(line.numerator)
    base = read(line.denominator) if line.denominator is not None else None
    for cell in (base, numerator):
        if cell is not None and cell.value is None and cell.status != "suppressed":
            return Value(None, cell.status, cell.reason, unit=line.reads)
    unknown = _unknown(line, read=read, least=least_known)
    if base is not None:
        return unknown or quotient(line.reads, numerator, base=base, reader=reader)
    if unknown is not None and numerator.value is None:
        # Few records say whether it applies: none flagged is not none there (REQ-42).
        return replace(unknown, reason="flag_not_recorded")
    return counted(numerator, reader=reader)


def counted(cell: Cell, *, reader: Reader = ANYBODY) -> Value:
    """A released count, with how far the noise and chance may have moved it."""
    value = Value(cell.value, cell.status, cell.reason)
    if cell.value is None:
        return value
    return replace(
        value,
        noise=intervals.noise_of_count(cell.value, rounding=reader.rounding),
        chance=intervals.outward(intervals.poisson(cell.value)),
    )


def quotient(form: Form, numerator: Cell, *, base: Cell, reader: Reader = ANYBODY) -> Value:
    """A percentage, a rate or a ratio of two released counts, hidden with either of them."""
    if form == "percent":
        return _percent(numerator, base=base, reader=reader)
    least = LEAST_POPULATION if form == "rate" else reader.least_base
    part, whole = numerator.value, base.value
    if part is None or whole is None or whole < least:
        reason = "part_hidden" if None in (part, whole) else "base_too_small"
        return Value(None, "suppressed", reason, part, whole, unit=form)
    scale = PER if form == "rate" else 1
    noise, chance = _off(form, part, whole=whole, scale=scale)
    value = round(scale * part / whole, _DECIMALS)
    status = _status(numerator, base)
    return Value(value, status, "", part, whole, unit=form, noise=noise, chance=chance)


def shares(
    line: Line, *, cells: Mapping[str, Cell], base: Cell, reader: Reader = ANYBODY
) -> dict[str | None, Value]:
    """The share of each category of a line's mix, the one that is not known included.

    Where there is no cell to read, one value under None says why.
    """
    first = next(iter(cells.values()))
    if "" in cells or first.status not in ("ok", "provisional", "suppressed"):
        return {None: Value(None, first.status, first.reason, unit="percent")}
    if base.value is None and base.status != "suppressed":
        return {None: Value(None, base.status, base.reason, unit="percent")}
    wanted = line.mixed or tuple(cells)
    return {
        category: quotient("percent", cells[category], base=base, reader=reader)
        for category in wanted
        if category in cells
    }


def middle(cells: Mapping[str, Cell], *, reader: Reader = ANYBODY) -> Value:
    """The band that holds the median, of counts by ordered band.

    A hidden band may hold from none to four: there is a median only where it lies in the same band
    whichever they hold. Rows that have no value are left out.
    """
    known = {band: cell for band, cell in cells.items() if band != MISSING}
    for cell in known.values():
        if cell.value is None and cell.status != "suppressed":
            return Value(None, cell.status, cell.reason, unit="median")
    base = sum(cell.value or 0 for cell in known.values())
    if base < reader.least_base:
        return Value(None, "suppressed", "base_too_small", unit="median")
    bands = {_middle(filled) for filled in _fillings(known)}
    if len(bands) > 1:
        return Value(None, "suppressed", "between_bands", unit="median")
    return Value(None, _status(*known.values()), denominator=base, unit="median", band=bands.pop())


def _fillings(known: Mapping[str, Cell]) -> Iterator[Mapping[str, int]]:
    """The counts by band, hidden ones as low or as high as they may be."""
    hidden = [band for band, cell in known.items() if cell.value is None]
    shown = {band: cell.value or 0 for band, cell in known.items()}
    for counts in product((0, _HIDDEN_AT_MOST), repeat=len(hidden)):
        yield shown | dict(zip(hidden, counts, strict=True))


def _middle(counts: Mapping[str, int]) -> str:
    """The band in which half of the whole is reached."""
    reached = accumulate(counts.values())
    half = sum(counts.values()) / 2
    return next(band for band, count in zip(counts, reached, strict=True) if count >= half)


def _status(*cells: Cell) -> Status:
    """Of shown cells: provisional where one of them is."""
    statuses = [cell.status for cell in cells if cell.value is not None]
    return "provisional" if "provisional" in statuses else statuses[0]


def _percent(numerator: Cell, *, base: Cell, reader: Reader) -> Value:
    share = percentage(numerator.value, base=base.value, least_base=reader.least_base)
    if share.value is None or share.numerator is None or share.base is None:
        parts = (share.numerator, share.base)
        return Value(None, share.status, share.reason, *parts, unit="percent")
    noise, chance = _off("percent", share.numerator, whole=share.base, scale=100)
    return Value(
        share.value,
        _status(numerator, base),
        "",
        share.numerator,
        share.base,
        share.margin,
        "percent",
        noise=noise,
        chance=chance,
    )


def _off(form: Form, part: int, *, whole: int, scale: int) -> tuple[Interval, Interval | None]:
    """How far a quotient may be off, by noise and by chance.

    Incidents of one person are not independent of each other, so of a ratio no chance is said.
    """
    digits = 0 if form == "percent" else _DECIMALS
    most = 100 if form == "percent" else None
    moved = form != "rate"
    # Noise can carry a part above its whole; the share then stands at the whole.
    counted = min(part, whole) if form == "percent" else part
    noise = intervals.noise_of_quotient(counted, base=whole, scale=scale, moved_base=moved)
    told = intervals.outward(noise, digits=digits, most=most)
    if form == "ratio":
        return told, None
    if form == "percent":
        chance = intervals.wilson(part, base=whole, scale=scale)
    else:
        chance = intervals.poisson(part, scale=scale / whole)
    return told, intervals.outward(chance, digits=digits)


def _unknown(line: Line, *, read: Read, least: int) -> Value | None:
    """Say that too many records do not know what the line turns on.

    Read from released cells like everything else; where they are hidden nothing is said.
    """
    for everybody, unknown in line.checks:
        whole, missing = read(everybody).value, read(unknown).value
        if whole and missing and 100 * missing > (100 - least) * whole:
            return Value(None, "low_completeness", "field_incomplete", unit=line.reads)
    return None

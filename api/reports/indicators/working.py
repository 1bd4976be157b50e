"""The arithmetic of indicators: a line's figure from released cells, and never from anything else.

Whoever works a value out hands in a way to read cells. A value is shown only where every count in
it is shown; what is not shown says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import accumulate, product
from typing import Final

from api.disclosure.derived import LEAST_BASE, percentage
from api.disclosure.showing import Status
from api.reports.indicators import intervals
from api.reports.indicators.model import LEAST_KNOWN, PER, Count, Line, Read, Unavailable
from api.reports.indicators.value import Cell, Form, Value
from schemas.breakdowns import MISSING

LEAST_POPULATION: Final = 500
"""People on whom a rate is worked out at least (design: public denominators)."""

_HIDDEN_AT_MOST: Final = 4  # a hidden cell stands for 0 to 4 of the noisy count (design)
_DECIMALS: Final = 1  # of rates and ratios; the noise moves what stands behind it (design)


def figure(
    line: Line,
    *,
    read: Read,
    least_base: int = LEAST_BASE,
    least_known: int = LEAST_KNOWN,
    rounding: int = 1,
) -> Value:
    """Work out a line's figure from released cells.

    `least_base` is the smallest base of a quotient, `least_known` the per cent of records that must
    know what the line turns on, `rounding` what the reader's profile rounds counts to.
    """
    if isinstance(line.numerator, Unavailable):
        return Value(None, "not_available", line.numerator.reason, unit=line.reads)
    numerator = read(line.numerator)
    if line.denominator is None:
        return _counted(numerator, rounding=rounding)
    base = read(line.denominator)
    for cell in (base, numerator):
        if cell.value is None and cell.status != "suppressed":
            return Value(None, cell.status, cell.reason, unit=line.reads)
    unknown = isinstance(line.denominator, Count) and _unknown(
        line, read=read, of=line.denominator, least=least_known
    )
    return unknown or quotient(line.reads, numerator, base=base, least_base=least_base)


def quotient(form: Form, numerator: Cell, *, base: Cell, least_base: int = LEAST_BASE) -> Value:
    """A percentage, a rate or a ratio of two released counts, hidden with either of them."""
    if form == "percent":
        return _percent(numerator, base=base, least_base=least_base)
    least = LEAST_POPULATION if form == "rate" else least_base
    whole, part = base.value, numerator.value
    if whole is None or part is None or whole < least:
        reason = "part_hidden" if None in (whole, part) else "base_too_small"
        return Value(None, "suppressed", reason, part, whole, unit=form)
    scale = PER if form == "rate" else 1
    noise = intervals.noise_of_quotient(part, base=whole, scale=scale, moved_base=form != "rate")
    # Repeats of one person are not independent, so no interval of chance is said of a ratio.
    chance = intervals.poisson(part, scale=scale / whole) if form == "rate" else None
    return Value(
        round(scale * part / whole, _DECIMALS),
        numerator.status,
        "",
        part,
        whole,
        unit=form,
        noise=intervals.outward(noise, digits=_DECIMALS),
        chance=chance and intervals.outward(chance, digits=_DECIMALS),
    )


def middle(cells: Mapping[str, Cell], *, least_base: int = LEAST_BASE) -> Value:
    """The band that holds the median, of counts by ordered band.

    A hidden band may hold from none to four: there is a median only where it lies in the same band
    whichever they hold. Nothing is said of how many know the value.
    """
    known = {band: cell for band, cell in cells.items() if band != MISSING}
    for cell in known.values():
        if cell.value is None and cell.status != "suppressed":
            return Value(None, cell.status, cell.reason, unit="median")
    base = sum(cell.value or 0 for cell in known.values())
    if base < least_base:
        return Value(None, "suppressed", "base_too_small", unit="median")
    bands = {_middle(filled) for filled in _fillings(known)}
    if len(bands) > 1:
        return Value(None, "suppressed", "between_bands", unit="median")
    statuses = {cell.status for cell in known.values()}
    status: Status = "provisional" if "provisional" in statuses else "ok"
    return Value(None, status, denominator=base, unit="median", band=bands.pop())


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


def _counted(cell: Cell, *, rounding: int) -> Value:
    value = Value(cell.value, cell.status, cell.reason)
    if cell.value is None:
        return value
    return replace(
        value,
        noise=intervals.noise_of_count(cell.value, rounding=rounding),
        chance=intervals.outward(intervals.poisson(cell.value)),
    )


def _percent(numerator: Cell, *, base: Cell, least_base: int) -> Value:
    share = percentage(numerator.value, base=base.value, least_base=least_base)
    status = base.status if share.status == "ok" else share.status
    value = Value(
        share.value, status, share.reason, share.numerator, share.base, share.margin, "percent"
    )
    if share.value is None or share.numerator is None or share.base is None:
        return value
    noise = intervals.noise_of_quotient(share.numerator, base=share.base, scale=100)
    return replace(
        value,
        noise=intervals.outward(noise, most=100),
        chance=intervals.outward(intervals.wilson(share.numerator, base=share.base)),
    )


def _unknown(line: Line, *, read: Read, of: Count, least: int) -> Value | None:
    """Say that too many records do not know what the line turns on.

    Read from released cells like everything else; where they are hidden nothing is said.
    """
    whole = read(Count(of.dataset, unit=of.unit)).value
    for breakdown in line.known:
        missing = read(Count(of.dataset, ((breakdown, MISSING),), of.unit)).value
        if whole and missing and 100 * missing > (100 - least) * whole:
            return Value(None, "low_completeness", "field_incomplete", unit=line.reads)
    return None

"""Moments with their offset, as columns: what is certainly a good one, its instant and its day.

Only what both clocks are known to read alike is taken: years in which London's time is on record,
and offsets that exist. Any other moment is left to the field itself.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from schemas.dataset import Column
from schemas.fast.kinds import Kind

_FORM: Final = (
    r"^(?:19[7-9][0-9]|20[0-2][0-9]|203[0-6])-[0-9]{2}-[0-9]{2}"
    r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?"
    r"(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])$"
)
"""Years from 1970, when the record of the world's zones begins to be whole, to 2036, the last that
32-bit tables of zones reach to the end of (IANA); offsets as far as any zone has them."""
_LOCAL: Final = 19  # characters of a date and time of day without fraction or offset (RFC 3339)
_MINUTE: Final = 60_000_000  # microseconds
_NOUGHTS: Final = "000000"


class Moments:
    """Cells with a moment."""

    def __init__(self, column: Column, sources: tuple[str, ...]) -> None:
        self.column = column
        self._cell, self._instant = pl.col(sources[0]), f"{column.name}#"

    def coded(self) -> dict[str, pl.Expr]:
        local = self._local().str.to_datetime("%Y-%m-%dT%H:%M:%S", strict=False, time_unit="us")
        fraction = self._fraction().cast(pl.Int64, strict=False).fill_null(0)
        instant = local.cast(pl.Int64) + fraction - self._minutes() * _MINUTE
        return {self._instant: pl.when(self._cell.str.contains(_FORM)).then(instant)}

    def blank(self) -> pl.Expr:
        return self._cell.is_null()

    def taken(self) -> pl.Expr:
        return pl.col(self._instant).is_not_null()

    def stored(self) -> tuple[pl.Expr, ...]:
        """As Python writes the moment: six figures of a second or none, and never `Z`."""
        fraction = self._fraction()
        shown = pl.when(fraction != _NOUGHTS).then("." + fraction).otherwise(pl.lit(""))
        offset = self._cell.str.slice(-6)
        whole = self._cell.str.ends_with("Z") | (offset == "-00:00")
        return (self._local() + shown + pl.when(whole).then(pl.lit("+00:00")).otherwise(offset),)

    def seen(self, kind: Kind) -> pl.Expr | None:
        instant = pl.col(self._instant)
        if kind == "instant":
            return instant
        if kind != "day":
            return None
        moment = instant.cast(pl.Datetime("us", "UTC"))
        return moment.dt.convert_time_zone("Europe/London").dt.date().cast(pl.Int64)

    def _local(self) -> pl.Expr:
        return self._cell.str.slice(0, _LOCAL)

    def _fraction(self) -> pl.Expr:
        """The six figures after the second; null where there are none."""
        return self._cell.str.extract(r"\.([0-9]+)").str.pad_end(len(_NOUGHTS), "0")

    def _minutes(self) -> pl.Expr:
        """Minutes that the moment's clock is ahead of UTC."""
        hours, minutes = self._cell.str.slice(-5, 2), self._cell.str.slice(-2)
        size = hours.cast(pl.Int64, strict=False) * 60 + minutes.cast(pl.Int64, strict=False)
        ahead = pl.when(self._cell.str.slice(-6, 1) == "-").then(-size).otherwise(size)
        return pl.when(self._cell.str.ends_with("Z")).then(pl.lit(0)).otherwise(ahead)

"""One measurement and how it is shown: the service's, its peer's, and the ratio of the two."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """One measurement.

    Attributes:
        what: what was measured.
        value: how much of `unit`.
        unit: `rows/s`, `tokens/s`, `ms`, ...
        peer: what stands beside it; empty where nothing does.
        beside: the peer's, in the same unit.
        ratio: how the two compare, as `says` tells.
        says: what the ratio is: `of the peer's rate`, `times the peer's time`.
        aim: what the ratio is meant to be (design); empty where nothing is set.
    """

    what: str
    value: float
    unit: str
    peer: str = ""
    beside: float | None = None
    ratio: float | None = None
    says: str = ""
    aim: str = ""


def faster(what: str, rate: float, *, unit: str, peer: str, beside: float, aim: str = "") -> Figure:
    """A rate beside a peer's: a share of it."""
    return Figure(what, rate, unit, peer, beside, rate / beside, "of the peer's rate", aim)


def slower(
    what: str, seconds: float, *, unit: str = "ms", peer: str, beside: float, aim: str = ""
) -> Figure:
    """A time beside a peer's: so many times as long."""
    return Figure(
        what, seconds * 1e3, unit, peer, beside * 1e3, seconds / beside, "times as long", aim
    )


def as_json(figures: Iterable[Figure]) -> str:
    """The figures as one JSON document."""
    return json.dumps({"figures": [asdict(each) for each in figures]}, indent=2)


def as_table(figures: Iterable[Figure]) -> str:
    """The figures as lines of text with aligned columns."""
    heads = ("what", "measured", "beside it", "", "ratio", "aim")
    lines = [heads, *(_cells(each) for each in figures)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _cells(each: Figure) -> tuple[str, ...]:
    ratio = "" if each.ratio is None else f"{each.ratio:.2f} {each.says}"
    beside = "" if each.beside is None else _number(each.beside, each.unit)
    return (each.what, _number(each.value, each.unit), beside, each.peer, ratio, each.aim)


def _number(value: float, unit: str) -> str:
    return f"{value:,.0f} {unit}" if value >= 100 else f"{value:,.2f} {unit}"

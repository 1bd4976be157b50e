"""An indicator's values as a table and as SDMX-CSV, made from their JSON document.

What belongs here: a line for every figure of the answer, its pairs among them, since an indicator
may not appear without them. What does not: deciding what an answer shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, Final

from api.reports.formats import structures
from api.reports.formats.aggregates import (
    CAVEATS,
    Document,
    header_of_coverage,
    header_of_release,
    released,
)
from api.reports.formats.sdmx import Row, sdmx_csv, when
from api.reports.formats.shape import TOTAL
from api.reports.formats.table import Table
from schemas.period import Period

_HELD: Final[Mapping[str, str]] = {
    "OBS_VALUE": "value", "OBS_STATUS": "status", "REASON": "reason", "UNIT": "unit",
    "BAND": "band", "NUMERATOR": "numerator", "DENOMINATOR": "denominator", "MARGIN": "margin",
    "UNCERTAINTY": "uncertainty",
}  # fmt: skip
"""Columns that hold a member of a value as it is."""

_RETURNS: Final = ("expected", "received", "on_time", "share_on_time", "median_days", "statements")

COLUMNS: Final = (
    "INDICATOR", "VERSION", "ROLE", "PERIOD", "LINE", "CATEGORY", "FIGURE_NO", *_HELD, "NOISE_LOW",
    "NOISE_HIGH", "CHANCE_LOW", "CHANCE_HIGH", "MOVEMENT", "DECLARED_BY", "AREA", "FIRST_DAY",
    "LAST_DAY", "SOURCE",
)  # fmt: skip
"""The columns of the table, under the names that they have in SDMX."""

_NAMES: Final = {"OBS_VALUE": "value", "OBS_STATUS": "status"}


def table(document: Document) -> Table:
    """A line for each figure, under what holds for all of them."""
    names = [_NAMES.get(name, name.lower()) for name in COLUMNS]
    rows = [[_blank(row.get(name)) for name in COLUMNS] for row in figures(document)]
    return Table(_header(document), names, rows)


def sdmx(document: Document) -> str:
    """The figures as SDMX-CSV 2.0."""
    held = {**released(document), **_coverage(document["coverage"])}
    return sdmx_csv(
        structures.structure(structures.VALUES), ({**held, **row} for row in figures(document))
    )


def _coverage(coverage: list[Document]) -> Row:
    """Who is in the figures of any of the indicator's datasets, and what breaks their series."""
    breaks = [(each["dataset"], b) for each in coverage for b in each["series_breaks"]]
    return {
        "CONTRIBUTORS": sorted({agency for each in coverage for agency in each["included"]}),
        "SERIES_BREAKS": [f"{dataset} {b['agency']} {b['month']}" for dataset, b in breaks],
    }


def figures(document: Document) -> Iterator[Row]:
    """Every figure of the answer, by component."""
    now = when(Period.parse(document["period"]))
    own = {"VERSION": document["version"], "SPLIT_BY": document["by"], **now}
    yield from _numbered(document["id"], "value", document["values"], own)
    for pair in document["paired"]:
        other = {"VERSION": pair["version"], **now}
        yield from _numbered(pair["id"], "pair", pair["values"], other)
    earlier = document["comparison"]
    if earlier:
        then = {**own, **when(Period.parse(earlier["period"]))}
        yield from _numbered(document["id"], "earlier", earlier["values"], then)
    yield from _numbered(document["id"], "benchmark", document["benchmarks"], own)
    yield from _numbered(document["id"], "band", [*map(_band, document["bands"])], own)
    yield from _numbered(document["id"], "returns", [*_returns(document["returns"])], own)


def _numbered(indicator: str, role: str, values: list[Document], rest: Document) -> Iterator[Row]:
    for number, each in enumerate(values, start=1):
        yield {
            **rest, **_figure(each),
            "INDICATOR": indicator, "ROLE": role, "FIGURE_NO": number,
        }  # fmt: skip


def _figure(value: Document) -> Row:
    """One value, a published benchmark, a band or a count of returns, by component."""
    declared = value.get("declared") or {}
    days = declared or value
    return {
        **{name: value.get(member) for name, member in _HELD.items()},
        **_ends("NOISE", value.get("noise")),
        **_ends("CHANCE", value.get("chance")),
        "LINE": value.get("line") or TOTAL,
        "CATEGORY": value.get("category") or TOTAL,
        "MOVEMENT": _movement(value.get("movement")),
        "DECLARED_BY": declared.get("agency"),
        "AREA": value.get("area"),
        "FIRST_DAY": days.get("first_day"),
        "LAST_DAY": days.get("last_day"),
        "SOURCE": days.get("source"),
    }


def _ends(name: str, span: Document | None) -> Row:
    return {f"{name}_LOW": span["low"], f"{name}_HIGH": span["high"]} if span else {}


def _movement(moved: Document | None) -> str | None:
    """How the value moved, or why the two are not set side by side."""
    if moved is None:
        return None
    said: str = moved["verdict"] or moved["status"]
    return said


def _band(band: Document) -> Document:
    return {
        "line": f"{band['dataset']}.{band['field']}",
        "category": band["agency"],
        "band": band["band"],
        "status": "ok",
        "reason": band["main_reason"] or "",
    }


def _returns(known: Document | None) -> Iterator[Document]:
    for name in _RETURNS if known else ():
        value = known[name] if known else None
        status = "ok" if value is not None else "not_available"
        yield {"line": name, "value": value, "status": status}


def _blank(value: Any) -> Any:
    """Nothing where the figure has no line or category of its own."""
    return None if value == TOTAL else value


def _header(document: Document) -> list[tuple[str, Any]]:
    whole = [(name, document[name]) for name in ("id", "title", "version", "direction")]
    whole += [("split_by", document["by"])]
    cautions = [("caveat", each["caution"]) for each in (document, *document["paired"])]
    coverage = (
        [("dataset", each["dataset"]), *header_of_coverage(each, breaks=each["series_breaks"])]
        for each in document["coverage"]
    )
    compared = document["comparison"]
    against = [("compared", [compared["period"], compared["status"]])] if compared else []
    unknown = document["not_known"]
    not_known = [("not_known_percent", [unknown["percent"], unknown["status"]])] if unknown else []
    caveats = [*(each for each in cautions if each[1]), *(("caveat", words) for words in CAVEATS)]
    return [
        *whole, *header_of_release(document), *against, *not_known, *chain(*coverage), *caveats,
    ]  # fmt: skip

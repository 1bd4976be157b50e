"""How returns stand as a table and as SDMX-CSV, made from the JSON document of participation.

What belongs here: a line for each return; what is known of all of them stands in the header block.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from api.reports.formats import structures
from api.reports.formats.sdmx import Row, sdmx_csv, when
from api.reports.formats.table import Table
from schemas.period import Period

COLUMNS: Final = (
    "agency", "agency_name", "dataset", "month", "status", "level", "due_on", "late", "received_on",
    "days", "reminder",
)  # fmt: skip


def table(document: Mapping[str, Any]) -> Table:
    """A line for each return, under how soon they came and how complete they are."""
    rows = [[each[name] for name in COLUMNS] for each in document["returns"]]
    return Table([*_header(document)], COLUMNS, rows)


def sdmx(document: Mapping[str, Any]) -> str:
    """The returns as SDMX-CSV 2.0; what is observed is how many days they took."""
    return sdmx_csv(structures.structure(structures.RETURNS), _observed(document))


def _observed(document: Mapping[str, Any]) -> Iterator[Row]:
    for each in document["returns"]:
        yield {
            **{name.upper(): each[name] for name in COLUMNS},
            **when(Period.parse_month(each["month"])),
            "OBS_VALUE": each["days"],
            "RETURN_STATUS": each["status"],
        }


def _header(document: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    yield ("period", document["period"])
    for name, count in document["statuses"].items():
        yield ("returns", [name, count])
    yield ("late", document["late"])
    if document["release"]:
        yield ("release", document["release"]["release_id"])
        yield ("epoch", document["release"]["epoch"])
    for each in document["timeliness"]:
        said = [each[name] for name in ("owed", "came", "in_time", "median_days")]
        yield ("timeliness", [each["dataset"] or "all", *_words(said)])
    for each in document["equality"]:
        said = [each["agency"] or "all", each["dataset"], each["field"], each["band"]]
        yield ("equality", [*said, *_words([each["main_reason"]])])
    for each in document["gaps"]:
        yield ("gap", [each["agency"], each["dataset"], each["field"], *each["said"]])


def _words(values: list[Any]) -> list[Any]:
    return ["" if each is None else each for each in values]

"""The answer to a question as a table and as SDMX-CSV, made from its JSON document.

What belongs here: which member of the document stands in which column. What does not: deciding what
an answer shows; both forms hold what the document holds and no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, Final

from api.reports.formats import structures
from api.reports.formats.sdmx import Row, sdmx_csv, when
from api.reports.formats.shape import TOTAL, Structure, code, identifier
from api.reports.formats.table import Table
from schemas.datasets import DATASETS
from schemas.linked import FAMILY, MEASURES
from schemas.period import Period

Document = Mapping[str, Any]

CAVEATS: Final = (
    "A value that is hidden is empty: none and a few look alike.",
    "Totals are moved on their own, so parts need not add up to them.",
)
"""Said above every table of released counts."""

_FIGURE: Final = (
    "agency", "numerator", "denominator", "as_at", "covers_from", "covers_to", "delivered_for",
    "counting_rule", "provisional", "exact", "source",
)  # fmt: skip


def table(document: Document) -> Table:
    """A line for each observation, then one for each declared figure, under what holds for all.

    Columns of declared figures are there only where the answer has any.
    """
    by, declared = document["by"], document["declared"]
    said = _asked(document)
    figure = _FIGURE if declared else ()
    rows: list[list[Any]] = [
        [*said.values(), *(each[name] for name in (*by, "value", "status")), *("" for _ in figure)]
        for each in document["observations"]
    ]
    rows += [
        [*(said | {"unit": each["unit"]}).values(), *("" for _ in by), each.get("value"),
         each["status"], *(each.get(name) for name in figure)]
        for each in declared
    ]  # fmt: skip
    return Table(_header(document), (*said, *by, "value", "status", *figure), rows)


def sdmx(document: Document) -> str:
    """The observations as SDMX-CSV 2.0; of a measure that is only declared, its figures."""
    held = structures.structure(_structure(document["measure"]))
    rows = _declared(document) if held.name == structures.FIGURES else _observed(document, held)
    return sdmx_csv(held, rows)


def released(document: Document) -> dict[str, Any]:
    """What is said of a release beside every figure from it."""
    release = document["release"]
    return {
        **when(Period.parse(document["period"])),
        "RELEASE": release["release_id"],
        "EPOCH": release["epoch"],
        "SEALED_AT": release["sealed_at"],
        "POLICY": release["policy_version"],
        "NOISE": document["noise"],
        "ADDITIVE": document["additive"],
    }


def header_of_release(document: Document) -> Iterator[tuple[str, Any]]:
    """The lines of a header block that are about the release and who may read it."""
    release = document["release"]
    yield from (("period", document["period"]), ("release", release["release_id"]))
    yield from (("epoch", release["epoch"]), ("sealed_at", release["sealed_at"]))
    yield from (("policy", release["policy_version"]), ("noise", document["noise"]))
    yield from (("additive", document["additive"]), ("purpose", document["purpose"]))
    yield ("agreement", document["agreement"])


def header_of_coverage(coverage: Document, *, breaks: Any) -> Iterator[tuple[str, Any]]:
    """The lines of a header block on who is in, who is not, and what breaks the series."""
    yield ("contributors", coverage["included"])
    for each in coverage["returns"]:
        yield ("return", [each["status"], each["agency"], *each["months"]])
    for each in breaks:
        yield ("series_break", [each["agency"], each["month"], each["before"], each["after"]])


def _asked(document: Document) -> dict[str, Any]:
    """What a line is an answer to; a filter stands under the name of its breakdown."""
    return {
        "measure": document["measure"],
        "unit": document["unit"],
        "period": document["period"],
        "release": document["release"]["release_id"],
        "epoch": document["release"]["epoch"],
        **document["filters"],
    }


def _header(document: Document) -> list[tuple[str, Any]]:
    whole = [(name, document[name]) for name in ("measure", "title", "unit")]
    status = [("status", document["status"]), ("reasons", document["reasons"])]
    status += [("agencies", document["agencies"])] if document["agencies"] else []
    coverage = header_of_coverage(document["coverage"], breaks=document["series_breaks"])
    caveats = [("caveat", sentence) for sentence in CAVEATS]
    return [*chain(whole, header_of_release(document), status, coverage, caveats)]


def _structure(measure: str) -> str:
    """The name of the structure that a measure's figures have."""
    first = measure.partition(".")[0]
    if first == FAMILY:
        return MEASURES[measure].name
    return first if first in DATASETS else structures.FIGURES


def _observed(document: Document, of: Structure) -> Iterator[Row]:
    held = _whole(document)
    splits = {
        each.id: TOTAL
        for each in of.components
        if each.role == "dimension" and each.codes and each.codes.items[0][0] == TOTAL
    }
    filters = {identifier(by): code(word) for by, word in document["filters"].items()}
    for each in document["observations"]:
        cell = {identifier(by): code(str(each[by])) for by in document["by"]}
        yield {
            **held, **splits, **filters, **cell,
            "OBS_VALUE": each["value"], "OBS_STATUS": each["status"],
        }  # fmt: skip


def _declared(document: Document) -> Iterator[Row]:
    held = _whole(document)
    for number, each in enumerate(document["declared"], start=1):
        described = {name.upper(): each.get(name) for name in (*_FIGURE, "unit")}
        cell = [f"{name}={word}" for name, word in (each.get("breakdown") or {}).items()]
        yield {
            **held, **described, "FIGURE_NO": number, "BREAKDOWN": cell,
            "OBS_VALUE": each.get("value"), "OBS_STATUS": each["status"],
        }  # fmt: skip


def _whole(document: Document) -> dict[str, Any]:
    """What holds for every line of an answer."""
    return {
        **released(document),
        "MEASURE": code(document["measure"]),
        "UNIT_MEASURE": document["unit"],
        "REASONS": document["reasons"],
        "CONTRIBUTORS": document["coverage"]["included"],
        "SERIES_BREAKS": [
            f"{each['agency']} {each['month']}" for each in document["series_breaks"]
        ],
    }

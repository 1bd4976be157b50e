"""Several forms at one address: which of them a request would rather have.

What belongs here: the choice by word or by `Accept`, and the fields that go with a form. What does
not: what a page or a table says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import flask

from api.reports.formats import sdmx
from api.reports.formats.table import Table
from schemas import pages

JSON: Final = "application/json"
HTML: Final = "text/html"
MARKDOWN: Final = "text/markdown"
CSV: Final = "text/csv"
SDMX_CSV: Final = sdmx.VERSIONED

FIGURES: Final = {"json": JSON, "csv": CSV, "sdmx-csv": SDMX_CSV}
"""The forms of figures, by their words; the first is given where none is asked for."""

TEXT: Final = {"schema": {"type": "string"}}
"""Says in the contract that a form is text."""

AS_TEXT: Final = {200: {"content": {CSV: TEXT, sdmx.MEDIA_TYPE: TEXT}}}
"""Says in the contract that an address also gives tables."""

PAGES: Final = {200: {"content": {HTML: TEXT}}}
"""Says in the contract that an address also gives a page."""


def page_wanted(query: Mapping[str, Any]) -> bool:
    """Whether a page is asked for, by word or by what the client says it would rather have."""
    if "format" in query:
        return bool(query["format"] == "html")
    flask.after_this_request(_varying)
    offered = flask.request.accept_mimetypes
    return offered.best_match([JSON, HTML], JSON) == HTML


def form_wanted(query: Mapping[str, Any], offered: Mapping[str, str]) -> str:
    """The media type to answer in, of those `offered` by their words.

    The first is what is given to who asks for none of them. One with a version may be asked for
    without it.
    """
    if "format" in query:
        return offered[query["format"]]
    flask.after_this_request(_varying)
    types = [*offered.values()]
    spelled = {each: each for each in types} | {each.partition(";")[0]: each for each in types}
    wanted: str = flask.request.accept_mimetypes.best_match([*spelled], types[0])
    return spelled[wanted]


def accepted(offered: Iterable[str]) -> str:
    """The media type to answer in, of those offered; who names none takes any, and has the first
    (RFC 9110 section 12.5.1).

    Raises:
        NotAcceptable: none of those that are named is offered.
    """
    named, types = flask.request.accept_mimetypes, [*offered]
    wanted: str | None = named.best_match(types) if named else types[0]
    return wanted or flask.abort(406)


def figures(
    document: Mapping[str, Any],
    *,
    wanted: str,
    table_of: Callable[[Mapping[str, Any]], Table],
    sdmx_of: Callable[[Mapping[str, Any]], str],
) -> flask.Response:
    """Figures in the form that is wanted of `FIGURES`, each made from their document."""
    if wanted == CSV:
        return table(table_of(document))
    if wanted == SDMX_CSV:
        return text(sdmx_of(document), media_type=SDMX_CSV)
    return flask.jsonify(document)


def table(made: Table) -> flask.Response:
    """A table as CSV."""
    return text(made.csv(), media_type=CSV)


def text(written: str, *, media_type: str) -> flask.Response:
    """Text of a media type, in UTF-8."""
    return flask.Response(written, content_type=f"{media_type}; charset=utf-8")


def page(text: str) -> flask.Response:
    """A page with its style and nothing else."""
    answer = flask.Response(text, content_type=f"{HTML}; charset=utf-8")
    answer.headers["Content-Security-Policy"] = pages.POLICY
    return answer


def _varying(answer: flask.Response) -> flask.Response:
    answer.vary.add("Accept")
    return answer

"""Several forms at one address: which of them a request would rather have.

What belongs here: the choice by word or by `Accept`, and the fields that go with a form. What does
not: what a page or a table says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import flask

from api.reports.formats.table import Table
from schemas import pages

JSON: Final = "application/json"
HTML: Final = "text/html"
CSV: Final = "text/csv"
PAGES: Final = {200: {"content": {HTML: {"schema": {"type": "string"}}}}}
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

    The first is what is given to who asks for none of them.
    """
    if "format" in query:
        return offered[query["format"]]
    flask.after_this_request(_varying)
    types = [*offered.values()]
    wanted: str = flask.request.accept_mimetypes.best_match(types, types[0])
    return wanted


def table(made: Table) -> flask.Response:
    """A table as CSV."""
    return flask.Response(made.csv(), content_type=f"{CSV}; charset=utf-8")


def page(text: str) -> flask.Response:
    """A page with its style and nothing else."""
    answer = flask.Response(text, content_type=f"{HTML}; charset=utf-8")
    answer.headers["Content-Security-Policy"] = pages.POLICY
    return answer


def _varying(answer: flask.Response) -> flask.Response:
    answer.vary.add("Accept")
    return answer

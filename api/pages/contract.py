"""The published contract as JSON, and as a page to read."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

import flask
from markupsafe import Markup, escape


def pages(document: Callable[[], dict[str, Any]]) -> flask.Blueprint:
    """`/openapi.json` and `/docs`, both made from one document.

    Args:
        document: gives the OpenAPI document; asked once.
    """
    blueprint = flask.Blueprint("pages", __name__, template_folder="templates")
    made: dict[str, Any] = {}

    def once() -> dict[str, Any]:
        if not made:
            made.update(document())
        return made

    def contract() -> flask.Response:
        return flask.jsonify(once())

    def docs() -> str:
        return flask.render_template(
            "docs.html", contract=once(), operations=_operations(once()), titles=_TITLES
        )

    blueprint.add_app_template_filter(_ticked, "ticked")
    blueprint.add_url_rule("/openapi.json", "contract", contract, methods=["GET"])
    blueprint.add_url_rule("/docs", "docs", docs, methods=["GET"])
    return blueprint


def _ticked(text: str) -> Markup:
    """Words between backticks as code."""
    return Markup(_TICKS.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped


_TICKS: Final = re.compile(r"`([^`]+)`")
_LAST: Final = ("oauth", "operations")
"""Groups that most readers come for last."""
_TITLES: Final = {"oauth": "OAuth"}


def _operations(made: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The operations under their first tag, as the page shows them."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path, item in made["paths"].items():
        for method, operation in item.items():
            if method != "parameters":
                tag = (operation.get("tags") or ["other"])[0]
                shown = {"path": path, "method": method.upper(), **operation}
                shown["all_parameters"] = [
                    *item.get("parameters", []),
                    *operation.get("parameters", []),
                ]
                found.setdefault(tag, []).append(shown)
    return {tag: found[tag] for tag in sorted(found, key=lambda tag: (tag in _LAST, tag))}

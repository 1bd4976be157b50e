"""The application: blueprints, problems, request ids and log lines put together for one process.

It is made by a factory from settings; nothing is read from the environment here.
"""

from __future__ import annotations

import re
import secrets
import time
from contextlib import closing
from typing import Any, Final

import flask
from werkzeug.middleware.proxy_fix import ProxyFix

from api import contract, limits, logs, problems, service
from api.db import Database
from api.ledger import Ledger, LedgerError
from api.pages import pages
from api.services.rights import replaying
from api.settings import Settings
from api.v1 import BLUEPRINTS, PUBLIC
from api.v1.doors import refused, unmet
from auth import routes as oauth
from auth.caller import Caller
from auth.protect import Guard

DOCUMENT_LIMIT: Final = 4 << 20
"""Bytes of a body that is not a return: 10,000 pairs of references take 2 MB (design)."""
_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9-]{1,64}")


def create_app(settings: Settings) -> flask.Flask:
    """The application of these settings, for one process.

    Raises:
        VaultError: a secret is missing from the key folder.
        LedgerError: the database brought back persons who were erased.
    """
    _refuse_revived(settings)
    app = flask.Flask("safershare", static_folder=None)
    app.config.update(_config(settings))
    app.json.sort_keys = False  # type: ignore[attr-defined]  # a provider of Flask's own
    running = service.made(settings)
    app.extensions[service.EXTENSION] = running
    Guard(running.auth).install(app)
    problems.install(app, refused=refused)
    app.register_blueprint(oauth.blueprint(running.auth))
    collected = contract.collect(app)
    for blueprint in BLUEPRINTS:
        collected.register_blueprint(blueprint, url_prefix="/v1")
    for blueprint in PUBLIC:
        collected.register_blueprint(blueprint)
    app.register_blueprint(pages(lambda: contract.of(app)))
    _follow(app)
    limits.install(app, counted=running.auth.limits, refused=unmet)
    if settings.trusted_proxies:
        _believe(app, proxies=settings.trusted_proxies)
    return app


def _believe(app: flask.Flask, *, proxies: int) -> None:
    """Take the sender's address from the last so many proxies, and nothing else of what they say.

    Entries of X-Forwarded-For further left are the sender's own words.
    """
    app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
        app.wsgi_app, x_for=proxies, x_proto=0, x_host=0, x_port=0, x_prefix=0
    )


def _refuse_revived(settings: Settings) -> None:
    """Serve no database that is older than an erasure; `safershare serve` has put it right before.

    Where nobody was ever erased there is no ledger, and the database is not asked.
    """
    ledger = Ledger.beside_keys(settings.key_dir)
    if not ledger.path.exists():
        return
    with closing(Database(settings.database_url, operating=True)) as database:
        if replaying.pending(database, ledger):
            raise LedgerError(
                "The database is older than an erasure and has erased persons again. Run"
                " `safershare db tidy`, which erases them, before it is served."
            )


def _config(settings: Settings) -> dict[str, Any]:
    return {
        "API_TITLE": "SaferShare",
        "API_VERSION": "v1",
        "OPENAPI_VERSION": "3.1.0",
        "MAX_CONTENT_LENGTH": DOCUMENT_LIMIT,
        "MAX_FORM_MEMORY_SIZE": 1 << 20,
        "MAX_FORM_PARTS": 8,
        "SESSION_COOKIE_SECURE": settings.environment == "live",
    }


def _follow(app: flask.Flask) -> None:
    """Give every request an id, and every answer its log line."""

    def begin() -> None:
        sent = flask.request.headers.get("X-Request-ID", "")
        flask.g.request_id = sent if _REQUEST_ID.fullmatch(sent) else secrets.token_hex(8)
        flask.g.began = time.perf_counter()

    def end(answer: flask.Response) -> flask.Response:
        answer.headers["X-Request-ID"] = flask.g.request_id
        answer.headers["X-Content-Type-Options"] = "nosniff"
        if "caller" in flask.g:
            answer.headers["Cache-Control"] = "no-store"
        rule = flask.request.url_rule
        caller = flask.g.get("caller")
        logs.request_done(
            request_id=flask.g.request_id,
            method=flask.request.method,
            route=rule.rule if rule else "",
            status=answer.status_code,
            milliseconds=(time.perf_counter() - flask.g.began) * 1000,
            client_id=caller.client_id if isinstance(caller, Caller) else None,
            code=flask.g.get("problem_code"),
        )
        return answer

    app.before_request(begin)
    app.after_request(end)

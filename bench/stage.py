"""The service set up to be measured: an invented partnership on a fresh database of an engine.

The agencies' systems are the product's own client; in process, it speaks to the application without
a network between.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import httpx
from flask import Flask
from sqlalchemy import make_url

from api import service
from api.app import create_app
from api.cli import borough
from api.cli.client.credentials import Credentials
from api.cli.client.session import Agency
from api.cli.demo.server import HOST, free_port
from api.settings import Settings
from migrations.run import upgrade
from schemas.period import Period
from synth.partnership import PLAN, Client
from tests.databases import Databases, PostgresTemplates
from tests.postgres import postgres_server

QUARTER: Final = Period.parse("2025-26-Q4")
NOW: Final = "2026-04-20T09:00:00+00:00"
UNBOUND: Final = Client(
    "met-bromley-unbound",
    "met-bromley",
    frozenset({"returns:read", "returns:write"}),
    dpop_required=False,
)
"""A client whose tokens are bound to no key, for what binding costs."""


@dataclass(frozen=True)
class Stage:
    """One engine's installation.

    Attributes:
        engine: `sqlite` or `postgresql`.
        variables: the settings of a process that would serve it.
        held: credentials by client.
        app: the application in this process.
        owner_url: the database for whoever may write any row of it, where volume is made.
    """

    engine: str
    folder: Path
    variables: Mapping[str, str]
    held: Mapping[str, Credentials]
    app: Flask
    owner_url: str

    @property
    def running(self) -> service.Service:
        """The service behind the application."""
        made: service.Service = self.app.extensions[service.EXTENSION]
        return made

    @property
    def url(self) -> str:
        """The service's public address."""
        return self.variables["SAFERSHARE_PUBLIC_URL"]

    def system(self, client_id: str, *, served: bool = False) -> Agency:
        """The system of a client, speaking to the application here or to the served one."""
        transport = None if served else httpx.WSGITransport(app=self.app)
        return Agency(self.held[client_id], clock=lambda: datetime.now(UTC), transport=transport)


@contextmanager
def stage(engine: str) -> Iterator[Stage]:
    """Set one engine up, and take it down."""
    with TemporaryDirectory(prefix="safershare-bench-") as name, ExitStack() as held:
        folder = Path(name)
        yield _made(engine, folder, _databases(engine, folder, held=held), held=held)


def _databases(engine: str, folder: Path, *, held: ExitStack) -> Databases:
    if engine == "sqlite":
        address = f"sqlite:///{folder / 'safershare.db'}"
        upgrade(address, environment="sandbox")
        return Databases(engine, address, address)
    server = held.enter_context(postgres_server())
    templates = held.enter_context(closing(PostgresTemplates(server)))
    made = held.enter_context(templates.database())
    # Row-level security is forced on the owner as well; the server's own user passes it.
    everything = server.set(database=make_url(made.app_url).database)
    return replace(made, owner_url=everything.render_as_string(hide_password=False))


def _made(engine: str, folder: Path, databases: Databases, *, held: ExitStack) -> Stage:
    url = f"http://{HOST}:{free_port()}"
    variables = {
        "SAFERSHARE_DATABASE_URL": databases.app_url,
        "SAFERSHARE_KEY_DIR": str(folder / "keys"),
        "SAFERSHARE_PUBLIC_URL": url,
        "SAFERSHARE_SANDBOX_NOW": NOW,
    }
    using = Settings.from_environment(variables)
    plan = replace(PLAN, clients=(*PLAN.clients, UNBOUND))
    raised = borough.prepare(plan, months=QUARTER.months())
    borough.found(using, raised.founding)
    app = create_app(using)
    held.callback(app.extensions[service.EXTENSION].database.close)
    clients = borough.credentials(plan, raised, url=url)
    return Stage(engine, folder, variables, clients, app, databases.owner_url)

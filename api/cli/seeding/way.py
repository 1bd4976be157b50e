"""The way to the service: in this process, over the network, or to a server of the command's own.

A sandbox's clock can be set where this command runs the service; where it runs already, it has its
own. What is sent on the way does not belong here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import click
import httpx

from api import service
from api.app import create_app
from api.cli.demo import server
from api.cli.failures import Failure
from api.services.releases.taking import Worker, work
from api.settings import Settings


@dataclass(frozen=True)
class Open:
    """An open way.

    Attributes:
        transport: how requests go; None over the network.
        work: does the sealings that were asked for, where no server does.
    """

    transport: httpx.BaseTransport | None = None
    work: Callable[[], object] | None = None


@dataclass(frozen=True)
class Way:
    """How the service is reached.

    Attributes:
        using: the settings of this installation.
        via: the address of a service that runs; None for none.
        serves: whether the command starts the service, at its public address.
        log: what that server says.
    """

    using: Settings
    via: str | None
    serves: bool
    log: Path

    @property
    def url(self) -> str:
        """The address of the service."""
        return (self.via or self.using.public_url).rstrip("/")

    @contextmanager
    def open(self, now: datetime | None = None) -> Iterator[Open]:
        """The way, with the service's clock at a moment or as it is set."""
        if self.via:
            yield Open()
        elif self.serves:
            with self._served(now):
                yield Open()
        else:
            with _inside(replace(self.using, sandbox_now=now) if now else self.using) as way:
                yield way

    @contextmanager
    def _served(self, now: datetime | None) -> Iterator[None]:
        if _answers(self.url):
            raise Failure(f"Something answers at {self.url} already; send to it by --via-http.")
        held = {name: v for name, v in os.environ.items() if name.startswith("SAFERSHARE_")}
        if now:
            held["SAFERSHARE_SANDBOX_NOW"] = now.isoformat()
        port = urlsplit(self.url).port or 80
        with server.running(port=port, variables=held, log=self.log):
            yield


def checked(using: Settings, *, via: str | None, serves: bool) -> None:
    """See that the way can be gone.

    Raises:
        UsageError: it cannot, whatever answers there.
    """
    if via and serves:
        raise click.UsageError("Give --via-http or --serve, not both.")
    if via and (urlsplit(via).scheme not in {"http", "https"} or not urlsplit(via).hostname):
        raise click.UsageError("--via-http is an address, http://... or https://...")
    own = urlsplit(using.public_url)
    if serves and (own.scheme != "http" or own.hostname != server.HOST):
        raise click.UsageError(
            f"--serve is for a service at http://{server.HOST}:PORT; see SAFERSHARE_PUBLIC_URL."
        )


@contextmanager
def _inside(using: Settings) -> Iterator[Open]:
    """The application in this process."""
    app = create_app(using)
    running = app.extensions[service.EXTENSION]
    worker = Worker(
        running.database, running.auth, running.now, running.business_now, running.today
    )
    try:
        yield Open(httpx.WSGITransport(app=app), lambda: work(worker))
    finally:
        running.database.close()


def _answers(url: str) -> bool:
    try:
        httpx.get(f"{url}/healthz", trust_env=False)
    except httpx.TransportError:
        return False
    return True

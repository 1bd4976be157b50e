"""The systems of several agencies side by side, for commands that act for all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import datetime
from typing import Self

import httpx

from api.cli.borough import CASEWORK, returns_client
from api.cli.client.credentials import Credentials
from api.cli.client.session import Agency
from api.clock import now


class Partners:
    """The agencies' systems, each with its own credentials, tokens and connections.

    Args:
        held: credentials by client.
        transport: the way to the service, where it is not the network.
        clock: gives the moment that proofs are made at.
    """

    def __init__(
        self,
        held: Mapping[str, Credentials],
        *,
        transport: httpx.BaseTransport | None = None,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._held = held
        self._transport, self._clock = transport, clock
        self._sessions: dict[str, Agency] = {}
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self._open.close()

    def agency(self, agency_id: str) -> Agency:
        """The system by which an agency sends its returns."""
        return self._client(returns_client(agency_id))

    def casework(self, agency_id: str) -> Agency:
        """The system in which an agency's people read records and cases."""
        return self._client(agency_id + CASEWORK)

    def _client(self, client_id: str) -> Agency:
        if client_id not in self._sessions:
            session = Agency(
                self._held[client_id],
                clock=self._clock,
                transport=self._transport,
            )
            self._sessions[client_id] = self._open.enter_context(session)
        return self._sessions[client_id]

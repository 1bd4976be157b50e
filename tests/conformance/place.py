"""A real server of two workers with the clients that conformance is checked with.

What belongs here: serving it, sending to one worker or the other, and counting what was sent and
what the log holds. What does not: raising it, and what should be answered.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from sqlalchemy import URL, Connection, NullPool, create_engine, func, select

from auth.keys import Keyring
from schemas.tables.audit import audit_events
from tests.conformance import workers
from tests.conformance.founding import Registered
from tests.conformance.workers import Worker
from tests.journeys.served import Served, served
from tests.oauth_client import Key, Response, Send
from tests.partnership import Partnership

_COUNT = select(func.count()).select_from(audit_events)


@dataclass
class Place:
    """A server of two workers."""

    server: Served
    clients: Mapping[str, Registered]
    log_url: URL | str
    nonce: bool
    sent: int = 0
    held: dict[str, tuple[str, float]] = field(default_factory=dict)
    """Tokens and nonces that checks keep for the ones after them, and since when."""
    proof_keys: dict[str, Key] = field(default_factory=dict)

    @property
    def issuer(self) -> str:
        return self.server.url

    @cached_property
    def workers(self) -> list[Worker]:
        return workers.found(self.issuer, pids=self.server.children())

    def proof_key(self, alg: str) -> Key:
        """The key that binds the tokens of this place's honest clients."""
        if alg not in self.proof_keys:
            self.proof_keys[alg] = Key.make(alg)
        return self.proof_keys[alg]

    def sender(self, worker: int = 0) -> Send:
        """Sends to the first worker, or to the second."""

        def send(method: str, path: str, headers: Mapping[str, str], body: bytes) -> Response:
            return self.send(method, path, list(headers.items()), body, worker=worker)

        return send

    def send(
        self,
        method: str,
        path: str,
        fields: Sequence[tuple[str, str]] = (),
        body: bytes = b"",
        *,
        worker: int = 0,
    ) -> Response:
        """One request, field by field, to one of the workers."""
        if path.startswith("/v1/") or (method == "POST" and path.startswith("/oauth/")):
            self.sent += 1
        chosen = self.workers[worker]
        encoded = [(name.encode(), value.encode("latin-1")) for name, value in fields]
        got = chosen.http.request(method, path, headers=encoded, content=body)
        if not chosen.answered(got):
            # The server closed the connection; a new one may end at any worker.
            self.hang_up()
        return Response(got.status_code, got.headers, got.content)

    def hang_up(self) -> None:
        """Close the connections to the workers; the next request finds them anew."""
        for worker in self.__dict__.pop("workers", ()):
            worker.http.close()

    def events(self) -> int:
        """How many events the log holds."""
        return self.log.execute(_COUNT).scalar_one()

    @cached_property
    def log(self) -> Connection:
        """A connection of somebody who sees every event, each time as they are."""
        engine = create_engine(self.log_url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        return engine.connect()

    def close(self) -> None:
        """Let go of every connection."""
        self.hang_up()
        log = self.__dict__.pop("log", None)
        if log is not None:
            log.close()

    @property
    def key_folder(self) -> Path:
        return self.server.partnership.settings.key_dir

    def first_key(self) -> str:
        """The name of the key that was made first; the other waits."""
        files = sorted(self.key_folder.glob("*.pem"), key=lambda file: file.stat().st_mtime_ns)
        return files[0].stem

    def old_nonce(self, *, seconds: float) -> str:
        """A nonce that the server issued so long ago."""
        nonces = Keyring(self.key_folder).nonces()
        return nonces.issue(now=datetime.now(UTC) - timedelta(seconds=seconds))


@contextmanager
def serving(
    partnership: Partnership,
    clients: Mapping[str, Registered],
    *,
    folder: Path,
    nonce: bool,
    log_url: URL | str,
) -> Iterator[Place]:
    """The partnership served by two workers, with nonces or without."""
    made = served(partnership, folder=folder)
    environment = {**made.partnership.environment, "SAFERSHARE_DPOP_NONCE": str(nonce).lower()}
    made.partnership = replace(made.partnership, environment=environment)
    place = Place(made, clients, log_url, nonce)
    made.start()
    try:
        yield place
    finally:
        place.close()
        made.stop()

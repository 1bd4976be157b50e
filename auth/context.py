"""What the authorization server and the guard are given by whoever wires them.

What belongs here: one frozen value with the names, clocks and sessions they work with. What does
not: where those come from; `auth` never reads settings.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from auth.jose import PublicKey
from auth.keys import Keyring
from auth.limits import UNLIMITED, Limits
from schemas.purposes import PURPOSES

Sessions = Callable[[], AbstractContextManager[Session]]
"""Opens a session; leaving it without an error commits, leaving it with one rolls back."""


@dataclass(frozen=True)
class AuthContext:
    """The wiring of `auth`.

    Args:
        issuer: the public origin, `https://host[:port]`; every address checked is built on it.
        resource: the API's identifier and the audience of its tokens.
        environment: `live` refuses a plain-http issuer and purposes for invented data alone.
        sessions: transactions that write.
        keyring: the signing keys of the service.
        now: the real clock, for everything a protocol dates.
        today: the business date, for agreements; a sandbox may fix it.
        bind: tells a session's transaction whose rows it may see: partnership and agency.
        dpop_nonce: whether proofs must hold a nonce of the service (RFC 9449 section 8).
        read_sessions: transactions that only read; `sessions` serves where none is given.
        limits: who may ask how often; counted before any signature of a stranger is checked.

    Raises:
        ValueError: the issuer is no origin, or is plain http in live.
    """

    issuer: str
    resource: str
    environment: Literal["sandbox", "live"]
    sessions: Sessions
    keyring: Keyring
    now: Callable[[], datetime]
    today: Callable[[], date]
    bind: Callable[[Session, str, str], None]
    dpop_nonce: bool = False
    read_sessions: Sessions | None = None
    limits: Limits = UNLIMITED

    def __post_init__(self) -> None:
        parts = urlsplit(self.issuer)
        if (
            parts.scheme not in {"http", "https"}
            or self.issuer != f"{parts.scheme}://{parts.netloc}"
        ):
            raise ValueError("the issuer must be an origin without a path")
        if self.environment == "live" and parts.scheme != "https":
            raise ValueError("the issuer must be https in live")

    @property
    def reads(self) -> Sessions:
        """Opens a session for reading alone."""
        return self.read_sessions or self.sessions

    def may_use(self, purpose: str) -> bool:
        """Whether this environment knows the purpose; some are for invented data alone."""
        known = PURPOSES.get(purpose)
        return known is not None and not (known.invented_data_only and self.environment == "live")

    def published(self, kid: str) -> list[PublicKey]:
        """The published keys with that name."""
        now = self.now()
        in_view = self.keyring.in_view(kid, now=now)
        if in_view:
            return in_view
        with self.reads() as session:
            return self.keyring.verifying(session, kid=kid, now=now)

    def url(self, path: str) -> str:
        """The public address of a path of this service."""
        return f"{self.issuer}{path}"

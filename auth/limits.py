"""Limits of rates: who has asked how often, and who has to wait.

What belongs here: what a request is counted as, counting it, and telling the first refusal of a
span of time from those after it. What does not: where counts are kept, and answering.

A count is of a claimed client, a proven one, or an address. A span begins with the first request
in it, and every worker that shares the store shares the count.
"""

from __future__ import annotations

import hashlib
import ipaddress
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from limits import RateLimitItem
from limits.errors import StorageError
from limits.storage import Storage

from auth import scopes
from auth.refusals import TooMany, Unavailable

Kind = Literal["token", "requests", "questions"]

_BLOCK: Final = 64
"""Bits of an IPv6 address that tell one site from another (RFC 6177 section 2)."""

_WITH_PORT: Final = re.compile(r"(?:\[(?P<six>[^\]]+)\]|(?P<four>[0-9.]+))(?::[0-9]+)?")
"""An address as some proxies write it into X-Forwarded-For (RFC 7239 section 6 has the form)."""

_REMEMBERED: Final = 10_000
"""Full counts that a worker keeps in mind (design): about 1 MB."""

_AGAIN_SECONDS: Final = 5
"""What a client is told to wait where the counts cannot be reached (design)."""


@dataclass(eq=False)
class TooOften(TooMany):
    """A rate is used up. `repeated`: another request was told so in the same span of time."""

    repeated: bool = field(default=False, kw_only=True)


class Limits:
    """Counts requests against the rates of an installation.

    Args:
        rates: by what is counted; what has no rate is not counted.
        storage: where counts are kept; needed as soon as there is a rate.
        now: the real clock.
    """

    def __init__(
        self,
        rates: Mapping[Kind, RateLimitItem] | None = None,
        *,
        storage: Storage | None = None,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        self._rates = dict(rates or {})
        self._storage, self._now = storage, now
        self._full: dict[str, float] = {}

    def __bool__(self) -> bool:
        return bool(self._rates)

    def by_address(self, kind: Kind, address: str) -> None:
        """Count a request of somebody unproven by where it came from.

        Raises:
            TooOften: the rate is used up.
            Unavailable: the counts cannot be reached.
        """
        if kind in self._rates:
            self._count(kind, "address", _place(address))

    def by_client(self, kind: Kind, client_id: str) -> None:
        """Count a request by its client, claimed or proven.

        Raises:
            TooOften: the rate is used up.
            Unavailable: the counts cannot be reached.
        """
        if kind in self._rates:
            self._count(kind, "client", client_id)

    def admit(self, client_id: str, *, scope: str) -> None:
        """Count a request of a proven client: as a request, and as a question if it is one.

        Raises:
            TooOften: a rate is used up.
            Unavailable: the counts cannot be reached.
        """
        self.by_client("requests", client_id)
        if scope in scopes.QUESTION_SCOPES:
            self.by_client("questions", client_id)

    def _count(self, kind: Kind, by: str, who: str) -> None:
        rate, now = self._rates[kind], self._moment()
        key = hashlib.sha256(rate.key_for(kind, by, who).encode()).hexdigest()
        code = f"limit_{kind}_{by}"
        until = self._full.get(key, 0.0)
        if until > now:
            # No request empties a full count, so that nobody has to be asked again.
            raise _refusal(code, wait=until - now, repeated=True)
        hits, until = self._hit(key, rate=rate)
        if hits > rate.amount:
            self._remember(key, until=until, now=now)
            # The store gives each hit a number of its own: one worker alone sees the first.
            raise _refusal(code, wait=until - now, repeated=hits > rate.amount + 1)

    def _moment(self) -> float:
        if self._now is None:
            raise ValueError("rates need a clock")
        return self._now().timestamp()

    def _hit(self, key: str, *, rate: RateLimitItem) -> tuple[int, float]:
        """The number of this hit, and when the count ends, where that matters."""
        if self._storage is None:
            raise ValueError("rates need a store")
        try:
            hits = self._storage.incr(key, rate.get_expiry())
            return hits, self._storage.get_expiry(key) if hits > rate.amount else 0.0
        except StorageError as problem:
            raise Unavailable(
                "limits_unreachable",
                detail="The service cannot answer now; the same request may be sent again.",
                headers={"Retry-After": str(_AGAIN_SECONDS)},
            ) from problem

    def _remember(self, key: str, *, until: float, now: float) -> None:
        if len(self._full) >= _REMEMBERED:
            kept = {known: end for known, end in self._full.items() if end > now}
            self._full = kept if len(kept) < _REMEMBERED else {}
        self._full[key] = until


UNLIMITED: Final = Limits()
"""Limits no one."""


def _refusal(code: str, *, wait: float, repeated: bool) -> TooOften:
    return TooOften(
        code,
        detail="Too many requests; Retry-After says how many seconds to wait.",
        headers={"Retry-After": str(max(1, math.ceil(wait)))},
        repeated=repeated,
    )


def _place(address: str) -> str:
    """Where an address is: itself, or its block in IPv6; whatever is no address is one place."""
    parts = _WITH_PORT.fullmatch(address)
    text = (parts["six"] or parts["four"]) if parts else address
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    inner = found.ipv4_mapped
    return str(inner or ipaddress.IPv6Network((int(found), _BLOCK), strict=False))

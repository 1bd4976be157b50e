"""Which scope a path of the interface needs, and which action of an agreement.

What belongs here: the published table of routes as a client reads it. What does not: who may call
them; the service decides that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True)
class Need:
    """What a request must carry: nothing (public), a scope, or a scope under an agreement.

    `action` is what the agreement must permit, None for office scopes; `datatype` the dataset it
    must cover and `purpose` the one it must be for, None where any will do.
    """

    scope: str | None = None
    action: str | None = None
    datatype: str | None = None
    purpose: str | None = None


_PUBLIC: Final = Need()

_OF_CASES: Final = "high_risk_safeguarding"
"""The one purpose that cases are read and listed for (api.policies.cases)."""

_ROUTES: Final[tuple[tuple[str, str, str | None, str | None], ...]] = (
    # method, path, scope, action
    (r"GET", r"/v1/(datasets|code-lists|purposes|indicators|structures)(/[^/]+){0,2}", None, None),
    (r"GET", r"/(healthz|readyz|openapi\.json|docs|oauth/jwks|\.well-known/.+)", None, None),
    (r"GET", r"/v1/returns(/(?P<datatype>[^/]+)/.+)?", "returns:read", "submit"),
    (r"PUT|DELETE", r"/v1/returns/(?P<datatype>[^/]+)/[^/]+", "returns:write", "submit"),
    (r"GET|PUT", r"/v1/(envelopes|term-maps)/(?P<datatype>[^/]+)", "returns:write", "submit"),
    (r"GET", r"/v1/(statements|reminders|contribution)", "returns:read", "submit"),
    (r"PUT|DELETE", r"/v1/statements/[^/]+/release", "returns:write", "submit"),
    (r"POST", r"/v1/person-aliases", "returns:write", "submit"),
    (r"GET", r"/v1/records/(?P<datatype>[^/]+)", "records:read", "retrieve"),
    (r"GET", r"/v1/cases/notices", "disclosures:read", None),
    (r"GET", r"/v1/cases(/.+)?", "cases:read", "retrieve"),
    (r"PUT|DELETE|POST", r"/v1/cases/.+", "cases:write", "retrieve"),
    (r"POST", r"/v1/releases", "releases:write", "seal"),
    (r"GET", r"/v1/releases/jobs/[^/]+", "releases:write", "seal"),
    (r"GET", r"/v1/releases(/[^/]+)?", "aggregates:read", "aggregate"),
    (r"GET", r"/v1/aggregates/(?P<datatype>[^/.]+)(\.[^/]+)?", "aggregates:read", "aggregate"),
    (r"GET", r"/v1/indicators/[^/]+/values", "aggregates:read", "aggregate"),
    (r"GET", r"/v1/reports/[^/]+", "aggregates:read", "aggregate"),
    (r"POST", r"/v1/agreements/[^/]+/signatures", "agreements:sign", None),
    (r"POST|PATCH", r"/v1/agreements(/[^/]+)?", "agreements:write", None),
    (r"GET", r"/v1/agreements(/[^/]+)?", "agreements:read", None),
    (r"GET", r"/v1/(expectations(/[^/]+/[^/]+)?|periods)", "periods:read", None),
    (r"PUT|POST", r"/v1/(expectations/[^/]+/[^/]+|periods)", "periods:write", None),
    (r"GET", r"/v1/(participation|capabilities|overdue)", "participation:read", None),
    (r"GET|POST|PUT", r"/v1/person-requests(/.+)?", "rights:write", None),
    (r"GET", r"/v1/(disclosures|register)", "disclosures:read", None),
    (r"GET", r"/v1/audit-(events|seals)", "audit:read", None),
)
_COMPILED: Final = tuple(
    (re.compile(method), re.compile(path), scope, action) for method, path, scope, action in _ROUTES
)
# Values of an indicator stand under a public path, so the longer pattern must be asked first.
_IN_ORDER: Final = sorted(_COMPILED, key=lambda route: route[2] is None)


def need(method: str, path: str) -> Need | None:
    """What a request to this path needs, or None for a path that is not known.

    The path starts at the origin (`/v1/returns`); its query is ignored.
    """
    bare = unquote(urlsplit(path).path)
    asked = "GET" if method == "HEAD" else method
    for methods, pattern, scope, action in _IN_ORDER:
        found = pattern.fullmatch(bare)
        if found and methods.fullmatch(asked):
            return _needed(scope, action, found.groupdict().get("datatype")) if scope else _PUBLIC
    return None


def _needed(scope: str, action: str | None, datatype: str | None) -> Need:
    return Need(scope, action, datatype, _OF_CASES if scope.startswith("cases:") else None)

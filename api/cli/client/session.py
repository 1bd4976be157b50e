"""Requests as one client: a token for each of them, a proof on each, and a second try where due.

What belongs here: the httpx authentication flow and the session an agency's system works in. What
does not: the form of tokens and proofs.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from datetime import timedelta
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import urlsplit

import httpx

from api.cli.client import tokens
from api.cli.client.credentials import Credentials, Grant
from api.cli.client.problems import Declined, checked
from api.cli.client.routes import Need, need
from api.cli.client.tokens import Clock, Token, Wanted

_PATIENCE: Final = httpx.Timeout(timedelta(minutes=5).total_seconds(), connect=10.0)
"""A large file is checked before it is answered, so reading may take long; connecting may not."""

_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})

Flow = Generator[httpx.Request, httpx.Response, None]


class Uncalled(Exception):  # noqa: N818 - says that no call was made
    """The request was not sent, since the credentials hold nothing that could permit it."""


class Agency:
    """A client of the service: `with Agency(credentials, clock=...) as agency: agency.call(...)`.

    Tokens are asked for when they are needed, kept in memory until they end, and never written.
    """

    def __init__(
        self,
        credentials: Credentials,
        *,
        clock: Clock,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.credentials = credentials
        self.clock = clock
        self.nonce: str | None = None
        self.held: dict[Wanted, Token] = {}
        self._endpoint: str | None = None
        # A proxy named in the environment is for other hosts; it cannot reach this machine's own.
        trust = urlsplit(credentials.api).hostname not in _LOOPBACK
        self.http = httpx.Client(timeout=_PATIENCE, trust_env=trust, transport=transport)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.http.close()

    def wanted(
        self,
        method: str,
        path: str,
        *,
        agreement: str | None = None,
        purpose: str | None = None,
        scope: str | None = None,
    ) -> Wanted | None:
        """What a token for this request must say; None where the route is public.

        Left-out parts come from the route and the first agreement in the credentials that permits
        it.

        Raises:
            Uncalled: the route is not known and no scope is given, or no agreement permits it.
        """
        needed = need(method, path)
        if needed is None and scope is None:
            raise Uncalled(f"{method} {path} is no known route; give --scope to call it.")
        if scope is None and needed is not None and needed.scope is None:
            return None
        asked = scope or (needed.scope if needed else None) or ""
        if agreement or purpose or needed is None or needed.action is None:
            return Wanted(asked, *self._completed(agreement, purpose=purpose))
        grant = self.credentials.grant(
            action=needed.action, datatype=needed.datatype, purpose=needed.purpose
        )
        if grant is None:
            raise Uncalled(_unpermitted(needed))
        return Wanted(asked, grant.agreement, grant.purpose)

    def _completed(
        self, agreement: str | None, *, purpose: str | None
    ) -> tuple[str | None, str | None]:
        if agreement is None and purpose is None:
            return None, None
        fitting = (g for g in self.credentials.agreements if _fits(g, agreement, purpose))
        found = next(fitting, None)
        if found is None:
            return agreement, purpose
        return agreement or found.agreement, purpose or found.purpose

    def call(
        self,
        method: str,
        path: str,
        *,
        agreement: str | None = None,
        purpose: str | None = None,
        scope: str | None = None,
        headers: Mapping[str, str] | None = None,
        content: Any = None,
        json: Any = None,
    ) -> httpx.Response:
        """Send one request to a path from the origin and return whatever is answered.

        Raises:
            Uncalled: nothing in the credentials permits it.
            Declined: no token was given for it.
            httpx.HTTPError: the service cannot be reached.
        """
        wanted = self.wanted(method, path, agreement=agreement, purpose=purpose, scope=scope)
        return self.http.request(
            method,
            self.credentials.origin + path,
            auth=Bound(self, wanted=wanted) if wanted else None,
            headers=headers,
            content=content,
            json=json,
        )

    def token(self, wanted: Wanted) -> Token:
        """A token for what is wanted: the one held, or a new one.

        Raises:
            Declined: the service gives none.
            httpx.HTTPError: the service cannot be reached.
        """
        flow = fetched(self, wanted=wanted)
        try:
            request = next(flow)
            while True:
                request = flow.send(self.http.send(request))
        except StopIteration as done:
            token: Token = done.value
            return token

    def endpoint(self) -> Generator[httpx.Request, httpx.Response, str]:
        """The token endpoint, from the service's metadata (RFC 8414 section 3.3)."""
        if self._endpoint is None:
            issuer = self.credentials.issuer
            url = f"{issuer.rstrip('/')}/.well-known/oauth-authorization-server"
            response = yield self.http.build_request("GET", url)
            metadata = _object(checked(response))
            if metadata.get("issuer") != issuer or "token_endpoint" not in metadata:
                raise Uncalled("The service at this address calls itself by another issuer.")
            self._endpoint = str(metadata["token_endpoint"])
        return self._endpoint


class Bound(httpx.Auth):
    """Puts a token and a fresh proof on a request.

    A server's nonce is taken up and the request sent again (RFC 9449 section 8); a token that no
    longer counts is replaced once.
    """

    def __init__(self, agency: Agency, *, wanted: Wanted) -> None:
        self._agency = agency
        self._wanted = wanted

    def auth_flow(self, request: httpx.Request) -> Flow:
        """See httpx.Auth."""
        for last in (False, False, True):
            token = yield from fetched(self._agency, wanted=self._wanted)
            self.sign(request, token=token)
            response = yield request
            noted = note_nonce(self._agency, response)
            challenge = response.headers.get("WWW-Authenticate", "")
            if last or response.status_code != httpx.codes.UNAUTHORIZED:
                return
            if "invalid_token" in challenge:
                self._agency.held.pop(self._wanted, None)
            elif not (noted and "use_dpop_nonce" in challenge):
                return

    def sign(self, request: httpx.Request, *, token: Token) -> None:
        """Put a token on a request, and a proof that is good for this request alone."""
        agency = self._agency
        request.headers["Authorization"] = f"{token.kind} {token.value}"
        if token.kind == "DPoP":
            request.headers["DPoP"] = tokens.proof(
                agency.credentials,
                method=request.method,
                url=bare(request.url),
                now=agency.clock(),
                token=token.value,
                nonce=agency.nonce,
            )


def fetched(agency: Agency, *, wanted: Wanted) -> Generator[httpx.Request, httpx.Response, Token]:
    """A token: the one held, or one asked for, with a second try where a nonce is demanded."""
    held = agency.held.get(wanted)
    if held and held.holds(agency.clock()):
        return held
    endpoint = yield from agency.endpoint()
    response = yield _token_request(agency, wanted=wanted, endpoint=endpoint)
    response.read()
    if note_nonce(agency, response) and Declined(response).code == "use_dpop_nonce":
        response = yield _token_request(agency, wanted=wanted, endpoint=endpoint)
    answer = _object(checked(response))
    if "access_token" not in answer:
        raise Uncalled("The service at this address answered without a token.")
    token = tokens.received(answer, now=agency.clock())
    agency.held[wanted] = token
    return token


def _token_request(agency: Agency, *, wanted: Wanted, endpoint: str) -> httpx.Request:
    now = agency.clock()
    made = tokens.proof(
        agency.credentials,
        method="POST",
        url=bare(httpx.URL(endpoint)),
        now=now,
        nonce=agency.nonce,
    )
    return agency.http.build_request(
        "POST",
        endpoint,
        data=tokens.form(agency.credentials, wanted=wanted, now=now),
        headers={"DPoP": made, "Accept": "application/json"},
    )


def note_nonce(agency: Agency, response: httpx.Response) -> bool:
    """Keep the nonce the server gave, if it gave one."""
    given = response.headers.get("DPoP-Nonce")
    agency.nonce = given or agency.nonce
    return given is not None


def bare(url: httpx.URL) -> str:
    """A URL without query and fragment, as a proof names it (RFC 9449 section 4.2)."""
    return str(url.copy_with(query=None, fragment=None))


def _object(response: httpx.Response) -> dict[str, Any]:
    """The JSON object of an answer that must be one."""
    try:
        found = response.json()
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Uncalled("What answers at this address is not the service.")
    return found


def _fits(grant: Grant, agreement: str | None, purpose: str | None) -> bool:
    return agreement in {None, grant.agreement} and purpose in {None, grant.purpose}


def _unpermitted(needed: Need) -> str:
    of = f" of {needed.datatype}" if needed.datatype else ""
    purpose = f" for {needed.purpose}" if needed.purpose else ""
    says = f"No agreement in the credentials permits {needed.action}{of}{purpose}."
    return f"{says} Add one to the file, or name it by --agreement and --purpose."

"""The guard: no view behind it runs but for a caller that may call it, under an agreement in force.

What belongs here: taking token and proof from a request, the challenges of RFC 6750 and RFC 9449,
and the event of every refusal. What does not: what makes a token genuine or worth something.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, Final, ParamSpec, TypeVar
from urllib.parse import quote

import flask
from authlib.oauth2.rfc6749 import MissingAuthorizationError, ResourceProtector, TokenValidator
from authlib.oauth2.rfc6749.errors import UnsupportedTokenTypeError
from sqlalchemy.orm import Session

from auth import audit, challenges, dpop, live, replay, scopes, tokens
from auth.audit import Event
from auth.caller import Caller
from auth.context import AuthContext
from auth.dpop import BadProof, Proof
from auth.jose import BadToken
from auth.limits import TooOften
from auth.refusals import BadRequest, NotAuthenticated, Refusal, Unavailable
from auth.tokens import AccessToken

P = ParamSpec("P")
R = TypeVar("R")

_EXTENSION: Final = "safershare_guard"

_REFERENCE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}")
"""An agency's own opaque reference, as for records (design)."""


@dataclass
class Attempt:
    """What is known of a request as its checks go on."""

    scope: str
    later: bool = False
    token: AccessToken | None = None
    proof: Proof | None = None


class Unbound(TokenValidator):  # type: ignore[misc]  # Authlib has no types
    """Tokens sent as Bearer (RFC 6750): only those that are bound to no key."""

    TOKEN_TYPE = "bearer"

    def __init__(self, context: AuthContext) -> None:
        super().__init__()
        self._context = context
        self._nonces = context.keyring.nonces() if context.dpop_nonce else None

    def authenticate_token(self, token_string: str) -> tuple[str, AccessToken]:
        context = self._context
        token = tokens.verify(
            token_string,
            find=context.published,
            issuer=context.issuer,
            resource=context.resource,
            now=context.now(),
        )
        return token_string, token

    def validate_token(
        self, token: tuple[str, AccessToken], scopes: Any, request: flask.Request, attempt: Attempt
    ) -> None:
        attempt.token = token[1]
        if token[1].scheme.lower() != self.TOKEN_TYPE:
            # A bound token sent bare would be as good as a stolen one (RFC 9449 section 7.1).
            raise BadToken("token_scheme")


class Bound(Unbound):
    """Tokens sent as DPoP (RFC 9449): bound to the key of the proof beside them."""

    TOKEN_TYPE = "dpop"

    def validate_token(
        self, token: tuple[str, AccessToken], scopes: Any, request: flask.Request, attempt: Attempt
    ) -> None:
        super().validate_token(token, scopes, request, attempt)
        text, said = token
        attempt.proof = dpop.check(
            request.headers.get("DPoP", ""),
            method=request.method,
            url=self._context.url(quote(request.path)),
            now=self._context.now(),
            access_token=text,
            nonces=self._nonces,
        )
        if attempt.proof.jkt != said.jkt:
            raise BadProof("proof_other_key")


class Guard:
    """Admits callers over one wiring."""

    def __init__(self, context: AuthContext) -> None:
        self._context = context
        self._nonces = context.keyring.nonces() if context.dpop_nonce else None
        self._protector = ResourceProtector()
        self._protector.register_token_validator(Bound(context))
        self._protector.register_token_validator(Unbound(context))

    def install(self, app: flask.Flask) -> None:
        """Let `require` find this guard, and give later refusals their challenge."""
        app.extensions[_EXTENSION] = self
        app.after_request(self._challenged_later)

    def _challenged_later(self, answer: flask.Response) -> flask.Response:
        """A view's own refusal of its caller, with the challenge that every one must have."""
        caller: Caller | None = flask.g.get("caller")
        refused = answer.status_code in (401, 403) and "WWW-Authenticate" not in answer.headers
        if refused and caller is not None:
            answer.headers["WWW-Authenticate"] = challenges.insufficient(
                scope=flask.g.required_scope, bound=caller.jkt is not None, context=self._context
            )
        return answer

    def admit(self, scope: str, *, action: str | None = None, later: bool = False) -> Caller:
        """The caller of the current request.

        Args:
            scope: what the token must hold.
            action: what the agreement must permit, where the scope does not say.
            later: whether the proof is used up with the event of the request (`settled`).

        Raises:
            Refusal: nobody who may call it, with its challenge; the event is already stored.
        """
        attempt = Attempt(scope, later)
        try:
            return self._admitted(attempt, action=action)
        except Refusal as refusal:
            raise self.refusal(refusal, attempt=attempt) from refusal

    def refusal(self, refusal: Refusal, *, attempt: Attempt) -> Refusal:
        """What the request is told, with its challenge, once the event of it is stored."""
        told = self._counted(refusal)
        if not (isinstance(told, TooOften) and told.repeated):
            self._record(attempt, reason=told.code)
        return self._challenged(told, attempt=attempt)

    def _counted(self, refusal: Refusal) -> Refusal:
        """The refusal, or that whoever cannot prove who they are asks too often from there."""
        if isinstance(refusal, NotAuthenticated):
            try:
                self._context.limits.by_address("requests", flask.request.remote_addr or "")
            except (TooOften, Unavailable) as worse:
                return worse
        return refusal

    def _admitted(self, attempt: Attempt, *, action: str | None) -> Caller:
        token, context = self._presented(attempt), self._context
        context.limits.admit(token.client_id, scope=attempt.scope)
        with context.reads() as session:
            caller = live.caller(
                session, token=token, scope=attempt.scope, action=action, context=context
            )
        person, reason = _reference("Acting-Person"), _reference("Access-Reason")
        if attempt.proof is not None and attempt.later:
            flask.g.unspent = attempt
        elif attempt.proof is not None:
            with context.sessions() as session:
                _spend(session, attempt.proof)
        return replace(caller, acting_person=person, access_reason=reason)

    def _presented(self, attempt: Attempt) -> AccessToken:
        """The token of the request, once the proof beside it holds."""
        try:
            _, token = self._protector.validate_request(
                [attempt.scope], flask.request, attempt=attempt
            )
        except MissingAuthorizationError as problem:
            raise NotAuthenticated("token_missing", detail="Send an access token.") from problem
        except UnsupportedTokenTypeError as problem:
            raise BadToken("token_scheme") from problem
        read: AccessToken = token
        return read

    def _challenged(self, refusal: Refusal, *, attempt: Attempt) -> Refusal:
        nonce = self._nonces.issue(now=self._context.now()) if self._nonces else None
        return challenges.challenged(
            refusal, scope=attempt.scope, token=attempt.token, nonce=nonce, context=self._context
        )

    def _record(self, attempt: Attempt, *, reason: str) -> None:
        """Store the refusal's event on its own; if that fails, that is the answer."""
        context = self._context
        event = _event(attempt).refused(reason)
        with context.sessions() as session:
            if event.partnership_id:
                context.bind(session, event.partnership_id, event.agency_id)
            audit.record(session, event, now=context.now())


def _spend(session: Session, proof: Proof) -> None:
    if replay.first_repeated(session, [proof]) is not None:
        raise BadProof("proof_replayed")


@contextmanager
def settled(opened: AbstractContextManager[Session]) -> Iterator[Session]:
    """A session in which the proof of the present request is used up first, if that was left to it.

    Nothing may be answered before it commits; two requests with one proof cannot both get so far.

    Raises:
        Refusal: the proof was used before: the session does nothing, and the event says so.
    """
    attempt: Attempt | None = flask.g.pop("unspent", None)
    try:
        with opened as session:
            if attempt is not None and attempt.proof is not None:
                _spend(session, attempt.proof)
            yield session
    except BadProof as replayed:
        # Nobody was let in after all, so that nobody's deed gets an event.
        flask.g.pop("caller", None)
        guard: Guard = flask.current_app.extensions[_EXTENSION]
        raise guard.refusal(replayed, attempt=attempt or Attempt("")) from replayed


def _event(attempt: Attempt) -> Event:
    token = attempt.token
    granted = token.granted if token else None
    return Event(
        attempt.scope,
        partnership_id=token.partnership_id if token else "",
        agency_id=token.agency_id if token else "",
        client_id=token.client_id if token else "",
        jti=token.jti if token else "",
        jkt=(token.jkt or "") if token else "",
        agreement_id=granted.agreement_id if granted else "",
        purpose=granted.purpose if granted else "",
        request_id=flask.g.get("request_id", ""),
    )


def _reference(header: str) -> str | None:
    """The agency's own reference in a header, where the request has it."""
    said = flask.request.headers.get(header)
    if said is not None and not _REFERENCE.fullmatch(said):
        code = f"{header.lower().replace('-', '_')}_form"
        raise BadRequest(code, detail=f"{header} is no opaque reference.")
    return said


def require(
    scope: str, *, action: str | None = None, later: bool = False
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a view run only for a caller with this scope; `current_caller` then says who it is.

    `action` narrows what the agreement must permit, where a scope alone does not say. The view
    carries both as `required_scope` and `required_action`. With `later` the view changes nothing
    and opens a session by `settled` before it answers.

    Raises:
        ValueError: there is no such scope or action.
    """
    if scope not in scopes.SCOPES or (action is not None and action not in scopes.ACTIONS):
        raise ValueError("a route states a scope and an action that exist")

    def guarded(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def admitted(*args: P.args, **kwargs: P.kwargs) -> R:
            guard: Guard = flask.current_app.extensions[_EXTENSION]
            flask.g.required_scope = scope
            flask.g.caller = guard.admit(scope, action=action, later=later)
            answer = view(*args, **kwargs)
            if "unspent" in flask.g:
                raise RuntimeError("a view must use up the proof before it answers")
            return answer

        admitted.required_scope = scope  # type: ignore[attr-defined]
        admitted.required_action = action  # type: ignore[attr-defined]
        return admitted

    return guarded


def current_caller() -> Caller:
    """Who is asking, inside a guarded view.

    Raises:
        RuntimeError: the view is not guarded.
    """
    if "caller" not in flask.g:
        raise RuntimeError("the view is not guarded")
    caller: Caller = flask.g.caller
    return caller

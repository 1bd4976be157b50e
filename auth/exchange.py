"""The steps of a request to the authorization server, against clock, keys and store.

What belongs here: authenticating a client, deciding on a token and writing it down, and their
order: a proof is checked before anything is stored, the client is authenticated before its proof
is remembered, and no two transactions are open at once. What does not: how Authlib calls them, and
addresses.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final, TypeVar

import flask
from sqlalchemy.orm import Session

from auth import (
    agreement_store,
    audit,
    client_auth,
    details,
    dpop,
    issuing,
    live,
    replay,
    scopes,
    store,
    tokens,
)
from auth.audit import Event
from auth.client_auth import BadAssertion
from auth.clients import Client
from auth.context import AuthContext
from auth.dpop import BadProof, Proof
from auth.oauth_request import FormRequest
from auth.refusals import Refusal
from auth.tokens import AccessToken

TOKEN_PATH: Final = "/oauth/token"
REVOKE_PATH: Final = "/oauth/revoke"
INTROSPECT_PATH: Final = "/oauth/introspect"

T = TypeVar("T")

_REPEATED: Final = (BadAssertion("assertion_replayed"), BadProof("proof_replayed"))
"""What is refused where the first thing that a request uses up was used before, or the second."""

TAGS: Final = {
    TOKEN_PATH: "token:issue",
    REVOKE_PATH: "token:revoke",
    INTROSPECT_PATH: "token:introspect",
}


class Exchange:
    """The steps, over one wiring."""

    def __init__(self, context: AuthContext) -> None:
        self.context = context
        self._nonces = context.keyring.nonces() if context.dpop_nonce else None

    def nonce(self) -> dict[str, str]:
        """The field that hands out a nonce (RFC 9449 section 8), where proofs need one."""
        if self._nonces is None:
            return {}
        return {"DPoP-Nonce": self._nonces.issue(now=self.context.now())}

    def count(self, request: FormRequest) -> None:
        """Count the request by the client it claims to be from, before a signature is checked.

        A client counts whether it exists or not; where none is named, no signature will be checked.

        Raises:
            TooOften: the rate of that client is used up.
        """
        limits = self.context.limits
        if limits:
            with suppress(BadAssertion):
                limits.by_client("token", client_auth.read(request.form).client_id)

    def check_proof(self, request: FormRequest) -> Proof | None:
        """The request's proof of possession, checked and not yet remembered; None without one.

        Raises:
            BadProof: there is one and it does not hold.
        """
        proof = request.headers.get("DPoP")
        if proof is None:
            return None
        return dpop.check(
            proof,
            method=request.method,
            url=self.context.url(request.path),
            now=self.context.now(),
            nonces=self._nonces,
        )

    def authenticate(self, request: FormRequest) -> None:
        """Find out that the request is from the client it says; `request.known` is then that one.

        What it was proved with is used up by whatever is written down of the request next.

        Raises:
            BadAssertion: it is not.
        """
        context = self.context
        assertion = client_auth.read(request.form)
        with context.reads() as session:
            client = request.known = store.client(session, client_id=assertion.client_id)
            # Until here nothing is done for a known client that is not done for an unknown one.
            use = client_auth.verify(
                assertion, client=client, issuer=context.issuer, now=context.now()
            )
            self._look_up(session, request=request, client=_settled(client))
        request.unspent = (use, request.proof) if request.proof else (use,)

    def _look_up(self, session: Session, *, request: FormRequest, client: Client) -> None:
        """Read all that deciding will need, in the transaction that found the client."""
        context = self.context
        context.bind(session, client.partnership_id, client.agency_id)
        if request.path == TOKEN_PATH:
            filed = agreement_store.filed_of(
                session,
                partnership_id=client.partnership_id,
                agency_id=client.agency_id,
                agreement_id=self._agreement_asked(request),
            )
            request.held = issuing.holdings(
                filed, agency_id=client.agency_id, today=context.today()
            )
            request.signer = context.keyring.signer(session, now=context.now())

    def _agreement_asked(self, request: FormRequest) -> str | None:
        """The agreement that readable details name; deciding says what is wrong with others."""
        try:
            text = request.form.get("authorization_details", "")
            return details.read(text, resource=self.context.resource).agreement_id
        except Refusal:
            return None

    def decide(self, request: FormRequest) -> None:
        """Settle `request.token` for the authenticated client.

        Raises:
            Refusal: see `issuing.decide`.
        """
        context = self.context
        request.token = issuing.decide(
            issuing.Request.of(request.form),
            client=_settled(request.known),
            jkt=request.proof.jkt if request.proof else None,
            held=request.held,
            resource=context.resource,
            may_use=context.may_use,
            now=context.now(),
        )

    def answer(self, request: FormRequest) -> dict[str, Any]:
        """The members of a token answer (RFC 6749 section 5.1, RFC 9396 section 7)."""
        token, signer = _settled(request.token), _settled(request.signer)
        issuer, resource = self.context.issuer, self.context.resource
        kid, key = signer
        members: dict[str, Any] = {
            "access_token": tokens.mint(token, issuer=issuer, resource=resource, kid=kid, key=key),
            "token_type": token.scheme,
            "expires_in": int(tokens.LIFE.total_seconds()),
            "scope": scopes.text(token.scopes),
        }
        if token.granted:
            members["authorization_details"] = token.granted.document(resource=resource)
        return members

    def find(self, text: str) -> AccessToken | None:
        """The access token of a string, if this service issued it and its time is not over."""
        context = self.context
        try:
            return tokens.verify(
                text,
                find=context.published,
                issuer=context.issuer,
                resource=context.resource,
                now=context.now(),
            )
        except Refusal:
            return None

    def record_issue(self, request: FormRequest) -> None:
        """Write down that the request's token was issued."""
        token = _settled(request.token)
        self.settle(request, write=lambda session: store.issue(session, token=token))

    def record_revocation(self, request: FormRequest) -> None:
        """Let the request's token count no more."""
        token = _settled(request.token)
        self.settle(request, write=lambda session: store.revoke(session, token=token))

    def settle(
        self,
        request: FormRequest,
        *,
        reason: str = "",
        write: Callable[[Session], None] | None = None,
    ) -> None:
        """Use up what the request was proved with and write down what came of it, all or nothing.

        Args:
            request: what is written of as far as it is known.
            reason: why it is refused; empty where it is not.
            write: what is written beside the event.

        Raises:
            BadAssertion: the assertion was used before; its event says so, and that is all.
            BadProof: the proof beside it was; the assertion is used up by this.
        """
        unspent, request.unspent = request.unspent, ()
        with self.context.sessions() as session:
            self._bind(session, event := self.event(request))
            place = replay.first_repeated(session, unspent)
            if place is not None:
                request.token = None
                event = self.event(request).refused(_REPEATED[place].code)
            elif reason:
                event = event.refused(reason)
            elif write is not None:
                write(session)
            audit.record(session, event, now=self.context.now())
        if place is not None:
            request.written = True
            raise replace(_REPEATED[place])

    def record(self, event: Event) -> None:
        """Write down an event that changed nothing."""
        with self.context.sessions() as session:
            self._bind(session, event)
            audit.record(session, event, now=self.context.now())

    def _bind(self, session: Session, event: Event) -> None:
        # Of an unknown client too, for which it changes nothing but the time.
        self.context.bind(session, event.partnership_id, event.agency_id)

    def worth_something(self, token: AccessToken) -> bool:
        """Whether any scope of a token would be let in now: its client and agreement count too."""
        with self.context.reads() as session:
            return any(self._lets_in(session, token, scope=each) for each in sorted(token.scopes))

    def _lets_in(self, session: Session, token: AccessToken, *, scope: str) -> bool:
        try:
            live.caller(session, token=token, scope=scope, action=None, context=self.context)
        except Refusal:
            return False
        return True

    def event(self, request: FormRequest) -> Event:
        """The audit event of a request, as far as it is known who asks for what."""
        client, token = request.known, request.token
        granted = token.granted if token else None
        return Event(
            TAGS[request.path],
            partnership_id=client.partnership_id if client else "",
            agency_id=client.agency_id if client else "",
            client_id=client.client_id if client else "",
            jti=token.jti if token else "",
            jkt=request.proof.jkt if request.proof else "",
            agreement_id=granted.agreement_id if granted else "",
            purpose=granted.purpose if granted else "",
            request_id=flask.g.get("request_id", ""),
        )


def _settled(value: T | None) -> T:
    if value is None:
        raise RuntimeError("a later step came before an earlier one")
    return value

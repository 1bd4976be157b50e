"""The moment of use: what a verified token is worth now.

What belongs here: looking up client, revocation and agreement for each request, and what is left of
a token's grant. What does not: whether the token is genuine, and HTTP.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from auth import agreement_store, agreements, details, scopes, store
from auth.agreements import AgreementInForce
from auth.caller import Caller
from auth.clients import Client
from auth.context import AuthContext
from auth.details import Granted
from auth.jose import BadToken
from auth.refusals import Forbidden
from auth.tokens import AccessToken


def caller(
    session: Session, *, token: AccessToken, scope: str, action: str | None, context: AuthContext
) -> Caller:
    """Who asks with this token, if it still permits the scope.

    `action` is what the agreement must permit; None stands for the one that the scope needs.

    Raises:
        BadToken: the token or its client counts no more.
        Forbidden: the scope is not held, or the agreement does not permit it now.
    """
    context.bind(session, token.partnership_id, token.agency_id)
    client = _client(session, token=token)
    if scope not in token.scopes & client.scopes:
        raise Forbidden("scope_missing", detail="The token does not hold the scope needed here.")
    needed = {action} if action else scopes.actions_needed((scope,))
    agreement = left = None
    if needed:
        agreement, left = _agreement(session, token=token, context=context)
        if not left.actions.issuperset(needed):
            raise Forbidden("action_not_granted", detail="The token does not permit this action.")
    return _made(token, client=client, agreement=agreement, left=left)


def _client(session: Session, *, token: AccessToken) -> Client:
    client, revoked = store.client_and_token(session, token=token)
    if client is None or revoked or not client.accepts(token.issued_at):
        raise BadToken("token_revoked")
    if client.agency_id != token.agency_id:
        raise BadToken("token_revoked")
    if token.jkt is None and not client.may_go_unbound(token.scopes):
        raise BadToken("token_unbound")
    return client


def _agreement(
    session: Session, *, token: AccessToken, context: AuthContext
) -> tuple[AgreementInForce, Granted]:
    granted = token.granted
    if granted is None:
        raise Forbidden("details_missing", detail="The token names no agreement.")
    agreement = in_force(
        session,
        partnership_id=token.partnership_id,
        agreement_id=granted.agreement_id,
        agency_id=token.agency_id,
        context=context,
    )
    cut_off = agreement.tokens_valid_after
    if cut_off is not None and token.issued_at < cut_off:
        raise BadToken("token_revoked")
    if not context.may_use(granted.purpose):
        raise Forbidden("purpose_not_granted", detail="The purpose is not known here.")
    return agreement, details.held(granted, agreement=agreement, agency_id=token.agency_id)


def in_force(
    session: Session,
    *,
    partnership_id: str,
    agreement_id: str,
    agency_id: str,
    context: AuthContext,
) -> AgreementInForce:
    """The agreement as it holds now, for a party to it.

    Raises:
        Forbidden: it does not; unknown and foreign ones answer alike.
    """
    filed = agreement_store.filed_of(
        session, partnership_id=partnership_id, agency_id=agency_id, agreement_id=agreement_id
    )
    if not filed:
        raise Forbidden("agreement_not_in_force", detail="No such agreement is in force for you.")
    return agreements.for_party(filed[0], agency_id=agency_id, today=context.today())


def confirm(session: Session, *, caller: Caller, action: str, context: AuthContext) -> None:
    """Make sure, in a later transaction of the same request, that the agreement still permits it.

    For work that takes so long that an agreement could end in the middle. The session is the
    caller's: bound to its partnership.

    Raises:
        Forbidden: it does not any more.
    """
    if caller.agreement is None or caller.purpose is None:
        raise Forbidden("details_missing", detail="The token names no agreement.")
    now_held = in_force(
        session,
        partnership_id=caller.partnership_id,
        agreement_id=caller.agreement.agreement_id,
        agency_id=caller.agency_id,
        context=context,
    )
    if now_held.tokens_valid_after != caller.agreement.tokens_valid_after:
        # It holds again, but whoever halted it meanwhile meant this work as well.
        raise Forbidden("agreement_suspended", detail="The agreement was halted meanwhile.")
    if not now_held.permits(caller.agency_id, action=action, purpose=caller.purpose):
        raise Forbidden("action_not_granted", detail="The agreement does not permit this action.")


def _made(
    token: AccessToken,
    *,
    client: Client,
    agreement: AgreementInForce | None,
    left: Granted | None,
) -> Caller:
    return Caller(
        partnership_id=client.partnership_id,
        agency_id=client.agency_id,
        agency_name=client.agency_name,
        sector=client.sector,
        client_id=client.client_id,
        scopes=token.scopes & client.scopes,
        agreement=agreement,
        purpose=left.purpose if left else None,
        datatypes=left.datatypes if left else frozenset(),
        actions=left.actions if left else frozenset(),
        jti=token.jti,
        jkt=token.jkt,
    )

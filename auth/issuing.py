"""Issuing: what a token request by a known client is given, decided without a door or a store.

What belongs here: choosing scopes, granting details, and whether the token must be bound. What does
not: client authentication, and writing anything down.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from auth import agreements, details, scopes, tokens
from auth.agreements import AgreementInForce, Filed
from auth.clients import Client
from auth.details import Asked, BadDetails, Granted, MayUse
from auth.dpop import BadProof
from auth.refusals import BadRequest, Forbidden
from auth.tokens import AccessToken


class BadScope(Forbidden):
    """Scopes that this client cannot have, or cannot have in one token."""

    default_title = "The scope cannot be granted"


class BadTarget(Forbidden):
    """A token asked for another API (RFC 8707 section 2)."""

    default_title = "The resource is not this one"


@dataclass(frozen=True)
class Holdings:
    """The agreements an agency is a party to: those in force, and why each other one is not."""

    in_force: tuple[AgreementInForce, ...] = ()
    lapsed: Mapping[str, Forbidden] = field(default_factory=dict)


def holdings(filed: Iterable[Filed], *, agency_id: str, today: date) -> Holdings:
    """Sort what is on file by whether it is in force today for the agency."""
    held: list[AgreementInForce] = []
    lapsed: dict[str, Forbidden] = {}
    for each in filed:
        try:
            held.append(agreements.for_party(each, agency_id=agency_id, today=today))
        except Forbidden as refusal:
            lapsed[each.agreement_id] = refusal
    return Holdings(tuple(held), lapsed)


def choose_scopes(
    asked: str | None, *, held: Collection[str], with_details: bool
) -> frozenset[str]:
    """The scopes of a token; without `scope`, all that the client holds of one kind.

    One token is for data or for office work, never both: a data token names its agreement and
    purpose, and an office one has none to name.

    Raises:
        BadScope: unknown, not held, of both kinds, or not said where the client holds both.
    """
    try:
        wanted = frozenset(held) if asked is None else scopes.parse(asked)
    except BadRequest as refusal:
        raise BadScope(refusal.code, detail=refusal.detail) from refusal
    if not wanted <= frozenset(held):
        raise BadScope("scope_not_held", detail="The client does not hold every scope asked for.")
    data = scopes.data_scopes(wanted)
    if not data or data == wanted:
        return wanted
    if asked is None and with_details:
        return data
    raise BadScope("scope_mixed", detail="Ask for data and for office work in separate tokens.")


@dataclass(frozen=True)
class Request:
    """A token request's own parameters; None where one is left out."""

    scope: str | None = None
    details: str | None = None
    resource: str | None = None

    @classmethod
    def of(cls, form: Mapping[str, str]) -> Request:
        """The parameters of a form."""
        return cls(form.get("scope"), form.get("authorization_details"), form.get("resource"))


def decide(
    request: Request,
    *,
    client: Client,
    jkt: str | None,
    held: Holdings,
    resource: str,
    may_use: MayUse,
    now: datetime,
) -> AccessToken:
    """The token that the request is given.

    Args:
        request: what is asked.
        client: who asks, authenticated.
        jkt: the key of its proof of possession, or None without one.
        held: the agreements of its agency.
        resource: the API that tokens are for.
        may_use: whether this environment knows a purpose.
        now: the real time.

    Raises:
        Refusal: BadScope, BadTarget, BadDetails, BadProof, or Forbidden where no agreement allows
            it.
    """
    if request.resource not in {None, resource}:
        raise BadTarget("resource_other", detail="Tokens are issued for this API alone.")
    wanted = details.read(request.details, resource=resource) if request.details else None
    chosen = choose_scopes(request.scope, held=client.scopes, with_details=wanted is not None)
    granted = None
    if scopes.data_scopes(chosen):
        granted = _grant(request, wanted, client=client, chosen=chosen, held=held, may_use=may_use)
        chosen = _usable(chosen, granted=granted)
    elif wanted is not None:
        raise BadDetails("details_for_office", detail="An office token names no agreement.")
    if jkt is None and not client.may_go_unbound(chosen):
        raise BadProof("proof_missing", detail="This client's tokens are bound: send a proof.")
    return tokens.new(
        partnership_id=client.partnership_id,
        agency_id=client.agency_id,
        client_id=client.client_id,
        scopes=chosen,
        granted=granted,
        jkt=jkt,
        now=now,
    )


def _grant(
    request: Request,
    wanted: Asked | None,
    *,
    client: Client,
    chosen: frozenset[str],
    held: Holdings,
    may_use: MayUse,
) -> Granted:
    if wanted is not None and wanted.agreement_id in held.lapsed:
        # The agency is a party, so that it may know why.
        raise held.lapsed[wanted.agreement_id]
    return details.grant(
        wanted,
        agency_id=client.agency_id,
        needed=scopes.actions_needed(chosen) if request.scope else (),
        agreements=held.in_force,
        may_use=may_use,
    )


def _usable(chosen: frozenset[str], *, granted: Granted) -> frozenset[str]:
    """Without `scope`, what the client holds is narrowed to what the details allow."""
    usable = frozenset(each for each in chosen if scopes.actions_needed((each,)) <= granted.actions)
    if not usable:
        raise BadScope("scope_not_allowed", detail="The agreement allows none of the scopes.")
    return usable

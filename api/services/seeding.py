"""Raising a partnership in one go: agencies, clients, agreements, what is owed, open months.

For sandboxes and tests, where keys can be handed in for every agency. What is raised comes in as
plain values; nothing here knows who invented them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from api.services import agencies, agreements, clients, envelopes, expectations, partnerships
from api.services import periods as opening
from api.services.agencies import Environment
from api.services.expectations import Expectation
from auth.caller import operator
from auth.jose import PrivateKey
from auth.refusals import Forbidden
from schemas.period import Period
from schemas.wire.envelopes import standing_members


@dataclass(frozen=True)
class NewAgency:
    """An agency, and the key it signs agreements with."""

    agency_id: str
    name: str
    sector: str
    signing: PrivateKey = field(repr=False)


@dataclass(frozen=True)
class NewClient:
    """A client of an agency and its public key."""

    client_id: str
    agency_id: str
    scopes: frozenset[str]
    dpop_required: bool
    jwk: Mapping[str, Any]


@dataclass(frozen=True)
class NewEnvelope:
    """What an agency says of each of its deliveries of a dataset."""

    agency_id: str
    dataset: str
    envelope: Mapping[str, Any]


@dataclass(frozen=True)
class Founding:
    """A partnership to be raised.

    Attributes:
        agreements: the terms of each, as JSON objects; every party signs them.
        owed: what each agency owes.
        envelopes: the standing ones; members that change with every delivery are left out.
        months: the months to be opened.
    """

    partnership_id: str
    name: str
    area: str
    lead: str
    agencies: Sequence[NewAgency]
    clients: Sequence[NewClient]
    agreements: Sequence[Mapping[str, Any]]
    owed: Sequence[Expectation]
    envelopes: Sequence[NewEnvelope]
    months: Sequence[Period]


def raise_partnership(
    session: Session, founding: Founding, *, environment: Environment, now: datetime, today: date
) -> None:
    """Write a whole partnership down, with its agreements signed and in force.

    Args:
        session: a writing transaction in the partnership's own context, reaching all of it.
        founding: what is raised.
        environment: a sandbox.
        now: when.
        today: the business day; the months have begun by then.

    Raises:
        Forbidden: in live.
        Conflict: there is a partnership of that name.
        Refusal: a part of it cannot stand.
    """
    if environment != "sandbox":
        raise Forbidden("sandbox_only", detail="An invented partnership is raised in a sandbox.")
    partnerships.add(
        session,
        partnership_id=founding.partnership_id,
        name=founding.name,
        area=founding.area,
        lead=founding.lead,
        now=now,
    )
    _add_members(session, founding, now=now)
    _agree(session, founding, environment=environment, now=now, today=today)
    actor = operator(founding.partnership_id)
    for owed in founding.owed:
        expectations.put(session, actor, expectation=owed, now=now)
    _keep_envelopes(session, founding, now=now)
    for month in founding.months:
        opening.open_period(session, actor, period=month, now=now, today=today)


def _add_members(session: Session, founding: Founding, *, now: datetime) -> None:
    for agency in founding.agencies:
        agencies.add(
            session,
            partnership_id=founding.partnership_id,
            agency_id=agency.agency_id,
            name=agency.name,
            sector=agency.sector,
            now=now,
        )
    for client in founding.clients:
        clients.add(
            session,
            partnership_id=founding.partnership_id,
            agency_id=client.agency_id,
            client_id=client.client_id,
            jwk=client.jwk,
            scopes=client.scopes,
            dpop_required=client.dpop_required,
            now=now,
        )


def _agree(
    session: Session, founding: Founding, *, environment: Environment, now: datetime, today: date
) -> None:
    """File every agreement and have each party sign it."""
    keys = {agency.agency_id: agency.signing for agency in founding.agencies}
    for terms in founding.agreements:
        number = agreements.add(
            session,
            partnership_id=founding.partnership_id,
            document=terms,
            now=now,
            today=today,
        )
        for party in terms["parties"]:
            agreements.sign(
                session,
                partnership_id=founding.partnership_id,
                agreement_id=number,
                agency_id=party["agency"],
                key=keys[party["agency"]],
                environment=environment,
                now=now,
                today=today,
            )


def _keep_envelopes(session: Session, founding: Founding, *, now: datetime) -> None:
    standing = standing_members()
    for each in founding.envelopes:
        kept = {name: value for name, value in each.envelope.items() if name in standing}
        actor = operator(founding.partnership_id, agency_id=each.agency_id)
        envelopes.keep(session, actor, dataset=each.dataset, envelope=kept, now=now)

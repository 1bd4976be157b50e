"""The invented partnership raised in a database, as its operator would raise it.

What belongs here: turning the plan into rows, keys and signatures that tests hold, and the settings
of a service over them. What does not: returns, and requests.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session

from api import service
from api.db import Context, Database
from api.services import agencies, agreements, clients, expectations, partnerships, periods
from api.services.expectations import Expectation
from api.settings import Settings
from auth import jose
from auth.agreements import AgreementInForce
from auth.caller import Caller, operator
from auth.terms import Terms
from schemas.period import Period
from synth.partnership import LEAD, PLAN, Client, PartnershipPlan
from tests.databases import Databases
from tests.oauth_client import Key

NOW = datetime(2026, 4, 20, 9, tzinfo=UTC)
"""The business day of the tests: March may be re-sent freely, January and February may not."""

OPEN = ("2025-26-Q3", "2025-26-Q4")
ORIGIN = "http://127.0.0.1:8000"

UNBOUND = Client(
    "met-bromley-unbound",
    "met-bromley",
    frozenset({"returns:read", "returns:write"}),
    dpop_required=False,
)
"""A supplier's engine that cannot bind its tokens."""

TESTED = replace(PLAN, clients=(*PLAN.clients, UNBOUND))


@dataclass(frozen=True)
class Partnership:
    """A raised partnership: where it is, how its service is set up, and every client's key."""

    plan: PartnershipPlan
    databases: Databases
    environment: Mapping[str, str]

    @property
    def settings(self) -> Settings:
        return Settings.from_environment(self.environment)

    def at(self, public_url: str) -> "Partnership":
        """The same partnership, served at another address."""
        return replace(self, environment={**self.environment, "SAFERSHARE_PUBLIC_URL": public_url})

    def key(self, client_id: str) -> Key:
        return client_key(client_id)

    def terms(self, *, agency: str, dataset: str) -> Mapping[str, Any]:
        """The first agreement under which an agency may send a dataset."""
        return next(
            terms for terms in self.plan.agreements_of(agency) if dataset in terms["datasets"]
        )


@cache
def client_key(client_id: str) -> Key:
    """The key of a client, one for each in a run."""
    return Key.make("ES256")


@cache
def signing_key(agency: str) -> jose.PrivateKey:
    """The key an agency signs agreements with."""
    return jose.generate_key()


def raised(databases: Databases, *, folder: Path, **settings: str) -> Partnership:
    """Raise the partnership in an empty, migrated database; its service's keys go to the folder."""
    environment = {
        "SAFERSHARE_DATABASE_URL": databases.app_url,
        "SAFERSHARE_MIGRATION_DATABASE_URL": databases.owner_url,
        "SAFERSHARE_KEY_DIR": str(folder / "keys"),
        "SAFERSHARE_SANDBOX_NOW": NOW.isoformat(),
        "SAFERSHARE_PUBLIC_URL": ORIGIN,
        **{f"SAFERSHARE_{name.upper()}": value for name, value in settings.items()},
    }
    made = Partnership(TESTED, databases, MappingProxyType(environment))
    service.prepare(made.settings)
    database = Database(databases.app_url)
    try:
        with database.writing(Context(TESTED.partnership_id, "", "partnership")) as session:
            register(session, TESTED)
    finally:
        database.close()
    return made


def register(session: Session, plan: PartnershipPlan) -> None:
    """Write the plan down: agencies, clients, signed agreements, what is owed, open months."""
    name = plan.partnership_id
    partnerships.add(
        session, partnership_id=name, name=plan.name, area=plan.area, lead=LEAD, now=NOW
    )
    for agency in plan.agencies:
        agencies.add(
            session,
            partnership_id=name,
            agency_id=agency.agency_id,
            name=agency.name,
            sector=agency.sector,
            now=NOW,
        )
    for client in plan.clients:
        _add_client(session, name, client)
    for terms in plan.agreements:
        _agree(session, name, terms)
    _owe(session, plan)


def _add_client(session: Session, partnership_id: str, client: Client) -> None:
    clients.add(
        session,
        partnership_id=partnership_id,
        agency_id=client.agency_id,
        client_id=client.client_id,
        jwk=client_key(client.client_id).jwk,
        scopes=client.scopes,
        dpop_required=client.dpop_required,
        now=NOW,
    )


def _agree(session: Session, partnership_id: str, terms: Mapping[str, Any]) -> None:
    agreements.add(session, partnership_id=partnership_id, document=terms, now=NOW)
    for party in terms["parties"]:
        agreements.sign(
            session,
            partnership_id=partnership_id,
            agreement_id=terms["agreement"],
            agency_id=party["agency"],
            key=signing_key(party["agency"]),
            environment="sandbox",
            now=NOW,
        )


def _owe(session: Session, plan: PartnershipPlan) -> None:
    actor = operator(plan.partnership_id)
    for owed in plan.expectations:
        expectation = Expectation(
            owed.agency_id,
            owed.dataset,
            owed.level,
            owed.cadence,
            owed.due_day,
            Period.parse("2025-04"),
        )
        expectations.put(session, actor, expectation=expectation, now=NOW)
    for quarter in OPEN:
        periods.open_period(session, actor, period=Period.parse(quarter), now=NOW, today=NOW.date())


def caller(agency: str, *, dataset: str = "health_contact") -> Caller:
    """An agency's own system, as the guard would make it of a token for its first agreement."""
    plan = TESTED
    terms = next(t for t in plan.agreements_of(agency) if dataset in t["datasets"])
    (client, *_) = (c for c in plan.clients if c.agency_id == agency)
    return Caller(
        partnership_id=plan.partnership_id,
        agency_id=agency,
        agency_name=plan.agency(agency).name,
        sector=plan.agency(agency).sector,
        client_id=client.client_id,
        scopes=client.scopes,
        agreement=AgreementInForce(Terms.parse(terms)),
        purpose=terms["purposes"][0],
        datatypes=frozenset(terms["datasets"]),
        actions=frozenset(terms["actions"]),
        jti="token-of-a-test",
        jkt=client_key(client.client_id).thumbprint,
    )

"""The invented partnership raised in a database, as its operator would raise it.

What belongs here: turning the plan into rows, keys and signatures that tests hold, and the settings
of a service over them. What does not: returns, and requests.
"""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from api import service
from api.db import Context, Database
from api.services.expectations import Expectation
from api.services.seeding import Founding, NewAgency, NewClient, raise_partnership
from api.settings import Settings
from auth import jose
from auth.agreements import AgreementInForce
from auth.caller import Caller
from auth.terms import Terms
from schemas.period import Period
from synth.partnership import LEAD, PLAN, Client, PartnershipPlan
from tests.databases import Databases, Templates
from tests.oauth_client import Key

NOW = datetime(2026, 4, 20, 9, tzinfo=UTC)
"""The business day of the tests: March may be re-sent freely, January and February may not."""

OPEN = (Period.parse("2025-26-Q3"), Period.parse("2025-26-Q4"))
OWED_FROM = Period.parse("2025-04")
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


def raised(
    databases: Databases, *, folder: Path, plan: PartnershipPlan = TESTED, **settings: str
) -> Partnership:
    """Raise the partnership in an empty, migrated database; its service's keys go to the folder."""
    made = Partnership(plan, databases, _environment(databases, folder=folder, **settings))
    service.prepare(made.settings)
    database = Database(databases.app_url, operating=True)
    try:
        with database.writing(Context(plan.partnership_id, "", "operator")) as session:
            raise_partnership(
                session, founding(plan), environment="sandbox", now=NOW, today=NOW.date()
            )
    finally:
        database.close()
    return made


@contextmanager
def copied(templates: Templates, *, folder: Path) -> Iterator[Partnership]:
    """The partnership in a database of its own, removed afterwards: a copy of the one that was
    raised first in the run. Its service's keys come to the folder.
    """
    kept = templates.kept("partnership", lambda each: raised(each.databases, folder=each.folder))
    shutil.copytree(kept.folder / "keys", folder / "keys")
    with templates.copy(kept.databases) as databases:
        yield Partnership(TESTED, databases, _environment(databases, folder=folder))


def _environment(databases: Databases, *, folder: Path, **settings: str) -> Mapping[str, str]:
    return MappingProxyType({
        "SAFERSHARE_DATABASE_URL": databases.app_url,
        "SAFERSHARE_MIGRATION_DATABASE_URL": databases.owner_url,
        "SAFERSHARE_KEY_DIR": str(folder / "keys"),
        "SAFERSHARE_SANDBOX_NOW": NOW.isoformat(),
        "SAFERSHARE_PUBLIC_URL": ORIGIN,
        **{f"SAFERSHARE_{name.upper()}": value for name, value in settings.items()},
    })  # fmt: skip


def founding(plan: PartnershipPlan) -> Founding:
    """The plan with the keys of tests: agreements signed by all, two quarters open."""
    return Founding(
        partnership_id=plan.partnership_id,
        name=plan.name,
        area=plan.area,
        lead=LEAD,
        agencies=[
            NewAgency(each.agency_id, each.name, each.sector, signing_key(each.agency_id))
            for each in plan.agencies
        ],
        clients=[
            NewClient(
                each.client_id,
                each.agency_id,
                each.scopes,
                each.dpop_required,
                client_key(each.client_id).jwk,
            )
            for each in plan.clients
        ],
        agreements=plan.agreements,
        owed=[
            Expectation(
                each.agency_id, each.dataset, each.level, each.cadence, each.due_day, OWED_FROM
            )
            for each in plan.expectations
        ],
        envelopes=(),
        months=[month for quarter in OPEN for month in quarter.months()],
    )


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

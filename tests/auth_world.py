"""A partnership with agencies, clients and a signed agreement, on a real database, behind an app.

The app has the authorization server and a few guarded views, and nothing else of the service.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import flask
from sqlalchemy import URL, Connection, NullPool, Row, create_engine, insert, select
from sqlalchemy.orm import Session

from api import db
from auth import agreement_register, keys, protect, refusals, register, routes, signing_keys
from auth.context import AuthContext
from auth.fingerprints import spoken
from auth.keys import Keyring
from schemas.tables.audit import audit_events
from schemas.tables.partnerships import partnerships
from tests import papers
from tests.oauth_client import Key, OAuthClient, Response, flask_sender, signature

PARTNERSHIP = "bromley"
ISSUER = "https://share.example"

PARTNERSHIP_ROW = {
    "partnership_id": PARTNERSHIP,
    "name": "Bromley (invented)",
    "lad_code": "E09000006",
    "lead_agency_id": "bromley-da-lead",
}

AGENCIES = {
    "met-bromley": "police",
    "bromley-da-lead": "council_community_safety",
    "kings-pruh": "nhs_acute",
    "bcwa": "vcs_da_specialist",
}

LEAD_SCOPES = "aggregates:read releases:write participation:read agreements:read agreements:write"

CLIENTS = {
    "met-bromley-returns": ("met-bromley", "returns:read returns:write", True),
    "met-bromley-plain": ("met-bromley", "returns:read returns:write", False),
    "met-bromley-office": ("met-bromley", "agreements:read agreements:write", True),
    "met-bromley-signing": ("met-bromley", "agreements:sign", True),
    "bromley-da-lead-returns": ("bromley-da-lead", LEAD_SCOPES, True),
    "kings-pruh-returns": ("kings-pruh", "returns:read returns:write aggregates:read", True),
    "kings-pruh-signing": ("kings-pruh", "agreements:sign agreements:read", True),
    "bcwa-returns": ("bcwa", "returns:read returns:write agreements:read", True),
}

STATUS = {
    refusals.BadRequest: 400,
    refusals.NotAuthenticated: 401,
    refusals.Forbidden: 403,
    refusals.NotFound: 404,
    refusals.TooMany: 429,
    refusals.Unavailable: 503,
}


@dataclass
class Clock:
    """The real time, as far as the service is told."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    today: date = papers.TODAY

    def pass_(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class World:
    """One installation and the keys of its agencies' clients."""

    database: db.Database
    folder: Path
    log_url: URL | str
    clock: Clock = field(default_factory=Clock)
    keys: dict[str, Key] = field(default_factory=lambda: {name: Key.make() for name in CLIENTS})
    settings: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.context = self.wired()
        self.app = app(self.context)

    def wired(self) -> AuthContext:
        """The wiring of one worker, with a key ring of its own."""
        usual: dict[str, Any] = {
            "issuer": ISSUER,
            "resource": f"{ISSUER}/v1",
            "environment": "sandbox",
            "sessions": partial(self.database.writing, db.NOBODY),
            "read_sessions": partial(self.database.reading, db.NOBODY),
            "keyring": Keyring(self.folder),
            "now": lambda: self.clock.now,
            "today": lambda: self.clock.today,
            "bind": lambda session, partnership, agency: db.bind(
                session, partnership_id=partnership, agency_id=agency
            ),
        }
        return AuthContext(**{**usual, **self.settings})

    def worker(self, **settings: Any) -> "World":
        """Another worker over the same store, clock and keys."""
        return replace(self, settings={**self.settings, **settings})

    def client(self, name: str = "met-bromley-returns", **changes: Any) -> OAuthClient:
        """The client of that name; it binds its tokens if it must."""
        usual: dict[str, Any] = {
            "issuer": ISSUER,
            "client_id": name,
            "key": self.keys[name],
            "send": flask_sender(self.app.test_client()),
            "proof_key": Key.make() if CLIENTS[name][2] else None,
            "clock": lambda: float(self.clock.now.timestamp()),
        }
        return OAuthClient(**{**usual, **changes})

    def writing(self, agency: str = "") -> AbstractContextManager[Session]:
        """A session of an operator of the partnership."""
        return self.database.writing(db.Context(PARTNERSHIP, agency, "partnership"))

    def events(self, tag: str | None = None) -> list[Row[Any]]:
        """The audit events, those of nobody known included, oldest first."""
        statement = select(audit_events).order_by(audit_events.c.at)
        if tag is not None:
            statement = statement.where(audit_events.c.tag == tag)
        with self.as_administrator() as connection:
            return list(connection.execute(statement))

    def as_administrator(self) -> AbstractContextManager[Connection]:
        """A transaction of somebody whom the database refuses nothing."""
        return create_engine(self.log_url, poolclass=NullPool).begin()

    def last(self, tag: str, *, outcome: str = "refused") -> dict[str, Any]:
        """The body of the last such event; the clock must have moved since the one before."""
        rows = [row for row in self.events(tag) if row.outcome == outcome]
        body: dict[str, Any] = json.loads(rows[-1].body)
        return body

    def change(self, what: str, *, agency: str, agreement: str = papers.AGREEMENT) -> None:
        """Suspend, resume, end or withdraw, by an operator."""
        with self.writing() as session:
            agreement_register.change_agreement(
                session,
                partnership_id=PARTNERSHIP,
                agreement_id=agreement,
                agency_id=agency,
                what=what,
                now=self.clock.now,
                today=self.clock.today,
            )

    def agree(self, document: Mapping[str, Any], *, unsigned: str = "") -> None:
        """File terms and let every party sign them but one."""
        with self.writing() as session:
            agreement_register.create_agreement(
                session, document=document, now=self.clock.now, today=self.clock.today
            )
        for party in document["parties"]:
            if party["agency"] != unsigned:
                self.sign(document, agency=party["agency"])

    def sign(self, document: Mapping[str, Any], *, agency: str) -> None:
        """Hand an agency's signature over to an operator."""
        with self.writing() as session:
            agreement_register.add_signature(
                session,
                partnership_id=PARTNERSHIP,
                agreement_id=document["agreement"],
                version=document["version"],
                agency_id=agency,
                jws=signature(document, agency=agency, key=papers.agency_key(agency)),
                now=self.clock.now,
                today=self.clock.today,
            )


@contextmanager
def world(
    url: str, *, folder: Path, log_url: URL | str, settle: bool = True, **settings: Any
) -> Iterator[World]:
    """A world on a migrated database; with `settle` its agencies and agreement are there.

    `log_url` is for somebody who may read every audit event.
    """
    database = db.Database(url)
    try:
        made = World(database, folder, log_url)
        with database.writing(db.NOBODY) as session:
            keys.prepare(session, folder=folder, now=made.clock.now)
        if settle:
            _settle(made)
        yield made.worker(**settings)
    finally:
        database.close()


def _settle(made: World) -> None:
    with made.writing() as session:
        session.execute(insert(partnerships), {**PARTNERSHIP_ROW, "created_at": made.clock.now})
        for agency, sector in AGENCIES.items():
            _enter_agency(session, agency, sector=sector, now=made.clock.now)
        for name, (agency, scopes, dpop) in CLIENTS.items():
            register.create_client(
                session,
                partnership_id=PARTNERSHIP,
                agency_id=agency,
                client_id=name,
                jwks={"keys": [made.keys[name].jwk]},
                held=scopes.split(),
                dpop_required=dpop,
                now=made.clock.now,
            )
    made.agree(papers.document())


def _enter_agency(session: Session, agency: str, *, sector: str, now: datetime) -> None:
    named: dict[str, Any] = {"partnership_id": PARTNERSHIP, "agency_id": agency, "now": now}
    register.create_agency(session, name=agency.title(), sector=sector, **named)
    kid = signing_keys.enter(session, jwk=papers.agency_key(agency).jwk, by="op-1", **named)
    signing_keys.confirm(session, fingerprint=spoken(kid), by="op-2", **named)


def app(context: AuthContext) -> flask.Flask:
    """The authorization server and views behind the guard."""
    made = flask.Flask("world")
    made.register_blueprint(routes.blueprint(context))
    protect.Guard(context).install(made)
    made.register_error_handler(refusals.Refusal, _problem)

    @made.get("/v1/returns")
    @protect.require("returns:read")
    def returns() -> dict[str, Any]:
        return _said()

    @made.put("/v1/returns/<dataset>")
    @protect.require("returns:write")
    def put_return(dataset: str) -> dict[str, Any]:
        protect.current_caller().check_dataset(dataset)
        return _said()

    @made.get("/v1/aggregates")
    @protect.require("aggregates:read")
    def aggregates() -> dict[str, Any]:
        return _said()

    @made.post("/v1/releases")
    @protect.require("releases:write", action="seal")
    def releases() -> dict[str, Any]:
        return _said()

    @made.get("/v1/agreements")
    @protect.require("agreements:read")
    def agreements() -> dict[str, Any]:
        return _said()

    return made


def _said() -> dict[str, Any]:
    caller = protect.current_caller()
    return {
        "agency": caller.agency_id,
        "client": caller.client_id,
        "agreement": caller.agreement.agreement_id if caller.agreement else None,
        "purpose": caller.purpose,
        "datatypes": sorted(caller.datatypes),
        "actions": sorted(caller.actions),
        "acting_person": caller.acting_person,
        "access_reason": caller.access_reason,
    }


def _problem(refusal: refusals.Refusal) -> flask.Response:
    kinds = [kind for kind in STATUS if issubclass(type(refusal), kind)]
    status = STATUS[kinds[0]]
    said = {"code": refusal.code, "detail": refusal.detail}
    return flask.Response(flask.json.dumps(said), status=status, headers=dict(refusal.headers))


def error(answer: Response) -> str:
    """The error code of an OAuth answer."""
    return str(answer.json["error"])

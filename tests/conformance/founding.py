"""The invented partnership with the clients that conformance is checked with, not served yet."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from api.db import Context, Database
from api.services import clients as registered
from auth import keys
from schemas.tables.signing import server_keys
from tests.databases import Databases
from tests.oauth_client import Key
from tests.partnership import Partnership, raised

AGENCY, OTHER_AGENCY = "met-bromley", "kings-pruh"
AGREEMENT, PURPOSE = "DSA-2026-0001", "strategic_needs_assessment"
FOREIGN_AGREEMENT, NO_AGREEMENT = "DSA-2026-0003", "DSA-2026-0404"
SCOPES = ("returns:read", "returns:write")

ALGORITHMS = ("ES256", "PS256", "Ed25519")


def client_of(alg: str) -> str:
    """The client whose key is of this kind."""
    return f"conformance-{alg.lower()}"


FOREIGN, PLAIN, OFFICE, BOTH, REVOKED, TWO_KEYS = (
    f"conformance-{name}" for name in ("foreign", "plain", "office", "both", "revoked", "two-keys")
)


@dataclass(frozen=True)
class Registered:
    """A client as the place knows it."""

    keys: tuple[Key, ...]
    agency: str = AGENCY
    scopes: tuple[str, ...] = SCOPES
    bound: bool = True


def made_clients() -> dict[str, Registered]:
    """The clients, each with new keys."""
    return {
        **{client_of(alg): Registered((Key.make(alg),)) for alg in ALGORITHMS},
        FOREIGN: Registered((Key.make(),), agency=OTHER_AGENCY),
        PLAIN: Registered((Key.make(),), bound=False),
        OFFICE: Registered((Key.make(),), scopes=("agreements:read",)),
        BOTH: Registered((Key.make(),), scopes=("agreements:read", "returns:read")),
        REVOKED: Registered((Key.make(),)),
        TWO_KEYS: Registered((Key.make(), Key.make("PS256"))),
    }


def founded(
    databases: Databases, *, folder: Path, waiting: bool = True
) -> tuple[Partnership, dict[str, Registered]]:
    """The partnership with these clients beside its own.

    With `waiting` a second signing key is published, which signs a day later.
    """
    partnership, clients = raised(databases, folder=folder), made_clients()
    database = Database(databases.app_url, operating=True)
    operator = Context(partnership.plan.partnership_id, "", "operator")
    try:
        with database.writing(operator) as session:
            for name, one in clients.items():
                _register(session, name, one)
            registered.revoke(session, client_id=REVOKED, **_named(operator))
            # As if it had been at work since yesterday, so that another can follow at any moment.
            session.execute(update(server_keys).values(active_from=_yesterday()))
    finally:
        database.close()
    if waiting:
        follow(partnership, at=datetime.now(UTC) + timedelta(days=1))
    return partnership, clients


def _register(session: Session, name: str, one: Registered) -> None:
    named, (first, *more) = _named(session.info["context"]), [key.jwk for key in one.keys]
    registered.add(
        session,
        agency_id=one.agency,
        client_id=name,
        jwk=first,
        scopes=one.scopes,
        dpop_required=one.bound,
        **named,
    )
    for jwk in more:
        registered.add_key(session, client_id=name, jwk=jwk, **named)


def _named(context: Context) -> dict[str, Any]:
    return {"partnership_id": context.partnership_id, "now": _yesterday()}


def _yesterday() -> datetime:
    """Before any token, so that none is older than its client."""
    return datetime.now(UTC) - timedelta(days=1)


def follow(partnership: Partnership, *, at: datetime) -> str:
    """Let a new signing key follow the present one at an instant; return its name."""
    database = Database(partnership.databases.app_url, operating=True)
    try:
        with database.writing(Context(reach="operator")) as session:
            folder = partnership.settings.key_dir
            return keys.rotate(session, folder=folder, now=at - keys.LEAD)
    finally:
        database.close()

"""A log to try: events of an invented partnership, and a way to alter them behind its back."""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, insert, text

from api.db import NOBODY, Context, Database
from api.services.transparency import logs
from api.services.transparency.sealing import Sealed, seal_all
from auth import audit
from auth.audit import Event
from auth.seals import keys, logfile
from auth.seals.notes import Verifier
from auth.seals.records import Verdict
from auth.seals.verifying import verify
from schemas.tables.audit import audit_events
from schemas.tables.partnerships import partnerships
from tests.databases import Databases
from tests.integration.stored_rows import stored_row

NOW = datetime(2026, 4, 20, 9, tzinfo=UTC)
BROMLEY = Context("bromley", reach="partnership")
NAME = "safershare.example/audit"
STRANGERS = Context(reach="partnership")


@dataclass
class Log:
    """The log of a partnership in a database of its own."""

    databases: Databases
    database: Database
    folder: Path
    now: datetime = NOW
    added: list[str] = field(default_factory=list)

    def add(
        self, count: int, *, at: datetime | None = None, partnership_id: str = "bromley"
    ) -> None:
        """Events in the form in which `auth.audit` writes them, in one transaction."""
        first = len(self.added)
        rows = [
            _row(first + number, at=at or self.now, partnership_id=partnership_id)
            for number in range(count)
        ]
        self.added += [row["event_id"] for row in rows]
        with self.database.writing(Context(partnership_id, reach="partnership")) as session:
            session.execute(insert(audit_events), rows)
        self.now += timedelta(seconds=1)

    def seal(self, *, thorough: bool = True) -> list[Sealed]:
        self.now += timedelta(seconds=1)
        done = seal_all(self.database, folder=self.folder, now=self.now, thorough=thorough)
        return list(done)

    def verified(self, *held: str, partnership_id: str = "bromley") -> Verdict:
        context = Context(partnership_id, reach="partnership")
        with self.database.reading(context) as session:
            return verify(
                lambda: logs.records(session, partnership_id=partnership_id),
                verifiers=logs.verifiers(session),
                held=held,
            )

    def exported(self, path: Path) -> Path:
        with self.database.reading(BROMLEY) as session, path.open("wb") as file:
            records = logs.records(session, partnership_id="bromley")
            file.writelines(logfile.lines(records, origin="bromley"))
        return path

    def keys(self) -> tuple[Verifier, ...]:
        with self.database.reading(NOBODY) as session:
            return logs.verifiers(session)

    def checkpoint(self) -> str:
        return self.verified().checkpoint

    def at(self, position: int) -> str:
        """The event at a place."""
        return str(self.one("SELECT event_id FROM audit_leaves WHERE position = :at", at=position))

    def one(self, statement: str, **values: Any) -> Any:
        with self._owner() as engine, engine.begin() as connection:
            return connection.execute(text(statement), values).scalar_one()

    def tamper(self, *statements: str, **values: Any) -> None:
        """What somebody does who holds the database itself."""
        with self._owner() as engine, engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement), values)

    @contextmanager
    def _owner(self) -> Iterator[Engine]:
        engine = create_engine(self.databases.owner_url)
        try:
            if engine.dialect.name == "postgresql":
                with engine.begin() as connection:
                    for table in ("audit_events", "audit_leaves", "audit_seals"):
                        connection.execute(text(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"))
            yield engine
            if engine.dialect.name == "postgresql":
                with engine.begin() as connection:
                    for table in ("audit_events", "audit_leaves", "audit_seals"):
                        connection.execute(text(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"))
        finally:
            engine.dispose()


@contextmanager
def opened(databases: Databases, *, folder: Path) -> Iterator[Log]:
    """An empty log with a key."""
    database = Database(databases.app_url, wait_seconds=5)
    with database.writing(BROMLEY) as session:
        row = stored_row(partnerships, partnership_id="bromley", agency_id="met")
        session.execute(insert(partnerships), row)
    with database.writing(NOBODY) as session:
        keys.prepare(session, folder=folder, name=NAME, now=NOW)
    try:
        yield Log(databases, database, folder)
    finally:
        database.close()


def _row(number: int, *, at: datetime, partnership_id: str) -> Mapping[str, Any]:
    event = Event(
        "aggregates:read",
        partnership_id=partnership_id,
        agency_id="met" if number % 2 else "trust",
        client_id="a-client",
        agreement_id="DSA-2026-0001",
        purpose="strategic_needs_assessment",
        dataset="incident",
        question={"asked": f"incident|persons|2026-03||{number}"},
    )
    event_id, salt = str(uuid.uuid4()), secrets.token_bytes(32)
    moment = at + timedelta(microseconds=number)
    content = audit.body(event, event_id=event_id, at=moment)
    names = ("tag", "outcome", "agency_id", "client_id", "agreement_id", "dataset")
    return {
        "partnership_id": partnership_id,
        "event_id": event_id,
        "at": moment,
        **{name: getattr(event, name) for name in names},
        "body": content,
        "salt": salt,
        "leaf": audit.leaf_hash(content, salt=salt),
    }


def changed(path: Path, number: int, **members: Any) -> None:
    """Write other members into one line of an export."""
    lines = path.read_bytes().splitlines(keepends=True)
    lines[number] = json.dumps(json.loads(lines[number]) | members).encode() + b"\n"
    path.write_bytes(b"".join(lines))

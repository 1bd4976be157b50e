"""Sending returns through the services, as the door does it, with no HTTP between.

What belongs here: the two sessions of a delivery in their order, for one agency. What does not:
what a return should become of it.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from sqlalchemy import func, select

from api.db import Context, Database
from api.intake.reading.body import Limits, spool
from api.intake.reading.rest import at_rest
from api.ledger import Ledger
from api.services import deliveries, filed, findings, people, returns
from api.services.deliveries import Desk, Sent
from api.services.findings import Page
from api.services.returns import Submitted, Wish
from api.services.rights.erasing import Tools
from api.v1.doors import on_behalf
from auth.caller import Caller
from schemas.period import Period
from schemas.tables.records import RECORDS
from schemas.tables.returns import returns as returns_table
from tests.deliveries import Row, document
from tests.partnership import NOW, caller

SECRET = b"the secret persons are digested with"
LIMITS = Limits(10_000_000, 10_000_000)
MARCH = "2026-03"
FOLDER = TemporaryDirectory()
TODAY = NOW.date()


@dataclass(frozen=True)
class Sender:
    """One agency's system on a day, with one dataset."""

    database: Database
    caller: Caller
    dataset: str
    today: date = TODAY
    ledger: Ledger = field(default_factory=lambda: Ledger(Path(FOLDER.name) / str(uuid4())))

    @property
    def context(self) -> Context:
        return on_behalf(self.caller)

    @property
    def now(self) -> datetime:
        return NOW + timedelta(days=(self.today - NOW.date()).days)

    def on(self, today: str) -> "Sender":
        """The same system on another day."""
        return replace(self, today=date.fromisoformat(today))

    def send(
        self,
        rows: Sequence[Row],
        period: str = MARCH,
        *,
        if_match: str | None = None,
        quarantine: bool = False,
        dry_run: bool = False,
        **said: Any,
    ) -> Submitted:
        """Deliver rows; `said` goes into the envelope."""
        body = spool(
            io.BytesIO(document(rows, **said)), encoding=None, content_digest=None, limits=LIMITS
        )
        wish = Wish(None if if_match is None else f'"{if_match}"', quarantine=quarantine)
        desk = Desk(self.today, "sandbox", SECRET)
        owed = Period.parse(period)
        with (
            body.file,
            at_rest(body.file, media_type="application/json", largest=LIMITS.inflated) as rest,
            self.database.writing(self.context) as writing,
            self.database.reading(self.context) as session,
            deliveries.examined(
                session,
                self.caller,
                sent=Sent(body.sha256, rest),
                dataset=self.dataset,
                period=owed,
                desk=desk,
                writing=None if dry_run or quarantine else writing,
            ) as delivery,
        ):
            if dry_run:
                return returns.preview(
                    session, self.caller, delivery=delivery, wish=wish, today=self.today
                )
            return returns.submit(
                writing,
                self.caller,
                delivery=delivery,
                wish=wish,
                now=self.now,
                today=self.today,
            )

    def withdraw(
        self, period: str = MARCH, *, if_match: str | None = None, reason: str | None = None
    ) -> None:
        with self.database.writing(self.context) as session:
            returns.withdraw(
                session,
                self.caller,
                dataset=self.dataset,
                period=Period.parse(period),
                if_match=None if if_match is None else f'"{if_match}"',
                reason=reason,
                now=self.now,
                today=self.today,
            )

    def read(self, period: str = MARCH) -> tuple[str, dict[str, Any]]:
        """The ETag and receipt of what is in force."""
        with self.database.reading(self.context) as session:
            return filed.read(
                session,
                self.caller,
                dataset=self.dataset,
                period=Period.parse(period),
                today=self.today,
                used={},
            )

    def revisions(self, period: str = MARCH) -> list[dict[str, Any]]:
        with self.database.reading(self.context) as session:
            return filed.revisions(
                session, self.caller, dataset=self.dataset, period=Period.parse(period)
            )

    def findings(self, period: str = MARCH, *, after: int = 0) -> Page:
        with self.database.reading(self.context) as session:
            return findings.page(
                session,
                self.caller,
                dataset=self.dataset,
                period=Period.parse(period),
                after=after,
            )

    def listed(self) -> list[filed.Listed]:
        with self.database.reading(self.context) as session:
            page, _ = filed.listed(session, self.caller, period=None, after=None, today=self.today)
            return page

    def alias(self, *pairs: tuple[str, str]) -> int:
        with self.database.writing(self.context) as session:
            return people.alias(
                session,
                self.caller,
                pairs=pairs,
                tools=Tools(SECRET, self.ledger),
                environment="sandbox",
                now=self.now,
            )

    def counts(self, table: str) -> int:
        """How many rows of a record table, or of `returns`, this agency's context can see."""
        found = returns_table if table == "returns" else RECORDS[table]
        with self.database.reading(self.context) as session:
            return session.scalar(select(func.count()).select_from(found)) or 0


def sender(database: Database, agency: str, dataset: str) -> Sender:
    return Sender(database, caller(agency, dataset=dataset), dataset)

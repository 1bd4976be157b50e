"""Whoever answers persons who ask about their records, for an agency or for the whole partnership.

What belongs here: the verbs of requests with a session of their own each, and looking at what is
left in the store. What does not: what should be left.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from api.db import Context, Database
from api.ledger import Ledger
from api.policies.person_requests import Checked
from api.queries import people
from api.services.rights import copies, person_requests, receiving, replaying, retention
from api.services.rights.erasing import Tools
from api.services.rights.receiving import Asked
from auth.caller import Caller, operator
from schemas.tables.audit import audit_events
from schemas.tables.base import metadata
from schemas.tables.records import RECORDS
from tests.integration.returns.sending import SECRET
from tests.partnership import NOW

PARTNERSHIP = "bromley"
CLEAR = Checked("clear", identity_established=True)
DANGER = Checked("danger", identity_established=True)


@dataclass
class Office:
    """The rights desk of any agency."""

    database: Database
    ledger: Ledger
    now: datetime = NOW
    person: str | None = "officer-7"

    def named(self, agency: str) -> Caller:
        return replace(operator(PARTNERSHIP, agency_id=agency), acting_person=self.person)

    @property
    def tools(self) -> Tools:
        return Tools(SECRET, self.ledger)

    def context(self, agency: str) -> Context:
        return Context(PARTNERSHIP, agency)

    def receive(self, agency: str, kind: Any, reference: str) -> Mapping[str, Any]:
        with self.database.writing(self.context(agency)) as session:
            return receiving.receive(
                session,
                self.named(agency),
                asked=Asked(kind, reference, "sandbox"),
                secret=SECRET,
                now=self.now,
                today=self.now.date(),
            )

    def receive_for_all(self, kind: Any, reference: str) -> str:
        with self.database.writing(Context(PARTNERSHIP, reach="operator")) as session:
            return receiving.receive_for_all(
                session,
                operator(PARTNERSHIP),
                asked=Asked(kind, reference, "sandbox"),
                secret=SECRET,
                now=self.now,
                today=self.now.date(),
            )

    def shown(self, agency: str, request: str) -> Mapping[str, Any]:
        with self.database.reading(self.context(agency)) as session:
            return person_requests.shown(session, self.named(agency), request_id=request)

    def listed(self, agency: str) -> Sequence[Mapping[str, Any]]:
        return self.page(agency)[0]

    def page(
        self, agency: str, after: Sequence[str] | None = None
    ) -> tuple[Sequence[Mapping[str, Any]], Sequence[str] | None]:
        reach = Context(PARTNERSHIP, agency) if agency else Context(PARTNERSHIP, reach="operator")
        with self.database.reading(reach) as session:
            asking = operator(PARTNERSHIP, agency_id=agency)
            return person_requests.listed(session, asking, after=after)

    def check(self, agency: str, request: str, checked: Checked = CLEAR) -> Mapping[str, Any]:
        with self.database.writing(self.context(agency)) as session:
            return person_requests.check(
                session, self.named(agency), request_id=request, checked=checked, now=self.now
            )

    def decide(
        self, agency: str, request: str, decision: Any = "carry_out", reason: str | None = None
    ) -> Mapping[str, Any]:
        with self.database.writing(self.context(agency)) as session:
            return person_requests.decide(
                session,
                self.named(agency),
                request_id=request,
                decision=decision,
                reason=reason,
                tools=self.tools,
                now=self.now,
            )

    def copy(self, agency: str, request: str) -> Mapping[str, Any]:
        with self.database.reading(self.context(agency)) as session:
            return copies.copy(
                session, self.named(agency), request_id=request, today=self.now.date()
            )

    def erase(self, agency: str, reference: str) -> Mapping[str, int]:
        """The whole life of an erasure; what was removed."""
        request = self.receive(agency, "erasure", reference)["request"]
        self.check(agency, request)
        removed: Mapping[str, int] = self.decide(agency, request)["removed"]
        return +removed  # type: ignore[operator, no-any-return]

    def restrict(self, agency: str, reference: str) -> None:
        self.decide(agency, self.receive(agency, "restriction", reference)["request"])

    def replay(self) -> Mapping[str, int]:
        return +replaying.replay(self.database, self.tools, now=self.now)

    def pending(self) -> int:
        return replaying.pending(self.database, self.ledger)

    def tidy(self, on: datetime) -> Mapping[str, int]:
        return +retention.apply(
            self.database, partnership_id=PARTNERSHIP, secret=SECRET, today=on.date(), now=on
        )

    def rows(self, dataset: str) -> list[Mapping[str, Any]]:
        """Every stored row of a dataset, of every agency and revision."""
        table = RECORDS[dataset]
        query = select(table).order_by(table.c.agency_id, table.c.month, table.c.row_no)
        return self.all(query)

    def all(self, query: Any) -> list[Mapping[str, Any]]:
        with self.database.reading(Context(PARTNERSHIP, reach="operator")) as session:
            return [dict(row) for row in session.execute(query).mappings()]

    def count(self, table: str) -> int:
        with self.database.reading(Context(PARTNERSHIP, reach="operator")) as session:
            return session.scalar(select(func.count()).select_from(metadata.tables[table])) or 0

    def events(self, tag: str) -> list[str]:
        found = self.all(select(audit_events).where(audit_events.c.tag == tag))
        return [event["body"].decode() for event in found]

    def traces(self, reference: str) -> dict[str, int]:
        """How often a person's digest, in bytes or hexadecimal, stands in each table."""
        with self.database.reading(Context(PARTNERSHIP, reach="operator")) as session:
            digest = people.digester(session, PARTNERSHIP, secret=SECRET).person_id(reference)
            found = {
                table.name: sum(
                    digest in row or any(digest.hex() in str(value) for value in row)
                    for row in session.execute(select(table))
                )
                for table in metadata.sorted_tables
                if "partnership_id" in table.c
            }
        return {name: count for name, count in found.items() if count}

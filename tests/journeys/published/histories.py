"""Boroughs that published their figures, raised in one store, and what is asked of them.

What belongs here: the agencies' systems over HTTP, the figures they send, and answers as values.
What does not: an expectation of any figure.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import Any

from api import service
from api.app import create_app
from api.db import Context, Database
from api.services.expectations import Expectation
from api.services.seeding import Founding, NewAgency, NewClient, raise_partnership
from api.settings import Settings
from schemas.codes.declared import DECLARED
from schemas.period import Period
from synth.published import Published
from tests.databases import Databases
from tests.deliveries import Row, document, envelope
from tests.journeys.recorder import Recorder
from tests.journeys.systems import CSV, System, Systems, systems_of
from tests.oauth_client import Response, flask_sender
from tests.partnership import NOW, ORIGIN, Partnership, client_key, signing_key


@dataclass(frozen=True)
class History:
    """A borough that published, and the systems of its agencies."""

    published: Published
    systems: Systems

    @property
    def lead(self) -> System:
        """The system that seals, and reads."""
        return self.systems(self.published.lead)

    def ask(self, path: str, *, media_type: str = "application/json") -> Response:
        """What the lead is answered."""
        return self.lead.call(
            "GET",
            path,
            scope="aggregates:read",
            asked=self.lead.details(),
            headers={"Accept": media_type},
        )

    def read(self, path: str, *, media_type: str = "application/json") -> Response:
        """What the lead reads."""
        answer = self.ask(path, media_type=media_type)
        assert answer.status == 200, answer.body
        return answer

    def answer(self, indicator: str, *, asked: str = "", period: Period | None = None) -> Any:
        """The values of an indicator for the borough's own period."""
        when = period or self.published.year
        return self.read(f"/v1/indicators/{indicator}/values?period={when}{asked}").json

    def values(self, indicator: str, *, line: str = "", period: Period | None = None) -> list[Any]:
        """What agencies declared of one line of an indicator, in the order of the answer."""
        every = self.answer(indicator, period=period)["values"]
        return [each for each in every if each["line"] == line and each["declared"]]

    def declared(self, measure: str, *, period: Period | None = None) -> list[Any]:
        """The declared figures of a measure."""
        when = period or self.published.year
        figures: list[Any] = self.read(f"/v1/aggregates/{measure}?period={when}").json["declared"]
        return figures

    def found(
        self, rows: Sequence[Row], *, month: Period, dataset: str = "aggregate_return"
    ) -> set[str]:
        """The codes of what is found in rows that are tried, and not sent."""
        answer = self.lead.put(dataset, str(month), document(rows), query="?dry_run=true")
        told = (answer.json.get(name) or () for name in ("errors", "findings", "summary"))
        return {each["code"] for each in chain.from_iterable(told)}

    def send(self, agency: str, month: Period, rows: Sequence[Row]) -> None:
        """Send figures that are already published."""
        system = self.systems(agency)
        answer = system.put(
            "aggregate_return", str(month), document(rows, permission_publish="public")
        )
        assert answer.status == 201, answer.body

    def seal(self, period: Period) -> None:
        """Seal a quarter, with whatever came of it."""
        body = json.dumps({"period": str(period), "accept_missing": True}).encode()
        answer = self.lead.call(
            "POST",
            "/v1/releases",
            scope="releases:write",
            asked=self.lead.details(),
            media_type="application/json",
            body=body,
        )
        assert answer.status == 201, answer.body

    def told(self) -> None:
        """Send what was published as it stands, and seal it."""
        for each in self.published.returns:
            system = self.systems(each.agency_id)
            system.stand("aggregate_return", envelope(permission_publish="public"))
            answer = system.put("aggregate_return", str(each.month), each.body, media_type=CSV)
            assert answer.status == 201, answer.body
            assert answer.json["findings"] == [], answer.json
        for period in self.published.periods:
            self.seal(period)


def figure(number: int, measure: str, days: tuple[str, str] | str = "", **rest: Any) -> Row:
    """A declared figure: of a span, of a day, or prose; `cell` is its breakdown."""
    entry = DECLARED[measure]
    row = {
        "record_id": f"f-{number}",
        "family": entry.family,
        "measure": measure,
        "unit": entry.unit,
        "breakdown": rest.pop("cell", None),
        "counting_rule": "as-declared",
        "status": "final",
        **rest,
    }
    if isinstance(days, tuple):
        row["covers_from"], row["covers_to"] = days
    elif days:
        row["as_at"] = days
    return {name: value for name, value in row.items() if value is not None}


@contextmanager
def raised(
    databases: Databases, boroughs: Iterable[tuple[Published, Sequence[Period]]], *, keys: str
) -> Iterator[Mapping[str, History]]:
    """Boroughs by name, with these periods open; all in one store behind one application."""
    environment = {
        "SAFERSHARE_DATABASE_URL": databases.app_url,
        "SAFERSHARE_MIGRATION_DATABASE_URL": databases.owner_url,
        "SAFERSHARE_KEY_DIR": keys,
        "SAFERSHARE_SANDBOX_NOW": NOW.isoformat(),
        "SAFERSHARE_PUBLIC_URL": ORIGIN,
    }
    settings = Settings.from_environment(environment)
    service.prepare(settings)
    made = create_app(settings)
    send = flask_sender(made.test_client(use_cookies=False))
    found = {}
    with closing(Database(databases.app_url, operating=True)) as database:
        for each, periods in boroughs:
            _raise(database, _founding(each, periods))
            partnership = Partnership(each.plan(), databases, environment)
            systems = systems_of(partnership, send=send, recorder=Recorder())
            found[each.borough] = History(each, systems)
    yield found
    made.extensions[service.EXTENSION].database.close()


def _raise(database: Database, founding: Founding) -> None:
    with database.writing(Context(founding.partnership_id, "", "operator")) as session:
        raise_partnership(session, founding, environment="sandbox", now=NOW, today=NOW.date())


def _founding(published: Published, periods: Sequence[Period]) -> Founding:
    plan = published.plan()
    first = published.year.months()[0]
    return Founding(
        partnership_id=plan.partnership_id,
        name=plan.name,
        area=plan.area,
        lead=published.lead,
        agencies=[
            NewAgency(each.agency_id, each.name, each.sector, signing_key(each.agency_id))
            for each in plan.agencies
        ],
        clients=[
            NewClient(c.client_id, c.agency_id, c.scopes, True, client_key(c.client_id).jwk)
            for c in plan.clients
        ],
        agreements=plan.agreements,
        owed=[
            Expectation(each.agency_id, each.dataset, each.level, each.cadence, each.due_day, first)
            for each in plan.expectations
        ],
        envelopes=(),
        months=[month for period in periods for month in period.months()],
    )

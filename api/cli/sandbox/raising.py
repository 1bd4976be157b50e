"""Raising a scenario: the partnership, what its agencies sent and when, and what they did with it.

Everything goes through the service in this process, as the agencies' systems would do it, each
month's returns on the tenth day after it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import httpx

from api.app import create_app
from api.cli import borough
from api.cli.client.credentials import Credentials
from api.cli.client.problems import checked
from api.cli.failures import Failure
from api.cli.folder import SERVED_AT
from api.cli.installation import database
from api.cli.partners import Partners
from api.cli.sandbox.place import Place
from api.cli.sandbox.scenarios import CASE, MONTHS, QUARTER, SCALE, SEED, Key, Scenario
from api.cli.sandbox.still import still
from api.db import Context
from api.service import EXTENSION
from api.services import partnerships
from api.settings import Settings
from migrations.run import upgrade
from schemas.period import Period
from synth.chance import child
from synth.faults.mistakes import nhs_number
from synth.figures.profiles import BROMLEY
from synth.labels import LABEL, NOTICE
from synth.partnership import PLAN, PartnershipPlan
from synth.returns import InventedReturn, returns

_SENT_AFTER: Final = timedelta(days=10)  # of the end of a month; files are drawn within nine
_FOUNDED: Final = datetime(2026, 1, 5, 9, tzinfo=UTC)
_ENDED: Final = "2026-04-30"
_ENDING: Final = {"review_on": "2026-04-15", "ends_on": _ENDED}
_UNTIL: Final = "2026-06-30"  # the last day of a listed case
_NUMBERED: Final = "with-number"  # how the name of a spoilt file ends


@dataclass
class _Clock:
    """The moment at which the process stands, which moves from act to act."""

    moment: datetime

    def __call__(self) -> datetime:
        return self.moment


@dataclass(frozen=True)
class Stage:
    """What is being raised, and where."""

    name: str
    scenario: Scenario
    place: Place
    plan: PartnershipPlan
    drawn: Sequence[InventedReturn]
    clock: _Clock

    @property
    def using(self) -> Settings:
        """The settings of the service; it goes by the clock of this process."""
        return Settings.from_environment(self.place.settings())


def raise_scenario(name: str, scenario: Scenario, place: Place) -> None:
    """Build a scenario in an empty folder.

    Raises:
        Failure: the server's database holds something already.
        WrongDatabaseError: it is not up to date.
        Declined, Refusal: the service does not take a part of it.
    """
    clock = _Clock(_FOUNDED)
    months = [Period.parse_month(month) for month in MONTHS]
    drawn = list(returns(_plan(scenario), months, seed=SEED, profile=BROMLEY.scaled(SCALE)))
    stage = Stage(name, scenario, place, _plan(scenario), drawn, clock)
    with still(f"{LABEL}/{name}", clock=clock):
        if place.server:
            _see_empty(stage.using)
        else:
            upgrade(stage.using.migration_database_url, environment="sandbox")
        raised = borough.prepare(stage.plan, months=months[:1])
        borough.found(replace(stage.using, sandbox_now=clock.moment), raised.founding)
        held = borough.credentials(stage.plan, raised, url=SERVED_AT)
        with _partners(stage, held) as partners:
            _act(partners, stage, months)
    if not place.server:
        _settle(place)
    borough.write_credentials(held, folder=place.credentials)
    _leave_files(stage)


def _see_empty(using: Settings) -> None:
    """See that nobody is in the server's database: what is there is never mixed, nor removed."""
    with (
        database(using) as opened,
        opened.reading(Context(PLAN.partnership_id, reach="operator")) as session,
    ):
        if list(partnerships.listed(session)):
            raise Failure(
                "The database of SAFERSHARE_DATABASE_URL holds a partnership already: name a new"
                " one, brought up to date by `safershare db upgrade`."
            )


def _settle(place: Place) -> None:
    """Lay the database's pages out by what it holds, and not by how that came in."""
    settled = place.database.with_suffix(".settled")
    with closing(sqlite3.connect(place.database)) as connection:
        connection.execute("VACUUM INTO ?", (str(settled),))
    with closing(sqlite3.connect(settled)) as connection:
        # A copy is not made in the mode that the store is read in (SQLite manual, WAL).
        connection.execute("PRAGMA journal_mode = WAL")
    settled.replace(place.database)


def _plan(scenario: Scenario) -> PartnershipPlan:
    """The invented partnership without its bad habits, and with agreements that may have ended."""
    agreements = tuple(
        terms | (_ENDING if scenario.ended in terms["purposes"] else {})
        for terms in PLAN.agreements
    )
    return replace(PLAN, habits=(), agreements=agreements)


def _act(partners: Partners, stage: Stage, months: Sequence[Period]) -> None:
    """What the agencies do, day by day."""
    lead, first = partners.agency(stage.plan.lead), months[0]
    for month in months:
        stage.clock.moment = _moment(month)
        if month != first:
            checked(lead.call("POST", "/v1/periods", json={"period": str(month)}))
        for each in stage.drawn:
            if each.month == str(month) and _key(each) not in stage.scenario.unsent:
                checked(borough.put(partners.agency(each.agency_id), each))
    if stage.scenario.case:
        _list_case(partners, stage)
    if stage.scenario.sealed:
        stage.clock.moment = stage.scenario.now
        checked(lead.call("POST", "/v1/releases", json={"period": QUARTER}))
        borough.let_print(partners.agency, lead=stage.plan.lead, period=QUARTER)


def _moment(month: Period) -> datetime:
    day = month.end + _SENT_AFTER
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


@contextmanager
def _partners(stage: Stage, held: Mapping[str, Credentials]) -> Iterator[Partners]:
    """The agencies' systems at the application in this process."""
    app = create_app(stage.using)
    try:
        with Partners(held, transport=httpx.WSGITransport(app=app), clock=stage.clock) as partners:
            yield partners
    finally:
        app.extensions[EXTENSION].database.close()


def _list_case(partners: Partners, stage: Stage) -> None:
    """List the person heard twice for the conference, on the lead's word as its coordinator."""
    said = {
        "person_ref": heard_twice(stage.drawn),
        "members": sorted({each.agency_id for each in stage.plan.agencies} - {stage.plan.lead}),
        "ends_on": min(_UNTIL, _ENDED) if stage.scenario.ended else _UNTIL,
    }
    headers = {"Acting-Person": "coordinator-1", "Access-Reason": "meeting-1"}
    lead = partners.casework(stage.plan.lead)
    checked(lead.call("PUT", f"/v1/cases/{CASE}", headers=headers, json=said))


def heard_twice(drawn: Sequence[InventedReturn]) -> str:
    """Of those whom the conference heard again in the same quarter, the first by reference.

    Raises:
        ValueError: nobody was.
    """
    seen: dict[str, set[str]] = {}
    for each in drawn:
        for written in each.written if each.dataset == "marac_case" else ():
            victim = written.row["victim"]
            if "person_ref" in victim and not victim.get("restricted"):
                seen.setdefault(written.people["victim"], set()).add(each.month)
    return min(who for who, months in seen.items() if len(months) > 1)


def _key(each: InventedReturn) -> Key:
    return each.agency_id, each.dataset, each.month


def _leave_files(stage: Stage) -> None:
    """Leave what has not been sent as files, and the story of the sandbox."""
    for each in stage.drawn:
        if _key(each) in stage.scenario.unsent:
            name = f"{LABEL}-{each.month}-{each.agency_id}-{each.dataset}"
            (stage.place.files / f"{name}.{each.sends}").write_bytes(each.encoded(each.sends))
            if _key(each) in stage.scenario.spoilt:
                bad = _with_number(each)
                (stage.place.files / f"{name}-{_NUMBERED}.{each.sends}").write_bytes(
                    bad.encoded(each.sends)
                )


def _with_number(clean: InventedReturn) -> InventedReturn:
    """The return with a patient's number in one of its fields of text."""
    chance = child(SEED, "sandbox", clean.month)
    place = chance.randrange(len(clean.written))
    number = nhs_number({}, chance, Period.parse_month(clean.month))
    spoilt = [*clean.written]
    row = {**spoilt[place].row, "risk_assessment_ref": number}
    spoilt[place] = replace(spoilt[place], row=row)
    return clean.with_rows(spoilt)


def facts(name: str, scenario: Scenario, *, link: str) -> dict[str, Any]:
    """What a program may want to know of a sandbox."""
    return {
        LABEL: True,
        "notice": NOTICE,
        "scenario": name,
        "sentence": scenario.sentence,
        "now": scenario.now.isoformat(),
        "case": CASE if scenario.case else None,
        "try": [f"safershare {each.format_map({'dir': link})}" for each in scenario.tries],
    }


def story(said: Mapping[str, Any]) -> str:
    """The same for people."""
    lines = [
        f"# {said['scenario']}", "", said["sentence"], "", said["notice"], "",
        f"The clock stands at {said['now']}.", "", "    set -a; . ./env; safershare serve", "",
        "Then, from another terminal:", "", *(f"    {each}" for each in said["try"]), "",
    ]  # fmt: skip
    return "\n".join(lines)


def write_facts(place: Place, said: Mapping[str, Any]) -> None:
    """Leave both beside the sandbox."""
    place.facts.write_text(json.dumps(said, indent=2) + "\n", encoding="utf-8")
    place.story.write_text(story(said), encoding="utf-8")

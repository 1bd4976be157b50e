"""Seeding: one command for a year on time, runs that were stopped, refusals, and who is who."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from api.cli.partners import Partners
from api.cli.seeding import standing, stories
from api.cli.seeding.sending import Sender, Wish
from api.cli.seeding.way import Way
from api.db import Context, Database
from api.settings import Settings
from schemas.period import Period
from schemas.tables.records import RECORDS
from synth import faults, files
from synth.boroughs import numbered
from synth.figures.profiles import PROFILES
from synth.partnership import PLAN
from tests.counts import PROVE
from tests.databases import Databases
from tests.journeys.installations import Installation, installation

TODAY = date(2026, 4, 20)
SPAN = ("2025-04..2026-03", 12) if PROVE else ("2026-01..2026-03", 3)
PROFILE = "modern-borough"


@pytest.fixture
def empty(tmp_path: Path) -> Installation:
    """An installation with an empty database of its own."""
    return _installed(tmp_path)


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """One that no test changes."""
    return _installed(tmp_path_factory.mktemp("untouched"))


def _installed(folder: Path) -> Installation:
    folder.mkdir(exist_ok=True)
    url = f"sqlite:///{folder / 'safershare.db'}"
    made = installation(folder, Databases("sqlite", url, url))
    made.done("db", "upgrade")
    return made


def _seed(made: Installation, *options: str) -> tuple[str, ...]:
    return ("seed", "--credentials-dir", str(made.folder / "credentials"), *options)


def _held(made: Installation) -> list[tuple[Any, ...]]:
    """Every return in force: its digest, its rows, its revision."""
    with closing(sqlite3.connect(made.folder / "safershare.db")) as store:
        return store.execute(
            "SELECT partnership_id, agency_id, dataset, month, revision, hex(body_sha256),"
            " rows_stored FROM submissions ORDER BY 1, 2, 3, 4, 5"
        ).fetchall()


@pytest.mark.prove
def test_one_command_sends_a_span_on_time_over_http_seals_it_and_writes_both_reports(
    empty: Installation, tmp_path: Path
) -> None:
    months, count = SPAN
    reports = tmp_path / "reports"
    told = empty.json(*_seed(
        empty, "--months", months, "--scale", "0.4", "--serve", "--on-time",
        "--reports", str(reports), "--json",
    ))  # fmt: skip
    assert (told["returns"], told["known"]) == (count * len(PLAN.expectations) - 1, 0)
    assert len(told["sealed"]) == count // 3
    periods = ["2025-26-Q4", *(["2025-26"] if count == 12 else [])]
    kinds = {path.suffix for path in reports.iterdir()}
    assert {path.name.rpartition(".")[0] for path in reports.iterdir()} == {
        f"synthetic-{report}-{period}" for report in ("board", "scrutiny") for period in periods
    }
    assert kinds == {".md", ".html", ".docx", ".json"}
    brief = (reports / f"synthetic-scrutiny-{periods[-1]}.md").read_text()
    assert "incidents of domestic abuse reported" in brief
    assert " came late" not in brief


def test_a_run_that_was_killed_is_repeated_and_ends_as_one_that_was_not(
    empty: Installation, tmp_path: Path
) -> None:
    options = ("--months", "2026-03", "--scale", "0.1", "--boroughs", "2")
    words = [sys.executable, "-P", "-m", "api.cli", *_seed(empty, *options)]
    with subprocess.Popen(
        words, env={**os.environ, **empty.variables}, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr
        for _ in range(25):
            process.stderr.readline()
        process.send_signal(signal.SIGKILL)
    before = _held(empty)
    told = empty.json(*_seed(empty, *options, "--json"))
    assert 0 < told["known"] <= len(before) < told["returns"] == 2 * len(PLAN.expectations)
    whole = _installed(tmp_path / "other")
    again = whole.json(*_seed(whole, *options, "--json"))
    assert {**again, "known": 0, "credentials": ""} == {**told, "known": 0, "credentials": ""}
    assert _held(whole) == _held(empty)
    other = empty.run(*_seed(empty, *options, "--seed", "7"))
    assert other.exit_code == 1
    assert "Another file is there" in other.stderr
    second = empty.folder / "credentials" / "bromley-2" / "bcwa.json"
    assert json.loads(second.read_text())["client_id"] == "bcwa-returns-2"


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (("--months", "2026-03..2026-01"), 2, "ends before it begins"),
        (("--scale", "0"), 2, "above 0"),
        (("--scale", "1e9"), 2, "above 0"),
        (("--scale", "nan"), 2, "above 0"),
        (("--profile", "atlantis"), 2, "There is no such profile"),
        (("--boroughs", "0"), 2, "--boroughs"),
        (("--via-http", "nowhere"), 2, "is an address"),
        (("--via-http", "http://127.0.0.1:1", "--serve"), 2, "not both"),
        (("--via-http", "http://127.0.0.1:1", "--on-time"), 2, "a clock of its own"),
        (("--months", "2026-04"), 1, "2026-04 has not ended by 2026-04-20"),
        (("--credentials-dir", "/dev/null/none"), 1, "Not a directory"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words_and_leaves_nothing(
    options: tuple[str, ...], code: int, words: str, untouched: Installation
) -> None:
    done = untouched.run(*_seed(untouched, *options))
    assert (done.exit_code, words in done.stderr) == (code, True), done.stderr
    assert untouched.json("partnership", "list", "--json") == {"partnerships": []}


def test_a_live_service_refuses_and_says_so(untouched: Installation) -> None:
    live = {
        "SAFERSHARE_ENVIRONMENT": "live",
        "SAFERSHARE_SANDBOX_NOW": "",
        "SAFERSHARE_PUBLIC_URL": "https://safershare.example",
        "SAFERSHARE_DATABASE_URL": "postgresql+psycopg://nobody@/none?sslmode=verify-full",
        "SAFERSHARE_MIGRATION_DATABASE_URL": "postgresql+psycopg://owner@/none?sslmode=verify-full",
    }
    (untouched.folder / "keys").mkdir(mode=0o700, exist_ok=True)
    done = untouched.run(*_seed(untouched), **live)
    assert done.exit_code == 1
    assert "this service is live" in done.stderr
    assert not (untouched.folder / "credentials").exists()


def test_nobody_listens_where_it_is_to_be_sent(untouched: Installation) -> None:
    done = untouched.run(
        *_seed(untouched, "--months", "2026-03", "--via-http", "http://127.0.0.1:1")
    )
    assert done.exit_code == 1
    assert "cannot be reached" in done.stderr


@dataclass(frozen=True)
class Ground:
    """A service in this process, and partnerships that are raised in it."""

    folder: Path
    settings: Settings

    @contextmanager
    def sending(self, wish: Wish, *, months: list[Period]) -> Iterator[Partners]:
        """The systems of a partnership that stands."""
        way = Way(self.settings, None, False, self.folder / "server.log")
        folder = self.folder / wish.plan.partnership_id
        held = standing.raised(self.settings, wish.plan, months=months, folder=folder, url=way.url)
        with way.open() as opened, Partners(held, transport=opened.transport) as partners:
            yield partners


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    folder = tmp_path_factory.mktemp("ground")
    made = _installed(folder)
    return Ground(folder, Settings.from_environment(made.variables))


def test_a_query_is_answered_with_a_sentence_and_the_same_file_known_again(
    ground: Ground,
) -> None:
    silent = tuple(replace(each, answers={}) for each in PLAN.expectations)
    plan = replace(numbered(PLAN, 3), expectations=silent)
    months = [Period.parse("2026-03")]
    wish = Wish(plan, 42, PROFILES[PROFILE], 3)
    (asked,) = (
        each
        for each in wish.returns(months, today=TODAY)
        if (each.agency_id, each.dataset) == ("bromley-children", "child_contact")
    )
    with ground.sending(wish, months=months) as partners:
        first, again = Sender(partners).send(asked), Sender(partners).send(asked)
        kept = partners.agency("bromley-children").call("GET", "/v1/returns/child_contact/2026-03")
    assert (first.records, first.known) == (len(asked.written), False)
    assert (again.records, again.known) == (len(asked.written), True)
    assert {f["code"] for f in kept.json()["findings"] if f["severity"] == "query"} == {"SUB-V06"}


def test_who_is_known_to_four_agencies_has_a_story_that_is_told_in_order(ground: Ground) -> None:
    months = list(Period.parse("2025-26-Q3").months())
    wish, known = Wish(PLAN, 46, PROFILES[PROFILE], 0), stories.Known()
    with ground.sending(wish, months=months) as partners:
        sender = Sender(partners)
        for each in wish.returns(months, today=TODAY):
            if each.dataset in stories.ABUSED and each.level == "record":
                known.note(each)
                sender.send(each)
        chosen = known.chosen(3)
        told = list(stories.told(partners, wish.plan, chosen, today=TODAY))
    assert len(told) == 3
    for who, (title, *events) in zip(chosen, told, strict=True):
        assert title.startswith("Case ")
        assert len(known.agencies[who]) >= stories.KNOWN_TO
        assert len(events) >= 5
        assert [_when(line) for line in events] == sorted(_when(line) for line in events)
        assert who not in " ".join(events)
    whole = "\n".join(line for story in told for line in story)
    for word in ("Reported to the police", "Risk assessed; risk high", "Heard at a conference",
                 "Contact with a health service"):  # fmt: skip
        assert word in whole


def _when(line: str) -> tuple[int, int]:
    """The month of an event in words."""
    day = line.partition(":")[0].split(" ")[-2:]
    found = datetime.strptime(" ".join(day), "%B %Y").replace(tzinfo=UTC)
    return found.year, found.month


def test_repeat_rates_counted_from_the_truth_are_those_of_what_is_stored(
    ground: Ground, tmp_path: Path
) -> None:
    """Versions a to d of people who report again, and incidents of each of them (a year each)."""
    months = [month for quarter in Period.parse("2025-26").quarters() for month in quarter.months()]
    wish = Wish(numbered(PLAN, 1), 42, PROFILES[PROFILE].scaled(0.3), 1)
    with ground.sending(wish, months=months) as partners:
        for each in wish.returns(months, today=TODAY):
            if each.dataset == "incident" and each.level == "record":
                Sender(partners).send(each)
    files.write(
        tmp_path,
        months=months,
        seed=42,
        profile=PROFILE,
        scale=0.3,
        today=TODAY,
        borough=1,
        wrong=faults.HABITS,
    )
    stored, true = _stored(ground, wish.plan.partnership_id), _true(tmp_path)
    assert stored == true
    people, repeated, again, _ = true
    assert repeated > 30
    assert again > repeated
    assert people > 500


Rates = tuple[int, int, int, int]


def _rates(persons: list[Any], crimes: int) -> Rates:
    """Who reported, who did again, reports about them after their first, and crimes."""
    counts = Counter(persons)
    several = [count for count in counts.values() if count > 1]
    return len(counts), len(several), sum(several) - len(several), crimes


def _stored(ground: Ground, partnership_id: str) -> Rates:
    table = RECORDS["incident"]
    query = select(table.c.victim_person_id, table.c.is_crime).where(
        table.c.partnership_id == partnership_id, table.c.da_flag.is_(True)
    )
    database = Database(ground.settings.database_url, operating=True)
    try:
        with database.reading(Context(partnership_id, reach="operator")) as session:
            rows = session.execute(query).all()
    finally:
        database.close()
    return _rates([who for who, _ in rows if who], sum(crime for _, crime in rows))


def _true(folder: Path) -> Rates:
    """The same from the truth, of the persons whose references were sent."""
    persons, crimes = list[str](), 0
    for path in sorted((folder / "returns").glob("*-met-bromley-incident-record.ndjson")):
        truth = (folder / "truth" / f"{path.stem}.csv").read_text().splitlines()
        names = truth[0].split(",")
        for line, row in zip(truth[1:], path.read_text().splitlines(), strict=True):
            about, sent = dict(zip(names, line.split(","), strict=True)), json.loads(row)
            if sent["da_flag"]:
                persons += [about["victim"]] if about["victim.sent"] == "true" else []
                crimes += sent["is_crime"]
    return _rates(persons, crimes)

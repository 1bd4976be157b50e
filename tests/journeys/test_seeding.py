"""Seeding: one command for a year on time, runs that were stopped, refusals, and who is who."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from api.cli.seeding import stories
from api.cli.seeding.sending import Sender, Wish
from schemas.period import Period
from synth.figures.profiles import PROFILES
from synth.partnership import PLAN
from synth.placing import numbered, plan_of
from tests.counts import PROVE
from tests.journeys.grounds import Ground, installed
from tests.journeys.installations import Installation

TODAY = date(2026, 4, 20)
SPAN = ("2025-04..2026-03", 12) if PROVE else ("2026-01..2026-03", 3)
PROFILE = "modern-borough"


@pytest.fixture
def empty(tmp_path: Path) -> Installation:
    """An installation with an empty database of its own."""
    return installed(tmp_path)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    return Ground.at(tmp_path_factory.mktemp("ground"))


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """One that no test changes."""
    return installed(tmp_path_factory.mktemp("untouched"))


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
    whole = installed(tmp_path / "other")
    again = whole.json(*_seed(whole, *options, "--json"))
    assert {**again, "known": 0, "credentials": ""} == {**told, "known": 0, "credentials": ""}
    assert _held(whole) == _held(empty)
    other = empty.run(*_seed(empty, *options, "--seed", "7"))
    assert other.exit_code == 1
    assert "Another file is there" in other.stderr
    second = empty.folder / "credentials" / "bromley-2" / "bcwa.json"
    assert json.loads(second.read_text())["client_id"] == "bcwa-returns-2"


def test_a_borough_of_another_area_is_raised_beside_under_its_own_agencies(
    ground: Ground,
) -> None:
    months = [Period.parse("2005-06")]
    sent = {}
    for name in ("havering-2005", "kingston-2006"):
        rates = PROFILES[name].scaled(0.02)
        wish = Wish(plan_of(rates), 42, rates, 0)
        with ground.sending(wish, months=months) as partners:
            sender = Sender(partners)
            for each in wish.returns(months, today=TODAY):
                if (each.dataset, each.level) in {("incident", "record"), ("referral", "record")}:
                    sender.send(each)
                    sent[wish.plan.partnership_id, each.agency_id, each.dataset] = len(each.written)
    with closing(sqlite3.connect(ground.folder / "safershare.db")) as store:
        held = store.execute(
            "SELECT partnership_id, agency_id, dataset, rows_stored FROM submissions"
            " WHERE partnership_id IN ('havering', 'kingston')"
        ).fetchall()
        told = store.execute(
            "SELECT DISTINCT lad_code, to_partner FROM referral_records"
            " WHERE partnership_id IN ('havering', 'kingston')"
        ).fetchall()
    assert {tuple(row[:3]): row[3] for row in held} == sent
    assert {agency for _, agency, _ in sent} == {
        "met-havering", "havering-charity", "met-kingston", "kingston-charity",
    }  # fmt: skip
    assert sorted(told) == [("E09000016", "havering-charity"), ("E09000021", "kingston-charity")]


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
        (("--profile", "bromley-2007"), 1, "the invented borough ends in 2022-04"),
        (
            ("--profile", "havering-2005", "--months", "2006-01", "--on-time"),
            1,
            "The agreements begin on 2025-01-01, and 2006-01 would be sent before",
        ),
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

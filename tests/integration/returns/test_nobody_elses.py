"""What is found in a delivery is the same whatever other agencies have sent, byte for byte.

Each dataset's body breaks its own rules, those over earlier rows and those across agencies among
them; beside it, other agencies have sent the same persons and ids in every dataset.
"""

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from typing import Any

import pytest

from api.db import Database
from auth.refusals import Unprocessable
from schemas.datasets import DATASETS
from schemas.dictionary import dictionary
from tests import rows
from tests.databases import Maker
from tests.deliveries import Row
from tests.integration.returns.sending import Sender, sender
from tests.partnership import NOW, raised
from tests.rows import Changes
from tests.unit.schemas.examples import FILES, ROWS, TOGETHER

FEBRUARY, MARCH = "2026-02", "2026-03"
OTHERS = {"met-bromley": "police", "bcwa": "vcs_da_specialist"}
WHY = "We looked at each of these again, and they are as our system has them."
PASSING = {"received_at", "replaces_submission_id"}
"""Made anew for every delivery."""


@pytest.fixture(scope="module")
def worlds(
    new_database: Maker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Database, Database]]:
    """Two partnerships alike, but that in the second others have sent."""
    with ExitStack() as held:
        made = []
        for name in ("alone", "among"):
            databases = held.enter_context(new_database())
            raised(databases, folder=tmp_path_factory.mktemp(name))
            opened = Database(databases.app_url, wait_seconds=5, today=NOW.date)
            made.append(held.enter_context(closing(opened)))
        for agency, sector in OTHERS.items():
            assert fill(made[1], agency, sector) > 20 * len(DATASETS)
        yield made[0], made[1]


def system(database: Database, agency: str, dataset: str, sector: str) -> Sender:
    made = sender(database, agency, dataset)
    return replace(made, caller=replace(made.caller, sector=sector))


def body(dataset: str) -> list[Row]:
    """Good rows, and such as break each rule, by themselves or together."""
    changes: list[Changes] = [{}, {}]
    changes += [each for name, example in ROWS if name == dataset for each in example.breaks]
    changes += [
        each for name, file in FILES if name == dataset for sent, _ in file.breaks for each in sent
    ]
    for example in TOGETHER.get(dataset, ()):
        changes += [each for found in (*example.keeps, *example.breaks) for each in found.own]
    return [{**rows.row(dataset, each), "record_id": f"A-{n}"} for n, each in enumerate(changes)]


def earlier(found: Row) -> Row:
    """The row a month before."""
    text = json.dumps(found).replace(f'"{MARCH}', f'"{FEBRUARY}')
    moved: Row = json.loads(re.sub(f"{FEBRUARY}-(29|30|31)", f"{FEBRUARY}-28", text))
    return moved


def fill(database: Database, agency: str, sector: str) -> int:
    """Have an agency send what it can of every dataset, for two months."""
    stored = 0
    for dataset in DATASETS:
        found = body(dataset)
        for month, sent in ((FEBRUARY, [earlier(each) for each in found]), (MARCH, found)):
            sending = system(database, agency, dataset, sector)
            done = delivered(sending, sent, month, quarantine=True)
            stored += done.get("rows", {}).get("stored", 0)
    return stored


def delivered(sending: Sender, sent: list[Row], month: str, **how: Any) -> dict[str, Any]:
    """What the sender is told, less what is made anew each time; every query is explained."""
    asked = dictionary(DATASETS[sending.dataset])["rules"]
    said: dict[str, Any] = {
        "level": "aggregate" if sending.dataset == "aggregate_return" else "record",
        "person_ref_key": "invented-2026",
        "explanations": {rule["id"]: WHY for rule in asked if rule["severity"] == "query"},
    }
    try:
        done = sending.send(sent, month, **said, **how)
    except Unprocessable as refusal:
        return {"errors": [repr(each) for each in refusal.errors], **refusal.extension}
    text = json.dumps(done.receipt, default=str).replace(str(done.receipt["submission_id"]), "")
    return {name: value for name, value in json.loads(text).items() if name not in PASSING}


def told(database: Database, dataset: str) -> list[bytes]:
    """What the hospital is told of one body: dry, refused, and for real."""
    own = system(database, "kings-pruh", dataset, rows.SECTORS[dataset])
    sent = body(dataset)
    delivered(own, [earlier(each) for each in sent[:2]], FEBRUARY, quarantine=True)
    answers: list[Any] = [
        delivered(own, sent, MARCH, dry_run=True),
        delivered(own, sent, MARCH, dry_run=True, quarantine=True),
        delivered(own, sent, MARCH),
        delivered(own, sent, MARCH, quarantine=True),
    ]
    if answers[-1].get("rows"):
        answers.append(repr(own.findings(MARCH)))
    return [json.dumps(each, default=str).encode() for each in answers]


@pytest.mark.parametrize("dataset", DATASETS)
def test_what_is_found_does_not_depend_on_other_agencies_rows(
    worlds: tuple[Database, Database], dataset: str
) -> None:
    alone, among = worlds
    answers = told(alone, dataset)
    assert b'"code"' in answers[0]
    assert told(among, dataset) == answers

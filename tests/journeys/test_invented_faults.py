"""Everything that can go wrong in an invented month is found by the service as its key says."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from api import service
from api.app import create_app
from schemas.period import Period
from synth.faults import EVERY, KINDS, Fault, Plan, Spoilt, chosen, spoilt
from synth.figures.profiles import BROMLEY
from synth.formats import json_bytes
from synth.lives.households import Borough
from synth.partnership import LEAD, PLAN
from synth.returns import InventedReturn, returns
from tests.databases import Databases
from tests.journeys.recorder import Recorder
from tests.journeys.systems import JSON, Systems, systems_of
from tests.oauth_client import Response, flask_sender
from tests.partnership import raised

SEED = 11
BOROUGH = Borough(SEED, BROMLEY)
BEFORE, MONTH = Period.parse("2026-02"), Period.parse("2026-03")
AFTER_ALL = "2026-06-01T09:00:00+00:00"
"""A day on which every return of the month was due."""
UNASKED = "explanation_needed"
"""What a file is refused for whose questions its envelope does not answer."""

Found = set[tuple[int | None, str, str | None]]


@pytest.fixture(scope="module")
def wrong() -> list[Spoilt]:
    """A month in which everything goes wrong."""
    made = spoilt(BOROUGH, [MONTH], today=None, plan=EVERY)
    return [each for each in made if each.sent]


@pytest.fixture
def late_systems(
    fresh_databases: Databases, tmp_path: Path, recorder: Recorder
) -> Iterator[Systems]:
    """The agencies' systems long after the month."""
    partnership = raised(fresh_databases, folder=tmp_path, sandbox_now=AFTER_ALL)
    made = create_app(partnership.settings)
    send = flask_sender(made.test_client(use_cookies=False))
    yield systems_of(partnership, send=send, recorder=recorder)
    made.extensions[service.EXTENSION].database.close()


def _put(systems: Systems, sent: InventedReturn, *, dry_run: bool = False) -> Response:
    query = "?dry_run=true" if dry_run else ""
    body = json_bytes({"envelope": sent.envelope, "records": sent.rows})
    return systems(sent.agency_id).put(sent.dataset, sent.month, body, media_type=JSON, query=query)


def _found(answer: Response, sent: InventedReturn) -> Found:
    """What was found that asks something of the sender, without what its envelope answers."""
    answered = {*sent.envelope["explanations"], UNASKED}
    found = answer.json["summary"] if answer.status == 422 else answer.json["findings"]
    return {
        (row, each["code"], each.get("field"))
        for each in found
        if each["severity"] != "note" and each["code"] not in answered
        for row in each.get("rows") or [None]
    }


def _named(key: tuple[Fault, ...], *, seen: str) -> Found:
    return {(each.row, each.code, each.field) for each in key if each.code and each.seen == seen}


def test_every_fault_of_a_month_is_found_by_its_code_at_its_row_and_field_and_nothing_else(
    fresh_systems: Systems, wrong: list[Spoilt]
) -> None:
    assert {fault.kind for each in wrong for fault in each.key} >= set(KINDS) - {
        "late", "missing", "nil",
    }  # fmt: skip
    for each in wrong:
        assert each.sent
        answer = _put(fresh_systems, each.sent, dry_run=True)
        expected = _named(each.key, seen="file")
        assert _found(answer, each.sent) == expected, each.tag
        assert answer.status == (422 if expected else 200), each.tag


def test_what_shows_beside_the_month_before_is_found_where_that_was_sent(
    fresh_systems: Systems, wrong: list[Spoilt]
) -> None:
    before = next(
        each
        for each in returns(PLAN, [BEFORE], seed=SEED)
        if (each.agency_id, each.dataset) == (LEAD, "aggregate_return")
    )
    bad = next(each for each in wrong if any(fault.seen == "stored" for fault in each.key))
    assert bad.sent
    assert {fault.kind for fault in bad.key if fault.seen == "stored"} == {
        "off-trend",
        "rule-change",
    }
    assert _put(fresh_systems, before).status == 201
    answer = _put(fresh_systems, bad.sent, dry_run=True)
    found = {(row, each["code"]) for each in answer.json["summary"] for row in each["rows"]}
    assert found >= {(fault.row, fault.code) for fault in bad.key if fault.seen == "stored"}


def test_late_missing_and_nil_returns_are_told_as_such(late_systems: Systems) -> None:
    plan = Plan(names=chosen(["late", "missing", "nil"]))
    made = list(spoilt(BOROUGH, [MONTH], today=None, plan=plan))
    assert [each.tag for each in made] == ["late", "missing", "nil"]
    for each in made:
        if each.sent:
            assert _put(late_systems, each.sent).status == 201
    answer = late_systems(LEAD).call(
        "GET", f"/v1/participation?period={MONTH}", scope="participation:read"
    )
    assert answer.status == 200, answer.body
    told = {(each["agency"], each["dataset"]): each for each in answer.json["returns"]}
    for fault in (fault for each in made for fault in each.key):
        held = told[fault.agency, fault.dataset]
        assert held["late"] is True
        assert fault.status in (held["status"], "late")

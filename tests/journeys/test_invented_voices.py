"""Extracts in agencies' own words and formats, through the real door, beside the plain files."""

from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import select

from api.db import Context, Database
from schemas.period import Period
from schemas.tables.records import RECORDS
from schemas.wire.envelopes import standing_members
from synth.partnership import PLAN
from synth.returns import InventedReturn, returns
from synth.voices.spoken import Extract
from synth.voices.systems import VOICES
from synth.writing.voicing import voices_of
from tests.deliveries import json_body
from tests.journeys.systems import CSV, JSON, System, Systems
from tests.oauth_client import Response
from tests.partnership import Partnership

MONTH = Period.parse("2026-03")
OWN = {"submission_id", "unit_key", "record_key"}
"""What two deliveries of the same rows do not share: a row about nobody known has random keys."""

Said = tuple[InventedReturn, Extract]


@pytest.fixture(scope="module")
def said() -> list[Said]:
    return list(voices_of(returns(PLAN, [MONTH], seed=5)))


def _stand(systems: Systems, each: InventedReturn) -> System:
    """The agency's system, with its standing envelope."""
    system = systems(each.agency_id)
    kept = {name: said for name, said in each.envelope.items() if name in standing_members()}
    assert system.stand(each.dataset, kept).status == 200
    return system


def _map(system: System, spoken: Extract) -> None:
    answer = system.call(
        "PUT",
        f"/v1/term-maps/{spoken.voice.dataset}",
        scope="returns:write",
        asked=system.details(spoken.voice.dataset),
        media_type=JSON,
        body=json_body(spoken.voice.term_map()),
    )
    assert answer.status == 200, answer.body


def _stored(partnership: Partnership, each: InventedReturn, answer: Response) -> list[Any]:
    """The rows of a submission as the store holds them, less what is random or of the delivery."""
    table = RECORDS[each.dataset]
    database = Database(partnership.databases.app_url)
    context = Context(partnership.plan.partnership_id, each.agency_id)
    mine = table.c.submission_id == answer.json["submission_id"]
    with closing(database), database.reading(context) as session:
        found = session.execute(select(table).where(mine).order_by(table.c.row_no)).mappings().all()
    return [{name: row[name] for name in row if name not in OWN} for row in found]


@pytest.mark.parametrize("name", VOICES)
def test_an_agencys_own_words_are_stored_as_the_plain_file_is(
    fresh_partnership: Partnership, fresh_systems: Systems, said: list[Said], name: str
) -> None:
    each, spoken = next(both for both in said if both[1].voice.name == name)
    system = _stand(fresh_systems, each)
    plain = system.put(each.dataset, each.month, each.csv(), media_type=CSV)
    assert plain.status == 201, plain.body
    first = _stored(fresh_partnership, each, plain)
    _map(system, spoken)
    own = system.put(each.dataset, each.month, spoken.body, media_type=spoken.media_type)
    assert own.status == 200, own.body
    assert own.json["rows"] == plain.json["rows"]
    assert own.json["term_map_revision"] == 1
    assert len(first) == len(each.written)
    assert _stored(fresh_partnership, each, own) == first


def test_a_workbook_with_merged_headings_is_refused_by_its_cells(
    fresh_systems: Systems, said: list[Said]
) -> None:
    each, kept = next(both for both in said if both[1].untidy)
    system = _stand(fresh_systems, each)
    _map(system, kept)
    refused = system.put(each.dataset, each.month, kept.body, media_type=kept.media_type)
    assert (refused.status, refused.json["code"]) == (400, "xlsx_merged")
    assert "A1:" in refused.body.decode()

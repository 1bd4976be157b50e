"""Records over HTTP: pages and streams, and that nothing is sent of which nothing is on record."""

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

import pytest

from schemas.leaving import NEVER_LEAVES
from tests import rows
from tests.deliveries import document
from tests.journeys.conftest import Events
from tests.journeys.referring import (
    CHARITY,
    HOSPITAL,
    MARCH,
    PATH,
    POLICE,
    READER,
    REFERRALS,
    casework,
    events_refused,
    referral,
    referrals,
)
from tests.journeys.systems import CSV, JSON, NDJSON, System, Systems
from tests.oauth_client import Response
from tests.partnership import NOW, Partnership


@pytest.fixture
def sent(systems: Systems) -> None:
    """Three referrals by the police to the charity, and one to another agency."""
    elsewhere = rows.nested(referral(4, to_partner="oxleas"))
    answer = systems(POLICE).put("referral", MARCH, document([*referrals(3), elsewhere]))
    assert answer.status in (200, 201), answer.body


def read(
    system: System,
    query: str = "",
    *,
    headers: Mapping[str, str] = READER,
    accept: str = JSON,
    asked: object = REFERRALS,
    path: str = PATH,
) -> Response:
    return system.call(
        "GET",
        f"{path}{query}",
        scope="records:read",
        asked=asked,
        headers={**headers, "Accept": accept},
    )


def lines(answer: Response) -> list[dict[str, Any]]:
    return [json.loads(line) for line in answer.body.decode().splitlines()]


@pytest.mark.usefixtures("sent")
class TestReading:
    def test_the_charity_reads_who_was_referred_to_it(self, systems: Systems) -> None:
        said = read(casework(systems)).json
        assert (said["agreement"], said["purpose"]) == ("DSA-2026-0004", "referral_coordination")
        assert (said["rows"], said["retention_months"], said["next"]) == ("others", 42, None)
        assert len(said["records"]) == 3
        for each in said["records"]:
            assert (each["agency"], each["own"], each["month"]) == (POLICE, False, MARCH)
            assert {"risk_level", "consent_basis"} <= set(each["record"])

    def test_nothing_of_what_never_leaves_is_in_any_form_of_it(self, systems: Systems) -> None:
        for accept in (JSON, NDJSON, CSV):
            body = read(casework(systems), f"?agency={POLICE}", accept=accept).body.decode()
            for field in NEVER_LEAVES["referral"]:
                assert field.rpartition(".")[2] not in body
            for word in ("pr-1", "inc-1", "E05013991", "oxleas", "syn_"):
                assert word not in body

    @pytest.mark.parametrize(
        ("headers", "code"),
        [
            ({}, "acting_person_missing"),
            ({"Acting-Person": "idva-7"}, "access_reason_missing"),
            ({"Access-Reason": "case-9"}, "acting_person_missing"),
        ],
        ids=str,
    )
    def test_others_rows_need_a_reader_and_a_reason(
        self, systems: Systems, events: Events, headers: Mapping[str, str], code: str
    ) -> None:
        read(casework(systems))
        events()
        answer = read(casework(systems), headers=headers)
        assert (answer.status, answer.json["code"]) == (403, code)
        assert events() == {("records:read", "refused"): 1}

    def test_ones_own_rows_need_neither(self, systems: Systems, events: Events) -> None:
        police = casework(systems, POLICE)
        read(police)
        events()
        said = read(police, f"?agency={POLICE}", headers={}).json
        assert said["rows"] == "own"
        assert [each["record_id"] for each in said["records"]] == ["pr-1", "pr-2", "pr-3", "pr-4"]
        assert said["records"][0]["record"]["to_partner"] == CHARITY
        assert events() == {("records:read", "allowed"): 1}

    def test_pages_follow_a_cursor_that_is_this_reader_s(self, systems: Systems) -> None:
        charity, found = casework(systems), list[str]()
        cursor: str | None = ""
        while cursor is not None:
            said = read(charity, f"?limit=2{f'&cursor={cursor}' if cursor else ''}").json
            found += [each["record_id"] for each in said["records"]]
            kept, cursor = cursor, said["next"]
        assert len(found) == len(set(found)) == 3
        for query, system in ((f"?cursor={kept}", casework(systems, HOSPITAL)),
                              (f"?period={MARCH}&cursor={kept}", charity)):  # fmt: skip
            answer = read(system, query)
            assert (answer.status, answer.json["code"]) == (400, "cursor")

    @pytest.mark.parametrize(
        ("query", "status"),
        [
            ("?limit=0", 422),
            ("?limit=1001", 422),
            ("?updated_since=yesterday", 422),
            ("?until=2026-03", 422),
            ("?period=march", 404),
            ("?agency=oxleas", 404),
            ("?agency=Oxleas!", 422),
            ("?cursor=AAAA", 400),
        ],
    )
    def test_what_is_no_question_is_refused(
        self, systems: Systems, query: str, status: int
    ) -> None:
        assert read(casework(systems), query).status == status

    def test_a_dataset_outside_the_agreement_and_none_at_all(self, systems: Systems) -> None:
        charity = casework(systems)
        for name, status in (("incident", 403), ("no-such", 404)):
            assert read(charity, path=f"/v1/records/{name}").status == status

    def test_a_return_client_reads_no_records(self, systems: Systems) -> None:
        answer = systems(CHARITY).client.ask(scope="records:read", details=REFERRALS)
        assert answer.status == 400

    def test_a_stream_of_lines_ends_with_the_word_end(self, systems: Systems) -> None:
        answer = read(casework(systems), "?limit=2", accept=NDJSON)
        told = lines(answer)
        assert [each["state"] for each in told] == ["current", "current", "page", "current", "end"]
        assert answer.headers["Records-As-Of"] < NOW.isoformat()
        again = read(casework(systems), f"?cursor={told[2]['next']}", accept=NDJSON)
        assert lines(again)[0] == told[3]

    def test_a_table_says_the_same(self, systems: Systems) -> None:
        told = lines(read(casework(systems), accept=NDJSON))
        found = list(csv.DictReader(io.StringIO(read(casework(systems), accept=CSV).body.decode())))
        assert [each["state"] for each in found] == ["current"] * 3 + ["end"]
        for row, line in zip(found, told, strict=True):
            assert row["record_id"] == line.get("record_id", "")
        assert found[0]["subject.person"] == told[0]["record"]["subject"]["person"]
        assert found[0]["subject.impairments"] == "MOB"


@pytest.mark.usefixtures("sent")
def test_a_page_whose_event_is_refused_is_not_sent(
    partnership: Partnership, systems: Systems
) -> None:
    charity = casework(systems)
    assert read(charity).status == 200
    with events_refused(partnership):
        answers = [read(charity, accept=accept) for accept in (JSON, NDJSON, CSV)]
    assert [answer.status for answer in answers] == [500, 500, 500]
    assert not [answer for answer in answers if b"risk_level" in answer.body]

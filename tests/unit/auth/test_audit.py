import hashlib
import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from auth import agreements, audit
from auth.audit import Event
from auth.caller import Caller
from auth.refusals import Forbidden
from tests import papers
from tests.papers import NOW, PURPOSE, TODAY

CALLER = Caller(
    partnership_id="bromley",
    agency_id="met-bromley",
    agency_name="Metropolitan Police",
    sector="police",
    client_id="met-bromley-returns",
    scopes=frozenset({"returns:write"}),
    agreement=agreements.current(papers.filed(), today=TODAY),
    purpose=PURPOSE,
    datatypes=frozenset({"incident"}),
    actions=frozenset({"submit"}),
    jti="j",
    jkt="k",
)


def body(event: Event, **more: Any) -> dict[str, Any]:
    written: dict[str, Any] = json.loads(audit.body(event, **{"event_id": "e", "at": NOW, **more}))
    return written


def test_an_event_says_who_asked_for_what_and_why() -> None:
    event = Event.by(CALLER, tag="returns:submit", dataset="incident", period="2026-03")
    assert body(event) == {
        "v": 1,
        "event_id": "e",
        "at": "2026-04-01T12:00:00.000000Z",
        "tag": "returns:submit",
        "outcome": "allowed",
        "partnership_id": "bromley",
        "agency_id": "met-bromley",
        "client_id": "met-bromley-returns",
        "agreement_id": papers.AGREEMENT,
        "agreement_version": 1,
        "purpose": PURPOSE,
        "jti": "j",
        "jkt": "k",
        "dataset": "incident",
        "period": "2026-03",
    }


def test_a_refusal_says_why() -> None:
    event = Event("aggregates:read").refused("agreement_ended")
    assert body(event)["outcome"] == "refused"
    assert body(event)["reason"] == "agreement_ended"


def test_equal_events_are_equal_octets() -> None:
    one = Event("aggregates:read", question={"by": "ward", "unit": "persons"}, counts={"rows": 2})
    two = Event("aggregates:read", counts={"rows": 2}, question={"unit": "persons", "by": "ward"})
    summer = timezone(timedelta(hours=1))
    elsewhere = datetime(2026, 4, 1, 13, 0, tzinfo=summer)
    assert audit.body(one, event_id="e", at=NOW) == audit.body(two, event_id="e", at=elsewhere)


def test_a_leaf_is_the_hash_of_rfc_6962_over_salt_and_body() -> None:
    salt, content = b"s" * 32, b"{}"
    assert audit.leaf_hash(content, salt=salt) == hashlib.sha256(b"\0" + salt + content).digest()


@pytest.mark.parametrize("tag", ["", "returns", "returns:", ":read", "Returns:Read", "a:b:c"])
def test_a_tag_reads_subject_and_action(tag: str) -> None:
    with pytest.raises(ValueError, match="subject:action"):
        Event(tag)


class TestCaller:
    def test_a_dataset_must_be_covered_by_the_token(self) -> None:
        CALLER.check_dataset("incident")
        with pytest.raises(Forbidden) as caught:
            CALLER.check_dataset("health_contact")
        assert caught.value.code == "dataset_not_granted"

    @pytest.mark.parametrize(
        ("said", "code"),
        [
            ({}, "acting_person_missing"),
            ({"access_reason": "case-9"}, "acting_person_missing"),
            ({"acting_person": "idva-7"}, "access_reason_missing"),
        ],
    )
    def test_a_reader_of_others_rows_names_itself_and_a_reason(
        self, said: dict[str, Any], code: str
    ) -> None:
        with pytest.raises(Forbidden) as caught:
            replace(CALLER, **said).check_reader()
        assert caught.value.code == code

    def test_a_reader_that_names_both_may_go_on(self) -> None:
        replace(CALLER, acting_person="idva-7", access_reason="case-9").check_reader()

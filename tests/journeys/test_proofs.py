"""A proof is used up with the event of its request, whatever the answer is, and never twice."""

import pytest

from tests.journeys.conftest import Events
from tests.journeys.systems import System

LIST, NOTHING = "/v1/returns", "/v1/returns/health_contact/2026-13"


def statuses(hospital: System, path: str, *, times: int) -> list[tuple[int, str]]:
    """Answers to one request that is sent again and again with the proof of the first."""
    token = hospital.token("returns:read", hospital.details("health_contact"))
    proof = hospital.client.proof("GET", hospital.client.issuer + path, token=token)
    answers = [hospital.client.call("GET", path, token=token, proof=proof) for _ in range(times)]
    assert all("WWW-Authenticate" in each.headers for each in answers if each.status == 401)
    return [(each.status, each.json.get("code", "")) for each in answers]


@pytest.fixture
def counted(hospital: System, events: Events) -> Events:
    """The events from now on, with a token in hand."""
    hospital.token("returns:read", hospital.details("health_contact"))
    events()
    return events


def test_a_request_sent_again_reads_nothing_and_has_an_event_of_its_own(
    hospital: System, counted: Events
) -> None:
    assert statuses(hospital, LIST, times=3) == [(200, "")] + [(401, "proof_replayed")] * 2
    assert counted() == {("returns:list", "allowed"): 1, ("returns:read", "refused"): 2}


def test_a_refused_request_uses_up_its_proof_as_well(hospital: System, counted: Events) -> None:
    told = statuses(hospital, NOTHING, times=3)
    assert told == [(404, "no_period")] + [(401, "proof_replayed")] * 2
    assert counted() == {("returns:read", "refused"): 3}

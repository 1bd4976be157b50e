"""A person asks an agency: over HTTP, as its system does it, and by the operator's commands."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.deliveries import contact, document, reference
from tests.journeys.installations import Installation
from tests.journeys.systems import JSON, System, Systems
from tests.oauth_client import Response
from tests.partnership import Partnership

ADA, BEA = reference("ada"), reference("bea")
STAFF = {"Acting-Person": "officer-7"}


def ask(system: System, method: str, path: str = "", **said: Any) -> Response:
    return system.call(
        method,
        f"/v1/person-requests{path}",
        scope="rights:write",
        headers=STAFF,
        media_type=JSON if said else None,
        body=json.dumps(said).encode() if said else b"",
    )


@pytest.fixture
def desk(systems: Systems) -> System:
    return systems("kings-pruh", client_id="kings-pruh-casework")


@pytest.fixture
def sent(hospital: System) -> Response:
    block = {"subject__person_ref": ADA, "subject__sharing": "linked_counts"}
    other = {"subject__person_ref": BEA, "subject__sharing": "linked_counts"}
    body = document([contact(1, **block), contact(2, **other)], person_ref_key="invented-2026")
    answer = hospital.put("health_contact", "2026-03", body)
    assert answer.status in (200, 201), answer.body
    return answer


def opened(desk: System, kind: str, person: str = ADA) -> str:
    answer = ask(desk, "POST", kind=kind, person_ref=person)
    assert answer.status == 201, answer.body
    return str(answer.json["request"])


def test_a_copy_is_weighed_given_and_closed(desk: System, sent: Response) -> None:
    request = opened(desk, "access")
    assert ask(desk, "GET", f"/{request}/copy").status == 409
    cleared = ask(desk, "PUT", f"/{request}/risk-check", outcome="clear", identity_established=True)
    assert (cleared.status, cleared.json["status"]) == (200, "cleared")
    copy = ask(desk, "GET", f"/{request}/copy")
    assert copy.status == 200
    (record,) = copy.json["records"]
    said = {each["field"]: each["value"] for each in record["values"]}
    assert said["setting"] == "ed"
    assert ADA not in copy.body.decode()
    done = ask(desk, "PUT", f"/{request}/decision", decision="carry_out")
    assert (done.json["status"], done.json["records"]) == ("done", [])
    assert ask(desk, "GET", f"/{request}/copy").status == 409


def test_an_erased_person_does_not_come_back_with_the_same_file(
    desk: System, hospital: System, sent: Response
) -> None:
    request = opened(desk, "erasure")
    ask(desk, "PUT", f"/{request}/risk-check", outcome="clear", identity_established=True)
    done = ask(desk, "PUT", f"/{request}/decision", decision="carry_out")
    assert done.json["removed"]["rows"] == 1
    block = {"subject__person_ref": ADA, "subject__sharing": "linked_counts"}
    body = document([contact(1, **block)], person_ref_key="invented-2026")
    receipt = hospital.put("health_contact", "2026-03", body).json
    assert receipt["rows"]["stored"] == 0
    assert {"code": "person_erased", "severity": "note", "count": 1} in receipt["findings"]
    findings = hospital.get("/v1/returns/health_contact/2026-03/findings", dataset="health_contact")
    assert [each["row"] for each in findings.json["findings"] if each["code"] == "person_erased"]


def test_another_agencys_request_is_as_unknown_as_none(
    desk: System, systems: Systems, sent: Response
) -> None:
    request = opened(desk, "access")
    other = systems("bcwa", client_id="bcwa-casework")
    foreign = ask(other, "GET", f"/{request}")
    unknown = ask(other, "GET", "/0a4d6f64-6e9a-4a5d-8c0e-6f6a3f7f2b11")
    assert (foreign.status, foreign.body) == (unknown.status, unknown.body) == (404, unknown.body)
    listed = ask(desk, "GET").json["requests"]
    assert request in {each["request"] for each in listed}
    assert request not in {each["request"] for each in ask(other, "GET").json["requests"]}


def test_what_is_wrong_is_said_and_nothing_of_it_is_repeated(desk: System) -> None:
    wrong = ask(desk, "POST", kind="access", person_ref="x" * 64)
    assert wrong.status == 422
    assert b"xxxx" not in wrong.body
    assert ask(desk, "POST", kind="portability", person_ref=ADA).status == 422
    request = opened(desk, "access")
    unsure = ask(desk, "PUT", f"/{request}/risk-check", outcome="clear", identity_established=False)
    assert unsure.status == 422
    assert ask(desk, "PUT", f"/{request}/decision", decision="refuse").status == 422
    nobody = desk.call(
        "PUT",
        f"/v1/person-requests/{request}/decision",
        scope="rights:write",
        media_type=JSON,
        body=b'{"decision": "refuse", "reason": "withdrawn"}',
    )
    assert (nobody.status, nobody.json["code"]) == (403, "acting_person_missing")


def test_an_operator_asks_every_agency_that_holds_records(
    partnership: Partnership, sent: Response, tmp_path: Path
) -> None:
    place = Installation(tmp_path, 0, {**partnership.environment, "SAFERSHARE_OPERATOR": "op-1"})
    named = tmp_path / "reference"
    named.write_text(BEA + "\n")
    for_partnership = ("--partnership", "bromley")
    number = place.done(
        "person", "receive", *for_partnership, "access", "--reference-file", str(named)
    ).strip()
    held = place.json("person", "list", *for_partnership, "--json")["requests"]
    assert [each["agency"] for each in held if each["request"] == number] == ["kings-pruh"]
    own = (*for_partnership, number, "--agency", "kings-pruh")
    shown = place.json("person", "show", *own, "--json")
    assert shown["records"][0]["record"] == "hc-2026-03-2"
    out = tmp_path / "copy.json"
    assert place.run("person", "copy", *own, "--out", str(out)).exit_code == 1
    place.done("person", "check", *own, "--outcome", "clear", "--identity-established")
    place.done("person", "copy", *own, "--out", str(out))
    assert json.loads(out.read_text())["records"][0]["dataset"] == "health_contact"
    assert out.stat().st_mode & 0o777 == 0o600
    place.done("person", "decide", *own)
    refused = place.run("person", "decide", *own, "--refuse", "withdrawn")
    assert refused.exit_code == 1
    assert "request_state" in refused.stderr
    assert "Removed:" in place.done("db", "tidy")

"""What only the real server can show: large bodies on the wire, its log, and either process."""

import base64
import gzip
import hashlib
import json
import socket
from collections.abc import Iterator

import httpx
import pytest

from tests.deliveries import contact, contacts, document, envelope, table
from tests.journeys.installations import HOST
from tests.journeys.recorder import Recorder
from tests.journeys.served import Served
from tests.journeys.systems import CSV, System, systems_of
from tests.oauth_client import http_sender

DATASET, MONTH = "health_contact", "2026-03"
MARK = "Zq7Xw9Marker"
TAKEN = (200, 201)
"""Of a month for the first time, or again."""


@pytest.fixture
def hospital(standing: Served) -> Iterator[System]:
    with httpx.Client(timeout=60, trust_env=False) as http:
        system = _hospital(standing, http)
        assert system.stand(DATASET, envelope()).status == 200
        yield system


def _hospital(server: Served, http: httpx.Client) -> System:
    send = http_sender(http, server.url)
    return systems_of(server.partnership, send=send, recorder=Recorder())("kings-pruh")


def test_a_body_of_100_mb_is_refused_and_the_server_goes_on(hospital: System) -> None:
    big = hospital.put(DATASET, MONTH, b"x" * 100_000_000, media_type=CSV)
    assert (big.status, big.json["code"]) == (413, "body_too_large")
    assert hospital.put(DATASET, MONTH, table(contacts(3)), media_type=CSV).status in TAKEN


def _fields(server: Served, hospital: System) -> tuple[str, dict[str, str]]:
    """Where the hospital puts its month, and what it sends with it."""
    token = hospital.token("returns:write", hospital.details(DATASET))
    url = f"{server.url}/v1/returns/{DATASET}/{MONTH}"
    proof = hospital.client.proof("PUT", url, token=token)
    return url, {"Authorization": f"DPoP {token}", "DPoP": proof, "Content-Type": CSV}


def _in_pieces(server: Served, hospital: System, body: bytes, **more: str) -> httpx.Response:
    url, headers = _fields(server, hospital)
    pieces = (body[start : start + 4096] for start in range(0, len(body), 4096))
    sent = {**headers, **{name.replace("_", "-"): value for name, value in more.items()}}
    return httpx.put(url, content=pieces, headers=sent, trust_env=False, timeout=60)


def test_a_body_of_unknown_length_is_taken_with_its_digest(
    standing: Served, hospital: System
) -> None:
    body = table(contacts(500))
    digest = f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"
    answer = _in_pieces(standing, hospital, body, Content_Digest=digest)
    assert answer.status_code in TAKEN, answer.text
    assert answer.json()["rows"]["stored"] == 500


def test_rows_of_which_nothing_tells_where_they_end_are_not_taken(
    standing: Served, hospital: System
) -> None:
    body = table(contacts(500))
    answer = _in_pieces(standing, hospital, body)
    assert (answer.status_code, answer.json()["code"]) == (400, "length_needed")
    assert _in_pieces(standing, hospital, gzip.compress(body), Content_Encoding="gzip").is_success


@pytest.mark.parametrize("announced", ["Content-Length: 99999", "Transfer-Encoding: chunked"])
def test_a_body_that_breaks_off_between_rows_is_no_return(
    standing: Served, hospital: System, announced: str
) -> None:
    before = hospital.receipt(DATASET, MONTH)
    url, headers = _fields(standing, hospital)
    rows = table(contacts(20))
    body = b"%x\r\n%b\r\n" % (len(rows), rows) if "chunked" in announced else rows
    lines = (f"{name}: {value}" for name, value in headers.items())
    head = "\r\n".join([f"PUT {url} HTTP/1.1", f"Host: {HOST}", announced, *lines, "", ""])
    port = int(standing.url.rpartition(":")[2])
    with socket.create_connection((HOST, port), timeout=60) as connection:
        connection.sendall(head.encode() + body)
        connection.shutdown(socket.SHUT_WR)
        answer = connection.recv(1 << 16)
    assert answer.startswith(b"HTTP/1.1 400 ")
    after = hospital.receipt(DATASET, MONTH)
    assert (after.status, after.body) == (before.status, before.body)


def test_either_process_gives_the_same_answer(standing: Served, hospital: System) -> None:
    done = hospital.put(DATASET, MONTH, gzip.compress(table(contacts(40))), media_type=CSV,
                        headers={"Content-Encoding": "gzip"})  # fmt: skip
    answers = set()
    for _ in range(8):
        with httpx.Client(timeout=60, trust_env=False) as http:
            answers.add(_hospital(standing, http).receipt(DATASET, MONTH).body)
    assert [json.loads(each) for each in answers] == [done.json]


def test_the_log_is_lines_of_json_that_repeat_nothing(fresh_served: Served) -> None:
    fresh_served.start()
    hospital = _hospital(fresh_served, fresh_served.http)
    assert hospital.stand(DATASET, envelope()).status == 200
    wrong = [contact(1, record_id=f"{MARK}!"), contact(2, setting=MARK)]
    assert hospital.put(DATASET, MONTH, document(wrong)).status == 422
    assert hospital.put(DATASET, MONTH, f'{{"{MARK}": '.encode()).status == 400
    assert hospital.put(DATASET, MARK, document(wrong), query=f"?{MARK}=1").status in (404, 422)
    fresh_served.stop()
    text = fresh_served.log.read_text()
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    assert [each["status"] for each in lines if each.get("method") == "PUT"][-3:-1] == [422, 400]
    assert MARK.lower() not in text.lower()

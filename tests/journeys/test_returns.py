"""A return over HTTP, in each form in which an agency's system may send it."""

import csv
import gzip
import hashlib
import io
from base64 import b64encode
from typing import Any

import pytest

from tests.deliveries import contacts, document, envelope, form, json_body, ndjson, table
from tests.journeys.systems import CSV, JSON, NDJSON, System, Systems
from tests.oauth_client import Response

MONTH = "2025-10"


@pytest.fixture
def sender(fresh_systems: Systems) -> System:
    """The hospital, with a standing envelope and nothing sent."""
    hospital = fresh_systems("kings-pruh")
    assert hospital.stand("health_contact", envelope()).status == 200
    return hospital


def put(system: System, body: bytes, media_type: str = JSON, **more: Any) -> Response:
    return system.put("health_contact", MONTH, body, media_type=media_type, **more)


ROWS = contacts(3, month=MONTH)
PARTS = ("envelope", "", JSON, json_body(envelope()))
FORMS = {
    "a document": (JSON, document(ROWS)),
    "a bare list": (JSON, json_body(ROWS)),
    "lines": (NDJSON, ndjson(ROWS)),
    "lines without a last end": (NDJSON, ndjson(ROWS).rstrip(b"\n")),
    "a table": (CSV, table(ROWS)),
    "a table with a byte order mark": (CSV, b"\xef\xbb\xbf" + table(ROWS)),
    "a table with bare line feeds": (CSV, table(ROWS).replace(b"\r\n", b"\n")),
    "a form with a table": form(PARTS, ("file", "march.csv", CSV, table(ROWS))),
    "a form with lines": form(PARTS, ("file", "march.ndjson", "", ndjson(ROWS))),
    "a form with a list": form(PARTS, ("file", "march.json", JSON, json_body(ROWS))),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_return_is_taken_as(sender: System, name: str) -> None:
    media_type, body = FORMS[name]
    answer = put(sender, body, media_type)
    assert answer.status == 201, answer.body
    assert answer.json["rows"] == {"received": 3, "stored": 3, "refused": 0, "out_of_area": 0}
    again = put(sender, body, media_type)
    assert (again.status, again.headers["ETag"]) == (200, answer.headers["ETag"])


@pytest.mark.parametrize("name", ["a document", "lines", "a table"])
def test_a_return_may_be_compressed(sender: System, name: str) -> None:
    media_type, body = FORMS[name]
    plain = put(sender, body, media_type)
    packed = put(sender, gzip.compress(body), media_type, headers={"Content-Encoding": "gzip"})
    assert (packed.status, packed.headers["ETag"]) == (200, plain.headers["ETag"])


def test_a_return_is_read_back_as_it_was_acknowledged(sender: System) -> None:
    done = put(sender, document(ROWS))
    read = sender.receipt("health_contact", MONTH)
    assert (read.status, read.headers["ETag"], read.json) == (200, done.headers["ETag"], done.json)
    assert read.json["sha256"] == hashlib.sha256(document(ROWS)).hexdigest()
    assert read.headers["Cache-Control"] == "no-store"


def test_a_return_is_replaced_on_the_copy_that_is_held(sender: System) -> None:
    first = put(sender, document(ROWS))
    more = document(contacts(4, month=MONTH), reason="One ward of the department was left out.")
    needed = put(sender, more)
    assert (needed.status, needed.json["code"]) == (428, "if_match_needed")
    stale = put(sender, more, headers={"If-Match": '"of-long-ago"'})
    assert (stale.status, stale.json["code"]) == (412, "stale_etag")
    done = put(sender, more, headers={"If-Match": first.headers["ETag"]})
    assert (done.status, done.json["revision"]) == (200, 2)
    listed = sender.get(f"/v1/returns/health_contact/{MONTH}/revisions", dataset="health_contact")
    assert [each["rows_stored"] for each in listed.json["revisions"]] == [4, 3]


def test_a_late_revision_without_a_reason_is_refused(sender: System) -> None:
    first = put(sender, document(ROWS))
    more = document(contacts(4, month=MONTH))
    refused = put(sender, more, headers={"If-Match": first.headers["ETag"]})
    assert (refused.status, refused.json["code"]) == (422, "reason_needed")


def test_a_dry_run_is_no_delivery(sender: System) -> None:
    tried = put(sender, document(ROWS), query="?dry_run=true")
    assert (tried.status, tried.json["submission_id"]) == (200, None)
    assert "ETag" not in tried.headers
    assert sender.receipt("health_contact", MONTH).status == 404
    assert put(sender, document(ROWS)).status == 201


def test_good_rows_are_kept_and_the_others_named(sender: System) -> None:
    wrong = contacts(3, month=MONTH)
    wrong[1]["setting"] = "a_and_e"
    refused = put(sender, document(wrong))
    assert (refused.status, refused.json["code"]) == (422, "return_refused")
    (error,) = refused.json["errors"]
    assert error.pop("expected").startswith("A code of /v1/code-lists/health_setting: gp_iris (")
    assert error == {
        "code": "code",
        "message": "setting is not a code of the list health_setting;"
        " see /v1/code-lists/health_setting.",
        "row": 2,
        "field": "setting",
        "count": 1,
    }
    assert "on_error=quarantine" in refused.json["detail"]
    kept = put(sender, document(wrong), query="?on_error=quarantine")
    assert (kept.status, kept.json["status"]) == (201, "partial")


def test_findings_are_given_as_json_and_as_a_table(sender: System) -> None:
    done = put(sender, document(ROWS))
    path = done.json["findings_url"]
    found = sender.get(path, dataset="health_contact").json["findings"]
    assert {each["code"] for each in found} == {"absent_column"}
    text = sender.get(f"{path}?format=csv", dataset="health_contact")
    assert text.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(text.body.decode())))
    told = [[str(cell) if cell is not None else "" for cell in each.values()] for each in found]
    assert [list(row.values()) for row in rows] == told
    kinds = sender.get(f"{path}?group=true", dataset="health_contact").json
    assert (kinds["findings"], kinds["next"]) == ([], None)
    assert kinds["summary"] == done.json["summary"]
    table = sender.get(f"{path}?group=true&format=csv", dataset="health_contact").body.decode()
    counts = [row["count"] for row in csv.DictReader(io.StringIO(table))]
    assert counts == [str(each["count"]) for each in kinds["summary"]]


@pytest.mark.parametrize(("wrong", "status"), [(5, 422), (0, 200)], ids=["refused", "taken"])
def test_a_dry_run_lists_every_finding_as_it_would_be_kept(
    sender: System, wrong: int, status: int
) -> None:
    rows = contacts(9, month=MONTH)
    for row in rows[:wrong]:
        row["setting"] = "a_and_e"
    tried = put(sender, document(rows), query="?dry_run=true")
    assert tried.status == status
    done = put(sender, document(rows), query="?on_error=quarantine")
    kept = sender.get(done.json["findings_url"], dataset="health_contact").json
    examination = tried.json["examination"]
    assert examination["findings"] == kept["findings"]
    assert examination["summary"] == kept["summary"] == tried.json["summary"]
    assert (examination["total"], examination["refused"]) == (kept["total"], wrong)
    if wrong:
        errors = [each for each in kept["findings"] if each["severity"] == "error"]
        assert [each["row"] for each in tried.json["errors"]] == [each["row"] for each in errors]
        assert put(sender, document(rows)).json.get("examination") is None


def test_a_dry_run_of_what_cannot_be_read_says_so_in_the_same_way(sender: System) -> None:
    tried = put(sender, b"\xff\xfe", CSV, query="?dry_run=true")
    (error,) = tried.json["examination"]["findings"]
    assert (tried.status, error["code"]) == (400, tried.json["code"])
    assert error["message"] == tried.json["detail"]


def test_findings_in_csv_come_a_page_at_a_time(sender: System) -> None:
    wrong = contacts(1500, month=MONTH)
    for row in wrong[1:]:
        row["setting"] = "a_and_e"
    path = put(sender, document(wrong), query="?on_error=quarantine").json["findings_url"]
    first = sender.get(f"{path}?format=csv", dataset="health_contact")
    cursor = first.headers["Link"].partition("cursor=")[2].partition("&")[0]
    second = sender.get(f"{path}?format=csv&cursor={cursor}", dataset="health_contact")
    rows = [*csv.DictReader(io.StringIO(first.body.decode()))]
    assert len(rows) == 1000
    rows += csv.DictReader(io.StringIO(second.body.decode()))
    assert [row["row"] for row in rows if row["code"] == "code"] == [str(n) for n in range(2, 1501)]
    assert "Link" not in second.headers


def test_a_quarter_is_one_delivery_of_three_months(sender: System) -> None:
    rows = [r for m in ("2025-10", "2025-11", "2025-12") for r in contacts(2, month=m)]
    done = sender.put("health_contact", "2025-26-Q3", document(rows))
    assert (done.status, len(done.json["months"])) == (201, 3)
    month = sender.receipt("health_contact", MONTH)
    assert month.headers["ETag"] == done.headers["ETag"]


def test_a_withdrawn_return_is_not_found(sender: System) -> None:
    done = put(sender, document(ROWS))
    gone = sender.call(
        "DELETE",
        f"/v1/returns/health_contact/{MONTH}?reason=The+whole+file+was+of+another+hospital.",
        scope="returns:write",
        asked=sender.details("health_contact"),
        headers={"If-Match": done.headers["ETag"]},
    )
    assert (gone.status, gone.body) == (204, b"")
    assert sender.receipt("health_contact", MONTH).status == 404


def test_a_digest_of_the_body_is_checked(sender: System) -> None:
    body = document(ROWS)
    right = b64encode(hashlib.sha256(body).digest()).decode()
    wrong = b64encode(hashlib.sha256(b"other").digest()).decode()
    refused = put(sender, body, headers={"Content-Digest": f"sha-256=:{wrong}:"})
    assert (refused.status, refused.json["code"]) == (400, "digest_differs")
    assert put(sender, body, headers={"Content-Digest": f"sha-256=:{right}:"}).status == 201


def test_the_list_says_what_is_owed_and_what_has_come(sender: System) -> None:
    put(sender, document(ROWS))
    listed = sender.get(f"/v1/returns?period={MONTH}").json
    assert listed["next"] is None
    assert {(each["dataset"], each["status"], each["late"]) for each in listed["returns"]} == {
        ("health_contact", "received", True),
        ("incident", "expected", True),
    }


def test_a_request_keeps_the_id_its_sender_gave_it(sender: System) -> None:
    answer = put(sender, document(ROWS), headers={"X-Request-ID": "hospital-run-7"})
    assert answer.headers["X-Request-ID"] == "hospital-run-7"
    other = put(sender, document(ROWS), headers={"X-Request-ID": "<script>"})
    assert other.headers["X-Request-ID"] != "<script>"

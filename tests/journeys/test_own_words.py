"""Extracts in the words of an NHS trust and a police force, taken over HTTP through their maps."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.deliveries import envelope, json_body, ndjson
from tests.journeys.systems import CSV, JSON, NDJSON, System, Systems
from tests.oauth_client import Response

EXTRACTS = Path(__file__).resolve().parents[1] / "extracts"
MONTH = "2026-03"
SENDERS = {"nhs": ("kings-pruh", "health_contact"), "police": ("met-bromley", "incident")}


def said(name: str) -> dict[str, Any]:
    """The map that goes with an extract."""
    found: dict[str, Any] = json.loads((EXTRACTS / f"{name}.json").read_text())
    return found


def extract(name: str) -> bytes:
    return (EXTRACTS / f"{name}.csv").read_bytes()


def records(name: str) -> list[dict[str, Any]]:
    """The rows of an extract as flat JSON records, lists as lists."""
    rows = csv.DictReader(io.StringIO(extract(name).decode()))
    many = {"Disability Type", "Abuse Types"}
    return [
        {key: cell.split(";") if key in many else cell for key, cell in row.items() if cell}
        | ({"Age At Contact": int(row["Age At Contact"])} if _aged(row, "Age At Contact") else {})
        | ({"Vic Age": int(row["Vic Age"])} if _aged(row, "Vic Age") else {})
        for row in rows
    ]


def _aged(row: dict[str, str], name: str) -> bool:
    return row.get(name, "").isdigit()


def set_map(system: System, dataset: str, document: Any, **headers: str) -> Response:
    return system.call(
        "PUT",
        f"/v1/term-maps/{dataset}",
        scope="returns:write",
        asked=system.details(dataset),
        media_type=JSON,
        headers=headers,
        body=json_body(document),
    )


def get_map(system: System, dataset: str, query: str = "") -> Response:
    path = f"/v1/term-maps/{dataset}{query}"
    return system.call("GET", path, scope="returns:write", asked=system.details(dataset))


@pytest.fixture(params=SENDERS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def sender(fresh_systems: Systems, name: str) -> System:
    """The agency of the extract, with its standing envelope and no map."""
    agency, dataset = SENDERS[name]
    system = fresh_systems(agency)
    assert system.stand(dataset, envelope()).status == 200
    return system


def test_an_extract_is_refused_without_its_map_and_taken_with_it(sender: System, name: str) -> None:
    dataset = SENDERS[name][1]
    refused = sender.put(dataset, MONTH, extract(name), media_type=CSV)
    assert (refused.status, refused.json["code"]) == (400, "header_missing")
    assert set_map(sender, dataset, said(name)).status == 200
    tried = sender.put(dataset, MONTH, extract(name), media_type=CSV, query="?dry_run=true")
    assert (tried.status, tried.json["term_map_revision"]) == (200, 1)
    taken = sender.put(dataset, MONTH, extract(name), media_type=CSV)
    assert taken.status == 201, taken.body
    assert taken.json["rows"] == {"received": 24, "stored": 24, "refused": 0, "out_of_area": 0}
    assert {each["severity"] for each in taken.json["findings"]} == {"note"}
    assert "unmapped_words" not in taken.json


def test_the_same_rows_are_taken_as_records_in_the_same_words(sender: System, name: str) -> None:
    dataset = SENDERS[name][1]
    set_map(sender, dataset, said(name))
    bodies = {
        NDJSON: ndjson(records(name)),
        JSON: json_body({"envelope": envelope(), "records": records(name)}),
    }
    for media_type, body in bodies.items():
        tried = sender.put(dataset, MONTH, body, media_type=media_type, query="?dry_run=true")
        assert tried.status == 200, tried.body
        assert tried.json["rows"]["refused"] == 0


@pytest.fixture
def hospital(fresh_systems: Systems) -> System:
    system = fresh_systems("kings-pruh")
    assert system.stand("health_contact", envelope()).status == 200
    assert set_map(system, "health_contact", said("nhs")).status == 200
    return system


def test_a_word_that_the_map_does_not_know_is_shown_from_five_rows(hospital: System) -> None:
    often = extract("nhs").replace(b"Maternity Unit", b"Birth Centre")
    once = extract("nhs").replace(b"Maternity Unit", b"Birth Centre", 1)
    for query in ("", "?dry_run=true"):
        refused = hospital.put("health_contact", MONTH, often, media_type=CSV, query=query)
        assert refused.json["unmapped_words"] == [
            {"field": "setting", "word": "Birth Centre", "rows": 12}
        ]
        assert {each["code"] for each in refused.json["errors"]} == {"unmapped_word"}
        single = hospital.put("health_contact", MONTH, once, media_type=CSV, query=query)
        assert [each["row"] for each in single.json["errors"]] == [2]
        assert b"Birth" not in single.body
    kept = hospital.put(
        "health_contact", MONTH, often, media_type=CSV, query="?on_error=quarantine"
    )
    assert kept.json["unmapped_words"][0]["word"] == "Birth Centre"
    later = hospital.receipt("health_contact", MONTH)
    found = hospital.get(kept.json["findings_url"], dataset="health_contact")
    assert b"Birth" not in later.body + found.body


def test_a_map_is_read_back_by_its_revision_and_changed_on_the_copy_that_is_held(
    hospital: System,
) -> None:
    first = get_map(hospital, "health_contact")
    assert first.json["columns"] == said("nhs")["columns"]
    assert first.json["resolved"]["codes"]["subject.ethnicity_self"]["99"] == "not_known"
    held = {"If-Match": first.headers["ETag"]}
    changed = set_map(hospital, "health_contact", {"not_held": ["subject.religion"]}, **held)
    assert (changed.status, changed.json["revision"]) == (200, 2)
    stale = set_map(hospital, "health_contact", {}, **held)
    assert (stale.status, stale.json["code"]) == (412, "stale_etag")
    before = get_map(hospital, "health_contact", "?revision=1")
    assert (before.json, before.headers["ETag"]) == (first.json, first.headers["ETag"])
    assert get_map(hospital, "health_contact", "?revision=3").status == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"[]", 422),
        (b'{"columns": {"Ada Lovelace": "nowhere"}}', 422),
        (b'{"columns": {"x": "setting"}, "columns": {}}', 400),
    ],
)
def test_what_cannot_be_a_map_is_refused_without_its_words(
    hospital: System, body: bytes, status: int
) -> None:
    refused = hospital.call(
        "PUT",
        "/v1/term-maps/health_contact",
        scope="returns:write",
        asked=hospital.details("health_contact"),
        media_type=JSON,
        body=body,
    )
    assert refused.status == status
    assert b"ovelace" not in refused.body
    assert get_map(hospital, "health_contact").json["revision"] == 1


def test_another_agency_has_no_such_map(hospital: System, fresh_systems: Systems) -> None:
    assert get_map(hospital, "health_contact").status == 200
    other = fresh_systems("met-bromley")
    assert get_map(other, "incident").status == 404


def test_the_lead_sees_what_no_source_can_hold_and_none_of_the_words(
    hospital: System, fresh_systems: Systems
) -> None:
    lead = fresh_systems("bromley-da-lead")
    seen = lead.call("GET", "/v1/capabilities", scope="participation:read")
    assert seen.json["capabilities"] == [
        {
            "agency": "kings-pruh",
            "agency_name": seen.json["capabilities"][0]["agency_name"],
            "dataset": "health_contact",
            "term_map_revision": 1,
            "set_at": get_map(hospital, "health_contact").json["set_at"],
            "not_held": sorted(said("nhs")["not_held"]),
        }
    ]
    assert b"Maternity" not in seen.body

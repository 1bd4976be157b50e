"""The log over HTTP and at the command line: read, proven, taken along, altered and found out."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text

from api.cli.main import main
from api.services.transparency import events as service_events
from schemas.wire.audit_events import AuditEventList
from schemas.wire.audit_seals import AuditSealList
from tests.deliveries import contacts, document
from tests.journeys.systems import System, Systems
from tests.journeys.transparency.conftest import HOSPITAL, LEAD, POLICE, QUARTER, Seal, office
from tests.oauth_client import Response
from tests.partnership import Partnership

Figures = Callable[..., Response]
Run = Callable[..., Result]


@pytest.fixture
def run(filled: Partnership) -> Run:
    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["audit", *arguments], env=dict(filled.environment))

    return invoke


@pytest.fixture
def key(run: Run, seal: Seal, tmp_path: Path) -> str:
    path = tmp_path / "key"
    path.write_text(run("keys").stdout)
    return str(path)


def events(system: System, query: str = "") -> Any:
    answer = office(system, f"/v1/audit-events{query}", scope="audit:read")
    assert answer.status == 200, answer.body
    assert AuditEventList().validate(answer.json) == {}
    return answer


def seals(system: System) -> Any:
    answer = office(system, "/v1/audit-seals", scope="audit:read")
    assert answer.status == 200, answer.body
    assert AuditSealList().validate(answer.json) == {}
    return answer


FORGED: tuple[dict[str, Any], ...] = (
    {"tag": "returns:list"},
    {"agreement": "DSA-2026-0009"},
    {"at": "2026-01-01T00:00:00+00:00"},
    {"body": "{}"},
    {"salt": "AAAA"},
    {"leaf": "AAAA"},
    {"position": 10_000},
    {"path": []},
)


def test_an_agency_reads_its_own_calls_and_proves_them(
    systems: Systems, seal: Seal, run: Run, key: str, tmp_path: Path
) -> None:
    hospital = systems(HOSPITAL)
    hospital.put("health_contact", "2026-03", document(contacts(4)))
    assert seal() > 0
    answer = events(hospital)
    found = answer.json["audit_events"]
    assert {each["agency"] for each in found} == {HOSPITAL}
    submitted = next(each for each in found if each["tag"] == "returns:submit")
    assert json.loads(submitted["body"])["event_id"] == submitted["event_id"]
    assert submitted["position"] is not None
    saved = tmp_path / "events.json"
    saved.write_bytes(answer.body)
    proven = run("verify", "--log", str(saved), "--key", key)
    assert proven.exit_code == 0, proven.output
    assert "all as they were signed" in proven.stdout
    for members in FORGED:
        forged = {**submitted, **members}
        saved.write_text(json.dumps({**answer.json, "audit_events": [forged]}))
        altered = run("verify", "--log", str(saved), "--key", key)
        assert altered.exit_code == 1, members
        assert "is not proven" in altered.stdout, members


def test_the_lead_is_told_that_others_called_and_not_what_they_said(
    systems: Systems, seal: Seal, run: Run, key: str, tmp_path: Path
) -> None:
    systems(HOSPITAL).put("health_contact", "2026-02", document(contacts(4, month="2026-02")))
    seal()
    answer = events(systems(LEAD), "?whose=partnership")
    foreign = [each for each in answer.json["audit_events"] if each["agency"] == HOSPITAL]
    assert foreign
    for each in foreign:
        assert (each["body"], each["salt"], each["client"]) == (None, None, None)
        assert each["path"] or each["position"] == 0
    saved = tmp_path / "events.json"
    saved.write_bytes(answer.body)
    assert run("verify", "--log", str(saved), "--key", key).exit_code == 0


def test_nobody_else_reads_others_events(systems: Systems, filled: Partnership) -> None:
    answer = office(systems(POLICE), "/v1/audit-events?whose=partnership", scope="audit:read")
    assert (answer.status, answer.json["code"]) == (403, "not_the_lead")
    answer = office(systems(POLICE), "/v1/audit-events?whose=everyone", scope="audit:read")
    assert answer.status == 422


def test_pages_of_events_follow_each_other(
    systems: Systems, seal: Seal, monkeypatch: pytest.MonkeyPatch
) -> None:
    police = systems(POLICE)
    for _ in range(4):
        office(police, "/v1/disclosures")
    seal()
    monkeypatch.setattr(service_events, "PAGE", 3)
    ids, path = list[str](), "/v1/audit-events?from=2020-01-01"
    first = events(police).json["audit_events"][0]["at"]
    while path:
        page = office(police, path, scope="audit:read").json
        ids += [each["event_id"] for each in page["audit_events"] if each["at"] < first]
        following = page["next"]
        path = f"/v1/audit-events?from=2020-01-01&cursor={following}" if following else ""
    assert len(ids) == len(set(ids)) >= 4


def test_a_receipt_bears_a_checkpoint_that_the_log_must_keep(
    systems: Systems, seal: Seal, run: Run, key: str, tmp_path: Path
) -> None:
    hospital = systems(HOSPITAL)
    seal()
    kept = hospital.put("health_contact", "2026-03", document(contacts(2)))
    receipt = tmp_path / "receipt.json"
    receipt.write_bytes(kept.body)
    assert kept.json["gives_back"]["checkpoint"].startswith("127.0.0.1:8000/audit/bromley\n")
    seal()
    answer = seals(hospital)
    log = tmp_path / "seals.json"
    log.write_bytes(answer.body)
    held = ("--checkpoint", str(receipt))
    assert run("verify", "--log", str(log), "--key", key, *held).exit_code == 0
    where_it_stands = run("verify", "--key", key, *held)
    assert where_it_stands.exit_code == 0, where_it_stands.output
    shorter = {**answer.json, "audit_seals": answer.json["audit_seals"][:-2]}
    log.write_text(json.dumps(shorter))
    cut = run("verify", "--log", str(log), "--key", key, *held)
    assert (cut.exit_code, "rewritten or cut" in cut.stdout) == (1, True)
    gap = [each for each in answer.json["audit_seals"] if each["seal"] != 2]
    if len(gap) > 1 and gap[0]["seal"] == 1:
        log.write_text(json.dumps({**answer.json, "audit_seals": gap}))
        assert run("verify", "--log", str(log), "--key", key).exit_code == 1


def test_an_export_is_verified_by_the_key_alone(
    systems: Systems, seal: Seal, run: Run, key: str, tmp_path: Path
) -> None:
    systems(HOSPITAL).receipt("health_contact", "2026-03")
    seal()
    out = tmp_path / "log"
    assert run("export", "--partnership", "bromley", "--out", str(out)).exit_code == 0
    lines = out.read_bytes().splitlines(keepends=True)
    command = ("verify", "--log", str(out), "--key", key, "--json")
    assert json.loads(run(*command).stdout)[0]["fault"] is None
    at = next(n for n, line in enumerate(lines) if b'"position":3,' in line)
    out.write_bytes(b"".join([*lines[:at], *lines[at + 1 :]]))
    found = run(*command)
    assert found.exit_code == 1
    fault = json.loads(found.stdout)[0]["fault"]
    assert (fault["kind"], fault["position"]) == ("missing", 3)
    assert run("verify", "--log", str(out)).exit_code == 2


def test_the_database_is_verified_where_it_stands(
    filled: Partnership, seal: Seal, run: Run
) -> None:
    seal()
    whole = run("verify")
    assert whole.exit_code == 0, whole.output
    assert "bromley: " in whole.stdout
    assert "the installation: " in whole.stdout


def test_a_new_key_verifies_from_its_first_seal_on(
    systems: Systems, seal: Seal, run: Run, key: str, tmp_path: Path
) -> None:
    seal()
    assert run("rotate-key").exit_code == 0
    systems(HOSPITAL).receipt("health_contact", "2026-03")
    seal()
    both = run("keys").stdout.splitlines()
    assert len(both) >= 2
    assert run("verify").exit_code == 0
    # who holds the old key alone follows the log up to the seal at which it gave way
    old = seals(systems(HOSPITAL)).json
    signed = [each["checkpoint"].count("\u2014 ") for each in old["audit_seals"]]
    assert 2 in signed


def test_an_erased_event_is_proven_and_not_read(
    systems: Systems, seal: Seal, run: Run, key: str
) -> None:
    hospital = systems(HOSPITAL)
    hospital.receipt("health_contact", "2026-03")
    seal()
    event_id = next(
        each["event_id"]
        for each in events(hospital).json["audit_events"]
        if each["tag"] == "returns:read"
    )
    assert run("erase", "--partnership", "bromley", event_id).exit_code == 0
    assert run("erase", "--partnership", "bromley", "no-such-event").exit_code == 1
    seal()
    erased = next(
        each for each in events(hospital).json["audit_events"] if each["event_id"] == event_id
    )
    assert (erased["body"], erased["salt"]) == (None, None)
    assert erased["path"]
    told = run("verify")
    assert told.exit_code == 0, told.output
    assert "erased, as recorded" in told.stdout


REFUSE = (
    "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
    " 'BEGIN RAISE EXCEPTION ''no''; END';"
    " CREATE TRIGGER refused BEFORE INSERT ON {table} EXECUTE FUNCTION refuse()"
)
REFUSED = {
    "sqlite": (
        "CREATE TRIGGER refused BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'no'); END",
        "DROP TRIGGER refused",
    ),
    "postgresql": (
        REFUSE,
        "DROP TRIGGER refused ON {table}; DROP FUNCTION refuse()",
    ),
}
ANSWERS = (
    f"/v1/aggregates/incident?period={QUARTER}&unit=records",
    f"/v1/indicators/IND-01/values?period={QUARTER}",
    f"/v1/reports/board?period={QUARTER}",
    f"/v1/reports/scrutiny?period={QUARTER}",
)


@pytest.mark.parametrize("table", ["audit_events", "disclosures"])
def test_where_the_event_cannot_be_written_nothing_is_answered(
    filled: Partnership, figures: Figures, systems: Systems, table: str
) -> None:
    first = figures(ANSWERS[0])
    assert first.status == 200
    engine = create_engine(filled.databases.owner_url)
    refuse, allow = REFUSED[engine.dialect.name]
    with engine.begin() as connection:
        connection.execute(text(refuse.format(table=table)))
    try:
        answers = [figures(path) for path in ANSWERS]
    finally:
        with engine.begin() as connection:
            connection.execute(text(allow.format(table=table)))
        engine.dispose()
    for answer in answers:
        assert answer.status >= 500
        assert b"observations" not in answer.body
        assert b"values" not in answer.body
        assert b'value"' not in answer.body
    assert figures(ANSWERS[0]).json == first.json

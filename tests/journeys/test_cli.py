"""Agencies and the operator at the command line, against a running service, on both engines."""

import csv
import io
import json
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.cli import calls
from schemas.period import Period
from synth.figures.profiles import PROFILES
from synth.partnership import PLAN
from synth.returns import InventedReturn, returns
from tests.corpus.workbooks import workbook_of
from tests.databases import Databases
from tests.deliveries import contacts, envelope
from tests.journeys.installations import Installation, installation

ROOT = Path(__file__).resolve().parents[2]
AGENCIES = [agency.agency_id for agency in PLAN.agencies]
SEEDED = ("--months", "2026-01", "--scale", "0.2")


@pytest.fixture(scope="module")
def seeded(
    tmp_path_factory: pytest.TempPathFactory, databases: Databases
) -> Iterator[Installation]:
    """The invented partnership with January's returns, and a server with two workers."""
    made = installation(tmp_path_factory.mktemp("installation"), databases)
    summary = made.json(
        "seed", *SEEDED, "--credentials-dir", str(made.folder / "credentials"), "--json"
    )
    assert summary["returns"] == 19
    made.done("period", "open", "2025-26")
    with made.serving("--workers", "2"):
        yield made


@pytest.fixture(scope="module")
def february() -> dict[str, InventedReturn]:
    """What agencies would send for the next month, by agency and dataset."""
    month = Period.parse("2026-02")
    drawn = returns(PLAN, [month], seed=7, profile=PROFILES["modern-borough"].scaled(0.2))
    return {f"{each.agency_id} {each.dataset}": each for each in drawn}


def test_seed_writes_a_private_credentials_file_for_each_agency(seeded: Installation) -> None:
    files = sorted((seeded.folder / "credentials").iterdir())
    kinds = ("", "-signing", "-casework")
    names = {f"{agency}{kind}.json" for agency in AGENCIES for kind in kinds}
    assert {file.name for file in files} == names
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


@pytest.mark.parametrize("agency", AGENCIES)
def test_the_first_agreement_of_every_agency_lists_its_returns(
    agency: str, seeded: Installation
) -> None:
    done = seeded.call(agency, "GET", "/v1/returns")
    assert done.exit_code == 0, done.output
    listed = {each["agency"] for each in json.loads(done.stdout)["returns"]}
    assert agency in listed
    assert listed == {agency} or agency == "bromley-da-lead"


def test_seeding_twice_is_refused_and_keeps_what_is_there(seeded: Installation) -> None:
    before = (seeded.folder / "credentials" / "bcwa.json").read_bytes()
    done = seeded.run("seed", *SEEDED, "--credentials-dir", str(seeded.folder / "again"))
    assert done.exit_code == 1
    assert "There is a partnership of that name" in done.stderr
    assert (seeded.folder / "credentials" / "bcwa.json").read_bytes() == before
    assert not (seeded.folder / "again").exists()


def test_call_prints_the_body_alone_and_the_status_on_wish(seeded: Installation) -> None:
    bare = seeded.call("bcwa", "GET", "/v1/returns")
    told = seeded.call("bcwa", "-i", "GET", "/v1/returns")
    assert bare.stdout == told.stdout
    assert bare.stderr == ""
    assert told.stderr.startswith("200 OK\n")
    assert "content-type: application/json" in told.stderr


def test_call_reaches_public_and_office_routes(seeded: Installation) -> None:
    public = seeded.call("bcwa", "GET", "/v1/purposes")
    office = seeded.call("bromley-da-lead", "GET", "/v1/agreements")
    assert public.exit_code == office.exit_code == 0
    assert len(json.loads(office.stdout)["agreements"]) == 5


POLICE_REFERRALS = "/v1/records/referral?agency=met-bromley"
READER = ("--acting-person", "adviser-7", "--access-reason", "new-referrals")


def test_the_charity_s_advisers_read_who_was_referred_to_them(seeded: Installation) -> None:
    nobody = seeded.call("bcwa-casework", "GET", POLICE_REFERRALS)
    assert (nobody.exit_code, json.loads(nobody.stdout)["code"]) == (1, "acting_person_missing")
    page = seeded.call("bcwa-casework", *READER, "GET", POLICE_REFERRALS)
    assert page.exit_code == 0, page.output
    records = json.loads(page.stdout)["records"]
    assert {each["agency"] for each in records} == {"met-bromley"}
    streamed = seeded.call(
        "bcwa-casework", *READER, "-H", "Accept: text/csv", "GET", POLICE_REFERRALS
    )
    assert streamed.exit_code == 0, streamed.output
    assert len(streamed.stdout.splitlines()) == len(records) + 2


def test_a_stream_without_its_end_is_not_whole() -> None:
    assert calls.whole(b'{"state": "current"}\n{"state": "end"}\n')
    assert calls.whole(b"state,month\r\ncurrent,2026-03\r\nend,\r\n")
    for broken in (
        b"",
        b'{"state": "current"}\n',
        b'{"state": "broken_off"}\n',
        b"current,2026-03\r\n",
    ):
        assert not calls.whole(broken)


def test_a_refusal_ends_a_call_with_one_and_is_told_in_a_sentence(seeded: Installation) -> None:
    missing = seeded.call("bcwa", "GET", "/v1/returns/housing_support/2020-01")
    assert missing.exit_code == 1
    assert json.loads(missing.stdout)["status"] == 404
    assert missing.stderr.startswith("The service declined (404")


def test_a_client_without_the_scope_gets_no_token(seeded: Installation) -> None:
    done = seeded.call("bcwa", "GET", "/v1/participation")
    assert done.exit_code == 1
    assert "invalid_scope" in done.stderr


def test_wrong_use_of_call_ends_with_two(seeded: Installation) -> None:
    assert seeded.call("bcwa", "GET", "v1/returns").exit_code == 2
    assert seeded.call("bcwa", "-H", "nonsense", "GET", "/v1/returns").exit_code == 2
    assert seeded.call("bcwa", "FETCH", "/v1/returns").exit_code == 2
    unspeakable = seeded.call("bcwa", "--acting-person", "Zoë", "GET", "/v1/returns")
    assert (unspeakable.exit_code, "Zoë" in unspeakable.stderr) == (2, False)
    assert "ASCII" in unspeakable.stderr


def test_a_token_is_printed_as_it_was_answered(seeded: Installation) -> None:
    answer = seeded.json("token", "--credentials", seeded.credentials("bcwa"))
    assert answer["token_type"] == "DPoP"
    assert answer["authorization_details"][0]["agreement"] == "DSA-2026-0001"
    public = seeded.run("token", "--credentials", seeded.credentials("bcwa"), "GET", "/v1/datasets")
    assert public.exit_code == 1
    assert "needs no token" in public.stderr


def test_printed_header_lines_serve_one_request_of_another_program(seeded: Installation) -> None:
    printed = seeded.done("token", "--headers", "--credentials", seeded.credentials("bcwa"))
    headers = dict(line.split(": ", 1) for line in printed.splitlines())
    with httpx.Client(trust_env=False) as client:
        first = client.get(f"{seeded.url}/v1/returns", headers=headers)
        second = client.get(f"{seeded.url}/v1/returns", headers=headers)
    assert (first.status_code, second.status_code) == (200, 401)


def submit(
    made: Installation, agency: str, file: Path, *options: str, dataset: str = "housing_support"
) -> Any:
    under = ("--dataset", dataset, "--period", "2026-02")
    return made.run(
        "submit", "--credentials", made.credentials(agency), *under, *options, str(file)
    )


def test_a_file_is_checked_submitted_and_submitted_again(
    seeded: Installation, february: dict[str, InventedReturn], tmp_path: Path
) -> None:
    sent = february["bromley-housing housing_support"]
    file = tmp_path / "housing.csv"
    file.write_bytes(sent.csv())
    under = ("--dataset", "housing_support", "--period", "2026-02", "--area", "E09000006")
    assert seeded.run("check", *under, str(file)).exit_code == 0
    dry = submit(seeded, "bromley-housing", file, "--dry-run")
    assert dry.exit_code == 0, dry.output
    first = submit(seeded, "bromley-housing", file, "--gzip", "--json")
    assert first.exit_code == 0, first.output
    receipt = json.loads(first.stdout)
    assert receipt["rows"]["stored"] == len(sent.written)
    again = submit(seeded, "bromley-housing", file)
    assert again.exit_code == 0
    assert f"submission: {receipt['submission_id']}" in again.stdout


def test_mistakes_are_named_by_row_and_field_here_and_there(
    seeded: Installation, february: dict[str, InventedReturn], tmp_path: Path
) -> None:
    sent = february["bcwa housing_support"]
    table = list(csv.DictReader(io.StringIO(sent.csv().decode())))
    table[1]["decision"] = "SMITH"
    file = tmp_path / "charity.csv"
    with file.open("w", newline="") as text:
        writer = csv.DictWriter(text, table[0])
        writer.writeheader()
        writer.writerows(table)
    under = ("--dataset", "housing_support", "--period", "2026-02", "--area", "E09000006")
    here = seeded.run("check", *under, str(file))
    there = submit(seeded, "bcwa", file)
    assert here.exit_code == there.exit_code == 1
    assert "error code decision, once: decision is not a code" in here.stdout
    assert "error code decision, once: decision is not a code" in there.stderr
    assert "    rows: 2\n" in there.stderr
    assert "SMITH" not in here.output + there.output
    kept = submit(seeded, "bcwa", file, "--on-error", "quarantine", "--json")
    assert kept.exit_code == 0, kept.output
    assert json.loads(kept.stdout)["rows"]["refused"] == 1


def test_an_agencys_own_words_are_proposed_tried_and_set(
    seeded: Installation, tmp_path: Path
) -> None:
    sample, terms = ROOT / "tests" / "extracts" / "police.csv", tmp_path / "map.json"
    under, client = ("--dataset", "incident"), seeded.credentials("met-bromley")
    seeded.done("map", *under, "--out", str(terms), str(sample))
    tried = seeded.run("check", *under, "--map", str(terms), "--sector", "police", str(sample))
    assert "unmapped_word" in tried.stdout
    done = seeded.run("map", *under, "--send", "--credentials", client, str(sample))
    assert done.exit_code == 0, done.output
    assert "set as revision 1 of /v1/term-maps/incident." in done.stderr
    kept = json.loads(seeded.call("met-bromley", "GET", "/v1/term-maps/incident").stdout)
    assert {n: kept[n] for n in json.loads(done.stdout)} == json.loads(terms.read_text())
    matrix = json.loads(seeded.call("bromley-da-lead", "GET", "/v1/capabilities").stdout)
    assert [each["agency"] for each in matrix["capabilities"]] == ["met-bromley"]
    terms.write_text("{}")
    none = seeded.call("met-bromley", "PUT", "--body", str(terms), "/v1/term-maps/incident")
    assert json.loads(none.stdout)["revision"] == 2


def test_an_envelope_can_be_sent_with_the_file(
    seeded: Installation, february: dict[str, InventedReturn], tmp_path: Path
) -> None:
    sent = february["kings-pruh health_contact"]
    file, envelope = tmp_path / "hospital.ndjson", tmp_path / "envelope.json"
    file.write_bytes(sent.ndjson())
    envelope.write_text(json.dumps({**sent.envelope, "source_system": "Ward book (invented)"}))
    done = submit(seeded, "kings-pruh", file, "--envelope", str(envelope), dataset="health_contact")
    assert done.exit_code == 0, done.output
    assert f"{len(sent.written)} stored" in done.stdout


def test_a_workbook_is_submitted_by_the_sheet_that_is_named(
    seeded: Installation, tmp_path: Path
) -> None:
    file, said = tmp_path / "hospital.xlsx", tmp_path / "envelope.json"
    file.write_bytes(workbook_of({"March": contacts(3), "notes": contacts(1)}))
    said.write_text(json.dumps(envelope()))
    under = ("--dataset", "health_contact", "--period", "2026-03", "--envelope", str(said))
    asked = ("submit", "--credentials", seeded.credentials("kings-pruh"), *under, "--dry-run")
    unsure = seeded.run(*asked, str(file))
    assert unsure.exit_code == 1
    assert "Call the sheet records, or name it" in unsure.stderr
    named = seeded.run(*asked, "--json", "--sheet", "March", str(file))
    assert named.exit_code == 0, named.output
    assert json.loads(named.stdout)["rows"]["received"] == 3


def test_a_return_is_submitted_by_one_file_of_the_standard_library(
    seeded: Installation, february: dict[str, InventedReturn], tmp_path: Path
) -> None:
    sent = february["met-bromley incident"]
    file = tmp_path / "incidents.csv"
    file.write_bytes(sent.csv())
    program = ROOT / "examples" / "submit.py"
    arguments = [seeded.credentials("met-bromley"), str(file), "incident", "2026-02"]
    done = subprocess.run(
        [sys.executable, str(program), *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["rows"]["stored"] == len(sent.written)
    arguments[-1] = "2027-01"
    closed = subprocess.run(
        [sys.executable, str(program), *arguments], capture_output=True, text=True, check=False
    )
    assert closed.returncode == 1
    assert json.loads(closed.stderr)["code"] == "period_not_open"


@pytest.mark.parametrize("alg", ["ES256", "PS256", "Ed25519"])
def test_a_new_client_joins_with_a_key_of_its_own(
    alg: str, seeded: Installation, tmp_path: Path
) -> None:
    key, public = tmp_path / "key.json", tmp_path / "public.json"
    public.write_text(seeded.done("keygen", "--alg", alg, "--out", str(key)))
    name = f"bcwa-{alg.lower()}"
    scopes = ("--scope", "returns:read", "--scope", "returns:write")
    told = seeded.json(
        "client", "add", name, "--agency", "bcwa", "--key", str(public), *scopes, "--json"
    )
    assert told["agreements"][0]["agreement"] == "DSA-2026-0001"
    file = tmp_path / "credentials.json"
    file.write_text(json.dumps({**told, "jwk": json.loads(key.read_text())}))
    call = ("call", "--credentials", str(file), "GET", "/v1/returns")
    assert json.loads(seeded.done(*call))["returns"]
    seeded.done("client", "revoke", name)
    refused = seeded.run(*call)
    assert refused.exit_code == 1
    assert "invalid_client" in refused.stderr
    shown = seeded.json("client", "show", name, "--json")
    assert (shown["status"], shown["scopes"]) == ("revoked", ["returns:read", "returns:write"])


def test_a_client_changes_its_key_without_a_gap(seeded: Installation, tmp_path: Path) -> None:
    held = json.loads(Path(seeded.credentials("kings-pruh")).read_text())
    key, public = tmp_path / "key.json", tmp_path / "public.json"
    public.write_text(seeded.done("keygen", "--out", str(key)))
    seeded.done("client", "add-key", "kings-pruh-returns", str(public))
    file = tmp_path / "credentials.json"
    file.write_text(json.dumps({**held, "jwk": json.loads(key.read_text())}))
    for path in (str(file), seeded.credentials("kings-pruh")):
        seeded.done("call", "--credentials", path, "GET", "/v1/returns")
    assert len(seeded.json("client", "show", "kings-pruh-returns", "--json")["keys"]) == 2


def test_a_private_key_is_not_taken_for_a_public_one(seeded: Installation, tmp_path: Path) -> None:
    seeded.done("keygen", "--out", str(tmp_path / "key.json"))
    done = seeded.run("client", "add-key", "bcwa-returns", str(tmp_path / "key.json"))
    assert done.exit_code == 2
    assert "private key" in done.stderr


def test_a_second_partnership_is_written_down_beside_the_first(seeded: Installation) -> None:
    seeded.done(
        *("partnership", "add", "havering", "--title", "Havering (invented)"),
        *("--area", "E09000016", "--lead", "havering-lead"),
    )
    other = ("--partnership", "havering")
    add = ("agency", "add", *other, "havering-lead", "--title", "Lead")
    seeded.done(*add, "--sector", "council_community_safety")
    assert seeded.run(*add, "--sector", "council_community_safety").exit_code == 1
    names = [
        each["partnership"] for each in seeded.json("partnership", "list", "--json")["partnerships"]
    ]
    assert names == ["bromley", "havering"]
    assert seeded.json("partnership", "show", "havering", "--json")["lead"] == "havering-lead"
    agencies = seeded.json("agency", "list", *other, "--json")["agencies"]
    assert [each["agency"] for each in agencies] == ["havering-lead"]
    assert "No clients." in seeded.done("client", "list", *other)


IMPOSSIBLE = {
    "partnership add Bad-Name --title x --area E09000016": "partnership_form",
    "partnership add x --title x --area Kent": "area_form",
    "partnership show nowhere": "partnership_unknown",
    "agency add --partnership nowhere x --title x --sector police": "partnership_unknown",
    "agency add x --title x --sector circus": "sector_unknown",
    "agency show nobody": "agency_unknown",
    "client show nobody": "client_unknown",
    "client revoke nobody": "register_unknown",
    "agreement show DSA-1": "agreement_unknown",
    "agreement end DSA-1 --agency bcwa": "agreement_unknown",
    "expectation show bcwa incident": "no_expectation",
    "expectation add bcwa nothing --level record --from 2026-01": "no_dataset",
    "period open 2027-28": "period_ahead",
    "release seal --period 2026-03": "returns_missing",
}


@pytest.mark.parametrize("command", IMPOSSIBLE)
def test_what_cannot_be_is_refused_with_its_code(command: str, seeded: Installation) -> None:
    done = seeded.run(*command.split())
    assert done.exit_code == 1, done.output
    assert f"({IMPOSSIBLE[command]})" in done.stderr


def test_what_is_owed_is_set_and_months_are_opened(seeded: Installation) -> None:
    before = seeded.json("expectation", "list", "--json")["expectations"]
    owed = ("expectation", "add", "met-bromley", "incident", "--level", "record")
    seeded.done(*owed, "--cadence", "monthly", "--due-day", "10", "--from", "2026-01")
    shown = seeded.json("expectation", "show", "met-bromley", "incident", "--json")
    assert (shown["cadence"], shown["due_day"]) == ("monthly", 10)
    assert len(seeded.json("expectation", "list", "--json")["expectations"]) == len(before)
    assert "2026-04" in seeded.done("period", "open", "2026-04")
    assert "all were open" in seeded.done("period", "open", "2026-04")
    months = [each["month"] for each in seeded.json("period", "list", "--json")["periods"]]
    assert months[-4:] == ["2026-01", "2026-02", "2026-03", "2026-04"]


TERMS = {**PLAN.agreements[2], "agreement": "DSA-2026-0100", "title": "A further agreement"}


def test_an_agreement_is_filed_signed_used_and_ended_at_once(
    seeded: Installation, tmp_path: Path
) -> None:
    file = tmp_path / "terms.json"
    file.write_text(json.dumps(TERMS))
    assert "DSA-2026-0100 is filed" in seeded.done("agreement", "add", str(file))
    named = "--agreement DSA-2026-0100 --purpose service_commissioning"
    under = ("GET", "/v1/returns", *named.split())
    assert seeded.call("bcwa", *under).exit_code == 1
    seeded.done("agreement", "sign", "DSA-2026-0100", "--agency", "bcwa")
    shown = seeded.json("agreement", "show", "DSA-2026-0100", "--json")
    assert (shown["state"], len(shown["awaiting"])) == ("draft", 2)
    seeded.done("agreement", "sign", "DSA-2026-0100")
    assert seeded.call("bcwa", *under).exit_code == 0
    for change, works in (("suspend", 1), ("resume", 0), ("end", 1)):
        seeded.done("agreement", change, "DSA-2026-0100", "--agency", "bcwa")
        # A token is cut off by the second; the one for the next call is of a later second.
        time.sleep(1.1)
        assert seeded.call("bcwa", *under).exit_code == works, change
    listed = seeded.json("agreement", "list", "--json")["agreements"]
    assert {each["agreement"]: each["state"] for each in listed}["DSA-2026-0100"] == "ended"


def test_terms_of_another_partnership_are_not_filed(seeded: Installation, tmp_path: Path) -> None:
    file = tmp_path / "terms.json"
    file.write_text(json.dumps({**TERMS, "agreement": "DSA-2026-0200", "partnership": "kent"}))
    assert "agreement_foreign" in seeded.run("agreement", "add", str(file)).stderr
    file.write_text("[]")
    assert seeded.run("agreement", "add", str(file)).exit_code == 2


def test_a_signing_key_is_trusted_by_the_operator(seeded: Installation, tmp_path: Path) -> None:
    public = tmp_path / "public.json"
    public.write_text(seeded.done("keygen", "--out", str(tmp_path / "key.json")))
    kid = json.loads(public.read_text())["kid"]
    assert kid in seeded.done("agency", "trust-key", "bcwa", str(public))
    keys = seeded.json("agency", "show", "bcwa", "--json")["signing_keys"]
    assert {each["kid"]: each["state"] for each in keys}[kid] == "confirmed"


def test_a_dry_run_of_sealing_shows_what_is_in_and_seals_nothing(seeded: Installation) -> None:
    plan = seeded.json("release", "seal", "--period", "2026-01", "--dry-run", "--json")
    assert plan["release_id"] is None
    assert {each["agency"] for each in plan["returns"]} == set(AGENCIES)
    assert "would be sealed" in seeded.done("release", "seal", "--period", "2026-01", "--dry-run")


def test_a_month_is_sealed_once_by_the_operator(seeded: Installation) -> None:
    done = seeded.run("release", "seal", "--period", "2026-01")
    assert (done.exit_code, "is sealed as" in done.stdout) == (0, True)
    assert "Sealing 2026-01: incident, " in done.stderr
    again = seeded.run("release", "seal", "--period", "2026-01")
    assert (again.exit_code, "nothing_changed" in again.stderr) == (1, True)


def test_the_board_report_is_the_same_for_the_operator_and_the_lead(seeded: Installation) -> None:
    seeded.run("release", "seal", "--period", "2026-01")
    lead = ("--credentials", seeded.credentials("bromley-da-lead"))
    asked, read = (
        json.loads(seeded.done("report", "board", "--period", "2026-01", "--format", "json", *by))
        for by in (lead, ())
    )
    assert asked["sections"] == read["sections"]
    titles = [section["title"] for section in asked["sections"]]
    prose = seeded.done("report", "board", "--period", "2026-01", *lead)
    assert prose.startswith(f"# {asked['title']}\n")
    assert [title for title in titles if f"## {title}\n" not in prose] == []
    unsealed = seeded.run("report", "board", "--period", "2026-02")
    assert unsealed.exit_code == 1
    assert (
        seeded.run("report", "board", "--period", "2026-01", SAFERSHARE_PARTNERSHIP="").exit_code
        == 2
    )


def test_the_board_report_is_written_in_every_form_by_the_operator_and_by_the_lead_alike(
    seeded: Installation, tmp_path: Path
) -> None:
    seeded.run("release", "seal", "--period", "2026-01")
    lead = ("--credentials", seeded.credentials("bromley-da-lead"))
    for form in ("markdown", "html", "docx"):
        files = [tmp_path / f"{side}.{form}" for side in ("asked", "read")]
        for file, by in zip(files, (lead, ()), strict=True):
            asked = ("report", "board", "--period", "2026-01", "--format", form, *by)
            assert f"Wrote {file}." in seeded.done(*asked, "--out", str(file))
        assert files[0].read_bytes() == files[1].read_bytes()
    unnamed = seeded.run("report", "board", "--period", "2026-01", "--format", "docx")
    assert unnamed.exit_code == 2
    before = ("report", "board", "--period", "2026-01", "--as-of", "2026-01-01")
    assert "Nothing was sealed" in seeded.run(*before).stderr


def test_the_scrutiny_brief_is_the_same_for_the_operator_and_the_lead(
    seeded: Installation, tmp_path: Path
) -> None:
    seeded.run("release", "seal", "--period", "2026-01")
    lead = ("--credentials", seeded.credentials("bromley-da-lead"))
    asked = ("report", "scrutiny", "--period", "2026-01", "--format")
    for form in ("markdown", "html", "docx"):
        files = [tmp_path / f"{side}.{form}" for side in ("asked", "read")]
        for file, by in zip(files, (lead, ()), strict=True):
            assert f"Wrote {file}." in seeded.done(*asked, form, *by, "--out", str(file))
        assert files[0].read_bytes() == files[1].read_bytes()
    sections = [json.loads(seeded.done(*asked, "json", *by))["sections"] for by in (lead, ())]
    assert sections[0] == sections[1]
    assert seeded.run(*asked, "docx").exit_code == 2


def test_statements_are_listed_and_an_unknown_one_is_not_released(seeded: Installation) -> None:
    seeded.run("release", "seal", "--period", "2026-01")
    by = ("--credentials", seeded.credentials("bcwa"))
    found = json.loads(seeded.done("statements", "list", *by, "--period", "2026-01", "--json"))
    assert found["release"]
    unknown = seeded.run("statements", "release", *by, "0" * 40)
    assert (unknown.exit_code, "no such statement" in unknown.stderr) == (1, True)


def test_signing_keys_rotate_while_tokens_go_on_working(seeded: Installation) -> None:
    before = seeded.json("token", "--credentials", seeded.credentials("bcwa"))
    kid = seeded.done("keys", "rotate").split()[-1].rstrip(".")
    assert "rotation_under_way" in seeded.run("keys", "rotate").stderr
    assert stat.S_IMODE((seeded.folder / "keys" / f"{kid}.pem").stat().st_mode) == 0o600
    assert before["access_token"]
    assert seeded.call("bcwa", "GET", "/v1/returns").exit_code == 0
    listed = seeded.json("keys", "list", "--json")["keys"]
    assert [(each["state"], each["kid"] == kid) for each in listed] == [
        ("active", False),
        ("pending", True),
    ]
    assert listed[0]["active_until"] == listed[1]["active_from"]
    assert kid in seeded.done("keys", "list")


def test_no_command_prints_a_private_key(seeded: Installation) -> None:
    jwk = json.loads(Path(seeded.credentials("bcwa")).read_text())["jwk"]
    said = [
        seeded.call("bcwa", "-i", "GET", "/v1/returns").output,
        seeded.run("token", "--credentials", seeded.credentials("bcwa")).output,
        seeded.run("client", "show", "bcwa-returns").output,
        seeded.run("agency", "show", "bcwa").output,
    ]
    assert [text for text in said if jwk["d"] in text] == []


def test_the_lead_and_the_operator_see_the_same_participation(seeded: Installation) -> None:
    lead, period = seeded.credentials("bromley-da-lead"), ("--period", "2026-01")
    asked = seeded.json("participation", "show", "--credentials", lead, *period, "--json")
    read = seeded.json("participation", "show", *period, "--json")
    assert asked == read
    lines = seeded.done("participation", "show", *period).splitlines()
    assert lines[0].startswith("2026-01: ")
    assert sum(line.startswith("  2026-01 ") for line in lines) == len(asked["returns"])
    assert any(line.startswith("  all: ") for line in lines)


def test_the_overdue_register_is_printed_in_words_as_a_table_and_as_data(
    seeded: Installation,
) -> None:
    lead = seeded.credentials("bromley-da-lead")
    asked = seeded.json("participation", "overdue", "--credentials", lead, "--json")
    assert asked == seeded.json("participation", "overdue", "--json")
    table = list(csv.reader(io.StringIO(seeded.done("participation", "overdue", "--csv"))))
    rows = [row for row in table if not row[0].startswith("#")]
    assert len(rows) == len(asked["overdue"]) + 1
    words = seeded.done("participation", "overdue")
    for each in asked["overdue"]:
        assert each["month"] in words
    assert asked["overdue"] or words == "No overdue returns.\n"


def test_an_agency_prints_its_own_view(seeded: Installation) -> None:
    own = ("participation", "own", "--credentials", seeded.credentials("bromley-housing"))
    view = seeded.json(*own, "--period", "2026-01", "--json")
    printed = seeded.done(*own, "--period", "2026-01")
    assert view["why"] in printed.splitlines()
    for trend in view["figures"]:
        for pair in trend["periods"]:
            assert f"  {pair['period']}: own {pair['records'] or '-'}, " in printed


def test_an_agency_reads_what_it_should_do_next(seeded: Installation) -> None:
    housing = seeded.credentials("bromley-housing")
    found = seeded.json("reminders", "--credentials", housing, "--json")["reminders"]
    printed = seeded.done("reminders", "--credentials", housing)
    assert {each["kind"] for each in found} >= {"due_soon"}
    for each in found:
        assert f"  {each['answer']['method']} {each['answer']['path']}" in printed.splitlines()

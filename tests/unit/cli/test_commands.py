"""Commands that need no service: help, keys, references, and what `submit` would send."""

import csv
import gzip
import io
import json
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import httpx
import pytest
from click.testing import CliRunner, Result

from api.cli import failures
from api.cli.main import main
from api.cli.returns import _message, _path, receipt_lines
from auth.refusals import ErrorItem, Forbidden
from schemas.reference import is_synthetic

PEOPLE = "record_id,family_name,given_name,date_of_birth\nA1,Öztürk,Ayşe,1990-02-03\n"
SAME = "record_id,family_name,given_name,date_of_birth\nB7,OZTURK,Ayse Nur,1990-02-03\n"


def run(*arguments: str, input: str | None = None) -> Result:  # noqa: A002 - click's name
    return CliRunner().invoke(main, arguments, input=input)


def commands(group: click.Group, *, above: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = []
    for name, command in group.commands.items():
        found.append((*above, name))
        if isinstance(command, click.Group):
            found += commands(command, above=(*above, name))
    return found


@pytest.mark.parametrize("path", commands(main), ids=" ".join)
def test_every_command_explains_itself(path: tuple[str, ...]) -> None:
    done = run(*path, "--help")
    assert done.exit_code == 0
    assert re.search(r"^  [A-Z`][^\n]+(\n  [^\n]+)*\.$", done.output, re.MULTILINE)


@pytest.mark.parametrize("path", commands(main), ids=" ".join)
def test_every_option_of_a_command_is_explained(path: tuple[str, ...]) -> None:
    command: click.Command = main
    for name in path:
        assert isinstance(command, click.Group)
        command = command.commands[name]
    bare = [p.name for p in command.params if isinstance(p, click.Option) and not p.help]
    assert bare == []


def test_help_loads_neither_the_web_nor_the_database() -> None:
    heavy = "{'flask', 'sqlalchemy', 'httpx', 'marshmallow', 'granian', 'joserfc', 'faker'}"
    code = f"import sys, api.cli.main; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_wrong_use_ends_with_two_and_says_how_it_is_used() -> None:
    done = run("token", "--no-such-option")
    assert done.exit_code == 2
    assert "Usage:" in done.output


@pytest.mark.parametrize("alg", ["ES256", "PS256", "Ed25519"])
def test_keygen_shows_the_public_half_and_keeps_the_private_one(alg: str, tmp_path: Path) -> None:
    path = tmp_path / "key.json"
    done = run("keygen", "--alg", alg, "--out", str(path))
    assert done.exit_code == 0
    public, private = json.loads(done.stdout), json.loads(path.read_text())
    assert public == {name: private[name] for name in public}
    assert "d" in private
    assert private["d"] not in done.output
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_keygen_never_writes_over_a_key(tmp_path: Path) -> None:
    path = tmp_path / "key.json"
    path.write_text("kept")
    done = run("keygen", "--out", str(path))
    assert (done.exit_code, path.read_text()) == (1, "kept")


@pytest.fixture
def shared_key(tmp_path: Path) -> str:
    path = tmp_path / "references.key"
    done = run("keygen", "--references", "--out", str(path))
    assert done.exit_code == 0
    assert path.read_text().strip() not in done.output
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    return str(path)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_ref_puts_a_reference_in_place_of_the_identifiers(shared_key: str) -> None:
    done = run("ref", "--key", shared_key, "--as", "victim.person_ref", input=PEOPLE)
    assert done.exit_code == 0
    (row,) = rows(done.stdout)
    assert row.keys() == {"record_id", "victim.person_ref"}
    assert re.fullmatch(r"[0-9a-f]{64}", row["victim.person_ref"])


def test_two_agencies_spell_a_name_differently_and_get_the_same_reference(shared_key: str) -> None:
    found = [
        rows(run("ref", "--key", shared_key, input=text).stdout)[0]["person_ref"]
        for text in (PEOPLE, SAME)
    ]
    assert found[0] == found[1]


def test_another_key_makes_another_reference(shared_key: str, tmp_path: Path) -> None:
    other = tmp_path / "other.key"
    other.write_text("ab" * 32)
    found = {run("ref", "--key", key, input=PEOPLE).stdout for key in (shared_key, str(other))}
    assert len(found) == 2


def test_ref_makes_references_of_invented_persons_for_a_sandbox(shared_key: str) -> None:
    done = run("ref", "--key", shared_key, "--sandbox", input=PEOPLE)
    assert is_synthetic(rows(done.stdout)[0]["person_ref"])


def test_ref_reads_and_writes_lines_of_json(shared_key: str, tmp_path: Path) -> None:
    source, target = tmp_path / "in.ndjson", tmp_path / "out.ndjson"
    source.write_text('{"record_id": 1, "identifier": "943 476 5919"}\n\n')
    done = run(
        "ref", "--key", shared_key, "--scheme", "nhs-number", "--out", str(target), str(source)
    )
    assert done.exit_code == 0
    assert json.loads(target.read_text()).keys() == {"record_id", "person_ref"}


def test_ref_names_the_row_it_cannot_use_and_repeats_nothing_of_it(shared_key: str) -> None:
    done = run("ref", "--key", shared_key, input=f"{PEOPLE}A2,Öztürk,Ayşe,3 Feb 1990\n")
    assert done.exit_code == 1
    assert [bool(row["person_ref"]) for row in rows(done.stdout)] == [True, False]
    assert "row 2: the date of birth" in done.stderr
    assert "rows have no reference" in done.stderr
    assert "1990" not in done.output


def test_ref_refuses_a_file_without_the_identifiers(shared_key: str) -> None:
    done = run("ref", "--key", shared_key, input="record_id,family_name\nA1,Smith\n")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "no column given_name, date_of_birth" in done.stderr


@pytest.mark.parametrize(
    ("key", "said"), [("secret words", "key in hex digits"), ("ab", "rows have no reference")]
)
def test_ref_refuses_a_bad_key_without_showing_it(key: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.key"
    path.write_text(key)
    done = run("ref", "--key", str(path), input=PEOPLE)
    assert done.exit_code == 1
    assert said in done.stderr


ASKED: dict[str, Any] = {
    "dataset": "incident",
    "period": "2026-03",
    "dry_run": False,
    "on_error": None,
    "if_match": None,
    "envelope": None,
    "pack": False,
}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.csv", "text/csv"),
        ("a.ndjson", "application/x-ndjson"),
        ("a.JSON", "application/json"),
        ("a.csv.gz", "text/csv"),
    ],
)
def test_submit_tells_the_kind_of_a_file_by_its_name(name: str, kind: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"content")
    message = _message(path, asked=ASKED)
    packed = {"Content-Encoding": "gzip"} if name.endswith(".gz") else {}
    assert message == {"headers": {"Content-Type": kind, **packed}, "content": b"content"}


def test_submit_refuses_a_kind_of_file_that_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.touch()
    with pytest.raises(click.UsageError):
        _message(path, asked=ASKED)


def test_submit_compresses_on_wish_and_names_the_revision(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"content")
    message = _message(path, asked={**ASKED, "pack": True, "if_match": '"x"'})
    assert gzip.decompress(message["content"]) == b"content"
    assert message["headers"]["Content-Encoding"] == "gzip"
    assert message["headers"]["If-Match"] == '"x"'


def test_submit_sends_an_envelope_and_the_file_together(tmp_path: Path) -> None:
    path, envelope = tmp_path / "a.csv.gz", tmp_path / "envelope.json"
    path.write_bytes(gzip.compress(b"content"))
    envelope.write_text('{"level": "record"}')
    message = _message(path, asked={**ASKED, "envelope": envelope})
    assert message["headers"]["Content-Type"].startswith("multipart/form-data; boundary=")
    assert "Content-Encoding" not in message["headers"]
    for part in (b'name="envelope"', b'{"level": "record"}', b'name="file"', b"\r\ncontent\r\n"):
        assert part in message["content"]


def test_submit_asks_by_the_query() -> None:
    assert _path(ASKED) == "/v1/returns/incident/2026-03"
    asked = {**ASKED, "dry_run": True, "on_error": "quarantine"}
    assert _path(asked) == "/v1/returns/incident/2026-03?dry_run=true&on_error=quarantine"


def test_a_receipt_reads_as_lines() -> None:
    receipt = {
        "submission_id": "s1",
        "dataset": "incident",
        "period": "2026-03",
        "revision": 1,
        "status": "received",
        "rows": {"received": 3, "stored": 2, "refused": 0, "out_of_area": 1},
        "sha256": "ab",
        "findings": [{"code": "EVT-V01", "severity": "query", "count": 1}],
        "gives_back": {
            "months": [
                {"month": "2026-01", "rows": None, "status": "none", "released": None},
                {"month": "2026-02", "rows": 7, "status": "received", "released": 12},
                {"month": "2026-03", "rows": 2, "status": "received", "released": None},
            ],
            "completeness": {"a": 1.0, "b": 0.5, "c": 0.25, "d": 0.75},
            "uses_since_last_return": [{"agency": "lead", "answers": 3}],
        },
    }
    lines = list(receipt_lines(receipt, status=201))
    assert lines[0] == "incident 2026-03: received, first delivery"
    assert "  rows: 3 received, 2 stored, 0 refused, 1 out of area" in lines
    assert "  query EVT-V01: 1" in lines
    assert lines[-5:] == [
        "  what you have sent, and the figure released for the partnership:",
        "    2026-02: 7 rows, received; released: 12",
        "    2026-03: 2 rows, received; released: none",
        "  least complete: c 25%, b 50%, d 75%",
        "  used since by lead: 3 times",
    ]


def test_a_receipt_of_a_dry_run_says_that_nothing_is_stored() -> None:
    receipt = {"submission_id": None, "dataset": "incident", "period": "2026-03", "status": "nil"}
    assert next(receipt_lines(receipt, status=200)) == "incident 2026-03: nil, nothing is stored"


def test_a_refusal_is_told_in_a_sentence() -> None:
    refusal = Forbidden("not_yours", detail="It is another's.", errors=(ErrorItem("a", "b"),))
    assert (
        failures.sentence(refusal)
        == "Refused (not_yours). Not permitted. It is another's.\n  b (a)"
    )
    assert "cannot be reached" in str(failures.sentence(httpx.ConnectError("x")))
    assert failures.sentence(PermissionError(13, "Permission denied", "/k")) == (
        "/k: Permission denied."
    )
    assert failures.sentence(KeyError("x")) is None

"""Scenarios as testers raise them: in processes of their own, and asked over HTTP."""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api import service
from api.app import create_app
from api.cli.client.credentials import read
from api.cli.client.problems import Declined
from api.cli.partners import Partners
from api.cli.sandbox.scenarios import CASE, CONFERENCE, QUARTER, SCENARIOS
from api.settings import Settings
from tests.counts import PROVE
from tests.databases import PostgresTemplates

READS = {"Acting-Person": "worker-1", "Access-Reason": "meeting-1"}
CASEWORK, LEAD, HOSPITAL = "bcwa", "bromley-da-lead", "kings-pruh"


def _run(name: str, folder: Path, *more: str, **said: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, with these settings and no other."""
    command = [sys.executable, "-m", "api.cli", "sandbox", "reset", "--scenario", name]
    return subprocess.run(
        [*command, "--dir", str(folder), "--json", *more], check=False, capture_output=True,
        text=True,
        env={k: v for k, v in os.environ.items() if not k.startswith("SAFERSHARE_")} | said,
    )  # fmt: skip


def _reset(name: str, folder: Path, *more: str, **said: str) -> dict[str, Any]:
    """Raise a scenario by the command."""
    done = _run(name, folder, *more, **said)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _tree(folder: Path) -> dict[str, bytes]:
    real = folder.resolve()
    return {
        str(path.relative_to(real)): path.read_bytes() for path in real.rglob("*") if path.is_file()
    }


def _partners(folder: Path) -> Iterator[Partners]:
    """The agencies' systems by the credentials left, at a service by the settings left."""
    lines = (folder / "env").read_text().splitlines()
    said = dict(line.split("=", 1) for line in lines)
    settings = {name: shlex.split(value)[0] for name, value in said.items()}
    app = create_app(Settings.from_environment(settings))
    held = {}
    for path in (folder / "credentials").iterdir():
        credentials = read(path)
        held[credentials.client_id] = credentials
    with Partners(held, transport=httpx.WSGITransport(app=app)) as partners:
        yield partners
    app.extensions[service.EXTENSION].database.close()


def _timeline(partners: Partners) -> httpx.Response:
    system = partners.casework(CASEWORK)
    path = f"/v1/cases/{CASE}/timeline"
    return system.call("GET", path, headers=READS, purpose=CONFERENCE)


def _statuses(partners: Partners) -> dict[tuple[str, str, str], tuple[str, bool]]:
    answer = partners.agency(LEAD).call("GET", f"/v1/participation?period={QUARTER}")
    assert answer.status_code == 200, answer.text
    return {
        (each["agency"], each["dataset"], each["month"]): (each["status"], each["late"])
        for each in answer.json()["returns"]
    }


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A sandbox with a case in it, and what the command said of it."""
    folder = tmp_path_factory.mktemp("listed") / "sandbox"
    return folder, _reset("marac-repeat", folder)


def test_two_resets_of_a_scenario_are_the_same_ids_and_bytes_and_the_case_can_be_read(
    listed: tuple[Path, dict[str, Any]],
) -> None:
    folder, first = listed
    before = _tree(folder)
    assert _reset("marac-repeat", folder) == first
    assert _tree(folder) == before
    heard = [each for each in _events(folder) if each["event"] == "conference"]
    assert len({each["month"] for each in heard}) > 1


def _events(folder: Path) -> list[dict[str, Any]]:
    """The timeline of the case."""
    found: list[dict[str, Any]] = []
    for partners in _partners(folder):
        answer = _timeline(partners)
        assert answer.status_code == 200, answer.text
        found += answer.json()["events"]
    return found


@pytest.mark.postgresql
def test_a_scenario_in_postgresql_has_the_same_keys_and_case_and_wants_a_new_database(
    postgres_templates: PostgresTemplates, listed: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    (plain, first), folder = listed, tmp_path / "served"
    with postgres_templates.database() as made:
        address = {"SAFERSHARE_DATABASE_URL": made.app_url}
        second = _reset("marac-repeat", folder, "--postgresql", **address)
        assert {**second, "try": ""} == {**first, "try": ""}
        held, other = _tree(folder), _tree(plain)
        assert held.keys() == {name for name in other if not name.endswith(".db")}
        assert {name for name, body in held.items() if body != other[name]} <= {
            "README.md", "env", "sandbox.json",
        }  # fmt: skip
        assert _events(folder) == _events(plain)
        again = _run("marac-repeat", folder, "--postgresql", **address)
    assert again.returncode == 1
    assert "holds a partnership already: name a new one" in again.stderr
    assert _tree(folder) == held


def _all_green(partners: Partners, folder: Path) -> None:
    assert set(_statuses(partners).values()) == {("received", False)}
    path = f"/v1/aggregates/incident?period={QUARTER}&by=age_band"
    answer = partners.agency(LEAD).call("GET", path)
    assert "ok" in {each["status"] for each in answer.json()["observations"]}


def _hospital_late(partners: Partners, folder: Path) -> None:
    late = {key for key, (_, late) in _statuses(partners).items() if late}
    assert late == {
        (HOSPITAL, "health_contact", "2026-03"),
        (HOSPITAL, "incident", "2026-03"),
    }
    [file] = folder.glob("files/*health_contact.csv")
    assert _send(partners, file).status_code == 201


def _send(partners: Partners, file: Path) -> httpx.Response:
    return partners.agency(HOSPITAL).call(
        "PUT",
        "/v1/returns/health_contact/2026-03",
        headers={"Content-Type": "text/csv"},
        content=file.read_bytes(),
    )


def _marac_repeat(partners: Partners, folder: Path) -> None:
    assert _timeline(partners).status_code == 200


def _agreement_expired(partners: Partners, folder: Path) -> None:
    with pytest.raises(Declined, match="not in force"):
        _timeline(partners)
    assert partners.agency(CASEWORK).call("GET", "/v1/returns").status_code == 200


def _planted(partners: Partners, folder: Path) -> None:
    spoilt, clean = sorted(folder.glob("files/*health_contact*.csv"))
    answer = _send(partners, spoilt)
    assert answer.status_code == 422
    assert {each["code"] for each in answer.json()["errors"]} == {"identifier"}
    assert _send(partners, clean).status_code == 201


SHOWN = {
    "all-green": _all_green,
    "hospital-late": _hospital_late,
    "marac-repeat": _marac_repeat,
    "agreement-expired": _agreement_expired,
    "planted-nhs-number": _planted,
}


@pytest.mark.prove
@pytest.mark.parametrize(
    "name", [*SCENARIOS] if PROVE else sorted(SCENARIOS.keys() - {"marac-repeat"})
)
def test_each_scenario_is_the_situation_that_it_says(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "sandbox"
    _reset(name, folder)
    for partners in _partners(folder):
        SHOWN[name](partners, folder)

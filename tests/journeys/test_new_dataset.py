"""A new dataset, added to a copy of the code by one module and one step, and used at once."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from tests.databases import Databases
from tests.journeys.installations import Installation, installation

ROOT: Final = Path(__file__).resolve().parents[2]
HOUSES: Final = ("api", "auth", "schemas", "synth", "migrations")
NAME: Final = "helpline_call"
ENVELOPE: Final = {
    "level": "record",
    "return_status": "received",
    "explanation": "Calls as they stand in the helpline's own list.",
    "permission_incorporate": True,
    "permission_publish": "partnership",
    "counting_rule_set": "safershare-2026",
    "person_ref_key": "invented-2026",
}
MODULE: Final = '''"""`helpline_call`: one call to a helpline."""

from __future__ import annotations

from schemas.breakdowns import Measure, ReleaseTable
from schemas.conditions import equals, exactly_where
from schemas.dataset import Dataset, person
from schemas.fields import Code, Count, Day, Flag, Opaque
from schemas.groupings import age, coded, flag
from schemas.person import Person, person_rules
from schemas.rules import Field, InMonth, Rule


class HelplineCall(Dataset):
    """One call."""

    name = "helpline_call"
    title = "Calls to helplines"
    grain = "one call"
    counted_person = "subject"
    persons = ("subject",)
    period_field = "called_on"
    minimum = ("record_id", "called_on", "answered", "subject.age_years|subject.age_band")

    record_id = Opaque("the agency's own identifier of the call", mandatory=True)
    called_on = Day("day of the call", mandatory=True)
    answered = Flag("somebody answered", mandatory=True)
    minutes = Count("length of the call", low=1, high=600)
    interpreter = Code("interpreter wanted", codes="yes_no", reasons=True, mandatory=True)
    subject = person(Person, title="the caller")

    measures = (Measure("helpline_call", "helpline_call", "Calls to helplines"),)
    breakdowns = (
        *age("subject.age_years", band_field="subject.age_band"),
        coded("sex", "subject.sex", "sex"),
        flag("answered", "answered", title="Answered"),
    )
    tables = (ReleaseTable(("age", "sex")), ReleaseTable(("answered", "sex")))
    rules = (
        Rule(
            "HLC-V01",
            "row",
            "error",
            "called_on lies in the month of the return.",
            InMonth(Field("called_on"), Field("envelope.month")),
            "called_on",
        ),
        Rule(
            "HLC-V02",
            "row",
            "error",
            "A call that was answered has its minutes; any other has none.",
            exactly_where("minutes", equals("answered", True)),
            "minutes",
        ),
        *person_rules("subject"),
    )
'''


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code with one module more, and the step that was drafted for it."""
    folder = tmp_path_factory.mktemp("copy")
    for house in HOUSES:
        # With what was compiled: it goes by the times of the files, which are copied too.
        shutil.copytree(ROOT / house, folder / house)
    (folder / "schemas" / "datasets" / f"{NAME}.py").write_text(MODULE)
    before = _files(folder)
    _run(folder, {}, "db", "draft", NAME)
    step = next((folder / "migrations" / "versions").glob(f"*_{NAME}.py"))
    assert _files(folder) - before == {step}
    return folder


def _files(folder: Path) -> set[Path]:
    return set(folder.rglob("*.py"))


def _run(copy: Path, surroundings: dict[str, str], *arguments: str) -> str:
    """What a command of the copy prints; it has to succeed."""
    done = subprocess.run(
        [sys.executable, "-m", "api.cli", *arguments],
        cwd=copy,
        env={**os.environ, **surroundings, "PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_one_module_and_one_step_make_a_dataset_that_is_described_sent_and_invented(
    copy: Path, tmp_path: Path, fresh_databases: Databases
) -> None:
    installed = installation(tmp_path, fresh_databases)
    surroundings = {**installed.variables, "PYTHONPATH": str(copy)}

    def run(*arguments: str) -> str:
        return _run(copy, surroundings, *arguments)

    run("db", "upgrade")
    run("seed", "--months", "2026-01", "--scale", "0.05", "--credentials-dir",
        str(tmp_path / "credentials"))  # fmt: skip
    run("expectation", "add", "bcwa", NAME, "--level", "record", "--from", "2026-02")
    run("period", "open", "2026-02")
    run("synth", "--dataset", NAME, "--months", "2026-02", "--rows", "40", "--out", str(tmp_path))
    invented = tmp_path / f"synthetic-2026-02-{NAME}.csv"
    assert "40 rows, 0 with errors" in run(
        "check", str(invented), "--dataset", NAME, "--period", "2026-02"
    )
    with installed.serving(PYTHONPATH=str(copy)):
        _described(installed)
        envelope = tmp_path / "envelope.json"
        envelope.write_text(json.dumps(ENVELOPE))
        sent = run("submit", str(invented), "--credentials", installed.credentials("bcwa"),
                   "--dataset", NAME, "--period", "2026-02", "--envelope", str(envelope),
                   "--json")  # fmt: skip
    assert '"stored": 40' in sent


def _described(installed: Installation) -> None:
    """The catalogue, the template, the dictionary and the contract know it."""
    with httpx.Client(base_url=installed.url, trust_env=False) as client:

        def got(path: str) -> Any:
            return client.get(path).raise_for_status()

        assert NAME in [each["name"] for each in got("/v1/datasets").json()["datasets"]]
        rules = {rule["id"] for rule in got(f"/v1/datasets/{NAME}").json()["rules"]}
        assert {"HLC-V01", "HLC-V02"} <= rules
        assert "called_on" in got(f"/v1/datasets/{NAME}/template").text
        assert "called_on" in got(f"/v1/datasets/{NAME}/schema").text
        assert "HLC-V02" in got(f"/v1/datasets/{NAME}/dictionary").text
        assert "HelplineCallRecord" in got("/openapi.json").json()["components"]["schemas"]

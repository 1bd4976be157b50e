"""Imports point one way, and the contracts that say so would notice if they did not."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[2]
HOUSES = ("api", "auth", "schemas", "synth", "migrations")

# One forbidden import for each contract of pyproject.toml: contract, importer, imported.
OFFENCES = (
    ("Imports point one way between the houses", "schemas/codes", "auth"),
    ("Imports point one way inside api", "api/queries", "api.services"),
    ("The invented borough knows schemas alone", "synth", "sqlalchemy"),
    ("Only commands use the invented borough", "api/services", "synth"),
    ("Doors speak to services, not to queries", "api/v1", "api.queries"),
    ("Rules know neither the web nor the database", "api/policies", "flask"),
    ("Stored shapes are used by those who store", "schemas/wire", "schemas.tables"),
    ("No package is part of a circle", "schemas/tables", "schemas.wire"),
)

PURE = (
    "schemas",
    "api.policies",
    "api.intake",
    "api.disclosure",
    "api.reports",
    "synth",
)

# Where counts are before disclosure control has been through them, and who may go there.
RAW_COUNTS = (
    "api.disclosure.protect",
    "api.disclosure.reconciling",
    "api.disclosure.tallies",
    "api.queries.coded",
    "api.queries.counts",
    "api.queries.frozen",
    "api.queries.linked",
    "api.queries.linked.counting",
    "api.queries.linked.records",
    "api.queries.linked.standing",
    "api.queries.registers",
    "api.queries.wordings",
)
RAW_COUNT_USERS = "api.services.releases"

LOADED = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
print(*sorted({"flask", "sqlalchemy", "werkzeug", "psycopg"} & set(sys.modules)))
"""


def _modules(package: str) -> list[str]:
    """The dotted names of a package's modules, without the stored shapes."""
    files = sorted((ROOT / package.replace(".", "/")).rglob("*.py"))
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in files]
    return [
        name.removesuffix(".__init__") for name in names if not name.startswith("schemas.tables")
    ]


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    program = str(Path(sys.executable).with_name("lint-imports"))
    environment = os.environ | {"PYTHONPATH": str(folder), "COLUMNS": "200"}
    return subprocess.run(
        [program, "--no-cache"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def offended(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the linter says of a copy of the code in which every contract is broken."""
    folder = tmp_path_factory.mktemp("house")
    for house in HOUSES:
        shutil.copytree(ROOT / house, folder / house, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    for _, importer, imported in OFFENCES:
        with (folder / importer / "__init__.py").open("a") as module:
            module.write(f"\nimport {imported}\n")
    return _lint(folder).stdout


def test_every_import_of_the_code_points_the_right_way() -> None:
    done = _lint(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "contract", [contract for contract, _, _ in OFFENCES], ids=lambda name: name.replace(" ", "-")
)
def test_a_forbidden_import_is_noticed(contract: str, offended: str) -> None:
    assert f"{contract} BROKEN" in offended


def test_every_contract_has_its_offence(offended: str) -> None:
    assert f"Contracts: 0 kept, {len(OFFENCES)} broken." in offended


def test_raw_counts_leave_only_through_the_releases_service() -> None:
    assert _takers_of_raw_counts(grimp.build_graph(*HOUSES)) == set()


@pytest.mark.parametrize("importer", ["api.v1", "api.cli", "api.reports", "api.services"])
def test_anyone_else_who_takes_raw_counts_is_noticed(importer: str) -> None:
    graph = grimp.build_graph(*HOUSES)
    graph.add_import(importer=importer, imported=RAW_COUNTS[0])
    assert _takers_of_raw_counts(graph) == {importer}


def _takers_of_raw_counts(graph: grimp.ImportGraph) -> set[str]:
    importers = {
        importer
        for module in RAW_COUNTS
        if module in graph.modules
        for importer in graph.find_modules_that_directly_import(module)
    }
    others = importers - set(RAW_COUNTS)
    return {name for name in others if not f"{name}.".startswith(f"{RAW_COUNT_USERS}.")}


@pytest.mark.parametrize("package", PURE)
def test_rules_shapes_and_the_invented_borough_load_neither_web_nor_database(package: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *_modules(package)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr

"""The house keeps its shape: sizes, names, locks, and nothing that belongs to one machine."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOUSES = ("api", "auth", "schemas", "synth", "migrations")
CODE = (*HOUSES, "bench", "examples")
LOCKS = ("requirements.lock", "requirements-dev.lock")
TARGETS = ("install", "demo", "serve", "test", "prove", "lint", "bench")

FILE_LINES = 300
FUNCTION_LINES = 40

VAGUE = {"common", "helper", "helpers", "misc", "shared", "util", "utils"}

FOREIGN = {
    "an index of packages": r"--(extra-)?index-url|https?://[^\s\"'`)]+/simple\b",
    "a path of one machine": r"/root[/]|/home[/]\w|/Users[/]\w",
}
TEXT = {".cfg", ".csv", ".html", ".ini", ".js", ".json", ".lock", ".md", ".mjs", ".py", ".sh"}
TEXT |= {".sql", ".toml", ".txt", ".yaml", ".yml", ""}


def _files() -> Iterator[Path]:
    """Every file of the repository but those that tools and users make."""
    made = {"__pycache__", "build", "dist", "htmlcov", "node_modules"}
    for top in sorted(ROOT.iterdir()):
        if (top.name.startswith(".") and top.name != ".ci") or top.name in made:
            continue
        for path in [top] if top.is_file() else sorted(top.rglob("*")):
            if path.is_file() and not made & set(path.relative_to(ROOT).parts):
                yield path


def _modules(*folders: str) -> list[Path]:
    return [path for path in _files() if path.suffix == ".py" and _house(path) in folders]


def _house(path: Path) -> str:
    return path.relative_to(ROOT).parts[0]


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function, less those of its docstring."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    if ast.get_docstring(function, clean=False) is None:
        return lines
    said = function.body[0]
    return lines - ((said.end_lineno or said.lineno) - said.lineno + 1)


@pytest.fixture(scope="module")
def settings() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def test_the_walk_sees_the_code_and_not_the_environment() -> None:
    seen = {_name(path) for path in _files()}
    assert {"pyproject.toml", "api/__init__.py", ".ci/run", *LOCKS} <= seen
    assert not any(name.startswith((".venv", ".git/")) for name in seen)


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    long = {_name(path): len(path.read_text().splitlines()) for path in _modules(*CODE)}
    assert {name: lines for name, lines in long.items() if lines > FILE_LINES} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    found = {
        f"{_name(path)}:{node.name}": _length(node)
        for path in _modules(*CODE)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: lines for name, lines in found.items() if lines > FUNCTION_LINES} == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    vague = [_name(path) for path in _files() if VAGUE & set(path.with_suffix("").parts[-2:])]
    assert [name for name in vague if name.endswith(".py")] == []


@pytest.mark.parametrize("what", FOREIGN)
def test_no_file_mentions(what: str) -> None:
    texts = ((path, path.read_text()) for path in _files() if path.suffix in TEXT)
    assert [_name(path) for path, text in texts if re.search(FOREIGN[what], text)] == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_dependency_has_one_version_and_its_hashes(name: str) -> None:
    text = (ROOT / name).read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert len(lines) > 20
    shape = re.compile(r"[a-z0-9.-]+==[^\s;]+( ;[^#]+?)?( +--hash=sha256:[0-9a-f]{64})+")
    assert [line.split()[0] for line in lines if not shape.fullmatch(line)] == []


@pytest.mark.parametrize("name", LOCKS)
def test_no_lock_names_an_index_or_a_place(name: str) -> None:
    text = (ROOT / name).read_text()
    assert re.findall(r"://|--[a-z-]*index|--find-links|--trusted-host|^-e|file:", text) == []


def test_the_test_tools_are_locked_on_top_of_the_same_service() -> None:
    runtime, tools = (
        set(re.findall(r"^[a-z0-9.-]+==\S+", (ROOT / name).read_text(), re.MULTILINE))
        for name in LOCKS
    )
    assert runtime < tools


def test_no_dependency_provides_a_package_with_one_of_our_names() -> None:
    providers = packages_distributions()
    assert "flask" in providers
    foreign = {house: set(providers.get(house, ())) - {"safershare"} for house in HOUSES}
    assert {house: names for house, names in foreign.items() if names} == {}


def test_every_tool_looks_at_the_same_packages(settings: dict[str, Any]) -> None:
    tool = settings["tool"]
    assert tool["hatch"]["build"]["targets"]["wheel"]["packages"] == list(HOUSES)
    assert tool["importlinter"]["root_packages"] == list(HOUSES)


def test_what_is_measured_is_what_is_held_to_a_share(settings: dict[str, Any]) -> None:
    covered = re.search(r"^COVERED := (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert covered is not None
    assert settings["tool"]["coverage"]["run"]["source"] == covered[1].split()


def test_every_folder_of_code_is_a_package() -> None:
    bare = [path.parent for path in _modules(*HOUSES) if not (path.parent / "__init__.py").exists()]
    assert sorted({_name(folder) for folder in bare}) == []


@pytest.mark.parametrize("target", TARGETS)
def test_make_knows_and_explains_the_target(target: str) -> None:
    listed = _make("help")
    assert re.search(rf"^make {target} +\S", listed, re.MULTILINE)
    assert _make("--dry-run", "--always-make", target)


def _make(*arguments: str) -> str:
    command = ["make", "--no-print-directory", "-C", str(ROOT), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout

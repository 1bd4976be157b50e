"""Every promise of docs/security.md names modules and tests that exist."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`([^`]+)`")


def promises() -> Iterator[tuple[str, list[str], list[str]]]:
    """Each promise with its modules and its tests."""
    for table in PAGE.split("| promise | kept by | shown by |\n")[1:]:
        rows = table.partition("\n\n")[0].splitlines()[1:]
        for row in rows:
            promise, modules, tests = (cell.strip() for cell in row.strip("|").split("|"))
            yield promise, NAMED.findall(modules), NAMED.findall(tests)


@cache
def functions(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


PROMISES = list(promises())


def test_the_page_makes_promises_in_each_of_its_parts() -> None:
    assert len(PROMISES) > 30
    assert PAGE.count("| promise | kept by | shown by |") == 7


@pytest.mark.parametrize(("promise", "modules", "tests"), PROMISES, ids=lambda each: str(each)[:40])
def test_a_promise_has_modules_and_tests_that_exist(
    promise: str, modules: list[str], tests: list[str]
) -> None:
    assert modules
    assert tests
    assert [name for name in modules if find_spec(name) is None] == []
    for test in tests:
        file, _, name = test.partition("::")
        assert (ROOT / file).is_file(), test
        assert not name or name in functions(ROOT / file), test


def test_links_of_the_pages_for_reporters_lead_somewhere() -> None:
    for page in (ROOT / "SECURITY.md", ROOT / "docs" / "security.md"):
        for link in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), link

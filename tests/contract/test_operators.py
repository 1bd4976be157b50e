"""Nobody becomes an operator by a request: commands and daily work open a database of their own."""

import ast
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest

from api.db import Context, Database, bind
from tests.databases import SqliteTemplates

ROOT = Path(__file__).resolve().parents[2]
HOUSES = ("api", "auth", "schemas", "migrations", "synth")

OPENED_FOR_OPERATORS = {"api/cli/installation.py", "api/rounds.py", "api/app.py"}
"""Commands; the daily tidying; the look, before anything is served, for erased persons."""


@cache
def keywords() -> frozenset[tuple[str, str]]:
    """Every keyword with its value, and the module in which something is called with it."""
    return frozenset(
        (ast.unparse(node), path.relative_to(ROOT).as_posix())
        for house in HOUSES
        for path in (ROOT / house).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.keyword) and node.arg in {"operating", "reach"}
    )


def said(words: str) -> set[str]:
    return {place for each, place in keywords() if each == words}


def test_a_database_for_operators_is_opened_outside_of_requests_alone() -> None:
    assert said("operating=True") == OPENED_FOR_OPERATORS


def test_no_door_and_no_guard_acts_as_an_operator() -> None:
    places = said("reach='operator'")
    assert {place for place in places if not place.startswith(("api/cli/", "api/services/"))} == (
        set()
    )


@pytest.fixture(scope="module")
def database(sqlite_templates: SqliteTemplates) -> Iterator[Database]:
    with sqlite_templates.database() as made, closing(Database(made.app_url)) as opened:
        yield opened


@pytest.mark.parametrize("how", ["reading", "writing", "retrieving"])
def test_a_database_that_serves_requests_knows_no_operator(database: Database, how: str) -> None:
    with pytest.raises(RuntimeError, match="nobody is an operator"):
        getattr(database, how)(Context("bromley", reach="operator"))


def test_a_session_never_becomes_an_operators(database: Database) -> None:
    with database.reading(Context("bromley", "met")) as session:
        with pytest.raises(ValueError, match="begins as"):
            bind(session, "bromley", "met", reach="operator")
        bind(session, "bromley", "met", reach="partnership")
        assert session.info["context"].reach == "partnership"


def test_an_agreement_goes_along_while_the_party_stays_the_same(database: Database) -> None:
    with database.reading(Context("bromley", "met", "agency", "DSA-1", "some")) as session:
        bind(session, "bromley", "met", reach="partnership")
        assert session.info["context"].agreement_id == "DSA-1"
        bind(session, "bromley", "trust")
        assert session.info["context"] == Context("bromley", "trust")

"""The steps that build the store: numbered, frozen, with one head, and equal to the tables."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, inspect, make_url, text

import schemas.tables
from migrations import run, sqlite
from migrations.draft import draft
from schemas.tables.base import metadata
from schemas.tables.limits import rate_counts
from schemas.tables.records import RECORDS
from tests.databases import Databases

for module in pkgutil.iter_modules(schemas.tables.__path__):
    importlib.import_module(f"schemas.tables.{module.name}")

STEPS = sorted((run.FOLDER / "versions").glob("[0-9]*.py"))
APART = {"sqlite": {rate_counts.name}, "postgresql": set[str]()}
"""Tables that are not in the main store: on SQLite they have a file of their own."""


@pytest.fixture(scope="module")
def owner(databases: Databases) -> Iterator[Engine]:
    engine = create_engine(databases.owner_url)
    yield engine
    engine.dispose()


def test_steps_are_numbered_without_a_gap_and_named_by_their_number() -> None:
    assert [int(path.stem[:4]) for path in STEPS] == list(range(1, len(STEPS) + 1))
    assert [path.stem for path in STEPS if not re.fullmatch(r"\d{4}_[a-z_]{1,27}", path.stem)] == []


def test_steps_make_one_line_whose_end_is_current() -> None:
    script = ScriptDirectory(str(run.FOLDER))
    assert script.get_heads() == [run.CURRENT]
    line = [step.revision for step in script.walk_revisions()]
    assert line == [path.stem for path in reversed(STEPS)]


@pytest.mark.parametrize("path", STEPS, ids=lambda path: path.stem)
def test_a_step_is_frozen_and_knows_no_way_back(path: Path) -> None:
    tree = ast.parse(path.read_text())
    froms = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    names = {
        name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names
    }
    assert {name.split(".")[0] for name in {*filter(None, froms), *names}} <= {
        "__future__", "alembic", "migrations", "sqlalchemy", "typing",
    }  # fmt: skip
    functions = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    assert "upgrade" in functions
    assert "downgrade" not in functions


def test_the_steps_build_what_the_tables_say(owner: Engine) -> None:
    apart = APART[owner.dialect.name]
    with owner.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_object": lambda _, name, kind, *rest: kind != "table" or name not in apart
            },
        )
        assert compare_metadata(context, metadata) == []


def test_keys_checks_and_indexes_are_those_of_the_tables(owner: Engine) -> None:
    names = set(metadata.tables) - APART[owner.dialect.name]
    with owner.connect() as connection:
        built = {name: shape(connection, name, schema=None) for name in names}
        expected = expected_shapes(connection, names)
        assert built == expected
        connection.rollback()


def test_on_sqlite_the_counts_have_a_file_of_their_own(
    databases: Databases,
) -> None:
    if databases.engine_name != "sqlite":
        pytest.skip("PostgreSQL keeps them with the rest")
    apart = APART["sqlite"]
    engine = create_engine(sqlite.counts_url(make_url(databases.app_url)))
    with engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) == apart
        built = {name: shape(connection, name, schema=None) for name in apart}
        assert built == expected_shapes(connection, apart)
    engine.dispose()


def expected_shapes(connection: Connection, names: set[str]) -> dict[str, Any]:
    """What the tables would be if they were made from their declaration."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("ATTACH ':memory:' AS expected"))
    else:
        connection.execute(text("CREATE SCHEMA expected"))
    apart = connection.execution_options(schema_translate_map={None: "expected"})
    metadata.create_all(apart, tables=[metadata.tables[name] for name in names], checkfirst=False)
    return {name: shape(connection, name, schema="expected") for name in names}


def shape(connection: Connection, name: str, *, schema: str | None) -> dict[str, Any]:
    """Everything the engine tells about a table, less its schema and its defaults."""
    found = inspect(connection)
    columns = found.get_columns(name, schema=schema)
    return {
        "columns": [(c["name"], str(c["type"]), c["nullable"]) for c in columns],
        "key": found.get_pk_constraint(name, schema=schema),
        "foreign": [
            (key["name"], key["constrained_columns"], key["referred_table"])
            for key in ordered(found.get_foreign_keys(name, schema=schema))
        ],
        "unique": ordered(found.get_unique_constraints(name, schema=schema)),
        "checks": ordered(found.get_check_constraints(name, schema=schema)),
        "indexes": ordered(found.get_indexes(name, schema=schema)),
    }


def ordered(parts: Any) -> list[Any]:
    return sorted(parts, key=lambda part: str(part["name"]))


GROWN = {"housing_support", "review_action"}
"""Record tables that a later step gave another column."""

SINCE = {"let_go", "raw_rows", "share_rows", "tell_where_persons_stand"}
"""What a draft says besides, which a later step said of the tables there were."""


def without_what_came_later(step: Path) -> str:
    tree = ast.parse(step.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            node.names = [name for name in node.names if name.name not in SINCE]
        if isinstance(node, ast.FunctionDef | ast.Module):
            node.body = [each for each in node.body if not _came_later(each)]
    return ast.dump(tree)


def _came_later(node: ast.stmt) -> bool:
    if isinstance(node, ast.ImportFrom):
        return {name.name for name in node.names} <= SINCE
    called = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and node.value.func
    return isinstance(called, ast.Name) and called.id in SINCE


@pytest.mark.parametrize("dataset", sorted(set(RECORDS) - GROWN))
def test_the_step_of_a_record_table_can_be_drafted_from_its_dataset(
    dataset: str, tmp_path: Path
) -> None:
    (frozen,) = (path for path in STEPS if path.stem[5:] == dataset)
    (tmp_path / "versions").mkdir()
    (tmp_path / "CURRENT").write_text(STEPS[STEPS.index(frozen) - 1].stem)
    written = draft(dataset, folder=tmp_path)
    assert written.name == frozen.name
    assert (tmp_path / "CURRENT").read_text().strip() == frozen.stem
    assert without_what_came_later(written) == without_what_came_later(frozen)


def test_a_step_is_not_drafted_twice(tmp_path: Path) -> None:
    (tmp_path / "versions").mkdir()
    (tmp_path / "CURRENT").write_text("0001_installation")
    draft("incident", folder=tmp_path)
    with pytest.raises(FileExistsError):
        draft("incident", folder=tmp_path)

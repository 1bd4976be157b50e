"""Whole columns and the rows they stand for, in every form."""

import csv
import io
import json
from typing import Any

import pytest

from schemas.dataset import columns_by_name
from schemas.datasets import DATASETS
from schemas.period import Period
from synth.figures.profiles import BROMLEY
from synth.lives.households import Borough
from synth.making import tables
from synth.partnership import PLAN
from synth.tables import Table

MARCH = [Period.parse_month("2026-03")]


@pytest.fixture(scope="module")
def made() -> list[Table]:
    return [table for _, table in tables(PLAN, MARCH, Borough(3, BROMLEY))]


def _read(body: bytes, dataset: str) -> list[dict[str, Any]]:
    known, rows = columns_by_name(DATASETS[dataset]), []
    for line in csv.DictReader(io.StringIO(body.decode(), newline="")):
        row: dict[str, Any] = {}
        for name, cell in line.items():
            block, _, key = name.rpartition(".")
            if cell:
                holder = row.setdefault(block, {}) if block else row
                holder[key] = known[name].field.from_text(cell)
        rows.append(row)
    return rows


def test_every_agency_makes_tables_of_its_months_alone(made: list[Table]) -> None:
    assert {table.dataset for table in made} | {"aggregate_return", "review_action"} == set(
        DATASETS
    )
    assert all(len(set(table.months.tolist())) == 1 for table in made)


def test_lines_of_json_are_the_rows(made: list[Table]) -> None:
    for table in made:
        assert [json.loads(line) for line in table.ndjson().splitlines()] == table.rows()


def test_lines_of_a_table_are_the_rows(made: list[Table]) -> None:
    for table in made:
        assert _read(table.header() + table.csv(), table.dataset) == table.rows()


def test_columns_stand_in_the_order_of_the_dataset(made: list[Table]) -> None:
    for table in made:
        order = [name for name in columns_by_name(DATASETS[table.dataset]) if name in table.columns]
        assert list(table.columns) == order


def test_nothing_is_made_of_nothing(made: list[Table]) -> None:
    empty = made[0].of(1)
    assert (empty.rows(), empty.ndjson(), empty.csv()) == ([], b"", b"")


def test_chunks_of_any_size_make_the_same_rows() -> None:
    whole, parts = ({}, {})  # type: dict[str, list[Any]], dict[str, list[Any]]
    for held, chunk in ((whole, 1 << 20), (parts, 5_000)):
        for expectation, table in tables(PLAN, MARCH, Borough(3, BROMLEY), chunk=chunk):
            rows = held.setdefault(f"{expectation.agency_id} {expectation.dataset}", [])
            rows += table.rows()
    assert whole == parts

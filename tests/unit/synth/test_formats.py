import csv
import io
from typing import Any

from schemas.dataset import columns_by_name
from schemas.datasets import DATASETS
from synth.formats import csv_bytes, json_bytes, ndjson_bytes, smallest
from synth.returns import InventedReturn


def _read(text: bytes, dataset: str) -> list[dict[str, Any]]:
    """The rows a table stands for, read by the fields themselves."""
    known, rows = columns_by_name(DATASETS[dataset]), []
    for line in csv.DictReader(io.StringIO(text.decode(), newline="")):
        row: dict[str, Any] = {}
        for name, cell in line.items():
            block, _, key = name.rpartition(".")
            if cell and block == "breakdown":
                row.setdefault(block, {})[key] = cell
            elif cell:
                holder = row.setdefault(block, {}) if block else row
                holder[key] = known[name].field.from_text(cell)
        rows.append(row)
    return rows


def _as_sent(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Declared values are decimals, which a table hands on as text."""
    return [row | {"value": str(row["value"])} if "value" in row else row for row in rows]


def test_a_table_holds_every_row_of_every_return(quarter: list[InventedReturn]) -> None:
    for each in quarter:
        if each.rows:
            assert _read(each.csv(), each.row_dataset.name) == _as_sent(each.rows)


def test_lists_are_joined_and_truth_is_spelt_out() -> None:
    row = {"record_id": "a-1", "da_flag": True, "abuse_types": ["PHY", "COE"]}
    assert csv_bytes([row], dataset=DATASETS["incident"]) == (
        b"record_id,da_flag,abuse_types\r\na-1,true,PHY;COE\r\n"
    )


def test_a_map_has_a_column_for_each_dimension() -> None:
    rows: list[dict[str, Any]] = [
        {"record_id": "a-1", "breakdown": {"sex": "F"}},
        {"record_id": "a-2", "breakdown": {"age_band": "16-24", "sex": "M"}},
    ]
    assert csv_bytes(rows, dataset=DATASETS["aggregate_return"]).decode().splitlines() == [
        "record_id,breakdown.age_band,breakdown.sex",
        "a-1,,F",
        "a-2,16-24,M",
    ]


def test_a_cell_that_is_no_value_of_its_field_is_written_as_it_stands() -> None:
    row = {"record_id": "a-1", "reported_on": "yesterday", "da_flag": "perhaps"}
    assert (
        csv_bytes([row], dataset=DATASETS["incident"]).splitlines()[1] == b"a-1,yesterday,perhaps"
    )


def test_documents_are_compact_and_keep_their_letters() -> None:
    assert json_bytes({"a": ["é", 1]}) == '{"a":["é",1]}'.encode()
    assert ndjson_bytes([{"a": 1}, {"b": 2}]) == b'{"a":1}\n{"b":2}\n'


def test_the_smallest_row_of_a_dataset_is_its_minimum() -> None:
    for dataset in DATASETS.values():
        names = {column.name for column in smallest(dataset)}
        assert names == {wanted.partition("|")[0] for wanted in dataset.minimum}

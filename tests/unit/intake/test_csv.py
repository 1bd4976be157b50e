"""CSV is read as agencies write it; a header that is none is refused, and no cell is repeated."""

from __future__ import annotations

import csv
import io
import tracemalloc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.intake.reading.formats import (
    Lines,
    Records,
    Source,
    Table,
    Unreadable,
)
from api.intake.reading.rows import MOST_COLUMNS, WIDEST_LINE
from auth.refusals import BadRequest, Refusal, TooLarge
from schemas.dataset import columns_by_name
from schemas.datasets import DATASETS
from schemas.fields import CellMap
from tests.rows import every_column

INCIDENT, AGGREGATE = DATASETS["incident"], DATASETS["aggregate_return"]
BOM = b"\xef\xbb\xbf"


def table(content: bytes | str, dataset: str = "incident") -> Table:
    raw = content.encode() if isinstance(content, str) else content
    return Table(io.BytesIO(raw), DATASETS[dataset])


def lines(content: bytes) -> Lines:
    return Lines(io.BytesIO(content), INCIDENT)


def rows(found: Source) -> list[Any]:
    return [record for _, record in found.rows()]


def refusal(read: Any, *args: Any) -> str:
    with pytest.raises(Refusal) as refused:
        read(*args)
    assert isinstance(refused.value, BadRequest)
    return refused.value.code


def fault(record: Any) -> str:
    assert isinstance(record, Unreadable)
    return record.finding.code


HEAD = "record_id,reported_on,is_crime,victim.sex,abuse_types\r\n"
LINE = "inc-1,2026-03-14,true,F,PHY;COE\r\n"
READ = {
    "record_id": "inc-1",
    "reported_on": "2026-03-14",
    "is_crime": True,
    "victim": {"sex": "F"},
    "abuse_types": ["PHY", "COE"],
}


@pytest.mark.parametrize(
    "content",
    [
        HEAD + LINE,
        "\ufeff" + HEAD + LINE,
        (HEAD + LINE).replace("\r\n", "\n"),
        (HEAD + LINE).replace("\r\n", "\r"),
        (HEAD + LINE).rstrip(),
        HEAD + "\r\n" + LINE + "\r\n,,,,\r\n",
        HEAD + '"inc-1","2026-03-14","true","F","PHY;COE"\r\n',
        HEAD.replace(",", " , ").replace("record_id", " record_id") + LINE,
    ],
    ids=["plain", "mark", "lf", "cr", "no end", "blank lines", "quotes", "spaced header"],
)
def test_csv_is_read_however_it_was_written(content: str) -> None:
    assert list(table(content).rows()) == [(1, READ)]


def test_an_empty_cell_is_no_value_and_a_block_without_values_is_not_there() -> None:
    assert rows(table(HEAD + "inc-1,,,,\r\n")) == [{"record_id": "inc-1"}]


def test_a_cell_that_stands_for_no_value_of_its_type_is_handed_on_as_text() -> None:
    (found,) = rows(table(HEAD + "inc-1,soon,TRUE,f,\r\n"))
    assert (found["is_crime"], found["reported_on"]) == ("TRUE", "soon")


@pytest.mark.parametrize("line", ["inc-1,2026-03-14\r\n", LINE.strip() + ",more\r\n"])
def test_a_ragged_row_is_one_row_and_hides_no_other(line: str) -> None:
    one, two, three = rows(table(HEAD + LINE + line + LINE))
    assert (one, fault(two), three) == (READ, "cells", READ)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "\r\n",
        LINE,
        LINE + LINE,
        "name,surname\r\nAda,Lovelace\r\n",
        ";".join(HEAD.split(",")),
        '{"a": 1}',
    ],
    ids=["empty", "blank", "one row", "two rows", "other names", "semicolons", "json"],
)
def test_a_file_without_a_header_of_the_dataset_is_refused(content: str) -> None:
    assert refusal(table, content) == "header_missing"


def test_a_column_named_twice_is_refused() -> None:
    assert refusal(table, "record_id,reported_on,record_id\r\n") == "header_repeated"
    assert refusal(table, "record_id, record_id \r\n") == "header_repeated"


def test_a_file_of_a_header_alone_has_columns_and_no_rows() -> None:
    found = table(HEAD)
    assert found.header().present >= {"record_id", "victim.sex"}
    assert rows(found) == []


@pytest.mark.parametrize(
    "content",
    [
        HEAD.encode() + LINE.encode() + b"inc-2,2026-03-14,true,F,\xe9\r\n",
        HEAD.encode() + b"\xff\xfe",
        (HEAD + LINE).encode("utf-16"),
    ],
    ids=["latin 1", "half a mark", "utf-16"],
)
def test_csv_that_is_not_utf_8_is_refused_where_it_breaks(content: bytes) -> None:
    def read() -> None:
        rows(table(content))

    assert refusal(read) == "not_utf8"


@pytest.mark.parametrize(
    "line", ['"inc-1', '"inc-1"x,,,,', "inc-1," + "x" * 200_000 + ",,,"], ids=["open", "x", "long"]
)
def test_csv_that_is_not_well_formed_is_refused(line: str) -> None:
    def read() -> None:
        rows(table(HEAD + line))

    assert refusal(read) == "csv_broken"


def test_a_nul_in_a_cell_is_a_matter_for_its_field() -> None:
    assert rows(table("record_id,victim.sex\r\ninc\x001,F\r\n"))[0]["record_id"] == "inc\x001"


def test_the_columns_of_a_map_are_its_registered_dimensions() -> None:
    content = "record_id,breakdown.sex,breakdown.age_band\r\nag-1,F,\r\nag-2,,\r\n"
    found = table(content, "aggregate_return")
    assert found.header().present == {"record_id", "breakdown"}
    assert rows(found) == [
        {"record_id": "ag-1", "breakdown": {"sex": "F"}},
        {"record_id": "ag-2"},
    ]


@pytest.mark.parametrize(
    "name", ["breakdown", "breakdown.", "breakdown.hair", "breakdown.<dimension>"]
)
def test_another_column_of_a_map_is_unknown(name: str) -> None:
    found = table(f"record_id,{name}\r\nag-1,F\r\n", "aggregate_return")
    assert [each.code for each in found.header().findings] == ["unknown_field"]
    assert rows(found) == [{"record_id": "ag-1"}]
    assert isinstance(columns_by_name(AGGREGATE)["breakdown"].field, CellMap)


def test_a_dataset_without_a_map_knows_no_dimensions() -> None:
    found = table("record_id,breakdown.sex\r\ninc-1,F\r\n")
    assert [each.code for each in found.header().findings] == ["unknown_field"]


def test_rows_that_begin_with_a_number_sign_are_remarks_and_are_counted() -> None:
    content = HEAD + "# codes,,\r\n" + LINE + "#inc-9,2026-03-14,true,F,PHY\r\n" + LINE
    found = table(content)
    assert list(found.notes()) == []
    assert [number for number, _ in found.rows()] == [1, 2]
    assert rows(found) == [READ, READ]
    assert [(each.code, each.severity, each.message) for each in found.notes()] == [
        (
            "remarks_passed_over",
            "note",
            "2 lines begin with # and are remarks: not read as records.",
        )
    ]


def test_one_remark_is_said_to_be_one_and_none_is_not_said() -> None:
    one, none = table(HEAD + "# a remark\r\n"), table(HEAD + LINE)
    assert (rows(one), rows(none), list(none.notes())) == ([], [READ], [])
    (said,) = one.notes()
    assert said.message.startswith("1 line begins with # and is a remark")


VALUES = [
    "Ada Lovelace",
    "ada lovelace",
    "ada@example.org",
    "adalovelace1815",
    "07700 900123",
    "BR1 1AA",
    "br1 1aa",
    "ab123456c",
    "1815-12-10",
    "victim.Ada",
    "lovelace, ada",
    "x" * 41,
    "éva",
    "syn_0123",
    "zara.quillfeather",
    "quillfeather",
    "victim.quillfeather",
    "\ud800",
]


@pytest.mark.parametrize("name", VALUES)
def test_an_unknown_column_that_may_be_a_value_goes_by_its_number(name: str) -> None:
    text = io.StringIO()
    csv.writer(text).writerow(["record_id", name])
    found = table(text.getvalue().encode(errors="replace")).header().findings
    assert [each.message for each in found] == [
        "Column 2 is not a field of this dataset; remove it or correct its name."
    ]


def test_a_column_without_a_name_goes_by_its_number() -> None:
    found = table("record_id,\r\n").header().findings
    assert [each.message for each in found] == ["Column 2 has no name; name it or remove it."]


@pytest.mark.parametrize("name", VALUES)
def test_an_unknown_member_that_may_be_a_value_goes_without_its_name(name: str) -> None:
    found = Records([{name: 1}], INCIDENT).header().findings
    assert [each.message for each in found] == [
        "A member is not a field of this dataset; remove it or correct its name."
    ]


@pytest.mark.parametrize(
    "name", ["victm.sex", "crime_type", "victim.gender_idnetity", "incident_number"]
)
def test_an_unknown_column_with_the_form_of_a_field_goes_by_its_name(name: str) -> None:
    found = table(f"record_id,{name}\r\n").header().findings
    assert [each.message for each in found] == [
        f"{name} is not a field of this dataset; remove it or correct its name."
    ]


@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_a_refusal(content: bytes) -> None:
    try:
        found = rows(table(b"record_id,victim.sex\n" + content))
    except BadRequest:
        return
    assert all(isinstance(record, dict | Unreadable) for record in found)


def test_every_column_can_be_sent_as_csv() -> None:
    for name, dataset in DATASETS.items():
        names = {n for n in every_column(name) if n != "breakdown"}
        head = ",".join(sorted(names)) + "\r\n"
        assert Table(io.BytesIO(head.encode()), dataset).header().present == names


ONE_LINE = HEAD.encode() + b"inc-1," + b"x," * (40 << 20)
ONE_RECORD = HEAD.encode() + b'"a\n",' * (16 << 20)
ONE_HEADER = HEAD.encode().rstrip() + b"," * (80 << 20)


@pytest.mark.parametrize(
    "content", [ONE_LINE, ONE_RECORD, ONE_HEADER], ids=["line", "record", "header"]
)
def test_a_record_as_long_as_the_body_is_refused_with_little_memory(content: bytes) -> None:
    file = io.BytesIO(content)
    tracemalloc.start()
    try:
        with pytest.raises(BadRequest) as refused:
            rows(Table(file, INCIDENT))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert refused.value.code == "csv_broken"
    assert peak < 32 * WIDEST_LINE


@pytest.mark.parametrize("cells", [2, 200])
def test_both_roads_agree_on_a_record_that_is_too_long(cells: int) -> None:
    names = ["record_id", *(f"c{place}" for place in range(1, cells))]
    long = ",".join(["x" * (WIDEST_LINE // cells)] * cells)
    content = ",".join(names) + "\n" + "a" + "," * (cells - 1) + "\n" + long + "\n"

    def exactly() -> None:
        rows(table(content))

    def by_blocks() -> None:
        for block in table(content).blocks():
            len(block)

    assert refusal(exactly) == refusal(by_blocks) == "csv_broken"


def test_a_header_of_more_columns_than_any_file_needs_is_refused() -> None:
    def read() -> None:
        table(HEAD.rstrip() + "".join(f",c{place}" for place in range(MOST_COLUMNS)) + "\r\n")

    with pytest.raises(TooLarge) as refused:
        read()
    assert refused.value.code == "too_many_columns"

"""What a file's columns mean for its rows, and that every row is counted once."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.intake.reading.formats import Lines, Table
from api.intake.tally import MOST_FINDINGS
from auth.refusals import BadRequest
from schemas.datasets import DATASETS
from tests.rows import GOOD, MONTH, every_column, row
from tests.unit.intake.examining import Examined, examined, many
from tests.unit.schemas.strategies import JSON

each_dataset = pytest.mark.parametrize("name", DATASETS)


SIX = (
    "record_id,contact_month,setting,result,subject.age_years,subject.sex\r\n"
    "A-0001,2026-03,ed,disclosed_current,34,F\r\n"
    "A-0002,2026-03,maternity,not_asked,27,F\r\n"
    "A-0003,2026-03,ward,suspected,not_known,M\r\n"
)


def csv_file(text: str, name: str) -> Table:
    return Table(io.BytesIO(text.encode()), DATASETS[name])


def test_a_hospitals_file_of_six_columns_is_clean() -> None:
    done = examined("health_contact", csv_file(SIX, "health_contact"))
    assert done.tally() == (3, 3, 0, 0)
    assert {found.severity for found in done.found.findings} == {"note"}
    assert {found.code for found in done.found.findings} == {"absent_column"}
    values = done.kept[0][2]
    assert values["subject.sharing"] == "counts_only"
    assert values["subject.religion"] == "not_recorded"
    assert done.found.months[MONTH].linked == 0


def test_an_absent_column_is_noted_once_however_many_rows_there_are() -> None:
    done = examined("health_contact", csv_file(SIX, "health_contact"))
    noted = [found.field for found in done.found.findings if found.code == "absent_column"]
    assert len(noted) == len(set(noted)) == done.found.counts["absent_column", "note"]
    assert "subject.religion" in noted
    assert "subject.person_ref" not in noted
    (found,) = [f for f in done.found.findings if f.field == "subject.restricted"]
    assert found.message == "The file has no column subject.restricted; it is taken as false."
    assert found.row is None


def test_a_file_without_rows_is_not_told_of_its_columns() -> None:
    header = SIX.partition("\r\n")[0]
    done = examined("health_contact", csv_file(header, "health_contact"))
    assert (done.found.findings, done.tally(), done.found.rows) == ([], (0, 0, 0, 0), 0)
    nil = examined("health_contact", [])
    assert (nil.found.findings, nil.tally()) == ([], (0, 0, 0, 0))


@each_dataset
def test_every_column_of_the_smallest_row_is_needed(name: str) -> None:
    for entry in DATASETS[name].minimum:
        gone = set(entry.split("|"))
        present = sorted(every_column(name) - gone - {"breakdown"})
        values = {n: v for n, v in GOOD[name].items() if n in present}
        cells = [_cell(values.get(n)) for n in present]
        file = csv_file(f"{','.join(present)}\r\n{','.join(cells)}\r\n", name)
        done = examined(name, file)
        missing = [f for f in done.found.findings if f.code == "missing_column"]
        assert [f.field for f in missing] == [entry.partition("|")[0]], entry
        assert entry.replace("|", " or ") in missing[0].message
        assert done.found.whole_file
        assert (done.tally(), done.kept) == ((1, 0, 1, 0), [])


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return ";".join(value)
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


@pytest.mark.parametrize("records", [[{}], [{}, {}], [{"victim": {}}], [[]], [None, 1]], ids=repr)
def test_records_that_say_nothing_are_a_file_without_its_columns(records: list[Any]) -> None:
    done = examined("incident", records)
    assert done.found.counts["missing_column", "error"] == len(DATASETS["incident"].minimum)
    assert (done.kept, done.found.whole_file) == ([], True)
    assert done.tally() == (len(records), 0, len(records), 0)


def test_an_unknown_column_is_an_error_of_the_whole_file() -> None:
    text = SIX.replace("subject.sex", "subject.sex,surname").replace(",F\r", ",F,x\r")
    done = examined("health_contact", csv_file(text.replace(",M\r", ",M,x\r"), "health_contact"))
    assert [c for c in done.codes if c[1] is None] == [("unknown_field", None, None)]
    assert done.found.whole_file


def test_a_broken_line_is_refused_in_its_place() -> None:
    good = [json.dumps(each).encode() for each in many("health_contact", 2)]
    file = Lines(io.BytesIO(b"\n".join([good[0], b"{", good[1]])), DATASETS["health_contact"])
    done = examined("health_contact", file)
    assert done.codes == [("not_json", 2, None)]
    assert done.tally() == (3, 2, 1, 0)


def test_a_file_that_breaks_off_is_refused() -> None:
    broken = SIX.encode() + b"A-0004,2026-03,ed,disclosed_current,34,\xff\r\n"
    with pytest.raises(BadRequest):
        examined("health_contact", Table(io.BytesIO(broken), DATASETS["health_contact"]))


def test_findings_are_kept_up_to_a_number_and_all_are_counted() -> None:
    wrong = [{**row("health_contact"), "record_id": f"r-{n}", "setting": "?"} for n in range(5100)]
    done = examined("health_contact", wrong)
    assert len(done.found.findings) == MOST_FINDINGS
    assert done.found.counts["code", "error"] == 5100
    assert done.tally() == (5100, 0, 5100, 0)


def test_rows_that_may_be_linked_and_reasons_are_counted_field_by_field() -> None:
    unknown = {
        "victim.person_ref": None,
        "victim.age_years": "declined",
        "victim.religion": "not_asked",
    }
    rows = [
        *many("incident", 2),
        row("incident", {"record_id": "c", "victim.sharing": "counts_only"}),
        row("incident", {"record_id": "d", **unknown}),
    ]
    said = examined("incident", rows).found.months[MONTH].completeness
    assert (said["rows"], said["linked"]) == (4, 2)
    assert said["fields"]["victim.age_years"] == {"known": 3, "declined": 1}
    assert said["fields"]["victim.religion"] == {"known": 3, "not_asked": 1}
    assert said["fields"]["suspect.sex"] == {"known": 4}
    assert "connection" not in said["fields"]
    assert "victim.restricted" not in said["fields"]


QUARTER = "2025-26-Q4"
GOOD_ROW = st.builds(
    lambda number, day: row(
        "housing_support",
        {"record_id": f"r-{number}", "requested_on": f"2026-0{1 + day % 3}-05", "start_on": None,
         "decision": "waiting"},
    ),
    st.integers(0, 5),
    st.integers(0, 4),
)  # fmt: skip
AWAY = st.integers(0, 9).map(
    lambda n: row("incident", {"record_id": f"a-{n}", "lad_code": "E09000008"})
)


def adds_up(done: Examined) -> None:
    for tally in done.found.months.values():
        assert tally.received == tally.kept + tally.refused + tally.out_of_area
        assert min(tally.received, tally.kept, tally.refused, tally.out_of_area) >= 0
    refused = sum(tally.refused for tally in done.found.months.values())
    assert refused == len(done.found.refused_rows)
    late = [number for _, number, _ in done.kept if number in done.found.refused_rows]
    assert len(done.kept) - len(late) == sum(t.kept for t in done.found.months.values())


@given(st.lists(GOOD_ROW | JSON, max_size=8))
def test_every_row_received_is_kept_refused_or_elsewhere(rows: list[Any]) -> None:
    done = examined("housing_support", rows, period=QUARTER)
    assert done.found.rows == len(rows)
    adds_up(done)


@given(st.lists(AWAY | st.just(row("incident")) | JSON, max_size=8))
def test_rows_of_other_areas_add_up_too(rows: list[Any]) -> None:
    done = examined("incident", rows)
    assert done.found.rows == len(rows)
    adds_up(done)


@given(st.lists(JSON, max_size=4), st.sampled_from(sorted(DATASETS)))
def test_no_body_of_any_json_is_kept(rows: list[Any], name: str) -> None:
    assert examined(name, rows).kept == []

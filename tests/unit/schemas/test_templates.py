"""What an agency fills in is read back, says what it takes, and offers every code."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from openpyxl import load_workbook

from api.intake.reading.formats import CSV, source
from api.intake.reading.rest import XLSX, at_rest
from schemas.checking import check
from schemas.codes.declared import DECLARED
from schemas.codes.sectors import SECTOR
from schemas.dataset import Dataset, columns, columns_by_name
from schemas.datasets import DATASETS
from schemas.examples import nested, plan_for
from schemas.fields import CellMap, Code, Flag, Many
from schemas.period import Period
from schemas.templates import figures
from schemas.templates.guide import guides
from schemas.templates.sheet import Sheet, template, whole
from schemas.templates.text import text
from schemas.templates.workbook import workbook

each_dataset = pytest.mark.parametrize("dataset", DATASETS.values(), ids=list(DATASETS))
each_sector = pytest.mark.parametrize("sector", [code.code for code in SECTOR])
MARCH = Period.parse("2026-03")


def read(content: bytes, media_type: str, dataset: type[Dataset]) -> tuple[list[Any], set[str]]:
    """The rows of a file, and the codes of what is said of its columns and remarks."""
    with at_rest(io.BytesIO(content), media_type=media_type, largest=1 << 26) as rest:
        found = source(rest.file, media_type=rest.media_type, dataset=dataset, notes=rest.notes)
        rows = [record for _, record in found.rows()]
        return rows, {each.code for each in (*found.header().findings, *found.notes())}


def filled(content: bytes, cells: dict[str, str]) -> bytes:
    """A workbook with one row written into its records."""
    book = load_workbook(io.BytesIO(content))
    page: Any = book["records"]
    names = [cell.value for cell in page[1]]
    for name, value in cells.items():
        page.cell(2, names.index(name) + 1, value)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


@each_dataset
@pytest.mark.parametrize("smallest", [True, False], ids=["smallest", "whole"])
def test_a_template_as_csv_has_no_rows_until_its_example_is_uncommented(
    dataset: type[Dataset],
    smallest: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    made = text(template(dataset, smallest=smallest))
    rows, said = read(made.encode(), CSV, dataset)
    assert (rows, said) == ([], {"remarks_passed_over"})
    head, _, example = made.rpartition("\r\n#")
    rows, _ = read(f"{head}\r\n{example}".encode(), CSV, dataset)
    assert len(rows) == 1
    present = [c for c in columns(dataset) if c.name in next(csv.reader(io.StringIO(made)))]
    findings = check(rows[0], plan=plan_for(dataset, present)).findings
    assert [each for each in findings if each.severity != "note"] == []


@each_dataset
def test_a_workbook_filled_with_its_example_is_read_back_as_that(dataset: type[Dataset]) -> None:
    sheet = template(dataset)
    rows, said = read(filled(workbook(sheet), dict(sheet.example)), XLSX, dataset)
    assert said == set()
    assert rows == [nested(whole(dataset)) if not _amounts(dataset) else rows[0]]
    findings = check(rows[0], plan=plan_for(dataset, columns(dataset))).findings
    assert [each for each in findings if each.severity != "note"] == []


def _amounts(dataset: type[Dataset]) -> bool:
    """Whether decimals are among the values, which are text in a cell."""
    return dataset.name == "aggregate_return"


@each_dataset
def test_a_workbook_hides_nothing_and_offers_the_codes_of_every_coded_column(
    dataset: type[Dataset],
) -> None:
    book = load_workbook(io.BytesIO(workbook(template(dataset))))
    assert book.sheetnames == ["records", "codes", "example", "about"]
    assert all(page.sheet_state == "visible" for page in book.worksheets)
    page: Any = book["records"]
    names = {cell.value: cell for cell in page[1]}
    assert all(cell.comment for cell in names.values())
    offered = {
        name
        for name, cell in names.items()
        for choice in page.data_validations.dataValidation
        if f"{cell.column_letter}2" in choice.sqref and choice.formula1.startswith("codes!")
    }
    known = columns_by_name(dataset)
    coded = {
        name
        for name, column in known.items()
        if isinstance(
            column.field.of if isinstance(column.field, Many) else column.field, Code | Flag
        )
    }
    assert coded <= offered
    assert {name.partition(".")[0] for name in offered - coded} <= {
        name for name, column in known.items() if isinstance(column.field, CellMap)
    }


def test_what_a_workbook_offers_is_what_the_field_takes() -> None:
    sheet = template(DATASETS["incident"])
    book: Any = load_workbook(io.BytesIO(workbook(sheet)))
    page = book["records"]
    (choice,) = (
        c for c in page.data_validations.dataValidation if _cell(page, "victim.sex") in c.sqref
    )
    place = choice.formula1.removeprefix("codes!").replace("$", "")
    offered = {cell.value for (cell,) in book["codes"][place]}
    field = columns_by_name(DATASETS["incident"])["victim.sex"].field
    assert isinstance(field, Code)
    assert offered == field.values


def _cell(page: Any, name: str) -> str:
    return next(f"{cell.column_letter}2" for cell in page[1] if cell.value == name)


@each_dataset
def test_equal_templates_are_equal_files(dataset: type[Dataset]) -> None:
    assert workbook(template(dataset)) == workbook(template(dataset))


@each_dataset
def test_a_template_has_every_column_and_says_which_are_needed(dataset: type[Dataset]) -> None:
    listed = {guide.name: guide for guide in guides(dataset)}
    for column in columns(dataset):
        if isinstance(column.field, CellMap):
            assert {f"{column.name}.{name}" for name in column.field.dimensions} <= set(listed)
        else:
            assert listed[column.name].title == column.field.title
    needed = {name for name, guide in listed.items() if guide.need.startswith("every file needs")}
    assert needed == {name for entry in dataset.minimum for name in entry.split("|")}


@each_sector
def test_a_sectors_page_asks_for_ten_numbers_at_most(sector: str) -> None:
    assert 1 <= figures.numbers(sector) <= figures.MOST_NUMBERS
    assert len(set(figures.PAGES[sector])) == len(figures.PAGES[sector])
    assert set(figures.PAGES[sector]) <= set(DECLARED)
    assert all(DECLARED[name].unit != "text" for name in figures.PAGES[sector])


def numbered(sheet: Sheet) -> str:
    """A page with a number wherever one is asked for."""
    rows = [
        {**row, **({"numerator": "1", "denominator": "4"} if row["unit"] == "rate_num_den"
                   else {"value": "12"})}
        for row in sheet.rows
    ]  # fmt: skip
    return text(Sheet(sheet.dataset, sheet.columns, tuple(rows), sheet.example, sheet.words))


@each_sector
def test_a_page_with_its_numbers_is_taken_as_it_is(sector: str) -> None:
    dataset = DATASETS[figures.DATASET]
    sheet = figures.page(sector, month=MARCH)
    rows, said = read(numbered(sheet).encode(), CSV, dataset)
    assert said == {"remarks_passed_over"}
    assert len(rows) == len(figures.PAGES[sector])
    present = [columns_by_name(dataset)[guide.name] for guide in sheet.columns]
    for record in rows:
        findings = check(record, plan=plan_for(dataset, present)).findings
        assert [each for each in findings if each.severity == "error"] == []


def test_a_page_without_a_month_leaves_its_dates_to_be_filled_in() -> None:
    undated, dated = figures.page("police"), figures.page("police", month=MARCH)
    assert not any({"as_at", "covers_from", "covers_to"} & set(row) for row in undated.rows)
    assert all(row.get("as_at") or row.get("covers_from") for row in dated.rows)
    assert {row.get("covers_to", "2026-03-31") for row in dated.rows} == {"2026-03-31"}


def test_a_page_as_a_workbook_has_its_rows() -> None:
    sheet = figures.page("nhs_gp", month=MARCH)
    book: Any = load_workbook(io.BytesIO(workbook(sheet)))
    measures = [row[2].value for row in book["records"].iter_rows(min_row=2)]
    assert measures == list(figures.PAGES["nhs_gp"])

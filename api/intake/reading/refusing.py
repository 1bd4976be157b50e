"""What is said of a file that is not taken: what is wrong, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from auth.refusals import TooLarge


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence that says what is wrong, one that says how to mend it, and whether it is size."""

    sentence: str
    mend: str
    heavy: bool = False


_SPLIT: Final = "Send fewer months at a time, or the rows as CSV."

WORDS: Final[Mapping[str, Words]] = {
    "cell_too_long": Words(
        "A cell has more than 131,072 characters.", "Shorten it; no field takes as many."
    ),
    "parquet_broken": Words(
        "The file is not a whole Parquet file.", "Write it again, or send the rows as CSV."
    ),
    "parquet_list": Words(
        "An entry of a list is missing or holds a semicolon.",
        "A list becomes one cell joined by semicolons: take them out of its entries.",
    ),
    "parquet_nested": Words(
        "The column is nested.",
        "Send flat columns under dotted names, and lists of texts only.",
    ),
    "parquet_type": Words(
        "The column is of a type that no cell can hold.",
        "Send texts, numbers, true or false, dates and moments.",
    ),
    "sheet_ambiguous": Words(
        "The workbook has no visible sheet that is surely the one.",
        "Call the sheet records, or name it with ?sheet=.",
    ),
    "sheet_hidden": Words(
        "The sheet that is named is hidden.", "Show it, so that all see what is sent."
    ),
    "sheet_unknown": Words(
        "The workbook has no visible sheet of the name that is asked for.",
        "Name one that it has, or leave the name out and call the sheet records.",
    ),
    "too_heavy": Words(
        "Reading the file takes more time or memory than is allowed.", _SPLIT, heavy=True
    ),
    "too_large": Words("The file unpacks to more than is allowed.", _SPLIT, heavy=True),
    "too_many_columns": Words(
        "The table has more than 1,000 columns.", "Send the columns of the template.", heavy=True
    ),
    "too_many_rows": Words(
        "The table has more rows or cells than are taken at once.", _SPLIT, heavy=True
    ),
    "xlsx_broken": Words(
        "The file is not a whole Excel workbook.",
        "Save it again as .xlsx, or send the sheet as CSV UTF-8.",
    ),
    "xlsx_error": Words(
        "The cell shows an error value.", "Replace error values, or leave the cells empty."
    ),
    "xlsx_formula": Words(
        "The cell holds a formula.",
        "Copy the cells and paste them as values: a formula's result may be out of date.",
    ),
    "xlsx_hidden_column": Words(
        "The column is hidden.", "Show it or delete it, so that all see what is sent."
    ),
    "xlsx_hidden_row": Words(
        "The row is hidden.",
        "Show it or delete it, and clear filters, so that all see what is sent.",
    ),
    "xlsx_locked": Words(
        "The workbook is protected by a password, or in the form before 2007.",
        "Save it without a password as .xlsx.",
    ),
    "xlsx_macros": Words("The workbook holds macros.", "Save it as .xlsx, which has none."),
    "xlsx_merged": Words(
        "Cells are merged.", "Unmerge them: every cell stands under a header of its own."
    ),
}
"""What is wrong, by code."""

NOTES: Final[Mapping[str, str]] = {
    "hidden_sheets": "Hidden sheets of the workbook, {count} in all, were not read.",
    "local_times": "Moments without an offset, {count} in all, were read as the time in London.",
}
"""What is worth a note, by code."""


def too_much(code: str) -> TooLarge:
    """The refusal of a file for its size in rows or columns."""
    words = WORDS[code]
    return TooLarge(code, detail=f"{words.sentence} {words.mend}")

"""What the child does with a file, done here: the same bytes, or the same places that are wrong."""

from __future__ import annotations

import io
from typing import Any

import pytest

from api.intake.reading import conversion
from api.intake.reading.child import parquet, workbook
from api.intake.reading.child.output import Bounds, Output
from api.intake.reading.child.report import Refused
from api.intake.reading.rows import MOST_COLUMNS, MOST_ROWS
from auth.refusals import Refusal
from tests.corpus import CORPUS
from tests.corpus.nasty import Nasty

LARGEST = 64 << 20
PACKED = ("xlsx", "parquet")
NAMES = [name for name, each in CORPUS.items() if each.suffix in PACKED and not each.packed]

Outcome = bytes | list[tuple[Any, ...]]


def here(nasty: Nasty) -> Outcome:
    """The CSV that comes of it in this process, or the code, row and field of each place."""
    made = io.BytesIO()
    bounds = Bounds(LARGEST, LARGEST, conversion.MOST_CELLS, MOST_ROWS, MOST_COLUMNS)
    output = Output(made, bounds)
    given = io.BytesIO(nasty.content)
    try:
        if nasty.suffix == "xlsx":
            workbook.convert(given, output, sheet=nasty.sheet, unpacked=LARGEST)
        else:
            parquet.convert(given, output, bounds=bounds)
        output.close()
    except Refused as refused:
        return [(each.code, each.row) for each in refused.places]
    except Exception:  # noqa: BLE001 - whatever a library raises, as in the child
        return [(f"{nasty.suffix}_broken", None)]
    return made.getvalue()


def there(nasty: Nasty) -> Outcome:
    """The same of the child."""
    try:
        with conversion.convert(
            io.BytesIO(nasty.content),
            kind="parquet" if nasty.suffix == "parquet" else "xlsx",
            sheet=nasty.sheet,
            limits=conversion.Limits(output=LARGEST),
        ).file as file:
            return file.read()
    except Refusal as refusal:
        placed = [(each.code, each.row) for each in refusal.errors]
        return placed or [(refusal.code, None)]


@pytest.mark.parametrize("name", NAMES)
def test_the_child_does_as_its_parts_do(name: str) -> None:
    nasty = CORPUS[name]
    assert there(nasty) == here(nasty)


def test_there_are_files_of_both_kinds() -> None:
    kinds = {CORPUS[name].suffix for name in NAMES}
    assert kinds == set(PACKED)
    assert any(isinstance(here(CORPUS[name]), bytes) for name in NAMES)

"""Every dataset has an example row, worked out from its definition."""

from __future__ import annotations

import csv
import io

import pytest

from api.intake.reading.formats import source
from schemas.checking import Plan, check
from schemas.dataset import Dataset
from schemas.datasets import DATASETS
from schemas.examples import example, example_cells
from schemas.rules import Field, In, Rule
from tests.rows import context

each_dataset = pytest.mark.parametrize("dataset", DATASETS.values(), ids=list(DATASETS))


@each_dataset
def test_the_example_is_the_smallest_row_and_nothing_is_found_in_it(
    dataset: type[Dataset],
) -> None:
    cells = example_cells(dataset)
    assert list(cells) == [name.partition("|")[0] for name in dataset.minimum]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(cells))
    writer.writeheader()
    writer.writerow(cells)
    file = io.BytesIO(text.getvalue().encode())
    read = source(file, media_type="text/csv", dataset=dataset)
    ((_, record),) = read.rows()
    plan = Plan(dataset, read.header().present, context(dataset.name))
    assert check(record, plan=plan).findings == ()


def test_a_dataset_whose_rules_leave_no_row_has_no_example() -> None:
    incident = DATASETS["incident"]
    never = Rule(
        "X-V01", "row", "error", "Never.", In(Field("arrest_made"), frozenset({""})), "arrest_made"
    )
    none = type("None", (incident,), {"rules": (never,)})
    with pytest.raises(LookupError):
        example(none)

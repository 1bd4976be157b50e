"""Files of one dataset's rows."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any, Final, get_args

import pytest

from schemas.datasets import DATASETS
from schemas.period import Period
from synth.formats import Format
from synth.writing.rows import MOST, write_rows

MONTHS: Final = (Period.parse_month("2026-02"), Period.parse_month("2026-01"))


def _write(out: Path, **wishes: Any) -> list[Path]:
    usual = {"dataset": "incident", "months": MONTHS, "seed": 1, "rows": 3, "format": "csv"}
    return write_rows(out, **{**usual, **wishes})


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_dataset_has_files_of_rows_that_say_they_are_synthetic(
    dataset: str, tmp_path: Path
) -> None:
    made = _write(tmp_path, dataset=dataset)
    assert [path.name for path in made] == [
        f"synthetic-2026-01-{dataset}.csv",
        f"synthetic-2026-02-{dataset}.csv",
    ]
    rows = list(csv.DictReader(io.StringIO(made[0].read_text())))
    assert [row["record_id"] for row in rows] == ["r-2026-01-1", "r-2026-01-2", "r-2026-01-3"]


@pytest.mark.parametrize("encoding", get_args(Format))
def test_the_same_arguments_give_the_same_bytes(encoding: str, tmp_path: Path) -> None:
    one = _write(tmp_path / "one", format=encoding)
    other = _write(tmp_path / "other", format=encoding, months=MONTHS[:1])
    assert one[1].read_bytes() == other[0].read_bytes()
    assert one[1].read_bytes() != _write(tmp_path, format=encoding, seed=2)[1].read_bytes()


def test_json_is_a_bare_list_of_records(tmp_path: Path) -> None:
    records = json.loads(_write(tmp_path, format="json")[0].read_text())
    assert len(records) == 3


@pytest.mark.parametrize(
    "wishes", [{"dataset": "nothing"}, {"rows": 0}, {"rows": MOST + 1}], ids=str
)
def test_what_cannot_be_written_leaves_no_folder(wishes: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"there is no such dataset|rows are from"):
        _write(tmp_path / "out", **wishes)
    assert not (tmp_path / "out").exists()

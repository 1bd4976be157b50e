"""Every file of the corpus is read or refused as it must be, and nothing is left behind."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.intake.reading.formats import source
from api.intake.reading.rest import at_rest
from auth.refusals import BadRequest, Refusal, TooLarge
from schemas.datasets import DATASETS
from tests.corpus import CORPUS, DATASET
from tests.corpus.mistakes import MISTAKES
from tests.corpus.nasty import Nasty
from tests.unit.intake.examining import Examined, examined

LARGEST = 64 << 20
FIELDS = {"envelope.return_status"}  # said by the envelope's rules, which have tests of their own


def read(nasty: Nasty) -> Examined:
    content = gzip.decompress(nasty.content) if nasty.packed else nasty.content
    with at_rest(
        io.BytesIO(content), media_type=nasty.media_type, largest=LARGEST, sheet=nasty.sheet
    ) as rest:
        found = source(
            rest.file,
            media_type=rest.media_type,
            dataset=DATASETS[DATASET],
            notes=rest.notes,
        )
        return examined(DATASET, found)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where temporary files go; empty when the test ends."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    yield tmp_path
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", [name for name, each in CORPUS.items() if each.refused])
def test_a_file_that_cannot_be_taken_is_refused_with_what_is_wrong(name: str) -> None:
    nasty = CORPUS[name]
    with pytest.raises(Refusal) as refused:
        read(nasty)
    refusal = refused.value
    assert refusal.code == nasty.refused
    assert isinstance(refusal, TooLarge if nasty.refused.startswith("too_") else BadRequest)
    assert refusal.detail.endswith(".")
    assert {(e.code, e.row, e.field) for e in refusal.errors} == nasty.errors
    assert all(item.message.endswith(".") for item in refusal.errors)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", [name for name, each in CORPUS.items() if not each.refused])
def test_a_file_that_is_read_has_the_findings_of_its_rows(name: str) -> None:
    nasty = CORPUS[name]
    found = read(nasty).found.findings
    errors = {(f.code, f.row, f.field) for f in found if f.severity == "error"}
    notes = {f.code for f in found if f.severity == "note"}
    assert errors == {each for each in nasty.errors if each[2] not in FIELDS}
    assert notes - {"absent_column"} == nasty.notes


def test_forty_mistakes_are_forty_findings_in_one_pass_each_with_its_row_and_field() -> None:
    found = [f for f in read(CORPUS["forty mistakes"]).found.findings if f.severity == "error"]
    assert len(MISTAKES) == len({(code, field) for _, code, field in MISTAKES}) == 40
    assert len(found) == 40
    assert all(each.row is not None and each.field for each in found)

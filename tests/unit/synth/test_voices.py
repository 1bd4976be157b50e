import csv
import io
import re
import zipfile
from typing import Any

import pytest
from faker import Faker
from openpyxl import load_workbook

from api.intake.reading.formats import source
from schemas.datasets import DATASETS
from schemas.terms import NONE, TermMap, read
from synth.labels import NOTICE
from synth.providers import SaferShareProvider
from synth.returns import InventedReturn
from synth.voices.spoken import Extract, extract
from synth.voices.systems import VOICES
from synth.voices.voice import Voice
from synth.voices.workbook import SHEET
from synth.writing.voicing import voices_of

TABLES = [name for name, voice in VOICES.items() if voice.layout == "csv"]


@pytest.fixture(scope="module")
def said(quarter: list[InventedReturn]) -> dict[str, tuple[InventedReturn, Extract]]:
    """What each voice says of March, tidily."""
    march = (each for each in quarter if each.month == "2026-03")
    return {each[1].voice.name: each for each in voices_of(march) if not each[1].untidy}


def _terms(voice: Voice) -> TermMap:
    found = read(voice.term_map(), dataset=DATASETS[voice.dataset])
    assert found.faults == ()
    return found.terms


def _records(body: bytes, voice: Voice, *, terms: TermMap) -> list[Any]:
    dataset = DATASETS[voice.dataset]
    found = source(io.BytesIO(body), media_type="text/csv", dataset=dataset, terms=terms)
    return [record for _, record in found.rows()]


@pytest.mark.parametrize("name", TABLES)
def test_a_table_in_its_own_words_reads_as_the_plain_one(
    said: dict[str, tuple[InventedReturn, Extract]], name: str
) -> None:
    each, spoken = said[name]
    plain = _records(each.csv(), spoken.voice, terms=NONE)
    assert len(plain) > 20
    assert _records(spoken.body, spoken.voice, terms=_terms(spoken.voice)) == plain


def test_a_voice_has_hardly_a_word_in_common_with_the_schema(
    said: dict[str, tuple[InventedReturn, Extract]],
) -> None:
    for name in TABLES:
        header = next(csv.reader(io.StringIO(said[name][1].body.decode())))
        common = [column for column in header if column in VOICES[name].columns]
        assert common == []
    police = said["police"][1].body.decode()
    assert "Made off" in police
    assert "suspect_absent" not in police


def test_national_codes_are_written_where_a_preset_reads_them(
    said: dict[str, tuple[InventedReturn, Extract]],
) -> None:
    rows = list(csv.DictReader(io.StringIO(said["nhs"][1].body.decode())))
    assert {row["Patient Stated Gender Code"] for row in rows} >= {"1", "2"}
    assert {row["Patient Ethnic Category"] for row in rows} >= {"A", "99"}


def test_a_workbook_is_the_same_bytes_on_any_day_and_says_that_it_is_synthetic(
    said: dict[str, tuple[InventedReturn, Extract]],
) -> None:
    each, spoken = said["charity"]
    again = extract(spoken.voice, each.rows)
    assert again.body == spoken.body
    kept = zipfile.ZipFile(io.BytesIO(extract(spoken.voice, each.rows, untidy=True).body))
    merged = re.findall(rb'mergeCell ref="(\w+)', kept.read("xl/worksheets/sheet1.xml"))
    assert merged == sorted(merged)
    assert len(merged) == 3
    assert load_workbook(io.BytesIO(spoken.body)).properties.description == NOTICE
    with zipfile.ZipFile(io.BytesIO(spoken.body)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_workbook_as_the_charity_keeps_it_has_headings_over_its_columns(
    said: dict[str, tuple[InventedReturn, Extract]],
) -> None:
    each, spoken = said["charity"]
    kept = load_workbook(io.BytesIO(extract(spoken.voice, each.rows, untidy=True).body))[SHEET]
    assert kept["A1"].value == "Client"
    assert {str(cells) for cells in kept.merged_cells.ranges} == {"A1:R1", "S1:Z1", "AA1:AF1"}
    assert kept["A2"].value == "Client no."


def test_a_system_without_headings_has_no_untidy_file() -> None:
    with pytest.raises(ValueError, match="police writes no headings"):
        extract(VOICES["police"], [], untidy=True)


@pytest.mark.parametrize("name", VOICES)
def test_fake_extracts_come_in_an_agencys_own_words_with_the_map_that_reads_them(name: str) -> None:
    fake = Faker("en_GB", use_weighting=False)
    fake.add_provider(SaferShareProvider)
    Faker.seed(3)
    body = fake.agency_extract(name, rows=4, own_words=True)
    Faker.seed(3)
    plain = fake.agency_extract(name, rows=4)
    voice = VOICES[name]
    assert fake.term_map(name) == voice.term_map()
    if voice.layout == "xlsx":
        assert load_workbook(io.BytesIO(body))[SHEET].max_row == 5
    else:
        terms = _terms(voice)
        assert _records(body, voice, terms=terms) == _records(plain, voice, terms=NONE)


def test_an_agency_without_a_voice_has_no_words_of_its_own() -> None:
    fake = Faker("en_GB")
    fake.add_provider(SaferShareProvider)
    with pytest.raises(ValueError, match="no words of its own; there is police, nhs"):
        fake.agency_extract("courts", own_words=True)

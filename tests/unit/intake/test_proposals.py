"""A term map is proposed from a sample, and tells of nobody in it."""

from __future__ import annotations

import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from api.intake.words.proposals import Proposal, propose
from api.intake.words.samples import MOST_WORDS, sample
from auth.refusals import BadRequest
from schemas.datasets import DATASETS
from schemas.terms import read

EXTRACTS = Path(__file__).resolve().parents[2] / "extracts"
HEALTH, INCIDENT = DATASETS["health_contact"], DATASETS["incident"]
CSV, NDJSON = "text/csv", "application/x-ndjson"


def proposed(columns: dict[str, dict[str, int]], dataset: str = "health_contact") -> Proposal:
    counts = {name: Counter(words) for name, words in columns.items()}
    return propose(counts, dataset=DATASETS[dataset])


def extract(name: str, dataset: str) -> Proposal:
    with (EXTRACTS / f"{name}.csv").open("rb") as file:
        return propose(sample(file, media_type=CSV), dataset=DATASETS[dataset])


@pytest.mark.parametrize(("name", "dataset"), [("nhs", "health_contact"), ("police", "incident")])
def test_what_is_proposed_is_a_map_and_agrees_with_the_one_made_by_hand(
    name: str, dataset: str
) -> None:
    found = extract(name, dataset)
    made = read(found.document, dataset=DATASETS[dataset])
    by_hand = read(json.loads((EXTRACTS / f"{name}.json").read_text()), dataset=DATASETS[dataset])
    assert made.faults == by_hand.faults == ()
    assert set(made.terms.columns.items()) <= set(by_hand.terms.columns.items())
    assert len(made.terms.columns) >= 10
    for field, words in by_hand.terms.codes.items():
        told = made.terms.codes.get(field, {})
        assert {w: c for w, c in told.items() if w in words and words[w] != c} == {}
    assert found.needed == ()


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("Gender", "victim.sex"),
        ("victim_gender", "victim.sex"),
        ("VicGender", "victim.sex"),
        ("Gender of victim", "victim.sex"),
        ("Suspect Sex", "suspect.sex"),
        ("perpetrator-ethnicity", "suspect.ethnicity_self"),
        ("IC Code", "victim.ethnicity_observed"),
        ("Crime Referense Number", "record_id"),
        ("victim.sex", "victim.sex"),
    ],
)
def test_a_column_is_found_by_its_name(column: str, field: str) -> None:
    assert proposed({column: {}}, "incident").placed == {column: field}


@pytest.mark.parametrize("column", ["", "Ada Lovelace", "zz9", "Notes", "Officer", "943 476 5919"])
def test_a_column_with_no_such_name_is_told_by_its_place_alone(column: str) -> None:
    found = proposed({"Age": {}, column: {}})
    assert found.placed == {"Age": "subject.age_years"}
    assert found.lost == (2,)


def test_names_that_end_in_another_kind_of_thing_are_not_alike() -> None:
    found = proposed({"Attendance Date": {}, "Attendance Ref": {}, "Ethnic Categry": {}})
    assert found.placed == {
        "Attendance Ref": "record_id",
        "Ethnic Categry": "subject.ethnicity_self",
    }


def test_no_field_has_two_columns_and_its_own_name_comes_first() -> None:
    found = proposed({"Gender": {}, "subject.sex": {}, "Sex Code": {}})
    assert found.placed == {"subject.sex": "subject.sex"}
    assert found.document["columns"] == {}


def test_columns_that_every_file_needs_and_this_one_lacks_are_named() -> None:
    assert proposed({"Age": {}, "Gender": {}}).needed == (
        "record_id",
        "contact_month",
        "setting",
        "result",
    )


def test_a_word_is_found_by_code_label_answer_or_reason() -> None:
    found = proposed(
        {
            "Gender": {"female": 9, "MALE": 9, "Unknown": 9, "F": 9},
            "setting": {"Maternity": 9, "Emergency Departmnt": 9},
            "referral_offered": {"Y": 9},
            "Age": {"34": 9, "NK": 9},
        }
    )
    codes = found.document["codes"]
    assert codes["subject.sex"].items() >= {
        ("female", "F"), ("MALE", "M"), ("Unknown", "not_known"), ("Male", "M"),
    }  # fmt: skip
    assert codes["setting"]["Emergency Departmnt"] == "ed"
    assert codes["referral_offered"] == {"Y": "true", "N": "false"}
    assert codes["subject.age_years"] == {"NK": "not_known"}
    assert not found.words
    assert read(found.document, dataset=HEALTH).faults == ()


@pytest.mark.parametrize(
    "word", ["Lady", "943 476 5919", "ada@example.org", "BR1 3UH", "x" * 65, "a\u202eb", " Lady"]
)
def test_a_word_that_may_not_be_shown_stands_nowhere(word: str) -> None:
    rows = 4 if word == "Lady" else 50
    found = proposed({"Gender": {word: rows, "F": 60}})
    assert word not in json.dumps([found.document, dict(found.words)], ensure_ascii=False)
    assert found.hidden == {"subject.sex": 1}


def test_a_word_of_five_rows_without_a_code_is_told() -> None:
    found = proposed({"Gender": {"Lady": 5}})
    assert found.words == {"subject.sex": {"Lady": 5}}
    assert found.document["codes"] == {}


def test_the_parts_of_a_list_are_words_of_their_own() -> None:
    found = proposed({"Disability Type": {"Hearing;Memory": 3, "Hearing;Ear": 3}})
    assert found.document["codes"]["subject.impairments"]["Hearing"] == "HEA"
    assert found.hidden == {"subject.impairments": 1}


def test_a_preset_is_known_by_its_words_and_may_be_asked_for() -> None:
    nhs = proposed({"Ethnicity": {"A": 1, "Z": 1, "99": 1}})
    police = proposed({"Ethnicity": {"W1": 50, "O1": 1, "NS": 1}})
    name = "subject.ethnicity_self"
    assert nhs.document["presets"] == [{"preset": "nhs_ethnicity_2001", "field": name}]
    assert police.document["presets"] == [{"preset": "police_16_plus_1", "field": name}]
    asked = propose({"Ethnicity": Counter()}, dataset=HEALTH, presets=["nhs_ethnicity_2001"])
    assert asked.document["presets"] == nhs.document["presets"]
    assert proposed({"Ethnicity": {"Lady": 9, "A": 9, "zz": 9}}).document["presets"] == []


LINES = [
    {"id": 7, "patient": {"sex": "F", "kinds": ["a", "b"]}, "crime": True, "left": None},
    {"id": 8, "patient": {"sex": "F"}, "rate": 1.5},
]


def test_a_sample_counts_the_words_of_every_column_in_every_format() -> None:
    lines = b"\n".join(json.dumps(line).encode() for line in LINES) + b"\n\n[1]\n"
    found = sample(io.BytesIO(lines), media_type=NDJSON)
    assert found == {
        "id": {"7": 1, "8": 1},
        "patient.sex": {"F": 2},
        "patient.kinds": {"a;b": 1},
        "crime": {"true": 1},
        "left": {},
        "rate": {},
    }
    table = b"\xef\xbb\xbfid, sex ,empty\r\n# a remark,x,\r\n7,F,\r\n8,F,\r\n\r\n9\r\n"
    assert sample(io.BytesIO(table), media_type=CSV) == {
        "id": {"7": 1, "8": 1, "9": 1}, "sex": {"F": 2}, "empty": {},
    }  # fmt: skip


def test_only_so_many_words_of_a_column_are_told_apart() -> None:
    table = "id\n" + "".join(f"{n}\n" for n in range(MOST_WORDS + 7)) + "3\n"
    found = sample(io.BytesIO(table.encode()), media_type=CSV)
    assert len(found["id"]) == MOST_WORDS
    assert found["id"]["3"] == 2


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"id\n\xff\xfe\n", CSV), (b'id\n"a\n', CSV), (b"{]\n", NDJSON), (b"\xff\n", NDJSON)],
)
def test_a_file_that_cannot_be_read_is_refused(content: bytes, kind: Any) -> None:
    with pytest.raises(BadRequest):
        sample(io.BytesIO(content), media_type=kind)

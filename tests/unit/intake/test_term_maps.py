"""A file in an agency's own words is read as one in the common words, in every format."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from typing import Any

import pytest

from api.intake.reading.formats import Source, Unreadable, source
from api.intake.reading.term_maps import Shown, shown
from auth.refusals import BadRequest
from schemas.datasets import DATASETS
from schemas.fields import CellMap
from schemas.terms import NONE, Place, TermMap, places, read
from tests.rows import GOOD, row
from tests.unit.intake.examining import Examined, examined

HEALTH = DATASETS["health_contact"]
SAID = {
    "columns": {
        "Contact ID": "record_id",
        "Month": "contact_month",
        "Clinic": "setting",
        "Outcome": "result",
        "Age": "subject.age_years",
        "Gender": "subject.sex",
        "Ethnic Category": "subject.ethnicity_self",
        "Disabilities": "subject.impairments",
        "Disabled": "subject.disability",
        "Referred": "referral_offered",
        "patient.hospital.ward": "person_type",
    },
    "codes": {
        "setting": {"A and E": "ed"},
        "result": {"Disclosed now": "disclosed_current", "No": "denied"},
        "subject.sex": {"1": "M", "2": "F", "9": "not_known"},
        "subject.age_years": {"NK": "not_known"},
        "subject.disability": {"Y": "yes_limited_a_lot"},
        "subject.impairments": {"Psych": "MEN", "Depression": "MEN", "Eyes": "VIS"},
        "referral_offered": {"Y": "true", "N": "false"},
        "person_type": {"P": "patient"},
    },
    "presets": ["nhs_ethnicity_2001"],
}
TERMS = read(SAID, dataset=HEALTH).terms
HEAD = "Contact ID,Month,Clinic,Outcome,Age,Gender,Ethnic Category,Disabled,Disabilities,Referred"
LINE = "a-1,2026-03,A and E,Disclosed now,34,2,R,Y,Psych;Depression;Eyes,Y"
FLAT = {
    "Contact ID": "a-1",
    "Month": "2026-03",
    "Clinic": "A and E",
    "Outcome": "Disclosed now",
    "Age": 34,
    "Gender": 2,
    "Ethnic Category": "R",
    "Disabled": "Y",
    "Disabilities": ["Psych", "Depression", "Eyes"],
    "Referred": "Y",
}
COMMON = {
    "record_id": "a-1",
    "contact_month": "2026-03",
    "setting": "ed",
    "result": "disclosed_current",
    "subject": {
        "age_years": 34,
        "sex": "F",
        "ethnicity_self": "A4",
        "disability": "yes_limited_a_lot",
        "impairments": ["MEN", "VIS"],
    },
    "referral_offered": True,
}


def opened(content: Any, kind: str, *, terms: TermMap = TERMS) -> Source:
    raw = content.encode() if isinstance(content, str) else json.dumps(content).encode()
    return source(io.BytesIO(raw), media_type=kind, dataset=HEALTH, terms=terms)


def rows(found: Source) -> list[Any]:
    return [record for _, record in found.rows()]


def table(*lines: str, head: str = HEAD) -> Source:
    return opened("\n".join([head, *lines]) + "\n", "text/csv")


def records(*found: Any) -> Source:
    return opened(list(found), "application/json")


def judged(found: Source) -> Examined:
    return examined("health_contact", found, terms=TERMS)


@pytest.mark.parametrize(
    "found",
    [
        table(LINE),
        records(FLAT),
        opened(json.dumps(FLAT), "application/x-ndjson"),
        records({**FLAT, "Gender": "2", "Ethnic Category": "A4"}),
        records({**FLAT, "Referred": True}),
    ],
    ids=["csv", "json", "ndjson", "some words are common", "truth is common"],
)
def test_every_format_gives_the_common_record(found: Source) -> None:
    assert rows(found) == [COMMON]
    assert found.header().findings == ()
    assert {"subject.sex", "record_id"} <= found.header().present


def test_a_file_in_the_common_words_is_read_as_without_a_map() -> None:
    assert rows(records(COMMON)) == rows(opened([COMMON], "application/json", terms=NONE))


def test_nested_members_are_known_by_their_joined_names() -> None:
    assert rows(records({"patient": {"hospital": {"ward": "P"}}})) == [{"person_type": "patient"}]
    assert rows(records({"subject.sex": "2", "subject": {"age_years": "NK"}})) == [
        {"subject": {"sex": "F", "age_years": "not_known"}}
    ]


@pytest.mark.parametrize(
    "record",
    [None, 7, "text", [], {}, {"subject": None}, {"subject": {}}, {"subject": "x"}],
    ids=repr,
)
def test_what_is_no_record_is_left_for_the_check(record: Any) -> None:
    assert rows(records(record)) == [record]


@pytest.mark.parametrize(
    "value", [None, True, 1.5, [], {"a": 1}, ["2"], [["2"]], {"2": "2"}], ids=repr
)
def test_a_value_of_another_type_is_left_for_the_check(value: Any) -> None:
    (record,) = rows(records({"subject": {"sex": value}}))
    assert record["subject"].get("sex") in (value, None)


def test_the_two_sides_of_a_list_that_holds_no_words_stay() -> None:
    sent = {"subject": {"impairments": ["Eyes", None]}}
    assert rows(records(sent)) == [sent]


@pytest.mark.parametrize(
    "record",
    [
        {"Gender": "2", "subject": {"sex": "F"}},
        {"subject.sex": "F", "subject": {"sex": "F"}},
        {"subject": None, "Gender": "2"},
        {"Contact ID": "a", "record_id": "b"},
    ],
    ids=str,
)
def test_two_members_that_are_one_field_are_a_finding(record: dict[str, Any]) -> None:
    (found,) = rows(records(record))
    assert isinstance(found, Unreadable)
    assert found.finding.code == "repeated_field"


def test_two_columns_that_are_one_field_are_refused() -> None:
    with pytest.raises(BadRequest) as refusal:
        table("a,b", head="Contact ID,record_id")
    assert refusal.value.code == "header_repeated"


def test_a_column_that_nobody_knows_is_a_finding_without_its_name() -> None:
    (found,) = table(LINE + ",x", head=HEAD + ",Mother's maiden name").header().findings
    assert found.code == "unknown_field"
    assert "aiden" not in found.message


def unmapped(count: int, **changes: Any) -> list[dict[str, Any]]:
    return [{**FLAT, "Contact ID": f"a-{n}", **changes} for n in range(1, count + 1)]


def words(found: Examined) -> Sequence[Shown]:
    return shown(found.found.words)


def test_a_word_that_is_not_mapped_is_a_finding_of_its_own_in_every_row() -> None:
    found = judged(records(*unmapped(6, Gender="Lady")))
    assert found.codes == [("unmapped_word", n, "subject.sex") for n in range(1, 7)]
    assert not any("Lady" in each.message for each in found.found.findings)
    assert words(found) == [Shown("subject.sex", "Lady", 6)]
    assert found.tally() == (6, 0, 6, 0)


def test_a_word_of_fewer_than_five_rows_is_not_shown() -> None:
    found = judged(records(*unmapped(4, Gender="Lady")))
    assert [code for code, _, _ in found.codes] == ["unmapped_word"] * 4
    assert words(found) == []


def test_a_word_counts_once_a_row() -> None:
    found = judged(records(*unmapped(3, Disabilities=["Ear", "Ear"])))
    assert set(found.found.words.values()) == {3}


@pytest.mark.parametrize(
    "word", ["943 476 5919", "ada@example.org", "Mrs Lovelace", "BR1 3UH", "x" * 65, "a\u202eb"]
)
def test_a_word_that_may_be_an_identifier_is_never_shown(word: str) -> None:
    found = judged(records(*unmapped(7, Gender=word)))
    assert [code for code, _, _ in found.codes] == ["unmapped_word"] * 7
    assert words(found) == []


def test_a_field_without_words_in_the_map_has_the_common_finding() -> None:
    found = judged(records(*unmapped(5, **{"subject.religion": "Jedi"})))
    assert {code for code, _, _ in found.codes} == {"code"}
    assert words(found) == []


def test_a_number_that_is_mapped_to_no_code_is_a_word() -> None:
    found = judged(records(*unmapped(5, Gender=7)))
    assert words(found) == [Shown("subject.sex", "7", 5)]


def test_a_word_for_truth_is_found_as_well() -> None:
    assert words(judged(records(*unmapped(5, Referred="Perhaps")))) == [
        Shown("referral_offered", "Perhaps", 5)
    ]


def test_the_words_of_a_list_are_shown_one_by_one_and_only_strange_ones() -> None:
    found = judged(records(*unmapped(5, Disabilities=["Eyes", "Ear", "Nose"])))
    assert words(found) == [
        Shown("subject.impairments", "Ear", 5),
        Shown("subject.impairments", "Nose", 5),
    ]


def test_only_so_many_different_words_are_counted_and_shown() -> None:
    many = [each for n in range(1100) for each in unmapped(1, Gender=f"w{n}")]
    assert len(judged(records(*many)).found.words) == 1000
    often = [each for n in range(110) for each in unmapped(5, Gender=f"w{n}")]
    assert len(words(judged(records(*often)))) == 100


def test_an_absent_column_that_the_source_cannot_hold_is_not_held() -> None:
    terms = TermMap(not_held=frozenset({"subject.religion", "subject.disability"}))
    found = examined("health_contact", [COMMON], terms=terms)
    notes = {f.field: f.message for f in found.found.findings if f.code == "absent_column"}
    assert "not_held" in notes["subject.religion"]
    assert "not_recorded" in notes["subject.sexual_orientation"]
    ((_, _, values),) = found.kept
    assert values["subject.religion"] == "not_held"
    assert values["subject.disability"] == "yes_limited_a_lot"


def test_a_column_that_is_there_although_it_cannot_be_held_is_noted() -> None:
    terms = TermMap(not_held=frozenset({"subject.disability"}))
    found = examined("health_contact", [COMMON], terms=terms).found.findings
    assert [f.field for f in found if f.code == "held_after_all"] == ["subject.disability"]


def test_a_breakdown_is_translated_by_its_dimension() -> None:
    aggregate = DATASETS["aggregate_return"]
    said = {
        "columns": {"Gender": "breakdown.sex"},
        "codes": {"breakdown.sex": {"Female": "F"}},
    }
    terms = read(said, dataset=aggregate).terms
    body = io.BytesIO(b"record_id,Gender\nag-1,Female\nag-2,Lady\n")
    found = source(body, media_type="text/csv", dataset=aggregate, terms=terms)
    assert rows(found)[0] == {"record_id": "ag-1", "breakdown": {"sex": "F"}}
    seen = examined("aggregate_return", found, terms=terms)
    assert ("unmapped_word", 2, "breakdown") in seen.codes
    line = io.BytesIO(b'{"breakdown": {"sex": "Female"}}\n')
    ndjson = source(line, media_type="application/x-ndjson", dataset=aggregate, terms=terms)
    assert rows(ndjson) == [{"breakdown": {"sex": "F"}}]


@pytest.mark.parametrize("name", sorted(GOOD))
def test_a_row_all_in_other_words_is_the_same_row_in_every_format(name: str) -> None:
    dataset, common = DATASETS[name], row(name)
    found = places(dataset)
    said = {
        "columns": {f"Column {n}": each for n, each in enumerate(found)},
        "codes": {
            each.name: {f"our {code}": code for code in each.words or ()}
            for each in found.values()
            if each.words
        },
    }
    terms = read(said, dataset=dataset)
    assert terms.faults == ()
    own = {target: column for column, target in terms.terms.columns.items()}
    mine = {
        own[place]: _ours(found[place], value)
        for place, value in _flat(common).items()
        if not isinstance(value, dict)
    }
    for kind, theirs, ours in (
        ("text/csv", _table(_flat(common)), _table(mine)),
        ("application/x-ndjson", json.dumps(common), json.dumps(mine)),
        ("application/json", json.dumps([common]), json.dumps([mine])),
    ):
        expected, given = (
            source(io.BytesIO(body.encode()), media_type=kind, dataset=dataset, terms=words)
            for body, words in ((theirs, NONE), (ours, terms.terms))
        )
        assert rows(given) == rows(expected), kind
        assert given.header() == expected.header()


def _table(flat: dict[str, Any]) -> str:
    cells = {
        name: ";".join(v) if isinstance(v, list) else str(v).lower() if isinstance(v, bool) else v
        for name, v in flat.items()
    }
    return "\n".join(",".join(f'"{cell}"' for cell in line) for line in (cells, cells.values()))


def _flat(record: dict[str, Any]) -> dict[str, Any]:
    return {
        f"{name}.{key}" if key else name: part
        for name, value in record.items()
        for key, part in (value.items() if isinstance(value, dict) else [("", value)])
    }


def _ours(place: Place, value: Any) -> Any:
    """A value in words of the agency's own."""
    if place.words is None:
        return value
    if isinstance(value, list):
        return [f"our {word}" for word in value]
    word = place.field.to_text(value) if not isinstance(place.field, CellMap) else value
    return f"our {word}" if word in place.words else value

"""A deputy can make the return of a conference from its agenda and minutes."""

from __future__ import annotations

from schemas.dataset import columns
from schemas.datasets.marac_case import MaracCase
from schemas.person import Discussed, Person
from tests.rows import checked, every_column

MOST: int = 12
"""Mandatory fields that a deputy can fill, those of the person block counted (the partnership has
no coordinator: Safer Bromley Partnership, update for 2022/23 quarter 3)."""
BARE = {
    "record_id": "ma-7",
    "meeting_on": "2026-03-12",
    "referring_sector": "police",
    "criteria": ["professional_judgement"],
    "repeat_case": False,
    "repeat_rule": "local",
    "children_count": 0,
    "actions_set": 3,
    "victim.age_years": 41,
    "victim.sex": "F",
    "victim.sharing": "counts_only",
    "victim.restricted": False,
}


def _mandatory() -> set[str]:
    """Columns in which a blank is refused, and those that no file may lack."""
    smallest = {name for entry in MaracCase.minimum for name in entry.split("|")[:1]}
    return smallest | {column.name for column in columns(MaracCase) if column.field.mandatory}


def test_a_case_has_at_most_twelve_mandatory_fields() -> None:
    assert len(_mandatory()) == MOST
    assert _mandatory() == set(BARE)


def test_a_file_with_every_column_and_only_those_twelve_filled_is_good() -> None:
    blank = dict.fromkeys(every_column("marac_case"))
    found = checked("marac_case", {**blank, **BARE})
    assert found.findings == ()


def test_each_of_the_twelve_is_asked_for() -> None:
    blank = dict.fromkeys(every_column("marac_case"))
    for name in BARE:
        found = checked("marac_case", {**blank, **BARE, name: None})
        assert ("missing", name) in {(f.code, f.field) for f in found.findings}, name


def test_what_minutes_do_not_say_of_a_person_may_be_left_out_and_is_not_recorded() -> None:
    asked = {c.name for c in columns(MaracCase) if c.block}
    found = checked("marac_case", BARE, without=sorted(asked - set(BARE)))
    assert found.good
    assert found.values["victim.ethnicity_self"] == "not_recorded"


def test_a_person_discussed_is_a_person_like_any_other() -> None:
    assert Discussed._declared_fields.keys() == Person._declared_fields.keys()

"""Persons stay linked when an agency changes the key of its references; no reference is kept."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from auth.refusals import Unprocessable
from schemas.tables.people import person_aliases
from schemas.tables.records import RECORDS
from tests.deliveries import Row, contact, reference
from tests.integration.returns.sending import Sender

OLD, NEW = reference("ada under the first key"), reference("ada under the second key")


def linked(number: int, person: str, *, month: str, **changes: Any) -> Row:
    person_of = {"subject__person_ref": person, "subject__sharing": "linked_counts"}
    return contact(number, month=month, **person_of, **changes)


def stored_persons(sender: Sender) -> dict[str, tuple[bytes | None, bytes]]:
    """The digest and the unit key of each stored row, by month."""
    table = RECORDS["health_contact"]
    query = select(table.c.month, table.c.subject_person_id, table.c.unit_key)
    with sender.database.reading(sender.context) as session:
        return {row[0]: (row[1], row[2]) for row in session.execute(query)}


def test_an_alias_keeps_a_person_the_same_across_keys(hospital: Sender) -> None:
    hospital.send([linked(1, OLD, month="2026-02")], "2026-02")
    assert hospital.alias((OLD, NEW)) == 1
    hospital.send([linked(1, NEW, month="2026-03")], "2026-03")
    persons = stored_persons(hospital)
    assert persons["2026-02"] == persons["2026-03"]


def test_without_an_alias_a_new_key_makes_a_new_person(hospital: Sender) -> None:
    hospital.send([linked(1, OLD, month="2026-02")], "2026-02")
    hospital.send([linked(1, NEW, month="2026-03")], "2026-03")
    persons = stored_persons(hospital)
    assert persons["2026-02"] != persons["2026-03"]


def test_rules_over_the_past_see_through_an_alias(hospital: Sender) -> None:
    hospital.send([linked(1, OLD, month="2026-02")], "2026-02")
    hospital.alias((OLD, NEW))
    with pytest.raises(Unprocessable) as refusal:
        hospital.send([linked(1, NEW, month="2026-03", subject__sex="M")], "2026-03")
    assert {each.code for each in refusal.value.errors} == {"explanation_needed"}


def test_a_pair_about_somebody_unknown_is_counted_and_not_kept(
    hospital: Sender, system: Callable[[str, str], Sender]
) -> None:
    system("bcwa", "health_contact").send([linked(1, OLD, month="2026-02")], "2026-02")
    assert hospital.alias((OLD, NEW)) == 1
    with hospital.database.reading(hospital.context) as session:
        assert session.execute(select(person_aliases)).all() == []


def test_a_row_that_only_counts_keeps_no_reference(hospital: Sender) -> None:
    hospital.send(
        [
            contact(1, subject__person_ref=OLD, subject__sharing="counts_only"),
            contact(2, subject__person_ref=OLD, subject__sharing="counts_only"),
        ]
    )
    table = RECORDS["health_contact"]
    with hospital.database.reading(hospital.context) as session:
        rows = session.execute(select(table.c.subject_person_id, table.c.unit_key)).all()
    assert [row[0] for row in rows] == [None, None]
    assert rows[0][1] != rows[1][1]


def test_a_reference_is_stored_nowhere(hospital: Sender) -> None:
    hospital.send([linked(1, OLD, month="2026-02")], "2026-02")
    table = RECORDS["health_contact"]
    with hospital.database.reading(hospital.context) as session:
        (row,) = session.execute(select(table)).all()
    assert OLD not in str(row)
    assert bytes.fromhex(OLD.removeprefix("syn_")) not in row

"""Nothing that names a person gets past the intake, and no finding repeats what was sent."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.datasets import DATASETS
from schemas.reference import NameAndBirth, make_reference
from tests.rows import GOOD, every_column, row
from tests.unit.intake.examining import examined, many


@pytest.mark.parametrize(
    ("name", "column", "value"),
    [
        ("incident", "record_id", "943-476-5919"),
        ("incident", "record_id", "07700900123"),
        ("incident", "risk_assessment_ref", "QQ123456C".replace("QQ", "AB")),
        ("aggregate_return", "breakdown", {"channel": "07700900123"}),
        ("aggregate_return", "published_source", "ask ada.lovelace@example.org"),
        ("aggregate_return", "published_source", "Mrs Lovelace, 12 High Street"),
    ],
)
def test_what_looks_like_an_identifier_is_refused_and_not_repeated(
    name: str, column: str, value: Any
) -> None:
    done = examined(name, [row(name, {column: value})])
    assert done.codes == [("identifier", 1, column)]
    assert done.tally() == (1, 0, 1, 0)
    (found,) = [f for f in done.found.findings if f.code == "identifier"]
    assert str(value) not in found.message


def test_a_statement_is_screened_as_prose() -> None:
    statement = {
        "family": "statement", "measure": "statement", "unit": "text", "value": None,
        "breakdown": None, "covers_from": None, "covers_to": None,
    }  # fmt: skip
    plain = row("aggregate_return", {**statement, "statement_text": "Demand was as before."})
    named = row("aggregate_return", {**statement, "statement_text": "Mrs Lovelace was helped."})
    assert examined("aggregate_return", [plain]).codes == []
    assert examined("aggregate_return", [named]).codes == [("identifier", 1, "statement_text")]


REAL = "0123456789abcdef" * 4
INVENTED = GOOD["incident"]["victim.person_ref"]


@pytest.mark.parametrize(
    ("environment", "reference", "good"),
    [
        ("sandbox", INVENTED, True),
        ("sandbox", REAL, False),
        ("sandbox", "syn_" + "0" * 60, False),
        ("live", REAL, True),
        ("live", INVENTED, False),
    ],
)
def test_references_are_those_of_the_environment(
    environment: Any, reference: str, good: Any
) -> None:
    rows = many("health_contact", 1, **{"subject.person_ref": reference})
    done = examined("health_contact", rows, environment=environment)
    assert done.codes == ([] if good else [("person_ref", 1, "subject.person_ref")])
    assert all(reference not in found.message for found in done.found.findings)


def test_one_wrong_reference_among_several_refuses_the_row() -> None:
    rows = many("perpetrator_intervention", 1, linked_victim_refs=[INVENTED, REAL])
    done = examined("perpetrator_intervention", rows)
    assert done.codes == [("person_ref", 1, "linked_victim_refs")]


def test_a_reference_made_on_an_agencys_machine_is_taken_in_live() -> None:
    made = make_reference(NameAndBirth("Lovelace", "Ada", date(1815, 12, 10)), key=b"k" * 32)
    rows = many("health_contact", 1, **{"subject.person_ref": made})
    assert examined("health_contact", rows, environment="live").codes == []


MARKER = "Zq9Ada-Marker"


@given(st.sampled_from(sorted(DATASETS)), st.data())
def test_no_finding_of_a_file_repeats_a_value(name: str, data: st.DataObject) -> None:
    column = data.draw(st.sampled_from(sorted(every_column(name))))
    value = data.draw(
        st.sampled_from([MARKER, [MARKER], {MARKER: MARKER}, f"{MARKER}@example.org"])
    )
    done = examined(name, [row(name, {column: value}), row(name, {MARKER: 1, "record_id": "2"})])
    for found in done.found.findings:
        assert MARKER not in f"{found.code} {found.message} {found.field}"

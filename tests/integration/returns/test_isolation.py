"""Another agency, another partnership and nobody at all see nothing of a return's content."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Table, func, select

from api.db import NOBODY, Context
from schemas.tables.records import RECORDS
from schemas.tables.returns import envelopes, findings, returns, submissions
from tests.deliveries import contact, contacts
from tests.integration.returns.sending import Sender
from tests.partnership import TESTED

# Row-level security is PostgreSQL's; on SQLite the service's own checks stand alone.
ON_POSTGRESQL = pytest.mark.parametrize(
    "engine_name",
    [pytest.param("postgresql", marks=pytest.mark.postgresql)],
    indirect=True,
    scope="session",
)
OWN = (RECORDS["health_contact"], submissions, findings)


def seen(sender: Sender, context: Context, table: Table) -> int:
    with sender.database.reading(context) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def delivered(hospital: Sender) -> Sender:
    hospital.send([*contacts(3), contact(4, setting="a_and_e")], quarantine=True)
    return hospital


@ON_POSTGRESQL
@pytest.mark.parametrize("table", OWN, ids=lambda table: str(table.name))
def test_another_agencys_context_sees_no_row(delivered: Sender, table: Table) -> None:
    assert seen(delivered, delivered.context, table) > 0
    for context in (Context("bromley", "bcwa"), Context("croydon", "kings-pruh"), NOBODY):
        assert seen(delivered, context, table) == 0


@ON_POSTGRESQL
def test_a_reach_over_the_partnership_sees_that_something_came_and_no_row_of_it(
    delivered: Sender,
) -> None:
    lead = Context("bromley", "bromley-da-lead", "partnership")
    assert seen(delivered, lead, submissions) == 1
    assert seen(delivered, lead, RECORDS["health_contact"]) == 0


@ON_POSTGRESQL
def test_whoever_seals_under_an_agreement_sees_all(delivered: Sender) -> None:
    terms = next(
        each
        for each in TESTED.agreements_of("bromley-da-lead")
        if "seal" in each["actions"] and "health_contact" in each["datasets"]
    )
    held, purpose = terms["agreement"], terms["purposes"][0]
    lead = Context("bromley", "bromley-da-lead", "sealing", held, purpose)
    assert seen(delivered, lead, RECORDS["health_contact"]) == 3
    assert seen(delivered, replace(lead, reach="partnership"), RECORDS["health_contact"]) == 0
    assert seen(delivered, replace(lead, agency_id="elsewhere"), RECORDS["health_contact"]) == 0
    assert seen(delivered, replace(lead, purpose="x"), RECORDS["health_contact"]) == 0


@ON_POSTGRESQL
def test_another_partnership_sees_not_even_what_is_owed(delivered: Sender) -> None:
    assert seen(delivered, Context("croydon", "kings-pruh", "partnership"), returns) == 0
    assert seen(delivered, Context("croydon", "kings-pruh", "partnership"), envelopes) == 0


def test_the_services_own_questions_answer_alike_on_both_engines(
    hospital: Sender, system: Callable[[str, str], Sender]
) -> None:
    hospital.send(contacts(3))
    charity = system("bcwa", "health_contact")
    assert {each.agency for each in charity.listed()} == {"bcwa"}
    charity.send(contacts(2))
    assert [each["rows_stored"] for each in charity.revisions()] == [2]
    assert [each["rows_stored"] for each in hospital.revisions()] == [3]

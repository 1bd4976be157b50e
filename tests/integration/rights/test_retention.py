"""What outlives its agreement's time leaves by itself; what a release needs stays as released."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import ColumnElement, insert, select

from api.db import Context
from auth.refusals import Conflict
from schemas.tables.agreements import agreement_signatures, agreement_versions
from schemas.tables.base import metadata
from schemas.tables.person_requests import person_requests
from schemas.tables.returns import returns
from tests.deliveries import contacts, reference
from tests.integration.returns.sending import Sender
from tests.integration.rights.office import PARTNERSHIP, Office
from tests.integration.rights.test_erasing import seen
from tests.integration.stored_rows import stored_row

System = Callable[[str, str], Sender]
LAST_DAY = datetime(2029, 9, 30, 9, tzinfo=UTC)
THE_DAY_AFTER = datetime(2029, 10, 1, 9, tzinfo=UTC)
"""March 2026 and 42 whole months after it, as the invented agreements say."""


def held(office: Office) -> dict[str, int]:
    """How many rows each table of deliveries has."""
    return {
        name: office.count(name) for name in ("health_contact_records", "submissions", "findings")
    }


def test_rows_leave_the_day_after_their_months_and_not_before(
    hospital: Sender, office: Office
) -> None:
    hospital.send(contacts(3), "2026-03")
    before = held(office)
    assert before["health_contact_records"] == 3
    assert office.tidy(LAST_DAY) == {}
    assert held(office) == before
    done = office.tidy(THE_DAY_AFTER)
    assert (done["submissions"], done["rows"]) == (1, 3)
    assert set(held(office).values()) == {0}
    assert office.tidy(THE_DAY_AFTER) == {}


def test_replaced_and_withdrawn_deliveries_leave_as_well(hospital: Sender, office: Office) -> None:
    hospital.send(contacts(3), "2026-03")
    hospital.send(contacts(4), "2026-03")
    hospital.withdraw("2026-03")
    assert office.tidy(THE_DAY_AFTER)["submissions"] == 2
    assert set(held(office).values()) == {0}


def test_a_younger_month_stays(hospital: Sender, office: Office) -> None:
    hospital.send([row for m in (1, 2, 3) for row in contacts(2, month=f"2026-0{m}")], "2025-26-Q4")
    office.tidy(datetime(2029, 8, 31, 9, tzinfo=UTC))
    assert {row["month"] for row in office.rows("health_contact")} == {"2026-02", "2026-03"}


def test_a_return_whose_rows_have_left_says_so_and_takes_no_others(
    hospital: Sender, office: Office
) -> None:
    hospital.send(contacts(3), "2026-03")
    office.tidy(THE_DAY_AFTER)
    query = select(returns).where(
        returns.c.dataset == "health_contact", returns.c.month == "2026-03"
    )
    (left,) = (row for row in office.all(query) if row["agency_id"] == "kings-pruh")
    assert (left["status"], left["submission_id"], left["revision"]) == ("retired", None, 1)
    assert left["first_received_at"] is not None
    with pytest.raises(Conflict):
        hospital.send(contacts(2), "2026-03")


def test_the_months_are_those_that_all_parties_signed_and_no_drafts(
    hospital: Sender, office: Office
) -> None:
    hospital.send(contacts(3), "2026-03")
    number = _number(office)
    with office.database.writing(Context(PARTNERSHIP, reach="operator")) as session:
        first = session.execute(select(agreement_versions).where(number)).mappings().one()
        shorter = first["terms"].replace('"retention_months":42', '"retention_months":1')
        draft = {**first, "version": 2, "terms": shorter.replace('"version":1', '"version":2')}
        session.execute(insert(agreement_versions), draft)
        party = metadata.tables["agreement_parties"]
        old = session.execute(select(party).where(party.c.agreement_id == first["agreement_id"]))
        session.execute(insert(party), [{**row, "version": 2} for row in old.mappings()])
    assert office.tidy(datetime(2026, 6, 1, 9, tzinfo=UTC)) == {}
    with office.database.writing(Context(PARTNERSHIP, reach="operator")) as session:
        signed = session.execute(
            select(agreement_signatures).where(
                agreement_signatures.c.agreement_id == first["agreement_id"]
            )
        ).mappings()
        session.execute(insert(agreement_signatures), [{**row, "version": 2} for row in signed])
    assert office.tidy(datetime(2026, 6, 1, 9, tzinfo=UTC))["submissions"] == 1


def _number(office: Office) -> ColumnElement[bool]:
    (submission,) = office.all(select(metadata.tables["submissions"]))
    number: str = submission["agreement_id"]
    return agreement_versions.c.agreement_id == number


def test_what_left_is_recorded_by_numbers(hospital: Sender, office: Office) -> None:
    hospital.send([seen(n, reference("ada")) for n in (1, 2, 3)], "2026-03")
    office.tidy(THE_DAY_AFTER)
    (event,) = office.events("retention:apply")
    assert '"counts":{"findings":' in event
    assert '"rows":3' in event
    assert '"period":"2026-03"' in event


def test_closed_requests_leave_in_their_time_and_open_ones_stay(office: Office) -> None:
    closed = office.receive("kings-pruh", "access", reference("ada"))["request"]
    office.decide("kings-pruh", closed, "refuse", "withdrawn")
    office.receive("kings-pruh", "access", reference("bea"))
    assert office.tidy(datetime(2029, 4, 30, 9, tzinfo=UTC)) == {}
    assert office.tidy(datetime(2029, 5, 1, 9, tzinfo=UTC)) == {"requests": 1}
    (left,) = office.all(select(person_requests))
    assert left["status"] == "received"


def test_cases_and_what_was_opened_in_an_emergency_leave_a_year_after_their_end(
    office: Office,
) -> None:
    with office.database.writing(Context(PARTNERSHIP, "bcwa")) as session:
        for name in ("case_members", "case_conflicts", "cases", "break_glass"):
            table = metadata.tables[name]
            row = stored_row(table, partnership_id=PARTNERSHIP, agency_id="bcwa")
            row |= {k: "bcwa" for k in ("listed_by",) if k in row} | {"case_id": "c-1"}
            session.execute(insert(table), row)
    assert office.tidy(datetime(2027, 4, 30, 9, tzinfo=UTC)) == {}
    assert office.tidy(datetime(2027, 5, 1, 9, tzinfo=UTC)) == {"cases": 1, "opened": 1}
    assert office.count("case_members") == office.count("case_conflicts") == 0


def test_restrictions_leave_with_the_delivery_that_brought_them(
    hospital: Sender, office: Office
) -> None:
    hospital.send([seen(1, reference("ada"), subject__restricted=True)], "2026-03")
    assert office.count("restrictions") == 1
    office.tidy(THE_DAY_AFTER)
    assert office.count("restrictions") == 0

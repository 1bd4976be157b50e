"""What becomes of a return when it is delivered, replaced and withdrawn, on both engines."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from api.db import Context
from auth.refusals import (
    Conflict,
    NotFound,
    PreconditionFailed,
    PreconditionRequired,
    Unprocessable,
)
from schemas.tables.audit import audit_events
from tests.deliveries import contact, contacts
from tests.integration.returns.sending import Sender

REASON = "The first file left out one of the two wards of the department."


def test_the_first_delivery_is_revision_one(hospital: Sender) -> None:
    done = hospital.send(contacts(3))
    assert (done.outcome, done.receipt["revision"], done.receipt["status"]) == (
        "first",
        1,
        "received",
    )
    assert done.receipt["rows"] == {"received": 3, "stored": 3, "refused": 0, "out_of_area": 0}
    assert hospital.read() == (done.etag, done.receipt)
    assert hospital.counts("health_contact") == 3


def test_a_second_delivery_replaces_the_first_and_keeps_it_on_record(hospital: Sender) -> None:
    first = hospital.send(contacts(3))
    second = hospital.send(contacts(5))
    assert second.outcome == "replaced"
    assert second.receipt["replaces_submission_id"] == first.receipt["submission_id"]
    assert hospital.read()[0] == second.etag != first.etag
    assert [(each["revision"], each["rows_stored"]) for each in hospital.revisions()] == [
        (2, 5),
        (1, 3),
    ]


def test_an_equal_delivery_changes_nothing(hospital: Sender) -> None:
    first = hospital.send(contacts(3))
    again = hospital.send(contacts(3), if_match="of-long-ago")
    assert (again.outcome, again.etag) == ("unchanged", first.etag)
    assert again.receipt["submission_id"] == first.receipt["submission_id"]
    assert hospital.counts("health_contact") == 3


def test_the_same_rows_under_another_envelope_are_another_delivery(hospital: Sender) -> None:
    first = hospital.send(contacts(3))
    second = hospital.send(contacts(3), source_system="The new patient system")
    assert second.outcome == "replaced"
    assert second.etag != first.etag


def test_a_stale_copy_is_not_replaced(hospital: Sender) -> None:
    first = hospital.send(contacts(3))
    second = hospital.send(contacts(4), if_match=first.etag)
    with pytest.raises(PreconditionFailed) as refusal:
        hospital.send(contacts(5), if_match=first.etag)
    assert refusal.value.code == "stale_etag"
    assert hospital.read()[0] == second.etag


def test_a_first_delivery_matches_no_copy(hospital: Sender) -> None:
    with pytest.raises(PreconditionFailed):
        hospital.send(contacts(3), if_match="anything")
    assert hospital.counts("health_contact") == 0


def test_a_late_revision_needs_the_copy_and_a_reason(hospital: Sender) -> None:
    january = "2026-01"
    first = hospital.on("2026-02-10").send(contacts(3, month=january), january)
    late = hospital.on("2026-03-01")
    better = contacts(4, month=january)
    with pytest.raises(PreconditionRequired):
        late.send(better, january)
    with pytest.raises(Unprocessable) as refusal:
        late.send(better, january, if_match=first.etag)
    assert refusal.value.code == "reason_needed"
    done = late.send(better, january, if_match=first.etag, reason=REASON)
    assert done.receipt["revision"] == 2


def test_a_late_first_delivery_needs_neither(hospital: Sender) -> None:
    done = hospital.send(contacts(3, month="2026-01"), "2026-01")
    assert done.outcome == "first"


def test_good_rows_are_kept_alone_where_that_is_asked_for(hospital: Sender) -> None:
    rows = [*contacts(4), contact(5, setting="a_and_e"), contact(6, subject__sex=None)]
    with pytest.raises(Unprocessable) as refusal:
        hospital.send(rows)
    assert refusal.value.code == "return_refused"
    assert {(each.code, each.row, each.field) for each in refusal.value.errors} == {
        ("code", 5, "setting"),
        ("missing", 6, "subject.sex"),
    }
    done = hospital.send(rows, quarantine=True)
    assert done.receipt["status"] == "partial"
    assert done.receipt["rows"] == {"received": 6, "stored": 4, "refused": 2, "out_of_area": 0}


def test_a_repeated_record_id_refuses_the_later_row(hospital: Sender) -> None:
    rows = [*contacts(3), contact(2)]
    with pytest.raises(Unprocessable) as refusal:
        hospital.send(rows)
    assert [(each.code, each.row) for each in refusal.value.errors] == [("duplicate_record_id", 4)]
    assert hospital.send(rows, quarantine=True).receipt["rows"]["stored"] == 3


def test_a_month_is_not_replaced_by_a_file_without_one_good_row(hospital: Sender) -> None:
    before = hospital.send(contacts(3))
    with pytest.raises(Unprocessable) as refusal:
        hospital.send([contact(1, setting="a_and_e")], quarantine=True)
    assert (refusal.value.code, "on_error" in refusal.value.detail) == ("return_refused", False)
    assert hospital.read()[0] == before.etag


def test_nothing_to_report_is_a_status_of_its_own(hospital: Sender) -> None:
    done = hospital.send([], return_status="nil")
    assert (done.receipt["status"], done.receipt["rows"]["stored"]) == ("nil", 0)
    (listed,) = [each for each in hospital.listed() if each.period == "2026-03"
                 and each.dataset == "health_contact"]  # fmt: skip
    assert (listed.status, listed.late) == ("nil", False)


def test_a_withdrawn_return_is_counted_no_more(hospital: Sender) -> None:
    done = hospital.send(contacts(3))
    hospital.withdraw(if_match=done.etag)
    with pytest.raises(NotFound):
        hospital.read()
    assert [each["revision"] for each in hospital.revisions()] == [1]
    again = hospital.send(contacts(3))
    assert (again.receipt["revision"], again.outcome) == (2, "first")


def test_withdrawing_late_says_why(hospital: Sender) -> None:
    january = "2026-01"
    done = hospital.send(contacts(3, month=january), january)
    with pytest.raises(PreconditionRequired):
        hospital.withdraw(january)
    hospital.withdraw(january, if_match=done.etag, reason=REASON)
    with pytest.raises(NotFound):
        hospital.read(january)


def test_what_was_never_sent_cannot_be_withdrawn(hospital: Sender) -> None:
    with pytest.raises(Conflict):
        hospital.withdraw()


def test_a_month_that_is_not_open_takes_nothing(hospital: Sender) -> None:
    with pytest.raises(Conflict) as refusal:
        hospital.send(contacts(3, month="2025-09"), "2025-09")
    assert refusal.value.code == "period_not_open"


def test_what_nobody_asked_for_is_taken_all_the_same(
    system: Callable[[str, str], Sender],
) -> None:
    charity = system("bcwa", "health_contact")
    charity.send(contacts(3))
    (listed,) = [each for each in charity.listed() if each.dataset == "health_contact"]
    assert (listed.status, listed.expected, listed.due_on) == ("received", False, None)


def test_the_lead_sees_every_status_and_nobody_elses_tag(
    hospital: Sender, system: Callable[[str, str], Sender]
) -> None:
    done = hospital.send(contacts(3))
    lead = system("bromley-da-lead", "aggregate_return")
    (seen,) = [
        each
        for each in lead.listed()
        if (each.agency, each.dataset, each.period) == ("kings-pruh", "health_contact", "2026-03")
    ]
    assert (seen.status, seen.etag) == ("received", None)
    assert {each.agency for each in hospital.listed()} == {"kings-pruh"}
    assert done.etag in {each.etag for each in hospital.listed()}


def test_every_delivery_leaves_its_event(hospital: Sender) -> None:
    hospital.send(contacts(3))
    hospital.send(contacts(3))
    hospital.withdraw()
    with hospital.database.reading(Context("bromley", "kings-pruh")) as session:
        found = session.execute(
            select(audit_events.c.tag, func.count())
            .where(audit_events.c.agency_id == "kings-pruh")
            .group_by(audit_events.c.tag)
        )
        assert dict(tuple(row) for row in found) == {"returns:submit": 2, "returns:withdraw": 1}


def test_a_retry_on_the_next_day_is_still_a_retry(hospital: Sender) -> None:
    january = "2026-01"
    rows = contacts(3, month=january)
    first = hospital.on("2026-02-28").send(rows, january)
    again = hospital.on("2026-03-01").send(rows, january)
    assert (again.outcome, again.etag) == ("unchanged", first.etag)

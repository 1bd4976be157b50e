"""Nothing that was sent is lost: not when the level changes, and not when records are put right."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from schemas.tables.records import RECORDS
from schemas.tables.returns import returns, submissions
from tests.deliveries import Row, contacts, figure, report
from tests.integration.returns.sending import Sender

Systems = Callable[[str, str], Sender]
FEBRUARY, MARCH = "2026-02", "2026-03"


@pytest.fixture
def police(system: Systems) -> Sender:
    return system("met-bromley", "incident")


def counted(value: int) -> Row:
    """A count of the month's contacts, in place of their records."""
    return figure(
        1, family="record_proxy", measure="health_contact", value=value, as_at=None,
        covers_from="2026-03-01", covers_to="2026-03-31",
    )  # fmt: skip


def stated() -> Row:
    return figure(
        2, family="statement", measure="statement", unit="text", value=None, as_at=None,
        statement_text="The clinic was open on every working day of the month.",
    )  # fmt: skip


def in_force(sender: Sender, month: str = MARCH) -> dict[str, Any]:
    """The return as it stands, with the level of the delivery that it points at."""
    with sender.database.reading(sender.context) as session:
        query = (
            select(returns, submissions.c.level.label("sent_at"))
            .join(submissions, returns.c.submission_id == submissions.c.submission_id)
            .where(returns.c.dataset == sender.dataset, returns.c.month == month)
        )
        return dict(session.execute(query).mappings().one())


def rows_of(sender: Sender, table: str, submission_id: str) -> int:
    """How many rows of a delivery are kept, in force or not."""
    with sender.database.reading(sender.context) as session:
        kept = RECORDS[table]
        query = select(func.count()).where(kept.c.submission_id == submission_id)
        return session.scalar(query) or 0


def test_changing_the_level_keeps_what_was_sent_before(hospital: Sender) -> None:
    earlier = hospital.send(contacts(4, month=FEBRUARY), FEBRUARY).receipt
    sent = [
        hospital.send(contacts(3)),
        hospital.send([counted(17)], level="aggregate"),
        hospital.send([stated()], level="statement"),
        hospital.send(contacts(5)),
    ]
    assert [each.outcome for each in sent] == ["first", "replaced", "replaced", "replaced"]
    levels = ["record", "aggregate", "statement", "record"]
    assert [each.receipt["level"] for each in sent] == levels
    listed = hospital.revisions()
    assert [(each["revision"], each["level"]) for each in listed] == [
        (4, "record"), (3, "statement"), (2, "aggregate"), (1, "record"),
    ]  # fmt: skip
    ids = [each.receipt["submission_id"] for each in sent]
    assert [each["submission_id"] for each in listed] == ids[::-1]
    assert [each["replaces_submission_id"] for each in listed] == [*ids[2::-1], None]
    tables = ["health_contact", "aggregate_return", "aggregate_return", "health_contact"]
    held = zip(tables, ids, strict=True)
    assert [rows_of(hospital, table, each) for table, each in held] == [3, 1, 1, 5]
    assert rows_of(hospital, "health_contact", earlier["submission_id"]) == 4
    assert in_force(hospital, FEBRUARY)["submission_id"] == earlier["submission_id"]


def test_each_level_settles_the_return_while_it_is_in_force(hospital: Sender) -> None:
    for rows, level in (
        (contacts(3), "record"),
        ([counted(17)], "aggregate"),
        ([stated()], "statement"),
        (contacts(3), "record"),
    ):
        done = hospital.send(rows, level=level)
        standing = in_force(hospital)
        assert (standing["level"], standing["sent_at"], standing["status"]) == (
            level, level, "received",
        )  # fmt: skip
        assert standing["submission_id"] == done.receipt["submission_id"]
        assert standing["revision"] == done.receipt["revision"]


def test_a_change_of_level_after_the_free_time_needs_the_copy_and_a_reason(
    hospital: Sender,
) -> None:
    late = hospital.on("2026-05-10")
    first = hospital.send(contacts(3))
    etag = first.etag
    why = "The trust has agreed to send counts in place of records."
    done = late.send([counted(17)], level="aggregate", reason=why, if_match=etag)
    assert (done.outcome, done.receipt["level"]) == ("replaced", "aggregate")
    assert [each["level"] for each in late.revisions()] == ["aggregate", "record"]


def flagged(number: int) -> Row:
    return report(number, da_flag=True, connection="married_former")


def corrected(number: int) -> Row:
    """The same report, no longer one of domestic abuse, with the reason."""
    return report(number, da_flag=False, flag_removed_reason="not_connected", connection="none")


def flags(sender: Sender, submission_id: str) -> dict[str, tuple[bool, str | None]]:
    """What a delivery said of each report: its flag, and why it was taken off."""
    table = RECORDS["incident"]
    names = (table.c.record_id, table.c.da_flag, table.c.flag_removed_reason)
    with sender.database.reading(sender.context) as session:
        query = select(*names).where(table.c.submission_id == submission_id)
        return {row[0]: (row[1], row[2]) for row in session.execute(query)}


def test_a_report_that_is_reclassified_keeps_what_was_said_of_it(police: Sender) -> None:
    first = police.send([flagged(1), flagged(2), flagged(3)]).receipt["submission_id"]
    done = police.send([flagged(1), corrected(2), flagged(3)])
    second = done.receipt["submission_id"]
    assert done.receipt["replaces_submission_id"] == first
    assert flags(police, first)["pi-2026-03-2"] == (True, None)
    assert flags(police, second)["pi-2026-03-2"] == (False, "not_connected")
    assert in_force(police)["submission_id"] == second
    listed = [(each["revision"], each["submission_id"]) for each in police.revisions()]
    assert listed == [(2, second), (1, first)]


def test_a_flag_taken_off_without_a_reason_is_asked_about(police: Sender) -> None:
    without = corrected(2) | {"connection": "married_former"}
    without.pop("flag_removed_reason")
    done = police.send(
        [corrected(1), without],
        explanations={"EVT-V10": "The reason is being looked up and will follow next month."},
    )
    assert {"code": "EVT-V10", "severity": "query", "count": 1} in done.receipt["findings"]


def test_a_withdrawn_return_keeps_its_rows_and_its_revisions(hospital: Sender) -> None:
    sent = hospital.send(contacts(3)).receipt["submission_id"]
    hospital.withdraw()
    assert rows_of(hospital, "health_contact", sent) == 3
    assert [each["submission_id"] for each in hospital.revisions()] == [sent]
    again = hospital.send(contacts(4)).receipt
    assert [each["revision"] for each in hospital.revisions()] == [again["revision"], 1]

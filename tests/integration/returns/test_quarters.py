"""A quarter's file: split by month, stored in one transaction, and told apart again."""

from collections.abc import Callable

import pytest

from auth.refusals import Conflict, NotFound, PreconditionFailed, Unprocessable
from tests.deliveries import Row, contacts
from tests.integration.returns.sending import Sender

QUARTER = "2025-26-Q4"
REASON = "Sent in error: the figures were those of another trust."
MONTHS = ("2026-01", "2026-02", "2026-03")


def quarter(*counts: int) -> list[Row]:
    """So many contacts in each month, in the order of the months."""
    return [
        row
        for month, count in zip(MONTHS, counts, strict=True)
        for row in contacts(count, month=month)
    ]


def stored(sender: Sender) -> dict[str, int]:
    return {month: sender.read(month)[1]["rows"]["stored"] for month in MONTHS}


def test_a_quarter_is_split_by_month_with_one_receipt(hospital: Sender) -> None:
    done = hospital.send(quarter(2, 3, 4), QUARTER)
    assert (done.outcome, done.receipt["rows"]["stored"]) == ("first", 9)
    parts = [(part["month"], part["rows"]["stored"]) for part in done.receipt["months"]]
    assert parts == [("2026-01", 2), ("2026-02", 3), ("2026-03", 4)]
    assert stored(hospital) == {"2026-01": 2, "2026-02": 3, "2026-03": 4}
    assert {hospital.read(month)[0] for month in (*MONTHS, QUARTER)} == {done.etag}


def test_a_retried_quarter_changes_nothing(hospital: Sender) -> None:
    first = hospital.send(quarter(2, 3, 4), QUARTER)
    again = hospital.send(quarter(2, 3, 4), QUARTER)
    assert (again.outcome, again.receipt["submission_id"]) == (
        "unchanged",
        first.receipt["submission_id"],
    )
    assert hospital.counts("health_contact") == 9


def test_a_month_sent_anew_stands_beside_the_others(hospital: Sender) -> None:
    whole = hospital.send(quarter(2, 3, 4), QUARTER)
    march = hospital.send(contacts(6), "2026-03")
    assert stored(hospital) == {"2026-01": 2, "2026-02": 3, "2026-03": 6}
    mixed, receipt = hospital.read(QUARTER)
    assert mixed not in {whole.etag, march.etag}
    assert receipt["rows"]["stored"] == 11
    assert [part["revision"] for part in receipt["months"]] == [1, 1, 2]


def test_a_quarter_sent_anew_acts_on_the_copy_of_all_its_months(hospital: Sender) -> None:
    first = hospital.send(quarter(2, 3, 4), QUARTER)
    hospital.send(contacts(6), "2026-03")
    mixed, _ = hospital.read(QUARTER)
    reason = "The first file left out one of the two wards of the department."
    with pytest.raises(PreconditionFailed):
        hospital.send(quarter(5, 5, 5), QUARTER, if_match=first.etag, reason=reason)
    done = hospital.send(quarter(5, 5, 5), QUARTER, if_match=mixed, reason=reason)
    assert stored(hospital) == dict.fromkeys(MONTHS, 5)
    assert [part["revision"] for part in done.receipt["months"]] == [2, 2, 3]


def test_a_silent_month_must_be_named(hospital: Sender) -> None:
    rows = quarter(2, 0, 4)
    with pytest.raises(Unprocessable) as refusal:
        hospital.send(rows, QUARTER)
    assert {each.code for each in refusal.value.errors} == {"ENV-V09"}
    done = hospital.send(rows, QUARTER, nil_months=["2026-02"])
    assert [part["status"] for part in done.receipt["months"]] == ["received", "nil", "received"]


def test_a_wrong_row_of_one_month_refuses_the_quarter(hospital: Sender) -> None:
    rows = quarter(2, 3, 4)
    rows[3]["setting"] = "a_and_e"
    with pytest.raises(Unprocessable):
        hospital.send(rows, QUARTER)
    assert hospital.counts("health_contact") == 0
    done = hospital.send(rows, QUARTER, quarantine=True)
    parts = [(part["status"], part["rows"]["refused"]) for part in done.receipt["months"]]
    assert parts == [("received", 0), ("partial", 1), ("received", 0)]
    assert done.receipt["status"] == "partial"


def test_a_row_of_another_quarter_belongs_to_no_month(hospital: Sender) -> None:
    with pytest.raises(Unprocessable) as refusal:
        hospital.send([*quarter(1, 1, 1), *contacts(1, month="2025-12")], QUARTER)
    assert {(each.code, each.row) for each in refusal.value.errors} == {("HLT-V00", 4)}


def test_a_quarter_with_a_month_that_is_not_open_takes_nothing(
    system: Callable[[str, str], Sender],
) -> None:
    hospital = system("kings-pruh", "health_contact")
    months = ("2025-07", "2025-08", "2025-09")
    rows = [row for month in months for row in contacts(2, month=month)]
    with pytest.raises(Conflict):
        hospital.send(rows, "2025-26-Q2")
    assert hospital.counts("health_contact") == 0


def test_a_quarter_sent_month_by_month_is_withdrawn_as_a_whole(hospital: Sender) -> None:
    for number, month in enumerate(MONTHS, start=1):
        hospital.send(contacts(number, month=month), month)
    etag, _ = hospital.read(QUARTER)
    late = hospital.on("2026-06-01")
    with pytest.raises(PreconditionFailed):
        late.withdraw(QUARTER, if_match=etag[:-1], reason=REASON)
    late.withdraw(QUARTER, if_match=etag, reason=REASON)
    with pytest.raises(NotFound):
        hospital.read(QUARTER)

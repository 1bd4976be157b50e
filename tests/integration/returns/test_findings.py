"""Findings are kept with the delivery they were made of, counted, and given a page at a time."""

import pytest

from auth.refusals import Conflict, NotFound
from tests.deliveries import contact, contacts
from tests.integration.returns.sending import Sender

EXPLAINED = {"HLT-V08": "The unit also sees partners, who are written as patients."}


def test_findings_of_what_is_in_force_are_read_back(hospital: Sender) -> None:
    man = contact(3, setting="maternity", subject__sex="M", person_type="patient")
    rows = [*contacts(2, person_type="patient"), man]
    done = hospital.send(rows, explanations=EXPLAINED)
    found, _ = hospital.findings()
    (query,) = [each for each in found if each.severity == "query"]
    assert (query.code, query.row, query.field) == (
        "HLT-V08",
        3,
        "subject.pregnant_or_recent_birth",
    )
    counted = {each["code"]: each["count"] for each in done.receipt["findings"]}
    assert counted == {
        "HLT-V08": 1,
        "absent_column": sum(each.code == "absent_column" for each in found),
    }


def test_findings_of_a_replaced_delivery_are_not_given_for_the_new_one(hospital: Sender) -> None:
    hospital.send([*contacts(2), contact(3, setting="a_and_e")], quarantine=True)
    assert {each.code for each in hospital.findings()[0]} >= {"code"}
    hospital.send(contacts(3))
    assert "code" not in {each.code for each in hospital.findings()[0]}


def test_findings_come_a_page_at_a_time_and_each_once(hospital: Sender) -> None:
    rows = [*contacts(1), *(contact(n, setting="a_and_e") for n in range(2, 2302))]
    done = hospital.send(rows, quarantine=True)
    pages, after = [], 0
    while True:
        page, last = hospital.findings(after=after)
        pages.append(page)
        if last is None:
            break
        after = last
    assert [len(page) for page in pages[:2]] == [1000, 1000]
    found = [each for page in pages for each in page]
    assert len(found) == sum(each["count"] for each in done.receipt["findings"])
    assert [each.row for each in found if each.code == "code"] == list(range(2, 2302))


def test_a_return_that_was_not_sent_has_no_findings(hospital: Sender) -> None:
    with pytest.raises(NotFound):
        hospital.findings()


def test_months_sent_apart_are_counted_together_and_read_apart(hospital: Sender) -> None:
    for month in ("2026-01", "2026-02", "2026-03"):
        wrong = contact(9, month=month, setting="a_and_e")
        hospital.send([*contacts(1, month=month), wrong], month, quarantine=True)
    with pytest.raises(Conflict):
        hospital.findings("2025-26-Q4")
    _, receipt = hospital.read("2025-26-Q4")
    assert {each["code"]: each["count"] for each in receipt["findings"]}["code"] == 3

"""Findings are kept with the delivery they were made of, counted, and given a page at a time."""

import pytest

from auth.refusals import Conflict, NotFound
from tests.deliveries import contact, contacts
from tests.integration.returns.sending import Sender

EXPLAINED = {"HLT-V08": "The unit also sees partners, who are written as patients."}


def codes(sender: Sender) -> set[str]:
    return {each["code"] for each in sender.findings().findings}


def test_findings_of_what_is_in_force_are_read_back(hospital: Sender) -> None:
    man = contact(3, setting="maternity", subject__sex="M", person_type="patient")
    rows = [*contacts(2, person_type="patient"), man]
    done = hospital.send(rows, explanations=EXPLAINED)
    found = hospital.findings()
    (query,) = [each for each in found.findings if each["severity"] == "query"]
    assert (query["code"], query["row"], query["field"], query["count"]) == (
        "HLT-V08",
        3,
        "subject.pregnant_or_recent_birth",
        1,
    )
    assert query["expected"].startswith("Where setting is maternity and person_type is patient,")
    assert query["expected"].endswith("say why in envelope.explanations.HLT-V08.")
    counted = {each["code"]: each["count"] for each in done.receipt["findings"]}
    absent = sum(each["code"] == "absent_column" for each in found.findings)
    assert counted == {"HLT-V08": 1, "absent_column": absent}


def test_the_receipt_and_the_list_count_alike_the_commonest_first(hospital: Sender) -> None:
    wrong = [contact(n, setting="a_and_e") for n in range(3, 20)]
    odd = [contact(n, subject__age_years=200) for n in range(20, 25)]
    done = hospital.send([*contacts(2), *odd, *wrong], quarantine=True)
    found = hospital.findings()
    assert found.summary == done.receipt["summary"]
    kinds = [(each["code"], each["field"], each["count"]) for each in found.summary[:2]]
    assert kinds == [("code", "setting", 17), ("range", "subject.age_years", 5)]
    assert found.summary[1]["rows"] == [3, 4, 5, 6, 7]
    assert found.summary[0]["expected"].startswith("A code of /v1/code-lists/health_setting: ")
    assert found.total == found.listed == len(found.findings)
    assert [each["count"] for each in found.findings[:22]] == [17] * 17 + [5] * 5
    assert sum(each["count"] for each in done.receipt["findings"]) == found.total


def test_findings_of_a_replaced_delivery_are_not_given_for_the_new_one(hospital: Sender) -> None:
    hospital.send([*contacts(2), contact(3, setting="a_and_e")], quarantine=True)
    assert codes(hospital) >= {"code"}
    hospital.send(contacts(3))
    assert "code" not in codes(hospital)


def test_findings_come_a_page_at_a_time_and_each_once(hospital: Sender) -> None:
    rows = [*contacts(1), *(contact(n, setting="a_and_e") for n in range(2, 2302))]
    done = hospital.send(rows, quarantine=True)
    pages, after = [], 0
    while True:
        page = hospital.findings(after=after)
        pages.append(page.findings)
        if page.last is None:
            break
        after = page.last
    assert [len(page) for page in pages[:2]] == [1000, 1000]
    found = [each for page in pages for each in page]
    assert len(found) == sum(each["count"] for each in done.receipt["findings"])
    assert [each["row"] for each in found if each["code"] == "code"] == list(range(2, 2302))


def test_of_very_many_findings_the_first_are_listed_and_all_are_counted(hospital: Sender) -> None:
    rows = [*contacts(1), *(contact(n, setting="a_and_e") for n in range(2, 5103))]
    done = hospital.send(rows, quarantine=True)
    found = hospital.findings()
    assert (found.listed, found.summary[0]["count"]) == (5000, 5101)
    assert found.total == sum(each["count"] for each in done.receipt["findings"]) > 5101


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
    (kind,) = [each for each in receipt["summary"] if each["code"] == "code"]
    assert (kind["count"], kind["rows"]) == (3, [])

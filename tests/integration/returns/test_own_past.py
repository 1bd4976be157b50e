"""Rules over the agency's own earlier rows: each finds its own, and nobody else's."""

from collections.abc import Callable
from typing import Any

import pytest

from auth.refusals import Unprocessable
from tests.deliveries import Row, contact, contacts, figure, reference, request
from tests.integration.returns.sending import Sender

Systems = Callable[[str, str], Sender]
FEBRUARY, MARCH = "2026-02", "2026-03"
WHY = "We asked the person again and wrote down what they told us this time."


def known(month: str, **changes: Any) -> Row:
    """A contact of one known person, whose row may be linked."""
    person = {"subject__person_ref": reference("ada"), "subject__sharing": "linked_counts"}
    return contact(1, month=month, **person, **changes)


def queries(sender: Sender, rows: list[Row], period: str = MARCH) -> dict[str, str | None]:
    """The queries that a file raises, with the field each is about."""
    try:
        sender.send(rows, period, dry_run=True, person_ref_key="invented-2026")
    except Unprocessable as refusal:
        counts = refusal.extension["findings"]
        asked = {each["code"] for each in counts if each["severity"] == "query"}
        unexplained = {each.code for each in refusal.errors}
        assert unexplained == {"explanation_needed"}
        return dict.fromkeys(sorted(asked))
    return {}


def test_a_person_whose_sex_changed_is_asked_about(hospital: Sender) -> None:
    hospital.send([known(FEBRUARY)], FEBRUARY)
    assert queries(hospital, [known(MARCH, subject__sex="M")]) == {"SUB-V04": None}
    assert queries(hospital, [known(MARCH)]) == {}
    done = hospital.send([known(MARCH, subject__sex="M")], explanations={"SUB-V04": WHY})
    assert done.receipt["status"] == "received"


def test_an_age_that_jumped_is_asked_about(hospital: Sender) -> None:
    hospital.send([known(FEBRUARY, subject__age_years=30)], FEBRUARY)
    assert queries(hospital, [known(MARCH, subject__age_years=41)]) == {"SUB-V05": None}
    assert queries(hospital, [known(MARCH, subject__age_years=31)]) == {}


def test_a_reason_for_having_no_value_contradicts_nothing(hospital: Sender) -> None:
    hospital.send([known(FEBRUARY)], FEBRUARY)
    assert queries(hospital, [known(MARCH, subject__sex="not_recorded")]) == {}


def test_what_another_agency_said_of_a_person_raises_nothing(
    hospital: Sender, system: Systems
) -> None:
    system("bcwa", "health_contact").send([known(FEBRUARY, subject__sex="M")], FEBRUARY)
    assert queries(hospital, [known(MARCH)]) == {}


def test_what_is_no_longer_in_force_raises_nothing(hospital: Sender) -> None:
    before = hospital.on("2026-03-20")
    before.send([known(FEBRUARY, subject__sex="M")], FEBRUARY)
    before.send([known(FEBRUARY)], FEBRUARY)
    assert queries(hospital, [known(MARCH)]) == {}


def test_a_row_that_keeps_no_reference_leaves_none_to_compare_with(hospital: Sender) -> None:
    unlinked = known(FEBRUARY)
    unlinked["subject"]["sharing"] = "counts_only"
    hospital.send([unlinked], FEBRUARY)
    assert queries(hospital, [known(MARCH, subject__sex="M")]) == {}


def test_a_record_id_of_another_month_is_an_error(hospital: Sender) -> None:
    hospital.send(contacts(3, month=FEBRUARY), FEBRUARY)
    rows = [*contacts(2), contact(3, record_id=f"hc-{FEBRUARY}-2")]
    with pytest.raises(Unprocessable) as refusal:
        hospital.send(rows)
    assert [(each.code, each.row, each.field) for each in refusal.value.errors] == [
        ("record_id_elsewhere", 3, "record_id")
    ]
    done = hospital.send(rows, quarantine=True)
    assert done.receipt["rows"] == {"received": 3, "stored": 2, "refused": 1, "out_of_area": 0}


def test_a_record_id_of_another_agency_is_none_of_its_business(
    hospital: Sender, system: Systems
) -> None:
    system("bcwa", "health_contact").send(contacts(3), MARCH)
    assert hospital.send(contacts(3)).receipt["rows"]["stored"] == 3


def test_a_return_may_be_sent_anew_with_its_own_record_ids(hospital: Sender) -> None:
    hospital.send(contacts(3))
    assert hospital.send(contacts(4)).receipt["rows"]["stored"] == 4


def counts(value: int = 40, **changes: Any) -> Row:
    return figure(1, value=value, **changes)


def test_a_figure_that_moved_by_more_than_half_is_asked_about(system: Systems) -> None:
    lead = system("bromley-da-lead", "aggregate_return")
    lead.send([counts(40, record_id="ag-0", as_at="2026-02-28")], FEBRUARY, level="aggregate")
    with pytest.raises(Unprocessable) as refusal:
        lead.send([counts(61)], level="aggregate")
    assert {each.code for each in refusal.value.errors} == {"explanation_needed"}
    assert lead.send([counts(60)], level="aggregate").outcome == "first"


def proxy(value: int, month: str = MARCH) -> Row:
    """A count sent in place of the records of a month."""
    return figure(
        2,
        family="record_proxy",
        measure="health_contact",
        value=value,
        as_at=None,
        covers_from=f"{month}-01",
        covers_to=f"{month}-28",
    )


def test_counts_beside_the_records_they_stand_for_are_an_error(
    hospital: Sender, system: Systems
) -> None:
    hospital.send(contacts(3))
    beside = system("kings-pruh", "aggregate_return")
    with pytest.raises(Unprocessable) as refusal:
        beside.send([proxy(3)], level="aggregate")
    assert {each.code for each in refusal.value.errors} == {"AGG-V07"}
    other = system("bcwa", "aggregate_return")
    assert other.send([proxy(3)], level="aggregate").outcome == "first"


def test_counts_settle_a_return_that_records_were_owed_for(hospital: Sender) -> None:
    done = hospital.send([proxy(17)], level="aggregate")
    assert (done.receipt["level"], done.receipt["status"]) == ("aggregate", "received")
    assert hospital.counts("aggregate_return") == 1
    assert hospital.send(contacts(2)).receipt["level"] == "record"


def test_nights_beyond_the_declared_places_are_asked_about(system: Systems) -> None:
    capacity = system("bcwa", "aggregate_return")
    capacity.send([counts(1)], level="aggregate")
    charity = system("bcwa", "housing_support")
    stays = [request(n, requested_on="2026-03-01", start_on="2026-03-01") for n in (1, 2)]
    with pytest.raises(Unprocessable) as refusal:
        charity.send(stays)
    assert {each.code for each in refusal.value.errors} == {"explanation_needed"}
    assert charity.send(stays[:1]).outcome == "first"
    turn = [
        request(1, start_on="2026-03-01", requested_on="2026-03-01", end_on="2026-03-16",
                move_on="social"),
        request(2, start_on="2026-03-16", end_on=None),
    ]  # fmt: skip
    assert charity.send(turn).outcome == "replaced"
    full = {"HOU-V08": "Two families shared the one place for the whole of the month."}
    assert charity.send(stays, explanations=full).outcome == "replaced"

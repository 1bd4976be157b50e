"""A request of a person is weighed by whoever owns the records before anything is done or given."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from sqlalchemy import select

from api.policies import person_requests as rules
from api.policies.person_requests import Checked
from api.queries import restrictions as restricted
from auth.refusals import Conflict, Forbidden, NotFound, Unprocessable
from schemas.tables.person_requests import person_requests
from schemas.wire import person_requests as wire
from tests.deliveries import reference
from tests.integration.returns.sending import Sender
from tests.integration.rights.office import CLEAR, DANGER, PARTNERSHIP, Office
from tests.integration.rights.test_erasing import discussed, seen, told

ADA, BEA, EVE = reference("ada"), reference("bea"), reference("eve")
System = Callable[[str, str], Sender]


def values(record: Mapping[str, Any]) -> dict[str, tuple[str, str | None]]:
    return {each["field"]: (each["value"], each["meaning"]) for each in record["values"]}


def test_a_copy_is_held_until_the_owner_has_recorded_a_risk_check(
    hospital: Sender, office: Office
) -> None:
    hospital.send([seen(1, ADA)])
    request = office.receive("kings-pruh", "access", ADA)["request"]
    with pytest.raises(Conflict) as refusal:
        office.copy("kings-pruh", request)
    assert refusal.value.code == "risk_check_needed"
    assert office.check("kings-pruh", request, DANGER)["status"] == "held"
    with pytest.raises(Conflict):
        office.copy("kings-pruh", request)
    assert office.check("kings-pruh", request, CLEAR)["status"] == "cleared"
    assert len(office.copy("kings-pruh", request)["records"]) == 1
    office.decide("kings-pruh", request)
    with pytest.raises(Conflict):
        office.copy("kings-pruh", request)


def test_a_copy_says_in_words_what_is_held_of_the_person_and_of_nobody_else(
    police: Sender, office: Office
) -> None:
    police.send([told(1, ADA, EVE, victim__sex="F"), told(2, BEA, EVE)])
    record = cleared_copy(office, "met-bromley", ADA)["records"][0]
    said = values(record)
    assert said["victim.sex"] == ("F", "Female")
    assert said["reported_on"] == ("2026-03-02", None)
    assert said["is_crime"] == ("no", None)
    assert not any(name.startswith("suspect") for name in said)
    assert (record["part"], record["in_force"], record["revision"]) == ("victim", True, 1)
    assert str(record["leaves_on"]) == "2029-10-01"


def cleared_copy(
    office: Office, agency: str, person: str, *, left_out: tuple[str, ...] = ()
) -> Mapping[str, Any]:
    request = office.receive(agency, "access", person)["request"]
    office.check(agency, request, Checked("clear", identity_established=True, left_out=left_out))
    return office.copy(agency, request)


def test_who_abuses_gets_their_own_part_of_an_incident_and_nothing_of_the_person_abused(
    police: Sender, office: Office
) -> None:
    police.send([told(1, ADA, EVE)])
    (record,) = cleared_copy(office, "met-bromley", EVE)["records"]
    assert {name.partition(".")[0] for name in values(record)} == {"suspect"}
    assert values(record)["suspect.age_years"] == ("41", None)
    assert record["record"] is None


def test_a_link_in_another_persons_record_is_not_in_the_copy_and_the_owner_sees_it(
    system: System, office: Office
) -> None:
    system("met-bromley", "marac_case").send([discussed(1, ADA, EVE)])
    request = office.receive("met-bromley", "access", EVE)["request"]
    (place,) = office.shown("met-bromley", request)["records"]
    assert (place["part"], place["linked"]) == ("perpetrator_refs", True)
    office.check("met-bromley", request)
    assert office.copy("met-bromley", request)["records"] == []


def test_a_copy_leaves_out_the_datasets_that_its_owner_keeps_back(
    system: System, police: Sender, office: Office
) -> None:
    police.send([told(1, ADA)])
    system("met-bromley", "marac_case").send([discussed(1, ADA)])
    kept = cleared_copy(office, "met-bromley", ADA, left_out=("marac_case",))
    assert {record["dataset"] for record in kept["records"]} == {"incident"}


def test_a_copy_names_purposes_recipients_and_rights(hospital: Sender, office: Office) -> None:
    hospital.send([seen(1, ADA)])
    copy = cleared_copy(office, "kings-pruh", ADA)
    (under,) = copy["agreements"]
    assert under["purposes"] == ["Strategic needs assessment"]
    assert "bromley-da-lead" in under["recipients"]
    assert under["retention_months"] == 42
    assert len(copy["rights"]) == 3


def test_earlier_revisions_are_in_the_copy_while_they_are_kept(
    hospital: Sender, office: Office
) -> None:
    hospital.send([seen(1, ADA)])
    hospital.send([seen(1, ADA), seen(2, BEA)])
    records = cleared_copy(office, "kings-pruh", ADA)["records"]
    assert sorted((each["revision"], each["in_force"]) for each in records) == [
        (1, False), (2, True),
    ]  # fmt: skip


def test_an_agency_learns_nothing_of_what_others_hold(
    hospital: Sender, police: Sender, office: Office
) -> None:
    police.send([told(1, ADA)])
    known = office.receive("kings-pruh", "access", ADA)
    unknown = office.receive("kings-pruh", "access", EVE)
    varying = {"request"}
    assert {k: v for k, v in known.items() if k not in varying} == {
        k: v for k, v in unknown.items() if k not in varying
    }
    for each in (known, unknown):
        office.check("kings-pruh", each["request"])
        assert office.copy("kings-pruh", each["request"])["records"] == []


def test_an_agency_sees_its_own_part_of_a_request_alone(
    hospital: Sender, police: Sender, office: Office
) -> None:
    hospital.send([seen(1, ADA)])
    police.send([told(1, ADA)])
    request = office.receive_for_all("access", ADA)
    assert [part["agency"] for part in office.listed("kings-pruh")] == ["kings-pruh"]
    with pytest.raises(NotFound):
        office.shown("bcwa", request)
    with pytest.raises(NotFound):
        office.check("bcwa", request)
    office.check("kings-pruh", request)
    with pytest.raises(Conflict):
        office.copy("met-bromley", request)


def test_a_person_whom_nobody_knows_is_found_nowhere(office: Office) -> None:
    with pytest.raises(NotFound):
        office.receive_for_all("access", ADA)


@pytest.mark.parametrize("kind", ["access", "lifting", "erasure"])
def test_nothing_but_a_restriction_is_done_before_a_check(office: Office, kind: str) -> None:
    request = office.receive("kings-pruh", kind, ADA)["request"]
    with pytest.raises(Conflict) as refusal:
        office.decide("kings-pruh", request)
    assert refusal.value.code == "risk_check_needed"


def test_nothing_is_cleared_for_somebody_nobody_knows(office: Office) -> None:
    request = office.receive("kings-pruh", "access", ADA)["request"]
    with pytest.raises(Unprocessable):
        office.check("kings-pruh", request, Checked("clear", identity_established=False))
    assert office.shown("kings-pruh", request)["status"] == "received"


def test_a_refusal_needs_a_reason_of_the_list_and_closes_the_request(office: Office) -> None:
    request = office.receive("kings-pruh", "erasure", ADA)["request"]
    with pytest.raises(Unprocessable):
        office.decide("kings-pruh", request, "refuse")
    closed = office.decide("kings-pruh", request, "refuse", "legal_obligation")
    assert (closed["status"], closed["reason"]) == ("refused", "legal_obligation")
    with pytest.raises(Conflict):
        office.check("kings-pruh", request)


def test_a_closed_request_keeps_no_person(hospital: Sender, office: Office) -> None:
    hospital.send([seen(1, ADA)])
    office.erase("kings-pruh", ADA)
    office.restrict("kings-pruh", BEA)
    kept = office.all(select(person_requests))
    assert {row["status"] for row in kept} == {"done"}
    assert {row["person_id"] for row in kept} == {None}


def test_a_restriction_holds_everywhere_until_it_is_lifted(
    hospital: Sender, police: Sender, office: Office
) -> None:
    police.send([told(1, ADA)])
    assert restricted_now(office) == 0
    office.restrict("kings-pruh", ADA)
    assert restricted_now(office) == 1
    request = office.receive("kings-pruh", "lifting", ADA)["request"]
    office.check("kings-pruh", request)
    assert office.decide("kings-pruh", request)["removed"] == {"lifted": 1}
    assert restricted_now(office) == 0


def restricted_now(office: Office) -> int:
    with office.database.reading(office.context("kings-pruh")) as session:
        return len(restricted.everyone(session, partnership_id=PARTNERSHIP))


def test_an_agency_lifts_its_own_orders_alone(office: Office) -> None:
    office.restrict("kings-pruh", ADA)
    request = office.receive("bcwa", "lifting", ADA)["request"]
    office.check("bcwa", request)
    assert office.decide("bcwa", request)["removed"] == {"lifted": 0}
    assert restricted_now(office) == 1


def test_a_restriction_outlives_an_erasure_while_others_know_the_person(
    hospital: Sender, police: Sender, office: Office
) -> None:
    hospital.send([seen(1, ADA, subject__restricted=True)])
    police.send([told(1, ADA)])
    office.erase("kings-pruh", ADA)
    office.tidy(office.now)
    assert restricted_now(office) == 1
    office.erase("met-bromley", ADA)
    office.tidy(office.now)
    assert restricted_now(office) == 0
    assert office.traces(ADA) == {}


def test_whoever_checks_decides_or_fetches_is_named(office: Office) -> None:
    request = office.receive("kings-pruh", "access", ADA)["request"]
    office.person = None
    for step in (office.check, office.decide, office.copy):
        with pytest.raises(Forbidden):
            step("kings-pruh", request)


def test_pages_of_requests_follow_each_other(office: Office) -> None:
    made = [office.receive("kings-pruh", "restriction", ADA)["request"] for _ in range(103)]
    first, after = office.page("kings-pruh")
    rest, end = office.page("kings-pruh", after)
    assert (len(first), len(rest), end) == (100, 3, None)
    assert {each["request"] for each in (*first, *rest)} == {*made}


def test_reasons_are_the_same_in_rules_and_messages() -> None:
    assert tuple(rules.REASONS) == wire.REASONS
    assert tuple(rules.KINDS) == wire.KINDS

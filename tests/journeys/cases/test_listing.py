"""Who lists a case, for whom, with which members, and how it changes and ends."""

import json
import uuid
from typing import Any

import pytest

from synth.partnership import LEAD
from tests.casework import (
    ADVICE,
    CHARITY,
    CHILDREN,
    HOSPITAL,
    OUTSIDER,
    POLICE,
    PURPOSE,
    SAFEGUARDING,
    Casework,
)
from tests.deliveries import reference
from tests.oauth_client import Response
from tests.rows import ADA

OWN = {"dataset": "referral", "record_id": "re-1"}


def code(answer: Response) -> tuple[int, str]:
    problem = answer.json
    errors = problem.get("errors", [])
    return answer.status, errors[0]["code"] if errors else problem["code"]


def test_the_coordinator_lists_a_person_by_a_reference_that_is_not_kept(sent: Casework) -> None:
    answer = sent.put(case := str(uuid.uuid4()), person_ref=ADA, members=[CHARITY, CHILDREN])
    assert answer.status == 201
    shown = {n: v for n, v in answer.json.items() if n != "listed_at"}
    assert shown == {
        "case": case,
        "status": "open",
        "listed_by": LEAD,
        "listed_as": "coordinator",
        "agreement": SAFEGUARDING,
        "purpose": PURPOSE,
        "ends_on": "2026-09-30",
        "members": [CHARITY, CHILDREN],
        "restricted": False,
        "conflicts": [],
    }
    assert sent.put(case, person_ref=ADA, members=[CHARITY]).status == 200


def test_an_owner_lists_a_person_by_its_own_record(sent: Casework) -> None:
    case = sent.listed(by=sent.system(CHARITY), record=OWN, members=[CHILDREN])
    assert sent.read(CHILDREN, f"/{case}").json["listed_as"] == "owner"


@pytest.mark.parametrize(
    "person",
    [{"person_ref": reference("nobody")}, {"record": {**OWN, "record_id": "re-404"}}],
    ids=["a person it has no rows of", "a record that never was"],
)
def test_an_agency_that_owns_no_row_about_the_person_lists_nobody(
    sent: Casework, person: dict[str, Any]
) -> None:
    answer = sent.put(str(uuid.uuid4()), by=sent.system(CHARITY), members=[CHILDREN], **person)
    assert code(answer) == (403, "case_not_open")


def test_a_person_of_others_rows_is_nobody_to_an_agency_that_has_none(sent: Casework) -> None:
    """The hospital's own rows decide, and those of others say nothing."""
    advocate = sent.system(ADVICE)
    known = sent.put(str(uuid.uuid4()), by=advocate, person_ref=ADA, members=[CHILDREN])
    nobody = sent.put(
        str(uuid.uuid4()), by=advocate, person_ref=reference("nobody"), members=[CHILDREN]
    )
    assert known.status == nobody.status == 403
    assert known.body == nobody.body


def test_an_owner_that_lists_a_case_is_no_member_of_it(sent: Casework) -> None:
    answer = sent.put(
        str(uuid.uuid4()), by=sent.system(CHARITY), record=OWN, members=[CHARITY, CHILDREN]
    )
    assert code(answer) == (422, "lister_is_reader")


def test_the_client_that_lists_a_case_never_reads_it(sent: Casework) -> None:
    case = sent.listed(person_ref=ADA, members=[LEAD])
    path = f"/v1/cases/{case}/timeline"
    assert sent.call(sent.coordinator, "GET", path, scope="cases:read").status == 403
    assert sent.timeline(LEAD, case).status == 200


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "a member that is no party": ({"members": [OUTSIDER]}, "member_not_party"),
    "a day that has passed": ({"ends_on": "2026-04-19"}, "ends_on"),
    "more than a year": ({"ends_on": "2027-04-22"}, "ends_on"),
    "nobody": ({"person_ref": None}, "person_named_once"),
    "somebody twice": ({"record": OWN}, "person_named_once"),
    "no reference of an invented person": ({"person_ref": "a" * 64}, "person_ref"),
    "a dataset without timelines": (
        {"person_ref": None, "record": {"dataset": "review_action", "record_id": "x"}},
        "record_dataset",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_no_case_is_listed_with(sent: Casework, name: str) -> None:
    changes, expected = WRONG[name]
    said = {"person_ref": ADA, "members": [CHARITY], **changes}
    assert code(sent.put(str(uuid.uuid4()), **said)) == (422, expected)


@pytest.mark.parametrize(
    "case",
    [
        "2026-0001",
        "6F9D1F5E-3F0B-4C1E-9A55-2D8B7C1E0A42",
        "4f43da10-e644-11f1-bce3-02fc00000001",
    ],
)
def test_a_case_has_a_random_name(sent: Casework, case: str) -> None:
    assert code(sent.put(case, person_ref=ADA)) == (422, "case_id")


def test_a_case_keeps_its_person(sent: Casework) -> None:
    case = sent.listed(person_ref=ADA)
    assert code(sent.put(case, person_ref=reference("nobody"))) == (409, "case_other")


def test_two_listers_may_use_one_id_and_learn_nothing_of_each_other(sent: Casework) -> None:
    case = sent.listed(person_ref=ADA, members=[CHILDREN])
    other = sent.put(case, by=sent.system(CHARITY), record=OWN, members=[HOSPITAL])
    assert other.status == 201
    assert sent.read(CHILDREN, f"/{case}").json["listed_by"] == LEAD
    assert sent.read(HOSPITAL, f"/{case}").json["listed_by"] == CHARITY


def test_members_come_and_go(sent: Casework) -> None:
    case = sent.listed(person_ref=ADA, members=[CHARITY])
    assert sent.timeline(HOSPITAL, case).status == 403
    assert sent.write(f"{case}/members/{HOSPITAL}").json["members"] == [CHARITY, HOSPITAL]
    assert sent.timeline(HOSPITAL, case).status == 200
    assert sent.write(f"{case}/members/{HOSPITAL}", method="DELETE").status == 204
    assert sent.timeline(HOSPITAL, case).status == 403
    assert code(sent.write(f"{case}/members/{OUTSIDER}")) == (422, "member_not_party")


def test_an_ended_case_is_closed_for_good_and_stays_on_record(sent: Casework) -> None:
    case = sent.listed(person_ref=ADA, members=[CHARITY])
    assert sent.write(case, method="DELETE").status == 204
    assert sent.write(case, method="DELETE").status == 204
    assert sent.timeline(CHARITY, case).status == 403
    assert code(sent.put(case, person_ref=ADA)) == (409, "case_ended")
    assert code(sent.write(f"{case}/members/{HOSPITAL}")) == (409, "case_ended")
    own = sent.call(sent.coordinator, "GET", f"/v1/cases/{case}", scope="cases:read")
    assert own.json["status"] == "ended"


def test_an_agency_lists_the_cases_it_is_in_and_not_who_else_is(sent: Casework) -> None:
    case = sent.listed(person_ref=ADA, members=[ADVICE, CHARITY])
    hidden = sent.listed(person_ref=ADA, members=[CHARITY])
    answer = sent.read(ADVICE, "")
    assert answer.status == 200
    listed = {each["case"]: each for each in answer.json["cases"]}
    assert case in listed
    assert hidden not in listed
    assert "members" not in listed[case]
    assert CHARITY not in json.dumps(sent.read(ADVICE, f"/{case}").json)


def test_a_conflict_hides_a_case_from_a_person_and_from_an_agency(sent: Casework) -> None:
    case = sent.listed(person_ref=ADA, members=[CHARITY])
    said = sent.write(f"{case}/conflicts/{CHARITY}", acting_persons=["worker-7"])
    assert said.json["conflicts"] == [{"agency": CHARITY, "acting_persons": ["worker-7"]}]
    kept_out, other = sent.by("worker-7"), sent.by("worker-8")
    assert kept_out.timeline(CHARITY, case).status == 403
    assert kept_out.read(CHARITY, f"/{case}").status == 403
    assert case not in kept_out.read(CHARITY, "").body.decode()
    assert other.timeline(CHARITY, case).status == 200
    whole = sent.write(f"{case}/conflicts/{CHARITY}", acting_persons=[])
    assert whole.json["conflicts"] == [{"agency": CHARITY, "acting_persons": []}]
    assert other.timeline(CHARITY, case).status == 403
    assert sent.write(f"{case}/conflicts/{CHARITY}", method="DELETE").status == 204
    assert kept_out.timeline(CHARITY, case).status == 200


def test_a_member_is_not_told_who_is_in_conflict(sent: Casework) -> None:
    case = sent.listed(person_ref=ADA, members=[CHARITY, CHILDREN])
    sent.write(f"{case}/conflicts/{CHARITY}", acting_persons=["worker-7"])
    assert "worker-7" not in sent.read(CHILDREN, f"/{case}").body.decode()


@pytest.mark.parametrize("what", ["", f"/members/{HOSPITAL}", f"/conflicts/{HOSPITAL}"])
def test_nobody_changes_anothers_case(sent: Casework, what: str) -> None:
    case = sent.listed(person_ref=ADA, members=[POLICE])
    foreign = sent.write(f"{case}{what}", method="DELETE", by=sent.system(POLICE))
    never = sent.write(f"{uuid.uuid4()}{what}", method="DELETE", by=sent.system(POLICE))
    assert code(foreign) == (403, "case_not_open")
    assert foreign.body == never.body

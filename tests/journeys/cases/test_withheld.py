"""What an agreement keeps back, whoever is restricted, and what lets them be told all the same."""

import pytest

from tests.casework import (
    CHARITY,
    CHILDREN,
    LESS,
    POLICE,
    WARD_ONLY,
    Casework,
    about,
)
from tests.deliveries import reference
from tests.journeys.cases.conftest import Uses
from tests.rows import ADA

EVE = reference("eve")
"""Somebody whom one row restricts."""


@pytest.fixture(scope="module")
def restricted(sent: Casework) -> Casework:
    """One of the police's rows of February restricts a person of whom others tell in March."""
    sent.send(
        POLICE,
        "risk_assessment",
        about(
            "risk_assessment", "subject", EVE, subject__restricted=True, record_id="ra-8",
            assessed_on="2026-02-10", marac_referred_on="2026-02-12", supervised_on="2026-02-11",
            next_review_due="2026-03-10",
        ),
        month="2026-02",
    )  # fmt: skip
    sent.send(POLICE, "incident", about("incident", "victim", EVE, record_id="inc-8"),
              about("incident", "victim", ADA))  # fmt: skip
    sent.send(CHARITY, "referral", about("referral", "subject", EVE, record_id="re-8"),
              about("referral", "subject", ADA))  # fmt: skip
    return sent


def test_an_event_told_by_a_withheld_field_is_not_told(sent: Casework) -> None:
    less = sent.under(LESS)
    case = less.listed(person_ref=ADA, members=[CHARITY])
    events = less.events(CHARITY, case)
    assert {"reported", "hearing"} & {each["event"] for each in events} == {"hearing"}
    (assessed,) = [each for each in events if each["event"] == "risk_assessed"]
    assert assessed["risk_level"] is None


def test_rows_are_not_found_by_a_reference_that_is_withheld(sent: Casework) -> None:
    less = sent.under(LESS)
    case = less.listed(person_ref=ADA, members=[POLICE])
    assert "referred" not in less.kinds(POLICE, case)


def test_an_agreement_about_a_ward_tells_what_is_known_to_be_there(sent: Casework) -> None:
    ward = sent.under(WARD_ONLY)
    case = ward.listed(person_ref=ADA, members=[CHARITY])
    others = [each for each in ward.events(CHARITY, case) if each["agency"] == POLICE]
    # of anything but a report nobody knows where it was
    assert {each["event"] for each in others} == {"reported"}


def test_a_restricted_person_is_left_out_of_every_months_rows(
    restricted: Casework, uses: Uses
) -> None:
    case = restricted.listed(person_ref=EVE, members=[CHILDREN])
    before = uses(POLICE)
    assert restricted.events(CHILDREN, case) == []
    assert uses(POLICE) == before


def test_an_agency_reads_its_own_rows_of_a_restricted_person(restricted: Casework) -> None:
    case = restricted.listed(person_ref=EVE, members=[POLICE])
    assert set(restricted.kinds(POLICE, case)) == {
        "reported", "risk_assessed", "conference_referral",
    }  # fmt: skip


def test_the_coordinator_may_list_a_restricted_person_as_such(restricted: Casework) -> None:
    case = restricted.listed(person_ref=EVE, members=[CHILDREN], restricted=True)
    assert set(restricted.kinds(CHILDREN, case)) == {
        "reported", "risk_assessed", "conference_referral", "referred",
    }  # fmt: skip


def test_no_owner_lists_a_restricted_person(restricted: Casework) -> None:
    answer = restricted.put(
        "3f0b9d1f-6f9d-4c1e-9a55-2d8b7c1e0a42",
        by=restricted.system(POLICE),
        record={"dataset": "incident", "record_id": "inc-8"},
        members=[CHILDREN],
        restricted=True,
    )
    assert (answer.status, answer.json["errors"][0]["code"]) == (422, "restricted_by_owner")


def test_somebody_else_in_the_row_who_is_restricted_keeps_the_row_back(sent: Casework) -> None:
    fay = reference("fay")
    sent.send(
        POLICE,
        "protective_order",
        about("protective_order", "victim", fay, respondent__restricted=True, record_id="or-8"),
        about("protective_order", "victim", ADA),
    )
    case = sent.listed(person_ref=fay, members=[CHILDREN], restricted=True)
    assert sent.events(CHILDREN, case) == []

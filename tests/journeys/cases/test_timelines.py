"""The timeline of one listed person: what it tells, to whom, and what it never tells."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import create_engine, text

from synth.partnership import LEAD
from tests.casework import (
    ADVICE,
    CHARITY,
    CHILDREN,
    HOSPITAL,
    HOUSING,
    MARCH,
    NARROW,
    OUTSIDER,
    POLICE,
    PROBATION,
    PURPOSE,
    SAFEGUARDING,
    Casework,
    about,
    plan,
)
from tests.deliveries import reference
from tests.journeys.cases.conftest import Uses
from tests.journeys.transparency.test_audit_log import REFUSED
from tests.oauth_client import details
from tests.partnership import Partnership
from tests.rows import ADA, BEN, CAT

Event = dict[str, object]

EVERYTHING = [
    ("2026-03", None, "health_contact", None),
    ("2026-03", None, "in_safe_accommodation", None),
    ("2026-03", None, "support_began", None),
    ("2026-03", None, "support_ended", None),
    ("2026-03", "2026-03-03", "order_applied_for", POLICE),
    ("2026-03", "2026-03-04", "order_decided", POLICE),
    ("2026-03", "2026-03-04", "order_from", POLICE),
    ("2026-03", "2026-03-12", "conference", POLICE),
    ("2026-03", "2026-03-14", "referred", CHARITY),
    ("2026-03", "2026-03-14", "reported", POLICE),
    ("2026-03", "2026-03-14", "risk_assessed", POLICE),
    ("2026-03", "2026-03-17", "conference_referral", POLICE),
    ("2026-03", "2026-03-18", "hearing", POLICE),
    ("2026-03", "2026-03-18", "outcome", POLICE),
    ("2026-03", "2026-03-19", "result", POLICE),
    ("2026-03", "2026-03-28", "released", PROBATION),
    ("2026-03", "2026-03-31", "order_to", POLICE),
    ("2026-05", "2026-05-01", "release_expected", PROBATION),
]
"""What is told of the person: month, day, event and agency, in order."""


@pytest.fixture(scope="module")
def case(sent: Casework) -> str:
    """The person's case, listed by the coordinator."""
    return sent.listed(person_ref=ADA, members=[ADVICE, CHILDREN, POLICE, CHARITY])


def told(event: Event) -> tuple[object, ...]:
    return event["month"], event["on"], event["event"], event["agency"]


def test_records_of_several_agencies_join_in_one_timeline_in_order(
    sent: Casework, case: str
) -> None:
    assert [told(each) for each in sent.events(CHILDREN, case)] == EVERYTHING


def test_no_name_reference_or_record_of_anybody_stands_in_a_timeline(
    sent: Casework, case: str
) -> None:
    body = sent.timeline(CHILDREN, case).body.decode()
    assert not [word for word in (ADA, BEN, CAT, "inc-1", "ra-1", "person") if word in body]


def test_an_event_shows_risk_levels_and_kinds_of_order_and_nothing_else(
    sent: Casework, case: str
) -> None:
    events = sent.events(CHILDREN, case)
    members = ("agency", "event", "month", "on", "order", "risk_level", "sector")
    assert {tuple(sorted(each)) for each in events} == {members}
    assert {(e["event"], e["risk_level"]) for e in events if e["risk_level"]} == {
        ("risk_assessed", "high"), ("referred", "high"),
    }  # fmt: skip
    assert {e["order"] for e in events if str(e["event"]).startswith("order")} == {"dvpo"}


def test_of_safe_accommodation_the_fact_and_the_month_are_told_once(
    sent: Casework, case: str
) -> None:
    body = sent.timeline(CHILDREN, case)
    (stay,) = [e for e in body.json["events"] if e["event"] == "in_safe_accommodation"]
    assert stay == {
        "month": MARCH, "on": None, "event": "in_safe_accommodation", "agency": None,
        "sector": None, "risk_level": None, "order": None,
    }  # fmt: skip
    assert "refuge" not in json.dumps(body.json["events"])


def test_of_a_health_contact_the_month_and_that_it_was_health_are_told(
    sent: Casework, case: str
) -> None:
    (contact,) = [e for e in sent.events(CHILDREN, case) if e["event"] == "health_contact"]
    assert (contact["agency"], contact["sector"], contact["on"]) == (None, "health", None)


def test_support_in_a_refuge_is_told_as_safe_accommodation(sent: Casework) -> None:
    sent.send(CHARITY, "service_episode", about(
        "service_episode", "subject", CAT, setting="refuge", record_id="se-9",
    ), about("service_episode", "subject", ADA))  # fmt: skip
    case = sent.listed(person_ref=CAT, members=[CHILDREN])
    events = sent.events(CHILDREN, case)
    assert [told(each) for each in events if each["event"] != "release_expected"] == [
        (MARCH, None, "in_safe_accommodation", None),
        (MARCH, "2026-03-28", "released", PROBATION),
    ]


def test_it_opens_with_what_is_known_up_to_when_and_that_it_is_not_for_live_decisions(
    sent: Casework, case: str
) -> None:
    answer = sent.timeline(CHILDREN, case).json
    assert answer["notice"].startswith("Not for live safety decisions.")
    known = {(k["agency"], k["dataset"]): k for k in answer["known_up_to"]}
    assert known[POLICE, "incident"]["known_up_to"] == MARCH
    assert known[POLICE, "incident"]["missing"] == [
        "2025-10", "2025-11", "2025-12", "2026-01", "2026-02",
    ]  # fmt: skip
    assert known[HOUSING, "housing_support"]["known_up_to"] == MARCH
    assert (OUTSIDER, "risk_assessment") not in known


def test_what_is_known_up_to_when_is_the_same_whoever_is_listed(sent: Casework, case: str) -> None:
    nobody = sent.listed(person_ref=reference("nobody"))
    answers = [sent.timeline(CHARITY, each).json["known_up_to"] for each in (case, nobody)]
    assert answers[0] == answers[1]


def test_an_agency_that_is_no_party_to_the_agreement_is_left_out(sent: Casework, case: str) -> None:
    agencies = {each["agency"] for each in sent.events(CHILDREN, case)}
    assert OUTSIDER not in agencies


def test_advocates_read_outcome_and_court_dates_of_their_own_clients(
    sent: Casework, case: str
) -> None:
    dates = {
        each["event"]: each["on"]
        for each in sent.events(ADVICE, case)
        if each["event"] in ("outcome", "hearing", "result")
    }
    assert dates == {"outcome": "2026-03-18", "hearing": "2026-03-18", "result": "2026-03-19"}


def test_advocates_read_nothing_of_anybody_elses_clients(sent: Casework) -> None:
    others = sent.listed(person_ref=ADA, members=[CHARITY])
    assert sent.timeline(ADVICE, others).status == 403


def test_a_case_of_nobody_known_is_an_open_case_without_events(sent: Casework) -> None:
    unknown = sent.listed(person_ref=reference("nobody"))
    assert sent.events(CHARITY, unknown) == []


def test_rows_that_are_sent_to_be_counted_alone_are_told_to_nobody_else(sent: Casework) -> None:
    dora = reference("dora")
    counted = about("incident", "victim", dora, record_id="inc-7")
    counted["victim"] |= {"sharing": "linked_counts"}
    del counted["victim"]["sharing_basis"]
    sent.send(POLICE, "incident", counted, about("incident", "victim", ADA))
    case = sent.listed(person_ref=dora, members=[CHILDREN, POLICE])
    assert sent.events(CHILDREN, case) == []
    assert sent.kinds(POLICE, case) == ["reported"]


def test_an_owner_opens_its_own_rows_and_no_others(sent: Casework) -> None:
    case = sent.listed(
        by=sent.system(CHARITY),
        record={"dataset": "referral", "record_id": "re-1"},
        members=[CHILDREN],
    )
    agencies = {each["agency"] for each in sent.events(CHILDREN, case)}
    assert agencies == {CHARITY, None}
    assert {k["agency"] for k in sent.timeline(CHILDREN, case).json["known_up_to"]} == {CHARITY}


def test_a_case_is_read_under_the_agreement_it_is_listed_under(sent: Casework, case: str) -> None:
    assert sent.under(NARROW).timeline(POLICE, case).status == 403
    assert sent.under(SAFEGUARDING).timeline(POLICE, case).status == 200


def test_a_token_for_some_datasets_tells_events_of_those_alone(sent: Casework, case: str) -> None:
    system = sent.system(CHILDREN)
    asked = details(SAFEGUARDING, PURPOSE, datatypes=["protective_order", "justice_outcome"])
    said = {"Acting-Person": "w", "Access-Reason": "r"}
    answer = system.call(
        "GET", f"/v1/cases/{case}/timeline", scope="cases:read", asked=asked, headers=said
    )
    kinds = {each["event"] for each in answer.json["events"]}
    # without the reports nobody knows whose outcome it is
    assert kinds == {"order_applied_for", "order_decided", "order_from", "order_to"}


def test_each_owner_is_told_of_the_use_and_neither_of_person_nor_case(
    sent: Casework, case: str, uses: Uses
) -> None:
    before = uses(HOSPITAL)
    sent.events(CHILDREN, case)
    (told,) = [each for each in uses(HOSPITAL) if each not in before]
    assert (told["recipient"], told["dataset"], told["kind"], told["rows"]) == (
        CHILDREN, "health_contact", "case", 1,
    )  # fmt: skip
    assert case not in str(told)


def test_nobody_is_told_of_reading_its_own_rows(sent: Casework, case: str, uses: Uses) -> None:
    before = uses(CHARITY)
    sent.events(CHARITY, case)
    assert uses(CHARITY) == before


def test_a_case_ends_by_itself_after_its_last_day(sent: Casework) -> None:
    today = date(2026, 4, 20)
    case = sent.listed(person_ref=ADA, ends_on=today.isoformat())
    assert sent.timeline(CHARITY, case).status == 200
    past = (today - timedelta(days=1)).isoformat()
    assert sent.put(case, person_ref=ADA, ends_on=past).status == 422


def test_returns_of_five_sectors_besides_the_police_stand_beside_the_polices(
    sent: Casework,
) -> None:
    lead = sent.systems(LEAD)
    answer = lead.call("GET", f"/v1/participation?period={MARCH}", scope="participation:read")
    received = {e["agency"] for e in answer.json["returns"] if e["status"] == "received"}
    sectors = {agency.agency_id: agency.sector for agency in plan().agencies}
    others = {sectors[agency] for agency in received} - {"police"}
    assert len(others) >= 5


@pytest.mark.parametrize("table", ["audit_events", "disclosures"])
def test_where_the_event_cannot_be_written_no_event_of_the_person_leaves(
    sent: Casework, case: str, partnership: Partnership, table: str
) -> None:
    engine = create_engine(partnership.databases.owner_url)
    refuse, allow = REFUSED[engine.dialect.name]
    with engine.begin() as connection:
        connection.execute(text(refuse.format(table=table)))
    try:
        answer = sent.timeline(CHILDREN, case)
    finally:
        with engine.begin() as connection:
            connection.execute(text(allow.format(table=table)))
        engine.dispose()
    assert answer.status >= 500
    assert b"reported" not in answer.body
    assert sent.timeline(CHILDREN, case).status == 200

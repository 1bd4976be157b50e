from datetime import date

import pytest

from auth.scopes import SCOPES, may_be_held_together
from auth.terms import Terms
from schemas.codes import code_list
from schemas.datasets import DATASETS
from schemas.period import Period
from synth.partnership import LEAD, PLAN, Expectation

TODAY = date(2026, 4, 20)


def test_every_agreement_has_terms_that_can_stand() -> None:
    terms = [Terms.parse(document) for document in PLAN.agreements]
    assert [each.agreement_id for each in terms] == [
        f"DSA-2026-000{number}" for number in range(1, 8)
    ]
    assert all(each.starts_on <= TODAY <= each.ends_on for each in terms)


def test_the_first_agreement_is_everybodys_and_covers_everything() -> None:
    terms = Terms.parse(PLAN.agreements[0])
    assert terms.parties.keys() == {agency.agency_id for agency in PLAN.agencies}
    assert set(terms.parties.values()) == {frozenset({"provider", "recipient"})}
    assert terms.datasets == DATASETS.keys()
    assert {name: PLAN.agreements_of(name)[0] for name in terms.parties} == dict.fromkeys(
        terms.parties, PLAN.agreements[0]
    )


def test_every_agency_lets_what_it_sends_be_shown_alone() -> None:
    alone = Terms.parse(PLAN.agreements[0]).show_alone
    owed = {(e.agency_id, e.dataset) for e in PLAN.expectations}
    assert owed == {(agency, dataset) for agency, names in alone.items() for dataset in names}


def test_clients_hold_scopes_that_exist_and_go_together() -> None:
    for client in PLAN.clients:
        assert client.scopes <= SCOPES
        assert may_be_held_together(client.scopes)
        assert client.agency_id == PLAN.agency(client.agency_id).agency_id
    assert len({client.client_id for client in PLAN.clients}) == len(PLAN.clients) == 24


def test_the_lead_alone_seals() -> None:
    sealing = {c.agency_id for c in PLAN.clients if "releases:write" in c.scopes}
    assert sealing == {LEAD}
    sending = [client for client in PLAN.clients if client.client_id.endswith("-returns")]
    assert all({"returns:read", "returns:write"} <= client.scopes for client in sending)


def test_sectors_are_those_of_the_list() -> None:
    assert {agency.sector for agency in PLAN.agencies} <= code_list("sector").values


def test_due_days_make_one_agency_late_and_the_others_not() -> None:
    months = Period.parse("2025-26-Q4").months()
    late = {
        (e.agency_id, str(month))
        for e in PLAN.expectations
        for month in months
        if PLAN.lapse(e, month, today=TODAY) == "late"
    }
    assert late == {("bromley-housing", "2026-01"), ("bromley-housing", "2026-02")}


def test_a_quarter_is_due_after_its_last_month() -> None:
    police = next(e for e in PLAN.expectations if e.agency_id == "met-bromley")
    housing = next(e for e in PLAN.expectations if e.agency_id == "bromley-housing")
    assert _due(police, "2026-01") == _due(police, "2026-03") == date(2026, 4, 25)
    assert _due(housing, "2026-01") == date(2026, 2, 25)


def test_an_agency_that_takes_no_part_is_unknown() -> None:
    with pytest.raises(KeyError):
        PLAN.agency("another-borough")


def _due(expectation: Expectation, month: str) -> date:
    return expectation.due_on(Period.parse_month(month))

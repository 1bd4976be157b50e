"""The partnership of each area: agencies under its own names, and the same rows but for those."""

import json

import pytest

from auth.terms import Terms
from schemas.codes import code_list
from schemas.period import Period
from synth.figures.profiles import PROFILES, Profile
from synth.partnership import PLAN
from synth.placing import plan_of
from synth.returns import InventedReturn, returns

OTHERS = {"havering-2005": "havering", "kingston-2006": "kingston"}
MONTH = Period.parse("2005-06")


def test_bromleys_profiles_have_the_plan_as_it_is() -> None:
    assert {name for name, rates in PROFILES.items() if plan_of(rates) is PLAN} == {
        name for name in PROFILES if name not in OTHERS
    }


def _called(area: str) -> str:
    code = code_list("local_authority").get(area)
    assert code is not None
    return code.label


@pytest.mark.parametrize(("name", "place"), OTHERS.items())
def test_an_area_has_agencies_agreements_and_clients_of_its_own(name: str, place: str) -> None:
    rates = PROFILES[name]
    plan = plan_of(rates)
    assert (plan.partnership_id, plan.area) == (place, rates.area)
    assert _called(rates.area).startswith(rates.place)
    ours, theirs = ({each.agency_id for each in some.agencies} for some in (plan, PLAN))
    assert all(place in each for each in ours)
    assert not ours & theirs
    assert [each.sector for each in plan.agencies] == [each.sector for each in PLAN.agencies]
    assert {each.agency_id for each in plan.expectations} == ours
    assert {each.agency_id for each in plan.clients} == ours
    assert {each.agency_id for each in plan.habits} < ours
    assert plan.lead in ours
    for document in plan.agreements:
        terms = Terms.parse(document)
        assert set(terms.parties) <= ours
        assert terms.areas == {rates.area}
    said = json.dumps([*plan.agreements, *(each.name for each in plan.agencies), plan.name])
    assert "romley" not in said


def test_boroughs_beside_each_other_are_numbered_in_their_own_area() -> None:
    names = [plan_of(PROFILES["havering-2005"], number=number) for number in (0, 1)]
    assert [each.partnership_id for each in names] == ["havering", "havering-2"]
    clients = [{each.client_id for each in plan.clients} for plan in names]
    assert not clients[0] & clients[1]


def _rows(profile: Profile, *, own: bool) -> list[InventedReturn]:
    plan = plan_of(profile) if own else PLAN
    return list(returns(plan, [MONTH], seed=4, profile=profile.scaled(0.1)))


def test_what_is_sent_is_the_same_whatever_its_agencies_are_called() -> None:
    profile = PROFILES["havering-2005"]
    pairs = list(zip(_rows(profile, own=True), _rows(profile, own=False), strict=True))
    for ours, plain in pairs:
        assert ours.agency_id != plain.agency_id
        assert ours.envelope == plain.envelope
        named = [row | ({"to_partner": "bcwa"} if "to_partner" in row else {}) for row in ours.rows]
        assert named == plain.rows
    referred = {row["to_partner"] for each, _ in pairs for row in each.rows if "to_partner" in row}
    assert referred == {"havering-charity"}

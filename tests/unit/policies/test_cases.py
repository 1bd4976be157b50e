"""Who may list a case, and to whom one is open."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from api.policies import cases, openings
from api.policies.cases import Listing
from api.policies.openings import Glass, Opened
from auth.agreements import AgreementInForce
from auth.caller import Caller
from auth.refusals import Conflict, Forbidden, TooMany, Unprocessable
from auth.terms import Terms
from synth.partnership import LEAD
from tests.casework import CHARITY, HOSPITAL, OUTSIDER, POLICE, PURPOSE, SAFEGUARDING, plan

TODAY = date(2026, 4, 20)
NOW = datetime(2026, 4, 20, 9, tzinfo=UTC)
PERSON = b"p" * 32
CASE = "6f9d1f5e-3f0b-4c1e-9a55-2d8b7c1e0a42"


def agreement(**changes: Any) -> AgreementInForce:
    terms = next(t for t in plan().agreements if t["agreement"] == SAFEGUARDING)
    return AgreementInForce(Terms.parse({**terms, **changes}))


HELD = agreement()


def caller(agency: str = CHARITY, **changes: Any) -> Caller:
    usual: dict[str, Any] = {
        "partnership_id": "bromley",
        "agency_id": agency,
        "agency_name": agency,
        "sector": "police",
        "client_id": f"{agency}-cases",
        "scopes": frozenset({"cases:read"}),
        "agreement": HELD,
        "purpose": PURPOSE,
        "datatypes": frozenset({"incident"}),
        "actions": frozenset({"retrieve"}),
        "jti": "j",
        "jkt": "k",
        "acting_person": "worker-1",
        "access_reason": "why",
    }
    return Caller(**{**usual, **changes})


LISTING = Listing(
    LEAD, CASE, "token", "lead-listing", "coordinator", PERSON, SAFEGUARDING, PURPOSE,
    restricted=False, status="open", ends_on=TODAY, listed_at=NOW,
)  # fmt: skip


def opened(
    listing: Listing = LISTING, *, member: bool = True, conflict: bool = False, **changes: Any
) -> Opened | None:
    who = caller(**changes)
    return openings.opened(
        [listing],
        caller=who,
        agreement=who.agreement or HELD,
        memberships={listing.agency_id} if member else set(),
        conflicts={listing.agency_id} if conflict else set(),
        today=TODAY,
    )


def test_every_ground_must_hold_for_a_case_to_be_open() -> None:
    grounds = {
        "member": (True, False),
        "conflict": (False, True),
        "client_id": ("reader", "lead-listing"),
        "purpose": (PURPOSE, "statutory_review"),
        "agreement": (HELD, agreement(agreement="DSA-2026-0999")),
    }
    listings = (
        LISTING,
        replace(LISTING, status="ended"),
        replace(LISTING, ends_on=TODAY - timedelta(days=1)),
    )
    for listing, chosen in product(listings, product(*grounds.values())):
        said: dict[str, Any] = dict(zip(grounds, chosen, strict=True))
        good = listing is LISTING and all(said[name] == grounds[name][0] for name in grounds)
        assert (opened(listing, **said) is not None) is good, (listing, said)


def test_a_coordinators_case_opens_every_provider_and_an_owners_its_own() -> None:
    by_coordinator, own = opened(), opened(replace(LISTING, listed_as="owner", agency_id=POLICE))
    assert by_coordinator is not None
    assert own is not None
    assert by_coordinator.providers == HELD.providers
    assert own.providers == {POLICE}


def test_who_coordinates_no_more_opens_nothing() -> None:
    parties = [
        {"agency": name, "roles": ["provider", "recipient"]} for name in sorted(HELD.terms.parties)
    ]
    assert opened(agreement=agreement(parties=parties)) is None
    assert cases.coordinators(replace(HELD, withdrawn=frozenset({LEAD}))) == frozenset()


def test_only_a_coordinators_word_lifts_a_restriction() -> None:
    lifted = opened(replace(LISTING, restricted=True))
    own = opened(replace(LISTING, restricted=True, listed_as="owner", agency_id=POLICE))
    assert lifted is not None
    assert own is not None
    assert (lifted.restricted, own.restricted) == (True, False)


def glass(**changes: Any) -> Opened | None:
    later = NOW + timedelta(hours=3)
    kept = Glass("token", "worker-1", PERSON, SAFEGUARDING, PURPOSE, later)
    return openings.opened_by_glass(
        replace(kept, **changes), case_id=CASE, caller=caller(), agreement=HELD, now=NOW
    )


def test_what_was_opened_in_an_emergency_is_open_to_who_asked_while_it_lasts() -> None:
    assert glass() is not None
    assert glass(acting_person="worker-2") is None
    assert glass(expires_at=NOW) is None
    assert glass(agreement_id="DSA-2026-0999") is None
    assert glass(purpose="statutory_review") is None


def test_a_case_ends_after_its_last_day_and_stays_ended() -> None:
    assert cases.status(LISTING, today=TODAY) == "open"
    assert cases.status(LISTING, today=TODAY + timedelta(days=1)) == "ended"
    assert cases.NEXT["ended"] == frozenset()
    with pytest.raises(Conflict, match="case_ended"):
        cases.check_same(
            replace(LISTING, status="ended"), person_id=PERSON, agreement_id=SAFEGUARDING
        )


@pytest.mark.parametrize(
    "other", [{"person_id": b"q" * 32}, {"agreement_id": "DSA-2026-0999"}], ids=str
)
def test_a_case_keeps_its_person_and_its_agreement(other: dict[str, Any]) -> None:
    same: dict[str, Any] = {"person_id": PERSON, "agreement_id": SAFEGUARDING}
    cases.check_same(LISTING, **same)
    with pytest.raises(Conflict, match="case_other"):
        cases.check_same(LISTING, **{**same, **other})


WISHES: dict[str, tuple[dict[str, Any], str | None]] = {
    "a good one": ({}, None),
    "the last day of all": ({"ends_on": TODAY + timedelta(days=366)}, None),
    "a day later": ({"ends_on": TODAY + timedelta(days=367)}, "ends_on"),
    "yesterday": ({"ends_on": TODAY - timedelta(days=1)}, "ends_on"),
    "no party": ({"members": {OUTSIDER}}, "member_not_party"),
    "an owner that would read": ({"agency_id": POLICE, "members": {POLICE}}, "lister_is_reader"),
    "a coordinator that would": ({"members": {LEAD}}, None),
    "an owner's restricted": ({"agency_id": POLICE, "restricted": True}, "restricted_by_owner"),
    "a coordinator's restricted": ({"restricted": True}, None),
}


@pytest.mark.parametrize("name", WISHES)
def test_a_case_may_be_listed_or_not(name: str) -> None:
    changes, code = WISHES[name]
    usual: dict[str, Any] = {
        "agency_id": LEAD, "members": {CHARITY, HOSPITAL}, "ends_on": TODAY, "restricted": False,
    }  # fmt: skip
    if code is None:
        cases.check_wish(HELD, **{**usual, **changes}, today=TODAY)
        return
    with pytest.raises(Unprocessable) as refused:
        cases.check_wish(HELD, **{**usual, **changes}, today=TODAY)
    assert [item.code for item in refused.value.errors] == [code]


def test_no_case_outlasts_its_agreement() -> None:
    short = agreement(ends_on="2026-05-31", review_on="2026-05-01")
    with pytest.raises(Unprocessable):
        cases.check_wish(
            short, agency_id=LEAD, members={CHARITY}, ends_on=date(2026, 6, 1), restricted=False,
            today=TODAY,
        )  # fmt: skip


def test_another_purpose_asks_for_no_case() -> None:
    assert cases.check_purpose(caller()) is HELD
    for purpose in ("perpetrator_management", "statutory_review", None):
        with pytest.raises(Forbidden, match="purpose_not_for_cases"):
            cases.check_purpose(caller(purpose=purpose))


@pytest.mark.parametrize("name", ["", "x", CASE.upper(), "{" + CASE + "}", CASE.replace("4", "1")])
def test_only_a_random_uuid_names_a_case(name: str) -> None:
    assert cases.is_random(CASE)
    assert not cases.is_random(name)


def test_an_agency_opens_five_a_day_and_then_waits_for_the_next() -> None:
    assert [cases.next_number(count, now=NOW) for count in range(5)] == [1, 2, 3, 4, 5]
    with pytest.raises(TooMany) as refused:
        cases.next_number(5, now=NOW)
    # at nine in London's winter or ten in its summer: fourteen hours to midnight
    assert refused.value.headers["Retry-After"] == str(14 * 3600)

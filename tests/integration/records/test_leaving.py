"""Which rows of others leave at all, and what is left of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pytest

from tests.integration.records.reading import (
    CHARITY,
    EVERYTHING,
    HOSPITAL,
    OWN,
    POLICE,
    PROBATION,
    REFERRALS,
    WARD_ONLY,
    World,
    good,
    reader,
)
from tests.rows import CAT

SENT: Final[Mapping[str, Any]] = {
    "side": "sender", "received_on": None, "decision": None, "contact_attempts": None,
}  # fmt: skip
"""A referral as whoever made it tells it."""


def one(world: World, dataset: str) -> Any:
    (item,) = world.others(reader(), dataset)
    return item


def test_an_agreement_on_one_ward_gives_rows_of_that_ward_alone(world: World) -> None:
    elsewhere = good("incident", 2, ward_code="E05013987")
    world.send("incident", [good("incident", 1), elsewhere])
    world.send("health_contact", [good("health_contact")])
    assert len(world.others(reader(under=EVERYTHING), "incident")) == 2
    assert len(world.others(reader(under=WARD_ONLY), "incident")) == 1
    assert world.others(reader(under=WARD_ONLY), "health_contact") == []


@pytest.mark.parametrize("sharing", ["linked_counts", "counts_only"])
def test_a_row_goes_as_far_as_its_person_said(world: World, sharing: str) -> None:
    kept = good("incident", 2, victim__sharing=sharing, victim__sharing_basis=None)
    world.send("incident", [good("incident", 1), kept])
    assert len(world.others(reader(), "incident")) == 1
    assert len(world.items(reader(POLICE, under=OWN), "incident")) == 2


def test_another_person_of_a_row_has_a_word_of_their_own(world: World) -> None:
    silent = good("incident", suspect__sharing="linked_counts", suspect__sharing_basis=None)
    world.send("incident", [silent])
    record = one(world, "incident").record
    assert "suspect" not in record
    assert "victim" in record


def test_a_closed_review_is_only_counted(world: World) -> None:
    world.send("review_action", [good("review_action", publication="closed")])
    assert world.others(reader(), "review_action") == []


def test_support_in_a_refuge_leaves_as_safe_accommodation(world: World) -> None:
    sheltered = good(
        "service_episode", service_type="refuge", sessions_offered=None, sessions_attended=None
    )
    world.send("service_episode", [sheltered])
    record = one(world, "service_episode").record
    assert set(record) == {"in_safe_accommodation", "subject"}
    assert set(record["subject"]) == {"person"}


def test_of_housing_nothing_but_safe_accommodation_leaves(world: World) -> None:
    world.send("housing_support", [good("housing_support", decision="waiting", start_on=None)])
    assert world.others(reader(), "housing_support") == []


def test_a_referral_is_read_at_its_two_ends_alone(world: World) -> None:
    world.send(
        "referral",
        [
            good("referral", 1, to_partner=CHARITY, from_sector="police", **SENT),
            good("referral", 2, to_partner=PROBATION, from_sector="police", **SENT),
        ],
        agency=POLICE,
    )
    for agency in (CHARITY, PROBATION):
        assert len(world.others(reader(agency, under=REFERRALS), "referral")) == 1
    assert world.others(reader(HOSPITAL, under=REFERRALS), "referral") == []


def test_whoever_referred_somebody_reads_the_answer_and_nobody_else_does(world: World) -> None:
    world.send("referral", [good("referral", 1, to_partner=CHARITY, **SENT)], agency=POLICE)
    answer = good("referral", 2, to_partner=CHARITY)
    stranger = good("referral", 3, to_partner=CHARITY, subject__person_ref=CAT)
    world.send("referral", [answer, stranger], agency=CHARITY)
    (told,) = world.others(reader(POLICE, under=REFERRALS), "referral")
    assert told.record["decision"] == "accepted"
    assert world.others(reader(HOSPITAL, under=REFERRALS), "referral") == []


def test_a_row_of_a_return_that_was_withdrawn_is_nobodys_to_read(world: World) -> None:
    world.send("incident", [good("incident")])
    world.withdraw("incident")
    assert world.items(reader(), "incident") == []
    assert world.items(reader(POLICE, under=OWN), "incident") == []

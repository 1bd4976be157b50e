import json
from collections.abc import Collection
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth import agreements, details
from auth.agreements import AgreementInForce
from auth.details import Asked, BadDetails, Granted
from auth.refusals import Forbidden
from tests import papers
from tests.oauth_client import details as written
from tests.papers import AGREEMENT, PURPOSE, TODAY

RESOURCE = "https://share.example/v1"
HELD = agreements.current(papers.filed(), today=TODAY)


def read(document: object) -> Asked:
    return details.read(json.dumps(document), resource=RESOURCE)


def test_details_are_read() -> None:
    assert read(written(AGREEMENT, PURPOSE)) == Asked(AGREEMENT, PURPOSE)
    full = written(
        AGREEMENT, PURPOSE, datatypes=["incident"], actions=["submit"], locations=[RESOURCE]
    )
    assert read(full) == Asked(AGREEMENT, PURPOSE, frozenset({"incident"}), frozenset({"submit"}))


@pytest.mark.parametrize(
    "document",
    [
        {},
        written(AGREEMENT, PURPOSE)[0],
        [],
        written(AGREEMENT, PURPOSE) * 2,
        [[]],
        ["text"],
        [None],
        [{}],
        [{**written(AGREEMENT, PURPOSE)[0], "type": "urn:other"}],
        [{**written(AGREEMENT, PURPOSE)[0], "type": ["urn:safershare:agreement-access:v1"]}],
        written(AGREEMENT, PURPOSE, privileges=["admin"]),
        written(AGREEMENT, PURPOSE, identifier="x"),
        written(AGREEMENT, PURPOSE, Purpose="x"),
        written(AGREEMENT, ""),
        written("", PURPOSE),
        written(AGREEMENT, "x" * 61),
        written(AGREEMENT, 'a"b'),
        written(AGREEMENT, PURPOSE, datatypes="incident"),
        written(AGREEMENT, PURPOSE, datatypes=[]),
        written(AGREEMENT, PURPOSE, datatypes=[1]),
        written(AGREEMENT, PURPOSE, datatypes=["d"] * 101),
        written(AGREEMENT, PURPOSE, actions={"submit": True}),
        written(AGREEMENT, PURPOSE, actions=[""]),
        written(AGREEMENT, PURPOSE, locations=[]),
        written(AGREEMENT, PURPOSE, locations=RESOURCE),
        written(AGREEMENT, PURPOSE, locations=[RESOURCE, "https://other.example"]),
        written(AGREEMENT, PURPOSE, locations=["https://other.example"]),
    ],
)
def test_anything_but_one_well_formed_object_is_refused(document: object) -> None:
    with pytest.raises(BadDetails):
        read(document)


@pytest.mark.parametrize("text", ["", "[", "[[" * 4000, "[{}]" + " " * 9000, "\ud800", "[NaN]"])
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(BadDetails):
        details.read(text, resource=RESOURCE)


values = st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text(), max_size=2)


@given(
    st.dictionaries(
        st.sampled_from(["type", "agreement", "purpose", "datatypes", "actions", "locations", "x"]),
        values | st.just("urn:safershare:agreement-access:v1") | st.just(AGREEMENT),
    )
)
def test_any_object_is_read_or_refused(entry: dict[str, Any]) -> None:
    try:
        asked = read([entry])
    except BadDetails:
        return
    assert entry["agreement"] == asked.agreement_id


def grant(
    asked: Asked | None,
    *,
    agency: str = "kings-pruh",
    needed: Collection[str] = (),
    held: tuple[AgreementInForce, ...] = (HELD,),
    known: bool = True,
) -> Granted:
    return details.grant(
        asked, agency_id=agency, needed=needed, agreements=held, may_use=lambda _: known
    )


def refused(asked: Asked | None, **more: Any) -> str:
    with pytest.raises(Forbidden) as caught:
        grant(asked, **more)
    return caught.value.code


def test_what_is_left_out_means_all_that_is_allowed() -> None:
    granted = grant(Asked(AGREEMENT, PURPOSE))
    assert granted.datatypes == {"incident", "health_contact"}
    assert granted.actions == {"submit", "aggregate", "seal"}
    assert grant(Asked(AGREEMENT, PURPOSE), agency="met-bromley").actions == {"submit"}


def test_less_may_be_asked() -> None:
    asked = Asked(AGREEMENT, PURPOSE, frozenset({"incident"}), frozenset({"submit"}))
    assert grant(asked, needed={"submit"}) == Granted(
        AGREEMENT, PURPOSE, frozenset({"incident"}), frozenset({"submit"})
    )


@pytest.mark.parametrize(
    ("asked", "more", "code"),
    [
        (Asked("DSA-2026-0002", PURPOSE), {}, "agreement_not_in_force"),
        (Asked(AGREEMENT, PURPOSE), {"held": ()}, "agreement_not_in_force"),
        (Asked(AGREEMENT, "performance_scrutiny"), {}, "purpose_not_granted"),
        (Asked(AGREEMENT, "curiosity"), {}, "purpose_not_granted"),
        (Asked(AGREEMENT, PURPOSE), {"known": False}, "purpose_not_granted"),
        (Asked(AGREEMENT, PURPOSE), {"agency": "bcwa"}, "purpose_not_granted"),
        (Asked(AGREEMENT, PURPOSE, actions=frozenset({"retrieve"})), {}, "action_not_granted"),
        (
            Asked(AGREEMENT, PURPOSE, actions=frozenset({"submit", "delete"})),
            {},
            "action_not_granted",
        ),
        (
            Asked(AGREEMENT, PURPOSE, actions=frozenset({"submit"})),
            {"needed": {"seal"}},
            "action_not_granted",
        ),
        (
            Asked(AGREEMENT, PURPOSE),
            {"agency": "met-bromley", "needed": {"aggregate"}},
            "action_not_granted",
        ),
        (Asked(AGREEMENT, PURPOSE, frozenset({"housing_support"})), {}, "dataset_not_granted"),
        (
            Asked(AGREEMENT, PURPOSE, frozenset({"incident", "housing_support"})),
            {},
            "dataset_not_granted",
        ),
    ],
)
def test_more_than_the_agreement_allows_is_refused(
    asked: Asked, more: dict[str, Any], code: str
) -> None:
    assert refused(asked, **more) == code


class TestLeftOut:
    """Without details the only possibility is filled in, and none is ever guessed."""

    TWO = agreements.current(
        papers.filed(papers.document(purposes=[PURPOSE, "research_and_publication"])), today=TODAY
    )

    def test_the_only_one_is_filled_in(self) -> None:
        assert grant(None) == grant(Asked(AGREEMENT, PURPOSE))

    def test_of_several_none_is_chosen(self) -> None:
        assert refused(None, held=(self.TWO,)) == "details_ambiguous"
        other = agreements.current(
            papers.filed(papers.document(agreement="DSA-2026-0002")), today=TODAY
        )
        assert refused(None, held=(HELD, other)) == "details_ambiguous"

    def test_one_that_cannot_do_what_is_needed_is_none(self) -> None:
        assert grant(None, held=(self.TWO,), needed={"seal"}).purpose == PURPOSE
        assert refused(None, needed={"retrieve"}) == "agreement_not_in_force"
        assert refused(None, held=()) == "agreement_not_in_force"
        assert refused(None, known=False) == "agreement_not_in_force"
        assert refused(None, agency="bcwa") == "agreement_not_in_force"


def test_granted_details_are_written_as_they_are_read() -> None:
    granted = grant(Asked(AGREEMENT, PURPOSE))
    again = read(granted.document(resource=RESOURCE))
    assert (again.datatypes, again.actions) == (granted.datatypes, granted.actions)


def test_a_grant_shrinks_with_its_agreement() -> None:
    granted = grant(Asked(AGREEMENT, PURPOSE))
    narrow = papers.document(version=2, datasets=["incident"], actions=["submit", "aggregate"])
    later = agreements.current(papers.filed(papers.document(), narrow), today=TODAY)
    left = details.held(granted, agreement=later, agency_id="kings-pruh")
    assert left.datatypes == {"incident"}
    assert left.actions == {"submit", "aggregate"}

import json
from dataclasses import replace
from typing import Any

import pytest

from auth import issuing
from auth.clients import Client
from auth.details import BadDetails
from auth.dpop import BadProof
from auth.issuing import BadScope, BadTarget, Holdings, Request
from auth.refusals import Forbidden, Refusal
from auth.standing import Change
from auth.tokens import AccessToken
from tests import papers
from tests.oauth_client import details
from tests.papers import AGREEMENT, NOW, PURPOSE, TODAY

RESOURCE = "https://share.example/v1"
HELD = issuing.holdings([papers.filed()], agency_id="kings-pruh", today=TODAY)

RETURNS = frozenset({"returns:read", "returns:write"})
OFFICE = frozenset({"agreements:read", "participation:read"})

CLIENT = Client(
    partnership_id="bromley",
    agency_id="kings-pruh",
    agency_name="King's",
    sector="nhs_acute",
    client_id="kings-pruh-returns",
    keys=(),
    scopes=RETURNS,
    dpop_required=True,
    active=True,
)


def decide(
    *,
    scopes: frozenset[str] = RETURNS,
    scope: str | None = None,
    asked: object = None,
    resource: str | None = None,
    jkt: str | None = "thumbprint",
    held: Holdings = HELD,
    **client: Any,
) -> AccessToken:
    text = None if asked is None else json.dumps(asked)
    return issuing.decide(
        Request(scope, text, resource),
        client=replace(CLIENT, scopes=scopes, **client),
        jkt=jkt,
        held=held,
        resource=RESOURCE,
        may_use=lambda purpose: purpose != "system_testing_and_training",
        now=NOW,
    )


def refused(kind: type[Refusal], **request: Any) -> str:
    with pytest.raises(kind) as caught:
        decide(**request)
    return caught.value.code


def test_a_newcomer_asks_for_nothing_and_is_given_what_it_may_do() -> None:
    token = decide()
    assert token.scopes == RETURNS
    assert token.granted is not None
    assert (token.granted.agreement_id, token.granted.purpose) == (AGREEMENT, PURPOSE)
    assert (token.partnership_id, token.agency_id) == ("bromley", "kings-pruh")
    assert token.jkt == "thumbprint"


def test_an_office_token_names_no_agreement() -> None:
    token = decide(scopes=OFFICE)
    assert (token.scopes, token.granted) == (OFFICE, None)
    asked = details(AGREEMENT, PURPOSE)
    assert refused(BadDetails, scopes=OFFICE, asked=asked) == "details_for_office"


def test_data_and_office_work_never_share_a_token() -> None:
    both = RETURNS | OFFICE
    mixed = "returns:read agreements:read"
    assert refused(BadScope, scopes=both, scope=mixed) == "scope_mixed"
    assert refused(BadScope, scopes=both) == "scope_mixed"
    assert decide(scopes=both, scope="agreements:read").granted is None
    assert decide(scopes=both, scope="returns:read").scopes == {"returns:read"}
    assert decide(scopes=both, asked=details(AGREEMENT, PURPOSE)).scopes == RETURNS


@pytest.mark.parametrize("scope", ["records:read", "returns:read records:read", "agreements:read"])
def test_a_scope_the_client_does_not_hold_is_refused(scope: str) -> None:
    assert refused(BadScope, scope=scope) == "scope_not_held"


@pytest.mark.parametrize("scope", ["admin", "", "returns:read admin"])
def test_a_scope_that_does_not_exist_is_refused(scope: str) -> None:
    assert refused(BadScope, scope=scope) == "scope_unknown"


def test_without_a_scope_only_what_the_agreement_allows_is_given() -> None:
    wide = RETURNS | {"aggregates:read", "records:read"}
    assert decide(scopes=wide).scopes == RETURNS | {"aggregates:read"}
    narrow = details(AGREEMENT, PURPOSE, actions=["aggregate"])
    assert decide(scopes=wide, asked=narrow).scopes == {"aggregates:read"}
    reader = frozenset({"records:read"})
    assert refused(BadScope, scopes=reader) == "scope_not_allowed"


def test_a_scope_that_is_asked_for_must_be_allowed() -> None:
    wide = RETURNS | {"records:read"}
    asked = details(AGREEMENT, PURPOSE)
    assert refused(Forbidden, scopes=wide, scope="records:read") == "agreement_not_in_force"
    assert (
        refused(Forbidden, scopes=wide, scope="records:read", asked=asked) == "action_not_granted"
    )


@pytest.mark.parametrize(
    "asked", [{}, [], "text", [{"type": "x"}], details(AGREEMENT, PURPOSE) * 2]
)
def test_details_that_cannot_be_read_are_refused(asked: object) -> None:
    assert refused(BadDetails, asked=asked)


def test_a_party_is_told_why_its_agreement_does_not_hold() -> None:
    ended = papers.filed(changes=[Change("end", "kings-pruh", NOW)])
    held = issuing.holdings([ended], agency_id="kings-pruh", today=TODAY)
    asked = details(AGREEMENT, PURPOSE)
    assert refused(Forbidden, held=held, asked=asked) == "agreement_ended"
    assert refused(Forbidden, held=Holdings(), asked=asked) == "agreement_not_in_force"
    assert refused(Forbidden, held=held) == "agreement_not_in_force"


def test_a_token_for_another_api_is_refused() -> None:
    assert decide(resource=RESOURCE).scopes == RETURNS
    assert refused(BadTarget, resource="https://other.example") == "resource_other"


@pytest.mark.parametrize(
    ("request_", "bound"),
    [
        ({"dpop_required": False}, False),
        ({"dpop_required": False, "scope": "returns:read"}, False),
        ({"dpop_required": True}, True),
        ({"dpop_required": False, "scopes": RETURNS | {"aggregates:read"}}, True),
        ({"dpop_required": False, "scopes": OFFICE}, True),
    ],
)
def test_only_a_client_that_sends_returns_may_go_unbound(
    *, request_: dict[str, Any], bound: bool
) -> None:
    if bound:
        assert refused(BadProof, jkt=None, **request_) == "proof_missing"
    else:
        assert decide(jkt=None, **request_).jkt is None
    assert decide(**request_).jkt == "thumbprint"


def test_parameters_are_taken_from_a_form() -> None:
    form = {"scope": "s", "authorization_details": "d", "resource": "r", "grant_type": "g"}
    assert Request.of(form) == Request("s", "d", "r")
    assert Request.of({}) == Request()

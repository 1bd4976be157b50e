"""Authorization details (RFC 9396): one agreement and one purpose for each token."""

import json
from typing import Any

from tests.conformance.check import Check
from tests.conformance.founding import AGREEMENT, FOREIGN_AGREEMENT, NO_AGREEMENT, OFFICE, PURPOSE
from tests.conformance.party import Party, opened
from tests.oauth_client import DETAILS_TYPE, details

ERROR = "invalid_authorization_details"


def refuses(party: Party, asked: Any, *, scope: str | None = None) -> bytes:
    """These details must be refused."""
    answer = party.ask(scope=scope, authorization_details=asked)
    return party.refused(answer, ERROR).body


def echoed(party: Party) -> None:
    """What is granted is said in the answer and in the token, the same in both."""
    answer = party.given(scope="returns:read", authorization_details=party.details)
    (granted,) = answer.json["authorization_details"]
    assert (granted["type"], granted["agreement"]) == (DETAILS_TYPE, AGREEMENT)
    assert (granted["purpose"], granted["locations"]) == (PURPOSE, [party.api])
    assert opened(answer.json["access_token"])[1]["authorization_details"] == [granted]


def narrowed(party: Party) -> None:
    """A part of what is possible may be asked for, and no more is granted."""
    asked = details(AGREEMENT, PURPOSE, datatypes=["incident"], actions=["submit"])
    answer = party.given(authorization_details=asked)
    (granted,) = answer.json["authorization_details"]
    assert (granted["datatypes"], granted["actions"]) == (["incident"], ["submit"])


def unknown_as_foreign(party: Party) -> None:
    """An agreement of others and none at all are told alike."""
    bodies = {
        refuses(party, details(number, "service_commissioning"))
        for number in (NO_AGREEMENT, FOREIGN_AGREEMENT)
    }
    assert len(bodies) == 1


def office(party: Party) -> None:
    """An office token names no agreement."""
    answer = party.other(OFFICE).ask(scope="agreements:read", authorization_details=party.details)
    party.refused(answer, ERROR)


def wrong(**changes: Any) -> list[dict[str, Any]]:
    """Good details but for one member."""
    return [{"type": DETAILS_TYPE, "agreement": AGREEMENT, "purpose": PURPOSE} | changes]


CHECKS = (
    Check("RFC 9396 7", "what is granted is said in answer and token", echoed),
    Check("RFC 9396 6", "a part may be asked for", narrowed),
    Check("RFC 9396 2.2", "the API may be named as the place",
          lambda p: p.given(authorization_details=wrong(locations=[p.api]))),
    Check("RFC 9396 5", "another type is refused",
          lambda p: refuses(p, wrong(type="urn:other"))),
    Check("RFC 9396 2", "a type must be named",
          lambda p: refuses(p, [{"agreement": AGREEMENT, "purpose": PURPOSE}])),
    Check("RFC 9396 5", "a member that nobody knows is refused",
          lambda p: refuses(p, wrong(privileges=["admin"]))),
    Check("RFC 9396 5", "a member of the wrong kind is refused",
          lambda p: refuses(p, wrong(agreement=7))),
    Check("RFC 9396 5", "a list of the wrong kind is refused",
          lambda p: refuses(p, wrong(actions="submit"))),
    Check("RFC 9396 5", "an empty list is refused", lambda p: refuses(p, wrong(actions=[]))),
    Check("RFC 9396 5", "an agreement must be named",
          lambda p: refuses(p, [{"type": DETAILS_TYPE, "purpose": PURPOSE}])),
    Check("RFC 9396 5", "a purpose must be named",
          lambda p: refuses(p, [{"type": DETAILS_TYPE, "agreement": AGREEMENT}])),
    Check("RFC 9396 5", "another place is refused",
          lambda p: refuses(p, wrong(locations=["https://other.example/v1"]))),
    Check("RFC 9396 5", "two objects are refused", lambda p: refuses(p, 2 * p.details)),
    Check("RFC 9396 2", "no object is refused", lambda p: refuses(p, [])),
    Check("RFC 9396 2", "an object outside a list is refused",
          lambda p: refuses(p, p.details[0])),
    Check("RFC 9396 2", "what is no JSON is refused", lambda p: refuses(p, "agreement")),
    Check("RFC 8259 9", "deep nesting of details is refused", lambda p: refuses(p, "[" * 7000)),
    Check("RFC 8259 4", "a member that is named twice is refused",
          lambda p: refuses(p, f'[{{"type":"{DETAILS_TYPE}","type":"{DETAILS_TYPE}",'
                               f'"agreement":"{AGREEMENT}","purpose":"{PURPOSE}"}}]')),
    Check("RFC 9396 5", "details of more than 8 KB are refused",
          lambda p: refuses(p, json.dumps(p.details) + " " * 9000)),
    Check("RFC 9396 5", "an unknown agreement is told as a foreign one", unknown_as_foreign),
    Check("RFC 9396 5", "a purpose that is not agreed is refused",
          lambda p: refuses(p, wrong(purpose="research_and_publication"))),
    Check("RFC 9396 5", "an action that is not agreed is refused",
          lambda p: refuses(p, wrong(actions=["submit", "retrieve"]))),
    Check("RFC 9396 5", "a dataset that is not agreed is refused",
          lambda p: refuses(p, wrong(datatypes=["incident", "weather"]))),
    Check("RFC 9396 5", "details too small for the scope are refused",
          lambda p: refuses(p, wrong(actions=["aggregate"]), scope="returns:write")),
    Check("RFC 9396 3.2", "details that allow no scope of the client are refused",
          lambda p: p.refused(p.ask(authorization_details=wrong(actions=["aggregate"])),
                              "invalid_scope")),
    Check("RFC 9396 5", "of several possibilities none is guessed",
          lambda p: refuses(p, None, scope="returns:read")),
    Check("RFC 9396 5", "an office token takes no details", office),
)  # fmt: skip

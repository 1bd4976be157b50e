import inspect
from dataclasses import replace
from types import MappingProxyType

import pytest

from auth import client_auth, details, dpop, issuing, jose, oauth_errors, refusals
from auth.refusals import ErrorItem, Refusal

KINDS = [
    kind
    for module in (refusals, jose, dpop, client_auth, details, issuing)
    for kind in vars(module).values()
    if inspect.isclass(kind) and issubclass(kind, Refusal)
]


def test_a_refusal_carries_what_a_door_needs() -> None:
    item = ErrorItem("missing", "needs a value", pointer="/title")
    refused = refusals.Unprocessable("invalid", detail="No.", errors=(item,), headers={"A": "b"})
    assert (refused.code, refused.detail, refused.errors) == ("invalid", "No.", (item,))
    assert refused.title == "Not acceptable as sent"
    assert str(refused) == "Not acceptable as sent (invalid)"
    assert isinstance(refused.headers, MappingProxyType)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_title_and_survives_a_copy(kind: type[Refusal]) -> None:
    refused = kind("code")
    assert refused.title
    assert type(replace(refused, detail="more")) is kind


def test_a_kind_may_be_given_another_title() -> None:
    assert refusals.Conflict("c", title="Busy").title == "Busy"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_an_oauth_answer_in_the_alphabet_of_rfc_6749(kind: type[Refusal]) -> None:
    answer = oauth_errors.answer(kind("some_reason"))
    assert 400 <= answer.status < 600
    assert answer.reason == "some_reason"
    said = answer.error + answer.description
    assert all(0x20 <= ord(letter) <= 0x7E and letter not in '"\\' for letter in said)


def test_every_failure_of_client_authentication_has_one_answer() -> None:
    reasons = ("client_unknown", "signature_wrong", "assertion_replayed", "assertion_time")
    answers = [oauth_errors.answer(client_auth.BadAssertion(reason)) for reason in reasons]
    assert {(each.status, each.error, each.description) for each in answers} == {
        (400, "invalid_client", answers[0].description)
    }


@pytest.mark.parametrize(
    ("refused", "error"),
    [
        (dpop.NonceNeeded("x"), "use_dpop_nonce"),
        (dpop.BadProof("x"), "invalid_dpop_proof"),
        (details.BadDetails("x"), "invalid_authorization_details"),
        (refusals.Forbidden("x"), "invalid_authorization_details"),
        (issuing.BadScope("x"), "invalid_scope"),
        (issuing.BadTarget("x"), "invalid_target"),
        (refusals.BadRequest("x"), "invalid_request"),
        (refusals.TooLarge("x"), "invalid_request"),
        (refusals.Unavailable("x"), "temporarily_unavailable"),
        (refusals.TooMany("x"), "temporarily_unavailable"),
    ],
)
def test_each_kind_has_its_error(refused: Refusal, error: str) -> None:
    assert oauth_errors.answer(refused).error == error

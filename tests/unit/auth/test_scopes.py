import pytest

from auth import scopes
from auth.refusals import BadRequest
from schemas.purposes import ACTIONS


def test_every_scope_is_for_data_or_for_office_work() -> None:
    assert scopes.DATA_SCOPES.keys() | scopes.OFFICE_SCOPES == scopes.SCOPES
    assert not scopes.DATA_SCOPES.keys() & scopes.OFFICE_SCOPES


def test_every_data_scope_needs_an_action_that_agreements_know() -> None:
    assert set(scopes.DATA_SCOPES.values()) == set(ACTIONS) == scopes.ACTIONS


def test_scopes_are_read_and_written_in_one_way() -> None:
    assert scopes.parse("returns:write returns:read") == {"returns:read", "returns:write"}
    assert scopes.text({"returns:write", "returns:read"}) == "returns:read returns:write"
    assert scopes.parse(scopes.text(scopes.SCOPES)) == scopes.SCOPES


@pytest.mark.parametrize(
    "value",
    [
        "",
        " ",
        "admin",
        "returns:write admin",
        "returns:write  returns:read",
        "returns:write\t",
        "returns:write,returns:read",
        'returns:"write"',
        "returns:write " * 200,
    ],
)
def test_unknown_scopes_are_refused(value: str) -> None:
    with pytest.raises(BadRequest):
        scopes.parse(value)


@pytest.mark.parametrize(
    ("held", "unbound", "together"),
    [
        ({"returns:write"}, True, True),
        ({"returns:write", "returns:read"}, True, True),
        ({"returns:read", "aggregates:read"}, False, True),
        ({"records:read"}, False, True),
        ({"agreements:sign"}, False, True),
        ({"agreements:sign", "agreements:write"}, False, True),
        ({"agreements:sign", "returns:write"}, False, False),
        ({"agreements:sign", "records:read"}, False, False),
        ({"agreements:sign", "releases:write"}, False, False),
        ({"audit:read"}, False, True),
    ],
)
def test_binding_and_signing_follow_the_risk(
    *, held: set[str], unbound: bool, together: bool
) -> None:
    assert scopes.may_be_unbound(held) is unbound
    assert scopes.may_be_held_together(held) is together


def test_a_token_needs_the_actions_of_its_data_scopes() -> None:
    assert scopes.actions_needed(["returns:read", "releases:write"]) == {"submit", "seal"}
    assert scopes.actions_needed(["agreements:read"]) == frozenset()

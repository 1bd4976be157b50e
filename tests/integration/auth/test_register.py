"""What an operator writes down, and what the register refuses."""

from inspect import signature as parameters
from typing import Any

import pytest

from auth import agreement_register, filing, register, signing_keys
from auth.refusals import Conflict, NotFound, Refusal, Unprocessable
from tests import papers
from tests.auth_world import PARTNERSHIP, World, error
from tests.oauth_client import Key, signature


def do(world: World, act: Any, **more: Any) -> Any:
    days = {"today": world.clock.today} if "today" in parameters(act).parameters else {}
    with world.writing() as session:
        return act(session, partnership_id=PARTNERSHIP, now=world.clock.now, **days, **more)


def refused(kind: type[Refusal], world: World, act: Any, **more: Any) -> str:
    with pytest.raises(kind) as caught:
        do(world, act, **more)
    return caught.value.code


def new_client(**changes: Any) -> dict[str, Any]:
    usual = {
        "agency_id": "bcwa",
        "client_id": "bcwa-new",
        "jwks": {"keys": [Key.make().jwk]},
        "held": ["returns:write"],
    }
    return {**usual, **changes}


@pytest.mark.parametrize(
    ("change", "kind", "code"),
    [
        ({"agency_id": "met-bromley"}, Conflict, "register_taken"),
        ({"agency_id": "Not A Slug"}, Unprocessable, "agency_form"),
        ({"name": ""}, Unprocessable, "agency_form"),
        ({"sector": "gardening"}, Unprocessable, "sector_unknown"),
    ],
)
def test_an_agency_that_cannot_be_written_down(
    fresh: World, change: dict[str, Any], kind: type[Refusal], code: str
) -> None:
    usual = {"agency_id": "new", "name": "New", "sector": "police"}
    assert refused(kind, fresh, register.create_agency, **{**usual, **change}) == code
    do(fresh, register.create_agency, **usual)


@pytest.mark.parametrize(
    ("change", "kind", "code"),
    [
        ({"client_id": "met-bromley-returns"}, Conflict, "register_taken"),
        ({"agency_id": "nobody"}, Conflict, "register_taken"),
        ({"jwks": {"keys": []}}, Unprocessable, "jwks_form"),
        ({"held": ["agreements:sign", "returns:read"]}, Unprocessable, "scope_signing_apart"),
        ({"held": ["audit:read"], "dpop_required": False}, Unprocessable, "scope_needs_binding"),
    ],
)
def test_a_client_that_cannot_be_written_down(
    fresh: World, change: dict[str, Any], kind: type[Refusal], code: str
) -> None:
    assert refused(kind, fresh, register.create_client, **new_client(**change)) == code
    do(fresh, register.create_client, **new_client())


def test_one_client_key_follows_another(fresh: World) -> None:
    client = fresh.client()
    old, new = client.key, Key.make("Ed25519")
    sets: list[tuple[list[Key], list[Key]]] = [
        ([old, new], [old, new]),
        ([new], [new]),
    ]
    for jwks, good in sets:
        do(
            fresh,
            register.replace_client_keys,
            client_id=client.client_id,
            jwks={"keys": [key.jwk for key in jwks]},
        )
        for key in (old, new):
            client.key = key
            assert client.ask().status == (200 if key in good else 400)


def test_what_is_not_in_the_register_is_not_changed(fresh: World) -> None:
    key = {"agency_id": "bcwa", "kid": "none", "by": "op-1"}
    jwks = {"keys": [Key.make().jwk]}
    acts: list[tuple[Any, dict[str, Any]]] = [
        (register.revoke_client, {"client_id": "nobody"}),
        (register.cut_off_client, {"client_id": "nobody"}),
        (register.replace_client_keys, {"client_id": "nobody", "jwks": jwks}),
        (signing_keys.confirm, {"agency_id": "bcwa", "fingerprint": "1" * 40, "by": "op-2"}),
        (signing_keys.retire, key),
    ]
    for act, more in acts:
        assert refused(NotFound, fresh, act, **more).endswith("_unknown")


def test_an_agency_without_a_confirmed_key_signs_nothing(fresh: World) -> None:
    document = papers.document(agreement="DSA-2026-0007")
    fresh.agree(document, unsigned="met-bromley")
    kid = papers.agency_key("met-bromley").thumbprint
    named = {"agency_id": "met-bromley"}
    do(fresh, signing_keys.retire, kid=kid, by="op-1", **named)
    jws = signature(document, agency="met-bromley", key=papers.agency_key("met-bromley"))
    given = {"agreement_id": document["agreement"], "version": 1, "jws": jws, **named}
    code = refused(Unprocessable, fresh, agreement_register.add_signature, **given)
    assert code == "signing_key_missing"


def test_a_number_and_version_are_filed_once(fresh: World) -> None:
    with pytest.raises(Conflict):
        fresh.agree(papers.document())


def test_a_second_version_needs_its_file(fresh: World) -> None:
    with pytest.raises(Conflict):
        fresh.agree(papers.document(agreement="DSA-2026-0050", version=2))


def test_what_an_operator_does_is_written_down_as_the_operators(fresh: World) -> None:
    fresh.change("end", agency="met-bromley")
    last = fresh.last("agreements:end", outcome="allowed")
    assert (last["client_id"], last["subject"]) == (register.OPERATOR, papers.AGREEMENT)
    with pytest.raises(NotFound):
        fresh.change("end", agency="bcwa")


def test_a_closed_agency_is_shut_out(fresh: World) -> None:
    client = fresh.client()
    token = client.token()
    with fresh.as_administrator() as connection:
        connection.exec_driver_sql(
            "UPDATE agencies SET status = 'closed' WHERE agency_id = 'met-bromley'"
        )
    assert error(client.ask()) == "invalid_client"
    assert client.call("GET", "/v1/returns", token=token).status == 401


def test_what_is_found_is_the_party_s_own(fresh: World) -> None:
    with fresh.writing() as session:
        filed, terms = filing.found(
            session,
            partnership_id=PARTNERSHIP,
            agreement_id=papers.AGREEMENT,
            agency_id="kings-pruh",
        )
    assert filed.agreement_id == terms.agreement_id == papers.AGREEMENT

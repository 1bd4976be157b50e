"""The life of a key that an agency signs with: two persons bring it in, one may take it out."""

import re
from typing import Any

import pytest
from sqlalchemy import exc

from auth import agreement_register, agreement_store, signing_keys, states
from auth.fingerprints import spoken
from auth.refusals import Conflict, Forbidden, NotFound, Refusal, Unprocessable
from tests import papers
from tests.auth_world import PARTNERSHIP, World
from tests.oauth_client import Key, signature

POLICE = "met-bromley"


def do(world: World, act: Any, **more: Any) -> Any:
    named = {"partnership_id": PARTNERSHIP, "agency_id": POLICE, "now": world.clock.now}
    with world.writing() as session:
        return act(session, **named, **more)


def refused(kind: type[Refusal], world: World, act: Any, **more: Any) -> str:
    with pytest.raises(kind) as caught:
        do(world, act, **more)
    return caught.value.code


def entered(world: World, key: Key, *, by: str = "op-1") -> str:
    kid: str = do(world, signing_keys.enter, jwk=key.jwk, by=by)
    return kid


def state_of(world: World) -> states.State:
    with world.writing() as session:
        (filed,) = agreement_store.filed_of(
            session, partnership_id=PARTNERSHIP, agency_id=POLICE, agreement_id=papers.AGREEMENT
        )
    return states.now(filed, today=world.clock.today)[0]


def test_a_fingerprint_is_eight_groups_of_digits_that_no_other_key_has() -> None:
    said = [spoken(Key.make().thumbprint) for _ in range(50)]
    assert all(re.fullmatch(r"\d{5}( \d{5}){7}", each) for each in said)
    assert len(set(said)) == 50
    # RFC 7638 section 3.1 gives this key's thumbprint.
    known = spoken("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")
    octets = int("3736cbb1787cb8309c77ee8c3705c5e16ffb9e859715901f1e4c59b11182f57b", 16)
    assert int(known.replace(" ", "")) == octets % 10**40


def test_a_key_counts_once_a_second_person_has_heard_its_fingerprint(fresh: World) -> None:
    key = Key.make("PS256")
    document = papers.document(agreement="DSA-2026-0007")
    fresh.agree(document, unsigned=POLICE)
    given = {
        "agreement_id": document["agreement"],
        "version": 1,
        "jws": signature(document, agency=POLICE, key=key),
        "today": fresh.clock.today,
    }
    said = spoken(entered(fresh, key))
    add = agreement_register.add_signature
    assert refused(Unprocessable, fresh, add, **given) == "key_unknown"
    for by in ("op-1", "OP-1"):
        code = refused(Forbidden, fresh, signing_keys.confirm, fingerprint=said, by=by)
        assert code == "second_person"
    assert refused(Unprocessable, fresh, add, **given) == "key_unknown"
    kid = do(fresh, signing_keys.confirm, fingerprint=said.replace(" ", "-"), by="op-2")
    assert kid == key.thumbprint
    do(fresh, add, **given)
    assert refused(Conflict, fresh, signing_keys.enter, jwk=key.jwk, by="op-1") == "register_taken"


def test_a_fingerprint_that_was_not_heard_confirms_nothing(fresh: World) -> None:
    said = spoken(entered(fresh, Key.make()))
    other = spoken(Key.make().thumbprint)
    for heard in (other, "", said[:-1], "12345"):
        code = refused(NotFound, fresh, signing_keys.confirm, fingerprint=heard, by="op-2")
        assert code == "fingerprint_unknown"


def test_a_key_is_named_by_its_thumbprint_whatever_it_calls_itself(fresh: World) -> None:
    key = Key.make()
    kid = do(fresh, signing_keys.enter, jwk={**key.jwk, "kid": "mine"}, by="op-1")
    assert kid == key.thumbprint


@pytest.mark.parametrize("by", ["", "jane smith", "x" * 65, "a\nb"])
def test_an_operator_is_named_by_an_opaque_reference(fresh: World, by: str) -> None:
    code = refused(Unprocessable, fresh, signing_keys.enter, jwk=Key.make().jwk, by=by)
    assert code == "operator_form"


def test_the_database_itself_wants_two_persons(fresh: World) -> None:
    entered(fresh, Key.make())
    with pytest.raises(exc.IntegrityError), fresh.as_administrator() as connection:
        connection.exec_driver_sql("UPDATE agency_keys SET confirmed_by = entered_by")


def test_what_a_retired_key_signed_stands_and_it_signs_no_more(fresh: World) -> None:
    kid = papers.agency_key(POLICE).thumbprint
    do(fresh, signing_keys.retire, kid=kid, by="op-1")
    assert state_of(fresh) is states.State.IN_FORCE
    assert refused(NotFound, fresh, signing_keys.retire, kid=kid, by="op-1") == "register_unknown"


def test_what_a_revoked_key_signed_falls_with_its_tokens_at_once(fresh: World) -> None:
    kid = papers.agency_key(POLICE).thumbprint
    client = fresh.client()
    token = client.token()
    fresh.clock.pass_(1)
    days = {"today": fresh.clock.today}
    fell = do(fresh, signing_keys.revoke, kid=kid, by="op-1", **days)
    assert fell == [papers.AGREEMENT]
    assert state_of(fresh) is states.State.DRAFT
    assert client.call("GET", "/v1/returns", token=token).status == 403
    assert refused(NotFound, fresh, signing_keys.revoke, kid=kid, by="op-1", **days)


def test_a_key_that_signed_nothing_takes_nothing_down(fresh: World) -> None:
    kid = entered(fresh, Key.make())
    assert do(fresh, signing_keys.revoke, kid=kid, by="op-1", today=fresh.clock.today) == []
    assert state_of(fresh) is states.State.IN_FORCE


def test_every_deed_names_who_did_it(fresh: World) -> None:
    key = Key.make()
    kid = entered(fresh, key)
    do(fresh, signing_keys.confirm, fingerprint=spoken(kid), by="op-2")
    do(fresh, signing_keys.retire, kid=kid, by="op-3")
    for verb, by in (("add", "op-1"), ("confirm", "op-2"), ("close", "op-3")):
        body = fresh.last(f"signing-key:{verb}", outcome="allowed")
        assert (body["acting_person"], body["subject"]) == (by, POLICE), verb


def test_an_operators_session_names_the_operator_of_every_deed(fresh: World) -> None:
    with fresh.writing() as session:
        session.info["operator"] = "op-9"
        agreement_register.change_agreement(
            session,
            partnership_id=PARTNERSHIP,
            agreement_id=papers.AGREEMENT,
            agency_id=POLICE,
            what="suspend",
            now=fresh.clock.now,
            today=fresh.clock.today,
        )
    assert fresh.last("agreements:suspend", outcome="allowed")["acting_person"] == "op-9"

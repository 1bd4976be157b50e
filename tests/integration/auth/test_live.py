"""What a genuine token is worth at the moment of use, tokens included that are no longer issued."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from auth import live, tokens
from auth.caller import Caller
from auth.details import Granted
from auth.exchange import Exchange
from auth.jose import BadToken
from auth.oauth_request import FormRequest
from auth.refusals import Forbidden
from auth.tokens import AccessToken
from tests.auth_world import ISSUER, PARTNERSHIP, World
from tests.papers import AGREEMENT, PURPOSE

GRANTED = Granted(AGREEMENT, PURPOSE, frozenset({"incident"}), frozenset({"submit"}))


def token(world: World, **changes: Any) -> AccessToken:
    made = tokens.new(
        partnership_id=PARTNERSHIP,
        agency_id="met-bromley",
        client_id="met-bromley-returns",
        scopes=frozenset({"returns:read", "returns:write"}),
        granted=GRANTED,
        jkt="k" * 43,
        now=world.clock.now,
    )
    return replace(made, **changes)


def use(
    world: World, held: AccessToken, *, scope: str = "returns:write", action: str | None = None
) -> Caller:
    with world.context.reads() as session:
        return live.caller(session, token=held, scope=scope, action=action, context=world.context)


def test_a_caller_is_made_of_what_is_left(shared: World) -> None:
    caller = use(shared, token(shared))
    assert (caller.client_id, caller.agency_id) == ("met-bromley-returns", "met-bromley")
    assert (caller.datatypes, caller.actions) == (GRANTED.datatypes, GRANTED.actions)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"client_id": "nobody"}, "token_revoked"),
        ({"partnership_id": "lewisham"}, "token_revoked"),
        ({"client_id": "kings-pruh-returns"}, "token_revoked"),
        ({"jkt": None}, "token_unbound"),
        (
            {"jkt": None, "client_id": "met-bromley-plain", "scopes": frozenset({"records:read"})},
            "token_unbound",
        ),
    ],
)
def test_a_token_that_fits_no_client_any_more(
    shared: World, change: dict[str, Any], code: str
) -> None:
    with pytest.raises(BadToken) as caught:
        use(shared, token(shared, **change))
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("change", "scope", "action", "code"),
    [
        ({"scopes": frozenset({"records:read"})}, "records:read", None, "scope_missing"),
        ({"granted": None}, "returns:write", None, "details_missing"),
        ({}, "returns:write", "seal", "action_not_granted"),
        (
            {"granted": replace(GRANTED, actions=frozenset({"retrieve"}))},
            "returns:write",
            None,
            "action_not_granted",
        ),
        (
            {"granted": replace(GRANTED, purpose="performance_scrutiny")},
            "returns:write",
            None,
            "action_not_granted",
        ),
        (
            {"granted": replace(GRANTED, purpose="curiosity")},
            "returns:write",
            None,
            "purpose_not_granted",
        ),
        (
            {"granted": replace(GRANTED, agreement_id="DSA-2026-0404")},
            "returns:write",
            None,
            "agreement_not_in_force",
        ),
    ],
)
def test_a_token_whose_grant_has_shrunk(
    shared: World, change: dict[str, Any], scope: str, action: str | None, code: str
) -> None:
    with pytest.raises(Forbidden) as caught:
        use(shared, token(shared, **change), scope=scope, action=action)
    assert caught.value.code == code


def test_an_agreement_s_cut_off_ends_the_tokens_before_it(fresh: World) -> None:
    early = token(fresh)
    fresh.clock.pass_(5)
    fresh.change("suspend", agency="met-bromley")
    fresh.clock.pass_(1)
    fresh.change("resume", agency="met-bromley")
    with pytest.raises(BadToken):
        use(fresh, early)
    later = replace(early, issued_at=fresh.clock.now + timedelta(seconds=1))
    assert use(fresh, later).purpose == PURPOSE


class TestConfirm:
    def confirm(self, world: World, caller: Caller, action: str = "submit") -> None:
        with world.writing("met-bromley") as session:
            live.confirm(session, caller=caller, action=action, context=world.context)

    def test_long_work_is_confirmed_while_the_agreement_holds(self, fresh: World) -> None:
        caller = use(fresh, token(fresh))
        self.confirm(fresh, caller)
        fresh.change("suspend", agency="kings-pruh")
        with pytest.raises(Forbidden) as caught:
            self.confirm(fresh, caller)
        assert caught.value.code == "agreement_suspended"

    def test_work_that_began_before_a_halt_does_not_go_on_after_it(self, fresh: World) -> None:
        caller = use(fresh, token(fresh))
        for what in ("suspend", "resume"):
            fresh.clock.pass_(1)
            fresh.change(what, agency="kings-pruh")
        with pytest.raises(Forbidden) as caught:
            self.confirm(fresh, caller)
        assert caught.value.code == "agreement_suspended"
        self.confirm(fresh, use(fresh, token(fresh)))

    def test_nothing_is_confirmed_beyond_the_agreement(self, shared: World) -> None:
        caller = use(shared, token(shared))
        for refused, action in ((caller, "retrieve"), (replace(caller, agreement=None), "submit")):
            with pytest.raises(Forbidden):
                self.confirm(shared, refused, action)


def test_no_answer_is_written_before_a_token_is_decided(shared: World) -> None:
    with shared.app.test_request_context("/oauth/token", method="POST") as request:
        form = FormRequest(request.request, form={}, issuer=ISSUER)
        with pytest.raises(RuntimeError):
            Exchange(shared.context).answer(form)

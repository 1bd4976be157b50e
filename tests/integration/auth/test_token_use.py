"""Revocation, introspection, nonces, published keys and metadata, and what the log holds."""

import base64
import json
import logging
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from authlib.oauth2.rfc8414 import AuthorizationServerMetadata
from joserfc import jwk, jwt

from auth import keys
from auth.refusals import Conflict, Unavailable
from tests.auth_world import ISSUER, World, error
from tests.oauth_client import OAuthClient


def active(client: OAuthClient, token: str) -> bool:
    answer = client.post("/oauth/introspect", token=token)
    assert answer.status == 200
    return bool(answer.json["active"])


class TestRevocation:
    def test_a_revoked_token_counts_no_more(self, fresh: World) -> None:
        client = fresh.client()
        token, other = client.token(), client.token()
        answer = client.post("/oauth/revoke", token=token, token_type_hint="access_token")
        assert (answer.status, answer.json) == (200, {})
        refused = client.call("GET", "/v1/returns", token=token)
        assert (refused.status, refused.json["code"]) == (401, "token_revoked")
        assert client.call("GET", "/v1/returns", token=other).status == 200
        assert client.post("/oauth/revoke", token=token).status == 200
        assert fresh.last("token:revoke", outcome="allowed")["jti"]

    def test_nobody_revokes_the_token_of_another(self, fresh: World) -> None:
        client, other = fresh.client(), fresh.client("kings-pruh-returns")
        token = client.token()
        assert other.post("/oauth/revoke", token=token).status == 200
        assert client.call("GET", "/v1/returns", token=token).status == 200

    @pytest.mark.parametrize("token", ["x", "a.b.c", "é", "[]", "x" * 20_000])
    def test_what_is_no_token_changes_nothing(self, shared: World, token: str) -> None:
        assert shared.client().post("/oauth/revoke", token=token).status == 200

    @pytest.mark.parametrize("endpoint", ["/oauth/revoke", "/oauth/introspect"])
    def test_a_client_must_authenticate_and_name_a_token(
        self, shared: World, endpoint: str
    ) -> None:
        client = shared.client()
        token = client.token()
        assert error(client.post(endpoint, token=token, client_assertion="x")) == "invalid_client"
        assert error(client.post(endpoint)) == "invalid_request"

    @pytest.mark.parametrize("endpoint", ["/oauth/revoke", "/oauth/introspect"])
    def test_a_hint_of_its_type_says_nothing(self, shared: World, endpoint: str) -> None:
        client = shared.client()
        token = client.token()
        assert client.post(endpoint, token=token, token_type_hint="id_token").status == 200

    def test_an_unknown_client_is_told_by_introspection_as_its_rule_is(self, shared: World) -> None:
        answer = shared.client().post("/oauth/introspect", token="x", client_assertion="x")
        assert (answer.status, error(answer)) == (401, "invalid_client")
        assert answer.headers["WWW-Authenticate"] == 'private_key_jwt realm="SaferShare"'


class TestIntrospection:
    def test_a_client_learns_about_its_own_token(self, shared: World) -> None:
        client = shared.client()
        said = client.post("/oauth/introspect", token=client.token()).json
        assert client.proof_key is not None
        assert said["active"] is True
        assert said["token_type"] == "DPoP"
        assert said["cnf"] == {"jkt": client.proof_key.thumbprint}
        assert said["scope"] == "returns:read returns:write"
        assert said["authorization_details"][0]["actions"] == ["submit"]

    @pytest.mark.parametrize("name", ["met-bromley-plain", "met-bromley-office"])
    def test_tokens_of_every_kind_can_be_asked_about(self, shared: World, name: str) -> None:
        client = shared.client(name)
        assert active(client, client.token())

    def test_it_learns_nothing_about_others(self, shared: World) -> None:
        token = shared.client().token()
        assert not active(shared.client("kings-pruh-returns"), token)

    @pytest.mark.parametrize("token", ["x", "a.b.c", "é", "[]", "x" * 20_000])
    def test_what_is_no_token_is_not_active(self, shared: World, token: str) -> None:
        assert not active(shared.client(), token)

    def test_an_expired_or_revoked_token_is_not_active(self, fresh: World) -> None:
        client = fresh.client()
        expired = client.token()
        fresh.clock.pass_(300)
        assert not active(client, expired)
        revoked = client.token()
        client.post("/oauth/revoke", token=revoked)
        assert not active(client, revoked)

    def test_a_token_under_an_agreement_that_has_ended_is_not_active(self, fresh: World) -> None:
        client = fresh.client()
        token = client.token()
        assert active(client, token)
        fresh.change("end", agency="met-bromley")
        assert not active(client, token)

    def test_a_question_leaves_an_event(self, fresh: World) -> None:
        client = fresh.client()
        assert active(client, client.token())
        assert not active(client, "x")
        assert len(fresh.events("token:introspect")) == 2


class TestNonces:
    def test_a_proof_without_a_nonce_is_told_one_and_costs_no_assertion(self, fresh: World) -> None:
        client = fresh.worker(dpop_nonce=True).client()
        assertion = client.assertion()
        answer = client.post("/oauth/token", nonce=False, client_assertion=assertion)
        assert (answer.status, error(answer)) == (400, "use_dpop_nonce")
        client.nonce = answer.headers["DPoP-Nonce"]
        assert client.post("/oauth/token", client_assertion=assertion).status == 200

    def test_the_api_asks_for_a_nonce_too(self, fresh: World) -> None:
        client = fresh.worker(dpop_nonce=True).client()
        token = client.token()
        nonce, client.nonce = client.nonce, None
        answer = client.call("GET", "/v1/returns", token=token)
        assert (answer.status, answer.json["code"]) == (401, "proof_nonce")
        assert 'error="use_dpop_nonce"' in answer.headers["WWW-Authenticate"]
        client.nonce = answer.headers["DPoP-Nonce"]
        assert client.call("GET", "/v1/returns", token=token).status == 200
        client.nonce = nonce
        assert client.call("GET", "/v1/returns", token=token).status == 200

    def test_a_nonce_of_one_worker_is_good_at_another(self, fresh: World) -> None:
        workers = [fresh.worker(dpop_nonce=True).client() for _ in range(2)]
        workers[0].token()
        workers[1].nonce = workers[0].nonce
        assert workers[1].post("/oauth/token", nonce=False).status == 200

    def test_a_nonce_has_its_time(self, fresh: World) -> None:
        client = fresh.worker(dpop_nonce=True).client()
        client.token()
        fresh.clock.pass_(301)
        assert error(client.post("/oauth/token", nonce=False)) == "use_dpop_nonce"

    def test_where_none_is_needed_none_is_given(self, shared: World) -> None:
        assert "DPoP-Nonce" not in shared.client().ask().headers


class TestPublished:
    def test_the_metadata_are_valid(self, shared: World) -> None:
        sender = shared.client()
        answer = sender.send("GET", "/.well-known/oauth-authorization-server", {}, b"")
        AuthorizationServerMetadata(answer.json).validate()
        answer = sender.send("GET", "/.well-known/oauth-protected-resource/v1", {}, b"")
        assert answer.json["authorization_servers"] == [ISSUER]

    def test_the_keys_are_public_and_may_be_kept_for_a_while(self, shared: World) -> None:
        answer = shared.client().send("GET", "/oauth/jwks", {}, b"")
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert all("d" not in key for key in answer.json["keys"])

    def test_tokens_can_be_verified_with_the_published_keys(self, shared: World) -> None:
        published = shared.client().send("GET", "/oauth/jwks", {}, b"").json
        token = jwt.decode(shared.client().token(), jwk.KeySet.import_key_set(published))
        assert token.header["typ"] == "at+jwt"
        assert token.claims["iss"] == ISSUER


class TestRotation:
    def published(self, world: World) -> set[str]:
        answer = world.client().send("GET", "/oauth/jwks", {}, b"")
        return {key["kid"] for key in answer.json["keys"]}

    def rotate(self, world: World, act: Any = keys.rotate) -> str:
        with world.writing() as session:
            return str(act(session, folder=world.folder, now=world.clock.now))

    def test_one_key_follows_another_without_a_gap(self, fresh: World) -> None:
        other = fresh.worker()
        old = self.published(fresh)
        new = self.rotate(fresh)
        fresh.clock.pass_(31)
        assert self.published(fresh) == self.published(other) == old | {new}
        fresh.clock.pass_(600 - 32)
        client = fresh.client()
        last_of_old = client.token()
        fresh.clock.pass_(2)
        first_of_new = client.token()
        assert self.kid(last_of_old) in old
        assert self.kid(first_of_new) == new
        for worker in (fresh, other):
            sender = worker.client(proof_key=client.proof_key)
            for token in (last_of_old, first_of_new):
                assert sender.call("GET", "/v1/returns", token=token).status == 200
        fresh.clock.pass_(601)
        assert self.published(fresh) == {new}
        assert client.call("GET", "/v1/returns", token=client.token()).status == 200

    def kid(self, token: str) -> str:
        header = token.partition(".")[0]
        return str(json.loads(base64.urlsafe_b64decode(header + "=="))["kid"])

    def test_a_second_rotation_waits_for_the_first(self, fresh: World) -> None:
        self.rotate(fresh)
        with pytest.raises(Conflict):
            self.rotate(fresh)
        fresh.clock.pass_(600)
        self.rotate(fresh)

    def test_of_two_rotations_at_one_moment_one_is_refused(self, fresh: World) -> None:
        start = Barrier(2)

        def turn(_: int) -> str:
            start.wait(timeout=30)
            try:
                return self.rotate(fresh)
            except Conflict as refusal:
                return refusal.code

        with ThreadPoolExecutor(2) as pool:
            told = set(pool.map(turn, range(2)))
        assert "rotation_under_way" in told
        assert len(self.published(fresh)) == 2

    def test_a_key_that_is_gone_can_sign_no_more(self, fresh: World) -> None:
        (old,) = self.published(fresh)
        self.rotate(fresh)
        fresh.clock.pass_(600 + 601)
        assert (fresh.folder / f"{old}.pem").exists()
        self.rotate(fresh)
        assert not (fresh.folder / f"{old}.pem").exists()
        assert fresh.worker().client().token()

    def test_a_key_replaced_at_once_takes_its_tokens_with_it(self, fresh: World) -> None:
        client = fresh.client()
        token = client.token()
        fresh.clock.pass_(1)
        new = self.rotate(fresh, keys.replace_at_once)
        fresh.clock.pass_(31)
        refused = client.call("GET", "/v1/returns", token=token)
        assert (refused.status, refused.json["code"]) == (401, "key_unknown")
        assert self.published(fresh) == {new}
        assert self.kid(client.token()) == new

    def test_a_worker_asks_again_for_a_key_it_has_not_seen(self, fresh: World) -> None:
        stale = fresh.worker()
        stale.client().token()
        fresh.clock.pass_(2)
        self.rotate(fresh, keys.replace_at_once)
        client = fresh.worker().client()
        token = client.token()
        sender = stale.client(proof_key=client.proof_key)
        assert sender.call("GET", "/v1/returns", token=token).status == 200

    def test_without_its_private_key_a_machine_issues_nothing(self, fresh: World) -> None:
        for file in fresh.folder.glob("*.pem"):
            file.unlink()
        answer = fresh.worker().client().ask()
        assert (answer.status, error(answer)) == (503, "temporarily_unavailable")

    def test_private_files_are_for_their_owner_alone(self, fresh: World) -> None:
        modes = {file.name: file.stat().st_mode & 0o777 for file in fresh.folder.iterdir()}
        assert len(modes) == 2
        assert set(modes.values()) == {0o600}

    def test_a_second_start_makes_nothing_new(self, fresh: World) -> None:
        before = self.published(fresh)
        self.rotate(fresh, keys.prepare)
        assert self.published(fresh.worker()) == before


class TestTrouble:
    def test_where_nothing_can_be_kept_nobody_is_let_in(self, fresh: World) -> None:
        def down() -> Any:
            raise Unavailable("store_down", headers={"Retry-After": "5"})

        worker = fresh.worker(read_sessions=fresh.context.reads, sessions=down)
        answer = worker.client().ask()
        assert (answer.status, error(answer)) == (503, "temporarily_unavailable")
        bound = fresh.client()
        answer = worker.client(proof_key=bound.proof_key).call(
            "GET", "/v1/returns", token=bound.token()
        )
        assert answer.status == 503

    def test_without_its_log_it_answers_nothing_else(self, fresh: World) -> None:
        def down() -> Any:
            raise Unavailable("store_down")

        client = fresh.worker(sessions=down).client()
        assert error(client.ask()) == "temporarily_unavailable"
        assert error(client.ask("admin")) == "temporarily_unavailable"

    def test_a_failure_of_its_own_is_json_and_says_nothing(
        self, fresh: World, caplog: pytest.LogCaptureFixture
    ) -> None:
        secret = "SECRET8472"

        def broken() -> Any:
            raise KeyError(secret)

        answer = fresh.worker(sessions=broken).client().ask()
        assert (answer.status, error(answer)) == (500, "server_error")
        assert "the authorization server failed: KeyError" in caplog.text
        assert secret not in caplog.text + answer.body.decode()


def test_no_token_assertion_or_proof_reaches_the_log(
    shared: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = shared.client()
    assertion, proof = client.assertion(), client.proof("POST", f"{ISSUER}/oauth/token")
    answer = client.post("/oauth/token", proof=proof, client_assertion=assertion)
    token = answer.json["access_token"]
    client.call("GET", "/v1/returns", token=token)
    client.call("GET", "/v1/returns", token=token[:-2])
    for secret in (assertion, proof, token):
        assert secret not in caplog.text
        assert secret.rpartition(".")[2] not in caplog.text

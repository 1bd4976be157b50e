"""A token beside the one signature and the one verification that nothing can do without."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import insert

from api.cli.client import tokens
from api.cli.client.credentials import Credentials
from api.cli.client.tokens import Wanted
from api.db import NOBODY
from bench import clock
from bench.figures import Figure, slower
from bench.stage import Stage
from schemas.tables.tokens import replay_keys

TIMES: Final = 200
PATH: Final = "/oauth/token"
COMMITS: Final = 2
"""What a token must leave in the store: the use of its assertion and proof, and its event."""

AIM: Final = "at most 15"
MESSAGE: Final = b"a header and claims of a usual length, as base64url text." * 8


def figures(stage: Stage) -> Iterator[Figure]:
    """Seconds of a token request with its proof, in process, beside raw ES256."""
    seconds, raw = clock.median(_requests(stage)), clock.median([_raw()] * TIMES)
    what = f"token ({1 / seconds:,.0f}/s): private_key_jwt, DPoP, at+jwt, {stage.engine}"
    peer = f"ES256, sign and verify once ({1 / raw:,.0f}/s)"
    yield slower(what, seconds, peer=peer, beside=raw, aim=AIM)
    kept = clock.median([lambda: _commit(stage)] * TIMES)
    peer = f"the same and {COMMITS} rows kept durably"
    yield slower(what, seconds, peer=peer, beside=raw + COMMITS * kept)


def _requests(stage: Stage) -> Iterator[clock.Deed]:
    """Requests whose assertions and proofs were made beforehand, as they are the client's work."""
    held = stage.held["met-bromley-returns"]
    client = stage.app.test_client(use_cookies=False)
    grant = held.agreements[0]
    wanted = Wanted("returns:write", grant.agreement, grant.purpose)

    def ask(form: dict[str, str], proof: str) -> None:
        answer = client.post(PATH, data=form, headers={"DPoP": proof})
        if answer.status_code != 200:
            raise RuntimeError("no token was given")

    ready = [_ready(held, wanted=wanted) for _ in range(TIMES)]
    return iter([lambda form=form, proof=proof: ask(form, proof) for form, proof in ready])


def _ready(held: Credentials, *, wanted: Wanted) -> tuple[dict[str, str], str]:
    now = datetime.now(UTC)
    proof = tokens.proof(held, method="POST", url=held.issuer + PATH, now=now)
    return dict(tokens.form(held, wanted=wanted, now=now)), proof


def _commit(stage: Stage) -> None:
    """One row, durably: a use that was never made."""
    used = {"key": secrets.token_hex(32), "expires_at": datetime.now(UTC)}
    with stage.running.database.writing(NOBODY) as session:
        session.execute(insert(replay_keys), used)


def _raw() -> clock.Deed:
    key, algorithm = ec.generate_private_key(ec.SECP256R1()), ec.ECDSA(hashes.SHA256())
    public = key.public_key()

    def once() -> None:
        public.verify(key.sign(MESSAGE, algorithm), MESSAGE, algorithm)

    return once

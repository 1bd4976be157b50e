"""A token beside the one signature and the one verification that nothing can do without."""

from __future__ import annotations

import http.client
import secrets
import statistics
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from typing import Final
from urllib.parse import urlencode, urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import insert

from api.cli.client import tokens
from api.cli.client.credentials import Credentials
from api.cli.client.tokens import Wanted
from api.cli.demo.server import running
from api.db import NOBODY
from bench import clock
from bench.figures import Figure, faster, slower
from bench.stage import Stage
from schemas.tables.tokens import replay_keys

TIMES: Final = 300
WARM: Final = 20  # requests before the ones that count
PATH: Final = "/oauth/token"

WORKERS: Final = (1, 2)
SENDERS: Final = 4  # connections that ask at once
SERVED: Final = 600  # requests of all of them together

AIM: Final = "at most 15"
MESSAGE: Final = b"a header and claims of a usual length, as base64url text." * 8
FORM: Final = "application/x-www-form-urlencoded"

Ready = tuple[dict[str, str], str]
"""A form and the proof beside it, which are the client's work and made beforehand."""


def figures(stage: Stage) -> Iterator[Figure]:
    """Seconds of a token in process, and tokens per second of one and two workers."""
    for deed in _requests(stage, WARM):
        deed()
    ours, signed, kept = clock.abreast(
        list(_requests(stage, TIMES)), [_raw()] * TIMES, [lambda: _signed_and_kept(stage)] * TIMES
    )
    seconds, raw, least = map(statistics.median, (ours, signed, kept))
    what = f"token ({1 / seconds:,.0f}/s): private_key_jwt, DPoP, at+jwt, {stage.engine}"
    peer = f"ES256, sign and verify once ({1 / raw:,.0f}/s)"
    yield slower(what, seconds, peer=peer, beside=raw, aim=AIM)
    yield slower(what, seconds, peer="the same and one row kept durably", beside=least)
    spread = clock.percentile(signed, 0.95) / raw
    yield Figure(f"noise: ES256, its p95 against its median, {stage.engine}", spread, "times")
    for workers in WORKERS:
        rate = _served(stage, workers=workers)
        named = f"tokens served, {workers} worker{'s' if workers > 1 else ''}, {stage.engine}"
        yield faster(named, rate, unit="tokens/s", peer="ES256, in one thread", beside=1 / raw)


def _requests(stage: Stage, times: int) -> Iterator[clock.Deed]:
    """Token requests to the application in this process."""
    client = stage.app.test_client(use_cookies=False)

    def ask(form: dict[str, str], proof: str) -> None:
        answer = client.post(PATH, data=form, headers={"DPoP": proof})
        if answer.status_code != 200:
            raise RuntimeError("no token was given")

    for form, proof in _ready(stage, times):
        yield partial(ask, form, proof)


def _ready(stage: Stage, times: int) -> list[Ready]:
    held = stage.held["met-bromley-returns"]
    grant = held.agreements[0]
    wanted = Wanted("returns:write", grant.agreement, grant.purpose)
    return [_made(held, wanted=wanted) for _ in range(times)]


def _made(held: Credentials, *, wanted: Wanted) -> Ready:
    now = datetime.now(UTC)
    proof = tokens.proof(held, method="POST", url=held.issuer + PATH, now=now)
    return dict(tokens.form(held, wanted=wanted, now=now)), proof


def _served(stage: Stage, *, workers: int) -> float:
    """Tokens per second of the real server; its clients take a part of the same processors."""
    port = int(stage.url.rpartition(":")[2])
    log = stage.folder / "tokens.log"
    with running(port=port, variables=stage.variables, log=log, workers=workers):
        _at_once(stage, _ready(stage, WARM * workers * SENDERS))
        ready = _ready(stage, SERVED)
        begun = time.perf_counter()
        _at_once(stage, ready)
        return len(ready) / (time.perf_counter() - begun)


def _at_once(stage: Stage, ready: Sequence[Ready]) -> None:
    with ThreadPoolExecutor(SENDERS) as pool:
        parts = [ready[place::SENDERS] for place in range(SENDERS)]
        list(pool.map(lambda part: _over_http(stage.url, part), parts))


def _over_http(url: str, ready: Sequence[Ready]) -> None:
    """Ask for one token after the other over one connection."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc)
    for form, proof in ready:
        connection.request("POST", PATH, urlencode(form), {"DPoP": proof, "Content-Type": FORM})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError("no token was given")
    connection.close()


def _signed_and_kept(stage: Stage) -> None:
    """The signature, the verification, and one row durably: a use that was never made."""
    _RAW()
    used = {"key": secrets.token_hex(32), "expires_at": datetime.now(UTC)}
    with stage.running.database.writing(NOBODY) as session:
        session.execute(insert(replay_keys), used)


def _raw() -> clock.Deed:
    key, algorithm = ec.generate_private_key(ec.SECP256R1()), ec.ECDSA(hashes.SHA256())
    public = key.public_key()

    def once() -> None:
        public.verify(key.sign(MESSAGE, algorithm), MESSAGE, algorithm)

    return once


_RAW: Final = _raw()

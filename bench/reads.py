"""A reading request: what binding its token costs, and what its audit event costs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Final

from api.cli.client import tokens
from api.cli.client.credentials import Credentials
from api.cli.client.tokens import Token, Wanted
from api.db import Context
from auth import audit
from auth.audit import Event
from bench import clock
from bench.figures import Figure, slower
from bench.stage import UNBOUND, Stage
from bench.tokens import PATH as TOKEN_PATH

TIMES: Final = 300
PATH: Final = "/v1/returns"


def figures(stage: Stage) -> Iterator[Figure]:
    """Seconds of the agency's own list, bound and unbound, beside the barest answer there is."""
    client = stage.app.test_client(use_cookies=False)

    def read(headers: dict[str, str]) -> None:
        if client.get(PATH, headers=headers).status_code != 200:
            raise RuntimeError("the list was not given")

    bound = clock.median([partial(read, h) for h in _bound(stage)])
    bearer = clock.median([partial(read, h) for h in _bearer(stage)])
    bare = clock.median([lambda: client.get("/healthz")] * TIMES)
    event = clock.median([lambda: _record(stage)] * TIMES)
    where = f"in process, {stage.engine}"
    yield slower(
        f"GET with DPoP {where}", bound, peer="the same with Bearer", beside=bearer,
        aim="at most 1.8",
    )  # fmt: skip
    yield slower(f"GET with DPoP {where}", bound, peer="GET /healthz", beside=bare, aim="at most 8")
    yield slower(
        f"GET with its event {where}", bound, peer="the same less one event's transaction",
        beside=max(bound - event, 1e-9), aim="at most 1.15",
    )  # fmt: skip


def _bound(stage: Stage) -> Iterator[dict[str, str]]:
    held = stage.held["met-bromley-returns"]
    text = _token(stage, held, bound=True)
    for _ in range(TIMES):
        url, now = held.issuer + PATH, datetime.now(UTC)
        proof = tokens.proof(held, method="GET", url=url, now=now, token=text)
        yield {"Authorization": f"DPoP {text}", "DPoP": proof}


def _bearer(stage: Stage) -> Iterator[dict[str, str]]:
    text = _token(stage, stage.held[UNBOUND.client_id], bound=False)
    for _ in range(TIMES):
        yield {"Authorization": f"Bearer {text}"}


def _token(stage: Stage, held: Credentials, *, bound: bool) -> str:
    """A token of a client for reading its own returns."""
    now, grant = datetime.now(UTC), held.agreements[0]
    wanted = Wanted("returns:read", grant.agreement, grant.purpose)
    proof = tokens.proof(held, method="POST", url=held.issuer + TOKEN_PATH, now=now)
    answer = stage.app.test_client(use_cookies=False).post(
        TOKEN_PATH,
        data=tokens.form(held, wanted=wanted, now=now),
        headers={"DPoP": proof} if bound else {},
    )
    token: Token = tokens.received(answer.get_json(), now=now)
    return token.value


def _record(stage: Stage) -> None:
    """One event in a transaction of its own, as a reading request leaves it."""
    event = Event(
        "returns:list",
        partnership_id="bromley",
        agency_id="met-bromley",
        client_id="met-bromley-returns",
    )
    with stage.running.writing(Context("bromley", "met-bromley")) as session:
        audit.record(session, event, now=datetime.now(UTC))

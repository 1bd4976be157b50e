"""A reading request: what the guard costs, what binding its token costs, and what its event costs.

The views that are timed say nothing, so that what stands around them is all there is; the agency's
own list stands beside them as a request with something in it.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

from api.cli.client import tokens
from api.cli.client.credentials import Credentials
from api.cli.client.tokens import Token, Wanted
from api.v1.doors import guarded
from auth.protect import require
from bench import clock
from bench.figures import Figure, slower
from bench.stage import UNBOUND, Stage
from bench.tokens import PATH as TOKEN_PATH

TIMES: Final = 300
WARM: Final = 20  # requests before the ones that count

BARE, KNOWN, TOLD = "/bench/bare", "/bench/known", "/bench/told"
"""The same view for anybody, for a caller, and for a caller with an event of it."""
LIST: Final = "/v1/returns"
SCOPE: Final = "returns:read"

BOUND_AIM, BARE_AIM, EVENT_AIM = "at most 1.8", "at most 8", "at most 1.15"

Headers = dict[str, str]


def figures(stage: Stage) -> Iterator[Figure]:
    """Seconds of a GET, bound and unbound, with its event and without, beside a bare one."""
    _views(stage)
    said = _taken(stage)
    bound, bearer, bare = said["DPoP", TOLD], said["Bearer", TOLD], said["", BARE]
    where = f"in process, {stage.engine}"
    what = f"GET with DPoP and its event {where}"
    yield slower(what, bound, peer="the same with Bearer", beside=bearer, aim=BOUND_AIM)
    yield slower(what, bound, peer="the same view, open to all", beside=bare, aim=BARE_AIM)
    for scheme in ("DPoP", "Bearer"):
        ours, less = said[scheme, TOLD], said[scheme, KNOWN]
        what = f"GET with {scheme} and its event {where}"
        yield slower(what, ours, peer="the same without the event", beside=less, aim=EVENT_AIM)
    what, ours = f"list of returns with DPoP {where}", said["DPoP", LIST]
    yield slower(what, ours, peer="the same with Bearer", beside=said["Bearer", LIST])
    yield slower(what, ours, peer="a bare GET", beside=bare)


def _views(stage: Stage) -> None:
    """Give the application the views to be timed, before it has answered anything."""

    def view() -> Any:
        return {"status": "ok"}

    stage.app.add_url_rule(BARE, "bench_bare", view)
    stage.app.add_url_rule(KNOWN, "bench_known", require(SCOPE)(view))
    stage.app.add_url_rule(TOLD, "bench_told", guarded(SCOPE, tag="returns:list")(view))


def _taken(stage: Stage) -> dict[tuple[str, str], float]:
    """The median of each way of asking at each path, all of them taking turns."""
    client = stage.app.test_client(use_cookies=False)

    def read(path: str, headers: Headers) -> None:
        if client.get(path, headers=headers).status_code != 200:
            raise RuntimeError("the answer was no")

    asked = {("", BARE): [Headers()] * (WARM + TIMES)}
    for path in (KNOWN, TOLD, LIST):
        asked["DPoP", path] = list(_bound(stage, path))
        asked["Bearer", path] = list(_bearer(stage))
    deeds = [[partial(read, path, h) for h in headers] for (_, path), headers in asked.items()]
    times = clock.abreast(*deeds)
    return {way: statistics.median(found[WARM:]) for way, found in zip(asked, times, strict=True)}


def _bound(stage: Stage, path: str) -> Iterator[Headers]:
    held = stage.held["met-bromley-returns"]
    text = _token(stage, held, bound=True)
    for _ in range(WARM + TIMES):
        url, now = held.issuer + path, datetime.now(UTC)
        proof = tokens.proof(held, method="GET", url=url, now=now, token=text)
        yield {"Authorization": f"DPoP {text}", "DPoP": proof}


def _bearer(stage: Stage) -> Iterator[Headers]:
    text = _token(stage, stage.held[UNBOUND.client_id], bound=False)
    for _ in range(WARM + TIMES):
        yield {"Authorization": f"Bearer {text}"}


def _token(stage: Stage, held: Credentials, *, bound: bool) -> str:
    """A token of a client for reading its own returns."""
    now, grant = datetime.now(UTC), held.agreements[0]
    wanted = Wanted(SCOPE, grant.agreement, grant.purpose)
    proof = tokens.proof(held, method="POST", url=held.issuer + TOKEN_PATH, now=now)
    answer = stage.app.test_client(use_cookies=False).post(
        TOKEN_PATH,
        data=tokens.form(held, wanted=wanted, now=now),
        headers={"DPoP": proof} if bound else {},
    )
    token: Token = tokens.received(answer.get_json(), now=now)
    return token.value

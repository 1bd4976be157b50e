"""The authorization server as two processes: what one of them knows, the other keeps to."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import httpx

from api.db import Context, Database
from auth import agreement_register
from tests.journeys.recorder import Recorder
from tests.journeys.served import Served
from tests.journeys.systems import System, systems_of
from tests.oauth_client import Response, http_sender
from tests.partnership import NOW

AT_ONCE = 6
AGENCY = "met-bromley"
RETURNS = "/v1/returns"


def system(server: Served, http: httpx.Client) -> System:
    send = http_sender(http, server.url)
    return systems_of(server.partnership, send=send, recorder=Recorder())(AGENCY)


def at_once(server: Served, act: Callable[[System], Response]) -> list[Response]:
    """The same deed by several connections, so that both processes are asked at one moment."""
    start = Barrier(AT_ONCE)

    def one(_: int) -> Response:
        with httpx.Client(timeout=30, trust_env=False) as http:
            sender = system(server, http)
            start.wait(timeout=30)
            return act(sender)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def test_of_six_equal_token_requests_at_once_exactly_one_succeeds(standing: Served) -> None:
    assert len(standing.children()) == 2
    police = system(standing, standing.http)
    for _ in range(3):
        answers = at_once(standing, _asking(police.client.assertion()))
        assert sorted(each.status for each in answers) == [200] + [400] * (AT_ONCE - 1)
        refused = {each.json["error"] for each in answers if each.status == 400}
        assert refused == {"invalid_client"}


def test_of_six_equal_proofs_at_once_exactly_one_is_admitted(standing: Served) -> None:
    police = system(standing, standing.http)
    token = police.token("returns:read", police.details())
    proof = police.client.proof("GET", standing.url + RETURNS, token=token)
    answers = at_once(
        standing, lambda sender: sender.client.call("GET", RETURNS, token=token, proof=proof)
    )
    assert sorted(each.status for each in answers) == [200] + [401] * (AT_ONCE - 1)


def test_what_ends_for_one_process_ends_for_all(fresh_served: Served) -> None:
    fresh_served.start()
    server = fresh_served
    police = system(server, server.http)
    revoked, cut = (police.client.token("returns:read", police.details()) for _ in range(2))

    def uses(token: str) -> set[int]:
        """What each of several connections is told."""
        statuses = set()
        for _ in range(4):
            with httpx.Client(timeout=30, trust_env=False) as http:
                send = system(server, http).client.send
                statuses.add(send("GET", RETURNS, _bound(police, token, server), b"").status)
        return statuses

    assert uses(revoked) == uses(cut) == {200}
    assert police.client.post("/oauth/revoke", token=revoked).status == 200
    assert uses(revoked) == {401}
    assert uses(cut) == {200}
    _administer(server)
    assert uses(cut) == {403}


def _asking(assertion: str) -> Callable[[System], Response]:
    def ask(sender: System) -> Response:
        return sender.client.ask("returns:read", sender.details(), client_assertion=assertion)

    return ask


def _bound(police: System, token: str, server: Served) -> dict[str, str]:
    proof = police.client.proof("GET", server.url + RETURNS, token=token)
    return {"Authorization": f"DPoP {token}", "DPoP": proof}


def _administer(server: Served) -> None:
    """End the agreement in the database, as an operator's command does."""
    plan = server.partnership.plan
    database = Database(server.partnership.databases.app_url)
    try:
        with database.writing(Context(plan.partnership_id, "", "partnership")) as session:
            agreement_register.change_agreement(
                session,
                partnership_id=plan.partnership_id,
                agreement_id=plan.agreements_of(AGENCY)[0]["agreement"],
                agency_id=AGENCY,
                what="end",
                now=NOW,
                today=NOW.date(),
            )
    finally:
        database.close()

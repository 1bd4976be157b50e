"""What must not be possible, tried: each attempt has to be refused, and says by which answer."""

from __future__ import annotations

from typing import Final

import httpx

from api.cli.client.problems import Declined, checked
from api.cli.client.session import Agency, Bound
from api.cli.client.tokens import Wanted
from api.cli.demo.journal import Journal
from api.cli.failures import Failure
from api.cli.partners import Partners
from synth.partnership import LEAD, PLAN

POLICE: Final = "met-bromley"
CHARITY: Final = "bcwa"
LIST: Final = "/v1/returns"
ENDED: Final = PLAN.agreements[2]["agreement"]
"""The agreement that ends during the demo; the first, everybody's, goes on."""


def try_all(journal: Journal, partners: Partners) -> None:
    """Try a purpose not granted, a proof twice, a token without one, and an ended agreement."""
    police = partners.agency(POLICE)
    _foreign_purpose(journal, police)
    _same_proof_twice(journal, police)
    _without_proof(journal, police)
    _ended_agreement(journal, partners)


def _foreign_purpose(journal: Journal, police: Agency) -> None:
    """The agreement is in force, but not for research."""
    wanted = Wanted("returns:read", PLAN.agreements[0]["agreement"], "research_and_publication")
    try:
        police.token(wanted)
    except Declined as declined:
        _tell(journal, "purpose_not_granted", "a purpose the agreement does not grant", declined)
        return
    raise Failure("A token was given for a purpose that is not granted.")


def _same_proof_twice(journal: Journal, police: Agency) -> None:
    """Whoever overhears a request cannot send it again."""
    answer = checked(police.call("GET", LIST))
    again = police.http.send(answer.request)
    _must_be_refused(journal, again, reason="proof_replayed", what="a request sent twice")


def _without_proof(journal: Journal, police: Agency) -> None:
    """A token alone, without the key it is bound to, is worth nothing."""
    answer = checked(police.call("GET", LIST))
    stolen = answer.request.headers["Authorization"].removeprefix("DPoP ")
    bare = police.http.get(
        police.credentials.origin + LIST, headers={"Authorization": f"Bearer {stolen}"}
    )
    _must_be_refused(journal, bare, reason="token_without_proof", what="a stolen token")


def _ended_agreement(journal: Journal, partners: Partners) -> None:
    """A token that was good a moment ago stops with its agreement."""
    charity = partners.agency(CHARITY)
    checked(charity.call("GET", LIST, agreement=ENDED))
    lead = partners.agency(LEAD)
    checked(lead.call("PATCH", f"/v1/agreements/{ENDED}", json={"change": "end"}))
    journal.say(f"{LEAD} ends {ENDED}; {CHARITY} still holds a token under it:")
    wanted = charity.wanted("GET", LIST, agreement=ENDED)
    held = charity.held[wanted] if wanted else None
    request = charity.http.build_request("GET", charity.credentials.origin + LIST)
    if wanted is None or held is None:  # pragma: no cover - the call above has got it
        raise Failure("No token was held under the agreement.")
    Bound(charity, wanted=wanted).sign(request, token=held)
    _must_be_refused(
        journal, charity.http.send(request), reason="agreement_ended", what="an ended agreement"
    )


def _must_be_refused(journal: Journal, answer: httpx.Response, *, reason: str, what: str) -> None:
    if answer.is_success:
        raise Failure(f"The service let in {what}.")
    _tell(journal, reason, what, Declined(answer))


def _tell(journal: Journal, reason: str, what: str, declined: Declined) -> None:
    journal.refused(reason)
    journal.say(f"{declined.status} {what}: {declined.code or reason}")

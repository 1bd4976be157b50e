"""The server's nonce (RFC 9449 section 8), where it is on and where it is off."""

from tests.conformance.check import Check
from tests.conformance.party import RETURNS, TOKEN, Party
from tests.oauth_client import Response


def asked_for(party: Party, answer: Response, *, api: bool) -> str:
    """The answer must hand out a nonce and say that one is needed."""
    if api:
        party.barred(answer, "use_dpop_nonce")
    else:
        party.refused(answer, "use_dpop_nonce")
    return answer.headers["DPoP-Nonce"]


def told_and_taken(party: Party) -> None:
    """A refused proof is told a nonce, and the same request with it succeeds."""
    assertion = party.client.assertion()
    without = party.proof(nonce=None)
    told = asked_for(party, party.ask(proof=without, client_assertion=assertion), api=False)
    party.given(proof=party.proof(nonce=told), client_assertion=assertion)
    told = asked_for(party, party.use(proof=party.use_proof(nonce=None)), api=True)
    party.admitted(proof=party.use_proof(nonce=told))


def of_one_worker(party: Party) -> None:
    """A nonce of one worker is good at the other, and at token endpoint and API."""
    told = asked_for(party, party.ask(proof=party.proof(nonce=None), worker=0), api=False)
    party.given(proof=party.proof(nonce=told), worker=1)
    party.admitted(proof=party.use_proof(nonce=told), worker=1)


def refuses(party: Party, nonce: object) -> None:
    asked_for(party, party.ask(proof=party.proof(nonce=nonce)), api=False)
    asked_for(party, party.use(proof=party.use_proof(nonce=nonce)), api=True)


def last_of_all(party: Party) -> None:
    """A nonce is handed for nothing but the want of one."""
    wrong = party.ask(proof=party.proof(nonce=None, htm="PUT"))
    party.refused(wrong, "invalid_dpop_proof")


def given_along(party: Party) -> None:
    """A fresh one comes with each answer of the token endpoint."""
    assert party.given().headers["DPoP-Nonce"]


def tampered(party: Party) -> None:
    nonce = str(party.client.nonce)
    refuses(party, ("B" if nonce[0] == "A" else "A") + nonce[1:])
    refuses(party, nonce[:-4])


ON = (
    Check("RFC 9449 8", "a proof without a nonce is told one, at no cost", told_and_taken),
    Check("RFC 9449 8", "a nonce is good at every worker", of_one_worker),
    Check("RFC 9449 8.2", "a fresh nonce comes with a token", given_along),
    Check("RFC 9449 8", "a made-up nonce is refused", lambda p: refuses(p, "nonce")),
    Check("RFC 9449 8", "a number is no nonce", lambda p: refuses(p, 7)),
    Check("RFC 9449 8", "a changed nonce is refused", tampered),
    Check("RFC 9449 11.3", "a nonce of ten minutes ago is refused",
          lambda p: refuses(p, p.place.old_nonce(seconds=600))),
    Check("RFC 9449 11.3", "a nonce of a minute ago is good",
          lambda p: p.given(proof=p.proof(nonce=p.place.old_nonce(seconds=60)))),
    Check("RFC 9449 8", "a proof that is wrong otherwise is told of that", last_of_all),
)  # fmt: skip


def off(party: Party) -> None:
    """Nothing of a nonce is said or asked."""
    answers = (party.given(proof=party.proof(nonce="any")),
               party.admitted(proof=party.use_proof(nonce="any")),
               party.use(proof=party.use_proof(htm="PUT")),
               party.place.send("POST", TOKEN), party.place.send("GET", RETURNS))  # fmt: skip
    assert not any("DPoP-Nonce" in answer.headers for answer in answers)


OFF = (Check("FAPI 2.0 SP 5.3.2.1 (10)", "where no nonce is needed none is given", off),)

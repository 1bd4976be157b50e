"""Aliases: when agencies change the key of their references, persons stay the persons they were."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from api.queries import people
from api.services.rights.erasing import Tools, follow
from auth import audit
from auth.audit import Event
from auth.caller import Caller
from auth.refusals import ErrorItem, Unprocessable
from schemas.reference import check_reference

Pair = tuple[str, str]
"""A reference under the key before and the same person's reference under the new key."""


def alias(
    session: Session,
    caller: Caller,
    *,
    pairs: Sequence[Pair],
    tools: Tools,
    environment: Literal["sandbox", "live"],
    now: datetime,
) -> int:
    """Record that new references are persons known by earlier ones.

    Only persons in the agency's own rows are aliased; other pairs are passed over, and the answer
    counts what was sent, so that nothing is learnt about anybody else's.

    Args:
        session: a writing transaction.
        caller: the agency that changes its key.
        pairs: (earlier, new) references.
        tools: the service's own key for digests, and the ledger, which must know an erased person
            under the new key as well.
        environment: decides the form of references.
        now: when it is recorded.

    Returns:
        How many pairs were sent.

    Raises:
        Unprocessable: a reference is not one of this environment, or a pair names one twice.
    """
    _check(pairs, environment=environment)
    digester = people.digester(session, caller.partnership_id, secret=tools.secret)
    digests = {digester.unaliased(new): digester.person_id(earlier) for earlier, new in pairs}
    own = people.seen(
        session,
        digests.values(),
        partnership_id=caller.partnership_id,
        agency_id=caller.agency_id,
    )
    fresh = {
        new: same
        for new, same in digests.items()
        if same in own and new not in digester.aliases and new != same
    }
    people.add_aliases(
        session, fresh, partnership_id=caller.partnership_id, agency_id=caller.agency_id, now=now
    )
    follow(
        session,
        digests,
        partnership_id=caller.partnership_id,
        agency_id=caller.agency_id,
        tools=tools,
        now=now,
    )
    audit.record(
        session, Event.by(caller, tag="people:alias", counts={"pairs": len(pairs)}), now=now
    )
    return len(pairs)


def _check(pairs: Sequence[Pair], *, environment: Literal["sandbox", "live"]) -> None:
    wrong = [
        ErrorItem("person_ref", "is no pair of references of this environment.", row=number)
        for number, pair in enumerate(pairs, start=1)
        if pair[0] == pair[1]
        or any(check_reference(reference, environment=environment) for reference in pair)
    ]
    if wrong:
        raise Unprocessable(
            "person_ref", detail="Send pairs of earlier and new references.", errors=tuple(wrong)
        )

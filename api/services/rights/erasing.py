"""Forgetting a person: in everything an agency has sent so far, and in what it sends again.

An erasure covers the months up to that in which it is carried out. Rows of those months that come
again are stored without the person; what happens to the person in a later month is new, and is
taken like anybody's. The ledger beside the keys has its line before the erasure commits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from api.keeper import keeping
from api.ledger import Entry, Ledger, LedgerError
from api.policies.erasing import Eraser
from api.queries.rights import erasing as removing
from api.queries.rights import person_requests as stored
from api.queries.rights import places, retention
from api.queries.rights.places import Whose
from auth.refusals import Unavailable
from schemas.evaluate import LONDON


@dataclass(frozen=True)
class Tools:
    """What erasing needs besides the store.

    Attributes:
        secret: the service's own key for digests of persons.
        ledger: the file that no restore takes back.
    """

    secret: bytes = field(repr=False)
    ledger: Ledger


def follow(
    session: Session,
    digests: Mapping[bytes, bytes],
    *,
    partnership_id: str,
    agency_id: str,
    tools: Tools,
    now: datetime,
) -> None:
    """Let an erasure hold for a person's digest under a newer key as well.

    Otherwise old rows that are sent again under the new key would bring the person back.

    Args:
        session: a writing transaction, which the caller commits at once.
        digests: a newer digest, and the one it stands for.
        partnership_id: the partnership.
        agency_id: whose erasures.
        tools: the secret and the ledger.
        now: when.

    Raises:
        Unavailable: the ledger cannot be written; nothing is to be stored.
    """
    mine = {"partnership_id": partnership_id, "agency_id": agency_id}
    eraser = Eraser(tools.secret, **mine, through=stored.erased(session, **mine))
    if not eraser.through:
        return
    entries = [
        Entry(
            **mine,
            person=eraser.digest(new),
            through_month=eraser.erased_through(same),
            erased_at=now,
        )
        for new, same in digests.items()
        if eraser.erased_through(same) > eraser.erased_through(new)
    ]
    for entry in entries:
        stored.add_erased(session, [entry.person], **mine, through=entry.through_month, now=now)
    session.flush()
    if entries:
        _enter(tools.ledger, entries)


def forget(
    session: Session,
    *,
    partnership_id: str,
    agency_id: str,
    person_id: bytes,
    tools: Tools,
    now: datetime,
) -> Counter[str]:
    """Erase a person from what one agency sent or listed: revisions, findings, links and cases.

    Erasing again changes nothing but the month up to which it holds. Released figures stay as they
    are; the next epoch is counted without the person. A restriction stays while others' rows of the
    person stand, for the person's safety, and leaves with the tidying after that.

    Args:
        session: a writing transaction, which the caller commits at once.
        partnership_id: the partnership.
        agency_id: whose rows.
        person_id: the person's digest; aliases are found here.
        tools: the secret and the ledger.
        now: when; its month is the last that is erased.

    Returns:
        How many `rows`, `blocks`, `links`, `findings`, `cases` and `opened` timelines were removed.

    Raises:
        Unavailable: the ledger cannot be written; nothing is erased.
    """
    mine = {"partnership_id": partnership_id, "agency_id": agency_id}
    stored.hold_rows(session, **mine, alone=True)
    persons = places.aliases(session, person_id, partnership_id=partnership_id)
    whose = Whose(**mine, through=now.astimezone(LONDON).strftime("%Y-%m"))
    done = remove(session, persons, whose=whose) + _unlist(session, persons, whose=whose)
    eraser = Eraser(tools.secret, partnership_id, agency_id)
    digests = [eraser.digest(person) for person in persons]
    stored.add_erased(session, digests, **mine, through=whose.through, now=now)
    session.flush()
    entries = [
        Entry(**mine, person=digest, through_month=whose.through, erased_at=now)
        for digest in digests
    ]
    _enter(tools.ledger, entries)
    return done


def _enter(ledger: Ledger, entries: Sequence[Entry]) -> None:
    try:
        ledger.append(entries)
    except LedgerError as wrong:
        raise Unavailable(
            "ledger_unwritable",
            detail="The ledger of erasures cannot be written at the moment. Nothing was erased.",
        ) from wrong


def remove(session: Session, persons: Collection[bytes], *, whose: Whose) -> Counter[str]:
    """Take persons out of rows; how much that was."""
    with keeping(session):
        return removing.erase(session, persons, whose=whose)


def _unlist(session: Session, persons: Collection[bytes], *, whose: Whose) -> Counter[str]:
    """Remove the cases that the agency listed of the person, and what it opened in an emergency."""
    mine = {"partnership_id": whose.partnership_id, "agency_id": whose.agency_id}
    listed = retention.cases_of(session, persons, **mine)
    for case_id in listed:
        retention.remove_case(session, **mine, case_id=case_id)
    with keeping(session):
        opened = retention.remove_opened_of(session, persons, **mine)
    return Counter(cases=len(listed), opened=opened)


def erased_among(session: Session, eraser: Eraser, *, whose: Whose) -> list[bytes]:
    """Those of the persons in these rows whom the eraser knows."""
    everyone = places.everyone(session, whose=whose)
    return sorted(person for person in everyone if eraser.digest(person) in eraser.through)


def replayed(session: Session, eraser: Eraser, *, now: datetime) -> Counter[str]:
    """Erase again whom the ledger knows and the store did not, in one agency's rows.

    Args:
        session: a writing transaction.
        eraser: knows the agency's erasures that the store lacks.
        now: when they are entered.
    """
    mine = {"partnership_id": eraser.partnership_id, "agency_id": eraser.agency_id}
    stored.hold_rows(session, **mine, alone=True)
    done: Counter[str] = Counter()
    for through in sorted(set(eraser.through.values())):
        whose = Whose(**mine, through=through)
        due = [
            person
            for person in erased_among(session, eraser, whose=whose)
            if eraser.erased_through(person) == through
        ]
        if due:
            done += remove(session, due, whose=whose) + _unlist(session, due, whose=whose)
        digests = [digest for digest, month in eraser.through.items() if month == through]
        stored.add_erased(session, digests, **mine, through=through, now=now)
    return done

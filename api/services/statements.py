"""Statements: read by their agency and by the lead, released by each of them, or withdrawn.

What belongs here: who may see and release what, and whether a report may print a statement. What
does not: the text as a report prints it (`api.reports.words`), and texts of returns that are in no
release yet.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from api.db import bind
from api.queries import partnerships
from api.queries import releases as sealed
from api.queries import statements as stored
from api.queries.statements import Decision, Kept
from api.reports.facts import Statement
from api.reports.words import spoken
from api.services.answers import Book
from api.services.opening import opened
from auth import audit
from auth.audit import Event
from auth.caller import Caller
from auth.refusals import Conflict, NotFound
from schemas.evaluate import LONDON

Side = Literal["agency", "lead"]
Verb = Literal["release", "withdraw"]
SIDES: Final[tuple[Side, ...]] = ("agency", "lead")
FEEDBACK: Final = "survivor_feedback"
"""The measure whose statements are themes of what survivors said."""


@dataclass(frozen=True)
class View:
    """A statement as its agency and the lead see it.

    Attributes:
        question: the one of a scrutiny board that it answers; None where it names none.
        printed: the text as a report prints it: in today's terms, without markup.
        status: `held`, `released_by_agency`, `released_by_lead` or `released`.
    """

    statement_id: str
    agency: str
    agency_name: str
    dataset: str
    measure: str
    month: str
    question: str | None
    text: str
    printed: str
    status: str
    agency_released_at: datetime | None
    lead_released_at: datetime | None


def listed(
    session: Session, caller: Caller, *, period: str, release: str | None, today: date
) -> tuple[str, list[View]]:
    """A release by its id, and the statements in it: the caller's own, or all for the lead.

    Raises:
        Unprocessable: the text names no period.
        NotFound: nothing is sealed for it.
    """
    leads = _reach(session, caller)
    book = opened(session, caller, period=period, release_id=release, today=today)
    kept = stored.held(
        session,
        partnership_id=caller.partnership_id,
        release_id=book.release.release_id,
        agency_id=None if leads else caller.agency_id,
    )
    return book.release.release_id, _views(session, caller, kept)


def decide(
    session: Session, caller: Caller, *, statement_id: str, verb: Verb, now: datetime
) -> View:
    """Release a statement for print, or withdraw it, for the side that the caller stands on.

    The lead stands on both sides of its own statements. What is already so is not written again.

    Raises:
        NotFound: no release holds such a statement of the caller, or of anybody for the lead.
        Conflict: somebody else decided for the same side at the same time.
    """
    leads = _reach(session, caller)
    partnership = caller.partnership_id
    found = stored.newest(session, partnership_id=partnership, statement_id=statement_id)
    if found is None or not (leads or found[0].agency_id == caller.agency_id):
        raise NotFound("no_statement", detail="There is no such statement.")
    kept, release_id = found
    sides = _sides(kept, caller, leads=leads)
    decided = stored.decisions(session, partnership_id=partnership, statement_ids=[statement_id])
    for side in sides:
        own = [each for each in decided if each.side == side]
        if (own[-1].decision if own else "withdraw") != verb:
            _write(session, caller, kept, side=side, verb=verb, number=len(own) + 1, now=now)
    event = Event.by(
        caller,
        tag=f"statements:{verb}",
        dataset=kept.dataset,
        period=kept.month,
        release=release_id,
        subject=statement_id,
        question={"side": ",".join(sides)},
    )
    audit.record(session, event, now=now)
    return _views(session, caller, [kept])[0]


def released(
    book: Book, *, silent: Collection[tuple[str, str]], until: date
) -> tuple[tuple[Statement, ...], int]:
    """The statements that both sides had released by the end of a day, and how many are held back.

    A withdrawal counts from any day: what is withdrawn is printed no more.
    """
    partnership = book.caller.partnership_id
    kept = [
        each
        for each in stored.held(
            book.session, partnership_id=partnership, release_id=book.release.release_id
        )
        if book.caller.may_use(each.dataset) and (each.agency_id, each.month) not in silent
    ]
    standing = _standing(book.session, partnership, kept, until=until)
    ready = [each for each in kept if len(standing[each.statement_id]) == len(SIDES)]
    for each in ready:
        book.use(each.agency_id, each.dataset)
    return (
        tuple(_ready(each) for each in ready),
        len(kept) - len(ready),
    )


def _ready(each: Kept) -> Statement:
    return Statement(
        each.statement_id, each.agency_id, each.month, each.measure, each.text, each.question
    )


def _reach(session: Session, caller: Caller) -> bool:
    """Whether the caller leads the partnership; binds the session so far as it may see.

    Decisions of either side concern both, and stand in the caller's sight with the statement.
    """
    bind(
        session,
        partnership_id=caller.partnership_id,
        agency_id=caller.agency_id,
        reach="partnership",
    )
    return partnerships.lead(session, caller.partnership_id) == caller.agency_id


def _sides(kept: Kept, caller: Caller, *, leads: bool) -> tuple[Side, ...]:
    own = kept.agency_id == caller.agency_id
    stands: Mapping[Side, bool] = {"agency": own, "lead": leads}
    return tuple(side for side in SIDES if stands[side])


def _write(
    session: Session,
    caller: Caller,
    kept: Kept,
    *,
    side: Side,
    verb: Verb,
    number: int,
    now: datetime,
) -> None:
    values = {
        "partnership_id": caller.partnership_id,
        "statement_id": kept.statement_id,
        "side": side,
        "decision_no": number,
        "agency_id": caller.agency_id,
        "decision": verb,
        "decided_at": now,
        "client_id": caller.client_id,
    }
    try:
        stored.decide(session, values=values)
    except IntegrityError as taken:
        raise Conflict(
            "decided_meanwhile", detail="Another call decided about the statement at the same time."
        ) from taken


def _standing(
    session: Session, partnership_id: str, kept: Iterable[Kept], *, until: date | None = None
) -> dict[str, dict[str, datetime]]:
    """By statement the sides that have it released, each with since when."""
    ids = [each.statement_id for each in kept]
    found: dict[str, dict[str, datetime]] = {name: {} for name in ids}
    decided = stored.decisions(session, partnership_id=partnership_id, statement_ids=ids)
    for each in decided:
        _apply(found[each.statement_id], each, until=until)
    return found


def _apply(sides: dict[str, datetime], decision: Decision, *, until: date | None) -> None:
    if decision.decision == "withdraw":
        sides.pop(decision.side, None)
    elif until is None or decision.decided_at.astimezone(LONDON).date() <= until:
        sides.setdefault(decision.side, decision.decided_at)


def _views(session: Session, caller: Caller, kept: Sequence[Kept]) -> list[View]:
    names = sealed.agency_names(session, partnership_id=caller.partnership_id)
    standing = _standing(session, caller.partnership_id, kept)
    return [
        View(
            each.statement_id,
            each.agency_id,
            names.get(each.agency_id, each.agency_id),
            each.dataset,
            each.measure,
            each.month,
            each.question,
            each.text,
            "\n\n".join(spoken(each.text)),
            _status(standing[each.statement_id]),
            standing[each.statement_id].get("agency"),
            standing[each.statement_id].get("lead"),
        )
        for each in kept
    ]


def _status(sides: Mapping[str, datetime]) -> str:
    if len(sides) == len(SIDES):
        return "released"
    return f"released_by_{next(iter(sides))}" if sides else "held"

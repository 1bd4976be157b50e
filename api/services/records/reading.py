"""Reading records page by page, each page on record before anything of it is sent.

A page is three transactions: what may be read now is looked up, the rows are read (those of others
as a role that sees nothing else), and the agreement is judged again while the event is written with
the uses it tells of. Only then is the page handed out; if any of it fails, nothing is. What does
not belong here: how a page is written, and what of a row is shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy.orm import Session

from api.db import Context
from api.policies.pairwise import Pairwise
from api.policies.records import View
from api.queries import restrictions
from api.queries.records.referred import referred
from api.queries.records.rows import RECEIVER, Row
from api.services.records.gathering import Gathering, Read
from api.services.records.page import Desk, Item, Page
from api.services.records.places import Place, Stretch
from api.services.records.reach import Question, Reach, reach
from auth import audit, live, uses
from auth.audit import Event
from auth.caller import Caller
from auth.refusals import Conflict, Forbidden
from auth.scopes import RETRIEVE
from schemas.datasets import DATASETS
from schemas.leaving import SHELTERS

OVERLAP: Final = timedelta(minutes=15)
"""How far back a reading begins for the next one: a return is dated before it is stored, and the
largest takes minutes (design). What is told twice is told alike."""

TAG: Final = "records:read"

NOTHING: Final[Mapping[str, int]] = MappingProxyType({})


@dataclass(frozen=True)
class Reading:
    """One caller's reading of one question.

    Attributes:
        desk: what every reading works with.
        caller: who reads, under which agreement and for which purpose.
        question: what is asked.
        request_id: names the request in its events.
    """

    desk: Desk
    caller: Caller
    question: Question
    request_id: str = ""

    def page(self, place: Place | None, *, most: int) -> Page:
        """The page after a place, with at most so many records; its event is stored.

        Raises:
            Forbidden: the agreement does not permit it now, or reader or reason are missing.
            NotFound, Unprocessable: the agency named is none that can be.
            Conflict: the agreement's terms changed while the page was read.
            Unavailable: the store is busy; nothing is handed out.
        """
        place = place or Place(self.desk.business_now() - OVERLAP, (False, "", ""))
        wide = self._context(reach="partnership")
        with self.desk.database.reading(wide) as session:
            may = self._reach(session)
            gathering = Gathering(self.desk, self.caller, self.question, self._names, may)
            returns = gathering.found(session)
        left = gathering.left(returns, place)
        found = gathering.gathered(left, as_of=place, most=most)
        with self.desk.database.writing(self._context()) as session:
            if self._reach(session) != may:
                raise Conflict(
                    "agreement_changed", detail="The agreement's terms changed. Begin again."
                )
            items = self._told(session, found.read, may=may)
        return Page(items, found.next, place.as_of, may)

    def pages(self, place: Place | None, *, most: int) -> Iterator[Page]:
        """All pages from a place on, each read and recorded when it is asked for.

        Raises:
            Refusal: as for a page; those before it are out and on record.
        """
        page = self.page(place, most=most)
        yield page
        while page.next is not None:
            page = self.page(page.next, most=most)
            yield page

    def view(self, may: Reach) -> View:
        """What is shown of a row."""
        return View(DATASETS[self.question.dataset], self._names, may.withheld)

    def refused(self, code: str) -> None:
        """Store the event of a refusal that ended a reading after pages of it were out."""
        with self.desk.database.writing(self._context()) as session:
            audit.record(session, self._event().refused(code), now=self.desk.now())

    @property
    def _names(self) -> Pairwise:
        caller, agreement = self.caller, self.caller.agreement
        number = agreement.agreement_id if agreement else ""
        return Pairwise(self.desk.secret, caller.partnership_id, number, caller.agency_id)

    def _context(self, **more: Any) -> Context:
        caller, agreement = self.caller, self.caller.agreement
        number = agreement.agreement_id if agreement else ""
        purpose = caller.purpose or ""
        return Context(
            caller.partnership_id, caller.agency_id, agreement_id=number, purpose=purpose, **more
        )

    def _reach(self, session: Session) -> Reach:
        """How far the question reaches under the agreement as it holds now."""
        caller, dataset = self.caller, self.question.dataset
        if caller.agreement is None or caller.purpose is None:
            raise Forbidden("details_missing", detail="The token names no agreement.")
        held = live.in_force(
            session,
            partnership_id=caller.partnership_id,
            agreement_id=caller.agreement.agreement_id,
            agency_id=caller.agency_id,
            context=self.desk.auth,
        )
        if not held.permits(
            caller.agency_id, action=RETRIEVE, purpose=caller.purpose, dataset=dataset
        ):
            raise Forbidden("action_not_granted", detail="The agreement does not permit this.")
        return reach(caller, self.question, held=held)

    def _told(self, session: Session, read: Sequence[Read], *, may: Reach) -> list[Item]:
        """The items of a page, with their event and uses stored."""
        view = self.view(may)
        foreign = [row for stretch, row in read if row is not None and stretch.key[0]]
        hidden = self._restricted(session, foreign, view=view)
        answered = self._answered(session, foreign) if may.both_ends else None
        kept = [
            (stretch, row)
            for stretch, row in read
            if row is None
            or not stretch.key[0]
            or (hidden.isdisjoint(view.persons(row)) and self._joined(row, answered))
        ]
        self._record(session, kept, may=may)
        return [self._item(stretch, row, view=view, hidden=hidden) for stretch, row in kept]

    def _restricted(
        self, session: Session, foreign: Sequence[Row], *, view: View
    ) -> frozenset[bytes]:
        """Those of whom others' rows tell who are restricted at this moment."""
        persons = {person for row in foreign for person in view.persons(row) | view.linked(row)}
        partnership = self.caller.partnership_id
        return frozenset(restrictions.among(session, persons, partnership_id=partnership))

    def _answered(self, session: Session, foreign: Sequence[Row]) -> set[tuple[str, bytes]]:
        """The agencies, and whom the reader's own rows say that it referred to them."""
        caller, persons = self.caller, defaultdict[str, set[bytes]](set)
        for row in foreign:
            if row["side"] == RECEIVER and row["subject_person_id"] is not None:
                persons[row["agency_id"]].add(row["subject_person_id"])
        return {
            (agency, person)
            for agency, known in persons.items()
            for person in referred(
                session,
                known,
                partnership_id=caller.partnership_id,
                by=caller.agency_id,
                to=agency,
            )
        }

    def _joined(self, row: Row, answered: set[tuple[str, bytes]] | None) -> bool:
        """Whether a referral was made to the reader, or answers one that the reader made."""
        if answered is None or row["to_partner"] == self.caller.agency_id:
            return True
        return (row["agency_id"], row["subject_person_id"]) in answered

    def _record(self, session: Session, kept: Sequence[Read], *, may: Reach) -> None:
        """Store the event of a page, and for each owner the use of its rows."""
        dataset, owners = self.question.dataset, uses.Used()
        for _, row in kept:
            if row is not None:
                used = owners.setdefault(row["agency_id"], {dataset: 0})
                used[dataset] += 1
        rows = sum(used[dataset] for used in owners.values())
        event = self._event(rows="others" if may.others else "own", counts={"rows": rows})
        uses.record(session, event, owners=owners, kind="records", now=self.desk.now())

    def _event(self, *, rows: str = "", counts: Mapping[str, int] = NOTHING) -> Event:
        since = self.question.since
        asked = {"rows": rows, "updated_since": since.isoformat() if since else ""}
        return Event.by(
            self.caller,
            tag=TAG,
            dataset=self.question.dataset,
            period=str(self.question.period or ""),
            request_id=self.request_id,
            question={name: said for name, said in asked.items() if said},
            counts=counts,
        )

    def _item(
        self, stretch: Stretch, row: Row | None, *, view: View, hidden: frozenset[bytes]
    ) -> Item:
        foreign, month, reference = stretch.key
        told = not foreign or self.question.dataset not in SHELTERS
        agency = stretch.slice_.agency_id if told else None
        if row is None:
            return Item("replaced", reference, month, agency, own=not foreign)
        record = view.other(row, hidden=hidden) if foreign else view.own(row)
        named = self._record_id(row) if foreign else row["record_id"]
        return Item("current", reference, month, agency, not foreign, named, record)

    def _record_id(self, row: Row) -> str:
        return self._names.record(
            agency_id=row["agency_id"],
            dataset=self.question.dataset,
            record_id=row["record_id"],
        )

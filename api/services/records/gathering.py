"""Gathering the rows of one page: what is left to be read, and then the rows.

What belongs here: the two reading transactions of a page. What does not: the event that must be
stored before a row is handed out, and what is shown of a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from api.db import Context
from api.policies.pairwise import Pairwise
from api.queries import partnerships, restrictions
from api.queries.records import rows, slices
from api.queries.records.rows import Block, Row
from api.queries.records.slices import Slice
from api.services.records.page import Desk
from api.services.records.places import Key, Place, Stretch, stretches
from api.services.records.reach import Question, Reach
from auth.caller import Caller

Read = tuple[Stretch, Row | None]
"""A row with the stretch it is of; None in its place says that the return comes anew."""

Reader = Callable[[Block], list[Row]]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was read for a page, and where the next one begins, if one follows."""

    read: Sequence[Read]
    next: Place | None


@dataclass(frozen=True, slots=True)
class Found:
    """The returns in reach, and whether the agreement is about the whole partnership.

    `changed` are the persons who may have become restricted since the time asked for, or not.
    """

    slices: Sequence[Slice]
    changed: frozenset[bytes]
    everywhere: bool


@dataclass(frozen=True, slots=True)
class Left:
    """What is left to be read, and whether the agreement is about the whole partnership."""

    stretches: Sequence[Stretch]
    everywhere: bool


@dataclass(frozen=True)
class Gathering:
    """The reading transactions of one page.

    Attributes:
        desk: what every reading works with.
        caller: who reads.
        question: what is asked.
        names: the reader's references.
        reach: whose rows are read, and what of them.
    """

    desk: Desk
    caller: Caller
    question: Question
    names: Pairwise
    reach: Reach

    def found(self, session: Session) -> Found:
        """The returns in reach, in a session that sees those of every agency."""
        partnership, since = self.caller.partnership_id, self.question.since
        found = slices.slices(
            session,
            partnership_id=partnership,
            dataset=self.question.dataset,
            agencies=self._agencies,
            months=self.question.months,
        )
        changed = frozenset[bytes]()
        if since is not None and self.reach.others:
            changed = restrictions.changed_since(session, since, partnership_id=partnership)
        everywhere = partnerships.area(session, partnership) in self.reach.areas
        return Found(found, changed, everywhere)

    def left(self, found: Found, place: Place | None) -> Left:
        """What is left to be read after a place."""
        after = stretches(
            [(self._key(each), each) for each in found.slices],
            place=place,
            since=self.question.since,
            touched=self._touched(found.changed),
        )
        return Left(after, found.everywhere)

    def gathered(self, left: Left, *, as_of: Place, most: int) -> Gathered:
        """The next rows: the reader's own, or those of others; never both in one page.

        Args:
            left: what is left to be read.
            as_of: a place that says when the reading began.
            most: how many rows.
        """
        if not left.stretches:
            return Gathered((), None)
        foreign = left.stretches[0].key[0]
        kind = list(takewhile(lambda each: each.key[0] == foreign, left.stretches))
        found = list(self._others(kind, left, most) if foreign else self._own(kind, most))
        if sum(row is not None for _, row in found) > most:
            kept = _cut(found, most=most)
            return Gathered(kept, _after(kept, as_of=as_of))
        more = len(kind) < len(left.stretches)
        return Gathered(found, replace(as_of, key=(True, "", "")) if more else None)

    @property
    def _agencies(self) -> frozenset[str]:
        own = {self.caller.agency_id} if self.reach.own else frozenset()
        return self.reach.others | own

    def _key(self, each: Slice) -> Key:
        reference = self.names.of_a_return(
            agency_id=each.agency_id, dataset=self.question.dataset, month=each.month
        )
        return each.agency_id != self.caller.agency_id, each.month, reference

    def _touched(self, changed: frozenset[bytes]) -> set[tuple[str, str]]:
        """Returns of others to be read again, since somebody in them is restricted now, or not."""
        if not changed:
            return set()
        with self.desk.database.retrieving(self._context) as session:
            return slices.standing_in(
                session,
                changed,
                partnership_id=self.caller.partnership_id,
                dataset=self.question.dataset,
                agencies=self.reach.others,
            )

    @property
    def _context(self) -> Context:
        caller, agreement = self.caller, self.caller.agreement
        return Context(
            caller.partnership_id,
            caller.agency_id,
            agreement_id=agreement.agreement_id if agreement else "",
            purpose=caller.purpose or "",
        )

    def _own(self, kind: Sequence[Stretch], most: int) -> Iterator[Read]:
        context = Context(self.caller.partnership_id, self.caller.agency_id)
        with self.desk.database.reading(context) as session:
            yield from self._rows(kind, lambda block: rows.own(session, block), most)

    def _others(self, kind: Sequence[Stretch], left: Left, most: int) -> Iterator[Read]:
        with self.desk.database.retrieving(self._context) as session:
            conditions = list(self._conditions(session, everywhere=left.everywhere))
            yield from self._rows(
                kind, lambda block: rows.others(session, block, conditions=conditions), most
            )

    def _conditions(self, session: Session, *, everywhere: bool) -> Iterator[ColumnElement[bool]]:
        dataset = self.question.dataset
        source = rows.source_of(session, dataset)
        areas = self.reach.areas
        yield from rows.leaving(source, dataset=dataset, areas=areas, everywhere=everywhere)
        if self.reach.both_ends:
            yield rows.at_either_end(source, recipient=self.caller.agency_id)

    def _rows(self, kind: Sequence[Stretch], reader: Reader, most: int) -> Iterator[Read]:
        """Rows of the stretches in order, one more than the page holds where there is one."""
        wanted = most + 1
        for stretch in kind:
            if stretch.anew:
                yield stretch, None
            submission = stretch.slice_.submission_id
            if submission is None:
                continue
            where = (self.caller.partnership_id, self.question.dataset, submission)
            found = reader(Block(*where, stretch.after, wanted))
            yield from ((stretch, row) for row in found)
            wanted -= len(found)
            if wanted <= 0:
                return


def _cut(found: Sequence[Read], *, most: int) -> list[Read]:
    """As many rows as the page holds, and nothing after the last of them."""
    ends = [place for place, (_, row) in enumerate(found) if row is not None]
    return list(found[: ends[most - 1] + 1])


def _after(read: Sequence[Read], *, as_of: Place) -> Place:
    stretch, row = read[-1]
    submission, number = stretch.slice_.submission_id or "", row["row_no"] if row else 0
    return replace(as_of, key=stretch.key, submission_id=submission, row_no=number)

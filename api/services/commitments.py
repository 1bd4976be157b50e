"""Commitments of a report: objectives, their commitments, and a line for every quarter.

What belongs here: reading the register as releases hold it, and matching each quarter's line to its
commitment. What does not: sentences, and rows of a return; those were judged when it was sealed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.queries import commitments as stored
from api.queries import releases
from api.queries.commitments import Kept
from api.queries.releases import Release
from api.reports.facts import Commitment, Objective, Register, Update
from api.services.answers import Book
from schemas.datasets.review_action import ReviewAction
from schemas.period import Period

Place = tuple[str, str, int, int]
"""Where an entry stands: agency, review, recommendation, action; 0 where it has no such number."""


@dataclass(frozen=True)
class _Quarter:
    """A quarter's register: whether one came, and its entries by their places."""

    period: Period
    came: bool
    entries: Mapping[Place, Mapping[str, Any]]


def register(book: Book, *, silent: Iterable[tuple[str, str]] = ()) -> Register | None:
    """The register of a release with the lines of its financial year; None where none came.

    Args:
        book: the release, as the caller may read it.
        silent: agencies and months whose returns stay out of what is written.
    """
    if not book.caller.may_use(ReviewAction.name):
        return None
    hidden = set(silent)
    held = [
        each for each in _held(book, book.release) if (each.agency_id, each.month) not in hidden
    ]
    if not held:
        return None
    for each in held:
        book.use(each.agency_id, ReviewAction.name)
    entries = {_place(each): each.entry for each in held if each.kind == "entry"}
    quarters = [_quarter(book, each, hidden=hidden) for each in _quarters(book.period)]
    return Register(tuple(_objectives(entries, quarters)))


def _held(book: Book, release: Release) -> list[Kept]:
    return stored.held(
        book.session,
        partnership_id=book.caller.partnership_id,
        release_id=release.release_id,
    )


def _place(each: Kept) -> Place:
    entry = each.entry
    recommendation, action = entry.get("recommendation_no"), entry.get("action_no")
    return each.agency_id, str(entry["review_ref"]), recommendation or 0, action or 0


def _quarters(period: Period) -> list[Period]:
    """The quarters of the financial year that have begun by the end of the period."""
    year = period if period.kind == "year" else period.year()
    return [each for each in year.quarters() if each.start <= period.end]


def _quarter(book: Book, period: Period, *, hidden: set[tuple[str, str]]) -> _Quarter:
    """A quarter's register as it was known when the book's release was sealed, and no later."""
    if period.covers(book.period):
        release: Release | None = book.release
    else:
        release = _as_known(book, period)
    held = _held(book, release) if release else []
    kept = [each for each in held if (each.agency_id, each.month) not in hidden]
    entries = {_place(each): each.entry for each in kept if each.kind == "entry"}
    return _Quarter(period, bool(kept), entries)


def _as_known(book: Book, period: Period) -> Release | None:
    known = [
        each
        for each in releases.sealed(
            book.session,
            partnership_id=book.caller.partnership_id,
            periods=[str(period)],
        )
        if each.sealed_at <= book.release.sealed_at
    ]
    return known[-1] if known else None


def _objectives(
    entries: Mapping[Place, Mapping[str, Any]], quarters: list[_Quarter]
) -> Iterable[Objective]:
    """Objectives in the order of the register, numbered through."""
    heads = sorted({place[:3] for place in entries if place[2]})
    for number, head in enumerate(heads, start=1):
        places = [place for place in sorted(entries) if place[:3] == head and place[3]]
        top = entries.get((*head, 0), {})
        kind = str(next(entries[place] for place in entries if place[:3] == head)["review_type"])
        yield Objective(
            number,
            kind,
            str(top.get("wording", "")),
            tuple(
                _commitment(f"{number}.{place[3]}", place, entries[place], quarters)
                for place in places
            ),
        )


def _commitment(
    number: str, place: Place, entry: Mapping[str, Any], quarters: list[_Quarter]
) -> Commitment:
    return Commitment(
        number=number,
        wording=str(entry.get("wording", "")),
        lifecycle=entry.get("lifecycle"),
        rag=entry.get("rag"),
        owner=entry.get("owner_partner"),
        due_on=_day(entry.get("due_on")),
        completed_on=_day(entry.get("completed_on")),
        reason=entry.get("reason"),
        # Of a review that is not published the quarters' lines are not kept either.
        updates=tuple(_update(quarter, place) for quarter in quarters)
        if entry.get("publication") == "published"
        else (),
        bears_on=tuple(filter(None, str(entry.get("bears_on", "")).split(";"))),
    )


def _update(quarter: _Quarter, place: Place) -> Update:
    """The line of one quarter; a register that says nothing of a commitment asked nothing of it."""
    if not quarter.came:
        return Update(quarter.period, "")
    entry = quarter.entries.get(place, {})
    standing = str(entry.get("update_status") or "not_requested")
    return Update(quarter.period, standing, str(entry.get("update_text") or ""))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

"""Whose returns stay out of what is read of a release: how far each agency lets its figures go.

Decided once for a reading: a report needs leave for the partnership, publication leave for the
public (REQ-03). What does not belong here: a dataset's figures as a whole (`Book.unpublished`).
"""

from __future__ import annotations

from api.db import widened
from api.queries import participation as queries
from api.services.answers import PUBLICATION, Book


def unpublished(book: Book) -> frozenset[tuple[str, str]]:
    """Agencies and months whose declared figures and words stay out of this reading."""
    if book.silent is None:
        book.silent = _silent(book)
    return book.silent


def _silent(book: Book) -> frozenset[tuple[str, str]]:
    public = book.caller.purpose == PUBLICATION
    if not public and not book.for_report:
        return frozenset()
    enough = {"public"} if public else {"public", "partnership"}
    # How far figures may go stands on their return, which is nothing that a reader of them sees.
    with widened(book.session):
        sent = queries.sent(
            book.session,
            partnership_id=book.caller.partnership_id,
            submission_ids=[each.submission_id for each in book.inputs if each.submission_id],
        )
    return frozenset(
        (each.agency_id, each.month)
        for each in book.inputs
        if each.submission_id and sent[each.submission_id].publish not in enough
    )

"""Quality of returns as others may know it: completeness in bands, and what systems cannot hold.

What belongs here: bands from a sealed release, and the names of fields. What does not: shares and
counts of rows, which are the sender's own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from api.disclosure.showing import COMPLETE
from api.intake.examine import ABSENT_COLUMN
from api.queries import participation as queries
from api.queries import releases as stored
from api.queries import term_maps
from api.queries.participation import Owed
from api.queries.releases import Release
from api.services.indicators import EQUALITY
from auth.uses import Used
from schemas.terms.places import NOT_HELD

DECLARED: Final = "declared"
"""The agency's term map says that its source cannot hold the field."""

RECORDED: Final = "recorded_as_not_held"
"""In the sealed release the field is incomplete, and the commonest reason is `not_held`."""

ABSENT: Final = "absent_column"
"""A file in force has no such column."""


@dataclass(frozen=True)
class BandOf:
    """How complete records of the period are in one field: an agency's, or all where it is None.

    `main_reason` is the commonest reason for having no value, where one stands out.
    """

    agency: str | None
    dataset: str
    field: str
    band: str
    main_reason: str | None


@dataclass(frozen=True)
class Gap:
    """A field that an agency's system cannot hold, as far as it is known.

    `said` tells how it is known: `declared`, `recorded_as_not_held`, `absent_column`; `months` are
    those whose file has no such column.
    """

    agency: str
    agency_name: str
    dataset: str
    field: str
    said: tuple[str, ...]
    months: tuple[str, ...]


def equality(
    session: Session, *, partnership_id: str, release: Release | None
) -> tuple[BandOf, ...]:
    """The completeness of each equality field as a release holds it; nothing without a release."""
    if release is None:
        return ()
    found = stored.completeness(
        session, partnership_id=partnership_id, release_id=release.release_id
    )
    return tuple(
        BandOf(each.agency_id or None, each.dataset, each.field, each.band, each.main_reason)
        for each in found
        if each.field.rpartition(".")[2] in EQUALITY
    )


def note_contributors(
    session: Session,
    *,
    partnership_id: str,
    release: Release,
    datasets: Collection[str],
    used: Used,
) -> None:
    """Note that bands of all are shown, which rest on every contributor to these datasets."""
    inputs = stored.inputs(session, partnership_id=partnership_id, release_id=release.release_id)
    for each in inputs:
        if each.counted and each.dataset in datasets:
            used.setdefault(each.agency_id, {})[each.dataset] = 1


def gaps(
    session: Session,
    *,
    partnership_id: str,
    owed: Sequence[Owed],
    names: Mapping[str, str],
    equality: Iterable[BandOf],
) -> tuple[Gap, ...]:
    """What the systems of those who owe these returns cannot hold, by agency, dataset and field."""
    said: dict[tuple[str, str, str], set[str]] = {}
    months: dict[tuple[str, str, str], set[str]] = {}
    for place in _declared(session, partnership_id, owed=owed):
        said.setdefault(place, set()).add(DECLARED)
    for band in equality:
        wanting = band.main_reason == NOT_HELD and band.band != COMPLETE
        if band.agency is not None and wanting:
            said.setdefault((band.agency, band.dataset, band.field), set()).add(RECORDED)
    for each in queries.absent_columns(
        session,
        partnership_id=partnership_id,
        submission_ids=[each.submission_id for each in owed if each.submission_id],
        code=ABSENT_COLUMN,
    ):
        place = each.agency_id, each.dataset, each.field
        said.setdefault(place, set()).add(ABSENT)
        months.setdefault(place, set()).add(each.month)
    return tuple(
        Gap(
            place[0],
            names.get(place[0], place[0]),
            *place[1:],
            tuple(sorted(said[place])),
            tuple(sorted(months.get(place, ()))),
        )
        for place in sorted(said)
    )


def _declared(
    session: Session, partnership_id: str, *, owed: Iterable[Owed]
) -> Iterable[tuple[str, str, str]]:
    """What the term maps in force say cannot be held, of those who owe the dataset."""
    owing = {(each.agency_id, each.dataset) for each in owed}
    for kept in term_maps.in_force(session, partnership_id=partnership_id):
        if (kept.agency_id, kept.dataset) in owing:
            yield from (
                (kept.agency_id, kept.dataset, str(name)) for name in kept.terms["not_held"]
            )

"""How complete the records behind a release are, said in bands and never in numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from sqlalchemy.orm import Session

from api.disclosure.showing import completeness_band
from api.queries import frozen
from api.queries.frozen import Held
from api.queries.releases import Band
from schemas.datasets import DATASETS

PERSON_REF: Final = "person_ref"
"""Stands among the fields for the share of rows that name a person."""

_KNOWN: Final = "known"


def bands(session: Session, *, partnership_id: str, submission_ids: Collection[str]) -> list[Band]:
    """The completeness of these submissions' fields: of each agency, and of all (an empty name).

    A field without a band has too few rows to say anything of.
    """
    groups: dict[tuple[str, str], list[Held]] = {}
    for each in frozen.held(session, partnership_id=partnership_id, submission_ids=submission_ids):
        if not DATASETS[each.dataset].persons:
            continue  # a register names nobody, so nothing about people can be missing
        for agency_id in ("", each.agency_id):
            groups.setdefault((each.dataset, agency_id), []).append(each)
    return [
        Band(dataset, agency_id, field, band, reason)
        for (dataset, agency_id), held in sorted(groups.items())
        for field, band, reason in _of(held)
    ]


def _of(held: Sequence[Held]) -> Iterator[tuple[str, str, str | None]]:
    linked, rows = sum(each.linked for each in held), sum(each.rows for each in held)
    tallies = {PERSON_REF: {_KNOWN: linked, "": rows - linked}}
    for each in held:
        for field, counts in each.fields.items():
            tally = tallies.setdefault(field, {})
            for word, count in counts.items():
                tally[word] = tally.get(word, 0) + count
    for field, tally in sorted(tallies.items()):
        band = completeness_band(tally.get(_KNOWN, 0), whole=sum(tally.values()))
        if band is not None:
            reasons = {word: count for word, count in tally.items() if word not in (_KNOWN, "")}
            yield field, band, max(reasons, key=lambda word: reasons[word], default=None)

"""Grants: what agreements in force allow, written out row by row for the database's own rules.

What belongs here: working the rows out and replacing them. What does not: any judgement of its own.
Whether something is permitted is asked of `auth.agreements` for every span of days, so that the
second lock can never open to what the first one refuses; the service itself reads none of this.

The rows go out of date with whatever they were worked out from. They are derived again with every
version, signature, change of standing and closing of a signing key, and for everything on file
whenever the service starts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from auth import agreement_store, agreements, register_store
from auth.agreements import AgreementInForce, Filed
from auth.drafting import Place
from auth.refusals import Forbidden
from auth.scopes import ACTIONS, RETRIEVE, SUBMIT
from schemas.dataset import columns
from schemas.datasets import DATASETS
from schemas.purposes import PURPOSES
from schemas.tables.grants import agreement_grants

NOBODY = ""
"""Stands where an action is not about a provider, or not about a recipient."""


@dataclass(frozen=True)
class Span:
    """Days, both counted, on which one version holds."""

    first: date
    last: date
    held: AgreementInForce


def derive(session: Session, filed: Filed) -> None:
    """Replace the grants of an agreement by what is on file about it now.

    Args:
        session: a writing session in the context of the agreement's partnership.
        filed: everything on file, the latest addition included.
    """
    place = register_store.place(session, partnership_id=filed.partnership_id)
    session.execute(
        delete(agreement_grants).where(
            agreement_grants.c.partnership_id == filed.partnership_id,
            agreement_grants.c.agreement_id == filed.agreement_id,
        )
    )
    rows = [row for span in spans(filed) for row in _rows(span, place=place)]
    if rows:
        session.execute(insert(agreement_grants), rows)


def derive_of(
    session: Session, *, partnership_id: str, agency_id: str, agreement_id: str | None = None
) -> None:
    """Derive the grants of an agency's agreements again, or of one of them, from the store."""
    for filed in agreement_store.filed_of(
        session, partnership_id=partnership_id, agency_id=agency_id, agreement_id=agreement_id
    ):
        derive(session, filed)


def derive_all(session: Session, *, partnership_id: str) -> int:
    """Derive the grants of every agreement of a partnership again; gives how many there are."""
    known = register_store.agency_names(session, partnership_id=partnership_id)
    filed = {
        each.agreement_id: each
        for agency_id in known
        for each in agreement_store.filed_of(
            session, partnership_id=partnership_id, agency_id=agency_id
        )
    }
    for each in filed.values():
        derive(session, each)
    return len(filed)


def spans(filed: Filed) -> Iterator[Span]:
    """The days on which some version holds, as things stand, in order.

    Nothing changes between one first or last day on file and the next, so one question for each
    is enough.
    """
    terms = list(agreements.versions_of(filed))
    turns = {each.starts_on for each in terms} | {_after(each.ends_on) for each in terms}
    last: Span | None = None
    for first, then in pairwise(sorted(turns)):
        held = _held(filed, today=first)
        days = Span(first, then - timedelta(days=1), held) if held else None
        if last and days and last.held == days.held:
            last = Span(last.first, days.last, last.held)
            continue
        if last:
            yield last
        last = days
    if last:
        yield last


def _after(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)


def _held(filed: Filed, *, today: date) -> AgreementInForce | None:
    try:
        return agreements.current(filed, today=today)
    except Forbidden:
        return None


def _rows(span: Span, *, place: Place) -> Iterator[dict[str, Any]]:
    terms = span.held.terms
    same = {
        "partnership_id": terms.partnership_id,
        "agreement_id": terms.agreement_id,
        "version": terms.version,
        "starts_on": span.first,
        "ends_on": span.last,
        "areas": sorted(terms.areas),
        "everywhere": place.area in terms.areas,
    }
    for purpose in sorted(terms.purposes):
        if place.live and PURPOSES[purpose].invented_data_only:
            continue
        for dataset in sorted(terms.datasets & DATASETS.keys()):
            withheld = withheld_columns(dataset, terms.withheld_fields)
            for action, provider, recipient in _permitted(span.held, purpose, dataset):
                yield {
                    **same,
                    "purpose": purpose,
                    "dataset": dataset,
                    "action": action,
                    "provider": provider,
                    "recipient": recipient,
                    "at_large": action != RETRIEVE or PURPOSES[purpose].reads(dataset),
                    "withheld": withheld if action == RETRIEVE else [],
                }


def _permitted(
    held: AgreementInForce, purpose: str, dataset: str
) -> Iterator[tuple[str, str, str]]:
    """What every party may do with a dataset, as action, provider and recipient."""
    for agency_id in sorted(held.terms.parties):
        for action in sorted(ACTIONS):
            if not held.permits(agency_id, action=action, purpose=purpose, dataset=dataset):
                continue
            if action == SUBMIT:
                yield action, agency_id, NOBODY
            elif action != RETRIEVE:
                yield action, NOBODY, agency_id
            elif PURPOSES[purpose].rows == "others":
                for provider in sorted(held.providers - {agency_id}):
                    yield action, provider, agency_id


def withheld_columns(dataset: str, fields: Iterable[str]) -> list[str]:
    """The stored columns of a dataset that terms withhold, by fields named `dataset.field`."""
    named = {field.partition(".")[2] for field in fields if field.partition(".")[0] == dataset}
    return sorted(
        name
        for column in columns(DATASETS[dataset])
        if column.name in named
        for name, _ in column.stored
    )

"""The timeline of one listed person, joined from the agencies' rows when it is asked for.

The reader's own rows are read as its own; others' as the store lets them leave, with every check of
the service made besides: the providers that the case opens, the datasets of the token, withheld
fields, areas, how far each row may go, and nobody restricted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy.orm import Session

from api.policies import cases as policy
from api.policies import timelines as policy_of_events
from api.policies.openings import Opened
from api.policies.timelines import MOST, Row, Told
from api.queries import partnerships, restrictions
from api.queries.cases import events, knowledge
from api.queries.cases.events import Asked
from api.services.cases import reading
from auth.agreements import AgreementInForce
from auth.caller import Caller
from schemas.datasets import DATASETS
from schemas.tables.records import person_columns
from schemas.timeline import (
    NOT_FOR_LIVE_DECISIONS,
    Happening,
    Person,
    Through,
    Whose,
)
from schemas.timeline import told as remaining

Rows = dict[tuple[str, Whose], list[Row]]
"""The person's rows by dataset and by how they were found."""

Used = dict[str, dict[str, int]]
"""Agency -> dataset -> rows that the answer rests on."""


@dataclass(frozen=True)
class Timeline:
    """An answer, and what its event says: the case's name in the log, and whose rows it shows."""

    shown: dict[str, Any]
    token: str
    ground: str
    used: Used


@dataclass(frozen=True)
class _Reader:
    """Where rows are read: `own` on the reader's behalf, `shared` as others' rows are."""

    own: Session
    shared: Session
    caller: Caller
    agreement: AgreementInForce
    opened: Opened
    areas: frozenset[str] | None
    police: str | None


def read(
    session: Session,
    shared: Session,
    caller: Caller,
    *,
    case_id: str,
    now: datetime,
    today: date,
) -> Timeline:
    """The timeline of a case, or of what was opened in an emergency.

    Args:
        session: reads on the caller's behalf.
        shared: reads others' rows.
        caller: who asks.
        case_id: the case, or what breaking the glass answered.
        now: the present moment, by the real clock.
        today: the business day.

    Raises:
        Forbidden: nothing of that name is open to the caller now.
    """
    opened = reading.opened(session, caller, case_id=case_id, now=now, today=today)
    agreement = policy.check_purpose(caller)
    sectors = knowledge.sectors(session, partnership_id=caller.partnership_id)
    happenings = _happenings(caller, agreement)
    rows = _rows(
        _reader(session, shared, caller, opened=opened, sectors=sectors), happenings=happenings
    )
    told, used = _told(rows, happenings, sectors=sectors, agreement=agreement)
    known = knowledge.known_up_to(
        session,
        partnership_id=caller.partnership_id,
        providers=opened.providers,
        datasets={each.dataset for each in happenings},
    )
    shown = {
        "case": opened.case_id,
        "notice": NOT_FOR_LIVE_DECISIONS,
        "known_up_to": [asdict(each) for each in known],
        "events": [asdict(each) for each in told[-MOST:]],
        "earlier_left_out": len(told) > MOST,
        "agreement": agreement.agreement_id,
        "purpose": policy.PURPOSE,
        "next": None,
    }
    return Timeline(shown, opened.token, opened.ground, used)


def owners(session: Session, shared: Session, caller: Caller, *, opened: Opened) -> frozenset[str]:
    """The other agencies whose rows a timeline rests on."""
    agreement = policy.check_purpose(caller)
    sectors = knowledge.sectors(session, partnership_id=caller.partnership_id)
    happenings = _happenings(caller, agreement)
    reader = _reader(session, shared, caller, opened=opened, sectors=sectors)
    _, used = _told(
        _rows(reader, happenings=happenings), happenings, sectors=sectors, agreement=agreement
    )
    return frozenset(used) - {caller.agency_id}


def _happenings(caller: Caller, agreement: AgreementInForce) -> tuple[Happening, ...]:
    datasets = caller.datatypes & agreement.terms.datasets
    kept = remaining(datasets=datasets, withheld=agreement.terms.withheld_fields)
    return tuple(sorted(kept, key=_grouping))


def _grouping(each: Happening) -> tuple[str, str]:
    return each.dataset, repr(each.whose)


def _reader(
    session: Session,
    shared: Session,
    caller: Caller,
    *,
    opened: Opened,
    sectors: Mapping[str, str],
) -> _Reader:
    agreement = policy.check_purpose(caller)
    area = partnerships.area(session, caller.partnership_id)
    everywhere = area in agreement.terms.areas
    police = [name for name in agreement.providers if sectors.get(name) == "police"]
    events.enter(shared, case_id=opened.case_id)
    return _Reader(
        session,
        shared,
        caller,
        agreement,
        opened,
        None if everywhere else agreement.terms.areas,
        police[0] if len(police) == 1 else None,
    )


def _rows(reader: _Reader, *, happenings: tuple[Happening, ...]) -> Rows:
    """The person's rows that may be told, by dataset and by how they are found."""
    found: Rows = {}
    for (dataset, _), group in groupby(happenings, key=_grouping):
        kinds = list(group)
        whose = kinds[0].whose
        fields = policy_of_events.wanted(kinds)
        found[dataset, whose] = list(_found(reader, dataset, whose, fields=fields))
    return found


def _found(reader: _Reader, dataset: str, whose: Whose, *, fields: frozenset[str]) -> Iterator[Row]:
    if not isinstance(whose, Through):
        yield from _of(reader, dataset, whose, fields=fields)
        return
    # The reference is to the police's record, or to the sender's own.
    through = Person(whose.whose)
    named = {
        (row.agency_id, row.values["record_id"])
        for row in _of(reader, whose.dataset, through, fields=frozenset({"record_id"}))
    }
    references = frozenset(record for _, record in named)
    for row in _of(reader, dataset, whose, fields=fields, references=references):
        record = row.values[whose.field]
        if {(row.agency_id, record), (reader.police, record)} & named:
            yield row


def _of(
    reader: _Reader,
    dataset: str,
    whose: Whose,
    *,
    fields: frozenset[str],
    references: frozenset[str] = frozenset(),
) -> Iterator[Row]:
    """The reader's own rows of a dataset, and those of others that are free to be told."""
    opened, own = reader.opened, reader.caller.agency_id
    how: dict[str, Any] = {
        "dataset": dataset,
        "whose": whose,
        "fields": fields,
        "references": references,
    }
    others = Asked(
        reader.caller.partnership_id,
        opened.person_id,
        opened.providers - {own},
        areas=reader.areas,
        restricted=opened.restricted,
    )
    mine = replace(others, agencies=opened.providers & {own}, own=True)
    found = events.rows(reader.own, mine, **how)
    found += _unrestricted(reader, events.rows(reader.shared, others, **how), dataset=dataset)
    yield from (Row(row["agency_id"], dataset, row) for row in found)


def _unrestricted(reader: _Reader, rows: list[Any], *, dataset: str) -> Iterator[dict[str, Any]]:
    """Rows in which nobody is restricted but a person whom the coordinator lists as restricted."""
    if not rows:
        return
    listed = reader.opened.person_id
    people = person_columns(DATASETS[dataset])
    named = {row[name] for row in rows for name in people if row[name] is not None} | {listed}
    kept_out = restrictions.among(reader.own, named, partnership_id=reader.caller.partnership_id)
    if reader.opened.restricted:
        kept_out -= {listed}
    if listed in kept_out:
        return
    yield from (row for row in rows if not kept_out & {row[name] for name in people})


def _told(
    rows: Rows,
    happenings: tuple[Happening, ...],
    *,
    sectors: Mapping[str, str],
    agreement: AgreementInForce,
) -> tuple[list[Told], Used]:
    """The events in order, and the rows they rest on."""
    told: list[Told] = []
    used: dict[str, dict[str, set[int]]] = {}
    for happening in happenings:
        for row in rows[happening.dataset, happening.whose]:
            event = policy_of_events.told(
                row,
                happening=happening,
                sectors=sectors,
                withheld=agreement.terms.withheld_fields,
            )
            if event is not None:
                told.append(event)
                used.setdefault(row.agency_id, {}).setdefault(row.dataset, set()).add(id(row))
    counted = {
        agency: {dataset: len(ids) for dataset, ids in sent.items()}
        for agency, sent in used.items()
    }
    return policy_of_events.in_order(told), counted

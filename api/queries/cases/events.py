"""The rows behind one person's timeline, of each dataset and each agency that may be shown.

What belongs here: one SELECT for each way in which a row is found to be the person's. Every
condition of the service stands in it, also where the store has its own. What does not: which kinds
of event there are, and what is told of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, false, func, or_, select
from sqlalchemy.orm import Session

from api.queries.membership import among
from schemas.dataset import columns_by_name
from schemas.datasets import DATASETS
from schemas.leaving import PLACES
from schemas.tables.case_rows import case_rows
from schemas.tables.records import person_columns
from schemas.tables.views import shared
from schemas.timeline import Linked, Person, Through, Whose

SHAREABLE: Final = "may_be_shared"
"""The word on sharing with which a person's row may go to another agency (design)."""


@dataclass(frozen=True)
class Asked:
    """Whose rows are wanted, and of whom.

    Attributes:
        person_id: the listed person.
        agencies: whose rows.
        areas: the areas an agreement is about; None for the whole partnership.
        own: the agencies' own reader asks: how far a row may go says nothing to it.
        restricted: the coordinator listed the person as restricted.
    """

    partnership_id: str
    person_id: bytes
    agencies: frozenset[str]
    areas: frozenset[str] | None = None
    own: bool = False
    restricted: bool = False


def enter(session: Session, *, case_id: str) -> None:
    """Say to the store which case this transaction reads, for its own rules."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.set_config("safershare.case_id", case_id, True)))


def rows(
    session: Session,
    asked: Asked,
    *,
    dataset: str,
    whose: Whose,
    fields: Collection[str],
    references: Collection[str] = (),
) -> list[dict[str, Any]]:
    """The person's rows of a dataset: agency, month, persons, and the fields by their names.

    Args:
        session: reads on the caller's behalf; as the reader of shared rows, unless they are own.
        asked: whose rows, and of whom.
        dataset: the dataset.
        whose: how a row is found to be the person's.
        fields: stored columns that are wanted besides.
        references: for rows found through another dataset's, the names of those.
    """
    if not asked.agencies or (isinstance(whose, Through) and not references):
        return []
    source = _source(session, asked, dataset=dataset, whose=whose)
    wanted = {"agency_id", "month", *_people(dataset), *fields}
    named = (source.c[name] for name in sorted(wanted))
    query = select(*named).where(
        source.c.partnership_id == asked.partnership_id,
        source.c.agency_id.in_(sorted(asked.agencies)),
        _belongs(session, source, whose, person_id=asked.person_id, references=references),
        *([] if asked.own else _free(source, asked, dataset=dataset, block=whose.block)),
    )
    return [dict(row) for row in session.execute(query).mappings()]


def _source(session: Session, asked: Asked, *, dataset: str, whose: Whose) -> FromClause:
    """Own rows are read as they stand; others' from what the store lets leave."""
    engine = session.get_bind().dialect.name
    if asked.own:
        return shared(dataset, engine_name="sqlite")
    if asked.restricted and isinstance(whose, Person) and engine == "postgresql":
        return case_rows(dataset)
    return shared(dataset, engine_name=engine)


def _belongs(
    session: Session,
    source: FromClause,
    whose: Whose,
    *,
    person_id: bytes,
    references: Collection[str],
) -> ColumnElement[bool]:
    if isinstance(whose, Person):
        return source.c[f"{whose.block}_person_id"] == person_id
    if isinstance(whose, Linked):
        return source.c[whose.field].contains(person_id.hex())
    return among(session, source.c[whose.field], sorted(references))


def _free(
    source: FromClause, asked: Asked, *, dataset: str, block: str
) -> Iterator[ColumnElement[bool]]:
    """What lets a row leave: its person's word, and the agreement's areas.

    Whoever is restricted is looked up apart: the reader of shared rows sees no other table.
    """
    yield source.c[f"{block}_sharing"] == SHAREABLE
    if asked.areas is not None:
        places = [name for name in PLACES if name in columns_by_name(DATASETS[dataset])]
        inside = [source.c[place].in_(sorted(asked.areas)) for place in places]
        yield or_(false(), *inside)


def _people(dataset: str) -> tuple[str, ...]:
    return person_columns(DATASETS[dataset])


def person_of(
    session: Session,
    *,
    partnership_id: str,
    agency_id: str,
    dataset: str,
    block: str,
    record_id: str,
) -> bytes | None:
    """The person of an agency's own current row, None where there is none."""
    source = shared(dataset, engine_name="sqlite")
    query = select(source.c[f"{block}_person_id"]).where(
        source.c.partnership_id == partnership_id,
        source.c.agency_id == agency_id,
        source.c.record_id == record_id,
    )
    found: bytes | None = session.scalar(query.limit(1))
    return found


def holds(session: Session, *, partnership_id: str, agency_id: str, person_id: bytes) -> bool:
    """Whether the person stands in current rows of the agency itself."""
    for dataset in DATASETS.values():
        if not dataset.persons:
            continue
        source = shared(dataset.name, engine_name="sqlite")
        query = select(source.c.row_no).where(
            source.c.partnership_id == partnership_id,
            source.c.agency_id == agency_id,
            or_(*(source.c[name] == person_id for name in _people(dataset.name))),
        )
        if session.execute(query.limit(1)).first() is not None:
            return True
    return False

"""Releases as stored: what was frozen, what may be shown, and what is said of it.

Here belong the SELECTs of what a release holds, and the INSERTs of a sealing. What does not: to
open one to answer from it (`opening`), to look up its cells (`cells`), anything that counts
records, and any UPDATE; a sealed row never changes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ARRAY, Select, Table, bindparam, func, insert, literal, select
from sqlalchemy.orm import Session

from schemas.tables.agencies import agencies
from schemas.tables.partnerships import partnerships
from schemas.tables.releases import (
    cells,
    declared_figures,
    linked_cells,
    release_completeness,
    release_inputs,
    release_measures,
    releases,
)


@dataclass(frozen=True, slots=True)
class Release:
    """One sealing of one period."""

    release_id: str
    period: str
    kind: str
    epoch: int
    sealed_at: datetime
    sealing_id: str
    policy_version: str
    sealed_by: str
    accepted_missing: bool


@dataclass(frozen=True, slots=True)
class Input:
    """One return as it stood at the freeze.

    `counted` says whether what it holds is in the release: it came, and may be combined.
    """

    agency_id: str
    dataset: str
    month: str
    status: str
    level: str
    late: bool
    counted: bool
    submission_id: str | None
    received_on: date | None


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """What is said of a dataset's measures in one unit: see `release_measures`."""

    status: str
    reason: str
    coverage: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Band:
    """The share of known values of one field: of one agency, or of all where it names none."""

    dataset: str
    agency_id: str
    field: str
    band: str
    main_reason: str | None


_RELEASE = tuple(releases.c[name] for name in Release.__slots__)
_INPUT = tuple(release_inputs.c[name] for name in Input.__slots__)
_FIGURES = (
    select(declared_figures)
    .where(
        declared_figures.c.partnership_id == bindparam("partnership_id"),
        declared_figures.c.release_id == bindparam("release_id"),
    )
    .order_by(declared_figures.c.figure_no)
)
_FIGURES_OF = _FIGURES.where(declared_figures.c.measure.in_(bindparam("measures", expanding=True)))
_BAND = tuple(release_completeness.c[name] for name in Band.__slots__)


def spelled(parts: Iterable[str]) -> str:
    """How the names of a shape, or the categories of a key, are written; the total is empty."""
    return "*".join(parts)


def sealed(
    session: Session, *, partnership_id: str, periods: Collection[str] | None = None
) -> list[Release]:
    """The releases of a partnership, of these periods or of all, in the order of their epochs."""
    query = select(*_RELEASE).where(releases.c.partnership_id == partnership_id)
    if periods is not None:
        query = query.where(releases.c.period.in_(periods))
    ordered = query.order_by(releases.c.epoch, releases.c.period)
    return [Release(*row) for row in session.execute(ordered)]


def listed(
    session: Session, *, partnership_id: str, after: tuple[datetime, str] | None, limit: int
) -> list[Release]:
    """Releases from the newest on, after a sealing's instant and a release of it."""
    query = select(*_RELEASE).where(releases.c.partnership_id == partnership_id)
    if after is not None:
        at, release_id = after
        same = (releases.c.sealed_at == at) & (releases.c.release_id > release_id)
        query = query.where((releases.c.sealed_at < at) | same)
    order = releases.c.sealed_at.desc(), releases.c.release_id
    return [Release(*row) for row in session.execute(query.order_by(*order).limit(limit))]


def find(session: Session, *, partnership_id: str, release_id: str) -> Release | None:
    """One release by its id."""
    query = select(*_RELEASE).where(
        releases.c.partnership_id == partnership_id, releases.c.release_id == release_id
    )
    row = session.execute(query).first()
    return None if row is None else Release(*row)


def latest(session: Session, *, partnership_id: str, period: str) -> Release | None:
    """The newest epoch of a period."""
    query = select(*_RELEASE).where(
        releases.c.partnership_id == partnership_id, releases.c.period == period
    )
    row = session.execute(query.order_by(releases.c.epoch.desc()).limit(1)).first()
    return None if row is None else Release(*row)


def inputs(session: Session, *, partnership_id: str, release_id: str) -> list[Input]:
    """What a release was made from."""
    query = _of(release_inputs, partnership_id, release_id, columns=_INPUT)
    order = release_inputs.c.month, release_inputs.c.agency_id, release_inputs.c.dataset
    return [Input(*row) for row in session.execute(query.order_by(*order))]


def figures(
    session: Session,
    *,
    partnership_id: str,
    release_id: str,
    measures: Collection[str] | None = None,
) -> list[dict[str, Any]]:
    """The declared figures of a release, of these measures or of all, as stored."""
    given: dict[str, Any] = {"partnership_id": partnership_id, "release_id": release_id}
    if measures is None:
        rows = session.execute(_FIGURES, given)
    else:
        rows = session.execute(_FIGURES_OF, given | {"measures": list(measures)})
    return [dict(row) for row in rows.mappings()]


def completeness(session: Session, *, partnership_id: str, release_id: str) -> list[Band]:
    """The completeness of a release in bands."""
    query = _of(release_completeness, partnership_id, release_id, columns=_BAND)
    ordered = query.order_by(
        *(release_completeness.c[n] for n in ("dataset", "agency_id", "field"))
    )
    return [Band(*row) for row in session.execute(ordered)]


def partnership(session: Session, *, partnership_id: str) -> tuple[str, str]:
    """The partnership's name, and the local authority that it serves."""
    query = select(partnerships.c.name, partnerships.c.lad_code)
    row = session.execute(query.where(partnerships.c.partnership_id == partnership_id)).one()
    return row[0], row[1]


def agency_names(session: Session, *, partnership_id: str) -> dict[str, str]:
    """What the partnership's agencies are called."""
    query = select(agencies.c.agency_id, agencies.c.name)
    rows = session.execute(query.where(agencies.c.partnership_id == partnership_id))
    return {row[0]: row[1] for row in rows}


def add_release(session: Session, *, partnership_id: str, values: Mapping[str, Any]) -> None:
    """Store a release. Raises IntegrityError where the period's epoch is already sealed."""
    session.execute(insert(releases), {"partnership_id": partnership_id, **values})


def add_inputs(
    session: Session, *, partnership_id: str, release_id: str, frozen: Iterable[Input]
) -> None:
    """Store what a release is made from."""
    rows = [{name: getattr(each, name) for name in Input.__slots__} for each in frozen]
    _add(session, release_inputs, partnership_id, release_id, rows)


def add_cells(
    session: Session, *, partnership_id: str, release_id: str, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Store shown cells: dataset, unit, shape, cell and value of each."""
    if session.get_bind().dialect.name == "postgresql":
        _add_at_once(session, cells, partnership_id, release_id, rows)
    else:
        _add(session, cells, partnership_id, release_id, rows)


def add_linked_cells(
    session: Session, *, partnership_id: str, release_id: str, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Store shown cells of linked measures: family, unit, shape, cell, value, what it rests on."""
    _add(session, linked_cells, partnership_id, release_id, rows)


def add_measures(
    session: Session, *, partnership_id: str, release_id: str, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Store what is said of each dataset in each unit."""
    _add(session, release_measures, partnership_id, release_id, rows)


def add_completeness(
    session: Session, *, partnership_id: str, release_id: str, bands: Iterable[Band]
) -> None:
    """Store completeness in bands."""
    rows = [{name: getattr(band, name) for name in Band.__slots__} for band in bands]
    _add(session, release_completeness, partnership_id, release_id, rows)


def add_figures(
    session: Session, *, partnership_id: str, release_id: str, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Store declared figures, numbered in the order given."""
    numbered = [{**row, "figure_no": number} for number, row in enumerate(rows, start=1)]
    _add(session, declared_figures, partnership_id, release_id, numbered)


def _of(
    table: Table, partnership_id: str, release_id: str, *, columns: Sequence[Any]
) -> Select[Any]:
    return select(*columns).where(
        table.c.partnership_id == partnership_id, table.c.release_id == release_id
    )


def _add(
    session: Session,
    table: Table,
    partnership_id: str,
    release_id: str,
    rows: Sequence[Mapping[str, Any]],
) -> None:
    if rows:
        owner = {"partnership_id": partnership_id, "release_id": release_id}
        session.execute(insert(table), [{**row, **owner} for row in rows])


def _add_at_once(
    session: Session,
    table: Table,
    partnership_id: str,
    release_id: str,
    rows: Sequence[Mapping[str, Any]],
) -> None:
    """Add rows by one statement, so that the store's own rules are asked once and not row by row.

    Each column goes as one array (PostgreSQL manual, unnest); a cell is some 100 bytes.
    """
    if not rows:
        return
    names = list(rows[0])
    arrays = (bindparam(n, [row[n] for row in rows], ARRAY(table.c[n].type)) for n in names)
    given = func.unnest(*arrays).table_valued(*names).render_derived()
    found = select(literal(partnership_id), literal(release_id), *(given.c[n] for n in names))
    into = insert(table).from_select(["partnership_id", "release_id", *names], found)
    session.execute(into.inline())

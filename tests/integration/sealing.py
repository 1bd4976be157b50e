"""Sealing in tests: a borough in a database, and everything that a release shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy.orm import Session

from api.db import Context, Database, Reach
from api.disclosure.lattice import Key, shape_keys, shapes
from api.queries import cells, counts
from api.queries import releases as stored
from api.queries.cells import Wanted
from api.services import releases
from api.services.releases import ReleaseView
from auth.caller import Caller
from schemas.codes.places import BROMLEY
from schemas.datasets import DATASETS
from schemas.period import Period
from tests.attacks.sealed import Question
from tests.databases import Databases
from tests.integration import plain_counts
from tests.integration.borough import PARTNERSHIP, Borough
from tests.integration.callers import lead

AFTER = date(2026, 5, 1)
Cells = Mapping[Question, Mapping[Key, int | None]]


@dataclass
class Place:
    """A database with a borough in it."""

    database: Database
    borough: Borough

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with self.database.writing(Context(PARTNERSHIP, reach="operator")) as session:
            yield session

    @contextmanager
    def reading(self, *, reach: Reach = "operator") -> Iterator[Session]:
        with self.database.reading(Context(PARTNERSHIP, reach=reach)) as session:
            yield session

    def seal(
        self, period: str, *, on: date = AFTER, caller: Caller | None = None, **how: Any
    ) -> ReleaseView:
        """Seal as the DA lead does, whose agreement stands in no file here."""
        asking = caller or lead()
        now = datetime.combine(on, time(9), UTC)
        with self.database.writing(Context(PARTNERSHIP, asking.agency_id, "operator")) as session:
            return releases.seal(session, asking, period=period, now=now, today=on, **how)


@contextmanager
def borough_in(databases: Databases, *, months: Iterable[Period], seed: int = 7) -> Iterator[Place]:
    """A borough with a return of everybody for each month."""
    place = Place(Database(databases.app_url, operating=True), Borough(seed))
    with place.writing() as session:
        place.borough.build(session, months=tuple(months))
    yield place
    place.database.close()


def everything(session: Session, *, periods: Iterable[Period], dataset: str = "incident") -> Cells:
    """Every answer of the newest releases: hidden cells are None."""
    found: dict[Question, Mapping[Key, int | None]] = {}
    for period in periods:
        release = stored.latest(session, partnership_id=PARTNERSHIP, period=str(period))
        assert release is not None
        for shape in shapes(DATASETS[dataset], period_kind=period.kind):
            keys = {stored.spelled(key): key for key in _keys(shape, period)}
            for unit in ("persons", "records"):
                (shown,) = cells.shown(
                    session,
                    partnership_id=PARTNERSHIP,
                    release_id=release.release_id,
                    wanted=[Wanted(dataset, unit, stored.spelled(shape.names))],
                )
                assert shown.keys() <= keys.keys()
                found[shape.names, str(period), unit] = {
                    key: shown.get(text) for text, key in keys.items()
                }
    return found


def truth(session: Session, *, periods: Iterable[Period], dataset: str = "incident") -> Cells:
    """The true counts of the same cells."""
    found: dict[Question, Mapping[Key, int | None]] = {}
    for period in periods:
        release = stored.latest(session, partnership_id=PARTNERSHIP, period=str(period))
        assert release is not None
        inputs = stored.inputs(session, partnership_id=PARTNERSHIP, release_id=release.release_id)
        submissions = tuple(
            each.submission_id for each in inputs if each.dataset == dataset and each.submission_id
        )
        scope = counts.Scope(PARTNERSHIP, DATASETS[dataset], submissions)
        for shape in shapes(DATASETS[dataset], period_kind=period.kind):
            held = {
                c.key: c for c in plain_counts.cells(session, scope, breakdowns=shape.breakdowns)
            }
            keys = list(_keys(shape, period))
            for unit in ("persons", "records"):
                found[shape.names, str(period), unit] = {
                    key: getattr(held[key], unit) if key in held else 0 for key in keys
                }
    return found


def _keys(shape: Any, period: Period) -> Iterator[Key]:
    return shape_keys(shape, period=period, area=BROMLEY)

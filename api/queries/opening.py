"""Opening a release to read it: the release, the area it is of, and what it says of its measures.

One statement fetches all of it, since each is a way to the server and back; it is made once. What
does not belong here: the shown cells (`cells`), and what else a release holds (`releases`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.orm import Session

from api.queries.releases import MeasureRow, Release
from schemas.tables.partnerships import partnerships
from schemas.tables.releases import release_measures, releases

Said = dict[str, dict[str, MeasureRow]]
"""What a release says of each dataset or linked family that was asked, by unit."""


class Opened(NamedTuple):
    """A release with its partnership's local authority, and what it says of the datasets asked."""

    release: Release
    area: str
    said: Said


_OWNED: Final = releases.c.partnership_id == bindparam("partnership_id")
_SAID: Final = (
    release_measures.c.dataset,
    release_measures.c.unit,
    *(release_measures.c[name] for name in MeasureRow.__slots__),
)
_ASKED: Final = release_measures.c.dataset.in_(bindparam("datasets", expanding=True))


def newest(
    session: Session, *, partnership_id: str, period: str, datasets: Collection[str]
) -> Opened | None:
    """The newest epoch of a period, None while it is not sealed."""
    given = {"partnership_id": partnership_id, "period": period, "datasets": list(datasets)}
    return _opened(session, _NEWEST, given)


def named(
    session: Session, *, partnership_id: str, release_id: str, datasets: Collection[str]
) -> Opened | None:
    """One release by its id."""
    given = {"partnership_id": partnership_id, "release_id": release_id, "datasets": list(datasets)}
    return _opened(session, _NAMED, given)


def said(
    session: Session, *, partnership_id: str, release_id: str, datasets: Collection[str]
) -> Said:
    """What a release says of the measures of these datasets and linked families."""
    given = {"partnership_id": partnership_id, "release_id": release_id, "datasets": list(datasets)}
    return _told(session.execute(_OF_RELEASE, given).all(), datasets=datasets)


def _told(rows: Iterable[Sequence[Any]], *, datasets: Collection[str]) -> Said:
    found: Said = {name: {} for name in datasets}
    for dataset, unit, *members in rows:
        # A release that says nothing of what is asked comes once, and empty.
        if dataset is not None:
            found[dataset][unit] = MeasureRow(*members)
    return found


def _opened(session: Session, statement: Select[Any], given: Mapping[str, Any]) -> Opened | None:
    rows = session.execute(statement, given).all()
    if not rows:
        return None
    many = len(Release.__slots__)
    told = _told([row[many + 1 :] for row in rows], datasets=given["datasets"])
    return Opened(Release(*rows[0][:many]), rows[0][many], told)


def _with_what_it_says(found: Select[Any]) -> Select[Any]:
    release = found.subquery("opened")
    theirs = partnerships.c.partnership_id == release.c.partnership_id
    of_it = and_(
        release_measures.c.partnership_id == release.c.partnership_id,
        release_measures.c.release_id == release.c.release_id,
        _ASKED,
    )
    members = (release.c[name] for name in Release.__slots__)
    return select(*members, partnerships.c.lad_code, *_SAID).select_from(
        release.join(partnerships, theirs).outerjoin(release_measures, of_it)
    )


_RELEASE: Final = select(releases).where(_OWNED)
_NEWEST: Final = _with_what_it_says(
    _RELEASE.where(releases.c.period == bindparam("period"))
    .order_by(releases.c.epoch.desc())
    .limit(1)
)
_NAMED: Final = _with_what_it_says(_RELEASE.where(releases.c.release_id == bindparam("release_id")))
_OF_RELEASE: Final = select(*_SAID).where(
    release_measures.c.partnership_id == bindparam("partnership_id"),
    release_measures.c.release_id == bindparam("release_id"),
    _ASKED,
)

"""Reading releases: which there are, and what each was made from, in statuses."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from api.disclosure.lattice import Releasable
from api.disclosure.showing import Showing
from api.queries import opening
from api.queries import releases as stored
from api.queries.releases import MeasureRow, Release
from api.services.releases import saying, sides, views
from api.services.releases.counting import released, units
from api.services.releases.views import MeasureView, ReleaseView, SealedPeriod
from auth.caller import Caller
from auth.refusals import NotFound
from schemas.breakdowns import Measure
from schemas.datasets import DATASETS
from schemas.linked import LINKED

PAGE = 50  # releases on a page: a year of months and quarters, sealed three times (design)


def releases(
    session: Session, caller: Caller, *, after: tuple[datetime, str] | None = None
) -> tuple[list[ReleaseView], tuple[datetime, str] | None]:
    """Releases from the newest on, a page at a time, and where the next page begins."""
    found = stored.listed(
        session, partnership_id=caller.partnership_id, after=after, limit=PAGE + 1
    )
    last = found[PAGE - 1] if len(found) > PAGE else None
    follows = (last.sealed_at, last.release_id) if last else None
    return [views.of_release(each) for each in found[:PAGE]], follows


def release(session: Session, caller: Caller, *, release_id: str) -> ReleaseView:
    """One release with the returns behind it.

    Raises:
        NotFound: the partnership has no such release.
    """
    return view(session, caller, release_id=release_id)


def view(
    session: Session,
    caller: Caller,
    *,
    release_id: str,
    also_sealed: tuple[SealedPeriod, ...] = (),
    blocked: dict[str, list[str]] | None = None,
) -> ReleaseView:
    """A stored release as it is told to a caller; raises NotFound."""
    owner = {"partnership_id": caller.partnership_id, "release_id": release_id}
    found = stored.find(session, **owner)
    if found is None:
        raise unknown()
    return views.of_release(
        found,
        inputs=stored.inputs(session, **owner),
        measures=list(_measures(session, caller, found)),
        also_sealed=also_sealed,
        blocked=blocked,
    )


def unknown() -> NotFound:
    """The one answer for a release or a period of which nothing is sealed here."""
    return NotFound("release_unknown", detail="There is no such release of this partnership.")


def _measures(session: Session, caller: Caller, release: Release) -> Iterator[MeasureView]:
    show_alone = saying.permissions(caller.agreement)
    every: tuple[Releasable, ...] = (*released(), *LINKED.values())
    found = opening.said(
        session,
        partnership_id=caller.partnership_id,
        release_id=release.release_id,
        datasets=[each.name for each in every],
    )
    for name, unit in ((each.name, unit) for each in every for unit in units(each)):
        said = found[name].get(unit)
        for measure, decided in _decided(name, unit, said=said, show_alone=show_alone):
            yield MeasureView(measure.name, unit, decided.status, decided.reasons)


def _decided(
    name: str,
    unit: str,
    *,
    said: MeasureRow | None,
    show_alone: Mapping[str, Collection[str]],
) -> Iterator[tuple[Measure, Showing]]:
    """Each measure of a dataset or of a linked family in a unit, as the release says of it."""
    if said is None:
        return
    family = LINKED.get(name)
    if family is None:
        for measure in DATASETS[name].measures:
            yield measure, saying.showing(measure, unit=unit, said=said, show_alone=show_alone)
        return
    for measure in family.measures:
        if unit in measure.units:
            variables = family.variables(measure)
            yield (
                measure,
                sides.showing(
                    family, measure, variables=variables, said=said, show_alone=show_alone
                ),
            )

"""A long sealing: counted while others write, stored only if the returns are those counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time
from functools import partial
from itertools import count

import pytest
from sqlalchemy import func, select

from api.db import Context
from api.queries import releases as stored
from api.services.releases import working
from api.services.releases.progress import Part, Step
from api.services.releases.views import ReleaseView
from api.services.releases.working import Doing
from auth.refusals import Conflict
from schemas.tables.releases import releases
from tests.databases import Databases
from tests.integration.borough import PARTNERSHIP, QUARTER
from tests.integration.callers import LEAD, lead
from tests.integration.sealing import AFTER, Place, borough_in

MONTH = QUARTER.months()[0]
CONTEXT = Context(PARTNERSHIP, LEAD, "operator")


@pytest.fixture
def place(fresh_databases: Databases) -> Iterator[Place]:
    with borough_in(fresh_databases, months=[MONTH]) as made:
        yield made


def seal(
    place: Place, watch: Callable[[Step], None], *, begun: list[tuple[Part, ...]]
) -> ReleaseView:
    doing = Doing(
        reading=partial(place.database.reading, CONTEXT),
        writing=partial(place.database.writing, CONTEXT),
        caller=lambda _: lead(),
        begun=begun.append,
        watch=watch,
    )
    now = datetime.combine(AFTER, time(9), UTC)
    return working.seal(doing, period=str(MONTH), accept_missing=True, now=now, today=AFTER)


def send_again(place: Place, *, revision: int) -> str:
    with place.writing() as session:
        rows = [place.borough.row("incident", MONTH) for _ in range(30)]
        return place.borough.send(
            session, "met-bromley", "incident", MONTH, rows=rows, revision=revision
        )


def test_a_return_that_comes_while_it_counts_is_taken_in_by_beginning_anew(place: Place) -> None:
    begun: list[tuple[Part, ...]] = []
    came: list[str] = []

    def watch(step: Step) -> None:
        if not came:
            came.append(send_again(place, revision=2))

    view = seal(place, watch, begun=begun)
    assert len(begun) == 2
    assert next(each.records for each in begun[1] if each.dataset == "incident") == 30
    with place.reading() as session:
        inputs = stored.inputs(
            session, partnership_id=PARTNERSHIP, release_id=view.release_id or ""
        )
    assert came[0] in {each.submission_id for each in inputs}


def test_returns_that_never_stand_still_seal_nothing(place: Place) -> None:
    begun: list[tuple[Part, ...]] = []
    numbers = count(2)

    def watch(step: Step) -> None:
        if step.table == "total" and step.dataset == "incident":
            send_again(place, revision=next(numbers))

    with pytest.raises(Conflict) as refused:
        seal(place, watch, begun=begun)
    assert (refused.value.code, len(begun)) == ("returns_changed", working.TRIES)
    with place.reading() as session:
        assert session.scalar(select(func.count()).select_from(releases)) == 0


def test_the_steps_are_those_that_were_foretold(place: Place) -> None:
    begun: list[tuple[Part, ...]] = []
    steps: list[Step] = []
    seal(place, steps.append, begun=begun)
    for part in begun[0]:
        own = [s for s in steps if (s.period, s.dataset) == (part.period, part.dataset)]
        assert sum(bool(step.table) for step in own) == part.tables
        read = sum(step.records for step in own if not step.table)
        # Rows outside the dataset's population are sent and not counted.
        assert 0 < read <= part.records

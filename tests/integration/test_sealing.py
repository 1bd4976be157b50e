"""Sealing a period: what is refused, what is stored, and that it is all or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, event, func, select

from api.queries import releases as stored
from api.services import releases
from api.services.opening import opened
from auth.refusals import Conflict, Forbidden, NotFound, Refusal, Unprocessable
from schemas.period import Period
from schemas.tables.audit import audit_events
from schemas.tables.releases import cells, release_inputs
from schemas.tables.releases import releases as releases_table
from tests.databases import Databases
from tests.integration.borough import PARTNERSHIP, QUARTER, expect, open_month
from tests.integration.callers import lead
from tests.integration.sealing import AFTER, Place, borough_in, everything

JANUARY, FEBRUARY, MARCH = QUARTER.months()
LATER = AFTER + timedelta(days=91)


@pytest.fixture
def place(fresh_databases: Databases) -> Iterator[Place]:
    with borough_in(fresh_databases, months=QUARTER.months()) as made:
        yield made


def _resend(place: Place, agency: str, dataset: str, month: Period, *, new: int) -> None:
    """Send a month again with some more people in it."""
    with place.writing() as session:
        before = next(
            submission
            for submission, rows in reversed(place.borough.rows.items())
            if _is(place, submission, agency, dataset, month)
        )
        rows = [*place.borough.rows[before]]
        while new:
            row = place.borough.row(dataset, month)
            row["unit_key"] = place.borough.dice.randbytes(32)
            row |= {name: row["unit_key"] for name in row if name.endswith("_person_id")}
            rows.append(row)
            new -= 1
        place.borough.send(session, agency, dataset, month, rows=rows, revision=2 + len(rows))


def _is(place: Place, submission: str, agency: str, dataset: str, month: Period) -> bool:
    return place.borough.sent[submission] == (agency, dataset, str(month))


def _count(place: Place, table: object) -> int:
    with place.reading() as session:
        return session.execute(select(func.count()).select_from(table)).scalar_one()  # type: ignore[arg-type]


def _refused(place: Place, period: str, **how: object) -> Refusal:
    with pytest.raises(Refusal) as caught:
        place.seal(period, **how)  # type: ignore[arg-type]
    return caught.value


def test_a_quarter_is_sealed_with_its_months(place: Place) -> None:
    view = place.seal(str(QUARTER))
    assert (view.period, view.epoch, view.dry_run) == (str(QUARTER), 1, False)
    assert [each.period for each in view.also_sealed if each.release_id] == [
        "2026-01",
        "2026-02",
        "2026-03",
    ]
    assert [each.reason for each in view.also_sealed if each.reason] == ["months_not_sealed"]
    assert len(view.returns) == 24
    assert {each.status for each in view.returns} == {"received"}


def test_a_sealing_leaves_one_event_in_the_same_transaction(place: Place) -> None:
    view = place.seal(str(QUARTER))
    with place.reading() as session:
        [body] = session.scalars(select(audit_events.c.body))
    assert b'"tag":"releases:seal"' in body
    assert view.release_id is not None
    assert view.release_id.encode() in body


def test_a_dry_run_lists_what_is_in_and_stores_nothing(place: Place) -> None:
    view = place.seal(str(QUARTER), dry_run=True)
    assert view.dry_run
    assert view.release_id is None
    assert len(view.returns) == 24
    assert view.measures == ()
    sent = {"incident", "perpetrator_intervention", "housing_support", "health_contact"}
    assert not any(sent.issuperset(lacking) for lacking in view.blocked.values())
    assert "IND-01" not in view.blocked
    assert [_count(place, table) for table in (releases_table, cells, audit_events)] == [0, 0, 0]


def test_a_dry_run_names_the_indicators_that_missing_returns_block(place: Place) -> None:
    with place.writing() as session:
        open_month(session, Period.parse("2026-04"))
    view = place.seal("2026-04", dry_run=True, on=date(2026, 6, 1))
    assert view.blocked["IND-01"] == ["incident"]
    assert view.blocked["IND-32"] == ["perpetrator_intervention"]
    assert "IND-39" not in view.blocked
    assert {each.status for each in view.returns} == {"expected"}
    assert all(each.late for each in view.returns)


def test_missing_returns_are_named_by_status_alone(place: Place) -> None:
    with place.writing() as session:
        expect(session, "bcwa", "incident", MARCH)
    refusal = _refused(place, str(QUARTER))
    assert isinstance(refusal, Conflict)
    assert refusal.code == "returns_missing"
    assert [(item.code, item.message) for item in refusal.errors] == [
        ("expected", "incident of bcwa for 2026-03 has not arrived.")
    ]
    assert _count(place, releases_table) == 0


def test_a_period_is_sealed_without_missing_returns_where_that_is_accepted(place: Place) -> None:
    with place.writing() as session:
        expect(session, "bcwa", "incident", MARCH)
    view = place.seal(str(QUARTER), accept_missing=True)
    assert view.accepted_missing
    assert {m.status for m in view.measures if m.measure == "incident"} == {"provisional"}
    assert {m.status for m in view.measures if m.measure == "housing_support"} == {"ok"}


def test_a_return_nobody_asked_for_does_not_hold_a_sealing_up(place: Place) -> None:
    with place.writing() as session:
        expect(session, "bcwa", "incident", MARCH, expected=False)
    view = place.seal(str(QUARTER))
    assert "not_requested" in {each.status for each in view.returns}


@pytest.mark.parametrize(
    ("period", "code"),
    [
        ("2026-04", "period_not_open"),
        ("2025-26", "months_not_sealed"),
        ("2026-05", "period_not_ended"),
    ],
)
def test_a_period_that_may_not_be_sealed_is_refused(place: Place, period: str, code: str) -> None:
    assert _refused(place, period).code == code


def test_a_text_that_is_no_period_is_refused(place: Place) -> None:
    assert isinstance(_refused(place, "2026-01..2026-03"), Unprocessable)


def test_sealing_needs_every_dataset_of_the_period_in_the_token(place: Place) -> None:
    refusal = _refused(place, str(QUARTER), caller=lead(datatypes={"incident"}))
    assert isinstance(refusal, Forbidden)


def test_sealing_again_without_a_change_is_refused(place: Place) -> None:
    place.seal(str(QUARTER))
    assert _refused(place, str(QUARTER), on=LATER).code == "nothing_changed"
    assert _refused(place, str(MARCH), on=LATER).code == "nothing_changed"


def test_a_small_change_waits_for_a_quarter(place: Place) -> None:
    place.seal(str(QUARTER))
    _resend(place, "met-bromley", "incident", MARCH, new=3)
    refusal = _refused(place, str(QUARTER), on=LATER - timedelta(days=1))
    assert refusal.code == "too_soon"
    assert not any(word.isdigit() and len(word) < 3 for word in refusal.detail.split())
    view = place.seal(str(QUARTER), on=LATER)
    assert view.epoch == 2
    assert [(each.period, each.epoch) for each in view.also_sealed if each.release_id] == [
        ("2026-03", 2)
    ]


def test_a_large_change_of_two_agencies_need_not_wait(place: Place) -> None:
    place.seal(str(QUARTER))
    _resend(place, "kings-pruh", "health_contact", MARCH, new=12)
    assert _refused(place, str(QUARTER)).code == "too_soon"
    _resend(place, "bromley-housing", "housing_support", MARCH, new=12)
    assert place.seal(str(QUARTER)).epoch == 2


def test_a_large_change_of_one_agency_waits(place: Place) -> None:
    place.seal(str(QUARTER))
    _resend(place, "met-bromley", "incident", MARCH, new=60)
    assert _refused(place, str(QUARTER)).code == "too_soon"


def test_a_fifth_epoch_is_refused(place: Place) -> None:
    place.seal(str(MARCH))
    for epoch in (2, 3, 4):
        _resend(place, "met-bromley", "incident", MARCH, new=2)
        assert place.seal(str(MARCH), on=AFTER + timedelta(days=91 * epoch)).epoch == epoch
    _resend(place, "met-bromley", "incident", MARCH, new=2)
    assert _refused(place, str(MARCH), on=AFTER + timedelta(days=1000)).code == "period_frozen"


def test_a_quarter_is_made_from_what_its_months_were_sealed_with(place: Place) -> None:
    place.seal(str(JANUARY))
    _resend(place, "met-bromley", "incident", JANUARY, new=30)
    place.seal(str(QUARTER))
    with place.reading() as session:
        inputs = {}
        for period in (JANUARY, QUARTER):
            release = stored.latest(session, partnership_id=PARTNERSHIP, period=str(period))
            assert release is not None
            held = stored.inputs(session, partnership_id=PARTNERSHIP, release_id=release.release_id)
            inputs[period] = {each for each in held if each.month == str(JANUARY)}
    assert inputs[JANUARY] == inputs[QUARTER]


def test_a_late_return_changes_no_sealed_answer(place: Place) -> None:
    place.seal(str(QUARTER))
    periods = (*QUARTER.months(), QUARTER)
    with place.reading() as session:
        before = everything(session, periods=periods)
    _resend(place, "met-bromley", "incident", MARCH, new=40)
    with place.reading() as session:
        assert everything(session, periods=periods) == before


def test_an_older_release_still_answers_by_name(place: Place) -> None:
    first = place.seal(str(QUARTER))
    _resend(place, "met-bromley", "incident", MARCH, new=40)
    second = place.seal(str(QUARTER), on=LATER)
    answers = []
    for name in (first.release_id, second.release_id, None):
        with place.reading() as session:
            book = opened(session, lead(), period=str(QUARTER), release_id=name, today=LATER)
            answers.append(book.observations(book.ask("incident", by=("is_crime", "ward"))))
    assert answers[0] != answers[1]
    assert answers[1] == answers[2]


def test_a_release_of_another_period_or_partnership_is_not_found(place: Place) -> None:
    view = place.seal(str(QUARTER))
    with place.reading() as session:
        with pytest.raises(NotFound):
            opened(session, lead(), period="2026-03", release_id=view.release_id, today=AFTER)
        with pytest.raises(NotFound):
            opened(session, lead(), period="2025-26", today=AFTER)


@pytest.mark.parametrize("table", ["release_inputs", "cells", "release_measures", "audit_events"])
def test_a_failure_anywhere_in_a_sealing_leaves_nothing_of_it(place: Place, table: str) -> None:
    struck = 0

    def strike(_c: object, _u: object, statement: str, *_rest: object) -> None:
        nonlocal struck
        if statement.startswith(f"INSERT INTO {table}"):
            struck += 1
            if struck == (1 if table == "audit_events" else 3):
                raise InterruptedError("the process was stopped here")

    event.listen(Engine, "before_cursor_execute", strike)
    with pytest.raises(InterruptedError):
        place.seal(str(QUARTER))
    event.remove(Engine, "before_cursor_execute", strike)
    for each in (releases_table, release_inputs, cells, audit_events):
        assert _count(place, each) == 0
    assert place.seal(str(QUARTER)).epoch == 1


def test_of_two_sealings_at_once_one_wins(place: Place) -> None:
    def attempt(period: str) -> str:
        try:
            return place.seal(period).period
        except Conflict as refused:
            return refused.code

    with ThreadPoolExecutor(2) as pool:
        results = sorted(pool.map(attempt, [str(QUARTER), str(QUARTER)]))
    assert results[0] == str(QUARTER)
    assert results[1] in {"sealed_meanwhile", "nothing_changed"}
    assert _count(place, releases_table) == 4


def test_releases_are_listed_from_the_newest_on(place: Place) -> None:
    place.seal(str(JANUARY))
    place.seal(str(FEBRUARY), on=AFTER + timedelta(days=1))
    with place.reading() as session:
        found, follows = releases.releases(session, lead())
        [newest, _] = found
        assert newest.sealed_at is not None
        assert newest.release_id is not None
        after = (newest.sealed_at, newest.release_id)
        rest, _ = releases.releases(session, lead(), after=after)
    assert [each.period for each in found] == ["2026-02", "2026-01"]
    assert [each.period for each in rest] == ["2026-01"]
    assert follows is None


def test_a_release_tells_its_returns_and_no_figure(place: Place) -> None:
    sealed = place.seal(str(QUARTER))
    assert sealed.release_id is not None
    with place.reading() as session:
        view = releases.release(session, lead(), release_id=sealed.release_id)
        with pytest.raises(NotFound):
            releases.release(session, lead(), release_id="00000000-0000-0000-0000-000000000000")
    assert view.returns == sealed.returns
    sent = {each.dataset for each in view.returns}
    assert {m.status for m in view.measures if m.measure.split(".")[0] in sent} == {"ok"}
    assert {m.status for m in view.measures if m.measure.split(".")[0] not in sent} == {
        "not_available"
    }

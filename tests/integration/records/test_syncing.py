"""A system that keeps a copy: pages, what changed since, and what it has to forget."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from api.db import Context
from api.services.records.page import Item
from api.services.records.places import Place
from auth.refusals import Forbidden
from schemas.tables.audit import audit_events
from schemas.tables.disclosures import disclosures
from tests.integration.records.reading import (
    CHARITY,
    HOSPITAL,
    OWN,
    POLICE,
    World,
    good,
    reader,
)
from tests.partnership import NOW
from tests.rows import CAT

LATER = NOW + timedelta(days=2)


class Copy:
    """What a reader keeps: each return's records, forgotten as a whole when it comes anew."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.since: datetime | None = None
        self.kept: dict[str, dict[str | None, Item]] = {}

    def sync(self, dataset: str = "incident", *, most: int = 100) -> None:
        pages = self.world.pages(reader(), dataset, most=most, since=self.since)
        for item in (item for page in pages for item in page.items):
            if item.state == "replaced":
                self.kept.pop(item.return_ref, None)
            else:
                self.kept.setdefault(item.return_ref, {})[item.record_id] = item
        self.since = pages[0].as_of

    @property
    def records(self) -> dict[str | None, Any]:
        return {key: item.record for rows in self.kept.values() for key, item in rows.items()}


def whole(world: World, dataset: str = "incident") -> dict[str, Any]:
    return {item.record_id: item.record for item in world.items(reader(), dataset)}


def contacts(count: int, **changes: Any) -> list[Any]:
    return [good("health_contact", number, **changes) for number in range(1, count + 1)]


@settings(max_examples=10)
@given(most=st.integers(1, 9), own=st.integers(0, 4), others=st.integers(0, 7))
def test_pages_of_any_size_give_every_record_once(
    shared: World, most: int, own: int, others: int
) -> None:
    shared.send("health_contact", contacts(max(others, 1)))
    shared.send("health_contact", contacts(max(own, 1)), agency=CHARITY)
    pages = shared.pages(reader(), "health_contact", most=most)
    told = [item.record_id for page in pages for item in page.items]
    assert len(told) == len(set(told)) == max(own, 1) + max(others, 1)
    assert all(len(page.items) <= most for page in pages)
    shared.clear()


def test_a_copy_follows_what_is_sent_changed_and_withdrawn(world: World) -> None:
    copy = Copy(world)
    world.send("incident", [good("incident", 1), good("incident", 2)])
    copy.sync(most=1)
    assert copy.records == whole(world)
    later = world.at(LATER)
    later.send("incident", [good("incident", 2, child_count=3), good("incident", 3)])
    copy.sync()
    assert copy.records == whole(world)
    assert len(copy.records) == 2
    later.withdraw("incident")
    copy.sync()
    assert copy.records == {}


def test_what_did_not_change_is_not_told_again(world: World) -> None:
    world.send("incident", [good("incident")])
    assert world.items(reader(), "incident", since=NOW + timedelta(minutes=20)) == []


def test_a_copy_forgets_whoever_is_restricted_and_learns_them_again(world: World) -> None:
    copy = Copy(world)
    world.send("incident", [good("incident", 1), good("incident", 2, victim__person_ref=CAT)])
    copy.sync()
    hides = good("health_contact", subject__restricted=True)
    later = world.at(LATER)
    later.send("health_contact", [hides])
    copy.since = LATER - timedelta(minutes=1)
    copy.sync()
    assert len(copy.records) == 1
    copy.since = LATER - timedelta(minutes=1)
    later.withdraw("health_contact")
    copy.sync()
    assert copy.records == whole(world)
    assert len(copy.records) == 2


def test_a_return_that_changes_between_two_pages_comes_anew(world: World) -> None:
    world.send("incident", [good("incident", number) for number in range(1, 5)])
    reading = world.reading(reader(), "incident")
    first = reading.page(None, most=2)
    world.send("incident", [good("incident", number) for number in (2, 9)])
    second = reading.page(first.next, most=10)
    assert [item.state for item in second.items] == ["replaced", "current", "current"]
    world.withdraw("incident")
    third = reading.page(first.next, most=10)
    assert [item.state for item in third.items] == ["replaced"]


def test_a_place_in_the_order_tells_of_no_agency(world: World) -> None:
    world.send("housing_support", [good("housing_support", n) for n in (1, 2)])
    (first, *_) = world.pages(reader(), "housing_support", most=1)
    assert first.next is not None
    assert "bromley-housing" not in repr(first.next.key)
    assert Place.of(first.next.words()) == first.next


def test_every_page_is_an_event_with_the_uses_it_tells_of(world: World) -> None:
    at = datetime(2027, 1, 1, tzinfo=NOW.tzinfo)
    world.send("incident", [good("incident", number) for number in (1, 2, 3)])
    pages = world.at(at).pages(reader(), "incident", most=2)
    with world.database.reading(Context("bromley", CHARITY)) as session:
        bodies = session.scalars(
            select(audit_events.c.body).where(
                audit_events.c.tag == "records:read", audit_events.c.at == at
            )
        ).all()
    assert len(bodies) == len(pages) == 2
    for member in (b'"acting_person":"idva-7"', b'"access_reason":"case-9"', b'"agreement_id"'):
        assert all(member in body for body in bodies)
    with world.database.reading(Context("bromley", POLICE)) as session:
        used = session.execute(
            select(disclosures.c.recipient, disclosures.c.rows, disclosures.c.kind)
            .where(disclosures.c.at == at)
            .order_by(disclosures.c.rows)
        ).all()
    assert [tuple(row) for row in used] == [(CHARITY, 1, "records"), (CHARITY, 2, "records")]


def test_reading_ones_own_is_on_record_and_no_use_by_another(world: World) -> None:
    at = datetime(2027, 2, 1, tzinfo=NOW.tzinfo)
    world.send("health_contact", contacts(1))
    world.at(at).items(reader(HOSPITAL, under=OWN, person=None), "health_contact")
    with world.database.reading(Context("bromley", HOSPITAL)) as session:
        event = select(audit_events.c.tag).where(audit_events.c.at == at)
        assert session.scalars(event).all() == ["records:read"]
        assert session.scalars(select(disclosures.c.rows).where(disclosures.c.at == at)).all() == []


def test_an_agreement_that_ends_while_a_page_is_read_keeps_the_page(world: World) -> None:
    world.send("incident", [good("incident")])
    days = iter([NOW.date(), date(2029, 1, 1)])
    reading = world.reading(reader(), "incident")
    passing = replace(reading.desk, auth=replace(reading.desk.auth, today=lambda: next(days)))
    uses = select(disclosures.c.event_id)
    with world.database.reading(Context("bromley", POLICE)) as session:
        before = len(session.scalars(uses).all())
    with pytest.raises(Forbidden) as refused:
        replace(reading, desk=passing).page(None, most=5)
    assert refused.value.code == "agreement_expired"
    with world.database.reading(Context("bromley", POLICE)) as session:
        assert len(session.scalars(uses).all()) == before

"""Whoever a row or an order restricts is kept out of what others read, everywhere and always."""

from __future__ import annotations

import uuid
from dataclasses import replace
from importlib import import_module
from typing import Any

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import create_engine, delete, insert, select, text, update

from api.db import Context
from api.policies.people import Digester
from api.queries import counts, restrictions
from api.queries.pointers import in_force
from api.services.keeping import AHEAD_FROM
from schemas.datasets import RECORD_DATASETS
from schemas.tables.records import RECORDS
from schemas.tables.restrictions import restrictions as stored
from schemas.tables.returns import returns
from tests.integration.records.reading import (
    HOSPITAL,
    OWN,
    POLICE,
    PROBATION,
    World,
    good,
    reader,
)
from tests.integration.returns.sending import SECRET
from tests.rows import ADA, BEN, CAT

STEP = import_module("migrations.versions.0031_restrictions")
PARTNERSHIP = Context("bromley", "", "partnership")
DIGESTER = Digester(SECRET, "bromley")
HIDES_ADA: dict[str, Any] = {"subject__restricted": True}


def restricted(world: World) -> frozenset[bytes]:
    with world.database.reading(PARTNERSHIP) as session:
        return restrictions.everyone(session, partnership_id="bromley")


def digest(*references: str) -> frozenset[bytes]:
    return frozenset(DIGESTER.person_id(reference) for reference in references)


def in_force_of(world: World, agency: str, dataset: str, column: str) -> Any:
    """A column of the one row in force that an agency sent of a dataset."""
    table = RECORDS[dataset]
    with world.database.reading(replace(PARTNERSHIP, agency_id=agency)) as session:
        query = select(table.c[column]).join(returns, in_force(table))
        return session.scalars(query.where(table.c.agency_id == agency)).one()


def hiding(sharing: str) -> dict[str, Any]:
    """Changes that restrict Ada in a contact that may go so far."""
    basis = "consent" if sharing == "may_be_shared" else None
    return {**HIDES_ADA, "subject__sharing": sharing, "subject__sharing_basis": basis}


def test_a_restricted_row_takes_its_person_out_of_every_dataset(world: World) -> None:
    world.send("incident", [good("incident")])
    world.send("marac_case", [good("marac_case")])
    assert len(world.others(reader(), "incident")) == 1
    world.send("health_contact", [good("health_contact", **HIDES_ADA)])
    for dataset in ("incident", "marac_case", "health_contact"):
        assert world.others(reader(), dataset) == []
    assert len(world.items(reader(POLICE, under=OWN), "incident")) == 1


def test_it_holds_for_every_month_and_whichever_agency_said_it(world: World) -> None:
    earlier = good(
        "incident",
        reported_on="2026-02-14",
        occurred_from=None,
        occurred_to=None,
        first_arrest_at="2026-02-14T21:05:00+00:00",
    )
    world.send("incident", [earlier], month="2026-02")
    world.send("referral", [good("referral", **HIDES_ADA)], agency=PROBATION)
    assert world.others(reader(), "incident") == []


def test_whoever_is_restricted_is_so_in_every_part_that_they_play(world: World) -> None:
    world.send("perpetrator_intervention", [good("perpetrator_intervention", **HIDES_ADA)])
    world.send("incident", [good("incident")])
    assert world.others(reader(), "incident") == []


def test_a_restricted_person_is_named_in_no_other_row(world: World) -> None:
    world.send("marac_case", [good("marac_case")])
    (before,) = world.others(reader(), "marac_case")
    world.send("perpetrator_intervention", [good("perpetrator_intervention", **HIDES_ADA)])
    (after,) = world.others(reader(), "marac_case")
    assert set(after.record["perpetrator_refs"]) < set(before.record["perpetrator_refs"])


@pytest.mark.parametrize("sharing", ["may_be_shared", "linked_counts", "counts_only"])
def test_how_far_a_row_may_go_does_not_bound_whom_it_protects(world: World, sharing: str) -> None:
    """A row that is only counted keeps no reference; that it restricts somebody is kept apart."""
    world.send("health_contact", [good("health_contact", **hiding(sharing))])
    assert restricted(world) == digest(ADA)
    kept = in_force_of(world, HOSPITAL, "health_contact", "subject_person_id")
    assert (kept is None) == (sharing == "counts_only")


def test_it_ends_with_the_return_that_said_so(world: World) -> None:
    world.send("incident", [good("incident")])
    hides = good("health_contact", **HIDES_ADA)
    world.send("health_contact", [hides])
    assert world.others(reader(), "incident") == []
    world.send("health_contact", [good("health_contact")])
    assert len(world.others(reader(), "incident")) == 1
    world.send("health_contact", [hides])
    assert world.others(reader(), "incident") == []
    world.withdraw("health_contact")
    assert len(world.others(reader(), "incident")) == 1


def test_a_refused_row_restricts_nobody(world: World) -> None:
    bad = good("health_contact", 2, setting="a_and_e", **HIDES_ADA)
    world.send("health_contact", [good("health_contact"), bad], quarantine=True)
    assert restricted(world) == frozenset()


def test_an_order_restricts_until_it_is_lifted(world: World) -> None:
    world.send("incident", [good("incident")])
    order = str(uuid.uuid4())
    with world.database.writing(PARTNERSHIP) as session:
        row = {
            "partnership_id": "bromley",
            "person_id": DIGESTER.person_id(BEN),
            "source_id": order,
            "agency_id": HOSPITAL,
            "made_at": world.now,
        }
        session.execute(insert(stored), row)
    assert world.others(reader(), "incident") == []
    with world.database.writing(PARTNERSHIP) as session:
        session.execute(
            update(stored).where(stored.c.source_id == order).values(lifted_at=world.now)
        )
    assert len(world.others(reader(), "incident")) == 1


def many(count: int, padded: str) -> list[dict[str, Any]]:
    """Contacts of two persons, one of them restricted in every hundredth row."""
    return [
        good(
            "health_contact",
            number,
            subject__person_ref=CAT if number % 100 == 0 else ADA,
            subject__restricted=number % 100 == 0,
            risk_assessment_ref=f"{padded}{number}",
        )
        for number in range(1, count + 1)
    ]


@pytest.mark.parametrize("padding", ["", "x" * 40], ids=["small", "beside the reading"])
def test_a_large_file_restricts_whom_a_small_one_does(world: World, padding: str) -> None:
    """Rows that are accepted together, and that go ahead into the store, are looked at alike."""
    sent = many(200 if not padding else 10_000, padding)
    assert not padding or len(str(sent)) > AHEAD_FROM
    world.send("health_contact", sent)
    assert restricted(world) == digest(CAT)


def test_sealing_leaves_restricted_persons_out_of_small_areas(world: World) -> None:
    """REQ-53, for whoever is restricted by a row that names nobody, in a dataset not released."""
    world.send("health_contact", [good("health_contact", **hiding("counts_only"))])
    world.send("incident", [good("incident")])
    with world.database.reading(replace(PARTNERSHIP, agency_id=POLICE)) as session:
        found = counts.restricted_units(
            session, partnership_id="bromley", datasets=RECORD_DATASETS, frozen=()
        )
    assert in_force_of(world, POLICE, "incident", "unit_key") in found


def test_another_partnership_has_restrictions_of_its_own(world: World) -> None:
    world.send("health_contact", [good("health_contact", **HIDES_ADA)])
    elsewhere = Context("havering", "", "partnership")
    with world.database.reading(elsewhere) as session:
        assert restrictions.everyone(session, partnership_id="havering") == frozenset()
        assert not restrictions.among(session, digest(ADA), partnership_id="havering")


def test_rows_in_store_before_there_were_restrictions_are_entered_by_their_step(
    world: World,
) -> None:
    """An installation that is brought up to date leaves nobody without protection."""
    world.send("health_contact", [good("health_contact", **hiding("linked_counts"))])
    world.send("incident", [good("incident", suspect__restricted=True)])
    engine = create_engine(world.service.settings.migration_database_url)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE restrictions NO FORCE ROW LEVEL SECURITY"))
        connection.execute(delete(stored))
        with Operations.context(MigrationContext.configure(connection)):
            STEP._enter_those_in_store()
        if engine.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE restrictions FORCE ROW LEVEL SECURITY"))
    engine.dispose()
    assert restricted(world) == digest(ADA, BEN)

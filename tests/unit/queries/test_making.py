"""A row's values fill its columns, and its persons become digests or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from api.policies.people import Digester, record_key
from api.queries.making import UNIT_BYTES, RowMaker
from schemas.datasets import DATASETS
from schemas.tables.records import RECORDS, SYSTEM
from tests.rows import ADA, BEN, CAT, Changes, checked

DIGESTER = Digester(b"s" * 32, "bromley")


def made(
    name: str, changes: Changes | None = None, *, digester: Digester = DIGESTER
) -> Mapping[str, Any]:
    """The stored columns of a good row with changes."""
    found = checked(name, changes)
    assert found.good
    maker = RowMaker(DATASETS[name], digester)
    return dict(zip(maker.names, maker.row(found.values), strict=True))


@pytest.mark.parametrize("name", DATASETS)
def test_a_row_fills_every_column_that_is_not_the_services_own(name: str) -> None:
    maker = RowMaker(DATASETS[name], DIGESTER)
    assert set(maker.names) == {c.name for c in RECORDS[name].columns} - set(SYSTEM)
    assert len(maker.names) == len(set(maker.names))
    assert len(made(name)) == len(maker.names)


def test_values_stand_in_their_columns_as_the_store_wants_them() -> None:
    row = made("incident", {"victim.age_years": "declined"})
    assert row["abuse_types"] == "PHY;COE"
    assert (row["suspect_age_years"], row["suspect_age_years_reason"]) == (34, None)
    assert (row["victim_age_years"], row["victim_age_years_reason"]) == (None, "declined")
    assert (row["child_count"], row["is_crime"]) == (None, True)
    figure = made("aggregate_return")
    assert (figure["value"], figure["breakdown"]) == (Decimal(40), {"channel": "phone"})


def test_no_reference_is_kept_as_it_was_sent() -> None:
    row = made("perpetrator_intervention")
    assert not {ADA, BEN, CAT} & {value for value in row.values() if isinstance(value, str)}
    assert "syn_" not in str(row)


def test_a_linked_persons_digest_is_the_unit_that_is_counted() -> None:
    row = made("incident")
    assert row["victim_person_id"] == row["unit_key"] == DIGESTER.person_id(ADA)
    assert row["suspect_person_id"] == DIGESTER.person_id(BEN)
    assert row["record_key"] == record_key(DIGESTER.person_id(ADA))


def test_one_person_is_one_digest_in_every_agencys_rows_and_every_dataset() -> None:
    police, health = made("incident"), made("health_contact")
    assert police["victim_person_id"] == health["subject_person_id"]


@pytest.mark.parametrize(
    "changes", [{"victim.sharing": "counts_only"}, {"victim.person_ref": None}], ids=str
)
def test_a_row_that_keeps_no_reference_has_a_unit_drawn_for_it_alone(changes: Changes) -> None:
    rows = [made("incident", changes) for _ in range(3)]
    assert {row["victim_person_id"] for row in rows} == {None}
    assert len({row["unit_key"] for row in rows}) == 3
    assert {len(row["unit_key"]) for row in rows} == {UNIT_BYTES}
    assert DIGESTER.person_id(ADA) not in {row["unit_key"] for row in rows}
    assert all(row["record_key"] == record_key(row["unit_key"]) for row in rows)


def test_each_person_of_a_row_says_for_themselves_how_far_they_go() -> None:
    row = made("incident", {"suspect.sharing": "counts_only"})
    assert row["suspect_person_id"] is None
    assert row["victim_person_id"] == DIGESTER.person_id(ADA)


@pytest.mark.parametrize("sharing", ["linked_counts", "may_be_shared"])
def test_a_row_that_may_be_linked_keeps_its_digest(sharing: str) -> None:
    basis = "consent" if sharing == "may_be_shared" else None
    row = made("incident", {"victim.sharing": sharing, "victim.sharing_basis": basis})
    assert row["victim_person_id"] == DIGESTER.person_id(ADA)


def test_linked_persons_are_digests_in_one_column_or_nothing() -> None:
    kept = made("perpetrator_intervention")["linked_victim_refs"]
    assert kept == f"{DIGESTER.person_id(ADA).hex()};{DIGESTER.person_id(CAT).hex()}"
    counted = {"subject.sharing": "counts_only"}
    assert made("perpetrator_intervention", counted)["linked_victim_refs"] is None
    assert (
        made("perpetrator_intervention", {"linked_victim_refs": None})["linked_victim_refs"] is None
    )


def test_an_alias_holds_for_every_person_of_a_row() -> None:
    aliases = {DIGESTER.unaliased(CAT): DIGESTER.unaliased(ADA)}
    aliased = Digester(b"s" * 32, "bromley", aliases)
    row = made("incident", {"victim.person_ref": CAT}, digester=aliased)
    assert row["victim_person_id"] == row["unit_key"] == DIGESTER.person_id(ADA)
    linked = made("perpetrator_intervention", digester=aliased)["linked_victim_refs"]
    assert set(linked.split(";")) == {DIGESTER.person_id(ADA).hex()}


def test_a_figure_has_no_person_and_no_unit() -> None:
    assert not {"unit_key", "record_key"} & set(made("aggregate_return"))

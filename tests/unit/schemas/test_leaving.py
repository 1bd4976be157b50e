"""What may leave to another agency in row form, field by field."""

from __future__ import annotations

import pytest

from schemas.codes import code_list
from schemas.dataset import columns, columns_by_name
from schemas.datasets import DATASETS
from schemas.fields import CellMap, Code, Many, Text
from schemas.leaving import JUDGED_BY, NEVER_LEAVES, REASONS, SHELTERS, may_leave, stored_names

STATUSES = {"gender_identity", "religion", "sexual_orientation", "language_support", "nrpf"}
"""What design names among the fields of a person."""


def lists_of(dataset: str) -> dict[str, str]:
    """The code list of each field that may leave and has one."""
    fields = {column.name: column.field for column in may_leave(DATASETS[dataset])}
    inner = {name: f.of if isinstance(f, Many) else f for name, f in fields.items()}
    return {name: f.code_list.name for name, f in inner.items() if isinstance(f, Code)}


@pytest.mark.parametrize("name", DATASETS)
def test_every_dataset_is_judged_and_every_judgement_is_about_a_field(name: str) -> None:
    known = {c.name for c in columns(DATASETS[name])}
    assert set(REASONS[name]) <= known | {"*"}
    assert known >= JUDGED_BY[name]


@pytest.mark.parametrize("name", DATASETS)
def test_no_equality_field_that_design_names_leaves(name: str) -> None:
    assert not STATUSES & {column.key for column in may_leave(DATASETS[name])}


@pytest.mark.parametrize("name", DATASETS)
def test_no_free_text_and_no_unprotected_figure_leaves(name: str) -> None:
    left = [c for c in may_leave(DATASETS[name]) if isinstance(c.field, Text | CellMap)]
    assert left == []


@pytest.mark.parametrize("name", DATASETS)
def test_no_field_leaves_whose_codes_are_places_services_or_settings(name: str) -> None:
    telling = {
        "ward", "local_authority", "service_type", "support_setting", "health_setting",
        "safe_accommodation", "referrer_role", "referral_route", "child_referral_source",
        "homelessness_duty", "housing_move_on", "specialist_need", "specialist_flag",
    }  # fmt: skip
    assert not telling & set(lists_of(name).values())


@pytest.mark.parametrize("name", DATASETS)
def test_no_field_leaves_one_of_whose_codes_is_about_refuge_or_recourse(name: str) -> None:
    """A new field with such a code is to be judged before it can leave."""
    telling = {"refuge", "nrpf", "immigration", "moved", "moved_area", "pharmacy", "lgbt"}
    found = {
        field: telling & {code.code for code in code_list(codes)}
        for field, codes in lists_of(name).items()
    }
    # the sector of an agency is what a timeline shows of it (design)
    assert {field for field, codes in found.items() if codes} <= {
        field for field, codes in lists_of(name).items() if codes == "sector"
    }


def test_of_housing_only_the_person_leaves() -> None:
    kept = {column.name for column in may_leave(DATASETS["housing_support"]) if not column.block}
    assert kept == {"record_id"}


def test_of_declared_figures_nothing_leaves() -> None:
    kept = [column.name for column in may_leave(DATASETS["aggregate_return"])]
    assert kept == ["record_id"]


def test_a_referral_carries_what_a_receiver_need_not_ask_again() -> None:
    kept = {column.name for column in may_leave(DATASETS["referral"])}
    needed = {"risk_level", "consent_basis", "subject.mental_health_need", "subject.substance_need"}
    assert needed <= kept


@pytest.mark.parametrize("name", SHELTERS)
def test_safe_accommodation_is_told_by_codes_that_exist(name: str) -> None:
    fields = columns_by_name(DATASETS[name])
    for alternative in SHELTERS[name]:
        for field, codes in alternative:
            declared = fields[field].field
            assert isinstance(declared, Code)
            assert codes
            assert codes <= declared.values
            assert field in NEVER_LEAVES[name] & JUDGED_BY[name]


def test_stored_names_come_in_the_order_of_the_dataset() -> None:
    fields = frozenset({"victim.sex", "record_id", "victim.age_years"})
    assert stored_names(DATASETS["incident"], fields) == (
        "record_id", "victim_age_years", "victim_age_years_reason", "victim_sex",
    )  # fmt: skip

"""Services in groups for release, the ages that each is for, and what must not be told of them."""

from __future__ import annotations

from datetime import date

import pytest

from schemas.codes import code_list
from schemas.codes.counting import COUNTING_RULES
from schemas.dataset import columns
from schemas.datasets import DATASETS
from schemas.evaluate import judge
from schemas.services import GROUP_PROGRAMMES, GROUPS, SHELTERED, of_age, service_group


def test_every_service_stands_in_one_group() -> None:
    grouped = [service for services in GROUPS.values() for service in services]
    assert sorted(grouped) == sorted(code_list("service_type").values)


def test_services_are_released_in_groups() -> None:
    grouping = service_group("to_service")
    assert grouping.category("hospital_idva") == "advocacy"
    assert grouping.category("freedom") == "groups"
    assert grouping.category("not_recorded") == "missing"
    assert grouping.rare
    assert service_group("to_service", base="service_type").base == "service_type"


def test_programmes_and_sheltered_services_are_services() -> None:
    assert set(GROUP_PROGRAMMES) | set(SHELTERED) <= code_list("service_type").values


FIT = judge(of_age("service", block="subject"))


@pytest.mark.parametrize(
    ("service", "years", "band"),
    [
        ("idva", 16, None), ("never_too_late", 50, None), ("safer_space", 18, None),
        ("coda", 0, None), ("sarc", 3, None), ("idva", "not_held", "16-24"),
        ("idva", "not_held", None),
    ],
)  # fmt: skip
def test_a_service_takes_persons_of_its_ages(
    service: str, years: int | str, band: str | None
) -> None:
    row = {"service": service, "subject.age_years": years, "subject.age_band": band}
    assert FIT(row) is not False


@pytest.mark.parametrize(
    ("service", "years", "band"),
    [
        ("idva", 15, None), ("never_too_late", 49, None), ("safer_space", 4, None),
        ("safer_space", 19, None), ("coda", 19, None), ("idva", "not_held", "0-15"),
    ],
)  # fmt: skip
def test_a_service_takes_no_others(service: str, years: int | str, band: str | None) -> None:
    row = {"service": service, "subject.age_years": years, "subject.age_band": band}
    assert FIT(row) is False


@pytest.mark.parametrize("name", ["risk_assessment", "service_episode", "child_contact"])
def test_rows_of_services_and_children_name_no_place(name: str) -> None:
    places = {"ward", "local_authority"}
    lists = {getattr(c.field, "code_list", None) for c in columns(DATASETS[name])}
    assert {codes.name for codes in lists if codes} & places == set()
    assert not any(breakdown.area for breakdown in DATASETS[name].breakdowns)


def test_a_one_stop_shop_counts_by_one_registered_rule_on_any_day() -> None:
    shop = code_list("service_counting_rule").children("one_stop_shop")
    assert {code.code for code in shop} <= set(COUNTING_RULES)
    for day in (date(2020, 6, 1), date(2021, 3, 31), date(2021, 4, 1), date(2026, 3, 1)):
        assert len([code for code in shop if code.valid_on(day)]) == 1

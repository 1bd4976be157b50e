import random
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from faker import Faker
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.checking import Checked, Plan, check
from schemas.codes import code_list
from schemas.codes.declared import DECLARED
from schemas.codes.places import BROMLEY
from schemas.dataset import columns
from schemas.datasets import DATASETS
from schemas.period import Period
from schemas.reference import is_synthetic
from synth.figures.people import HABITS
from synth.providers import SaferShareProvider
from synth.providers.base import MONTH
from synth.providers.extract import SENDS

SENDERS = {
    "incident": "police",
    "health_contact": "nhs_acute",
    "housing_support": "housing_options",
    "perpetrator_intervention": "probation",
    "marac_case": "police",
    "justice_outcome": "police",
    "protective_order": "police",
    "review_action": "council_community_safety",
    "risk_assessment": "police",
    "referral": "vcs_da_specialist",
    "service_episode": "vcs_da_specialist",
    "child_contact": "children_social_care",
    "aggregate_return": "council_community_safety",
}
MONTHS = st.integers(0, 90).map(lambda months: _month_after("2019-01", months))


def _month_after(text: str, months: int) -> str:
    month = Period.parse_month(text)
    for _ in range(months):
        month = month.next()
    return str(month)


def _fake(seed: int) -> Faker:
    fake = Faker("en_GB")
    fake.add_provider(SaferShareProvider)
    fake.seed_instance(seed)
    return fake


FAKE = _fake(0)
Taken = Callable[..., int]


def _checked(name: str, row: object, *, month: str, sector: str = "") -> Checked:
    dataset, period = DATASETS[name], Period.parse_month(month)
    context = {
        "envelope.month": month,
        "envelope.last_day": period.end,
        "envelope.extracted_on": period.end + timedelta(days=5),
        "envelope.definition_version": "daa_2021",
        "agency.sector": sector or SENDERS[name],
        "partnership.area": BROMLEY,
    }
    present = frozenset(column.name for column in columns(dataset))
    return check(row, plan=Plan(dataset, present, context))


def test_no_two_providers_have_a_method_of_one_name() -> None:
    """They stand in one class, where the one would hide the other."""
    classes = [each for each in SaferShareProvider.__mro__ if each.__module__.startswith("synth.")]
    names = [name for each in classes for name in vars(each) if not name.startswith("__")]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", SENDERS)
def test_three_lines_give_a_valid_row(name: str) -> None:
    fake = Faker("en_GB")
    fake.add_provider(SaferShareProvider)
    row = getattr(fake, name)()
    assert _checked(name, row, month=MONTH).findings == ()


@pytest.mark.parametrize("name", SENDERS)
@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 2**64), month=MONTHS)
def test_every_row_of_every_month_is_valid(name: str, seed: int, month: str) -> None:
    FAKE.seed_instance(seed)
    row = getattr(FAKE, name)(month=month)
    assert _checked(name, row, month=month).findings == ()


@pytest.mark.parametrize("measure", DECLARED)
def test_every_registered_figure_can_be_declared(measure: str) -> None:
    row = _fake(3).aggregate_return(measure=measure)
    assert row["measure"] == measure
    assert _checked("aggregate_return", row, month=MONTH).findings == ()


def test_a_charity_asks_for_refuges_and_a_council_does_not_only() -> None:
    fake = _fake(5)
    kinds = {
        sector: {fake.housing_support(sector=sector)["support_type"] for _ in range(300)}
        for sector in ("housing_options", "vcs_da_specialist")
    }
    assert "temporary_accommodation" in kinds["housing_options"] - kinds["vcs_da_specialist"]
    assert "second_stage" in kinds["vcs_da_specialist"] - kinds["housing_options"]


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 2**64), age=st.integers(10, 90), sector=st.sampled_from(sorted(HABITS)))
def test_a_person_block_has_the_age_asked_for_or_a_reason(seed: int, age: int, sector: str) -> None:
    FAKE.seed_instance(seed)
    block = FAKE.person(sector=sector, of=FAKE.somebody(age=age))
    assert block["age_years"] in (age, "not_known")
    assert ("ethnicity_observed" in block) == (sector == "police")
    assert ("person_ref" in block) == (block["sharing"] != "counts_only")
    if age < 16:
        assert block["gender_identity"] == block["sexual_orientation"] == "not_asked"


@pytest.mark.parametrize("sector", ["vcs_da_specialist", "nhs_acute", "probation"])
def test_each_sector_assesses_risk_by_its_own_tools(sector: str) -> None:
    fake = _fake(8)
    rows = [fake.risk_assessment(sector=sector) for _ in range(200)]
    assert all(_checked("risk_assessment", row, month=MONTH).findings == () for row in rows)
    accused = {row["subject_role"] for row in rows}
    assert accused == ({"perpetrator"} if sector == "probation" else {"victim"})


@pytest.mark.parametrize("sector", ["police", "housing_options", "nhs_acute"])
def test_both_ends_tell_a_referral(sector: str) -> None:
    fake = _fake(9)
    sent = [fake.referral(sector=sector) for _ in range(200)]
    received = [fake.referral() for _ in range(200)]
    assert {row["side"] for row in sent} == {"sender"}
    assert {row["from_sector"] for row in sent} == {sector}
    assert {row["side"] for row in received} == {"receiver"}
    assert len({row["from_sector"] for row in received}) > 5
    assert {row["decision"] for row in received if "decision" in row} >= {"accepted", "declined"}
    for row in sent:
        assert _checked("referral", row, month=MONTH, sector=sector).findings == ()


def test_support_of_every_age_is_by_a_service_for_that_age() -> None:
    fake = _fake(10)
    for years in range(0, 90, 3):
        row = fake.service_episode(of=fake.somebody(age=years))
        assert _checked("service_episode", row, month=MONTH).findings == ()
        told = fake.referral(of=fake.somebody(age=years))
        assert _checked("referral", told, month=MONTH).findings == ()


def test_children_are_children_and_some_are_not_yet_born() -> None:
    fake = _fake(12)
    rows = [fake.child_contact() for _ in range(600)]
    ages = {row["child"]["age_years"] for row in rows}
    assert ages - {"not_known"} == set(range(18))
    assert {row["unborn"] for row in rows} == {True, False}
    own = [row for row in rows if row["da_role"] == "own_relationship"]
    assert own
    assert all(row["child"]["age_years"] in (16, 17, "not_known") for row in own)


def test_references_are_those_of_invented_persons() -> None:
    fake = _fake(6)
    references = [fake.person_ref() for _ in range(200)]
    assert all(map(is_synthetic, references))
    assert len(set(references)) == 200


def test_wards_are_those_in_use_on_the_day() -> None:
    fake, wards = _fake(7), code_list("ward")
    old, new = Period.parse_month("2020-02").end, Period.parse_month("2023-02").end
    assert {fake.ward() for _ in range(900)} == {w.code for w in wards.valid_on(new)}
    assert {fake.ward(on=old) for _ in range(900)} == {w.code for w in wards.valid_on(old)}


@pytest.mark.parametrize("name", SENDERS)
def test_the_same_seed_gives_the_same_rows_whatever_the_global_chance(name: str) -> None:
    random.seed(1)
    first = [getattr(fake, name)() for fake in [_fake(11)] for _ in range(20)]
    random.seed(2)
    again = [getattr(fake, name)() for fake in [_fake(11)] for _ in range(20)]
    assert first == again
    assert first != [getattr(fake, name)() for fake in [_fake(12)] for _ in range(20)]


@pytest.mark.parametrize("on", [date(2026, 3, 31), date(2024, 2, 29), date(2025, 1, 1)])
def test_somebody_has_the_age_asked_for_on_any_day(on: date) -> None:
    fake = _fake(7)
    assert {fake.somebody(on=on, age=10).age(on=on) for _ in range(3000)} == {10}


def test_an_extract_of_every_kind_of_agency_is_a_file_that_is_taken(examined_body: Taken) -> None:
    for agency, dataset in SENDS.items():
        body = _fake(3).agency_extract(agency, month="2026-01", rows=12)
        assert examined_body(body, dataset=dataset, month="2026-01", sector=SENDERS[dataset]) == 12


def test_an_extract_of_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="nhs"):
        FAKE.agency_extract("circus")


def test_persons_and_places_are_drawn_by_themselves() -> None:
    assert is_synthetic(FAKE.person_ref())
    assert FAKE.ward() in code_list("ward").values


def test_rows_of_several_datasets_can_be_about_one_person() -> None:
    somebody = FAKE.somebody(age=34)
    rows = [
        getattr(FAKE, name)(of=somebody)
        for name in ("health_contact", "referral", "risk_assessment", "service_episode")
        for _ in range(5)
    ]
    blocks = [row["subject"] for row in rows] + [FAKE.marac_case(of=somebody)["victim"]]
    assert {each["person_ref"] for each in blocks if "person_ref" in each} == {somebody.reference}
    assert {each["age_years"] for each in blocks} - {"not_known"} <= {34, 33}

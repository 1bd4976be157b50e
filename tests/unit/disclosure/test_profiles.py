import pytest

from api.disclosure.lattice import Shape
from api.disclosure.profiles import PROFILES
from schemas.breakdowns import PERIOD_KINDS, PeriodKind
from schemas.wire import agreements as wire
from tests.unit.disclosure.dataset import Visits


def test_an_agreement_may_name_each_profile_and_no_other() -> None:
    assert set(PROFILES) == set(wire.PROFILES)


@pytest.mark.parametrize(
    ("profile", "values"),
    [
        ("partnership", {5: 5, 6: 6, 12: 12, 1003: 1003}),
        ("publication", {8: 10, 10: 10, 12: 10, 13: 15, 1002: 1000, 1003: 1005}),
    ],
)
def test_a_profile_rounds_what_it_shows(profile: str, values: dict[int, int]) -> None:
    assert {value: PROFILES[profile].shown(value) for value in values} == values


def test_a_publication_shows_nothing_that_the_partnership_does_not_see() -> None:
    least = {name: each.threshold for name, each in PROFILES.items()}
    assert least == {"partnership": 5, "publication": 8}


@pytest.mark.parametrize(
    ("by", "kinds"),
    [
        ((), {"quarter", "year"}),
        (("sex",), {"quarter", "year"}),
        (("sex", "urgent"), {"quarter", "year"}),
        (("age_band", "sex"), {"quarter", "year"}),
        (("ward",), {"year"}),
        (("sex", "ward"), {"year"}),
        (("age_band", "sex", "ward"), set()),
        (("age_band", "sex", "urgent"), {"year"}),
    ],
)
def test_a_publication_is_coarser_below_the_borough_and_never_by_month(
    by: tuple[str, ...], kinds: set[PeriodKind]
) -> None:
    known = {breakdown.name: breakdown for breakdown in Visits.breakdowns}
    shape = Shape(tuple(known[name] for name in by))
    permitted = {
        kind for kind in PERIOD_KINDS if PROFILES["publication"].permits(shape, period_kind=kind)
    }
    assert permitted == kinds
    assert all(PROFILES["partnership"].permits(shape, period_kind=kind) for kind in PERIOD_KINDS)


def test_each_profile_says_how_it_shows_and_on_what_base() -> None:
    assert "rounded to the nearest 5, and hidden below 8;" in PROFILES["publication"].said
    assert "by 1.4 on average, and hidden below 5;" in PROFILES["partnership"].said
    assert {name: each.least_base for name, each in PROFILES.items()} == {
        "partnership": 30,
        "publication": 50,
    }

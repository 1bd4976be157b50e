import pytest

from api.disclosure.profiles import PROFILES
from schemas.wire import agreements as wire


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

from datetime import timedelta

import pytest

from auth import jose
from auth.keys import KeySet, ServerKey, State
from auth.refusals import Unavailable
from tests.papers import NOW

HOUR = timedelta(hours=1)


def key(name: str, begins: int, ends: int | None = None, gone: int | None = None) -> ServerKey:
    return ServerKey(
        name,
        jose.generate_key().public,
        NOW + begins * HOUR,
        None if ends is None else NOW + ends * HOUR,
        None if gone is None else NOW + gone * HOUR,
    )


@pytest.mark.parametrize(
    ("hours", "state"),
    [
        (-1, State.PENDING),
        (0, State.ACTIVE),
        (1, State.ACTIVE),
        (2, State.RETIRING),
        (3, State.RETIRING),
        (4, State.GONE),
    ],
)
def test_a_key_passes_through_its_states(hours: int, state: State) -> None:
    assert key("a", 0, 2, 4).state(now=NOW + hours * HOUR) is state


def test_a_key_without_an_end_stays_active() -> None:
    assert key("a", 0).state(now=NOW + 10_000 * HOUR) is State.ACTIVE


def test_a_key_withdrawn_while_it_waits_is_gone() -> None:
    assert key("a", 5, 0, 0).state(now=NOW) is State.GONE


def test_all_but_gone_keys_are_published_and_one_signs() -> None:
    keys = KeySet((key("a", -9, -5, -4), key("b", -5, 0, 1), key("c", 0), key("d", 2)), NOW)
    assert [each.kid for each in keys.published(now=NOW)] == ["b", "c", "d"]
    assert keys.signing(now=NOW).kid == "c"
    assert keys.named("b", now=NOW)
    assert not keys.named("a", now=NOW)


def test_of_two_active_keys_the_later_one_signs() -> None:
    keys = KeySet((key("b", -2), key("a", -1)), NOW)
    assert keys.signing(now=NOW).kid == "a"


def test_without_an_active_key_nothing_is_signed() -> None:
    with pytest.raises(Unavailable):
        KeySet((key("d", 2),), NOW).signing(now=NOW)


def test_only_public_members_are_published() -> None:
    shown = KeySet((key("a", 0),), NOW).jwks(now=NOW)["keys"]
    assert set(shown[0]) == {"kty", "crv", "x", "y", "kid", "use", "alg"}

"""A cursor says where the next page begins, to its client and for its question alone."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.cursors import made, opened
from auth.refusals import BadRequest

SECRET = b"s" * 32
PLACE = ["2026-03", "bcwa", "incident"]


def cursor(place: list[str] | None = PLACE) -> str:
    sealed = made(place, of="returns?period=2026-03", client_id="bcwa-returns", secret=SECRET)
    assert sealed is not None
    return sealed


def read(
    sealed: str | None,
    *,
    of: str = "returns?period=2026-03",
    client_id: str = "bcwa-returns",
    secret: bytes = SECRET,
) -> list[str] | None:
    return opened(sealed, of=of, client_id=client_id, secret=secret)


@given(st.lists(st.text(max_size=20), max_size=4))
def test_every_place_is_read_back(place: list[str]) -> None:
    assert read(cursor(place)) == place


def test_where_no_page_follows_there_is_no_cursor_and_the_first_needs_none() -> None:
    assert made(None, of="returns", client_id="bcwa-returns", secret=SECRET) is None
    assert read(None) is None


def test_a_cursor_can_stand_in_an_address() -> None:
    assert cursor().replace("-", "").replace("_", "").isalnum()


def test_a_cursor_is_of_no_use_to_another_client_question_or_service() -> None:
    for other in ({"client_id": "met-returns"}, {"of": "returns"}, {"secret": b"t" * 32}):
        with pytest.raises(BadRequest) as refusal:
            read(cursor(), **other)
        assert refusal.value.code == "cursor"


@pytest.mark.parametrize(
    "sealed", ["", "A", "AAAA", "!!!!", "é", "\ud800", "A" * 22, "null", "0" * 5000]
)
def test_what_is_no_cursor_is_refused(sealed: str) -> None:
    with pytest.raises(BadRequest):
        read(sealed)


@given(st.integers(0, len(cursor()) - 1), st.sampled_from("AaZz09-_"))
def test_no_changed_cursor_leads_elsewhere(at: int, character: str) -> None:
    changed = cursor()[:at] + character + cursor()[at + 1 :]
    try:
        found = read(changed)
    except BadRequest:
        return
    assert found == PLACE


@given(st.text(max_size=60))
def test_no_text_makes_it_fail(sealed: str) -> None:
    with pytest.raises(BadRequest):
        read(sealed)


def test_a_cursor_does_not_tell_where_it_stands() -> None:
    sealed = cursor()
    raw = base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))
    assert not [word for word in PLACE if word.encode() in raw]

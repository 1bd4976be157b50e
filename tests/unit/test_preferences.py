"""Preferences of a request, as RFC 7240 writes them."""

from __future__ import annotations

import pytest

from api.v1.preferences import preferred


@pytest.mark.parametrize(
    ("field", "stated"),
    [
        ("respond-async", True),
        ("Respond-Async, wait=10", True),
        ('handling=lenient, respond-async;why="long"', True),
        ("respond-async=", True),
        ("", False),
        ("wait=10", False),
        ("respond-asynchronously", False),
        ("wait=respond-async", False),
    ],
)
def test_a_preference_is_told_by_its_name_alone(field: str, *, stated: bool) -> None:
    assert preferred("respond-async", field) is stated

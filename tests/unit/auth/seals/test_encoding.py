"""One text stands for the same bytes, so that no character can be changed unseen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth.seals import encoding


@given(st.binary(max_size=40))
def test_what_is_written_is_read_back(raw: bytes) -> None:
    assert encoding.raw(encoding.text(raw)) == raw


@pytest.mark.parametrize("said", ["AB==", "AAB=", "AA", "A A=", "AA==\n", "_-__"])
def test_no_other_text_is_read(said: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each is refused for a reason of its own
        encoding.raw(said)

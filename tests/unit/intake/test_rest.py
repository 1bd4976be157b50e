"""Bodies come to rest as tables or lines; one that costs too much time to read does not."""

from __future__ import annotations

import io

import pytest

from api.intake.reading.rest import at_rest
from api.intake.reading.rows import MOST_ROWS
from auth.refusals import TooLarge

LARGEST = 1 << 26


@pytest.mark.parametrize("media_type", ["text/csv", "application/x-ndjson"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"], ids=["feed", "both", "return"])
def test_a_text_of_more_lines_than_rows_are_taken_is_refused(media_type: str, end: bytes) -> None:
    most = io.BytesIO(end * (MOST_ROWS + 1))  # a header besides
    with at_rest(most, media_type=media_type, largest=LARGEST) as taken:
        assert taken.file.tell() == 0
    more = io.BytesIO(end * (MOST_ROWS + 2))
    with (
        pytest.raises(TooLarge) as refused,
        at_rest(more, media_type=media_type, largest=LARGEST),
    ):
        pass
    assert refused.value.code == "too_many_rows"

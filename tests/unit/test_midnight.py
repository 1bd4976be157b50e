"""An agreement's last day ends at midnight in London, wherever the clock stands."""

from datetime import datetime
from typing import Any, cast

import pytest

from api.service import Service
from auth import states
from auth.states import State
from tests import papers

SUMMER = papers.document(starts_on="2026-01-01", review_on="2026-06-30", ends_on="2026-06-30")
WINTER = papers.document(starts_on="2026-01-01", review_on="2026-12-31", ends_on="2026-12-31")
NOTHING = cast("Any", None)


@pytest.mark.parametrize(
    ("terms", "moment", "state"),
    [
        (SUMMER, "2026-06-30T22:59:59+00:00", State.IN_FORCE),
        (SUMMER, "2026-06-30T23:00:00+00:00", State.EXPIRED),
        (SUMMER, "2026-07-01T08:59:59+10:00", State.IN_FORCE),
        (WINTER, "2026-12-31T23:59:59+00:00", State.IN_FORCE),
        (WINTER, "2027-01-01T00:00:00+00:00", State.EXPIRED),
        (SUMMER, "2025-12-31T23:59:59+00:00", State.SIGNED),
        (SUMMER, "2026-01-01T00:00:00+00:00", State.IN_FORCE),
    ],
)
def test_its_days_begin_and_end_at_midnight_in_london(
    terms: dict[str, Any], moment: str, state: State
) -> None:
    service = Service(
        settings=NOTHING,
        database=NOTHING,
        vault=NOTHING,
        auth=NOTHING,
        now=NOTHING,
        business_now=lambda: datetime.fromisoformat(moment),
    )
    assert states.now(papers.filed(terms), today=service.today())[0] is state

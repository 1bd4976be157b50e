"""What the attacks read of the service in one process is what a reader gets over HTTP."""

from __future__ import annotations

import pytest

from api.db import Context, Database
from api.services.aggregates import aggregate
from auth.caller import operator
from schemas.period import Period
from tests.journeys.systems import Systems
from tests.journeys.test_no_true_counts import LEAD, QUARTER, seal, send_all
from tests.partnership import Partnership

QUESTIONS = [
    (measure, by, unit)
    for measure, splits in {
        "incident": (
            (),
            ("sex",),
            ("age_band",),
            ("age_band_4",),
            ("arrest_made", "is_crime"),
            ("ward",),
        ),
        "incident.crimes": ((), ("ward",), ("arrest_made",)),
        "health_contact": ((), ("result",), ("sex",)),
        "housing_support": ((), ("decision",), ("support_type",)),
    }.items()
    for by in splits
    for unit in ("records", "persons")
]


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True, scope="session")
def test_an_answer_over_http_is_the_one_the_attacks_read(
    fresh_systems: Systems, fresh_partnership: Partnership
) -> None:
    lead = fresh_systems(LEAD)
    send_all(fresh_systems)
    assert seal(lead).status == 201
    database = Database(fresh_partnership.settings.database_url, operating=True)
    shown = 0
    with database.reading(Context("bromley", LEAD, "operator")) as session:
        for measure, by, unit in QUESTIONS:
            split = f"&by={','.join(by)}" if by else ""
            path = f"/v1/aggregates/{measure}?period={QUARTER}&unit={unit}{split}"
            sent = lead.call("GET", path, scope="aggregates:read", asked=lead.details())
            held = aggregate(
                session, operator("bromley", agency_id=LEAD), measure=measure, period=QUARTER,
                by=by, unit=unit, today=Period.parse(QUARTER).end,
            )  # fmt: skip
            assert sent.json["observations"] == [dict(each) for each in held.observations], path
            shown += sum(each["value"] is not None for each in held.observations)
    database.close()
    assert shown > 20

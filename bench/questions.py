"""Questions to a sealed quarter: how long an answer takes, from the application and inside it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from itertools import cycle, islice
from typing import Final

from api.cli import borough
from api.cli.client.session import Agency
from api.db import Context
from api.services import aggregates
from auth.caller import operator
from bench import clock
from bench.figures import Figure
from bench.stage import QUARTER, Stage
from synth.partnership import LEAD, PLAN
from synth.returns import returns

TIMES: Final = 300
MEASURES: Final = {
    "incident": ((), ("ward",), ("age_band",), ("is_crime", "ward")),
    "incident.crimes": ((), ("ward",)),
    "health_contact": ((), ("result",)),
    "housing_support": ((), ("decision",)),
}
QUESTIONS: Final = [
    (measure, splits, str(period), unit)
    for measure, each in MEASURES.items()
    for splits in each
    for period in (*QUARTER.months(), QUARTER)
    for unit in ("persons", "records")
]

Question = tuple[str, tuple[str, ...], str, str]


def figures(stage: Stage) -> Iterator[Figure]:
    """Seconds of an answer at the half and at 95 in 100, with the whole request and without it."""
    with stage.system(f"{LEAD}-returns") as lead:
        _fill(stage)
        _seal(lead)
        asked = list(islice(cycle(QUESTIONS), TIMES))
        whole = clock.each([partial(_request, lead, q) for q in asked])
    inside = clock.each([partial(_answer, stage, q) for q in asked])
    for words, times, aim in (
        ("request and answer in process", whole, ""),
        ("inside the service", inside, "p95 under 5 ms"),
    ):
        for part in (0.5, 0.95):
            what = f"aggregate p{part * 100:.0f}, {words}, {stage.engine}"
            yield Figure(what, clock.percentile(times, part) * 1e3, "ms", aim=aim)


def _fill(stage: Stage) -> None:
    """Send a quarter of the invented borough as its agencies do."""
    for each in returns(PLAN, QUARTER.months(), seed=1):
        with stage.system(borough.returns_client(each.agency_id)) as system:
            borough.put(system, each, encoding="json").raise_for_status()


def _seal(lead: Agency) -> None:
    asked = {"period": str(QUARTER), "accept_missing": True}
    lead.call("POST", "/v1/releases", json=asked).raise_for_status()


def _request(lead: Agency, question: Question) -> None:
    measure, splits, period, unit = question
    by = f"&by={','.join(splits)}" if splits else ""
    path = f"/v1/aggregates/{measure}?period={period}&unit={unit}{by}"
    answer = lead.call("GET", path)
    if answer.status_code != 200:
        raise RuntimeError(json.dumps([path, answer.json()["code"]]))


def _answer(stage: Stage, question: Question) -> None:
    measure, splits, period, unit = question
    caller = operator("bromley", agency_id=LEAD)
    with stage.running.reading(Context("bromley", LEAD)) as session:
        aggregates.aggregate(
            session,
            caller,
            measure=measure,
            period=period,
            by=splits,
            unit=unit,
            today=stage.running.today(),
        )

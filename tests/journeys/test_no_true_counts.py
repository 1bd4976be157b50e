"""No answer, receipt or log line tells one agency how many records another has sent.

A whole quarter is sent in counts that stand for nothing else, sealed and asked about in every way;
then every number that the hospital and the DA lead were told is held against the true ones. A
number that a release shows is no true count: it was drawn anew, even where it happens to be equal.
"""

import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.deliveries import Row, contact, document, report, request
from tests.journeys.numbers import in_answer, in_log, shown
from tests.journeys.recorder import Recorder
from tests.journeys.systems import JSON, System, Systems
from tests.oauth_client import Response

LEAD, HOSPITAL = "bromley-da-lead", "kings-pruh"
QUARTER = "2025-26-Q4"
MONTHS = ("2026-01", "2026-02", "2026-03")

Make = Callable[..., Row]

SENT: dict[tuple[str, str], tuple[Make, str, tuple[tuple[int, int], ...]]] = {
    (HOSPITAL, "health_contact"): (contact, "subject", ((131, 113), (137, 118), (151, 122))),
    ("met-bromley", "incident"): (report, "victim", ((263, 127), (277, 139), (293, 149))),
    ("bromley-housing", "housing_support"): (
        request, "lead", ((157, 103), (163, 109), (179, 111)),
    ),
    ("bcwa", "housing_support"): (request, "lead", ((197, 107), (199, 116), (211, 119))),
}  # fmt: skip
"""Women and men in each month, by agency and dataset."""


def rows(make: Make, block: str, month: str, women: int, men: int) -> list[Row]:
    sexes = ["F"] * women + ["M"] * men
    return [
        make(number, month=month, **{f"{block}__sex": sex})
        for number, sex in enumerate(sexes, start=1)
    ]


def true_counts(agency: str) -> set[int]:
    """How many records, women's, men's and all, an agency sent in each month and in all."""
    months = [pair for (sender, _), (_, _, sent) in SENT.items() if sender == agency
              for pair in sent]  # fmt: skip
    women, men = sum(pair[0] for pair in months), sum(pair[1] for pair in months)
    each = {number for w, m in months for number in (w, m, w + m)}
    return each | {women, men, women + men}


QUESTIONS = [
    f"/v1/aggregates/{measure}?period={period}&unit={unit}{by}"
    for measure, splits in {
        "incident": ("", "&by=sex", "&by=age_band", "&by=ward"),
        "incident.crimes": ("",),
        "health_contact": ("", "&by=sex", "&by=result"),
        "housing_support": ("", "&by=sex", "&by=decision", "&by=support_type"),
        "housing_support.provided": ("",),
    }.items()
    for period in (*MONTHS, QUARTER)
    for unit in ("records", "persons")
    for by in splits
]


def send_all(systems: Systems) -> None:
    for (agency, dataset), (make, block, sent) in SENT.items():
        for month, (women, men) in zip(MONTHS, sent, strict=True):
            body = document(rows(make, block, month, women, men))
            done = systems(agency).put(dataset, month, body)
            assert done.status == 201, done.body
            assert done.json["rows"]["stored"] == women + men


def seal(lead: System, **more: Any) -> Response:
    return lead.call(
        "POST",
        "/v1/releases",
        scope="releases:write",
        asked=lead.details(),
        media_type=JSON,
        body=json.dumps({"period": QUARTER, "accept_missing": True, **more}).encode(),
    )


def ask_everything(system: System) -> Iterator[Response]:
    """Every question the journey has, answered or refused."""

    def read(path: str, accept: str = JSON) -> Response:
        return system.call(
            "GET",
            path,
            scope="aggregates:read",
            asked=system.details(),
            headers={"Accept": accept},
        )

    for path in QUESTIONS:
        yield read(path)
        yield read(path, "text/csv")
    releases = read("/v1/releases")
    yield releases
    for each in releases.json["releases"]:
        yield read(f"/v1/releases/{each['release_id']}")
    for number in ("IND-01", "IND-02", "IND-04", "IND-06", "IND-07",
                   "IND-32", "IND-38", "IND-39"):  # fmt: skip
        yield read(f"/v1/indicators/{number}/values?period={QUARTER}")
    for kind in ("application/json", "text/markdown", "text/html"):
        yield read(f"/v1/reports/board?period={QUARTER}", kind)
        yield read(f"/v1/reports/scrutiny?period={QUARTER}", kind)


def look_around(system: System, *, others: bool) -> None:
    """Read one's own returns, and try those of others by every address there is."""
    for month in (*MONTHS, QUARTER):
        for dataset in ("incident", "health_contact", "housing_support"):
            for part in ("", "/revisions", "/findings"):
                system.get(f"/v1/returns/{dataset}/{month}{part}", dataset=dataset)
        system.get(f"/v1/returns?period={month}")
        for dataset in ("incident", "health_contact", "housing_support"):
            system.get(f"/v1/contribution?period={month}", dataset=dataset)
        if others:
            for path in (f"/v1/participation?period={month}", f"/v1/overdue?period={month}"):
                assert system.call("GET", path, scope="participation:read").status == 200


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True, scope="session")
def test_nobody_is_told_how_many_records_another_has(
    fresh_systems: Systems, recorder: Recorder, log: io.StringIO
) -> None:
    lead, hospital = fresh_systems(LEAD), fresh_systems(HOSPITAL)
    send_all(fresh_systems)
    assert seal(lead, dry_run=True).status == 200
    assert seal(lead).status == 201
    answers = [*ask_everything(lead), *ask_everything(hospital)]
    look_around(lead, others=True)
    look_around(hospital, others=False)

    released = set(released_values(answers))
    assert len(released) > 20
    for reader in (LEAD, HOSPITAL):
        others = {agency for agency, _ in SENT if agency != reader}
        secret = set().union(*map(true_counts, others)) - released
        secret -= true_counts(reader) if reader == HOSPITAL else set()
        assert len(secret) > 12
        told = recorder.to(reader)
        assert len(told) > 100
        found = {each.path: in_answer(each) & secret for each in told}
        assert {path: sorted(numbers) for path, numbers in found.items() if numbers} == {}
    everyone = set().union(*(true_counts(agency) for agency, _ in SENT))
    assert in_log(log.getvalue()) & everyone == set()
    assert found_in_its_own_receipts(recorder) == true_months(HOSPITAL)


def released_values(answers: list[Response]) -> Iterator[int]:
    """What the release shows: the values of its cells, wherever they are asked for."""
    for answer in answers:
        if answer.status == 200 and "json" in answer.headers["Content-Type"]:
            yield from shown(answer.json)


def true_months(agency: str) -> set[int]:
    return {w + m for (sender, _), (_, _, sent) in SENT.items() if sender == agency
            for w, m in sent}  # fmt: skip


def found_in_its_own_receipts(recorder: Recorder) -> set[int]:
    """The hospital's months as its own receipts tell them: what there is to find is found."""
    mine = [each for each in recorder.to(HOSPITAL) if each.method == "PUT"]
    return set().union(*map(in_answer, mine)) & true_months(HOSPITAL)

"""No answer, receipt or log line tells one agency how many records another has sent.

A whole quarter is sent in counts that stand for nothing else, sealed and asked about in every way;
then every number that the hospital and the DA lead were told is held against the true ones. A
number that a release shows is no true count: it was drawn anew, even where it happens to be equal.
"""

import base64
import hashlib
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from api.reports.indicators import INDICATORS
from schemas.datasets import DATASETS
from synth.partnership import PLAN
from tests.counts import PROVE
from tests.deliveries import Row, contact, document, report, request
from tests.journeys.numbers import in_answer, in_log, readable, shown
from tests.journeys.recorder import Recorder, Told
from tests.journeys.systems import CSV, JSON, System, Systems
from tests.journeys.walk import Address, addresses, read
from tests.oauth_client import Response

LEAD, HOSPITAL = "bromley-da-lead", "kings-pruh"
QUARTER = "2025-26-Q4"
MONTHS = ("2026-01", "2026-02", "2026-03")

SEEN = (*MONTHS, QUARTER) if PROVE else (MONTHS[-1], QUARTER)
"""The periods that are asked about."""

ASKED_ALREADY = {"aggregates:read", "returns:read"}
NOBODY = "00000000-0000-4000-8000-000000000000"
UNITS = ("records", "persons")
MEASURES = (
    "incident", "incident.crimes", "health_contact", "housing_support", "housing_support.provided",
    "service_episode", "refuge_capacity",
)  # fmt: skip
MUST_BE_WALKED = {
    "/v1/reminders", "/v1/overdue", "/v1/participation", "/v1/contribution", "/v1/disclosures",
    "/v1/register", "/v1/releases", "/v1/reports/board", "/v1/reports/scrutiny",
    "/v1/statements", "/v1/indicators/IND-40/values", "/v1/capabilities",
}  # fmt: skip
"""Of what is walked, those addresses at which others' figures or returns are told of."""

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
    for period in SEEN
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


def everywhere(release: Response) -> list[Address]:
    """Every address of the contract, for every period and indicator; the questions besides."""
    periods = SEEN
    each_period = [f"?period={period}" for period in periods]
    values = {
        "measure": MEASURES,
        "indicator": list(INDICATORS),
        "dataset": ("incident", "health_contact", "housing_support"),
        "period": periods,
        "release_id": [each["release_id"] for each in release.json["releases"]],
        "agreement": [terms["agreement"] for terms in PLAN.agreements],
        "name": ("sex", "ward"),
        "structure": ("incident",),
        "job_id": (NOBODY,), "case": (NOBODY,), "request": (NOBODY,),
    }  # fmt: skip
    queries = {
        "/v1/aggregates/{measure}": [f"{p}&unit={u}" for p in each_period for u in UNITS],
        "/v1/indicators/{indicator}/values": (f"?period={QUARTER}",),
        "/v1/reports/board": each_period[-1:],
        "/v1/reports/scrutiny": each_period[-1:],
        "/v1/audit-events": ("?from=2020-01-01&to=2030-01-01",),
        "/v1/disclosures": ("?from=2020-01-01&to=2030-01-01",),
        "/v1/register": ("?month=2026-03",),
        **dict.fromkeys(
            ("/v1/overdue", "/v1/participation", "/v1/contribution", "/v1/returns",
             "/v1/statements"),
            each_period,
        ),
    }  # fmt: skip
    return list(addresses(values, queries=queries))


def walk(systems: Systems, agency: str) -> list[Response]:
    """Everything that the clients of an agency can read, and the splits of the measures besides."""
    returns = systems(agency)
    listed = returns.call("GET", "/v1/releases", scope="aggregates:read", asked=returns.details())
    every = everywhere(listed)
    asked = [Address(path, "aggregates:read", (JSON, CSV)) for path in QUESTIONS]
    found = [answer for address in (*every, *asked) for answer in read(returns, address)]
    for client in PLAN.clients:
        if client.agency_id == agency and client.client_id != returns.client.client_id:
            other = systems(agency, client_id=client.client_id)
            mine = [each for each in every if each.scope in client.scopes - ASKED_ALREADY]
            found += [answer for address in mine for answer in read(other, address)]
    return found


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True, scope="session")
def test_nobody_is_told_how_many_records_another_has(
    fresh_systems: Systems, recorder: Recorder, log: io.StringIO
) -> None:
    lead = fresh_systems(LEAD)
    send_all(fresh_systems)
    assert seal(lead, dry_run=True).status == 200
    assert seal(lead).status == 201
    before = len(recorder.told)
    answers = [*walk(fresh_systems, LEAD), *walk(fresh_systems, HOSPITAL)]
    assert {each.path.partition("?")[0] for each in recorder.told[before:]} >= MUST_BE_WALKED

    released = set(released_values(answers))
    assert len(released) > 20
    for reader in (LEAD, HOSPITAL):
        others = {agency for agency, _ in SENT if agency != reader}
        secret = set().union(*map(true_counts, others)) - released
        secret -= true_counts(reader) if reader == HOSPITAL else set()
        assert len(secret) > 12
        told = recorder.to(reader)
        assert len(told) > 400
        found = [
            (each.path, each.answer.headers.get("Content-Type"), around(each, number))
            for each in told
            for number in in_answer(each) & secret
        ]
        assert found == []
        texts = [(each.path, readable(each.answer)) for each in told]
        apart = set(_kept_apart(others))
        assert [(path, text) for path, read in texts for text in apart if text in read] == []
    everyone = set().union(*(true_counts(agency) for agency, _ in SENT))
    assert in_log(log.getvalue()) & everyone == set()
    assert found_in_its_own_receipts(recorder) == true_months(HOSPITAL)


def around(told: Told, number: int) -> str:
    """What stands around a number, to see where it came from."""
    text = readable(told.answer)
    at = max(text.find(str(number)), 0)
    return text[max(at - 80, 0) : at + 40]


def _kept_apart(agencies: set[str]) -> Iterator[str]:
    """Digests of what the agencies sent, and the share of women in each of their months."""
    for (agency, dataset), (make, block, sent) in SENT.items():
        if agency in agencies:
            for month, (women, men) in zip(MONTHS, sent, strict=True):
                body = document(rows(make, block, month, women, men))
                digest = hashlib.sha256(body)
                yield digest.hexdigest()
                yield base64.b64encode(digest.digest()).decode()
                yield f" {100 * women / (women + men):.2f} "
                yield f" {100 * women / (women + men):.2f}%"
            assert dataset in DATASETS


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

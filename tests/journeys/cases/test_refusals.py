"""What is not open is refused in one way, whatever the ground, and in the same time."""

import logging
import statistics
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import create_engine, select

from schemas.tables.audit import audit_events
from synth.partnership import LEAD
from tests.casework import CHARITY, CHILDREN, HOSPITAL, Casework
from tests.counts import PROVE
from tests.journeys.conftest import LogUrl
from tests.oauth_client import Response
from tests.partnership import Partnership
from tests.rows import ADA

Attempt = Callable[[], Response]

log = logging.getLogger(__name__)

ROUNDS = 500 if PROVE else 20
"""Calls of each kind that are timed."""

CLOSE = 4.42
"""Standard normal quantile of a two-sided 1 in 100,000: a rank sum beyond it is no chance."""

NOTHING = 0.02
"""A difference of medians too small to be seen over a network: of what a call takes (assumed)."""


@pytest.fixture(scope="module")
def attempts(sent: Casework) -> Mapping[str, Attempt]:
    """Every ground of a refusal, as one caller meets it."""
    others = sent.listed(person_ref=ADA, members=[CHARITY])
    unlisted = sent.listed(person_ref=ADA, members=[CHILDREN])
    sent.write(f"{unlisted}/members/{CHILDREN}", method="DELETE")
    ended = sent.listed(person_ref=ADA, members=[CHILDREN])
    sent.write(ended, method="DELETE")
    conflict = sent.listed(person_ref=ADA, members=[CHILDREN])
    sent.write(f"{conflict}/conflicts/{CHILDREN}", acting_persons=[sent.reader])
    agency = sent.listed(person_ref=ADA, members=[CHILDREN])
    sent.write(f"{agency}/conflicts/{CHILDREN}", acting_persons=[])
    opened = sent.by("other").break_glass(CHILDREN, person_ref=ADA).json["case"]
    named = {
        "no such case": str(uuid.uuid4()),
        "not a member": others,
        "a member no more": unlisted,
        "ended": ended,
        "in conflict": conflict,
        "an agency in conflict": agency,
        "opened by another person": opened,
        "no id at all": "the-case-of-ada",
    }
    return {name: partial(sent.timeline, CHILDREN, case) for name, case in named.items()}


def masked(answer: Response) -> tuple[int, bytes, dict[str, str]]:
    """All of an answer that is not made anew for every request."""
    passing = {"Date", "DPoP-Nonce", "X-Request-ID"}
    fields = {name: value for name, value in answer.headers.items() if name not in passing}
    return answer.status, answer.body, fields


def test_every_refusal_is_one_and_the_same_to_the_byte(attempts: Mapping[str, Attempt]) -> None:
    answers = {name: masked(attempt()) for name, attempt in attempts.items()}
    (answer,) = {repr(each) for each in answers.values()}
    assert answers["not a member"][0] == 403
    assert "case_not_open" in answer


def test_reading_how_a_case_stands_is_refused_in_the_same_words(
    sent: Casework, attempts: Mapping[str, Attempt]
) -> None:
    others = sent.listed(person_ref=ADA, members=[CHARITY])
    answers = [sent.read(CHILDREN, f"/{each}") for each in (others, uuid.uuid4())]
    assert masked(answers[0]) == masked(answers[1])
    assert answers[0].body == attempts["not a member"]().body


def test_the_listing_agency_reads_nothing_unless_it_is_a_member(sent: Casework) -> None:
    case = sent.listed(person_ref=ADA, members=[HOSPITAL])
    assert sent.timeline(LEAD, case).status == 403


@pytest.mark.parametrize(
    ("reader", "reason", "code"),
    [("", "why", "acting_person_missing"), ("worker-1", "", "access_reason_missing")],
)
def test_whoever_names_no_reader_or_no_reason_reads_nothing(
    sent: Casework, reader: str, reason: str, code: str
) -> None:
    case = sent.listed(person_ref=ADA, members=[CHARITY])
    for path in (f"/{case}/timeline", f"/{case}", ""):
        answer = replace(sent, reader=reader, reason=reason).read(CHARITY, path)
        assert (answer.status, answer.json["code"]) == (403, code)


def test_a_refusal_leaves_one_event_that_names_no_case(
    sent: Casework, attempts: Mapping[str, Attempt], partnership: Partnership, log_url: LogUrl
) -> None:
    engine = create_engine(log_url(partnership.databases))
    query = select(audit_events.c.body).where(
        audit_events.c.tag == "cases:timeline", audit_events.c.outcome == "refused"
    )
    with engine.connect() as connection:
        before = set(connection.scalars(query))
    for name in ("no such case", "not a member"):
        attempts[name]()
    with engine.connect() as connection:
        fresh = [body.decode() for body in connection.scalars(query) if body not in before]
    engine.dispose()
    assert len(fresh) == 2
    assert all('"reason":"case_not_open"' in each for each in fresh)
    assert not [each for each in fresh if "case_id" in each]


@pytest.mark.prove
def test_no_refusal_takes_longer_than_another(attempts: Mapping[str, Attempt]) -> None:
    """Interleaved calls, and a rank test of each ground against a case that never was.

    `--log-cli-level=INFO` shows the figures.
    """
    taken: dict[str, list[float]] = {name: [] for name in attempts}
    for _ in range(ROUNDS):
        for name, attempt in attempts.items():
            begun = time.perf_counter()
            attempt()
            taken[name].append(time.perf_counter() - begun)
    never = taken.pop("no such case")
    whole = statistics.median(never)
    for name, times in taken.items():
        z, difference = apart(times, never), statistics.median(times) - whole
        log.info("%s: %+.0f us of %.0f, z %+.2f", name, difference * 1e6, whole * 1e6, z)
        assert abs(z) < CLOSE or abs(difference) < whole * NOTHING, name


def apart(one: list[float], other: list[float]) -> float:
    """The z of a Mann-Whitney test (normal approximation): how far apart two samples rank."""
    ranked = sorted([(t, 0) for t in one] + [(t, 1) for t in other])
    ranks = sum(place for place, (_, sample) in enumerate(ranked, start=1) if sample == 0)
    n, m = len(one), len(other)
    u = ranks - n * (n + 1) / 2
    spread = (n * m * (n + m + 1) / 12) ** 0.5
    return float((u - n * m / 2) / spread)

"""When a return may be sent, replaced or withdrawn."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from api.policies.returns import (
    DELIVERED,
    NEXT,
    Standing,
    check_may_follow,
    check_precondition,
    free_until,
    is_late,
    matches,
)
from auth.refusals import Conflict, PreconditionFailed, PreconditionRequired, Refusal, Unprocessable
from schemas.codes import code_list
from schemas.period import Period

MARCH = Period.parse("2026-03")
FREE, OVER = date(2026, 4, 30), date(2026, 5, 1)
ETAG, REASON = "abc123", "Two records were found to be of April."
SENT = Standing(MARCH, "received", etag=ETAG, revision=1)
OWED = Standing(MARCH, "expected", expected=True)


def test_every_status_of_a_return_has_successors() -> None:
    statuses = code_list("return_status").values | {"expected", "retired"}
    assert set(NEXT) == statuses
    assert frozenset().union(*NEXT.values()) <= statuses
    assert statuses >= DELIVERED


def test_every_status_can_be_reached_and_all_but_the_last_left() -> None:
    reached: set[str] = set()
    ahead = {"expected"}
    while ahead:
        reached |= ahead
        ahead = {after for status in ahead for after in NEXT[status]} - reached
    assert reached == set(NEXT)
    assert {status for status in NEXT if not NEXT[status]} == {"retired"}


@pytest.mark.parametrize("status", sorted(set(NEXT) - {"retired"}))
def test_a_delivery_may_follow_every_status_but_the_last(status: str) -> None:
    assert NEXT[status] >= DELIVERED


def test_what_was_delivered_can_be_withdrawn_and_nothing_else_can() -> None:
    assert {status for status in NEXT if "withdrawn" in NEXT[status]} == DELIVERED
    assert {status for status in NEXT if "retired" in NEXT[status]} == DELIVERED


@pytest.mark.parametrize("before", sorted(NEXT))
@pytest.mark.parametrize("after", sorted(NEXT))
def test_a_change_of_status_follows_the_graph_or_is_a_conflict(before: str, after: str) -> None:
    standing = Standing(MARCH, before)
    if after in NEXT[before]:
        check_may_follow(standing, status=after)
        return
    with pytest.raises(Conflict) as refusal:
        check_may_follow(standing, status=after)
    assert refusal.value.code == "return_state"


@pytest.mark.parametrize(
    ("month", "day"),
    [("2026-03", "2026-04-30"), ("2026-12", "2027-01-31"), ("2028-01", "2028-02-29")],
)
def test_a_return_may_be_sent_freely_until_the_next_month_ends(month: str, day: str) -> None:
    assert free_until(Period.parse(month)) == date.fromisoformat(day)


PRECONDITIONS = [
    (OWED, None, None, FREE, None),
    (OWED, None, None, OVER, None),
    (OWED, "*", None, FREE, PreconditionFailed),
    (OWED, f'"{ETAG}"', REASON, OVER, PreconditionFailed),
    (SENT, None, None, FREE, None),
    (SENT, f'"{ETAG}"', None, FREE, None),
    (SENT, '"other"', None, FREE, PreconditionFailed),
    (SENT, None, None, OVER, PreconditionRequired),
    (SENT, None, REASON, OVER, PreconditionRequired),
    (SENT, f'"{ETAG}"', None, OVER, Unprocessable),
    (SENT, f'"{ETAG}"', "", OVER, Unprocessable),
    (SENT, '"other"', REASON, OVER, PreconditionFailed),
    (SENT, f'"{ETAG}"', REASON, OVER, None),
    (SENT, "*", REASON, OVER, None),
]


@pytest.mark.parametrize(("standing", "if_match", "reason", "today", "refusal"), PRECONDITIONS)
def test_a_replacement_is_made_on_the_present_copy_and_says_why_when_late(
    standing: Standing,
    if_match: str | None,
    reason: str | None,
    today: date,
    refusal: type[Refusal] | None,
) -> None:
    if refusal is None:
        check_precondition(standing, if_match=if_match, reason=reason, today=today)
        return
    with pytest.raises(refusal):
        check_precondition(standing, if_match=if_match, reason=reason, today=today)


@pytest.mark.parametrize(
    ("field", "matched"),
    [
        ('"abc123"', True),
        ('  "abc123"  ', True),
        ('W/"abc123"', True),
        ('"x", "abc123"', True),
        ('"x",W/"abc123","y"', True),
        ("abc123", True),
        ("*", True),
        (" * ", True),
        ('"abc12"', False),
        ('"ABC123"', False),
        ('"*"', False),
        ('""', False),
        ("", False),
        ('"x", "y"', False),
    ],
)
def test_if_match_names_the_present_etag_in_any_form_it_is_sent(field: str, matched: bool) -> None:  # noqa: FBT001
    assert matches(SENT, field) is matched


def test_where_nothing_is_in_force_only_the_empty_tag_matches() -> None:
    assert matches(OWED, '""')
    assert not matches(OWED, "*")
    assert not matches(OWED, f'"{ETAG}"')


DUE = date(2026, 4, 15)


@pytest.mark.parametrize(
    ("status", "today", "received", "late"),
    [
        ("expected", date(2026, 4, 15), None, False),
        ("expected", date(2026, 4, 16), None, True),
        ("not_requested", date(2026, 4, 16), None, False),
        ("not_provided", date(2026, 4, 16), None, False),
        ("received", date(2026, 6, 1), datetime(2026, 4, 15, 22, 59, tzinfo=UTC), False),
        ("received", date(2026, 6, 1), datetime(2026, 4, 15, 23, 0, tzinfo=UTC), True),
        ("withdrawn", date(2026, 6, 1), datetime(2026, 4, 16, 9, 0, tzinfo=UTC), True),
    ],
)
def test_a_return_is_late_after_its_due_day_in_london(
    status: str,
    today: date,
    received: datetime | None,
    late: bool,  # noqa: FBT001
) -> None:
    standing = Standing(MARCH, status, due_on=DUE)
    assert is_late(standing, today=today, first_received=received) is late


def test_a_return_that_is_not_due_is_never_late() -> None:
    received = datetime(2027, 1, 1, tzinfo=UTC)
    assert not is_late(SENT, today=date(2027, 1, 1), first_received=received)

"""What is granted is what agreements permit, day by day and party by party."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auth import agreements
from auth.agreements import AgreementInForce, Filed
from auth.grants import spans, withheld_columns
from auth.refusals import Forbidden
from auth.standing import Change
from tests.papers import document, filed

FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)
PARTIES = ("met-bromley", "bromley-da-lead", "kings-pruh")


def days() -> Iterator[date]:
    return (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1))


def held(on_file: Filed, *, today: date) -> AgreementInForce | None:
    try:
        return agreements.current(on_file, today=today)
    except Forbidden:
        return None


def spanned(on_file: Filed, *, today: date) -> AgreementInForce | None:
    found = [each.held for each in spans(on_file) if each.first <= today <= each.last]
    assert len(found) <= 1
    return found[0] if found else None


def version(number: int, first: int, last: int, **changes: Any) -> dict[str, Any]:
    """Terms of a version, from one day of the year to another."""
    starts, ends = (FIRST + timedelta(days=n) for n in sorted((first, last)))
    when = {"starts_on": str(starts), "ends_on": str(ends), "review_on": str(ends)}
    return document(version=number, **when, **changes)


DAYS = st.integers(0, 89)
CHANGES = st.builds(
    Change,
    st.sampled_from(["suspend", "resume", "end", "withdraw"]),
    st.sampled_from(PARTIES),
    st.just(datetime(2026, 1, 5, tzinfo=UTC)),
)


@given(
    versions=st.lists(st.tuples(DAYS, DAYS), min_size=1, max_size=4),
    unsigned=st.sets(st.sampled_from(PARTIES), max_size=1),
    changes=st.lists(CHANGES, max_size=2),
)
@settings(max_examples=60, deadline=None)
def test_on_every_day_that_version_is_granted_which_holds(
    versions: list[tuple[int, int]], unsigned: set[str], changes: list[Change]
) -> None:
    papers = [version(number, *each) for number, each in enumerate(versions, start=1)]
    on_file = filed(*papers, unsigned=unsigned, changes=changes)
    for today in days():
        now, then = held(on_file, today=today), spanned(on_file, today=today)
        assert (now and now.version, now and now.withdrawn) == (
            then and then.version,
            then and then.withdrawn,
        )


def test_nothing_is_granted_of_what_nobody_has_signed() -> None:
    assert list(spans(filed(unsigned=PARTIES))) == []


def test_a_version_that_begins_ends_the_days_of_the_one_before() -> None:
    found = list(spans(filed(version(1, 0, 80), version(2, 40, 60))))
    assert [(each.held.version, each.first, each.last) for each in found] == [
        (1, date(2026, 1, 1), date(2026, 2, 9)),
        (2, date(2026, 2, 10), date(2026, 3, 2)),
    ]


def test_the_last_day_there_is_can_be_granted() -> None:
    (found,) = spans(filed(document(ends_on="9999-12-31")))
    assert found.last >= date(9999, 12, 30)


@pytest.mark.parametrize(
    ("field", "stored"),
    [
        ("incident.victim.age_years", ["victim_age_years", "victim_age_years_reason"]),
        ("incident.offence_group", ["offence_group"]),
        ("health_contact.result", []),
    ],
)
def test_a_withheld_field_is_withheld_in_every_column_it_is_stored_in(
    field: str, stored: list[str]
) -> None:
    assert withheld_columns("incident", [field]) == stored

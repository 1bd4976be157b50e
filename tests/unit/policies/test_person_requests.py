"""The life of a request, as data: nothing but a restriction is done before a check clears it."""

from datetime import date

import pytest

from api.policies.person_requests import (
    CLOSED,
    KINDS,
    NEXT,
    REASONS,
    Checked,
    after_check,
    check_exportable,
    check_may_follow,
    check_reason,
    due_on,
)
from auth.refusals import Conflict, Unprocessable

CLEAR = Checked("clear", identity_established=True)
STATUSES = ("received", "held", "cleared", "done", "refused")


@pytest.mark.parametrize("kind", KINDS)
def test_every_status_can_be_reached_and_the_closed_ones_are_the_end(kind: str) -> None:
    graph, reached, ahead = NEXT[kind], set[str](), {"received"}
    while ahead:
        reached |= ahead
        ahead = {follows for status in ahead for follows in graph[status]} - reached
    assert reached == set(STATUSES) == set(graph)
    assert {status for status in graph if not graph[status]} == CLOSED


@pytest.mark.parametrize("kind", KINDS)
def test_what_needs_a_check_is_done_from_cleared_alone(kind: str) -> None:
    done_from = {status for status, follows in NEXT[kind].items() if "done" in follows}
    assert done_from == ({"cleared", "received"} if kind == "restriction" else {"cleared"})


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("follows", STATUSES)
def test_a_step_follows_the_graph_or_is_a_conflict(kind: str, status: str, follows: str) -> None:
    if follows in NEXT[kind][status]:
        check_may_follow(kind, status, follows=follows)
        return
    with pytest.raises(Conflict):
        check_may_follow(kind, status, follows=follows)


def test_a_check_clears_holds_and_clears_again() -> None:
    danger = Checked("danger", identity_established=False)
    assert after_check("access", "received", checked=danger) == "held"
    assert after_check("access", "held", checked=CLEAR) == "cleared"
    assert after_check("access", "cleared", checked=danger) == "held"


def test_nobody_unknown_is_cleared() -> None:
    with pytest.raises(Unprocessable):
        after_check("access", "received", checked=Checked("clear", identity_established=False))


@pytest.mark.parametrize("reason", [None, "", "because"])
def test_a_refusal_has_a_reason_of_the_list(reason: str | None) -> None:
    with pytest.raises(Unprocessable):
        check_reason(reason)


def test_every_reason_says_where_it_is_looked_for() -> None:
    for code, sentence in REASONS.items():
        assert check_reason(code) == code
        assert sentence.endswith(".")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("status", STATUSES)
def test_only_a_cleared_request_for_access_has_a_copy(kind: str, status: str) -> None:
    if (kind, status) == ("access", "cleared"):
        check_exportable(kind, status)
        return
    with pytest.raises(Conflict):
        check_exportable(kind, status)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-04-20", "2026-05-20"),
        ("2026-01-31", "2026-02-28"),
        ("2026-12-15", "2027-01-15"),
        ("2026-11-30", "2026-12-30"),
    ],
)
def test_an_answer_is_owed_within_a_month(received: str, due: str) -> None:
    assert due_on(date.fromisoformat(received)) == date.fromisoformat(due)

"""What an agency is reminded of, since when, and by which call it answers."""

from datetime import date, timedelta

import pytest

from api.policies.reminders import (
    KINDS,
    Attempt,
    of_agreement,
    of_refusal,
    of_return,
    ordered,
    unanswered,
)

DUE = date(2026, 4, 25)


@pytest.mark.parametrize(
    ("today", "kind", "since"),
    [
        (date(2026, 4, 18), "due_soon", date(2026, 4, 18)),
        (date(2026, 4, 24), "due_soon", date(2026, 4, 18)),
        (DUE, "due", DUE),
        (date(2026, 6, 1), "late", date(2026, 4, 26)),
    ],
)
def test_an_owed_return_reminds_from_a_week_before_its_day(
    today: date, kind: str, since: date
) -> None:
    [found] = of_return(
        "incident", "2026-03", status="expected", expected=True, due_on=DUE, today=today
    )
    assert (found.kind, found.since, found.due_on) == (kind, since, DUE)
    assert (found.answer.method, found.answer.path) == ("PUT", "/v1/returns/incident/2026-03")
    assert found.sentence == KINDS[found.kind]


def test_a_reminder_keeps_its_name_from_day_to_day_and_changes_it_with_its_kind() -> None:
    def named(today: date) -> str:
        owed = {"status": "expected", "expected": True, "due_on": DUE}
        [found] = of_return("incident", "2026-03", today=today, **owed)  # type: ignore[arg-type]
        return found.id

    assert named(date(2026, 4, 26)) == named(date(2026, 5, 26))
    assert named(date(2026, 4, 24)) != named(DUE) != named(date(2026, 4, 26))


@pytest.mark.parametrize("status", ["received", "nil", "not_provided"])
def test_what_came_or_was_said_not_to_come_reminds_of_nothing(status: str) -> None:
    assert not list(
        of_return("incident", "2026-03", status=status, expected=True, due_on=DUE, today=DUE)
    )


def test_an_agreement_reminds_three_months_before_its_end_and_its_review() -> None:
    ends, review = date(2027, 3, 31), date(2026, 12, 31)
    kinds = {
        day: [each.kind for each in of_agreement("A", ends_on=ends, review_on=review, today=day)]
        for day in (review - timedelta(days=93), review - timedelta(days=92), ends)
    }
    assert list(kinds.values()) == [[], ["review_due"], ["agreement_ending", "review_due"]]


def test_a_refusal_stands_until_a_good_delivery_of_the_same_months() -> None:
    day = date(2026, 4, 1)
    quarter = Attempt("incident", "2025-26-Q4", day, refused=True)
    march = Attempt("incident", "2026-03", day, refused=False)
    assert unanswered([march, quarter]) == [quarter]
    assert unanswered([quarter, march]) == [quarter], "January and February still wait"
    months = [Attempt("incident", f"2026-0{n}", day, refused=False) for n in (1, 2, 3)]
    assert unanswered([quarter, *months]) == []
    other = Attempt("referral", "2026-03", day, refused=False)
    assert unanswered([quarter, other]) == [quarter]


def test_the_most_pressing_comes_first() -> None:
    late = of_return(
        "incident", "2026-02", status="expected", expected=True, due_on=DUE, today=date(2026, 5, 1)
    )
    soon = of_return(
        "incident", "2026-04", status="expected", expected=True, due_on=DUE, today=date(2026, 4, 20)
    )
    refused = of_refusal("incident", "2026-03", on=DUE, explain=False)
    explain = of_refusal("referral", "2026-03", on=DUE, explain=True)
    found = ordered([*soon, explain, refused, *late])
    assert [each.kind for each in found] == ["late", "refused", "to_be_explained", "due_soon"]

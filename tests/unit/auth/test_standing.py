from datetime import timedelta

import pytest

from auth.refusals import Conflict
from auth.standing import Change, Standing, Status, check_change, check_open, standing
from tests.papers import NOW


def after(*steps: tuple[str, str]) -> Standing:
    return standing(
        Change(change, agency, NOW + timedelta(minutes=minute))
        for minute, (change, agency) in enumerate(steps)
    )


@pytest.mark.parametrize(
    ("steps", "status", "withdrawn"),
    [
        ((), Status.ACTIVE, set()),
        ((("suspend", "a"),), Status.SUSPENDED, set()),
        ((("suspend", "a"), ("resume", "a")), Status.ACTIVE, set()),
        ((("suspend", "a"), ("resume", "b")), Status.SUSPENDED, set()),
        ((("suspend", "a"), ("suspend", "b"), ("resume", "a")), Status.SUSPENDED, set()),
        ((("suspend", "a"), ("withdraw", "a")), Status.ACTIVE, {"a"}),
        ((("resume", "a"), ("suspend", "a")), Status.SUSPENDED, set()),
        ((("withdraw", "a"), ("withdraw", "b")), Status.ACTIVE, {"a", "b"}),
        ((("end", "a"), ("resume", "a")), Status.ENDED, set()),
        ((("end", "a"), ("suspend", "b")), Status.ENDED, set()),
    ],
)
def test_changes_add_up_to_a_standing(
    steps: tuple[tuple[str, str], ...], status: Status, withdrawn: set[str]
) -> None:
    stands = after(*steps)
    assert stands.status is status
    assert stands.withdrawn == withdrawn


def test_changes_count_in_the_order_of_their_instants() -> None:
    suspended = Change("suspend", "a", NOW + timedelta(minutes=1))
    resumed = Change("resume", "a", NOW)
    assert standing([suspended, resumed]).status is Status.SUSPENDED


def test_of_a_suspension_and_its_end_at_one_instant_the_suspension_counts() -> None:
    both = [Change("suspend", "a", NOW), Change("resume", "a", NOW)]
    assert standing(both).status is standing(both[::-1]).status is Status.SUSPENDED


@pytest.mark.parametrize(
    ("steps", "change", "code"),
    [
        ((("end", "b"),), "suspend", "agreement_ended"),
        ((("end", "b"),), "end", "agreement_ended"),
        ((("withdraw", "a"),), "end", "agreement_withdrawn"),
        ((("withdraw", "a"),), "withdraw", "agreement_withdrawn"),
        ((("suspend", "a"),), "suspend", "agreement_suspended"),
        ((), "resume", "agreement_not_suspended"),
        ((("suspend", "b"),), "resume", "agreement_not_suspended"),
    ],
)
def test_a_change_that_is_not_possible_is_refused(
    steps: tuple[tuple[str, str], ...], change: str, code: str
) -> None:
    with pytest.raises(Conflict) as caught:
        check_change(after(*steps), change=change, agency_id="a")
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("steps", "change"),
    [
        ((), "suspend"),
        ((), "end"),
        ((), "withdraw"),
        ((("suspend", "a"),), "resume"),
        ((("suspend", "b"),), "suspend"),
        ((("withdraw", "b"),), "withdraw"),
    ],
)
def test_a_possible_change_is_let_through(steps: tuple[tuple[str, str], ...], change: str) -> None:
    check_change(after(*steps), change=change, agency_id="a")


def test_an_open_agreement_is_open_to_those_who_stayed() -> None:
    stands = after(("withdraw", "a"))
    check_open(stands, agency_id="b")
    with pytest.raises(Conflict):
        check_open(stands, agency_id="a")

"""A register that names nobody is a return like any other, and nothing of it is released."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from api.services.releases import completeness
from schemas.tables.records import RECORDS
from tests.deliveries import Row
from tests.integration.returns.sending import MARCH, Sender

Systems = Callable[[str, str], Sender]


def review(number: int, *, month: str = MARCH, **changes: object) -> Row:
    """The smallest row of the register."""
    return {
        "record_id": f"rv-{number}",
        "review_type": "dhr_dardr",
        "review_ref": f"review-{number}",
        "stage": "panel",
        "opened_on": "2025-05-01",
        "stage_on": "2025-11-03",
    } | changes


@pytest.fixture
def register(system: Systems) -> Sender:
    return system("bromley-da-lead", "review_action")


def test_a_register_is_taken_and_read_like_any_return(register: Sender) -> None:
    done = register.send([review(1), review(2)])
    assert done.receipt["rows"] == {"received": 2, "stored": 2, "refused": 0, "out_of_area": 0}
    back = done.receipt["gives_back"]
    assert back["completeness"] == {}
    assert back["months"][-1] == {
        "month": MARCH, "status": "received", "rows": 2, "released": None,
    }  # fmt: skip
    assert register.read() == (done.etag, done.receipt)
    kept = RECORDS["review_action"]
    with register.database.reading(register.context) as session:
        assert session.scalars(select(kept.c.publication).distinct()).all() == ["closed"]
        assert session.scalar(select(func.count()).select_from(kept)) == 2


def test_a_review_does_not_go_back_from_month_to_month(register: Sender) -> None:
    register.send([review(1), review(2)], "2026-02")
    kept = register.send([review(1, stage="drafting", stage_on="2026-03-02"), review(2)])
    assert kept.outcome == "first"
    back = register.send(
        [review(1, stage="scoping", stage_on="2026-03-30"), review(2)], quarantine=True
    )
    assert back.receipt["status"] == "partial"
    assert [
        (f["code"], f["count"]) for f in back.receipt["findings"] if f["severity"] == "error"
    ] == [("REV-V01", 1)]


def test_nothing_is_said_of_how_complete_a_register_is(register: Sender) -> None:
    done = register.send([review(number) for number in range(1, 61)])
    with register.database.reading(register.context) as session:
        found = completeness.bands(
            session,
            partnership_id=register.caller.partnership_id,
            submission_ids=[done.receipt["submission_id"]],
        )
    assert found == []

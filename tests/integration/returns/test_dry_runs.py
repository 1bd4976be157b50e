"""A dry run does everything but store, and says what storing would have said."""

from typing import Any

import pytest
from sqlalchemy import func, select

from auth.refusals import Refusal
from schemas.tables.base import metadata
from tests.deliveries import Row, contact, contacts
from tests.integration.returns.sending import Sender

REASON = "The first file left out one of the two wards of the department."

GOOD = contacts(4)
BAD = [*contacts(4), contact(9, setting="a_and_e")]
PARTLY: dict[str, Any] = {"quarantine": True}


def everything(sender: Sender) -> dict[str, int]:
    """How many rows each table has, as far as this agency can see."""
    with sender.database.reading(sender.context) as session:
        return {
            name: session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in metadata.tables.items()
            if name not in ("rate_counts", "replay_keys", "installation")
        }


@pytest.mark.parametrize(
    ("rows", "how"), [(GOOD, {}), (BAD, PARTLY), ([], {"return_status": "nil"})]
)
def test_it_says_what_storing_says(hospital: Sender, rows: list[Row], how: dict[str, Any]) -> None:
    before = everything(hospital)
    tried = hospital.send(rows, dry_run=True, **how)
    assert everything(hospital) == before
    done = hospital.send(rows, **how)
    assert tried.outcome == "previewed"
    assert tried.etag == done.etag
    same = ("dataset", "period", "level", "status", "sha256", "findings")
    assert {name: tried.receipt[name] for name in same} == {
        name: done.receipt[name] for name in same
    }
    kept = done.receipt["rows"]
    assert tried.receipt["rows"] == {**kept, "stored": 0}


@pytest.mark.parametrize(
    ("rows", "period", "how"),
    [
        (BAD, "2026-03", {}),
        (GOOD, "2026-03", {"if_match": "of-long-ago"}),
        (contacts(9, month="2026-01"), "2026-01", {}),
        (contacts(9, month="2025-09"), "2025-09", {}),
        ([], "2026-03", {}),
    ],
    ids=["errors", "stale", "late", "not open", "no rows"],
)
def test_it_refuses_what_storing_refuses(
    hospital: Sender, rows: list[Row], period: str, how: dict[str, Any]
) -> None:
    hospital.send(contacts(2, month="2026-01"), "2026-01")
    hospital.send(contacts(2), "2026-03")
    before = everything(hospital)
    said = [refused(hospital, rows, period, dry_run=dry, **how) for dry in (True, False)]
    assert said[0] == said[1]
    assert everything(hospital) == before


def refused(sender: Sender, rows: list[Row], period: str, **how: Any) -> tuple[object, ...]:
    with pytest.raises(Refusal) as refusal:
        sender.send(rows, period, **how)
    said = refusal.value
    return type(said), said.code, said.detail, said.errors

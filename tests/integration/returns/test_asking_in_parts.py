"""The agency's earlier rows are asked about in parts, and the answer is that of one question."""

from __future__ import annotations

from typing import Any

import pytest

from api.intake import bulk
from api.intake.reading import lines
from api.queries.history import people, records
from auth.refusals import Unprocessable
from tests.deliveries import Row, contact, reference
from tests.integration.returns.sending import Sender

FEBRUARY = "2026-02"
Found = list[tuple[str, int | None]]


def linked(number: int, name: str, **changes: Any) -> Row:
    """A contact of a known person, whose row may be linked."""
    person = {"subject__person_ref": reference(name), "subject__sharing": "linked_counts"}
    return contact(number, subject__sex="F", subject__age_years=30, **person, **changes)


def found(hospital: Sender, rows: list[Row]) -> Found:
    """What is wrong with a file, by code and row, and what is asked, by code and count."""
    with pytest.raises(Unprocessable) as refusal:
        hospital.send(rows, dry_run=True, person_ref_key="invented-2026")
    counts = refusal.value.extension["findings"]
    asked = [(each["code"], each["count"]) for each in counts if each["severity"] == "query"]
    return [(each.code, each.row) for each in refusal.value.errors] + asked


@pytest.mark.parametrize("together", [1, 2, 5])
def test_an_answer_does_not_depend_on_how_many_are_asked_about_at_once(
    hospital: Sender, monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    earlier = [linked(n, f"p{n}", month=FEBRUARY) for n in range(1, 9)]
    hospital.send(earlier, FEBRUARY, person_ref_key="invented-2026")
    rows = [linked(n, f"p{n % 5}", record_id=f"new-{n}") for n in range(1, 20)]
    for number in (3, 11):
        rows[number]["record_id"] = f"hc-{FEBRUARY}-{number % 8}"
    rows[15]["record_id"] = rows[3]["record_id"]
    for number in (0, 6, 16):
        rows[number]["subject"]["sex"] = "M"
    whole = found(hospital, rows)
    for module in (people, records):
        monkeypatch.setattr(module, "TOGETHER", together)
    monkeypatch.setattr(bulk, "ENOUGH_LINES", 1)
    monkeypatch.setattr(lines, "PIECE", 900)
    assert found(hospital, rows) == whole
    assert [row for code, row in whole if code == "record_id_elsewhere"] == [4]
    assert "SUB-V04" in dict(whole)
    assert ("duplicate_record_id", 12) in whole or ("duplicate_record_id", 16) in whole

"""Lines of JSON that are not what they seem are left to the strict reader."""

from __future__ import annotations

import pytest

from schemas.datasets import DATASETS
from schemas.fast.lines import JsonLines, Written
from tests.rows import row
from tests.unit.schemas.fast.agreement import line, whole_plan

GOOD = line(row("incident"))
LINES = JsonLines(whole_plan("incident"))


def test_a_good_line_is_accepted() -> None:
    assert LINES.values(GOOD) is not None
    assert LINES.values(b"  " + GOOD + b"\r\n") is not None


@pytest.mark.parametrize(
    "member",
    [
        b'"record_id":"inc-1"', b'"call_count":2', b'"abuse_types":["PHY"]', b'"children":null',
        b'"suspect":null', b'"suspect":{}', b'"da_flag":true', b'"connection":"x,y"',
    ],
)  # fmt: skip
@pytest.mark.parametrize("last", [True, False])
def test_a_member_named_twice_is_never_accepted(member: bytes, *, last: bool) -> None:
    twice = GOOD[:-1] + b"," + member + b"}" if last else b"{" + member + b"," + GOOD[1:]
    assert LINES.values(twice) is None


@pytest.mark.parametrize("member", [b'"sex":"F"', b'"age_years":34', b'"impairments":["MOB"]'])
def test_a_member_of_a_block_named_twice_is_never_accepted(member: bytes) -> None:
    assert LINES.values(GOOD.replace(b'"victim": {', b'"victim": {' + member + b",")) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"inc-1"', b'"inc-\\u0031"'), (b'"call_count": 2', b'"call_count": 2.0'),
        (b'"call_count": 2', b'"call_count": 2e0'), (b'"call_count": 2', b'"call_count": 02'),
        (b'"call_count": 2', b'"call_count": 1e400'), (b'"call_count": 2', b'"call_count": NaN'),
        (b'"call_count": 2', b'"call_count": 99999999999999999999'),
        (b'"call_count": 2', b'"call_count": -0'), (b'"call_count": 2', b'"call_count": true'),
        (b'"inc-1"', b'"inc-1\x00"'), (b'"inc-1"', b'"inc-\xed\xa0\x80"'),
        (b'"inc-1"', b'"inc-\xff"'), (b'"inc-1"', b'"inc-1\n"'), (b'"inc-1"', b'"inc-\\ud800"'),
        (b"true", b"1"), (b"}", b",}"), (b'["PHY", "COE"]', b'["PHY", "PHY"]'),
        (b'["PHY", "COE"]', b"[]"), (b'"2026-03-14"', b'"2026-02-30"'),
    ],
)  # fmt: skip
def test_a_line_with_anything_odd_is_left_alone(old: bytes, new: bytes) -> None:
    assert old in GOOD
    assert LINES.values(GOOD.replace(old, new, 1)) is None


@pytest.mark.parametrize(
    "odd", [b"", b"\n", b"null", b"[]", b"1", b"\xef\xbb\xbf" + GOOD, GOOD + GOOD, b"[" * 100_000]
)
def test_what_is_no_object_is_left_alone(odd: bytes) -> None:
    assert LINES.values(odd) is None


def test_texts_lists_and_cells_may_hold_commas_and_escapes_without_a_number() -> None:
    plan = whole_plan("aggregate_return")
    figure = row("aggregate_return", {"published_source": 'A, B, "C" and\n\\D'})
    lines = JsonLines(plan)
    values = lines.values(line(figure))
    assert values is not None
    assert values["published_source"] == 'A, B, "C" and\n\\D'
    assert lines.values(line(figure)[:-1] + b',"record_id":"ag-1"}') is None


@pytest.mark.parametrize("name", sorted(DATASETS))
def test_the_text_is_made_of_the_schema_alone_and_can_be_read(name: str) -> None:
    plan = whole_plan(name)
    marked = {
        key: "Zq9" if isinstance(value, str) else value for key, value in plan.context.items()
    }
    asked = type(plan)(plan.dataset, plan.present - {"lad_code"}, marked, {"sharing": "Zq9"})
    written = Written(asked)
    assert "Zq9" not in written.text
    assert all(f"# {rule.id}\n" in written.text for rule, _, _ in asked.judges)
    assert max(map(len, written.text.splitlines())) < 2_000

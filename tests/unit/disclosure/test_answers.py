from __future__ import annotations

from api.disclosure.answers import observations
from api.disclosure.lattice import Key, question
from api.disclosure.nesting import Impossible
from api.disclosure.showing import Showing
from tests.unit.disclosure.dataset import Visits

VISITS = Visits()
SHOWN: dict[Key, int] = {("F", "true"): 40, ("M", "true"): 9, ("F", "false"): 100}


def test_every_permitted_key_is_answered_and_what_is_not_shown_is_suppressed() -> None:
    asked = question(VISITS, measure="visits", by=["sex", "urgent"], period="2026-03")
    found = observations(asked, shown=SHOWN, showing=Showing("ok"))
    assert len(found) == 9
    assert found[0] == {"sex": "F", "urgent": "true", "value": 40, "status": "ok"}
    assert found[2] == {"sex": "F", "urgent": "missing", "value": None, "status": "suppressed"}
    assert [o["value"] for o in found if o["status"] == "ok"] == [40, 100, 9]


def test_a_filter_and_a_measure_pick_from_the_same_cells() -> None:
    filtered = question(
        VISITS, measure="visits", by=["sex"], filters={"urgent": "true"}, period="2026-03"
    )
    part = question(VISITS, measure="visits.urgent", by=["sex"], unit="records", period="2026-03")
    for asked in (filtered, part):
        found = observations(asked, shown=SHOWN, showing=Showing("ok"))
        assert found == [
            {"sex": "F", "value": 40, "status": "ok"},
            {"sex": "M", "value": 9, "status": "ok"},
            {"sex": "missing", "value": None, "status": "suppressed"},
        ]


def test_a_total_is_one_observation() -> None:
    asked = question(VISITS, measure="visits", period="2026-03")
    found = observations(asked, shown={(): 250}, showing=Showing("provisional"))
    assert found == [{"value": 250, "status": "provisional"}]


def test_a_decision_against_showing_hides_every_value() -> None:
    asked = question(VISITS, measure="visits", by=["sex"], period="2026-03")
    found = observations(
        asked, shown={("F",): 40}, showing=Showing("not_available", ("too_few_contributors",))
    )
    assert [(o["value"], o["status"]) for o in found] == [(None, "not_available")] * 3


def test_what_nobody_can_be_is_not_applicable_whatever_is_shown() -> None:
    never = ((("sex", "M"), ("urgent", "true")),)
    asked = question(VISITS, measure="visits", by=["sex", "urgent"], period="2026-03")
    impossible = Impossible(VISITS.breakdowns, never=never)
    found = observations(asked, shown=SHOWN, showing=Showing("ok"), impossible=impossible)
    assert [o for o in found if o["status"] == "not_applicable"] == [
        {"sex": "M", "urgent": "true", "value": None, "status": "not_applicable"}
    ]
    hidden = observations(asked, shown={}, showing=Showing("not_available"), impossible=impossible)
    assert {o["status"] for o in hidden} == {"not_available"}

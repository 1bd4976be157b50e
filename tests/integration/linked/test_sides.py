"""When a linked measure may be shown: each side that it is told from, by itself."""

from __future__ import annotations

from typing import Any

import pytest

from api.disclosure.showing import Showing
from api.queries.releases import MeasureRow
from api.services.releases import sides
from schemas.linked import ELIGIBLE, Linked

WHOLE, REFERRED = ELIGIBLE.measures
ALL = {"met": {"incident", "risk_assessment"}, "bcwa": {"referral"}}


def _side(*datasets: str, **said: Any) -> dict[str, Any]:
    held = {
        agency: {"datasets": sorted(names & {*datasets}), "publish": "public", "rules": []}
        for agency, names in ALL.items()
        if names & {*datasets}
    }
    return {
        "lacking": [], "removed": False, "contributors": held, "before": None, "missing": [],
        "linked_enough": True, **said,
    }  # fmt: skip


def _decided(
    *, whole: dict[str, Any] | None = None, part: dict[str, Any] | None = None, **how: Any
) -> Showing:
    coverage = {
        "whole": [_side("incident", **(whole or {})), _side("risk_assessment")],
        "part": [_side("referral", **(part or {}))],
    }
    measure = how.get("measure", REFERRED)
    family: Linked = ELIGIBLE
    return sides.showing(
        family,
        measure,
        variables=family.variables(measure),
        said=MeasureRow("", "", coverage),
        show_alone=how.get("show_alone", ALL),
    )


@pytest.mark.parametrize(
    ("side", "status", "reason"),
    [
        ({"lacking": ["2023-24"]}, "not_available", "years_missing"),
        ({"removed": True}, "not_available", "records_removed"),
        ({"contributors": {}}, "not_available", "no_contributors"),
        ({"linked_enough": False}, "low_completeness", "persons_not_linked"),
        ({"missing": ["clarion"]}, "provisional", "returns_missing"),
    ],
)
def test_a_side_that_may_not_be_shown_hides_what_is_told_from_it(
    side: dict[str, Any], status: str, reason: str
) -> None:
    for where in ("whole", "part"):
        decided = _decided(**{where: side})
        assert (decided.status, decided.reasons) == (status, (reason,))


def test_the_whole_does_not_rest_on_what_tells_its_people_apart() -> None:
    lost = {"lacking": ["2023-24"]}
    assert _decided(part=lost, measure=WHOLE).status == "ok"
    assert _decided(whole=lost, measure=WHOLE).status == "not_available"


def test_two_counting_rules_of_one_dataset_break_the_series() -> None:
    changed = _side("incident")["contributors"]
    changed["met"]["rules"] = ["before-2026", "since-2026"]
    decided = _decided(whole={"contributors": changed})
    assert (decided.status, decided.reasons) == ("series_break", ("counting_rule_changed",))


@pytest.mark.parametrize(
    ("names", "shows"),
    [
        ({"incident"}, False),
        ({"incident", "risk_assessment"}, True),
        ({"linked.eligible_incidents_referred_2d"}, True),
        ({"linked.eligible_incidents"}, False),
    ],
    ids=["one of its datasets", "all of them", "the measure", "another measure"],
)
def test_an_agency_permits_by_its_datasets_or_by_the_measure(
    names: set[str], *, shows: bool
) -> None:
    assert _decided(show_alone={**ALL, "met": names}).shows == shows


def test_an_agency_that_joined_is_seen_only_where_it_permits_so() -> None:
    everybody = _side("referral")["contributors"]
    three = {**everybody, **dict.fromkeys(("clarion", "stac"), everybody["bcwa"])}
    joined = {"contributors": three, "before": ["bcwa", "clarion"]}
    decided = _decided(part=joined)
    assert (decided.reasons, decided.agencies) == (("contributor_joined_or_left",), ("stac",))
    assert _decided(part=joined, show_alone={**ALL, "stac": {"referral"}}).shows

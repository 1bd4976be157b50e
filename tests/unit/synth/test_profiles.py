"""What a profile changes in what happens: a borough of the past, its homicide, its words."""

import pytest

from schemas.codes.places import WARD
from schemas.period import Period
from synth.figures.profiles import PROFILES
from synth.partnership import PLAN
from synth.returns import InventedReturn, returns

NOVEMBER = Period.parse_month("2007-11")  # the month of the one homicide of Bromley's year


@pytest.fixture(scope="module")
def bromley() -> list[InventedReturn]:
    return list(returns(PLAN, [NOVEMBER], seed=11, profile=PROFILES["bromley-2007"]))


def _rows(held: list[InventedReturn], dataset: str) -> list[dict[str, object]]:
    return [r for e in held if (e.dataset, e.level) == (dataset, "record") for r in e.rows]


def test_the_one_homicide_is_a_crime_after_which_nothing_is_told_of_the_victim(
    bromley: list[InventedReturn],
) -> None:
    told = [(each.dataset, written) for each in bromley for written in each.written]
    (killed,) = [w for name, w in told if name == "incident"
                 and w.row.get("offence_group") == "homicide"]  # fmt: skip
    assert killed.row["is_crime"] is True
    assert "risk_assessment_ref" not in killed.row
    victim = killed.people["victim"]
    others = {name for name, w in told if victim in w.people.values()} - {"incident"}
    # An order may still follow the arrest, and names whom it was to protect.
    assert others <= {"protective_order"}


def test_before_2014_crimes_end_in_detections_or_without_a_word(
    bromley: list[InventedReturn],
) -> None:
    police = [row for row in _rows(bromley, "justice_outcome") if row["stage"] == "police"]
    assert {row["framework"] for row in police} == {"sanction_detection"}
    codes = {row["outcome_code"] for row in police}
    assert {"SD1", "SD3"} <= codes <= {"SD1", "SD2", "SD3", "NSD"}
    crimes = [row for row in _rows(bromley, "incident") if row["is_crime"]]
    assert 0.25 < len(police) / len(crimes) < 0.65


def test_wards_are_those_of_the_time(bromley: list[InventedReturn]) -> None:
    wards = {row["ward_code"] for row in _rows(bromley, "incident")} - {"not_known"}
    old = {code.code for code in WARD if code.valid_to}
    assert len(wards) > 15
    assert wards <= old


def test_no_conference_sits_before_the_first_one(bromley: list[InventedReturn]) -> None:
    assert _rows(bromley, "marac_case") == []


def test_another_borough_is_another_area_whose_wards_are_not_held() -> None:
    held = list(returns(PLAN, [Period.parse_month("2005-06")], seed=1,
                        profile=PROFILES["havering-2005"]))  # fmt: skip
    rows = _rows(held, "incident")
    assert {row["lad_code"] for row in rows} == {"E09000016"}
    assert {row["ward_code"] for row in rows} <= {"not_held", "not_known"}


def test_a_hospital_with_an_adviser_refers_more() -> None:
    profile = PROFILES["bromley-2021"]
    before, after = (
        sum(
            row.get("referral_accepted") is True
            for each in returns(PLAN, [Period.parse_month(month)], seed=2, profile=profile)
            if each.agency_id == "kings-pruh" and each.level == "record"
            for row in each.rows
        )
        for month in ("2021-12", "2022-01")
    )
    assert after > 1.4 * before > 0

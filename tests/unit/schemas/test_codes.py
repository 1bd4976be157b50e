"""Code lists: complete, labelled, sourced, and nested where they say so."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.codes import CODE_LISTS, MISSING_REASONS, Code, CodeList, UnknownCodeList, code_list
from schemas.codes.ages import AGE_BANDS, age_band
from schemas.codes.places import BROMLEY, FIRST_DAY_OF_NEW_WARDS, LAST_DAY_OF_OLD_WARDS

every_list = pytest.mark.parametrize("codes", CODE_LISTS.values(), ids=CODE_LISTS.keys())

WANTED = re.findall(
    r"\w+",
    """
ethnicity_self ethnicity_observed ethnicity_group sex gender_identity sexual_orientation religion
disability impairment missing_reason abuse_type connection specialist_flag risk_level risk_tool
sector source_channel service_type offence_group no_arrest_reason safe_accommodation
sanctuary_measure specialist_need homelessness_duty perpetrator_programme health_setting
return_status local_authority ward age_band age_band_4 age_band_2 incident_children
incident_arrest_made incident_power_of_arrest incident_report_not_created_reason
incident_flag_removed_reason incident_definition_status evidence_captured housing_decision
housing_unable_reason housing_commissioned housing_tenure housing_move_on health_enquiry
health_result health_person_type programme_route programme_status sentence_band
perpetrator_behaviour mappa_level aggregate_family aggregate_unit aggregate_status level
permission_publish substance_need language_support yes_no sharing sharing_basis definition_version
rara_strategy risk_factor assessed_role assessment_stage risk_level_basis supervision_result
marac_not_referred_reason referral_side referrer_role referral_consent referral_criteria_met
referral_decision referral_decline_reason referral_route service_counting_rule support_need
delivery_mode support_setting engagement closure_reason safety_equipment service_funder
child_referral_source child_step child_factor child_da_role child_outcome child_age_band
marac_criterion marac_repeat_rule marac_linked_panel marac_consent marac_transfer
sanction_detection police_outcome prosecution_outcome justice_framework justice_outcome
outcome_result unsuccessful_reason justice_stage caution_type victim_support withdrawal_review
victim_notifier special_measure court_type sentence_type order_type order_applicant
order_decision order_condition
breach_result legal_aid review_type review_stage review_rag review_publication action_lifecycle
action_evidence action_reason action_update
""",
)


@pytest.mark.parametrize("name", WANTED)
def test_the_common_schema_finds_the_lists_it_names(name: str) -> None:
    assert code_list(name).name == name
    assert len(code_list(name)) >= 2


@every_list
def test_every_list_and_code_is_named_and_sourced(codes: CodeList) -> None:
    assert codes.title
    assert codes.source
    assert re.fullmatch(r"CL-[A-Z]?\d+[a-z]?", codes.id)
    for code in codes:
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}", code.code)
        assert code.label.strip() == code.label != ""
        assert code.source is None or code.source


@every_list
def test_a_reason_for_a_missing_value_stands_among_real_values_only_where_it_is_one(
    codes: CodeList,
) -> None:
    reasons = codes.values & {"not_asked", "not_recorded", "not_held"}
    own = {"missing_reason", "health_result", "no_arrest_reason"}
    assert not reasons or codes.name in own


def test_ids_are_used_once() -> None:
    ids = [codes.id for codes in CODE_LISTS.values()]
    assert len(set(ids)) == len(ids)


def test_an_unknown_list_is_refused_without_repeating_its_name() -> None:
    with pytest.raises(UnknownCodeList) as refusal:
        code_list("jane_doe")
    assert "jane" not in str(refusal.value)


def test_a_code_cannot_stand_twice_in_a_list() -> None:
    with pytest.raises(ValueError, match="twice"):
        CodeList("x", "CL-99", "X", "design", (Code("a", "A"), Code("a", "B")))


def test_a_list_answers_for_its_codes() -> None:
    sex = code_list("sex")
    assert sex.values == {"F", "M"}
    assert "F" in sex
    assert "X" not in sex
    assert [code.code for code in sex] == ["F", "M"]
    assert sex.label("F") == "Female"
    assert sex.get("F") == Code("F", "Female")
    assert sex.get("X") is None
    with pytest.raises(KeyError):
        sex.label("X")
    assert hash(sex) == hash(code_list("sex"))


def test_the_reasons_for_a_missing_value_are_the_five() -> None:
    assert {"not_asked", "declined", "not_known", "not_recorded", "not_held"} == MISSING_REASONS


def test_every_ethnicity_rolls_up_to_one_of_five_groups() -> None:
    ethnicity, groups = code_list("ethnicity_self"), code_list("ethnicity_group")
    assert len(ethnicity) == 19
    assert {code.group for code in ethnicity} == groups.values
    assert len(groups) == 5
    assert ethnicity.in_group("mixed") == {"M1", "M2", "M3", "M9"}
    assert ethnicity.in_group("nobody") == frozenset()


def test_every_ethnicity_is_found_in_police_and_nhs_codes() -> None:
    ethnicity = code_list("ethnicity_self")
    nhs = {code.crosswalk["nhs"] for code in ethnicity}
    assert nhs == set("ABCDEFGHJKLMNPRS")
    assert all(re.fullmatch(r"[WMABO]\d", code.crosswalk["police"]) for code in ethnicity)
    declined = code_list("missing_reason").get("declined")
    assert declined is not None
    assert declined.crosswalk == {"police": "NS", "nhs": "Z"}


def test_bromley_has_22_wards_before_and_after_may_2022() -> None:
    wards = code_list("ward")
    assert len(wards) == 44
    assert len(wards.children(BROMLEY)) == 44
    before = {code.code for code in wards.valid_on(LAST_DAY_OF_OLD_WARDS)}
    after = {code.code for code in wards.valid_on(FIRST_DAY_OF_NEW_WARDS)}
    assert before == {f"E05{number:06d}" for number in range(106, 128)}
    assert after == {f"E05{number:06d}" for number in range(13987, 14009)}
    assert BROMLEY in code_list("local_authority")


@given(st.dates(min_value=date(2002, 5, 2), max_value=date(2099, 12, 31)))
def test_22_wards_are_in_use_on_any_day(day: date) -> None:
    assert len(code_list("ward").valid_on(day)) == 22


def test_a_retired_programme_is_valid_until_its_last_day() -> None:
    idap = code_list("perpetrator_programme").get("idap")
    assert idap is not None
    assert idap.valid_on(date(2012, 12, 31))
    assert not idap.valid_on(date(2013, 1, 1))


@pytest.mark.parametrize("name", ["abuse_type", "connection", "service_type"])
def test_subtypes_name_a_wider_code_of_their_own_list(name: str) -> None:
    codes = code_list(name)
    subtypes = [code for code in codes if code.parent is not None]
    assert subtypes
    for code in subtypes:
        wider = codes.get(code.parent or "")
        assert wider is not None
        assert wider.parent is None


def test_connections_fall_into_the_registered_groups() -> None:
    connection = code_list("connection")
    assert {code.group for code in connection} == code_list("connection_group").values
    assert {"married_former", "relatives_sibling", "shared_child"} <= connection.values
    assert "relatives_parent" not in connection.in_group("partner")


def test_bed_and_breakfast_never_counts_as_safe_accommodation() -> None:
    codes = code_list("safe_accommodation")
    safe, unsafe = codes.in_group("safe_accommodation"), codes.in_group("not_safe_accommodation")
    assert "bed_and_breakfast" in unsafe
    assert {"refuge", "sanctuary", "dispersed"} <= safe
    assert safe | unsafe == codes.values


def test_calls_and_grave_injuries_can_be_told_apart_by_group() -> None:
    assert code_list("source_channel").in_group("call") == {"999", "101"}
    grave = code_list("offence_group").in_group("gbh_or_above")
    assert grave == {"gbh", "homicide", "attempted_homicide"}


def test_an_outcome_names_its_framework() -> None:
    outcome, framework = code_list("justice_outcome"), code_list("justice_framework")
    assert {code.group for code in outcome} == framework.values
    parts = [code_list(name).values for name in ("sanction_detection", "police_outcome",
                                                 "prosecution_outcome")]  # fmt: skip
    assert [outcome.in_group(each.code) for each in framework] == parts
    assert sum(map(len, parts)) == len(outcome)


def test_an_outcome_is_released_as_one_result() -> None:
    outcome, result = code_list("justice_outcome"), code_list("outcome_result")
    assert {code.parent for code in outcome} == result.values
    charges = {code.code for code in outcome.children("charge")}
    assert charges == {"SD1", "SD2", "1", "1A", "charged"}
    assert {"5", "18", "NSD", "WARN", "nfa_evidential"} <= _of(outcome, "other")


def test_sanction_detections_are_released_as_charges_cautions_and_other_disposals() -> None:
    outcome = code_list("justice_outcome")
    assert _of(outcome, "caution") == {"SD3", "2", "2A", "3", "3A"}
    sanctions = set().union(*(_of(outcome, result) for result in
                              ("charge", "caution", "out_of_court")))  # fmt: skip
    assert sanctions & code_list("sanction_detection").values == {f"SD{n}" for n in range(1, 6)}


def _of(outcome: CodeList, result: str) -> set[str]:
    return {code.code for code in outcome.children(result)}


def test_old_detections_are_read_as_police_outcomes() -> None:
    newer = {
        word
        for code in code_list("sanction_detection")
        for word in code.crosswalk.get("police_outcome", "").split(";")
    }
    assert newer - {""} == {"1", "2", "3", "4", "6"}
    assert newer - {""} <= code_list("police_outcome").values


def _ages(band: str) -> set[int]:
    low, _, high = band.partition("-")
    return set(range(int(low), 121 if high == "plus" else int(high) + 1))


@pytest.mark.parametrize(
    ("name", "count", "wider"),
    [("age_band", 7, "age_band_4"), ("age_band_4", 4, "age_band_2"), ("age_band_2", 2, None)],
)
def test_age_bands_tile_all_ages_and_nest(name: str, count: int, wider: str | None) -> None:
    bands = code_list(name)
    assert len(bands) == count
    assert sorted(age for band in bands for age in _ages(band.code)) == list(range(121))
    for band in bands:
        assert (band.parent is None) == (wider is None)
        assert band.parent is None or _ages(band.code) <= _ages(band.parent)
        assert wider is None or band.parent in code_list(wider)


@given(st.integers(min_value=0, max_value=120))
def test_an_age_falls_in_the_band_that_holds_it(years: int) -> None:
    assert years in _ages(age_band(years))
    assert age_band(years) in [code for _, _, code in AGE_BANDS]


def test_no_band_holds_an_age_below_nought() -> None:
    with pytest.raises(ValueError, match="whole years"):
        age_band(-1)

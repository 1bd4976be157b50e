"""What of a release may be shown, and to whom: whole measures, never single cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from api.services import aggregates
from api.services.aggregates import Answer
from auth.caller import Caller
from auth.refusals import Forbidden, NotFound, Unprocessable
from schemas.codes import code_list
from schemas.period import Period
from tests.databases import Databases
from tests.integration.borough import QUARTER, Row, expect
from tests.integration.callers import agreement, lead
from tests.integration.sealing import AFTER, Place, borough_in

MARCH = QUARTER.months()[-1]
WARDS = [code.code for code in code_list("ward").valid_on(MARCH.end)]


@pytest.fixture
def place(fresh_databases: Databases) -> Iterator[Place]:
    with borough_in(fresh_databases, months=[MARCH]) as made:
        yield made


def _ask(place: Place, measure: str, *, caller: Caller | None = None, **how: Any) -> Answer:
    asked = {"period": str(MARCH), "unit": "records"} | how
    with place.reading() as session:
        return aggregates.aggregate(
            session, caller or lead(), measure=measure, today=AFTER, **asked
        )


def _values(answer: Answer) -> set[Any]:
    return {each["value"] for each in answer.observations}


def _send(place: Place, agency: str, dataset: str, rows: Sequence[Row], **said: Any) -> None:
    with place.writing() as session:
        place.borough.send(session, agency, dataset, MARCH, rows=rows, revision=50, **said)


def test_an_answer_says_everything_that_belongs_to_its_numbers(place: Place) -> None:
    view = place.seal(str(MARCH))
    answer = _ask(place, "incident", by=("ward",))
    assert answer.release.release_id == view.release_id
    assert (answer.release.epoch, answer.release.policy_version) == (1, "2026.1")
    assert answer.coverage == {"included": ["met-bromley"], "returns": []}
    assert (answer.purpose, answer.agreement) == ("strategic_needs_assessment", "DSA-2026-0001")
    assert (answer.status, answer.additive, answer.series_breaks) == ("ok", False, [])
    assert "by at most 5" in answer.noise
    assert len(answer.observations) == len(WARDS) + 1


def test_a_measure_of_one_agency_is_hidden_without_its_permission(place: Place) -> None:
    place.seal(str(MARCH))
    silent = lead(held=agreement(show_alone={}))
    answer = _ask(place, "incident", by=("ward",), caller=silent)
    assert (answer.status, answer.reasons) == ("not_available", ("too_few_contributors",))
    assert answer.agencies == ("met-bromley",)
    assert _values(answer) == {None}
    assert {each["status"] for each in answer.observations} == {"not_available"}


def test_a_permission_for_a_part_shows_that_part_alone(place: Place) -> None:
    place.seal(str(MARCH))
    caller = lead(held=agreement(show_alone={"met-bromley": ["incident.crimes"]}))
    assert _ask(place, "incident.crimes", caller=caller).status == "ok"
    assert _ask(place, "incident.arrests", caller=caller).status == "not_available"


def test_three_contributors_need_nobody_s_permission(place: Place) -> None:
    place.seal(str(MARCH))
    answer = _ask(place, "housing_support", caller=lead(held=agreement(show_alone={})))
    assert answer.status == "ok"
    assert isinstance(answer.observations[0]["value"], int)


def test_permissions_hide_whole_measures_and_move_no_value(place: Place) -> None:
    place.seal(str(MARCH))
    free, bound = lead(), lead(held=agreement(show_alone={}))
    splits = {"incident": "age_band", "housing_support": "decision", "health_contact": "result"}
    for measure, by in splits.items():
        one, other = (_ask(place, measure, by=(by,), caller=c) for c in (free, bound))
        assert one.observations == other.observations or _values(other) == {None}


def test_a_publication_rounds_the_same_values_and_shows_no_others(
    fresh_databases: Databases,
) -> None:
    held = agreement()
    published = replace(held, terms=replace(held.terms, disclosure_profile="publication"))
    asked = {"period": str(QUARTER), "by": ("age_band",)}
    with borough_in(fresh_databases, months=QUARTER.months()) as place:
        place.seal(str(QUARTER))
        fine, coarse = (
            _ask(place, "incident", caller=lead(held=each), **asked) for each in (held, published)
        )
    pairs = [
        (one["value"], other["value"])
        for one, other in zip(fine.observations, coarse.observations, strict=True)
    ]
    assert {other for _, other in pairs} - {None}
    assert [pair for pair in pairs if pair[1] != _rounded(pair[0])] == []
    assert "rounded to the nearest 5" in coarse.noise
    assert "rounded" not in fine.noise


@pytest.mark.parametrize("by", [("age_band",), ("ward",)])
def test_a_publication_shows_nothing_by_month(place: Place, by: tuple[str, ...]) -> None:
    place.seal(str(MARCH))
    held = agreement()
    published = replace(held, terms=replace(held.terms, disclosure_profile="publication"))
    answer = _ask(place, "incident", by=by, caller=lead(held=published))
    assert (answer.status, answer.reasons) == ("not_available", ("too_fine_for_publication",))
    assert _values(answer) == {None}


def test_what_nobody_can_be_is_not_applicable(fresh_databases: Databases) -> None:
    splits = ("arrest", "no_arrest_reason_recorded")
    with borough_in(fresh_databases, months=QUARTER.months()) as place:
        place.seal(str(QUARTER))
        answer = _ask(place, "incident", period=str(QUARTER), by=splits)
    never = [each for each in answer.observations if each["status"] == "not_applicable"]
    assert {(each["arrest"], each["no_arrest_reason_recorded"]) for each in never} == {
        ("any", "yes"),
        ("any", "no"),
    }
    assert {each["value"] for each in never} == {None}


def _rounded(value: object) -> int | None:
    return 5 * ((value + 2) // 5) if isinstance(value, int) and value >= 8 else None


def test_an_agency_that_joins_between_epochs_is_shown_only_by_its_permission(place: Place) -> None:
    with place.writing() as session:
        expect(session, "oxleas", "housing_support", MARCH)
    place.seal(str(MARCH), accept_missing=True)
    rows = [place.borough.row("housing_support", MARCH) for _ in range(30)]
    _send(place, "oxleas", "housing_support", rows)
    place.seal(str(MARCH), on=AFTER + timedelta(days=91))
    answer = _ask(place, "housing_support")
    assert (answer.status, answer.reasons) == ("not_available", ("contributor_joined_or_left",))
    assert answer.agencies == ("oxleas",)
    agreed = lead(held=agreement(show_alone={"oxleas": ["housing_support"]}))
    assert _ask(place, "housing_support", caller=agreed).status == "ok"


def test_persons_are_not_counted_where_few_rows_name_one(place: Place) -> None:
    rows: list[Row] = []
    for _ in range(100):
        row = place.borough.row("incident", MARCH)
        row["victim_person_id"] = row["unit_key"] if len(rows) < 70 else None
        rows.append(row)
    _send(place, "met-bromley", "incident", rows)
    place.seal(str(MARCH))
    persons = _ask(place, "incident", unit="persons")
    assert (persons.status, persons.reasons) == ("low_completeness", ("persons_not_linked",))
    assert _values(persons) == {None}
    assert _ask(place, "incident", unit="records").status == "ok"


def test_a_return_that_may_not_be_combined_is_left_out_for_everyone(place: Place) -> None:
    rows = [place.borough.row("housing_support", MARCH) for _ in range(60)]
    _send(place, "bcwa", "housing_support", rows, incorporate=False)
    place.seal(str(MARCH))
    answer = _ask(place, "housing_support", caller=lead(held=agreement(show_alone=_ALL)))
    assert answer.coverage["included"] == ["bromley-housing", "clarion"]
    assert {"agency": "bcwa", "status": "not_incorporated", "months": [str(MARCH)]} in (
        answer.coverage["returns"]
    )
    [total] = answer.observations
    assert isinstance(total["value"], int)
    assert total["value"] < 40


_ALL = {"bromley-housing": ["housing_support"], "clarion": ["housing_support"]}


def test_a_nil_return_contributes_nobody(place: Place) -> None:
    _send(place, "clarion", "housing_support", [], status="nil")
    place.seal(str(MARCH))
    answer = _ask(place, "housing_support", caller=lead(held=agreement(show_alone={})))
    assert (answer.status, answer.reasons) == ("not_available", ("too_few_contributors",))
    assert {"agency": "clarion", "status": "nil", "months": [str(MARCH)]} in (
        answer.coverage["returns"]
    )


def test_a_rule_that_changes_within_a_period_hides_it(fresh_databases: Databases) -> None:
    with borough_in(fresh_databases, months=QUARTER.months()) as place:
        rows = [place.borough.row("incident", MARCH) for _ in range(250)]
        _send(place, "met-bromley", "incident", rows, rule="calls-merged")
        place.seal(str(QUARTER))
        answer = _ask(place, "incident", period=str(QUARTER))
        assert (answer.status, answer.reasons) == ("series_break", ("counting_rule_changed",))
        assert _ask(place, "incident").status == "ok"


def test_restricted_people_stand_in_no_answer_by_ward(place: Place) -> None:
    rows = []
    for number in range(120):
        row = place.borough.row("incident", MARCH) | {"da_flag": True, "victim_sex": "F"}
        hidden = number < 60
        row |= {"victim_restricted": hidden, "ward_code": WARDS[0] if hidden else WARDS[1]}
        row["unit_key"] = place.borough.dice.randbytes(32)
        row["victim_person_id"] = row["unit_key"]
        rows.append(row)
    _send(place, "met-bromley", "incident", rows)
    place.seal(str(MARCH))
    by_ward = {e["ward"]: e["value"] for e in _ask(place, "incident", by=("ward",)).observations}
    assert by_ward[WARDS[0]] is None
    assert isinstance(by_ward[WARDS[1]], int)
    [total] = _ask(place, "incident").observations
    assert isinstance(total["value"], int)
    assert total["value"] >= 115


def test_a_restriction_in_one_dataset_holds_in_another(place: Place) -> None:
    incidents = [place.borough.row("incident", MARCH) for _ in range(30)]
    for number, row in enumerate(incidents):
        unit = bytes([number]) * 31 + b"\x01"
        row |= {"unit_key": unit, "victim_person_id": unit, "ward_code": WARDS[2], "da_flag": True}
        row["victim_restricted"] = False
    contacts = [place.borough.row("health_contact", MARCH) for _ in range(30)]
    for row, incident in zip(contacts, incidents, strict=True):
        unit = incident["unit_key"]
        row |= {"unit_key": unit, "subject_person_id": unit, "subject_restricted": True}
    _send(place, "met-bromley", "incident", incidents)
    _send(place, "kings-pruh", "health_contact", contacts)
    place.seal(str(MARCH))
    answer = _ask(place, "incident", by=("ward",))
    assert {e["value"] for e in answer.observations if e["ward"] == WARDS[2]} == {None}


def test_a_dataset_outside_the_token_is_refused(place: Place) -> None:
    place.seal(str(MARCH))
    with pytest.raises(Forbidden):
        _ask(place, "incident", caller=lead(datatypes={"housing_support"}))


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"by": ("ward", "age_band", "sex")}, "combination_not_released"),
        ({"by": ("age_band", "age_band_4")}, "repeated_breakdown"),
        ({"filters": {"ward": [WARDS[0], WARDS[1]]}}, "list_not_allowed"),
        ({"filters": {"sex": "F,M"}}, "list_not_allowed"),
        ({"filters": {"sex": "X"}}, "unknown_category"),
        ({"by": ("programme",)}, "unknown_breakdown"),
        ({"period": "2026-01..2026-03"}, "window_not_allowed"),
    ],
)
def test_a_question_outside_the_lattice_is_refused_with_its_code(
    place: Place, how: Mapping[str, Any], code: str
) -> None:
    place.seal(str(MARCH))
    with pytest.raises(Unprocessable) as refusal:
        _ask(place, "incident", **how)
    assert refusal.value.code == code


def test_measures_and_periods_that_do_not_exist_are_refused(place: Place) -> None:
    place.seal(str(MARCH))
    for measure in ("burglary", "incident.weather"):
        with pytest.raises(Unprocessable):
            _ask(place, measure)
    with pytest.raises(NotFound):
        _ask(place, "incident", period=str(Period.parse("2026-02")))


def test_recourse_to_public_funds_is_shown_for_commissioning_alone(
    fresh_databases: Databases,
) -> None:
    year = Period.parse("2025-26")
    with borough_in(fresh_databases, months=year.months()) as place:
        for quarter in year.quarters():
            place.seal(str(quarter))
        asked = {"period": str(year), "by": ("nrpf",)}
        commissioning = _ask(
            place, "housing_support", caller=lead(purpose="service_commissioning"), **asked
        )
        scrutiny = _ask(
            place, "housing_support", caller=lead(purpose="performance_scrutiny"), **asked
        )
    assert commissioning.status == "ok"
    assert min(v for v in _values(commissioning) if v is not None) >= 10
    assert (scrutiny.status, scrutiny.reasons) == ("not_available", ("purpose_not_sufficient",))
    assert _values(scrutiny) == {None}


def test_publication_needs_every_contributor_and_shows_fewer_of_the_same_values(
    place: Place,
) -> None:
    rows = [place.borough.row("incident", MARCH) for _ in range(250)]
    _send(place, "met-bromley", "incident", rows, publish="public")
    place.seal(str(MARCH))
    research = lead(purpose="research_and_publication")
    own = {e["ward"]: e["value"] for e in _ask(place, "incident", by=("ward",)).observations}
    public = _ask(place, "incident", by=("ward",), caller=research)
    assert {e["ward"]: e["value"] for e in public.observations} == {
        ward: value if isinstance(value, int) and value >= 10 else None
        for ward, value in own.items()
    }
    hidden = _ask(place, "housing_support", caller=research)
    assert (hidden.status, hidden.reasons) == ("not_available", ("publication_not_permitted",))
    assert hidden.agencies == ("bcwa", "bromley-housing", "clarion")

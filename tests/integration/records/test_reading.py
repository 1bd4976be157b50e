"""What an agency reads of its own rows and of others', dataset by dataset."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pytest

from api.policies.people import Digester
from auth.refusals import Forbidden, NotFound, Unprocessable
from schemas.datasets import DATASETS
from schemas.leaving import NEVER_LEAVES, ROWLESS, SHELTERS
from tests import rows
from tests.integration.records.reading import (
    CHARITY,
    EVERYTHING,
    FIGURES,
    HOSPITAL,
    LESS,
    OWN,
    POLICE,
    PROBATION,
    SENDERS,
    World,
    good,
    reader,
)
from tests.integration.returns.sending import SECRET
from tests.rows import ADA, BEN, CAT

LEAVING = sorted(DATASETS.keys() - ROWLESS)


@pytest.fixture(scope="module")
def sent(shared: World) -> World:
    """Every dataset, sent by an agency whose rows may be shared."""
    for dataset in DATASETS:
        shared.send(dataset, [good(dataset)])
    return shared


def one(world: World, dataset: str, *, by: str = CHARITY, under: str = EVERYTHING) -> Any:
    (item,) = world.others(reader(by, under=under), dataset)
    return item


def names(record: dict[str, Any]) -> Iterator[str]:
    """The dotted names of a record's members."""
    for name, value in record.items():
        if isinstance(value, dict) and name != "breakdown":
            yield from (f"{name}.{key}" for key in value)
        else:
            yield name


@pytest.mark.parametrize("dataset", DATASETS)
def test_an_owner_reads_its_own_row_whole_under_its_own_identifier(
    sent: World, dataset: str
) -> None:
    (item,) = sent.items(reader(SENDERS[dataset], under=OWN, person=None), dataset)
    said = rows.flat(dataset)
    people = {name for name in said if name.endswith(".person_ref")}
    assert (item.own, item.agency, item.record_id) == (True, SENDERS[dataset], f"{dataset}-1")
    assert set(said) - people - {"record_id"} <= set(names(item.record))
    assert {name.replace("person_ref", "person") for name in people} <= set(names(item.record))


def test_an_owners_values_are_those_it_sent(sent: World) -> None:
    (item,) = sent.items(reader(POLICE, under=OWN, person=None), "incident")
    expected = rows.nested({n: v for n, v in rows.flat("incident").items() if "sharing" not in n})
    expected.pop("record_id")
    for block in ("victim", "suspect"):
        item.record[block].pop("person")
        expected[block].pop("person_ref")
        assert item.record[block].pop("sharing") == "may_be_shared"
        item.record[block].pop("sharing_basis")
    assert item.record == expected


@pytest.mark.parametrize("dataset", LEAVING)
def test_another_agencys_row_leaves_without_what_never_leaves(sent: World, dataset: str) -> None:
    item = one(sent, dataset)
    assert not NEVER_LEAVES[dataset] & set(names(item.record))
    assert item.record_id != f"{dataset}-1"
    assert len(item.record_id) == 64
    assert item.agency == (None if dataset in SHELTERS else SENDERS[dataset])


def test_figures_before_protection_are_read_by_their_owner_alone(sent: World) -> None:
    assert sent.items(reader(CHARITY), "aggregate_return") == []


@pytest.mark.parametrize("dataset", DATASETS)
def test_no_answer_holds_a_digest_a_reference_or_anothers_identifier(
    sent: World, dataset: str
) -> None:
    digester = Digester(SECRET, "bromley")
    people = (ADA, BEN, CAT)
    secret = {*people, *(digester.person_id(reference).hex() for reference in people)}
    others = {f'"{name}-1"' for name in DATASETS}
    for under in (EVERYTHING, OWN):
        told = json.dumps([asdict(i) for i in sent.items(reader(CHARITY, under=under), dataset)])
        assert not [word for word in {*secret, *others} if word in told]


def test_one_person_is_one_reference_in_all_that_a_recipient_reads(sent: World) -> None:
    incident, contact = one(sent, "incident").record, one(sent, "health_contact").record
    assert incident["victim"]["person"] == contact["subject"]["person"]
    assert incident["victim"]["person"] != incident["suspect"]["person"]


def test_records_that_name_each_other_still_do(sent: World) -> None:
    sent.send("risk_assessment", [good("risk_assessment", incident_ref="incident-1")])
    assessed = one(sent, "risk_assessment").record
    assert assessed["incident_ref"] == one(sent, "incident").record_id


def test_conference_and_programme_share_the_reference_of_whoever_abuses(sent: World) -> None:
    case, programme = one(sent, "marac_case").record, one(sent, "perpetrator_intervention").record
    assert programme["subject"]["person"] in case["perpetrator_refs"]


def test_no_two_recipients_and_no_two_agreements_have_a_string_in_common(sent: World) -> None:
    told = [
        one(sent, "incident", by=by, under=under)
        for by, under in ((CHARITY, EVERYTHING), (PROBATION, EVERYTHING), (CHARITY, LESS))
    ]
    assert len({item.record_id for item in told}) == 3
    assert len({item.return_ref for item in told}) == 3
    assert len({item.record["suspect"]["person"] for item in told}) == 3


def test_what_an_agreement_withholds_stays(sent: World) -> None:
    record = one(sent, "incident", under=LESS).record
    assert not {"offence_group", "victim.sex", "victim.person"} & set(names(record))
    assert {"suspect.sex", "reported_on", "victim.age_years"} <= set(names(record))


def test_of_safe_accommodation_the_person_the_month_and_the_fact_leave(sent: World) -> None:
    item = one(sent, "housing_support")
    assert (item.month, item.agency) == ("2026-03", None)
    person = one(sent, "incident").record["victim"]["person"]
    assert item.record == {"in_safe_accommodation": True, "lead": {"person": person}}


def test_others_rows_need_a_reader_and_a_reason(sent: World) -> None:
    with pytest.raises(Forbidden) as refused:
        sent.items(reader(CHARITY, person=None), "incident")
    assert refused.value.code == "acting_person_missing"
    own = sent.items(reader(POLICE, person=None), "incident", agency=POLICE)
    assert [item.own for item in own] == [True]


@pytest.mark.parametrize("agency", ["oxleas", "no-such-agency"])
def test_an_agency_that_provides_nothing_is_as_little_there_as_none(
    sent: World, agency: str
) -> None:
    with pytest.raises(NotFound):
        sent.items(reader(CHARITY), "incident", agency=agency)


def test_one_provider_can_be_asked_for_where_it_is_told_whose_rows_are(sent: World) -> None:
    assert sent.items(reader(CHARITY), "incident", agency=HOSPITAL) == []
    assert len(sent.items(reader(CHARITY), "incident", agency=POLICE)) == 1
    with pytest.raises(Unprocessable):
        sent.items(reader(CHARITY), "housing_support", agency=SENDERS["housing_support"])


def test_a_purpose_for_own_rows_or_for_cases_gives_no_others(sent: World) -> None:
    for under in (OWN, "DSA-2026-0005"):
        assert sent.items(reader(CHARITY, under=under), "incident") == []
        with pytest.raises(Forbidden):
            sent.items(reader(CHARITY, under=under), "incident", agency=POLICE)


def test_a_purpose_for_figures_gives_no_rows_at_all(sent: World) -> None:
    with pytest.raises(Forbidden):
        sent.items(reader(POLICE, under=FIGURES), "incident")

from collections import defaultdict

from schemas.codes import MISSING_REASONS
from synth.returns import InventedReturn
from synth.truth import truth

BLOCKS = ("victim", "suspect", "subject", "lead", "child", "respondent")
EQUALITY = ("sex", "gender_identity", "ethnicity_self", "religion", "sexual_orientation")


def test_the_truth_names_every_record_about_a_person(year: list[InventedReturn]) -> None:
    persons = truth(year)
    rows = sum(len(e.rows) for e in year if e.row_dataset.persons)
    blocks = ("victim", "subject", "lead", "child")
    named = [r for person in persons for r in person["records"] if r["block"] in blocks]
    assert len(named) == rows
    assert len({person["person_ref"] for person in persons}) == len(persons)


def test_joining_by_reference_finds_true_links_and_no_others(year: list[InventedReturn]) -> None:
    by_reference = defaultdict(set)
    for each in year:
        for number, row in enumerate(each.rows, start=1):
            for block in BLOCKS:
                reference = row.get(block, {}).get("person_ref")
                if reference is not None:
                    place = (each.agency_id, each.dataset, each.month, number, block)
                    by_reference[reference].add(place)
    true = {
        person["person_ref"]: {
            (r["agency"], r["dataset"], r["month"], r["row"], r["block"])
            for r in person["records"]
            if r["sent"]
        }
        for person in truth(year)
    }
    assert dict(by_reference) == {reference: places for reference, places in true.items() if places}


def test_people_are_known_to_more_than_one_agency(year: list[InventedReturn]) -> None:
    agencies = [{record["agency"] for record in p["records"]} for p in truth(year)]
    pairs = {frozenset(known) for known in agencies}
    assert sum(len(known) > 1 for known in agencies) > 500
    assert {"met-bromley", "kings-pruh"} in pairs
    assert {"met-bromley", "probation-bromley"} in pairs
    assert {"bromley-housing", "bcwa"} in pairs
    assert max(map(len, agencies)) >= 3


def test_some_people_never_come_to_the_police(year: list[InventedReturn]) -> None:
    agencies = [{record["agency"] for record in p["records"]} for p in truth(year)]
    assert sum("met-bromley" not in known for known in agencies) > 200


def test_a_row_that_is_only_counted_carries_no_reference(year: list[InventedReturn]) -> None:
    blocks = [row[block] for each in year for row in each.rows for block in BLOCKS if block in row]
    counted = [block for block in blocks if block["sharing"] == "counts_only"]
    assert 0.01 < len(counted) / len(blocks) < 0.15
    assert all("person_ref" not in block for block in counted)
    linked = sum(block["sharing"] == "linked_counts" for block in blocks)
    assert linked / len(blocks) > 0.8


def test_helpers_read_of_those_whose_case_the_conference_has_heard(
    year: list[InventedReturn],
) -> None:
    heard = {
        each.people["victim"]
        for sent in year
        if sent.dataset == "marac_case"
        for each in sent.written
    }
    blocks = [
        (reference in heard, each.row[block])
        for sent in year
        if sent.agency_id in ("kings-pruh", "bromley-housing", "bromley-gp")
        for each in sent.written
        for block, reference in each.people.items()
    ]
    shown = [listed for listed, block in blocks if block["sharing"] == "may_be_shared"]
    assert len(shown) > 50
    # The others were heard in the year before, or will be next month.
    assert sum(shown) / len(shown) > 0.6
    assert all("person_ref" in block for _, block in blocks if block["sharing"] == "may_be_shared")


def test_an_agency_says_the_same_of_a_person_every_time(year: list[InventedReturn]) -> None:
    said = defaultdict(set)
    for each in year:
        for row in each.rows:
            for name in BLOCKS:
                block = row.get(name, {})
                for key in EQUALITY if "person_ref" in block else ():
                    if block[key] not in MISSING_REASONS:
                        said[each.agency_id, block["person_ref"], key].add(block[key])
    assert max(map(len, said.values())) == 1


def test_victim_suspect_and_children_of_a_household_are_different_persons(
    year: list[InventedReturn],
) -> None:
    homes = defaultdict(set)
    for person in truth(year):
        known = {record["block"] for record in person["records"]} & {"child", "suspect", "victim"}
        assert len(known) <= 1
        homes[person["household"]].add(person["person_ref"])
    assert {len(people) for people in homes.values()} == {1, 2, 3, 4, 5, 6}

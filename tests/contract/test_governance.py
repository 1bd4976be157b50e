"""The papers for data-protection leads are those of the definitions, and say all that these say."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli.contracts import invented
from api.cli.main import main
from api.policies.retention import RULES, Stay
from api.reports.governance import NAMES, papers
from api.reports.governance.categories import HEALTH, OFFENCES, ROLES, SPECIAL
from api.reports.words import plain
from schemas.dataset import columns
from schemas.datasets import DATASETS
from schemas.purposes import PURPOSES
from tests.integration import stored_rows

FOLDER = Path(__file__).parents[2] / "docs" / "governance"
TABLES = dict(stored_rows.PARTNERSHIP_TABLES[0].metadata.tables)
"""Every table of the store."""
STATUTE = "Domestic Violence, Crime and Victims Act"
"""The one place where the older term is a name."""


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return papers(invented())


def test_the_published_papers_are_those_of_the_definitions(made: dict[str, str]) -> None:
    kept = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    assert sorted(kept) == sorted(NAMES)
    stale = [name for name, text in made.items() if kept[name] != text]
    assert stale == [], "run `safershare contract governance`"


def test_the_command_writes_them(made: dict[str, str], tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["contract", "governance", "--out", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == made


def test_every_table_has_a_rule_of_retention_and_every_rule_a_table() -> None:
    assert set(RULES) == set(TABLES)
    months = {name for name, rule in RULES.items() if rule.months is not None}
    assert months == {name for name, rule in RULES.items() if rule.stay is Stay.MONTHS}


def test_no_table_with_a_persons_digest_is_said_to_hold_none() -> None:
    holding = {
        table.name
        for table in TABLES.values()
        if any(each.name == "same_as" or each.name.endswith("person_id") for each in table.columns)
    }
    assert {name for name in holding if not RULES[name].persons} == set()


def test_the_record_of_processing_names_every_dataset_purpose_agency_and_rule(
    made: dict[str, str],
) -> None:
    record, parties = made["record-of-processing.md"], invented()
    agreed = {name for terms in parties.agreements for name in terms["datasets"]}
    assert agreed == set(DATASETS)
    for name in agreed:
        assert f"(`{name}`)" in record
        for column in columns(DATASETS[name]):
            assert column.field.title in record
    for terms in parties.agreements:
        assert terms["agreement"] in record
        for purpose in terms["purposes"]:
            assert PURPOSES[purpose].title in record
    for name, _ in parties.agencies.values():
        assert f"| {name} |" in record
    for rule in RULES.values():
        assert rule.holds[1:] in record


@pytest.mark.parametrize("name", NAMES[1:])
def test_each_paper_is_a_draft_for_its_own_lead_to_review(made: dict[str, str], name: str) -> None:
    text = made[name]
    assert "> Draft for review by the data-protection lead of" in text
    assert "[to complete" in text
    assert not any(mark in text for mark in ("{{", "{%", "None", "frozenset", "Undefined"))
    assert plain(text.replace(STATUTE, "")).lower().count("violence") == 0


def test_the_agreements_terms_are_in_the_text_that_is_signed(made: dict[str, str]) -> None:
    text = made["sharing-agreement.md"]
    for terms in invented().agreements:
        assert f"## {terms['agreement']}: {terms['title']} (version {terms['version']})" in text
        for pointer in terms["lawful_basis"]:
            assert pointer in text
        for field in terms["withheld_fields"]:
            assert field in text


def test_kinds_of_data_are_said_of_fields_and_datasets_that_exist() -> None:
    keys = {column.key for each in DATASETS.values() for column in columns(each) if column.block}
    assert set(SPECIAL) <= keys
    assert set(DATASETS) >= HEALTH | OFFENCES
    assert set(ROLES) == {block for each in DATASETS.values() for block in each.persons}


def test_the_notice_claims_no_more_than_a_timeline_and_a_shared_key_keep(
    made: dict[str, str],
) -> None:
    notice = made["privacy-notice.md"]
    listed = next(line for line in notice.splitlines() if "Conferences on persons" in line)
    assert "single records" not in listed
    assert "who recorded it" in listed
    assert "only it can make" not in notice
    assert "which service helps you" not in notice

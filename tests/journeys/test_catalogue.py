"""The catalogue over HTTP, to anybody: datasets, dictionaries for programs and people, schemas."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from schemas import pages
from schemas.datasets import DATASETS
from tests import conforming

Read = Callable[..., TestResponse]


@pytest.fixture
def read(application: Flask) -> Read:
    client: FlaskClient = application.test_client(use_cookies=False)

    def asked(path: str, accept: str = "*/*") -> TestResponse:
        answer = client.get(path, headers={"Accept": accept})
        conforming.check(
            "GET",
            path.partition("?")[0],
            status=answer.status_code,
            media_type=answer.mimetype or "",
            body=answer.json if answer.is_json else answer.data,
            headers=dict(answer.headers),
        )
        return answer

    return asked


def test_the_list_names_every_dataset_with_its_fields_and_rules(read: Read) -> None:
    found = read("/v1/datasets").json
    assert found is not None
    assert [each["name"] for each in found["datasets"]] == list(DATASETS)
    for each in found["datasets"]:
        assert {"record_id"} <= {field["name"] for field in each["fields"]}
        ids = {rule["id"] for rule in each["rules"]}
        assert {"ENV-V01", "ENV-V08", "SUB-V01"} <= ids
        assert 1 <= len(each["minimum"]) <= 6


@pytest.mark.parametrize("name", DATASETS)
def test_a_dataset_is_described_alike_by_itself_and_in_its_dictionary(
    name: str, read: Read
) -> None:
    itself = read(f"/v1/datasets/{name}").json
    assert itself == read(f"/v1/datasets/{name}/dictionary").json
    assert itself is not None
    assert {rule["kind"] for rule in itself["rules"]} >= {"row", "envelope"}


@pytest.mark.parametrize("name", DATASETS)
def test_the_code_lists_of_a_dataset_are_where_it_says(name: str, read: Read) -> None:
    found = read(f"/v1/datasets/{name}").json
    assert found is not None
    for field in found["fields"]:
        if field["code_list_url"]:
            listed = read(field["code_list_url"]).json
            assert listed is not None
            assert listed["codes"] == field["codes"]


def test_the_schema_of_a_csv_file_is_a_table_schema(read: Read) -> None:
    schema = read("/v1/datasets/incident/schema").json
    table = read("/v1/datasets/incident/schema?format=frictionless").json
    assert schema is not None
    assert table is not None
    assert schema["$schema"].endswith("2020-12/schema")
    assert table["$schema"].startswith("https://datapackage.org/")
    assert {field["name"] for field in table["fields"]} >= {"record_id", "victim.sex"}


@pytest.mark.parametrize(
    ("query", "accept", "kind"),
    [
        ("", "*/*", "application/json"),
        ("", "application/json", "application/json"),
        ("", "text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
        ("?format=html", "application/json", "text/html"),
        ("?format=json", "text/html", "application/json"),
    ],
)
@pytest.mark.parametrize("path", ["/v1/datasets", "/v1/datasets/incident/dictionary"])
def test_people_get_a_page_and_programs_get_json(
    path: str, query: str, accept: str, kind: str, read: Read
) -> None:
    answer = read(path + query, accept)
    assert (answer.status_code, answer.mimetype) == (200, kind)
    assert ("Accept" in answer.headers.get("Vary", "")) == (not query)
    if kind == "text/html":
        assert answer.headers["Content-Security-Policy"] == pages.POLICY
        assert answer.text.startswith("<!doctype html>")


def test_every_address_on_a_served_page_answers(read: Read) -> None:
    page = read("/v1/datasets/incident/dictionary?format=html").text
    addresses = {part.split('"')[0] for part in page.split('href="')[1:]}
    served = {each.replace("&amp;", "&") for each in addresses if each.startswith("/")}
    assert len(served) == 5
    assert {read(address).status_code for address in served} == {200}


def test_an_unknown_dataset_has_no_page(read: Read) -> None:
    assert read("/v1/datasets/hair/dictionary?format=html").status_code == 404
    assert read("/v1/datasets/incident/dictionary?format=pdf").status_code == 422


def test_a_counting_rule_that_changed_is_read_with_both_texts_and_their_dates(read: Read) -> None:
    found = read("/v1/code-lists/counting_rule").json
    assert found is not None
    shop = {each["code"]: each for each in found["codes"] if each["group"] == "one_stop_shop"}
    before, after = shop["session_attendance"], shop["any_support_line_call"]
    assert (before["valid_to"], after["valid_from"]) == ("2021-03-31", "2021-04-01")
    assert before["label"] != after["label"]

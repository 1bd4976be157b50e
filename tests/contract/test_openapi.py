"""The published contract equals the application, is valid, and shapes every answer."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate

from api import contract, service
from api.app import create_app
from api.cli.client.routes import need
from api.settings import Settings
from tests import conforming
from tests.conforming import METHODS
from tests.databases import Databases


@pytest.fixture(scope="module")
def document(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The contract that the application publishes."""
    folder: Path = tmp_path_factory.mktemp("keys")
    settings = Settings.from_environment(
        {"SAFERSHARE_DATABASE_URL": databases.app_url, "SAFERSHARE_KEY_DIR": str(folder / "keys")}
    )
    service.prepare(settings)
    app = create_app(settings)
    return contract.of(app)


def test_openapi_yaml_equals_what_the_application_publishes(document: dict[str, Any]) -> None:
    published = conforming.contract()
    assert published == document, "run `safershare contract write`"


def test_the_contract_is_valid_openapi(document: dict[str, Any]) -> None:
    validate(document)
    assert document["openapi"].startswith("3.1")


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method in METHODS:
                yield f"{method} {path}", operation


def test_every_operation_has_a_name_of_its_own_and_a_summary(document: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, operation in _operations(document)]
    assert len(set(names)) == len(names)
    assert all(operation.get("summary") for _, operation in _operations(document))


def test_no_answer_under_v1_is_a_bare_object(document: dict[str, Any]) -> None:
    bare = [
        name
        for name, operation in _operations(document)
        if " /v1/" in name
        for status, response in operation["responses"].items()
        for body in response.get("content", {}).values()
        if status.startswith("2") and body.get("schema") in ({}, {"type": "object"})
    ]
    assert bare == []


def test_every_named_schema_of_an_object_lists_its_members(document: dict[str, Any]) -> None:
    vague = [
        name
        for name, schema in document["components"]["schemas"].items()
        if schema.get("type") == "object"
        and not schema.get("properties")
        and schema.get("additionalProperties", True) is True
    ]
    assert vague == []


def test_every_guarded_operation_names_its_scope(document: dict[str, Any]) -> None:
    public = {
        name
        for name, operation in _operations(document)
        if " /v1/" in name and not operation.get("security")
    }
    assert all(
        name.startswith(
            (
                "get /v1/datasets",
                "get /v1/code-lists",
                "get /v1/purposes",
                "get /v1/indicators",
                "get /v1/structures",
            )
        )
        and not name.endswith("/values")
        for name in public
    ), sorted(public)


def test_the_client_knows_the_scope_of_every_operation(document: dict[str, Any]) -> None:
    wrong = {}
    for name, operation in _operations(document):
        method, path = name.split(" ", 1)
        scopes = [scope for each in operation.get("security", ()) for scope in each["safershare"]]
        known = need(method.upper(), path.replace("{", "").replace("}", ""))
        if path.startswith("/v1/") and (known is None or [known.scope] != (scopes or [None])):
            wrong[name] = scopes
    assert wrong == {}

"""Responses held against the published contract: status, media type and shape.

What belongs here: finding the operation that answered and validating what it said. What does not:
what a journey expects beyond the contract.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

import yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

CONTRACT = Path(__file__).parents[1] / "openapi.yaml"
HOME = "urn:safershare:openapi"
METHODS = frozenset({"get", "put", "post", "patch", "delete"})


@cache
def contract() -> dict[str, Any]:
    """The published contract as it stands in the repository."""
    return read_yaml(CONTRACT.read_text(encoding="utf-8"))


def read_yaml(text: str) -> dict[str, Any]:
    """A document in YAML, by the parser in C: the contract takes the one in Python seconds."""
    read: dict[str, Any] = yaml.load(text, yaml.CSafeLoader)
    return read


@cache
def _templates() -> tuple[tuple[re.Pattern[str], str], ...]:
    paths = sorted(contract()["paths"], key=lambda path: path.count("{"))
    return tuple(
        (re.compile(re.sub(r"\\{[^/]+?\\}", "[^/]+", re.escape(path)) + r"\Z"), path)
        for path in paths
    )


@cache
def _registry() -> Registry[Any]:
    whole = Resource.from_contents(contract(), default_specification=DRAFT202012)
    registry: Registry[Any] = Registry()
    return cast("Registry[Any]", registry.with_resource(HOME, whole))


def operation(method: str, path: str) -> dict[str, Any] | None:
    """The operation that answers a method at a path, None where the contract has none."""
    for pattern, template in _templates():
        found = contract()["paths"][template].get(method.lower())
        if found and pattern.match(path):
            return dict(found)
    return None


def check(
    method: str, path: str, *, status: int, media_type: str, body: Any, headers: Mapping[str, str]
) -> None:
    """Hold one response against the contract.

    Args:
        method: of the request.
        path: of the request, without its query.
        status: of the response.
        media_type: of the response, without parameters; "" where it has no body.
        body: the decoded JSON, where it is JSON.
        headers: of the response.

    Raises:
        AssertionError: it says what the contract does not promise.
    """
    said = operation(method, path)
    if said is None:
        assert status in (404, 405), f"{method} {path} is not in the contract"
        return
    response = _response(said, status)
    assert headers.get("X-Request-ID"), "every answer names its request"
    content = response.get("content", {})
    if not media_type and not body:
        return
    assert media_type in content or not content, f"{method} {path} {status}: {media_type}"
    schema = content.get(media_type, {}).get("schema")
    if schema and media_type.endswith("json") and not media_type.endswith("ndjson"):
        _validate(body, schema)


def _response(said: dict[str, Any], status: int) -> dict[str, Any]:
    responses = said["responses"]
    found = responses.get(str(status)) or responses.get("default")
    assert found is not None, f"status {status} is not promised"
    while "$ref" in found:
        found = _at(found["$ref"])
    return dict(found)


def _at(reference: str) -> dict[str, Any]:
    place: Any = contract()
    for part in reference.removeprefix("#/").split("/"):
        place = place[part]
    return dict(place)


def _validate(body: Any, schema: dict[str, Any]) -> None:
    placed = _placed(schema)
    validator: Any = Draft202012Validator(placed, registry=_registry())
    wrong = [f"{list(error.path)}: {error.message[:120]}" for error in validator.iter_errors(body)]
    assert not wrong, wrong[:5]


def _placed(part: Any) -> Any:
    """A schema whose references name the whole contract, so that they are found from anywhere."""
    if isinstance(part, dict):
        return {
            key: f"{HOME}{value}" if key == "$ref" else _placed(value)
            for key, value in part.items()
        }
    return [_placed(item) for item in part] if isinstance(part, list) else part

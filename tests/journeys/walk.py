"""Every address of the published contract that can be read, written out in full.

What belongs here: filling in the contract's paths, so that a route which is added is walked with
the others. What does not: what an answer may hold.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Final
from urllib.parse import quote

from tests.conforming import contract
from tests.journeys.systems import System
from tests.oauth_client import Response

HOLE: Final = re.compile(r"{(\w+)}")


@dataclass(frozen=True)
class Address:
    """One path to read, the scope that it needs, and the forms in which it is given."""

    path: str
    scope: str
    forms: tuple[str, ...]


def addresses(
    values: Mapping[str, Sequence[str]], *, queries: Mapping[str, Sequence[str]]
) -> Iterator[Address]:
    """Every path of the contract that is read, with each of the values in its holes.

    `queries` are by path. Raises KeyError for a hole that has no values.
    """
    for path, methods in sorted(contract()["paths"].items()):
        if "get" not in methods:
            continue
        forms = tuple(methods["get"]["responses"].get("200", {}).get("content", ["*/*"]))
        holes = HOLE.findall(path)
        for filled in product(*(values[hole] for hole in holes)):
            whole = path
            for hole, value in zip(holes, filled, strict=True):
                whole = whole.replace("{" + hole + "}", quote(value, safe=""))
            for query in queries.get(path, ("",)):
                yield Address(whole + query, _scope(methods["get"]), forms)


def read(system: System, address: Address) -> Iterator[Response]:
    """What the address answers, in every form; nothing where the client gets no token for it."""
    dataset = next((d for d in _datasets(system) if f"/{d}" in address.path), None)
    token = _token(system, address.scope, system.details(dataset)) if address.scope else None
    if address.scope and not token:
        return
    for form in address.forms:
        fields = {"Accept": form}
        if token is None:
            yield system.client.send("GET", address.path, fields, b"")
        else:
            yield system.client.call("GET", address.path, token=token, headers=fields)


def _token(system: System, scope: str, asked: object) -> str:
    """A token of this scope, with an agreement or where that is refused without; "" for none."""
    for details in (asked, None):
        key = json.dumps([scope, details])
        if key not in system.held:
            answer = system.client.ask(scope, details)
            system.held[key] = answer.json["access_token"] if answer.status == 200 else ""
        if system.held[key]:
            return system.held[key]
    return ""


def _datasets(system: System) -> list[str]:
    return sorted({name for terms in system.agreements for name in terms["datasets"]})


def _scope(operation: Mapping[str, Any]) -> str:
    named = [scope for each in operation.get("security", ()) for s in each.values() for scope in s]
    return named[0] if named else ""

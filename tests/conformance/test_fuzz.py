"""No mutated document breaks the service: each is refused, with its challenge and its one event.

`make prove` sends 100,000, most of them to the application in this process and some of them over
HTTP to two workers; `make test` sends a sample, the same each time.
"""

from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from flask import Flask

from api import service
from api.app import create_app
from tests.conformance.founding import Registered, client_of, founded
from tests.conformance.fuzz import Fuzz, Sent, protected
from tests.conformance.place import Place, serving
from tests.counts import SEED, whole_or_sample
from tests.databases import SqliteTemplates
from tests.oauth_client import Key, Response
from tests.partnership import Partnership

INSIDE = whole_or_sample(95_000, sample=400)
OUTSIDE = whole_or_sample(5_000, sample=80)
LARGE = 1 << 20
TOO_LARGE_FIELDS = 431  # RFC 6585 section 5
Founded = tuple[Partnership, dict[str, Registered]]


@pytest.fixture(scope="module")
def raised(
    sqlite_templates: SqliteTemplates, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Founded]:
    with sqlite_templates.database() as databases:
        yield founded(databases, folder=tmp_path_factory.mktemp("fuzz"))


@pytest.fixture(scope="module")
def place(raised: Founded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    partnership, clients = raised
    folder, log = tmp_path_factory.mktemp("served"), partnership.databases.app_url
    with serving(partnership, clients, folder=folder, nonce=False, log_url=log) as made:
        yield made


@pytest.fixture(scope="module")
def application(place: Place) -> Iterator[Flask]:
    """The same service in this process, under the address that the server has."""
    made = create_app(place.server.partnership.settings)
    yield made
    made.extensions[service.EXTENSION].database.close()


@pytest.fixture
def fuzz(place: Place, application: Flask) -> Fuzz:
    kid = place.first_key()
    private = load_pem_private_key((place.key_folder / f"{kid}.pem").read_bytes(), None)
    assert isinstance(private, ec.EllipticCurvePrivateKey)
    name = client_of("ES256")
    (key,) = place.clients[name].keys
    routes = protected(application)
    assert len(routes) > 30
    return Fuzz(place.issuer, name, key, Key("ES256", private), kid, routes, Random(SEED))


def judged(sent: Sent, answer: Response) -> int:
    """The status of an answer, which must be one that a refusal may have."""
    where = f"{sent.method} {sent.path}: {answer.status} {answer.body[:200]!r}"
    assert answer.status < 500, where
    if answer.status == TOO_LARGE_FIELDS:
        # The HTTP server's own answer; the application was not asked.
        return answer.status
    if answer.status in (401, 403):
        assert answer.headers["WWW-Authenticate"], where
    if answer.status >= 400:
        media = answer.headers["Content-Type"]
        assert media in ("application/problem+json", "application/json"), where
        assert answer.json.get("code") or answer.json.get("error"), where
    return answer.status


@pytest.mark.prove
def test_mutated_documents_are_refused(place: Place, application: Flask, fuzz: Fuzz) -> None:
    client = application.test_client(use_cookies=False)
    before, statuses = place.events(), Counter[int]()
    for sent in fuzz.requests(INSIDE):
        got = client.open(sent.path, method=sent.method, headers=list(sent.fields), data=sent.body)
        statuses[judged(sent, Response(got.status_code, dict(got.headers), got.data))] += 1
    assert statuses.total() == INSIDE
    assert {200, 400, 401, 403} <= set(statuses)
    assert place.events() - before == INSIDE


@pytest.mark.prove
def test_mutated_documents_are_refused_over_http(place: Place, fuzz: Fuzz) -> None:
    before, statuses = place.events(), Counter[int]()
    for number, sent in enumerate(fuzz.requests(OUTSIDE)):
        answer = place.send(*sent, worker=number % 2)
        statuses[judged(sent, answer)] += 1
    assert statuses.total() == OUTSIDE
    assert place.events() - before == OUTSIDE - statuses[TOO_LARGE_FIELDS]


@pytest.mark.parametrize("name", ["Authorization", "DPoP", "X-Request-ID", "Acting-Person"])
def test_a_field_of_a_megabyte_breaks_nothing(place: Place, application: Flask, name: str) -> None:
    large = ("DPoP " if name == "Authorization" else "") + "a" * LARGE
    client = application.test_client(use_cookies=False)
    for path in ("/v1/returns", "/oauth/token"):
        method = "GET" if path.startswith("/v1") else "POST"
        inside = client.open(path, method=method, headers=[(name, large)])
        assert 400 <= inside.status_code < 500
        outside = place.send(method, path, [(name, large)])
        assert 400 <= outside.status < 500
        assert place.send("GET", "/readyz").status == 200

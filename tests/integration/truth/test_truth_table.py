"""One table of who may do what, answered alike by agreements, the service, and the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Final

import pytest

from api import service
from api.app import create_app
from api.db import Database
from tests.counts import whole_or_sample
from tests.databases import Databases
from tests.integration.truth.asking import Http, Rules
from tests.integration.truth.place import Place, placed
from tests.integration.truth.table import (
    ASPECTS,
    CALLERS,
    STATES,
    TODAY,
    Answers,
    Question,
    by_agreements,
    questions,
)

pytestmark = pytest.mark.prove

AT_LEAST: Final = 5_000
SAMPLE: Final = 30
"""Questions of each kind, allowed in part and refused, that `make test` asks."""


@pytest.fixture(scope="module")
def place(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Place:
    return placed(databases, folder=tmp_path_factory.mktemp("service"))


def expected(place: Place) -> dict[Question, Answers]:
    return {each: by_agreements(each, filed=place.filed[each.state]) for each in questions()}


def chosen(table: dict[Question, Answers]) -> Sequence[Question]:
    """All of them, or as many of those with something allowed as of those without."""
    allowed = [each for each, answers in table.items() if any(answers.values())]
    refused = [each for each, answers in table.items() if not any(answers.values())]
    return [
        each
        for kind in (allowed, refused)
        for each in kind[:: max(1, len(kind) // whole_or_sample(len(kind), sample=SAMPLE))]
    ]


def test_the_table_has_every_combination_and_both_answers_to_each_kind(place: Place) -> None:
    table = expected(place)
    told = Counter(
        (aspect, answer) for answers in table.values() for aspect, answer in answers.items()
    )
    assert sum(told.values()) >= AT_LEAST
    never = {("retrieve never", True), ("retrieve withheld", True), ("retrieve restricted", True)}
    assert set(told) == {(a, answer) for a in ASPECTS for answer in (True, False)} - never
    assert {each.state for each, answers in table.items() if any(answers.values())} == {"in_force"}
    assert {each.state for each in table} == set(STATES)
    assert {each.caller for each in chosen(table)} == set(CALLERS)


def test_the_service_answers_as_agreements_do(place: Place) -> None:
    table = expected(place)
    application = create_app(place.partnership.settings)
    asked = Http(application)
    wrong = {
        each: answers for each in chosen(table) if (answers := asked.answers(each)) != table[each]
    }
    application.extensions[service.EXTENSION].database.close()
    assert wrong == {}


@pytest.fixture
def rules(place: Place) -> Iterator[Rules]:
    if place.partnership.databases.engine_name != "postgresql":
        pytest.skip("SQLite has no row-level security")
    with closing(Database(place.partnership.databases.app_url, today=lambda: TODAY)) as database:
        yield Rules(database)


def test_row_level_security_alone_answers_as_agreements_do(place: Place, rules: Rules) -> None:
    table = expected(place)
    wrong = {
        each: answers for each in chosen(table) if (answers := rules.answers(each)) != table[each]
    }
    assert wrong == {}

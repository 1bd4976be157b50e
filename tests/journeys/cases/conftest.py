"""A partnership that works on cases, one for each engine, with rows about one person."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from api import service
from api.app import create_app
from api.db import Context
from schemas.tables.disclosures import disclosures
from tests.casework import (
    CHARITY,
    CHILDREN,
    HOSPITAL,
    HOUSING,
    OUTSIDER,
    POLICE,
    PROBATION,
    Casework,
    about,
    plan,
)
from tests.databases import Maker
from tests.journeys.recorder import Recorder
from tests.journeys.systems import systems_of
from tests.oauth_client import flask_sender
from tests.partnership import Partnership, raised
from tests.rows import ADA

Uses = Callable[[str], list[dict[str, Any]]]


@pytest.fixture(scope="package")
def partnership(
    new_database: Maker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Partnership]:
    with new_database() as databases:
        yield raised(databases, folder=tmp_path_factory.mktemp("service"), plan=plan())


@pytest.fixture(scope="package")
def application(partnership: Partnership) -> Iterator[Flask]:
    made = create_app(partnership.settings)
    yield made
    made.extensions[service.EXTENSION].database.close()


@pytest.fixture(scope="package")
def casework(partnership: Partnership, application: Flask) -> Casework:
    send = flask_sender(application.test_client(use_cookies=False))
    return Casework(systems_of(partnership, send=send, recorder=Recorder()))


@pytest.fixture(scope="package")
def sent(casework: Casework) -> Casework:
    """Eight agencies have sent what they know of one person."""
    send = casework.send
    send(POLICE, "incident", about("incident", "victim", ADA))
    send(POLICE, "risk_assessment", about("risk_assessment", "subject", ADA))
    send(POLICE, "marac_case", about("marac_case", "victim", ADA))
    send(POLICE, "protective_order", about("protective_order", "victim", ADA))
    send(POLICE, "justice_outcome", about("justice_outcome", "subject"))
    send(CHARITY, "referral", about("referral", "subject", ADA))
    send(CHARITY, "service_episode", about("service_episode", "subject", ADA))
    send(CHARITY, "housing_support", about("housing_support", "lead", ADA))
    send(HOUSING, "housing_support", about("housing_support", "lead", ADA, record_id="hs-2"))
    send(HOSPITAL, "health_contact", about("health_contact", "subject", ADA))
    send(PROBATION, "perpetrator_intervention", about(
        "perpetrator_intervention", "subject", release_expected_on="2026-05-01",
        release_on="2026-03-28",
    ))  # fmt: skip
    send(CHILDREN, "child_contact", about("child_contact", "child"))
    send(OUTSIDER, "risk_assessment", about("risk_assessment", "subject", ADA))
    return casework


@pytest.fixture(scope="package")
def uses(application: Flask) -> Uses:
    """What an agency is told of the uses of its rows in timelines."""
    database = application.extensions[service.EXTENSION].database

    def told(agency: str) -> list[dict[str, Any]]:
        with database.reading(Context("bromley", agency)) as session:
            own = select(disclosures).where(
                disclosures.c.agency_id == agency, disclosures.c.kind == "case"
            )
            return [dict(row) for row in session.execute(own).mappings()]

    return told

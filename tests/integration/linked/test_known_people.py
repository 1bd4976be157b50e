"""A few people whose histories are known, and what is counted of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from typing import Any

import pytest

from api.db import Context, Database
from api.disclosure.lattice import question
from api.queries.linked import cells
from schemas.linked import MEASURES
from tests.databases import Databases
from tests.integration.borough import PARTNERSHIP
from tests.integration.linked.people import MET, RAIL, Record, alias, found
from tests.integration.linked.windows import YEARS, Held

CONTEXT = Context(PARTNERSHIP, reach="operator")


def _on(day: str, agency: str, dataset: str, person: str | None, **values: Any) -> Record:
    return Record(agency, dataset, person, date.fromisoformat(day), values)


def _report(day: str, agency: str, person: str | None, **values: Any) -> Record:
    return _on(day, agency, "incident", person, **{"is_crime": False, **values})


RECORDS = (
    # Ada reports twice to one force; Bea to two; Cat again after a year; Dot under two keys.
    _report("2025-05-01", MET, "ada", is_crime=True),
    _report("2025-08-09", MET, "ada"),
    _report("2025-05-01", MET, "bea", is_crime=True),
    _report("2025-05-20", RAIL, "bea"),
    _report("2024-06-01", MET, "cat"),
    _report("2025-06-02", MET, "cat", risk_assessment_ref="assessed cat"),
    _report("2025-07-01", MET, "dot", record_id="about dot"),
    _report("2025-09-01", MET, "dot's later key"),
    _report("2023-04-01", MET, "fay"),
    # Nobody is named; and what the police took for something else is not counted.
    _report("2025-05-05", MET, None, is_crime=True),
    _report("2025-05-05", MET, "eve", is_crime=True, da_flag=False),
    # Ada and Fay are known to the police, Gia is not; Hal came to the police themselves, and of
    # Iva's referral only the sender's end is there.
    _on("2025-05-06", "kings-pruh", "health_contact", "ada"),
    _on("2025-05-06", "oxleas", "health_contact", "gia"),
    _on("2025-06-06", "clarion", "housing_support", "gia"),
    _on("2025-06-06", "bcwa", "service_episode", "fay"),
    _on("2025-06-06", MET, "referral", "hal", to_service="idva"),
    _on("2025-06-06", "bcwa", "referral", "iva", to_service="idva", side="sender"),
    # Of those at high risk Ada's case was heard afterwards, Bea's before, Cat's never.
    _on("2025-06-10", MET, "risk_assessment", "ada", risk_level="high"),
    _on("2025-06-20", "bcwa", "risk_assessment", "ada", risk_level="high"),
    _on("2025-06-15", "coordinator", "marac_case", "ada"),
    _on("2025-06-10", "bcwa", "risk_assessment", "bea", risk_level="high"),
    _on("2025-06-01", "coordinator", "marac_case", "bea"),
    _on("2025-06-10", MET, "risk_assessment", "cat", risk_level="high"),
    # Cat's assessment is named by the report, Dot's names it; another agency's is another.
    _on("2025-06-03", MET, "risk_assessment", "cat", risk_level="medium",
        record_id="assessed cat"),
    _on("2025-07-01", MET, "risk_assessment", None, risk_level="medium", incident_ref="about dot"),
    _on("2025-05-21", "bcwa", "risk_assessment", "bea", risk_level="medium",
        incident_ref="about bea"),
    # Ada was referred within two days, Bea a day too late, Cat to a refuge, Dot by a later key.
    _on("2025-05-03", "bcwa", "referral", "ada", to_service="idva"),
    _on("2025-05-04", "bcwa", "referral", "bea", to_service="idva"),
    _on("2025-06-02", "bcwa", "referral", "cat", to_service="refuge"),
    _on("2025-07-01", "clarion", "referral", "dot's later key", to_service="idsva"),
)  # fmt: skip

COUNTS = {
    "linked.victims_12m": 4,  # Ada, Bea, Cat, Dot
    "linked.repeat_victims_12m": 3,  # Ada, Bea, Dot
    "linked.repeat_victims_in_one_agency_12m": 2,  # Ada, Dot
    "linked.repeat_victims_across_agencies_12m": 1,  # Bea
    "linked.incidents_12m": 7,
    "linked.repeat_incidents_12m": 3,
    "linked.victims_36m": 5,  # Fay too
    "linked.repeat_victims_36m": 4,  # Cat too
    "linked.incidents_36m": 9,
    "linked.incidents_of_repeat_victims_36m": 8,
    "linked.known_elsewhere_12m": 6,  # Ada, Bea, Cat, Dot, Fay, Gia
    "linked.not_known_to_police_12m": 1,  # Gia
    "linked.high_risk_12m": 3,  # Ada, Bea, Cat
    "linked.conferenced_high_risk": 1,  # Ada
    "linked.eligible_incidents": 4,  # the crimes of Ada and Bea; of Cat and Dot those assessed
    "linked.eligible_incidents_referred_2d": 2,  # of Ada and Dot
}


@pytest.fixture(scope="module")
def held(databases: Databases) -> Iterator[Held]:
    with closing(Database(databases.app_url, operating=True)) as database:
        with database.writing(CONTEXT) as session:
            found(session)
            alias(session, [("dot's later key", "dot")])
            made = Held(session, RECORDS)
        with database.reading(CONTEXT) as session:
            made.session = session
            yield made


def test_every_linked_measure_has_people_whose_count_is_known() -> None:
    assert COUNTS.keys() == MEASURES.keys()


@pytest.mark.parametrize("measure", COUNTS)
def test_people_whose_histories_are_known_are_counted_so(held: Held, measure: str) -> None:
    family = MEASURES[measure]
    unit = next(each.units[0] for each in family.measures if each.name == measure)
    asked = question(family, measure=measure, period=YEARS[-1], unit=unit)
    counted = cells(held.session, family, held.window(family), breakdowns=asked.shape.breakdowns)
    [key] = [tuple(chosen) for chosen in zip(*asked.choices, strict=True)] or [()]
    assert {each.key: getattr(each, unit) for each in counted}[key] == COUNTS[measure]

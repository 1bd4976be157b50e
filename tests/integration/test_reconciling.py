"""Rules across agencies at the freeze: each side gets a protected count, and nobody else any."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

import pytest
from sqlalchemy import select

from api.db import Context
from api.queries import reconciliations as stored
from api.queries import releases
from api.services.releases.reconciling import asked
from schemas.period import Period
from schemas.tables.reconciliations import reconciliations
from tests.databases import Databases
from tests.integration.borough import PARTNERSHIP, Row, expect
from tests.integration.sealing import Place, borough_in

MONTH: Final = Period.parse_month("2026-01")
SENDER, RECEIVER, OTHER = "kings-pruh", "bcwa", "met-bromley"
NOISE: Final = 4  # more than any draw moves a count of this size (the perturbation table)


@pytest.fixture
def place(fresh_databases: Databases) -> Iterator[Place]:
    with borough_in(fresh_databases, months=[MONTH]) as made:
        yield made


def _referral(number: int, side: str, *, days: int = 0, linked: bool = True) -> Row:
    """One end's row about the person of that number."""
    unit = hashlib.sha256(str(number).encode()).digest()
    return {
        "unit_key": unit,
        "record_key": int.from_bytes(unit[-4:], "big"),
        "subject_person_id": unit if linked else None,
        "record_id": f"{side}-{number}",
        "side": side,
        "from_sector": "nhs_acute",
        "to_service": "idva",
        "referred_on": date(2026, 1, 12),
        "received_on": date(2026, 1, 12) + timedelta(days=days),
    }


def _contact(number: int) -> Row:
    """A contact at which that person accepted a referral."""
    kept = ("unit_key", "record_key", "subject_person_id", "to_service")
    same = {name: value for name, value in _referral(number, "").items() if name in kept}
    return {
        **same,
        "record_id": f"contact-{number}",
        "contact_month": "2026-01",
        "referral_accepted": True,
    }


def _send(place: Place, agency: str, rows: list[Row], *, dataset: str = "referral") -> None:
    with place.writing() as session:
        expect(session, agency, dataset, MONTH)
        place.borough.send(session, agency, dataset, MONTH, rows=rows)


def _shown(place: Place, dataset: str = "referral") -> dict[tuple[str, str, str], int]:
    """What the newest release of the month tells of a dataset: by agency, field and side."""
    with place.reading() as session:
        query = select(reconciliations).where(reconciliations.c.dataset == dataset)
        rows = session.execute(query).mappings()
        return {(row["agency_id"], row["field"], row["side"]): row["value"] for row in rows}


def test_each_end_of_a_referral_is_told_how_many_of_its_own_the_other_does_not_know(
    place: Place,
) -> None:
    _send(place, SENDER, [_referral(n, "sender") for n in range(40)])
    _send(place, RECEIVER, [_referral(n, "receiver", days=3) for n in range(20, 80)])
    place.seal("2026-01")
    found = _shown(place)
    assert set(found) == {
        (SENDER, "referred_on", "own"),
        (RECEIVER, "received_on", "own"),
    }
    assert abs(found[SENDER, "referred_on", "own"] - 20) <= NOISE
    assert abs(found[RECEIVER, "received_on", "own"] - 40) <= NOISE


def test_a_counterpart_of_another_dataset_is_known_by_that_datasets_own_fields(
    place: Place,
) -> None:
    _send(place, OTHER, [_contact(n) for n in range(40)], dataset="health_contact")
    _send(place, RECEIVER, [_referral(n, "receiver") for n in range(20, 60)])
    place.seal("2026-01")
    found = _shown(place, "health_contact")
    assert abs(found[OTHER, "to_service", "own"] - 20) <= NOISE


def test_few_records_without_a_counterpart_leave_no_row(place: Place) -> None:
    _send(place, SENDER, [_referral(n, "sender") for n in range(21)])
    _send(place, RECEIVER, [_referral(n, "receiver") for n in range(1, 21)])
    place.seal("2026-01")
    assert _shown(place) == {}


def test_a_row_that_names_nobody_waits_for_no_counterpart(place: Place) -> None:
    _send(place, SENDER, [_referral(n, "sender", linked=False) for n in range(40)])
    place.seal("2026-01")
    assert _shown(place) == {}


def test_an_agency_reads_its_own_counts_alone(place: Place) -> None:
    _send(place, SENDER, [_referral(n, "sender") for n in range(40)])
    place.seal("2026-01")
    with place.database.reading(Context(PARTNERSHIP, SENDER)) as session:
        release = releases.latest(session, partnership_id=PARTNERSHIP, period="2026-01")
        assert release is not None
        owner: dict[str, Any] = {
            "partnership_id": PARTNERSHIP,
            "release_id": release.release_id,
        }
        assert stored.of_agency(session, **owner, agency_id=SENDER)
        assert stored.of_agency(session, **owner, agency_id=RECEIVER) == []


def test_the_counterparts_of_another_dataset_are_told_of_the_others_records(place: Place) -> None:
    crossing = [each for each in asked() if each.test.dataset != each.dataset.name]
    assert crossing
    assert {each.sides for each in crossing} == {("own", "other")}

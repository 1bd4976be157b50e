"""Agencies read who used their data: who, why, under what, when, and how much in bands."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from api.db import Context, Database
from api.services.transparency import disclosures
from schemas.tables.disclosures import disclosures as table
from schemas.wire.disclosures import DisclosureList
from schemas.wire.register import RegisterOfUses
from tests.deliveries import contacts, document
from tests.journeys.systems import System, Systems
from tests.journeys.transparency.conftest import HOSPITAL, LEAD, POLICE, QUARTER, office
from tests.oauth_client import Response
from tests.partnership import Partnership

Figures = Callable[..., Response]
NEEDS = "strategic_needs_assessment"


def told(system: System, query: str = "") -> list[dict[str, Any]]:
    answer = office(system, f"/v1/disclosures{query}")
    assert answer.status == 200, answer.body
    assert DisclosureList().validate(answer.json) == {}
    found: list[dict[str, Any]] = answer.json["disclosures"]
    return found


def uses(system: System) -> dict[tuple[str, str, str], str]:
    """The band of uses, by who, dataset and kind."""
    return {(each["agency"], each["dataset"], each["kind"]): each["uses"] for each in told(system)}


def test_the_hospital_reads_the_leads_questions_with_purpose_and_agreement(
    systems: Systems, figures: Figures
) -> None:
    hospital = systems(HOSPITAL)
    assert figures(f"/v1/aggregates/health_contact?period={QUARTER}&unit=records").status == 200
    assert figures(f"/v1/reports/board?period={QUARTER}").status == 200
    lines = {each["kind"]: each for each in told(hospital) if each["agency"] == LEAD}
    assert set(lines) >= {"aggregate", "report"}
    for line in lines.values():
        assert (line["purpose"], line["dataset"]) == (NEEDS, "health_contact")
        assert line["agreement"].startswith("DSA-")
        assert (line["uses"], line["rows"]) == ("1-4", None)
        assert line["agency_name"].startswith("Domestic abuse lead")
        assert set(line) == {
            "day", "agency", "agency_name", "agreement", "purpose", "dataset", "kind", "uses",
            "rows",
        }  # fmt: skip


@pytest.mark.parametrize(
    "path",
    [
        f"/v1/aggregates/incident?period={QUARTER}&unit=records",
        f"/v1/indicators/IND-01/values?period={QUARTER}",
        f"/v1/reports/board?period={QUARTER}",
        f"/v1/reports/scrutiny?period={QUARTER}",
    ],
)
def test_every_answer_with_their_figures_is_told_to_those_it_rests_on(
    filled: Partnership, systems: Systems, figures: Figures, path: str
) -> None:
    police = systems(POLICE)
    before = exact(filled, POLICE)
    assert figures(path).status == 200
    after = exact(filled, POLICE)
    assert after - before == 1
    assert (LEAD, "incident", "report" if "reports" in path else "aggregate") in uses(police)


def exact(filled: Partnership, owner: str) -> int:
    """How many uses of an owner's incidents there are in truth."""
    database = Database(filled.databases.app_url)
    with database.reading(Context("bromley", owner)) as session:
        count = select(func.count()).where(
            table.c.agency_id == owner, table.c.dataset == "incident"
        )
        found = session.scalar(count)
    database.close()
    return int(found or 0)


def test_what_shows_nothing_of_theirs_is_told_to_nobody(
    filled: Partnership, figures: Figures
) -> None:
    before = exact(filled, POLICE)
    assert figures("/v1/releases").status == 200
    assert figures(f"/v1/aggregates/weather?period={QUARTER}").status == 422
    assert figures(f"/v1/aggregates/incident?period={QUARTER}&by=ward,sex,age_band,x").status == 422
    assert figures(f"/v1/aggregates/housing_support?period={QUARTER}").status == 200
    assert exact(filled, POLICE) == before


def test_an_agency_is_told_of_its_own_data_alone_and_never_of_itself(
    systems: Systems, figures: Figures
) -> None:
    assert figures(f"/v1/aggregates/incident?period={QUARTER}&unit=records").status == 200
    hospital, police = systems(HOSPITAL), systems(POLICE)
    assert {each["dataset"] for each in told(police)} == {"incident"}
    assert {each["dataset"] for each in told(hospital)} <= {"health_contact"}
    assert POLICE not in {each["agency"] for each in told(police)}


def test_a_receipt_that_shows_released_figures_is_a_use_of_them(
    systems: Systems, figures: Figures
) -> None:
    charity, hospital = systems("bcwa"), systems(HOSPITAL)
    assert charity.put("health_contact", "2026-03", document(contacts(3))).status == 201
    shown = charity.receipt("health_contact", "2026-03").json["gives_back"]["months"]
    released = [month["released"] for month in shown if month["released"] is not None]
    assert (("bcwa", "health_contact", "aggregate") in uses(hospital)) == bool(released)


def test_days_bound_what_is_read(systems: Systems, figures: Figures) -> None:
    figures(f"/v1/aggregates/incident?period={QUARTER}&unit=records")
    police = systems(POLICE)
    [day] = {each["day"] for each in told(police)}
    assert told(police, f"?from={day}&to={day}") == told(police)
    assert told(police, f"?to={day[:4]}-01-01") == []
    reversed_ = office(police, f"/v1/disclosures?from={day}&to=2020-01-01")
    assert (reversed_.status, reversed_.json["code"]) == (422, "days_reversed")
    assert office(police, "/v1/disclosures?from=yesterday").status == 422
    assert office(police, "/v1/disclosures?agency=other").status == 422


def test_pages_follow_each_other_without_a_gap(
    systems: Systems, figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures(f"/v1/aggregates/incident?period={QUARTER}&unit=records")
    figures(f"/v1/reports/board?period={QUARTER}")
    police = systems(POLICE)
    whole = told(police)
    assert len(whole) >= 2
    monkeypatch.setattr(disclosures, "PAGE", 1)
    paged, path = [], "/v1/disclosures"
    while path:
        answer = office(police, path).json
        paged += answer["disclosures"]
        path = f"/v1/disclosures?cursor={answer['next']}" if answer["next"] else ""
    assert paged == whole
    foreign = office(police, "/v1/disclosures").json["next"]
    assert office(systems(HOSPITAL), f"/v1/disclosures?cursor={foreign}").status == 400
    assert office(police, f"/v1/disclosures?from=2026-01-01&cursor={foreign}").status == 400


def test_the_register_tells_who_used_what_and_how_often(systems: Systems, figures: Figures) -> None:
    figures(f"/v1/aggregates/incident?period={QUARTER}&unit=records")
    police = systems(POLICE)
    month = told(police)[0]["day"][:7]
    found = office(police, f"/v1/register?month={month}")
    assert found.status == 200
    assert RegisterOfUses().validate(found.json) == {}
    assert found.json["whole"] is False
    [entry] = (
        each for each in found.json["entries"] if (each["agency"], each["purpose"]) == (LEAD, NEEDS)
    )
    read = {(each["dataset"], each["kind"]): each["uses"] for each in entry["reads"]}
    assert read["incident", "aggregate"]
    prose = office(police, f"/v1/register?month={month}", Accept="text/markdown")
    page = office(police, f"/v1/register?month={month}", Accept="text/html")
    for text in (prose.body.decode(), page.body.decode()):
        assert "Domestic abuse lead, Bromley" in text
        assert NEEDS in text
        assert "<script" not in text
    assert prose.headers["Content-Type"].startswith("text/markdown")
    assert page.body.decode().startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("query", "status"),
    [("month=2026-13", 422), ("month=2999-01", 422), ("month=2025-26-Q4", 422), ("", 422)],
)
def test_a_register_is_of_a_month_that_has_begun(
    systems: Systems, filled: Partnership, query: str, status: int
) -> None:
    assert office(systems(POLICE), f"/v1/register?{query}").status == status


def test_a_month_without_uses_says_so(systems: Systems, filled: Partnership) -> None:
    police = systems(POLICE)
    assert office(police, "/v1/register?month=2020-01").json["entries"] == []
    text = office(police, "/v1/register?month=2020-01", Accept="text/markdown").body.decode()
    assert "No use was made of any data." in text

"""The update that was typed by hand in 2022, written by the service from returns: over HTTP."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import docx
import pytest

from api.db import Context, Database
from schemas.period import Period
from synth.partnership import LEAD, Agency, Client
from synth.published import UPDATE
from tests.databases import Databases
from tests.deliveries import document, envelope
from tests.integration.borough import Borough, open_month
from tests.journeys.conftest import Events
from tests.journeys.safer_bromley import (
    LEARNING,
    LINES,
    OBJECTIVES,
    PRINTED,
    STATEMENTS,
    register,
)
from tests.journeys.systems import CSV, System, Systems
from tests.oauth_client import Response
from tests.partnership import TESTED, Partnership, raised

QUARTERS = [Period.parse(f"2022-23-Q{n}") for n in (1, 2, 3)]
LAST = QUARTERS[-1]
NEW = (
    Agency("sel-ccg", "Clinical commissioning group (invented)", "nhs_gp"),
    Agency("bsab", "Safeguarding adults board (invented)", "adult_social_care"),
    Agency("victim-support", "Victims' charity (invented)", "vcs_victim_support"),
    Agency("gangs-lead", "Lead on gangs (invented)", "council_community_safety"),
)
SENDING = frozenset({"returns:read", "returns:write", "aggregates:read"})
THEMES = "Survivors ask to be told of court dates sooner."
RATED = {
    "Achieved": "Status: done. Rating: blue (complete).",
    "Green": "Status: in progress. Rating: green (on course).",
    "In progress": "Status: in progress. Rating: amber (under way, at risk).",
    "In process": "Status: in progress. Rating: amber (under way, at risk).",
    "Not yet progressed": "Status: not started. Rating: red (not under way, or overdue).",
    "": "Status: not said.",
}


@pytest.fixture(scope="module")
def partnership(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Partnership:
    """The partnership with the agencies that made statements, and three quarters of 2022 open."""
    parties = [*TESTED.agreements[0]["parties"]]
    parties += [{"agency": each.agency_id, "roles": ["provider", "recipient"]} for each in NEW]
    plan = replace(
        TESTED,
        agencies=(*TESTED.agencies, *NEW),
        clients=(
            *TESTED.clients,
            *(Client(f"{each.agency_id}-returns", each.agency_id, SENDING) for each in NEW),
        ),
        agreements=({**TESTED.agreements[0], "parties": parties}, *TESTED.agreements[1:]),
        # What is owed from a later year on cannot be sent for an earlier one.
        expectations=(),
    )
    made = raised(databases, folder=tmp_path_factory.mktemp("service"), plan=plan)
    database, borough = Database(databases.app_url, operating=True), Borough()
    with database.writing(Context(plan.partnership_id, reach="operator")) as session:
        for month in [month for quarter in QUARTERS for month in quarter.months()]:
            open_month(session, month)
        rows = [borough.row("incident", LAST.months()[0]) for _ in range(120)]
        borough.send(session, "met-bromley", "incident", LAST.months()[0], rows=rows)
    database.close()
    return made


@pytest.fixture
def lead(systems: Systems) -> System:
    return systems(LEAD)


@pytest.fixture
def sealed(partnership: Partnership, systems: Systems, lead: System) -> None:
    """Everything sent and sealed, by the first test that wants it."""
    if _read(lead, "application/json").status == 200:
        return
    assert lead.stand("review_action", envelope()).status == 200
    for month in LINES:
        answer = lead.put("review_action", month, _table(month), media_type=CSV)
        assert answer.status == 201, answer.body
    assert lead.stand("aggregate_return", envelope()).status == 200
    answer = lead.put("aggregate_return", str(UPDATE.month), UPDATE.body, media_type=CSV)
    assert answer.status == 201, answer.body
    for agency, text in STATEMENTS.items():
        said = {"record_id": "1", "family": "statement", "measure": "statement", "unit": "text"}
        rows = [said | {"statement_text": text}]
        if agency == "bcwa":
            feedback = {"record_id": "2", "measure": "survivor_feedback", "statement_text": THEMES}
            rows.append(said | feedback)
        body = document(rows, level="statement")
        answer = systems(agency).put("aggregate_return", str(LAST.months()[-1]), body)
        assert answer.status == 201, answer.body
    for quarter in QUARTERS:
        body = json.dumps({"period": str(quarter), "accept_missing": True}).encode()
        answer = lead.call(
            "POST",
            "/v1/releases",
            scope="releases:write",
            asked=lead.details(),
            media_type="application/json",
            body=body,
        )
        assert answer.status == 201, answer.body


def _table(month: str) -> bytes:
    rows = list(register(month))
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, names)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _read(system: System, media_type: str, *, query: str = "") -> Response:
    return system.call(
        "GET",
        f"/v1/reports/board?period={LAST}{query}",
        scope="aggregates:read",
        asked=system.details(),
        headers={"Accept": media_type},
    )


def _statements(system: System) -> list[dict[str, str]]:
    answer = system.call(
        "GET", f"/v1/statements?period={LAST}", scope="returns:read", asked=system.details()
    )
    assert answer.status == 200, answer.body
    found: list[dict[str, str]] = answer.json["statements"]
    return found


def _decide(system: System, method: str, statement: str) -> Response:
    return system.call(
        method,
        f"/v1/statements/{statement}/release",
        scope="returns:write",
        asked=system.details(),
    )


@pytest.mark.usefixtures("sealed")
def test_every_commitment_stands_with_its_status(lead: System) -> None:
    prose = _read(lead, "text/markdown").body.decode()
    for number, (objective, commitments) in enumerate(OBJECTIVES, start=1):
        assert f"### Objective {number}: {objective}\n" in prose
        for part, (wording, status) in enumerate(commitments, start=1):
            heading = f"#### Commitment {number}.{part}: {wording}\n\n"
            assert heading in prose
            said = prose.split(heading)[1].split("\n\n")[0]
            assert said.startswith(f"{RATED[status]} Owner: Council"), wording


@pytest.mark.usefixtures("sealed")
def test_each_quarter_has_its_line(lead: System) -> None:
    sections = {each["id"]: each for each in _read(lead, "application/json").json["sections"]}
    objective, part = LEARNING
    found = sections["commitments"]["parts"][objective - 1]["parts"][part - 1]["paragraphs"]
    assert "April to June 2022: not requested." in found
    assert f"July to September 2022: {LINES['2022-09']}" in found
    assert f"October to December 2022: {LINES['2022-12']}" in found


@pytest.mark.usefixtures("sealed")
def test_a_statement_is_printed_once_both_sides_have_released_it(
    lead: System, systems: Systems, events: Events
) -> None:
    texts = _statements(lead)
    assert {each["agency"] for each in texts} == set(STATEMENTS)
    assert {each["status"] for each in texts} == {"held"}
    assert "41 general practices" not in _read(lead, "text/markdown").body.decode()
    for each in texts:
        assert _decide(lead, "PUT", each["statement_id"]).json["status"] == "released_by_lead"
    assert "41 general practices" not in _read(lead, "text/markdown").body.decode()
    for each in texts:
        answer = _decide(systems(each["agency"]), "PUT", each["statement_id"])
        assert answer.json["status"] == "released"
    assert events()["statements:release", "allowed"] == 2 * len(texts)
    prose = _read(lead, "text/markdown").body.decode()
    assert "7 are printed below" in prose
    for each in texts:
        assert each["printed"] in prose
    assert "half of them for domestic abuse. Domestic Violence Prevention Orders are" in prose
    feedback = prose.split("## What survivors said\n\n")[1]
    assert feedback.startswith(THEMES)


@pytest.mark.usefixtures("sealed")
def test_every_figure_of_the_update_comes_back_with_its_words(
    lead: System, systems: Systems
) -> None:
    for each in _statements(lead):
        for system in (lead, systems(each["agency"])):
            _decide(system, "PUT", each["statement_id"])
    sections = {each["id"]: each for each in _read(lead, "application/json").json["sections"]}
    for figure, (section, words) in PRINTED.items():
        assert words in " ".join(_told(sections[section])), figure


def _told(section: Mapping[str, Any]) -> Iterator[str]:
    """Every paragraph of a section and of its parts."""
    yield from section["paragraphs"]
    for part in section["parts"]:
        yield from _told(part)


@pytest.mark.usefixtures("sealed")
def test_a_withdrawn_statement_is_printed_no_more(lead: System, systems: Systems) -> None:
    [own] = _statements(systems("bsab"))
    for system in (lead, systems("bsab")):
        _decide(system, "PUT", own["statement_id"])
    assert own["printed"] in _read(lead, "text/markdown").body.decode()
    assert _decide(systems("bsab"), "DELETE", own["statement_id"]).json["status"] != "released"
    assert own["printed"] not in _read(lead, "text/markdown").body.decode()
    assert _decide(systems("bsab"), "PUT", own["statement_id"]).json["status"] == "released"


@pytest.mark.usefixtures("sealed")
def test_an_agency_sees_and_releases_its_own_statements_alone(
    lead: System, systems: Systems
) -> None:
    assert {each["agency"] for each in _statements(systems("bsab"))} == {"bsab"}
    foreign = next(each for each in _statements(lead) if each["agency"] == "sel-ccg")
    refused = _decide(systems("bsab"), "PUT", foreign["statement_id"])
    unknown = _decide(systems("bsab"), "PUT", "0" * 40)
    assert (refused.status, refused.json["code"]) == (404, "no_statement")
    assert (unknown.status, unknown.json["code"]) == (404, "no_statement")


@pytest.mark.usefixtures("sealed")
def test_a_page_and_a_document_have_the_numbers_of_the_data(lead: System) -> None:
    data = _read(lead, "application/json").json
    known = _numbers(json.dumps(data))
    page = _read(lead, "text/html")
    words = re.sub(r"<style>.*?</style>|<[^>]+>", " ", page.body.decode(), flags=re.DOTALL)
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    made = docx.Document(io.BytesIO(_read(lead, _DOCX).body))
    for text in (words, "\n".join(_texts(made))):
        assert _numbers(text)
        assert _numbers(text) <= known
    told = [text for section in data["sections"] for text in section["paragraphs"]]
    assert set(told) <= {each.text for each in made.paragraphs}


_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _texts(made: docx.document.Document) -> Iterator[str]:
    yield from (each.text for each in made.paragraphs)
    for table in made.tables:
        yield from (cell.text for row in table.rows for cell in row.cells)


def _numbers(text: str) -> set[int]:
    return {int(found) for found in re.findall(r"\d+", re.sub(r"(?<=\d),(?=\d{3})", "", text))}

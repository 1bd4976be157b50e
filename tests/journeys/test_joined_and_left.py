"""Figures of two months are not set side by side where other agencies contributed: over HTTP."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Final

import pytest

from synth.partnership import LEAD, Agency, Client
from tests.databases import Databases
from tests.deliveries import document, request
from tests.journeys.systems import System, Systems
from tests.partnership import TESTED, Partnership, raised

HOMES: Final = (
    "bromley-housing",
    "bcwa",
    "clarion",
    "hyde",
    "hestia",
    "refuge-east",
    "refuge-west",
)
SENDING: Final = frozenset({"returns:read", "returns:write", "aggregates:read"})
LEFT: Final = HOMES[5:]


@pytest.fixture(scope="module")
def partnership(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Partnership:
    """The partnership with five more agencies that give people homes."""
    new = [Agency(name, f"{name} (invented)", "housing_association") for name in HOMES[2:]]
    first, *others = TESTED.agreements
    parties = [{"agency": each.agency_id, "roles": ["provider", "recipient"]} for each in new]
    plan = replace(
        TESTED,
        agencies=(*TESTED.agencies, *new),
        clients=(
            *TESTED.clients,
            *(Client(f"{each.agency_id}-returns", each.agency_id, SENDING) for each in new),
        ),
        agreements=({**first, "parties": [*first["parties"], *parties]}, *others),
    )
    return raised(databases, folder=tmp_path_factory.mktemp("service"), plan=plan)


def _sent(systems: Systems, month: str, agencies: tuple[str, ...]) -> None:
    for place, agency in enumerate(agencies):
        rows = [request(100 * place + n, month=month) for n in range(1, 13)]
        answer = systems(agency).put("housing_support", month, document(rows))
        assert answer.status == 201, answer.body


def _sealed(lead: System, month: str) -> None:
    body = json.dumps({"period": month, "accept_missing": True}).encode()
    answer = lead.call(
        "POST", "/v1/releases", scope="releases:write", asked=lead.details(),
        media_type="application/json", body=body,
    )  # fmt: skip
    assert answer.status == 201, answer.body


def test_five_agencies_against_seven_is_a_change_of_coverage(systems: Systems) -> None:
    lead = systems(LEAD)
    for month, agencies in (("2026-01", HOMES), ("2026-02", HOMES[:5])):
        _sent(systems, month, agencies)
        _sealed(lead, month)
    answer = lead.call(
        "GET",
        "/v1/indicators/IND-30/values?period=2026-02&compare=2026-01",
        scope="aggregates:read",
        asked=lead.details(),
    )
    assert answer.status == 200, answer.body
    compared = answer.json["comparison"]
    assert (compared["status"], compared["reasons"]) == ("coverage_changed", ["left"])
    assert compared["agencies"] == [*LEFT]
    assert compared["values"] == []

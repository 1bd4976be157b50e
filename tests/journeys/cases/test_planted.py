"""From everything a partner can read, nothing tells whether a person it shares no agreement for
exists.

Two installations are alike, but that in one of them agencies hold rows about a person, who has a
case besides. One partner asks every route there is, and tries what it may of the rest; each answer
is held against the other installation's byte by byte. What a sealed figure tells of one person in
it is measured by the attacks; here the figures are sealed before the person's rows arrive.
"""

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from api import service
from api.app import create_app
from auth.scopes import DATA_SCOPES, SCOPES
from schemas.datasets import RECORD_DATASETS
from schemas.reference import synthetic_reference
from synth.partnership import LEAD, Client, PartnershipPlan
from tests.casework import (
    CHARITY,
    CHILDREN,
    HOSPITAL,
    HOUSING,
    NARROW,
    OUTSIDER,
    POLICE,
    PROBATION,
    Casework,
    about,
    plan,
)
from tests.counts import PROVE
from tests.databases import Databases, Maker
from tests.deliveries import Row, document, json_body, reference
from tests.journeys.recorder import Recorder
from tests.journeys.systems import JSON, System, systems_of
from tests.oauth_client import Response, details, flask_sender
from tests.partnership import raised

PLANTED, NOBODY = reference("planted"), reference("nobody")
CASE, OTHERS = "6f9d1f5e-3f0b-4c1e-9a55-2d8b7c1e0a42", "0c7f5a3e-9b1d-4e2f-8a66-1f2e3d4c5b6a"

HELD_BY: Mapping[str, tuple[tuple[str, str], ...]] = {
    CHARITY: (
        ("referral", "subject"), ("service_episode", "subject"), ("housing_support", "lead"),
    ),
    HOUSING: (("housing_support", "lead"),),
    HOSPITAL: (("health_contact", "subject"),),
    PROBATION: (("perpetrator_intervention", "subject"),),
    CHILDREN: (("child_contact", "child"),),
}  # fmt: skip
"""Agencies with rows about the person, none of which shares an agreement for them with the
partner."""

EVERY_SCOPE = Client(f"{OUTSIDER}-all", OUTSIDER, SCOPES - {"agreements:sign"})
"""The partner's client may call whatever a partner's client ever may."""


@dataclass(frozen=True)
class World:
    """One installation, and the partner in it."""

    application: Flask
    casework: Casework
    partner: System
    plan: PartnershipPlan

    def ask(
        self, method: str, path: str, *, scope: str, body: bytes | None = None, purpose: str = ""
    ) -> Response:
        """A request of the partner's, under the agreement that lets it ask."""
        asked = self._details(scope, purpose=purpose) if scope in DATA_SCOPES else None
        return self.partner.call(
            method,
            path,
            scope=scope,
            asked=asked,
            headers={"Acting-Person": "worker-1", "Access-Reason": "a-reason"},
            media_type=JSON if body is not None else None,
            body=body or b"",
        )

    def _details(self, scope: str, *, purpose: str) -> Any:
        action = DATA_SCOPES[scope]
        terms = next(
            each
            for each in self.plan.agreements_of(OUTSIDER)
            if action in each["actions"] and (not purpose or purpose in each["purposes"])
        )
        return details(terms["agreement"], terms["purposes"][0])


@contextmanager
def world(databases: Databases, folder: Path, *, planted: bool) -> Iterator[World]:
    """An installation with or without the person; its secrets are the same."""
    whole = plan()
    whole = replace(whole, clients=(*whole.clients, EVERY_SCOPE))
    partnership = raised(databases, folder=folder, plan=whole)
    application = create_app(partnership.settings)
    send = flask_sender(application.test_client(use_cookies=False))
    systems = systems_of(partnership, send=send, recorder=Recorder())
    made = World(
        application,
        Casework(systems),
        systems(OUTSIDER, client_id=EVERY_SCOPE.client_id),
        whole,
    )
    seal(made)
    fill(made.casework, planted=planted)
    yield made
    application.extensions[service.EXTENSION].database.close()


def seal(made: World) -> None:
    """December is sealed as it is: nobody has sent anything."""
    lead = made.casework.systems(LEAD)
    body = json_body({"period": "2025-12", "accept_missing": True})
    asked = lead.details()
    answer = lead.call(
        "POST", "/v1/releases", scope="releases:write", asked=asked, media_type=JSON, body=body
    )
    assert answer.status == 201, answer.body


def fill(casework: Casework, *, planted: bool) -> None:
    """Everybody sends about somebody else and, in one world, about the person as well."""
    for agency, datasets in HELD_BY.items():
        for dataset, block in datasets:
            others = [about(dataset, block, reference(f"{agency}-{n}"), record_id=f"o-{n}")
                      for n in (1, 2)]  # fmt: skip
            hers = [about(dataset, block, PLANTED, record_id="p-1")] if planted else []
            casework.send(agency, dataset, *others, *hers)
            casework.send(
                agency, dataset, *(earlier(each) for each in (*others, *hers)), month="2025-12"
            )
    whose = PLANTED if planted else reference(f"{CHARITY}-1")
    listed = casework.put(CASE, person_ref=whose, members=[CHARITY], ends_on="2026-09-30")
    assert listed.status == 201
    # the partner itself holds a row about the person in both worlds
    casework.send(OUTSIDER, "health_contact", about("health_contact", "subject", PLANTED))


def earlier(row: Row) -> Row:
    """A row of the month that was sealed before it arrived."""
    text = re.sub(r"2026-03-(\d\d)", lambda day: f"2025-12-{min(28, int(day[1])):02d}",
                  json.dumps(row)).replace('"2026-03"', '"2025-12"')  # fmt: skip
    moved: Row = json.loads(text)
    return {**moved, "record_id": f"{row['record_id']}-dec"}


@pytest.fixture(scope="module")
def worlds(
    new_database: Maker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[World, World]]:
    folders = [tmp_path_factory.mktemp(name) for name in ("without", "with")]
    with ExitStack() as held:
        made: list[World] = []
        for folder, planted in zip(folders, (False, True), strict=True):
            if made:
                share_secrets(folders[0], folder)
            databases = held.enter_context(new_database())
            made.append(held.enter_context(world(databases, folder, planted=planted)))
        yield made[0], made[1]


def share_secrets(one: Path, other: Path) -> None:
    (other / "keys").mkdir(mode=0o700)
    for name in ("person.secret", "pairwise.secret"):
        shutil.copy(one / "keys" / name, other / "keys" / name)


ASKED = tuple(dataset.name for dataset in RECORD_DATASETS)
if not PROVE:
    ASKED = ("health_contact", "housing_support", "referral")

ARGUMENTS: dict[str, tuple[str, ...]] = {
    "dataset": ASKED,
    "period": ("2026-03", "2025-12") if PROVE else ("2026-03",),
    "agency": (CHARITY,),
    "agreement": ("DSA-2026-0001", "DSA-2026-0101", NARROW),
    "measure": ASKED,
    "release_id": ("no-such-release",),
    "indicator": ("IND-01", "IND-08", "IND-37"),
    "case": (CASE, OTHERS),
    "request": ("no-such-request",),
    "name": ("sex",),
}
QUERIES = {
    "aggregates": ("?period=2025-12", "?period=2026-03&by=sex"),
    "indicators": ("?period=2025-12",),
    "participation": ("?period=2026-03", "?period=2025-12"),
    "reports": ("?period=2025-12",),
    "register": ("", "?month=2026-03"),
}


def paths(rule: Rule) -> Iterator[str]:
    """Addresses of a rule, for each value of its arguments."""
    made = [rule.rule]
    for argument in sorted(rule.arguments):
        kind = next(part for part in rule.rule.split("/") if part.endswith(f"{argument}>"))
        values = ARGUMENTS.get(argument, ("no-such-thing",))
        made = [path.replace(kind, value) for path in made for value in values]
    for path in made:
        yield from (path + query for query in QUERIES.get(path.split("/")[2], ("",)))


MASKS = (
    (r'"checkpoint":\s*("([^"\\]|\\.)*"|\{[^}]*\})', '"checkpoint":"-"'),
    (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "<uuid>"),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", "<instant>"),
    (r'"(salt|leaf|root|signature|checkpoint)":\s*"[^"]*"', r'"\1":"-"'),
    (r'(request_id|jkt)(\\?)":(\\?)"[\w-]+', r'\1\2":\3"-'),
    (r'"keys":\s*\[[^\]]*\]', '"keys":[]'),
    (r'"next":\s*"[^"]+"', '"next":"<cursor>"'),
)
"""What is drawn or dated anew for every request; everything else must be the same."""


def masked(answer: Response) -> tuple[int, str]:
    text = answer.body.decode(errors="replace")
    for pattern, word in MASKS:
        text = re.sub(pattern, word, text)
    for name in ("releases", "audit_events"):
        if f'"{name}":[' in text:
            # those of one instant stand in the order of ids, which are drawn
            listed = json.loads(text)
            text = json.dumps(listed | {name: sorted(map(json.dumps, listed[name]))})
    return answer.status, text


def read_everything(made: World) -> dict[str, tuple[int, str]]:
    """Every GET there is, for every purpose the partner has an agreement for."""
    found = {}
    for rule in made.application.url_map.iter_rules():
        view = made.application.view_functions[rule.endpoint]
        scope = getattr(view, "required_scope", None)
        if not rule.rule.startswith("/v1") or "GET" not in (rule.methods or ()) or scope is None:
            continue
        for path in paths(rule):
            found[path] = masked(made.ask("GET", path, scope=scope))
    return found


def try_everything(made: World) -> dict[str, tuple[int, str]]:
    """What a partner may attempt about the person besides reading."""
    somebody = reference("somebody")
    own = [
        about("health_contact", "subject", PLANTED),
        about("health_contact", "subject", somebody, record_id="hc-2"),
    ]
    body = document(own, person_ref_key="invented-2026")
    put = "/v1/returns/health_contact/2026-03"
    write = "returns:write"
    said: dict[str, tuple[str, str, str, bytes]] = {
        "a dry run": ("PUT", f"{put}?dry_run=true", write, body),
        "a return": ("PUT", put, write, body),
        "a pair of references": ("POST", "/v1/person-aliases", write, json_body(
            {"pairs": [{"earlier": PLANTED, "new": synthetic_reference(b"new")}]})),
        **{
            f"a case of {name}": ("PUT", f"/v1/cases/{case}", "cases:write", json_body(
                {**person, "members": [POLICE], "ends_on": "2026-09-30"}))
            for case, (name, person) in zip(IDS, PERSONS.items(), strict=True)
        },
        "another's case": ("PUT", f"/v1/cases/{CASE}", "cases:write", json_body(
            {"person_ref": NOBODY, "members": [POLICE], "ends_on": "2026-09-30"})),
        "a member": ("PUT", f"/v1/cases/{CASE}/members/{POLICE}", "cases:write", b"{}"),
        "an end": ("DELETE", f"/v1/cases/{CASE}", "cases:write", b""),
    }  # fmt: skip
    found = {
        name: masked(made.ask(method, path, scope=scope, body=sent or None))
        for name, (method, path, scope, sent) in said.items()
    }
    for name, person in PERSONS.items():
        found |= broken(made, f"an emergency about {name}", person)
    return found


PERSONS: dict[str, dict[str, Any]] = {
    "the person": {"person_ref": PLANTED},
    "nobody": {"person_ref": NOBODY},
    "its own row": {"record": {"dataset": "health_contact", "record_id": "hc-1"}},
    "another's row": {"record": {"dataset": "health_contact", "record_id": "p-1"}},
}
IDS = (
    "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222",
    "33333333-3333-4333-8333-333333333333", "44444444-4444-4444-8444-444444444444",
)  # fmt: skip


def broken(made: World, name: str, person: dict[str, Any]) -> dict[str, tuple[int, str]]:
    """The glass broken, and the timeline that it opens."""
    body = json_body({**person, "reason": "threat_to_life", "approver": "manager-9"})
    answer = made.ask("POST", "/v1/cases/break-glass", scope="cases:write", body=body)
    found = {name: masked(answer)}
    if answer.status == 201:
        path = f"/v1/cases/{answer.json['case']}/timeline"
        found[f"the timeline of {name}"] = masked(made.ask("GET", path, scope="cases:read"))
    return found


Answers = dict[str, tuple[int, str]]


@pytest.fixture(scope="module")
def answers(worlds: tuple[World, World]) -> tuple[Answers, Answers]:
    """What the partner is told in each world, by what it asked; it tries first, and then reads."""
    without, among = ({**try_everything(made), **read_everything(made)} for made in worlds)
    return without, among


@pytest.mark.prove
def test_every_answer_a_partner_can_get_is_the_same_with_the_person_and_without(
    answers: tuple[Answers, Answers],
) -> None:
    without, among = answers
    assert list(without) == list(among)
    assert [asked for asked in without if without[asked] != among[asked]] == []
    assert not [asked for asked, (status, _) in without.items() if status >= 500]


def test_the_partner_asked_every_kind_of_thing_and_was_answered(
    answers: tuple[Answers, Answers],
) -> None:
    read = {asked: status for asked, (status, _) in answers[0].items() if asked.startswith("/v1/")}
    rooms = {path.split("/")[2].partition("?")[0]: set[int]() for path in read}
    for path, status in read.items():
        rooms[path.split("/")[2].partition("?")[0]].add(status)
    answered = {room for room, statuses in rooms.items() if 200 in statuses}
    assert {"records", "cases", "returns", "disclosures", "audit-events", "releases"} <= answered
    tried = {asked: status for asked, (status, _) in answers[0].items() if asked not in read}
    assert {tried["a return"], tried["a case of the person"]} == {200, 201}
    assert tried["a case of nobody"] == tried["another's case"] == 403
    assert tried["the timeline of an emergency about the person"] == 200


def test_the_person_is_there_for_those_who_share_an_agreement(worlds: tuple[World, World]) -> None:
    """Or the comparison would show nothing."""
    told = [made.casework.kinds(CHARITY, CASE) for made in worlds]
    assert set(told[0]) == {"in_safe_accommodation", "support_began", "referred", "support_ended"}
    assert set(told[1]) == {*told[0], "health_contact", "child_contact"}

"""What agencies do about agreements, as their clients are let to."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy.orm import Session

from auth import agreement_desk as desk
from auth.caller import Caller
from auth.refusals import Conflict, NotFound, Unprocessable
from schemas.wire.agreements import AgreementListSchema, AgreementSchema
from tests import papers
from tests.auth_world import PARTNERSHIP, World
from tests.oauth_client import Key, signature
from tests.papers import AGREEMENT


def caller(agency: str) -> Caller:
    return Caller(
        partnership_id=PARTNERSHIP,
        agency_id=agency,
        agency_name=agency,
        sector="police",
        client_id=f"{agency}-office",
        scopes=frozenset({"agreements:read"}),
        agreement=None,
        purpose=None,
        datatypes=frozenset(),
        actions=frozenset(),
        jti="j",
        jkt="k",
    )


class Office:
    """One agency's side of the desk."""

    def __init__(self, world: World, agency: str) -> None:
        self.world, self.agency = world, agency

    @contextmanager
    def session(self) -> Iterator[tuple[Session, dict[str, Any]]]:
        with self.world.writing(self.agency) as session:
            clocks = {"now": self.world.clock.now, "today": self.world.clock.today}
            yield session, {"caller": caller(self.agency), **clocks}

    def listed(self) -> list[dict[str, Any]]:
        with self.session() as (session, who):
            return desk.listed(session, **who)

    def shown(self, number: str = AGREEMENT) -> dict[str, Any]:
        with self.session() as (session, who):
            return desk.shown(session, number, **who)

    def draft(self, **changes: Any) -> dict[str, Any]:
        with self.session() as (session, who):
            return desk.draft(session, papers.draft(**changes), **who)

    def redraft(self, number: str = AGREEMENT, **changes: Any) -> dict[str, Any]:
        with self.session() as (session, who):
            return desk.redraft(session, number, document=papers.draft(**changes), **who)

    def sign(
        self, shown: dict[str, Any], *, key: Key | None = None, **false: Any
    ) -> dict[str, Any]:
        terms = AgreementSchema().dump(shown)["terms"]
        jws = signature(
            terms, agency=self.agency, key=key or papers.agency_key(self.agency), false=false
        )
        with self.session() as (session, who):
            return desk.sign(session, terms["agreement"], version=terms["version"], jws=jws, **who)

    def change(self, what: str, number: str = AGREEMENT) -> dict[str, Any]:
        self.world.clock.pass_(1)
        with self.session() as (session, who):
            return desk.change(session, number, what=what, **who)


@pytest.fixture
def police(fresh: World) -> Office:
    return Office(fresh, "met-bromley")


@pytest.fixture
def lead(fresh: World) -> Office:
    return Office(fresh, "bromley-da-lead")


@pytest.fixture
def hospital(fresh: World) -> Office:
    return Office(fresh, "kings-pruh")


@pytest.fixture
def charity(fresh: World) -> Office:
    return Office(fresh, "bcwa")


def refused(kind: type[Exception], act: Any, *arguments: Any, **more: Any) -> str:
    with pytest.raises(kind) as caught:
        act(*arguments, **more)
    return str(getattr(caught.value, "code", ""))


class TestReading:
    def test_a_party_lists_its_agreements(self, police: Office, charity: Office) -> None:
        (line,) = police.listed()
        assert (line["agreement"], line["version"], line["state"]) == (AGREEMENT, 1, "in_force")
        assert charity.listed() == []
        AgreementListSchema().dump({"agreements": [line], "next": None})

    def test_a_party_reads_terms_signatures_and_hash(self, police: Office) -> None:
        shown = police.shown()
        written = AgreementSchema().dump(shown)
        assert written["terms"] == papers.document()
        assert (shown["state"], shown["in_force_version"], shown["awaiting"]) == (
            "in_force",
            1,
            [],
        )
        assert all(each["valid"] for each in shown["signatures"])
        assert len(shown["signatures"]) == 3

    def test_a_damaged_agreement_is_shown_to_nobody(self, fresh: World, police: Office) -> None:
        with fresh.as_administrator() as connection:
            connection.exec_driver_sql("UPDATE agreement_versions SET terms = '{}'")
        assert police.listed() == []
        assert refused(NotFound, police.shown) == "agreement_unknown"

    def test_a_signature_of_a_damaged_version_is_not_valid(
        self, fresh: World, police: Office, lead: Office
    ) -> None:
        lead.sign(police.redraft(datasets=["incident"]))
        with fresh.as_administrator() as connection:
            connection.exec_driver_sql(
                "UPDATE agreement_versions SET terms = '{}' WHERE version = 2"
            )
        shown = police.shown()
        assert {each["version"]: each["valid"] for each in shown["signatures"]} == {
            1: True,
            2: False,
        }

    def test_unknown_and_foreign_agreements_answer_alike(self, charity: Office) -> None:
        assert refused(NotFound, charity.shown) == "agreement_unknown"
        assert refused(NotFound, charity.shown, "DSA-2026-0404") == "agreement_unknown"
        assert refused(NotFound, charity.change, "end") == "agreement_unknown"
        assert refused(NotFound, charity.redraft) == "agreement_unknown"

    def test_every_deed_leaves_its_event(self, fresh: World, police: Office) -> None:
        before = len(fresh.events())
        police.listed()
        police.shown()
        police.change("suspend")
        events = fresh.events()[before:]
        assert [event.tag for event in events] == [
            "agreements:list",
            "agreements:read",
            "agreements:suspend",
        ]
        assert {event.client_id for event in events} == {"met-bromley-office"}
        assert json.loads(events[1].body)["subject"] == AGREEMENT


class TestDrafting:
    def test_a_draft_gets_the_next_number_and_no_force(self, police: Office) -> None:
        first, second = police.draft(), police.draft(title="Another")
        assert (first["agreement"], second["agreement"]) == ("DSA-2026-0002", "DSA-2026-0003")
        assert (first["version"], first["state"]) == (1, "draft")
        assert first["awaiting"] == ["bromley-da-lead", "kings-pruh", "met-bromley"]

    def test_it_is_in_force_when_the_last_party_has_signed(
        self, police: Office, lead: Office, hospital: Office
    ) -> None:
        drafted = police.draft()
        for office in (police, lead):
            assert office.sign(drafted)["state"] == "draft"
        signed = hospital.sign(drafted)
        assert (signed["state"], signed["in_force_version"]) == ("in_force", 1)

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"datasets": ["incident", "gossip"]}, "dataset_unknown"),
            (
                {
                    "parties": [
                        {"agency": "met-bromley", "roles": ["provider"]},
                        {"agency": "nobody", "roles": ["recipient"]},
                    ]
                },
                "agency_unknown",
            ),
            (
                {
                    "parties": [
                        {"agency": "kings-pruh", "roles": ["provider"]},
                        {"agency": "bromley-da-lead", "roles": ["recipient"]},
                    ],
                    "permissions": {"show_alone": {}},
                },
                "party_missing",
            ),
            ({"actions": ["retrieve"]}, "action_beyond_purpose"),
        ],
    )
    def test_terms_that_cannot_stand_are_refused(
        self, fresh: World, police: Office, change: dict[str, Any], code: str
    ) -> None:
        with pytest.raises(Unprocessable) as caught:
            police.draft(**change)
        assert [item.code for item in caught.value.errors] == [code]
        assert len(police.listed()) == 1

    def test_changed_terms_are_a_new_unsigned_version(self, police: Office, lead: Office) -> None:
        changed = police.redraft(datasets=["incident"])
        assert (changed["version"], changed["in_force_version"]) == (2, 1)
        assert changed["awaiting"] == ["bromley-da-lead", "kings-pruh", "met-bromley"]
        (line,) = lead.listed()
        assert (line["version"], line["state"]) == (1, "in_force")

    def test_a_version_replaces_the_one_before_when_all_have_signed(
        self, police: Office, lead: Office, hospital: Office
    ) -> None:
        changed = police.redraft(datasets=["incident"])
        for office in (police, lead, hospital):
            assert office.shown()["in_force_version"] == 1
            office.sign(changed)
        assert lead.shown()["in_force_version"] == 2

    def test_an_ended_agreement_is_not_redrafted(self, police: Office, lead: Office) -> None:
        lead.change("end")
        assert refused(Conflict, police.redraft) == "agreement_ended"

    def test_nobody_is_drafted_back_in(self, police: Office, hospital: Office) -> None:
        hospital.change("withdraw")
        assert refused(Conflict, police.redraft) == "agency_withdrawn"
        without = [
            {"agency": "met-bromley", "roles": ["provider"]},
            {"agency": "bromley-da-lead", "roles": ["recipient"]},
        ]
        assert police.redraft(parties=without)["version"] == 2


class TestSigning:
    def test_an_agency_signs_once(self, police: Office) -> None:
        drafted = police.draft()
        police.sign(drafted)
        assert refused(Conflict, police.sign, drafted) == "already_filed"

    def test_only_its_confirmed_key_signs(self, police: Office) -> None:
        drafted = police.draft()
        with pytest.raises(Unprocessable) as raised:
            police.sign(drafted, key=Key.make())
        assert raised.value.code == "key_unknown"
        assert "confirmed signing key" in raised.value.detail

    @pytest.mark.parametrize(
        "false",
        [{"agency": "kings-pruh"}, {"version": 2}, {"terms_sha256": "0" * 64}],
    )
    def test_it_signs_for_itself_and_these_terms(
        self, police: Office, false: dict[str, Any]
    ) -> None:
        code = refused(Unprocessable, police.sign, police.draft(), **false)
        assert code == "signature_of_other_terms"

    def test_who_is_no_party_signs_nothing(self, police: Office, charity: Office) -> None:
        assert refused(NotFound, charity.sign, police.draft()) == "agreement_unknown"

    def test_a_version_that_is_not_there_is_not_signed(self, police: Office) -> None:
        shown = police.shown()
        shown["terms"]["version"] = 9
        assert refused(NotFound, police.sign, shown) == "agreement_unknown"

    def test_an_ended_agreement_is_not_signed(self, police: Office, lead: Office) -> None:
        drafted = police.draft()
        lead.change("end", drafted["agreement"])
        assert refused(Conflict, police.sign, drafted) == "agreement_ended"


class TestStanding:
    def test_a_party_suspends_and_resumes(self, police: Office, lead: Office) -> None:
        assert police.change("suspend")["state"] == "suspended"
        assert refused(Conflict, lead.change, "resume") == "agreement_not_suspended"
        assert police.change("resume")["state"] == "in_force"
        history = [(each["event"], each["agency"]) for each in lead.shown()["history"]]
        assert history[-2:] == [("suspend", "met-bromley"), ("resume", "met-bromley")]

    def test_an_end_is_final(self, police: Office, lead: Office) -> None:
        assert police.change("end")["state"] == "ended"
        for what in ("resume", "suspend", "withdraw", "end"):
            assert refused(Conflict, lead.change, what) == "agreement_ended"

    def test_who_withdraws_still_reads(self, police: Office) -> None:
        assert police.change("withdraw")["state"] == "in_force"
        assert police.listed()[0]["state"] == "in_force"

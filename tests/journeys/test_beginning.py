"""From an empty database to an agreement in force and out again, by the commands alone."""

import json
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from click.testing import Result

from api.cli.main import main
from api.db import Context, Database
from api.services import beginning
from api.services.beginning import Beginning
from auth.jose import generate_key
from auth.refusals import Conflict
from tests.databases import Databases, SqliteTemplates
from tests.journeys.installations import Installation, installation
from tests.partnership import NOW

LEAD, POLICE, HOSPITAL = "kent-da-lead", "kent-police", "kent-hospital"
SECTORS = {POLICE: "police", HOSPITAL: "nhs_acute"}
INIT = ("kent", "--title", "Kent", "--area", "E09000006", "--lead", LEAD)
FINGERPRINT = re.compile(r"(?:\d{5} ){7}\d{5}")


@dataclass(frozen=True)
class County:
    """An installation that began with nothing, its agencies' files, and a server over it."""

    here: Installation

    def file(self, name: str) -> str:
        return str(self.here.folder / name)

    def run(self, *arguments: str, by: str = "op-1", **more: Any) -> Result:
        variables = {**self.here.variables, "SAFERSHARE_PARTNERSHIP": "kent"}
        return self.here.runner.invoke(
            main, arguments, env={**variables, "SAFERSHARE_OPERATOR": by}, **more
        )

    def done(self, *arguments: str, by: str = "op-1") -> str:
        result = self.run(*arguments, by=by)
        assert result.exit_code == 0, (result.output, result.exception)
        return result.stdout

    def refused(self, *arguments: str, by: str = "op-1") -> str:
        """The code of a refusal."""
        result = self.run(*arguments, by=by)
        assert result.exit_code == 1, (result.output, result.exception)
        found = re.search(r"\((?:\d{3}, )?(\w+)\)", result.stderr)
        assert found, result.stderr
        return found[1]

    def keygen(self, name: str) -> str:
        """Make a key pair on an agency's machine; the fingerprint that is read out there."""
        made = self.run("keygen", "--out", self.file(f"{name}.key"))
        Path(self.file(f"{name}.pub")).write_text(made.stdout)
        found = FINGERPRINT.search(made.stderr)
        assert found, made.output
        return found[0]

    def keep(self, name: str, told: str) -> None:
        """Make a credentials file of what the operator printed and the private key."""
        jwk = json.loads(Path(self.file(f"{name}.key")).read_text())
        Path(self.file(f"{name}.json")).write_text(json.dumps({**json.loads(told), "jwk": jwk}))

    def client(self, name: str, *, agency: str, scopes: str) -> None:
        self.keygen(name)
        given = [part for scope in scopes.split() for part in ("--scope", scope)]
        add = ("client", "add", name, "--agency", agency, "--key", self.file(f"{name}.pub"))
        self.keep(name, self.done(*add, *given, "--json"))

    def as_(self, name: str) -> tuple[str, str]:
        """The option that makes a command an agency's own."""
        return "--credentials", self.file(f"{name}.json")

    def signs(self, agency: str, number: str, *more: str) -> tuple[str, ...]:
        key = self.file(f"{agency}-hand.key")
        return ("agreement", "sign", number, *self.as_(f"{agency}-signing"), "--key", key, *more)


@pytest.fixture(scope="module")
def county(
    sqlite_templates: SqliteTemplates, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[County]:
    """Raised once: each step of it is a command, and PostgreSQL is tried below the commands."""
    with sqlite_templates.database() as databases:
        made = County(installation(tmp_path_factory.mktemp("county"), databases))
        _begin(made)
        with made.here.serving():
            yield made


def _begin(made: County) -> None:
    made.keygen("office")
    key = ("--key", made.file("office.pub"))
    told = made.done("init", *INIT, "--lead-title", "Kent council", *key, "--json")
    made.keep("office", told)
    for agency, sector in SECTORS.items():
        made.done("agency", "add", agency, "--title", agency.title(), "--sector", sector)
    for agency in (LEAD, *SECTORS):
        made.client(f"{agency}-signing", agency=agency, scopes="agreements:sign agreements:read")
        said = made.keygen(f"{agency}-hand")
        made.done("agency", "add-key", agency, made.file(f"{agency}-hand.pub"))
        made.done("agency", "confirm-key", agency, "--fingerprint", said, by="op-2")
    made.client("police-office", agency=POLICE, scopes="agreements:read agreements:write")
    made.client("police-returns", agency=POLICE, scopes="returns:read returns:write")


def terms(county: County, **changes: str) -> str:
    """The template, filled in as an information-governance lead would."""
    text = county.done("agreement", "terms")
    for name, value in {
        "parties": (
            f'[{{ agency = "{LEAD}", roles = ["recipient"] }},'
            f' {{ agency = "{POLICE}", roles = ["provider"] }},'
            f' {{ agency = "{HOSPITAL}", roles = ["provider", "recipient"] }}]'
        ),
        "withheld_fields": '["incident.connection"]',
        **changes,
    }.items():
        text, times = re.subn(
            rf"^{name} = (\[\n(?:  .*\n)*\]|.*)$", f"{name} = {value}", text, flags=re.MULTILINE
        )
        assert times == 1, name
    file = Path(county.file("terms.toml"))
    file.write_text(text.replace('police = ["incident"]', f'{POLICE} = ["incident"]'))
    return str(file)


def drafted(county: County, **changes: str) -> str:
    said = county.done("agreement", "draft", *county.as_("office"), terms(county, **changes))
    return said.split()[0]


def signed(county: County, **changes: str) -> str:
    number = drafted(county, **changes)
    for agency in (LEAD, *SECTORS):
        county.done(*county.signs(agency, number, "--yes"))
    return number


def shown(county: County, number: str) -> Any:
    return json.loads(
        county.done("agreement", "show", number, *county.as_("police-office"), "--json")
    )


def under(county: County, number: str) -> tuple[str, ...]:
    purpose = ("--agreement", number, "--purpose", "strategic_needs_assessment")
    return ("call", *county.as_("police-returns"), *purpose, "GET", "/v1/returns")


def test_an_empty_database_begins_once(county: County) -> None:
    again = ("--lead-title", "Another", "--key", county.file("office.pub"))
    assert county.refused("init", *INIT, *again) == "already_begun"
    other = ("surrey", *INIT[1:], *again, "--client", "surrey-office")
    assert county.refused("init", *other) == "already_begun"
    listed = json.loads(county.done("partnership", "list", "--json"))["partnerships"]
    assert [each["partnership"] for each in listed] == ["kent"]
    office = json.loads(county.done("client", "show", f"{LEAD}-office", "--json"))
    assert "agreements:write" in office["scopes"]
    assert {"agreements:sign", "returns:write", "records:read"}.isdisjoint(office["scopes"])


def test_the_template_is_filled_in_signed_by_all_and_in_force(county: County) -> None:
    number = drafted(county)
    for agency in (LEAD, *SECTORS):
        assert shown(county, number)["state"] == "draft"
        assert county.run(*under(county, number)).exit_code == 1
        assert f"{number} is signed" in county.done(*county.signs(agency, number, "--yes"))
    found = shown(county, number)
    assert (found["state"], found["awaiting"], found["in_force_version"]) == ("in_force", [], 1)
    assert [each["event"] for each in found["history"]] == ["draft", "sign", "sign", "sign"]
    assert county.run(*under(county, number)).exit_code == 0


def test_whoever_signs_is_shown_the_terms_and_asked(county: County) -> None:
    number = drafted(county)
    asked = county.run(*county.signs(POLICE, number), input="n\n")
    assert asked.exit_code == 1
    assert f"Does {POLICE} sign version 1?" in asked.stderr
    assert "purposes: strategic_needs_assessment" in asked.stderr
    assert "signatures" not in asked.stdout
    assert POLICE in shown(county, number)["awaiting"]
    assert county.run(*county.signs(POLICE, number), input="y\n").exit_code == 0
    assert POLICE not in shown(county, number)["awaiting"]


def test_a_signature_made_offline_is_handed_in(county: County) -> None:
    number, file = drafted(county), county.file("signature.jws")
    county.done(*county.signs(POLICE, number, "--yes", "--out", file))
    assert POLICE in shown(county, number)["awaiting"]
    hand_in = ("agreement", "sign", number, "--signature", file, "--agency")
    assert county.refused(*hand_in, HOSPITAL) == "key_unknown"
    county.done(*hand_in, POLICE)
    assert POLICE not in shown(county, number)["awaiting"]


def test_a_key_that_nobody_confirmed_signs_nothing(county: County) -> None:
    number = drafted(county)
    county.keygen("stranger")
    sign = county.signs(POLICE, number, "--yes")
    stranger = (*sign[: sign.index("--key")], "--key", county.file("stranger.key"), "--yes")
    assert county.refused(*stranger) == "key_unknown"
    county.done("agency", "add-key", POLICE, county.file("stranger.pub"))
    assert county.refused(*stranger) == "key_unknown"


def test_a_key_is_brought_in_by_two_and_its_entry_says_so(county: County) -> None:
    said = county.keygen("fresh")
    entered = county.done("agency", "add-key", POLICE, county.file("fresh.pub"))
    assert said in entered
    confirm = ("agency", "confirm-key", POLICE, "--fingerprint")
    assert county.refused(*confirm, said, by="op-1") == "second_person"
    wrong = said[:-1] + str((int(said[-1]) + 1) % 10)
    assert county.refused(*confirm, wrong, by="op-2") == "fingerprint_unknown"
    county.done(*confirm, said, by="op-2")
    keys = json.loads(county.done("agency", "show", POLICE, "--json"))["signing_keys"]
    (key,) = (each for each in keys if each["fingerprint"] == said)
    assert (key["state"], key["entered_by"], key["confirmed_by"]) == ("confirmed", "op-1", "op-2")
    county.done("agency", "retire-key", POLICE, "--", key["kid"], by="op-3")
    assert county.refused("agency", "retire-key", POLICE, "--", key["kid"]) == "register_unknown"


def test_an_agency_halts_and_ends_an_agreement_by_its_own_hand(county: County) -> None:
    number = signed(county)
    for change, state, exit_code in (
        ("suspend", "suspended", 1),
        ("resume", "in_force", 0),
        ("end", "ended", 1),
    ):
        county.done("agreement", change, number, *county.as_("police-office"))
        # A token is cut off by the second; the one for the next call is of a later second.
        time.sleep(1.1)
        assert shown(county, number)["state"] == state
        assert county.run(*under(county, number)).exit_code == exit_code, change
    assert county.refused("agreement", "resume", number, *county.as_("office")) == "agreement_ended"


def test_an_agreement_is_renewed_while_the_old_version_holds(county: County) -> None:
    number = signed(county)
    renew = ("agreement", "renew", number, *county.as_("office"), "--until", "2030-03-31")
    assert "version 2" in county.done(*renew, "--review", "2029-03-31")
    found = shown(county, number)
    assert (found["version"], found["in_force_version"], found["state"]) == (2, 1, "in_force")
    for agency in (LEAD, *SECTORS):
        county.done(*county.signs(agency, number, "--yes"))
    found = shown(county, number)
    assert (found["in_force_version"], found["ends_on"]) == (2, "2030-03-31")


def test_who_leaves_is_out_and_the_others_stay(county: County) -> None:
    number = signed(county)
    county.done("agreement", "withdraw", number, "--partnership", "kent", "--agency", POLICE)
    assert shown(county, number)["state"] == "in_force"
    assert shown(county, number)["possible"] == []
    assert county.run(*under(county, number)).exit_code == 1
    again = ("agreement", "redraft", number, *county.as_("office"), terms(county))
    assert county.refused(*again) == "agency_withdrawn"


def test_a_review_that_is_near_shows_in_the_list(county: County) -> None:
    near, far = signed(county, review_on="2026-06-01"), signed(county)
    for side in (county.as_("office"), ("--partnership", "kent")):
        listed = county.run("agreement", "list", "--due", "--json", *side)
        numbers = {each["agreement"] for each in json.loads(listed.stdout)["agreements"]}
        assert near in numbers
        assert far not in numbers
        assert near in county.run("agreement", "list", *side).stderr


def test_the_page_of_an_agreement_is_the_same_from_either_side(county: County) -> None:
    number = signed(county)
    own = county.done("agreement", "page", number, *county.as_("police-office"))
    assert own == county.done("agreement", "page", number, "--partnership", "kent")
    assert own.startswith("<!doctype html>")
    assert f"{POLICE.title()}" in own
    # A version that is not there, and an agreement that is not, are answered alike.
    for path in (f"/v1/agreements/{number}?version=7", "/v1/agreements/DSA-2026-9999"):
        answer = county.run("call", *county.as_("police-office"), "GET", path)
        assert "agreement_unknown" in answer.stdout + answer.stderr


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"withheld_fields": '["incident.nothing"]'}, "field_unknown"),
        ({"areas": '["E09000007"]'}, "area_outside"),
        ({"areas": '["E05013987"]'}, "area_in_part"),
        ({"datasets": '["weather"]'}, "dataset_unknown"),
        ({"actions": '["submit", "retrieve"]'}, "action_beyond_purpose"),
        ({"disclosure_profile": '"loud"'}, "invalid"),
        ({"ends_on": "2025-01-01"}, "dates_order"),
    ],
)
def test_terms_that_cannot_stand_say_what_is_wrong_from_either_side(
    county: County, changes: dict[str, str], code: str
) -> None:
    file = terms(county, **changes)
    for side in (county.as_("office"), ("--partnership", "kent")):
        refusal = county.run("agreement", "draft", *side, file)
        assert refusal.exit_code == 1
        assert f"({code})" in refusal.stderr, refusal.stderr


def test_a_revoked_key_takes_down_what_it_signed(county: County) -> None:
    said = county.keygen("hand-2")
    county.done("agency", "add-key", HOSPITAL, county.file("hand-2.pub"))
    county.done("agency", "confirm-key", HOSPITAL, "--fingerprint", said, by="op-2")
    number = drafted(county)
    for agency in (LEAD, POLICE):
        county.done(*county.signs(agency, number, "--yes"))
    sign = county.signs(HOSPITAL, number, "--yes")
    county.done(*sign[: sign.index("--key")], "--key", county.file("hand-2.key"), "--yes")
    assert county.run(*under(county, number)).exit_code == 0
    kid = json.loads(Path(county.file("hand-2.pub")).read_text())["kid"]
    assert number in county.done("agency", "revoke-key", HOSPITAL, "--", kid)
    assert county.run(*under(county, number)).exit_code == 1
    found = shown(county, number)
    assert (found["state"], found["awaiting"]) == ("draft", [HOSPITAL])
    assert found["history"][-1]["event"] == "revoke_key"


def test_of_two_who_begin_at_once_one_does(fresh_databases: Databases) -> None:
    at_once = Barrier(2)

    def begin(name: str) -> bool:
        jwk = {**generate_key().public.jwk}
        begun = Beginning(
            name, "Kent", "E09000006", LEAD, "Kent council", "council_community_safety",
            f"{name}-office", jwk,
        )  # fmt: skip
        database = Database(fresh_databases.app_url, operating=True)
        try:
            at_once.wait(5)
            with database.writing(Context(name, reach="operator")) as session:
                beginning.begin(session, begun, now=NOW)
        except Conflict:
            return False
        finally:
            database.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(begin, ("kent", "surrey"))) == [False, True]


def test_in_live_an_operator_says_who_it_is(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    keys.mkdir(mode=0o700)
    live = {
        "SAFERSHARE_ENVIRONMENT": "live",
        "SAFERSHARE_DATABASE_URL": "postgresql+psycopg://s@db.example/s?sslmode=verify-full",
        "SAFERSHARE_PUBLIC_URL": "https://share.example",
        "SAFERSHARE_KEY_DIR": str(keys),
        "SAFERSHARE_PARTNERSHIP": "kent",
    }
    add = ("agency", "add", "new", "--title", "New", "--sector", "police")
    run = partial(Installation(tmp_path, 0, live).run, *add)
    assert "Say who does this: --operator REF" in run().stderr
    assert run("--operator", "jane smith").exit_code == 2

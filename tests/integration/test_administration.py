"""What an operator does: partnerships, agencies, clients, agreements, singly or in one go."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from inspect import signature
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.db import Context, Database
from api.services import agencies, agreements, clients, partnerships, seeding
from api.services.agencies import Environment
from api.services.expectations import Expectation
from api.services.seeding import Founding, NewAgency, NewClient, NewEnvelope
from auth.jose import PrivateKey, generate_key
from auth.refusals import Conflict, Forbidden, NotFound, Refusal, Unprocessable
from schemas.period import Period
from schemas.tables.audit import audit_events
from tests.databases import Databases

NOW = datetime(2026, 4, 20, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
HERE = Context("kent", reach="partnership")
MEMBERS = {"police": "police", "charity": "vcs_da_specialist"}
TERMS: dict[str, Any] = {
    "agreement": "DSA-2026-0001",
    "version": 1,
    "title": "A shared picture",
    "parties": [{"agency": name, "roles": ["provider", "recipient"]} for name in MEMBERS],
    "purposes": ["strategic_needs_assessment"],
    "datasets": ["incident"],
    "actions": ["submit", "aggregate"],
    "areas": ["E07000106"],
    "disclosure_profile": "partnership",
    "lawful_basis": ["UK GDPR Article 6(1)(e)"],
    "starts_on": "2026-01-01",
    "ends_on": "2027-12-31",
    "review_on": "2026-12-31",
    "retention_months": 36,
}


@pytest.fixture
def database(fresh_databases: Databases) -> Iterator[Database]:
    opened = Database(fresh_databases.app_url)
    yield opened
    opened.close()


@pytest.fixture
def do(database: Database) -> Callable[..., Any]:
    """Runs one verb in a transaction of its own."""

    def run(verb: Callable[..., Any], **named: Any) -> Any:
        with database.writing(HERE) as session:
            days = {"today": TODAY} if "today" in signature(verb).parameters else {}
            return verb(session, partnership_id="kent", now=NOW, **days, **named)

    return run


@pytest.fixture
def founded(do: Callable[..., Any]) -> Callable[..., Any]:
    """The partnership with its two agencies."""
    do(partnerships.add, name="Kent (invented)", area="E07000106", lead="police")
    for name, sector in MEMBERS.items():
        do(agencies.add, agency_id=name, name=name.title(), sector=sector)
    return do


def tags(database: Database) -> list[str]:
    with database.reading(HERE) as session:
        events = select(audit_events.c.tag).order_by(audit_events.c.tag)
        return list(session.scalars(events))


def jwk(key: PrivateKey) -> dict[str, str]:
    return {**key.public.jwk, "kid": key.public.thumbprint}


def test_every_deed_of_the_operator_leaves_its_event(
    founded: Callable[..., Any], database: Database
) -> None:
    key = generate_key()
    founded(
        clients.add, agency_id="police", client_id="police-returns", jwk=jwk(key),
        scopes={"returns:write"},
    )  # fmt: skip
    founded(clients.add_key, client_id="police-returns", jwk=jwk(generate_key()))
    founded(clients.revoke, client_id="police-returns")
    number = founded(agreements.add, document=TERMS)
    sign(founded, number, agency="police")
    founded(agreements.change, agreement_id=number, agency_id="police", what="end")
    assert tags(database) == [
        "agency:create",
        "agency:create",
        "agreements:draft",
        "agreements:end",
        "agreements:sign",
        "client:create",
        "client:keys",
        "client:revoke",
        "partnership:create",
        "signing-key:add",
        "signing-key:confirm",
    ]


def sign(
    do: Callable[..., Any],
    number: str,
    *,
    agency: str,
    key: PrivateKey | None = None,
    environment: Environment = "sandbox",
) -> None:
    do(
        agreements.sign,
        agreement_id=number,
        agency_id=agency,
        key=key or generate_key(),
        environment=environment,
    )


def test_an_agreement_is_in_force_when_all_have_signed(
    founded: Callable[..., Any], database: Database
) -> None:
    number = founded(agreements.add, document=TERMS)
    standings = []
    for agency in MEMBERS:
        sign(founded, number, agency=agency)
        with database.reading(HERE) as session:
            (line,) = agreements.listed(session, partnership_id="kent", today=TODAY)
            standings.append(line["state"])
    assert standings == ["draft", "in_force"]


def test_what_an_agency_may_name_in_a_token_follows_its_agreements(
    founded: Callable[..., Any], database: Database
) -> None:
    def grants(today: date) -> list[dict[str, Any]]:
        with database.reading(HERE) as session:
            return agreements.grants(
                session, partnership_id="kent", agency_id="police", today=today
            )

    number = founded(agreements.add, document=TERMS)
    assert grants(TODAY) == []
    for agency in MEMBERS:
        sign(founded, number, agency=agency)
    assert grants(TODAY) == [
        {
            "agreement": "DSA-2026-0001",
            "purpose": "strategic_needs_assessment",
            "datatypes": ["incident"],
            "actions": ["aggregate", "submit"],
        }
    ]
    assert grants(date(2028, 1, 1)) == []


def test_one_key_signs_several_agreements(founded: Callable[..., Any], database: Database) -> None:
    key = generate_key()
    for number in ("DSA-2026-0001", "DSA-2026-0002"):
        founded(agreements.add, document={**TERMS, "agreement": number})
        sign(founded, number, agency="police", key=key)
    with database.reading(HERE) as session:
        shown = agencies.shown(session, partnership_id="kent", agency_id="police")
    (held,) = shown["signing_keys"]
    assert (held["kid"], held["state"]) == (key.public.thumbprint, "confirmed")
    assert (held["entered_by"], held["confirmed_by"]) == agencies.INVENTED_OPERATORS


def test_in_live_no_command_signs_for_an_agency(
    founded: Callable[..., Any], database: Database
) -> None:
    number = founded(agreements.add, document=TERMS)
    with pytest.raises(Forbidden) as refused:
        sign(founded, number, agency="police", environment="live")
    assert refused.value.code == "sandbox_only"
    with database.reading(HERE) as session:
        shown = agreements.shown(session, partnership_id="kent", agreement_id=number, today=TODAY)
    assert shown["signatures"] == []


def test_of_two_keys_the_older_makes_room_for_a_third(
    founded: Callable[..., Any], database: Database
) -> None:
    first, second, third = generate_key(), generate_key(), generate_key()
    founded(
        clients.add, agency_id="police", client_id="police-returns", jwk=jwk(first),
        scopes={"returns:write"}, dpop_required=False,
    )  # fmt: skip
    for key in (second, third):
        founded(clients.add_key, client_id="police-returns", jwk=jwk(key))
    with database.reading(HERE) as session:
        shown = clients.shown(session, partnership_id="kent", client_id="police-returns")
    assert shown["keys"] == [second.public.thumbprint, third.public.thumbprint]
    assert shown["dpop_required"] is False


@pytest.mark.parametrize(
    ("kind", "verb", "named"),
    [
        (Conflict, partnerships.add, {"name": "Kent", "area": "E07000106", "lead": None}),
        (Unprocessable, partnerships.add, {"name": "", "area": "E07000106", "lead": None}),
        (Unprocessable, partnerships.add, {"name": "Kent", "area": "x", "lead": None}),
        (Unprocessable, partnerships.add, {"name": "Kent", "area": "E07000106", "lead": "A B"}),
        (Conflict, agencies.add, {"agency_id": "police", "name": "P", "sector": "police"}),
        (Unprocessable, agencies.add, {"agency_id": "new", "name": "N", "sector": "circus"}),
        (NotFound, clients.add_key, {"client_id": "nobody", "jwk": {}}),
        (NotFound, agreements.add, {"document": {**TERMS, "partnership": "surrey"}}),
        (Unprocessable, agreements.add, {"document": {**TERMS, "parties": []}}),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    kind: type[Refusal],
    verb: Callable[..., Any],
    named: dict[str, Any],
    founded: Callable[..., Any],
    database: Database,
) -> None:
    before = tags(database)
    with pytest.raises(kind):
        founded(verb, **named)
    assert tags(database) == before


def founding(**changed: Any) -> Founding:
    signing = {name: generate_key() for name in MEMBERS}
    parts: dict[str, Any] = {
        "partnership_id": "kent",
        "name": "Kent (invented)",
        "area": "E07000106",
        "lead": "police",
        "agencies": [
            NewAgency(name, name.title(), sector, signing[name]) for name, sector in MEMBERS.items()
        ],
        "clients": [
            NewClient(
                "police-returns", "police", frozenset({"returns:write"}), True, jwk(generate_key())
            )
        ],
        "agreements": [{**TERMS, "partnership": "kent"}],
        "owed": [
            Expectation("police", "incident", "record", "monthly", 25, Period.parse("2026-01"))
        ],
        "envelopes": [
            NewEnvelope(
                "police",
                "incident",
                {
                    "explanation": "Every report that carries the flag.",
                    "permission_incorporate": True,
                    "permission_publish": "partnership",
                    "month": "2026-01",
                    "row_count": 3,
                },
            )
        ],
        "months": [Period.parse("2026-01"), Period.parse("2026-02")],
    }
    return Founding(**(parts | changed))


def raised(session: Session, what: Founding, environment: Environment = "sandbox") -> None:
    seeding.raise_partnership(session, what, environment=environment, now=NOW, today=TODAY)


def test_a_partnership_is_raised_whole(database: Database) -> None:
    with database.writing(HERE) as session:
        raised(session, founding())
    with database.reading(HERE) as session:
        (line,) = agreements.listed(session, partnership_id="kent", today=TODAY)
        assert line["state"] == "in_force"
        assert len(clients.listed(session, partnership_id="kent")) == 1
        assert partnerships.shown(session, partnership_id="kent")["lead"] == "police"


def test_a_partnership_is_raised_whole_or_not_at_all(database: Database) -> None:
    unknown = [Expectation("police", "nothing", "record", "monthly", 25, Period.parse("2026-01"))]
    with pytest.raises(NotFound), database.writing(HERE) as session:
        raised(session, founding(owed=unknown))
    with database.reading(HERE) as session:
        assert partnerships.listed(session) == []


def test_nothing_invented_is_raised_in_live(database: Database) -> None:
    with pytest.raises(Forbidden), database.writing(HERE) as session:
        raised(session, founding(), environment="live")
    with database.reading(HERE) as session:
        assert partnerships.listed(session) == []

"""Referrals by the police to the charity, as journeys about records send and read them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import create_engine, text

from tests import rows
from tests.journeys.systems import System, Systems
from tests.oauth_client import details
from tests.partnership import Partnership

POLICE, CHARITY, HOSPITAL = "met-bromley", "bcwa", "kings-pruh"
REFERRALS = details("DSA-2026-0004", "referral_coordination")
READER = {"Acting-Person": "idva-7", "Access-Reason": "case-9"}
MARCH, PATH = "2026-03", "/v1/records/referral"
SENT: Mapping[str, Any] = {
    "side": "sender", "received_on": None, "decision": None, "contact_attempts": None,
    "marac_ref": None, "subject.sharing": "may_be_shared", "subject.sharing_basis": "consent",
    "first_contact_on": "2026-03-15",
}  # fmt: skip


def referral(number: int, **changes: Any) -> dict[str, Any]:
    """A referral by the police to the charity, as a row by dotted names."""
    return rows.flat("referral", {"record_id": f"pr-{number}", **SENT, **changes})


def referrals(count: int) -> list[dict[str, Any]]:
    return [rows.nested(referral(number)) for number in range(1, count + 1)]


def casework(systems: Systems, agency: str = CHARITY) -> System:
    return systems(agency, client_id=f"{agency}-casework")


REFUSING = {
    "sqlite": "CREATE TRIGGER refused BEFORE INSERT ON audit_events"
    " BEGIN SELECT RAISE(ABORT, 'refused'); END",
    "postgresql": "ALTER TABLE audit_events ADD CONSTRAINT refused CHECK (tag = '') NOT VALID",
}
ALLOWING = {
    "sqlite": "DROP TRIGGER refused",
    "postgresql": "ALTER TABLE audit_events DROP CONSTRAINT refused",
}


@contextmanager
def events_refused(partnership: Partnership) -> Iterator[None]:
    """The database refuses every audit event."""
    engine = create_engine(partnership.databases.owner_url)
    name = partnership.databases.engine_name
    with engine.begin() as connection:
        connection.execute(text(REFUSING[name]))
    yield
    with engine.begin() as connection:
        connection.execute(text(ALLOWING[name]))
    engine.dispose()

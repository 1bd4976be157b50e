"""A partnership's agencies and signed agreements, for the papers that its lead reviews."""

from __future__ import annotations

from sqlalchemy.orm import Session

from api.reports.governance import Parties
from api.services import agencies, partnerships
from auth import retention


def parties(session: Session, *, partnership_id: str) -> Parties:
    """The partnership as it is on file.

    Raises:
        NotFound: there is no partnership of that name.
    """
    name = partnerships.shown(session, partnership_id=partnership_id)["name"]
    held = agencies.listed(session, partnership_id=partnership_id)
    agreed = retention.agreed(session, partnership_id=partnership_id)
    return Parties(
        name,
        {each["agency"]: (each["name"], each["sector"]) for each in held},
        tuple(agreed[number].document for number in sorted(agreed)),
    )

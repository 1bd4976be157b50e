"""Reads and writes of standing envelopes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.queries import upsert
from schemas.tables.returns import envelopes


def find(
    session: Session, *, partnership_id: str, agency_id: str, dataset: str
) -> Mapping[str, Any] | None:
    """The agency's standing envelope for a dataset."""
    query = select(envelopes.c.envelope).where(
        envelopes.c.partnership_id == partnership_id,
        envelopes.c.agency_id == agency_id,
        envelopes.c.dataset == dataset,
    )
    return session.scalar(query)


def put(
    session: Session,
    *,
    partnership_id: str,
    agency_id: str,
    dataset: str,
    envelope: Mapping[str, Any],
    now: datetime,
) -> None:
    """Set the agency's standing envelope for a dataset."""
    own = {"partnership_id": partnership_id, "agency_id": agency_id, "dataset": dataset}
    upsert.put(session, envelopes, own | {"envelope": dict(envelope), "changed_at": now})

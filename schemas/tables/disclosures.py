"""Uses of agencies' data by others, as stored: one row per event, owner and dataset.

What belongs here: what an owner is told of a use. What does not: what was asked, about whom, in
which case, and the event itself, which the log keeps. Rows are added and never changed; they hold
no foreign keys, so that history outlives its subjects.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, Index, Integer, String, Table

from schemas.tables.base import Slug, UtcDateTime, Uuid, metadata

disclosures = Table(
    "disclosures",
    metadata,
    Column("partnership_id", Slug, primary_key=True),
    Column("event_id", Uuid, primary_key=True),
    # Whose data was used.
    Column("agency_id", Slug, primary_key=True),
    Column("dataset", String(64), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    # The day in London, which is as much of the instant as an owner is told.
    Column("day", Date, nullable=False),
    # Who used it; empty for whoever runs the service.
    Column("recipient", Slug, nullable=False),
    Column("agreement_id", String(40), nullable=False),
    Column("purpose", String(40), nullable=False),
    Column("kind", String(9), nullable=False),
    # Rows that were read; for figures, the answers they went into.
    Column("rows", Integer, nullable=False),
    Index(None, "partnership_id", "agency_id", "day"),
    Index(None, "partnership_id", "day"),
    CheckConstraint("kind IN ('records', 'case', 'aggregate', 'report')", name="kind"),
)

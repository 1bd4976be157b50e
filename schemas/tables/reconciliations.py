"""What was found between agencies when a month was frozen, as protected counts.

A row says how many records of one agency had no counterpart with another (`own`), or how many of
the others' had none with it (`other`). Like a cell it is there only where it may be shown, and it
is never changed.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Integer, String, Table

from schemas.tables.base import Slug, Uuid, metadata

reconciliations = Table(
    "reconciliations",
    metadata,
    Column("partnership_id", Slug, primary_key=True),
    Column("release_id", Uuid, primary_key=True),
    Column("agency_id", Slug, primary_key=True),
    Column("dataset", String(64), primary_key=True),
    Column("rule", String(10), primary_key=True),
    Column("field", String(80), primary_key=True),
    Column("side", String(5), primary_key=True),
    Column("value", Integer, nullable=False),
    ForeignKeyConstraint(
        ["partnership_id", "release_id"], ["releases.partnership_id", "releases.release_id"]
    ),
    CheckConstraint("side IN ('own', 'other')", name="side"),
    CheckConstraint("value >= 5", name="threshold"),
)

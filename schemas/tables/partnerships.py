"""The tenant: one local partnership."""

from __future__ import annotations

from sqlalchemy import Column, String, Table

from schemas.tables.base import Slug, UtcDateTime, metadata

partnerships = Table(
    "partnerships",
    metadata,
    Column("partnership_id", Slug, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("lad_code", String(9), nullable=False),
    Column("lead_agency_id", Slug),
    Column("created_at", UtcDateTime, nullable=False),
)
"""`lad_code` is the local authority whose residents the partnership serves; rows elsewhere are out
of area."""

installation = Table(
    "installation",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", String(200), nullable=False),
)
"""Facts about this database that never change, among them its environment (`sandbox` or `live`)."""

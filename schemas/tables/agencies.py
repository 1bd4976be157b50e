"""Agencies as stored: the bodies of a partnership that send or receive data.

What belongs here: an agency's name, sector and standing. What does not: its clients, its keys and
what it owes.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, String, Table

from schemas.tables.base import Slug, UtcDateTime, metadata

agencies = Table(
    "agencies",
    metadata,
    Column("partnership_id", Slug, primary_key=True),
    Column("agency_id", Slug, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("sector", String(60), nullable=False),
    Column("status", String(20), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    CheckConstraint("status IN ('active', 'closed')", name="status"),
)

"""Audit events as stored: canonical bytes, a salt, their leaf hash, and columns to find them by.

What belongs here: one append-only table without foreign keys, so that history outlives its
subjects. What does not: references and values of people; a body holds internal tokens alone. The
leaf hash is kept from the first day, so that events can be sealed into a Merkle tree (RFC 6962) as
they are.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, LargeBinary, String, Table

from schemas.tables.base import Digest, Slug, UtcDateTime, Uuid, metadata

audit_events = Table(
    "audit_events",
    metadata,
    # Empty where nobody known asked: NULL cannot stand in a primary key.
    Column("partnership_id", Slug, primary_key=True),
    Column("event_id", Uuid, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("tag", String(60), nullable=False),
    Column("outcome", String(10), nullable=False),
    Column("agency_id", Slug, nullable=False),
    Column("client_id", String(80), nullable=False),
    Column("agreement_id", String(40), nullable=False),
    Column("dataset", String(40), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("salt", LargeBinary(32), nullable=False),
    Column("leaf", Digest, nullable=False),
    CheckConstraint("outcome IN ('allowed', 'refused')", name="outcome"),
    Index(None, "partnership_id", "at"),
    Index(None, "partnership_id", "dataset", "tag", "at"),
    Index(None, "partnership_id", "agency_id", "at"),
)

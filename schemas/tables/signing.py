"""Signing keys as stored: the service's own for tokens, and each agency's for agreements.

What belongs here: public keys and the instants that decide their state. What does not: private
keys, which are files outside the database.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, String, Table

from schemas.tables.base import Json, Slug, UtcDateTime, metadata

server_keys = Table(
    "server_keys",
    metadata,
    Column("kid", String(200), primary_key=True),
    Column("jwk", Json, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    # pending before `active_from`, active until `active_until`, then retiring, gone from `gone_at`.
    Column("active_from", UtcDateTime, nullable=False),
    Column("active_until", UtcDateTime, nullable=True),
    Column("gone_at", UtcDateTime, nullable=True),
    CheckConstraint("(active_until IS NULL) = (gone_at IS NULL)", name="retirement"),
)

agency_keys = Table(
    "agency_keys",
    metadata,
    Column("partnership_id", Slug, primary_key=True),
    Column("agency_id", Slug, primary_key=True),
    Column("kid", String(200), primary_key=True),
    Column("jwk", Json, nullable=False),
    # pending -> confirmed -> retired (its signatures stand) or revoked (they fall).
    Column("state", String(20), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("confirmed_at", UtcDateTime, nullable=True),
    Column("closed_at", UtcDateTime, nullable=True),
    # References of the operators who did it; the second is never the first.
    Column("entered_by", String(64), nullable=True),
    Column("confirmed_by", String(64), nullable=True),
    Column("closed_by", String(64), nullable=True),
    ForeignKeyConstraint(
        ["partnership_id", "agency_id"], ["agencies.partnership_id", "agencies.agency_id"]
    ),
    CheckConstraint("state IN ('pending', 'confirmed', 'retired', 'revoked')", name="state"),
    CheckConstraint("(state IN ('retired', 'revoked')) = (closed_at IS NOT NULL)", name="closed"),
    CheckConstraint("confirmed_by <> entered_by", name="two_persons"),
)
